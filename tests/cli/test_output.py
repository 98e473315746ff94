"""How words reach the screen."""

from __future__ import annotations

import io
import json
import sys
from typing import TYPE_CHECKING

import pytest

from cli.output import Unwritable, clean, prepare_streams, say, say_json, say_json_list, write

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain – text £5 日本", "plain – text £5 日本"),
        ("\x1b[31mred\x07", "\\x1b[31mred\\x07"),
        ("a\u202egnp.exe", "a\\u202egnp.exe"),
        ("two\nlines\r\nthree", "two\nlines\nthree"),
        ("over\rwritten", "over\\rwritten"),
        ("no\u00a0break", "no break"),
        ("broken \udcff byte", "broken \\udcff byte"),
        ("tab\there", "tab\\there"),
    ],
    ids=["plain", "escape", "bidi", "lines", "return", "no-break space", "surrogate", "tab"],
)
def test_clean(text: str, shown: str) -> None:
    """Lines stay; whatever a terminal would obey or reorder becomes a visible escape."""
    assert clean(text) == shown


def test_json_is_ascii(capsys: pytest.CaptureFixture[str]) -> None:
    """JSON is printed in ASCII, so that no code page and no terminal can spoil it, and reads back the same."""
    say_json({"a": "é\u202e\x1b"})
    printed = capsys.readouterr().out
    assert printed.isascii()
    assert "\x1b" not in printed
    assert json.loads(printed) == {"a": "é\u202e\x1b"}


@pytest.mark.parametrize("values", [[], [1], [{"a": [1, {"b": "x\ny"}], "c": []}, None, [[]], "é"]], ids=repr)
def test_a_long_list_is_printed_as_a_short_one(values: list[object], capsys: pytest.CaptureFixture[str]) -> None:
    """A list that is printed one value at a time looks as if it was printed at once."""
    say_json(values)
    at_once = capsys.readouterr().out
    say_json_list(iter(values))
    assert at_once == capsys.readouterr().out


def test_a_code_page_without_the_character(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a code page does not have is shown as an escape, and nothing fails."""
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="cp1252", newline="\n"))
    prepare_streams()
    say("£5 日")
    assert raw.getvalue() == b"\xa35 \\u65e5\n"


def test_nobody_reads(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Where the reader has gone, what is said is dropped and nothing fails."""
    with (tmp_path / "out").open("w", encoding="utf-8") as file:
        monkeypatch.setattr(sys, "stdout", _Refusing(file, BrokenPipeError()))
        write("gone")
        file.write("gone as well")
    assert not (tmp_path / "out").read_text(encoding="utf-8")


def test_a_full_disk_behind_stdout(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Where stdout cannot be written, that is told with its cause."""
    with (tmp_path / "out").open("w", encoding="utf-8") as file:
        monkeypatch.setattr(sys, "stdout", _Refusing(file, OSError(28, "No space left on device")))
        with pytest.raises(Unwritable, match="stdout cannot be written: No space left on device"):
            write("lost")


class _Refusing(io.StringIO):
    """A stream that refuses to be written."""

    def __init__(self, file: io.TextIOWrapper, refused: OSError) -> None:
        super().__init__()
        self.file = file
        self.refused = refused

    def write(self, _text: str, /) -> int:
        raise self.refused

    def fileno(self) -> int:
        return self.file.fileno()

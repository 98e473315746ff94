"""Which bytes are a text that people see as it is, and where the first is that is none."""

from __future__ import annotations

import pytest

from engine.diagnostics import Diagnostic, Span
from engine.procedure.characters import (
    MOST_ALIKE,
    MOST_BYTES,
    MOST_FINDINGS,
    cannot_be_read,
    name_of,
    point,
    read_characters,
)

_WIDE = "it was saved as {}; save it with the encoding UTF-8"
_UTF_8 = "save the file with the encoding UTF-8"
_PLAIN = "copy the text into a text editor, and save it there as plain text (UTF-8)"


def found_in(raw: str | bytes) -> list[Diagnostic]:
    """Give what is found in what is no text."""
    found = read_characters(raw, "p.yaml")
    assert isinstance(found, tuple)
    assert {"p.yaml"} == {one.file for one in found}
    return list(found)


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"", ""),
        (b"a: b\r\nc\n", "a: b\nc\n"),
        (b"\xef\xbb\xbfa", "a"),
        ("\ufeffé\n", "é\n"),
        ("a\n\U0001f600 \u0644", "a\n\U0001f600 \u0644"),
        (b"x" * MOST_BYTES, "x" * MOST_BYTES),
        ("é" * (MOST_BYTES // 2), "é" * (MOST_BYTES // 2)),
    ],
)
def test_text(raw: str | bytes, text: str) -> None:
    """UTF-8 is text, with or without a mark at its beginning; line ends are the same everywhere."""
    assert text == read_characters(raw, "p.yaml")


@pytest.mark.parametrize(
    "raw", [b"x" * (MOST_BYTES + 1), "é" * (MOST_BYTES // 2) + "x", "\udc80" * (MOST_BYTES // 3 + 1)]
)
def test_too_large(raw: str | bytes) -> None:
    """The size is counted in bytes, and told at the beginning."""
    [one] = found_in(raw)
    assert ("too-large", Span(1, 1, 1, 1)) == (one.code, one.span)
    assert "256" in one.message


@pytest.mark.parametrize(
    ("raw", "code", "help_", "place"),
    [
        (b"\xff\xfea\0", "not-utf8", _WIDE.format("UTF-16"), (1, 1)),
        (b"\xfe\xff\0a", "not-utf8", _WIDE.format("UTF-16"), (1, 1)),
        (b"\xff\xfe\0\0a\0\0\0", "not-utf8", _WIDE.format("UTF-32"), (1, 1)),
        (b"\0\0\xfe\xff\0\0\0a", "not-utf8", _WIDE.format("UTF-32"), (1, 1)),
        (b"a\0", "not-utf8", _WIDE.format("UTF-16"), (1, 1)),
        (b"a\0b", "hidden-character", None, (1, 2)),
        (b"ab\0c\0", "not-utf8", _WIDE.format("UTF-16"), (1, 1)),
        (b"x" * 64 + b"\0" * 64, "hidden-character", None, (1, 65)),
        (b"\0", "hidden-character", None, (1, 1)),
        (b"a: \x93b\x94\n", "not-utf8", f"it may be `\u201c` as Windows-1252 has it; {_UTF_8}", (1, 4)),
        (b"\xef\xbb\xbfa\xe9", "not-utf8", f"it may be `é` as Windows-1252 has it; {_UTF_8}", (1, 2)),
        (b"\xef\xbb\xbfa\n\xe9\n", "not-utf8", f"it may be `é` as Windows-1252 has it; {_UTF_8}", (2, 1)),
        ("é: ".encode() + b"\xe9", "not-utf8", f"it may be `é` as Windows-1252 has it; {_UTF_8}", (1, 4)),
        (b"a\n\n  \x81", "not-utf8", _UTF_8, (3, 3)),
        (b"a\xa0", "not-utf8", _UTF_8, (1, 2)),
        (b"PK\x03\x04", "not-text", _PLAIN, (1, 1)),
        (b"\xd0\xcf\x11\xe0", "not-text", _PLAIN, (1, 1)),
        (b"%PDF", "not-text", _PLAIN, (1, 1)),
        (b"{\\rtf", "not-text", _PLAIN, (1, 1)),
    ],
)
def test_no_text(raw: bytes, code: str, help_: str | None, place: tuple[int, int]) -> None:
    """A file in another encoding, or of another program, is told for what it is, where its first such byte stands."""
    one = found_in(raw)[0]
    line, column = place
    end = column + (raw[:1] not in (b"\xff", b"\xfe", b"P", b"\xd0", b"%", b"{") and code != "not-utf8")
    assert (code, line, column) == (one.code, one.span.line, one.span.column)
    assert one.span.end_column in (end, column, column + 1)
    assert help_ is None or help_ == one.help


def test_other_programs_are_named() -> None:
    """The message says what the file is."""
    named = [found_in(raw)[0].message for raw in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"{\\rtf")]
    kinds = ("a Word, Excel or other office file, or an archive", "a Word or Excel file", "a PDF file", "(RTF)")
    assert [True] * 4 == [kind in message for kind, message in zip(kinds, named, strict=True)]


def test_hidden_characters_are_told_where_they_stand() -> None:
    """Each with its place and its name; a tab is told as one, and what to do about it by where it stands."""
    told = [(one.code, one.span.line, one.span.column, one.span.end_column) for one in found_in("a\u200b\n\tb\tc\n")]
    assert [("hidden-character", 1, 2, 3), ("tab", 2, 1, 2), ("tab", 2, 3, 4)] == told
    hidden, indent, between = found_in("a\u200b\n\tb\tc\n")
    assert "U+200B ZERO WIDTH SPACE" in hidden.message
    assert "put a single blank here instead" == between.help != indent.help
    [blank] = found_in("a:\n  \tb\n")
    assert indent.help == blank.help


def test_of_many_only_some_are_told() -> None:
    """Five of each, and fifty in all."""
    assert MOST_ALIKE == len(found_in("\u200b" * 99))
    assert MOST_ALIKE + 1 == len(found_in("\u200b" * 99 + "\u200e"))
    many = "".join(chr(code) * 9 for code in range(0x80, 0xA0))
    assert MOST_FINDINGS == len(found_in(many))
    assert chr(0x80 + MOST_FINDINGS // MOST_ALIKE - 1) == many[9 * 9]


@pytest.mark.parametrize(
    ("character", "name"),
    [("\u200b", "U+200B ZERO WIDTH SPACE"), ("\x1b", "U+001B"), ("\U000e0041", "U+E0041 TAG LATIN CAPITAL LETTER A")],
)
def test_characters_have_names(character: str, name: str) -> None:
    """What cannot be shown is named by its number, and its name if it has one."""
    assert name == name_of(character)


def test_a_point_is_counted_from_one() -> None:
    """Lines and columns begin with 1; the end lies after the character."""
    text = "ab\ncd\n\ne"
    assert [Span(1, 1, 1, 2), Span(1, 3, 1, 4), Span(2, 1, 2, 2), Span(4, 1, 4, 2)] == [
        point(text, at) for at in (0, 2, 3, 7)
    ]


def test_what_cannot_be_opened() -> None:
    """It is told at the beginning, with the reason."""
    one = cannot_be_read("p.yaml", "permission is denied")
    assert ("unreadable", "p.yaml", Span(1, 1, 1, 1)) == (one.code, one.file, one.span)
    assert "permission is denied" in one.message

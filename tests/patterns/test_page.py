"""docs/patterns.md: all 43 patterns, each once, with the file that shows it and the words it is written with."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

import pytest

from tests.patterns.test_patterns import HERE, NAMES, script_of, text_of
from tests.support import ROOT

PAGE: Final = (ROOT / "docs" / "patterns.md").read_text(encoding="utf-8")
LEFT_OUT: Final = (8, 10, 28, 31, 39, 41, 42)
"""What the language leaves out on purpose."""


class Row(NamedTuple):
    """A row of one of the two tables."""

    number: int
    pattern: str
    written: str
    example: str
    attempt: str | None


def rows() -> list[Row]:
    """Give all rows, those of what is left out with the attempt that is refused."""
    found = []
    for line in re.findall(r"^\| [0-9]+ \|.*\|$", PAGE, re.MULTILINE):
        number, pattern, *middle = (cell.strip() for cell in line.strip("|").split(" | "))
        links = re.findall(r"\]\(\.\./tests/([^)]+)\)", line)
        written = middle[0] if len(links) == 1 else middle[1]
        found.append(Row(int(number), pattern, written, links[0], links[1] if len(links) > 1 else None))
    return found


ROWS: Final = rows()


def plain(words: str) -> str:
    """Give words without what is a matter of taste in them."""
    return re.sub(r"[^a-z]", "", words.lower())


def test_all_are_there() -> None:
    """Each of the 43 stands in one row, in order, first what there is and then what is left out."""
    there = [number for number in range(1, 44) if number not in LEFT_OUT]
    assert [*there, *LEFT_OUT] == [row.number for row in ROWS]
    assert list(LEFT_OUT) == [row.number for row in ROWS if row.attempt]


def test_each_file_is_linked() -> None:
    """Each procedure in `tests/patterns/` is the example of one row."""
    assert [f"patterns/{name}.yaml" for name in NAMES] == sorted(row.example for row in ROWS)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.pattern)
def test_the_file_says_which_pattern_it_is(row: Row) -> None:
    """The first line of an example has the number and the name, and says if the pattern is left out."""
    first = (HERE.parent / row.example).read_text(encoding="utf-8").partition("\n")[0]
    assert first.startswith(f"# WCP-{row.number} ")
    name, _, rest = first.removeprefix(f"# WCP-{row.number} ").partition(":")
    named, is_left_out, _ = name.partition(" is left out" if " is left out" in name else " are left out")
    assert plain(row.pattern) == plain(named)
    assert bool(row.attempt) == bool(is_left_out)
    assert row.example.startswith(f"patterns/wcp{row.number:02}_")
    assert rest


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.pattern)
def test_it_is_written_so(row: Row) -> None:
    """What the page says a pattern is written with stands in the example; what is a command happens in its stories."""
    name = row.example.removeprefix("patterns/").removesuffix(".yaml")
    lines = [line for story in script_of(name).stories for line in story.lines]
    text = " ".join(text_of(name).split())
    for code in re.findall(r"`([^`]+)`", row.written):
        if code.startswith("cuecard "):
            assert code.removeprefix("cuecard ") in {line.word for line in lines}
        else:
            assert [] == [part for part in code.split("...") if part not in text]


@pytest.mark.parametrize("row", [row for row in ROWS if row.attempt], ids=lambda row: row.pattern)
def test_the_attempt_is_refused(row: Row) -> None:
    """The attempt to write what is left out has a picture of what the checker says, and where."""
    picture = (HERE.parent / str(row.attempt)).read_text(encoding="utf-8")
    assert picture.startswith("error[")
    assert "^" in picture

"""How wide text is, and where lines break."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli.run.wrapping import cells, cut, wrap


@pytest.mark.parametrize(("text", "width"), [("", 0), ("abc", 3), ("日本", 4), ("e\u0301", 1), ("🦷", 2)])
def test_cells_count_columns(text: str, width: int) -> None:
    """Wide characters take two columns, combining marks none."""
    assert width == cells(text)


def test_lines_break_between_words() -> None:
    """A line takes as many words as fit; lines after the first stand in."""
    assert ["one two", "  three", "  four"] == wrap("one two three four", 8, 2)


def test_a_long_word_is_broken() -> None:
    """A word wider than the line goes on in the next one."""
    assert ["ab", "cdefgh", "ijk lm"] == wrap("ab cdefghijk lm", 6)


def test_cut_text_says_so() -> None:
    """Text that was cut ends in an ellipsis and is no wider than asked for."""
    assert ["abc…", "日…", ""] == [cut("abcdef", 4), cut("日本語", 4), cut("abc", 0)]


@given(st.text(), st.integers(6, 60), st.integers(0, 3))
def test_no_line_is_too_wide(text: str, width: int, hang: int) -> None:
    """Whatever the text, no line is wider than asked for, and no character but space is lost."""
    lines = wrap(text, width, hang)
    assert all(cells(line) <= width for line in lines)
    assert "".join(text.split()) == "".join("".join(lines).split())

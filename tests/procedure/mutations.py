"""Documents that somebody or something has spoilt: small changes to real ones, and bits that are known to be hard."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hypothesis import strategies as st

from tests.procedure.examples import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable

ORIGINAL: Final = (ROOT / "procedures" / "record_release.yaml").read_text(encoding="utf-8")

BITS: Final = (
    *("{", "}", "[", "]", ":", ": ", "- ", "? ", "#", "|", ">", "'", '"', "\\", "%", "@", "`"),
    *("&a ", "*a", "!t ", "<<: "),
    *("\n", "\n\n", " ", "  ", "\t", "\r", "\r\n", "---\n", "...\n", "\x00", "\x07", "\x1b[31m", "\u202e", "\ufeff"),
    *("\u2028", "\x85", "\ud800", "é", "漢", "🦷", "e\u0301", "true", "no", "010", "1.50"),
    *("9" * 40, "[" * 30, "{" * 30),
    *("when: ", "value: ", "steps:\n", "ask: ", "for_each: ", "repeat:\n", "of:\n", "{patient}", "{{", "balance"),
    *(" and ", " or ", " not ", "done(", ")", "count(", "3 business days after call", " is known"),
    *("where", "otherwise", " when "),
)

LINES: Final = ORIGINAL.splitlines(keepends=True)


def cut(text: str, at: int, length: int, _: str) -> str:
    """Take a stretch out."""
    return text[:at] + text[at + length :]


def put(text: str, at: int, _: int, bit: str) -> str:
    """Put a bit in."""
    return text[:at] + bit + text[at:]


def replace(text: str, at: int, length: int, bit: str) -> str:
    """Put a bit in the place of a stretch."""
    return text[:at] + bit + text[at + length :]


def repeat(text: str, at: int, length: int, _: str) -> str:
    """Write a stretch twice."""
    return text[: at + length] + text[at:]


def move_line(text: str, at: int, length: int, _: str) -> str:
    """Put a line of the original somewhere else."""
    begins = text.rfind("\n", 0, at) + 1
    return text[:begins] + LINES[length % len(LINES)] + text[begins:]


def indent(text: str, at: int, length: int, _: str) -> str:
    """Move a line to the right."""
    begins = text.rfind("\n", 0, at) + 1
    return text[:begins] + " " * (length % 9) + text[begins:]


WAYS: Final[tuple[Callable[[str, int, int, str], str], ...]] = (cut, put, replace, repeat, move_line, indent)

spoilt: Final = st.builds(
    lambda changes: _spoil(ORIGINAL, changes),
    st.lists(
        st.tuples(st.sampled_from(WAYS), st.integers(0, len(ORIGINAL)), st.integers(0, 60), st.sampled_from(BITS)),
        min_size=1,
        max_size=6,
    ),
)
"""The first procedure with some changes."""


def _spoil(text: str, changes: list[tuple[Callable[[str, int, int, str], str], int, int, str]]) -> str:
    for way, at, length, bit in changes:
        text = way(text, at, length, bit)
    return text

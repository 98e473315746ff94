"""Sheets as lines, without Rich: where every line fits, and no character is wider or narrower than one place.

INVARIANT: what is drawn here looks as Rich would draw it; what could look otherwise is left to Rich.
"""

from __future__ import annotations

import os
import unicodedata
from typing import TYPE_CHECKING, Final, TextIO

from cli.output import clean
from engine.frozen import NamedTuple

if TYPE_CHECKING:
    from cli.views.sheet import Block, Sheet, Tone

_GAP: Final = "  "
_PAINT: Final[dict[Tone, str]] = {"plain": "", "strong": "\x1b[1m", "dim": "\x1b[2m", "alert": "\x1b[1;31m"}
_PLAIN_AGAIN: Final = "\x1b[0m"
_ASKS_RICH: Final = ("NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE")
"""Where one of these is set, Rich knows what is meant by it."""


class Screen(NamedTuple):
    """Where lines go: how wide it is (None: as wide as it takes), and whether it shows bold, dim and red."""

    width: int | None
    paints: bool

    @classmethod
    def of(cls, stream: TextIO) -> Screen | None:
        """Look at a stream; None where only Rich knows."""
        if any(os.environ.get(name) for name in _ASKS_RICH):
            return None
        if not stream.isatty():
            return None if os.environ.get("COLUMNS") else cls(None, paints=False)
        if os.name == "nt" or os.environ.get("TERM", "dumb") in ("dumb", "unknown"):
            return None
        try:
            told = os.environ.get("COLUMNS", "")
            return cls(int(told) if told.isdigit() else os.get_terminal_size(stream.fileno()).columns, paints=True)
        except (OSError, ValueError):
            return None


def lines_of(sheet: Sheet, screen: Screen | None) -> list[str] | None:
    """Give the lines of a sheet; None where Rich has to draw it."""
    if screen is None:
        return None
    found: list[str] = []
    for number, block in enumerate(sheet):
        lines = _lines(block, screen)
        if lines is None:
            return None
        found += ([""] if number else []) + lines
    return found


def _lines(block: Block, screen: Screen) -> list[str] | None:
    rows = [[[" " * cell.indent + line for line in clean(cell.text).split("\n")] for cell in row] for row in block.rows]
    tones: list[list[Tone]] = [[cell.tone for cell in row] for row in block.rows]
    if block.head:
        rows.insert(0, [[clean(name)] for name in block.head])
        tones.insert(0, ["dim" for _ in block.head])
    texts = [line for row in rows for cell in row for line in cell]
    if not all(_is_even(text) for text in texts):
        return None
    widths = _widths(rows)
    if screen.width is not None and len(_GAP) + sum(widths) + len(_GAP) * len(widths) > screen.width:
        return None
    title = clean(block.title)
    drawn = [_painted(title, "strong", screen)]
    for row, painted in zip(rows, tones, strict=True):
        for line in range(max(map(len, row), default=0)):
            parts = [cell[line] if line < len(cell) else "" for cell in row]
            places = zip(parts, painted, widths, strict=False)
            cells = [_painted(part, tone, screen) + " " * (width - len(part)) for part, tone, width in places]
            drawn.append((_GAP + _GAP.join(cells)).rstrip())
    return drawn


def _widths(rows: list[list[list[str]]]) -> list[int]:
    most = max(map(len, rows), default=0)
    return [
        max((len(line) for row in rows for line in (row[at] if at < len(row) else ())), default=0) for at in range(most)
    ]


def _painted(text: str, tone: Tone, screen: Screen) -> str:
    paint = _PAINT[tone] if screen.paints and text else ""
    return f"{paint}{text}{_PLAIN_AGAIN}" if paint else text


def _is_even(text: str) -> bool:
    """Whether each character takes one place."""
    return text.isascii() or all(
        unicodedata.east_asian_width(one) not in "WF" and unicodedata.category(one) not in ("Mn", "Me", "Cf")
        for one in text
    )

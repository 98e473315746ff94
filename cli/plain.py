"""Sheets as lines, without Rich: where all fits but one column, and no character is wider or narrower than one place.

INVARIANT: what is drawn here looks as Rich would draw it; what could look otherwise is left to Rich.
"""

from __future__ import annotations

import os
import re
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


class _Drawn(NamedTuple):
    """A cell as it is drawn."""

    lines: list[str]
    tone: Tone
    indent: int

    def width(self) -> int:
        return self.indent + max(map(len, self.lines))

    def is_even(self) -> bool:
        """Whether it is as wide as it has letters: empty or with words in it, each letter taking one place."""
        is_empty = len(self.lines) == 1 and not self.lines[0] and not self.indent
        return is_empty or (any(map(str.strip, self.lines)) and all(map(_is_even, self.lines)))

    def folded(self, width: int) -> _Drawn:
        """Fold it to a width."""
        return self._replace(lines=[part for line in self.lines for part in _folded(line, width - self.indent)])

    def drawn(self, line: int, width: int, screen: Screen) -> str:
        """Give one of its lines, as wide as its column."""
        part = self.lines[line] if line < len(self.lines) else ""
        return " " * self.indent + _painted(part, self.tone, screen) + " " * (width - self.indent - len(part))


def _lines(block: Block, screen: Screen) -> list[str] | None:
    rows = [[_Drawn(clean(cell.text).split("\n"), cell.tone, cell.indent) for cell in row] for row in block.rows]
    if block.head:
        rows.insert(0, [_Drawn([clean(name)], "dim", 0) for name in block.head])
    if not all(cell.is_even() for row in rows for cell in row):
        return None
    natural = _widths(rows)
    widths = _fitted(natural, screen.width)
    if widths is None:
        return None
    if widths != natural:
        if any(cell.indent + _NARROWEST > max(widths) for row in rows for cell in row):
            return None
        rows = [[cell.folded(width) for cell, width in zip(row, widths, strict=False)] for row in rows]
    drawn = [_painted(clean(block.title), "strong", screen)]
    for row in rows:
        for line in range(max((len(cell.lines) for cell in row), default=0)):
            cells = [cell.drawn(line, width, screen) for cell, width in zip(row, widths, strict=False)]
            drawn.append((_GAP + _GAP.join(cells)).rstrip())
    return drawn


def _widths(rows: list[list[_Drawn]]) -> list[int]:
    most = max(map(len, rows), default=0)
    return [max((row[at].width() for row in rows if at < len(row)), default=0) for at in range(most)]


def _fitted(widths: list[int], width: int | None) -> list[int] | None:
    """Make the widest column narrower, if that is enough and leaves it the widest; what else there is, Rich knows."""
    excess = 0 if width is None else sum(widths) + len(_GAP) * len(widths) - width
    if width is not None and 0 in widths:  # Rich takes a column without a word in it for as wide as the screen
        return None
    if excess <= 0:
        return widths
    *others, widest = sorted(widths)
    if widest - excess < max([*others, _NARROWEST]) + len(_GAP):
        return None
    return [one - excess if one == widest else one for one in widths]


_NARROWEST: Final = 8


def _folded(line: str, width: int) -> list[str]:
    """Fold a line between its words; a word that is longer than a line is cut."""
    cuts: list[int] = []
    used = 0
    for word in re.finditer(r"\s*\S+\s*", line):
        start, text = word.start(), word[0]
        if len(text.rstrip()) <= width - used:
            used += len(text)
        elif len(text.rstrip()) > width:
            cuts += [at for at in range(start, start + len(text), width) if at]
            used = (len(text) - 1) % width + 1
        elif used and start:
            cuts.append(start)
            used = len(text)
    parts = [line[begin:end] for begin, end in zip([0, *cuts], [*cuts, len(line)], strict=True)]
    return [part if len(part) <= width else part[:width] + part[width:].rstrip() for part in parts]


def _painted(text: str, tone: Tone, screen: Screen) -> str:
    paint = _PAINT[tone] if screen.paints and text else ""
    return f"{paint}{text}{_PLAIN_AGAIN}" if paint else text


def _is_even(text: str) -> bool:
    """Whether each character takes one place."""
    return text.isascii() or all(
        unicodedata.east_asian_width(one) not in "WF" and unicodedata.category(one) not in ("Mn", "Me", "Cf")
        for one in text
    )

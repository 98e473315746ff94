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
    from collections.abc import Iterator

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


def lines_of(sheet: Sheet, screen: Screen | None) -> Iterator[str] | None:
    """Give the lines of a sheet one after the other, for it may be long; None where Rich has to draw it."""
    if screen is None:
        return None
    drawn = [_lines(block, screen) for block in sheet]
    blocks = [block for block in drawn if block]
    return _one_by_one(blocks) if len(blocks) == len(drawn) else None


def _one_by_one(blocks: list[Iterator[str]]) -> Iterator[str]:
    for number, block in enumerate(blocks):
        if number:
            yield ""
        yield from block


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


def _lines(block: Block, screen: Screen) -> Iterator[str] | None:
    natural = _widths(block)
    widths = natural and _fitted(natural, screen.width)
    if not widths or (widths != natural and max(widths) < _NARROWEST + _deepest(block)):
        return None
    return _drawn(block, widths, screen, folds=widths != natural)


def _drawn(block: Block, widths: list[int], screen: Screen, *, folds: bool) -> Iterator[str]:
    yield _painted(clean(block.title), "strong", screen)
    for row in _rows(block):
        cells = [cell.folded(width) if folds else cell for cell, width in zip(row, widths, strict=False)]
        for line in range(max((len(cell.lines) for cell in cells), default=0)):
            parts = [cell.drawn(line, width, screen) for cell, width in zip(cells, widths, strict=False)]
            yield (_GAP + _GAP.join(parts)).rstrip()


def _rows(block: Block) -> Iterator[list[_Drawn]]:
    if block.head:
        yield [_Drawn([clean(name)], "dim", 0) for name in block.head]
    for row in block.rows:
        yield [_Drawn(clean(cell.text).split("\n"), cell.tone, cell.indent) for cell in row]


def _widths(block: Block) -> list[int] | None:
    """Give how wide the columns are; None where something is not as wide as it has letters."""
    widths: list[int] = []
    for row in _rows(block):
        if not all(cell.is_even() for cell in row):
            return None
        widths += [0] * (len(row) - len(widths))
        for at, cell in enumerate(row):
            widths[at] = max(widths[at], cell.width())
    return widths


def _deepest(block: Block) -> int:
    return max((cell.indent for row in block.rows for cell in row), default=0)


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

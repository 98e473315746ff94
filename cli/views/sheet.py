"""What can be drawn: a sheet of blocks, a block of rows, a row of cells. Plain values that know no terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from engine.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable

Tone: TypeAlias = Literal["plain", "strong", "dim", "alert"]


@dataclass(frozen=True, slots=True)
class Cell:
    """Some words, how much they matter, and how far in they stand."""

    text: str
    tone: Tone = "plain"
    indent: int = 0


Row: TypeAlias = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """Rows in columns under a title; `head` names the columns."""

    title: str
    rows: tuple[Row, ...]
    head: tuple[str, ...] = ()


Sheet: TypeAlias = tuple[Block, ...]


def row(*texts: str, tone: Tone = "plain") -> Row:
    """Make a row of cells that matter alike."""
    return tuple(Cell(text, tone) for text in texts)


def sheet(blocks: Iterable[Block]) -> Sheet:
    """Make a sheet of the blocks that have something in them."""
    return tuple(block for block in blocks if block.rows)

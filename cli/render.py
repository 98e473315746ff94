"""The only door to Rich: draws sheets and findings, at any width, with colours or without, and never as markup.

Rich takes 40 ms to import, so it is asked only where something has to be folded or coloured in a way of its own: what
fits, on a screen like any other or where nobody looks at one, `cli.plain` draws the same.
"""

from __future__ import annotations

import os
import sys
from itertools import islice
from typing import TYPE_CHECKING, Final

from cli.output import clean, write
from cli.plain import Screen, lines_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import Console
    from rich.padding import Padding
    from rich.text import Text

    from cli.views.sheet import Block, Row, Sheet, Tone

_STYLES: Final[dict[Tone, str]] = {"plain": "", "strong": "bold", "dim": "dim", "alert": "bold red"}
_PAINT: Final = (
    (r"(?s)\A.*?(?=\n|\Z)", "bold"),
    (r"\Aerror\[[^\]]*\]", "bold red"),
    (r"\Awarning\[[^\]]*\]", "bold yellow"),
    (r"(?m)^ [ \d]{5}\|", "blue"),
    (r"(?m)(?<=^      \|) *\^+$", "bold red"),
    (r"(?m)^  help:", "bold cyan"),
)
"""How the parts of a picture are painted: its sentence, the margin of its lines, the carets, the help."""

_AT_ONCE: Final = 1_000
"""Lines that are put together before they are written."""
_UNBROKEN: Final = 10_000
"""The width where nobody looks at a screen: each row is one line."""


def draw(sheet: Sheet) -> int:
    """Draw a sheet on stdout, and give the exit code."""
    lines = lines_of(sheet, Screen.of(sys.stdout))
    if lines is None:
        draw_folded(sheet)
        return 0
    while part := list(islice(lines, _AT_ONCE)):
        write("\n".join(part))
    return 0


def draw_folded(sheet: Sheet) -> None:
    """Draw a sheet on stdout with Rich, as wide as the screen."""
    console = _console()
    with console.capture() as captured:
        for number, block in enumerate(sheet):
            if number:
                console.print()
            _draw(console, block)
    write("\n".join(line.rstrip() for line in captured.get().rstrip("\n").split("\n")))


def draw_findings(pictures: Iterable[str]) -> None:
    """Draw pictures of findings in colours on stdout, with an empty line between them."""
    from rich.text import Text

    console = _console()
    with console.capture() as captured:
        console.print(Text("\n\n").join(map(_painted, pictures)), soft_wrap=True)
    write(captured.get().rstrip("\n"))


def _painted(picture: str) -> Text:
    """Paint the parts of a picture by their places in it."""
    from rich.text import Text

    text = Text(clean(picture))
    for pattern, style in _PAINT:
        text.highlight_regex(pattern, style)
    return text


def _console() -> Console:
    """Make a console for where stdout goes; old Windows consoles, which do not know our colours, get none."""
    from rich.console import Console

    width = None if sys.stdout.isatty() or os.environ.get("COLUMNS") else _UNBROKEN
    console = Console(width=width, highlight=False, markup=False, emoji=False)
    if console.legacy_windows:
        return Console(width=width, highlight=False, markup=False, emoji=False, color_system=None)
    return console


def _draw(console: Console, block: Block) -> None:
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    console.print(Text(clean(block.title), "bold"), soft_wrap=True)
    table = Table.grid(padding=(0, 2, 0, 0))
    for _ in range(max(len(row) for row in block.rows)):
        table.add_column(overflow="fold")
    if block.head:
        table.add_row(*(Text(name, "dim") for name in block.head))
    for row in block.rows:
        table.add_row(*_cells(row))
    console.print(Padding(table, (0, 0, 0, 2), expand=False))


def _cells(row: Row) -> list[Padding]:
    from rich.padding import Padding
    from rich.text import Text

    return [Padding(Text(clean(cell.text), _STYLES[cell.tone]), (0, 0, 0, cell.indent)) for cell in row]

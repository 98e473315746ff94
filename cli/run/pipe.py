"""The run without a terminal: pages as plain text, entries as lines; the same grammar, no control codes.

INVARIANT: the end of the input is a polite leave, and nothing but plain text is written.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final, TextIO

from cli.output import say
from cli.run.page import Ending, Entered, Gone, Keys, Page, Raw, Talk, Text, advance
from cli.run.screen import Line, cut_up

if TYPE_CHECKING:
    from collections.abc import Iterable

WIDTH: Final = 80


def play(talk: Talk[Ending], source: TextIO) -> Ending:
    """Run a dialogue over lines until it ends."""
    if isinstance(source, io.TextIOWrapper):
        source.reconfigure(errors="surrogateescape")
    pipe = Pipe(source)
    found = advance(talk)
    while isinstance(found, Page):
        found = advance(talk, pipe.ask(found))
    return found


class Pipe:
    """The input, and what was written last, which is not repeated."""

    def __init__(self, source: TextIO) -> None:
        self.source = source
        self.said: frozenset[str] = frozenset()

    def ask(self, page: Page) -> Raw:
        """Write a page and read the line that answers it."""
        write(self._news(page))
        try:
            line = self._line()
        except KeyboardInterrupt:
            return Gone(130)
        if not line:
            return Gone(0)
        text = line.rstrip("\r\n")
        self._echo(text)
        return Entered(_or_prefill(page, text))

    def _line(self) -> str:
        """Read the next line that is text."""
        while True:
            line = self.source.readline()
            if not any("\ud800" <= character <= "\udfff" for character in line):
                return line
            write([" ! this line is in another encoding and cannot be read; type it again"])

    def _echo(self, text: str) -> None:
        """Show what was read, unless the person has just typed it on this screen."""
        if not self.source.isatty():
            write([f"> {text}"])

    def _news(self, page: Page) -> list[str]:
        """Give the lines of a page that were not on the page before, and always the question with its keys."""
        parts = cut_up(page, WIDTH)
        around = [_plain(line) for part in (parts.top, parts.middle, parts.below, parts.keys) for line in part]
        fresh = [line for line in around if line and line not in self.said]
        self.said = frozenset(around)
        return ["", *fresh, *map(_plain, parts.question), *_keep(page)]


def write(lines: Iterable[str]) -> None:
    """Write lines without the blanks at their ends."""
    for line in lines:
        say(line.rstrip())


def _plain(line: Line) -> str:
    return "".join(text for _, text in line)


def _keep(page: Page) -> list[str]:
    """A plain line cannot be edited: Enter alone takes what stands in the field, a space alone empties it."""
    if isinstance(page.field, Keys) or not page.field.prefill:
        return []
    return [f" (Enter alone keeps: {page.field.prefill}; a space alone empties it)"]


def _or_prefill(page: Page, text: str) -> str:
    return page.field.prefill if isinstance(page.field, Text) and not text else text

"""The run without a terminal: pages as plain text, entries as lines; the same grammar, no control codes.

INVARIANT: the end of the input is a polite leave, and nothing but plain text is written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TextIO

from cli.run.page import Ending, Entered, Gone, Keys, Page, Raw, Talk, Text, advance
from cli.run.screen import Line, cut_up
from cli.run.words import clean

if TYPE_CHECKING:
    from collections.abc import Iterable

WIDTH: Final = 80


def play(talk: Talk[Ending], source: TextIO, sink: TextIO) -> Ending:
    """Run a dialogue over lines until it ends."""
    pipe = Pipe(source, sink)
    found = advance(talk)
    while isinstance(found, Page):
        found = advance(talk, pipe.ask(found))
    return found


def write(sink: TextIO, lines: Iterable[str]) -> None:
    """Write lines in whatever encoding the sink has; what it lacks becomes an escape."""
    encoding = sink.encoding or "utf-8"
    text = "".join(f"{line.rstrip()}\n" for line in lines)
    sink.write(text.encode(encoding, "backslashreplace").decode(encoding))
    sink.flush()


class Pipe:
    """The two ends of the pipe, and what was written last, which is not repeated."""

    def __init__(self, source: TextIO, sink: TextIO) -> None:
        self.source = source
        self.sink = sink
        self.said: frozenset[tuple[str, ...]] = frozenset()

    def ask(self, page: Page) -> Raw:
        """Write a page and read the line that answers it."""
        write(self.sink, self._news(page))
        try:
            line = self.source.readline()
        except KeyboardInterrupt:
            return Gone(130)
        if not line:
            return Gone(0)
        text = line.rstrip("\r\n")
        self._echo(text)
        return Entered(_or_prefill(page, text))

    def _echo(self, text: str) -> None:
        """Show what was read, unless the person has just typed it on this screen."""
        if not self.source.isatty():
            write(self.sink, [f"> {clean(text)}"])

    def _news(self, page: Page) -> list[str]:
        """Give the parts of a page that were not on the page before, and always the question."""
        parts = cut_up(page, WIDTH)
        shown = [tuple(map(_plain, part)) for part in (parts.top, parts.middle, parts.below)]
        fresh = [line for part in shown if part not in self.said for line in part]
        self.said = frozenset(shown)
        return [*fresh, *map(_plain, parts.question), *_keep(page), *map(_plain, parts.keys)]


def _plain(line: Line) -> str:
    return "".join(text for _, text in line)


def _keep(page: Page) -> list[str]:
    """A plain line cannot be edited: Enter alone takes what stands in the field, a space alone empties it."""
    if isinstance(page.field, Keys) or not page.field.prefill:
        return []
    return [f" (Enter alone keeps: {clean(page.field.prefill)}; a space alone empties it)"]


def _or_prefill(page: Page, text: str) -> str:
    return page.field.prefill if isinstance(page.field, Text) and not text else text

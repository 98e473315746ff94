"""Keys and drawing of the terminal, without a pseudo-terminal, so on every system."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from cli.run.page import Block, Choice, Ending, Entered, Frame, Gone, Keys, Page, Raw, Talk, Text
from cli.run.terminal import Terminal, play

if TYPE_CHECKING:
    from collections.abc import Iterator

    from prompt_toolkit.input import PipeInput

PAGE = Page(Frame("ABC-234", "Jane", "Made up"), "Ask", Keys((Choice("1", "One"),)), commands=(Choice("n", "note"),))
WORDS = Page(PAGE.frame, "Ask", Text("words", "so far"), commands=PAGE.commands)
LONG = Page(PAGE.frame, "Ask", PAGE.field, (Block("SAY", tuple(f"Line {number}" for number in range(60))),))


def listening(*pages: Page, heard: list[Raw]) -> Talk[Ending]:
    """Show pages one after the other, and keep what was entered."""
    for page in pages:
        heard.append((yield page))  # noqa: PERF401  # it is heard before the next page is shown
    return Ending("left", ())


@contextmanager
def keyboard(keys: str, output: DummyOutput | None = None) -> Iterator[PipeInput]:
    """Have these keys typed ahead."""
    with create_pipe_input() as source, create_app_session(input=source, output=output or DummyOutput()):
        source.send_text(keys)
        yield source


def heard(keys: str, *pages: Page) -> list[Raw]:
    """Give what a dialogue hears of keys on these pages."""
    entries: list[Raw] = []
    with keyboard(keys):
        play(listening(*pages, heard=entries))
    return entries


@pytest.mark.parametrize(
    ("keys", "page", "entry"),
    [
        ("1", PAGE, Entered("1")),
        ("\r", PAGE, Entered("")),
        (" ", PAGE, Entered(" ")),
        ("/n", PAGE, Entered("/n")),
        ("\x1bn", PAGE, Entered("/n", "")),
        ("\x1bw1", PAGE, Entered("1")),
        ("\x00\x011", PAGE, Entered("1")),
        ("\x1b[200~12\x1b[201~1", PAGE, Entered("1")),
        ("\x03", PAGE, Gone(130)),
        ("\x04", PAGE, Gone(0)),
        ("\r", WORDS, Entered("so far")),
        ("!\r", WORDS, Entered("so far!")),
        ("\x1bn", WORDS, Entered("/n", "so far")),
        ("\x04\r", WORDS, Entered("so far")),
        ("\x15\x04", WORDS, Gone(0)),
        ("\x1b[200~: a\n b\x1b[201~\r", WORDS, Entered("so far: a b")),
        ("\x03", WORDS, Gone(130)),
    ],
)
def test_a_key_becomes_an_entry(keys: str, page: Page, entry: Raw) -> None:
    """Single keys come alone, lines when they are sent off, commands with what stood in the field."""
    assert [entry] == heard(keys, page)


def test_escape_alone_goes_back() -> None:
    """Escape that no other key follows is an entry of its own, with the draft."""
    assert [Entered("\x1b", "so far")] == heard("\x1b", WORDS)


def test_keys_typed_ahead_go_to_the_pages_in_turn() -> None:
    """Somebody who knows the procedure may type faster than the screen."""
    assert [Entered("1"), Entered("so far, and more"), Entered("1")] == heard("1, and more\r1", PAGE, WORDS, PAGE)


def test_a_fault_leaves_through_run() -> None:
    """Whatever fails while a key is handled ends the screen and reaches the caller."""

    def failing() -> Talk[Ending]:
        yield PAGE
        message = "a fault of ours"
        raise RuntimeError(message)

    with keyboard("1"), pytest.raises(RuntimeError, match="a fault of ours"):
        play(failing())


def test_a_dialogue_that_is_over_shows_nothing() -> None:
    """A case that is closed already ends the run before a screen is drawn."""
    with keyboard(""):
        assert play(listening(heard=[])) == Ending("left", ())


def test_pages_are_scrolled() -> None:
    """PgDn and PgUp move through what does not fit, and no further than its ends."""
    with keyboard(""):
        terminal = Terminal(listening(heard=[]), LONG)
        terminal._scroll(9)  # noqa: SLF001  # what PgDn does
        down = terminal._picture().scroll  # noqa: SLF001  # what the screen shows
        terminal._scroll(-9)  # noqa: SLF001  # what PgUp does
        assert (True, 0) == (down > 0, terminal._picture().scroll)  # noqa: SLF001  # what the screen shows


def test_an_old_code_page_gets_lines_it_has() -> None:
    """Where the terminal's encoding has no box lines, plain ones are drawn; what it lacks becomes a question mark."""

    class Old(DummyOutput):
        def encoding(self) -> str:
            return "cp437"

    with keyboard("", Old()):
        terminal = Terminal(listening(heard=[]), PAGE)
        assert terminal._drawable("── │ “é”…") == "-- | ?é?."  # noqa: SLF001  # what the screen shows

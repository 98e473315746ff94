"""What an entered line or key means at a field."""

from __future__ import annotations

import pytest

from cli.run.grammar import Cancelled, Command, Pressed, Reply, Told, Unclear, read
from cli.run.page import ENTER, ESCAPE, SPACE, Choice, Entered, Field, Keys, Text

COMMANDS = ("n", "w", "b", "q", "?", "+")
YES_NO = Keys((Choice("y", "Yes"), Choice("n", "No")))
REASONS = Keys((Choice("1", "Moving"), Choice("2", "Insurance"), Choice(ENTER, "leave blank")))
TICKS = Keys((Choice(ENTER, "done"), Choice(SPACE, "tick")))
WORDS = Text("words")
PATH = Text("file", takes_paths=True)


@pytest.mark.parametrize(
    ("field", "text", "meant"),
    [
        (REASONS, "1", Pressed("1")),
        (REASONS, " 2 ", Pressed("2")),
        (REASONS, "", Pressed(ENTER)),
        (REASONS, "moving", Pressed("1")),
        (REASONS, "w", Command("w")),
        (REASONS, "N", Command("n")),
        (REASONS, "/n", Command("n")),
        (REASONS, "/n called twice", Command("n", "called twice")),
        (YES_NO, "n", Pressed("n")),
        (YES_NO, "Y", Pressed("y")),
        (YES_NO, "/n", Command("n")),
        (TICKS, " ", Pressed(SPACE)),
        (TICKS, "", Pressed(ENTER)),
        (YES_NO, ESCAPE, Cancelled()),
        (YES_NO, "x", Unclear("Press one of these: y, n")),
        (TICKS, "9", Unclear("Press one of these: Enter, Space")),
    ],
)
def test_a_key_is_the_fields_own_or_a_command(field: Field, text: str, meant: Reply) -> None:
    """On single keys the field's own keys come first, then commands; a slash always means a command."""
    assert meant == read(field, COMMANDS, Entered(text))


@pytest.mark.parametrize(
    ("field", "text", "meant"),
    [
        (WORDS, "nn", Told("nn")),
        (WORDS, "", Told("")),
        (WORDS, "/n", Command("n")),
        (WORDS, "/n she will call back", Command("n", "she will call back")),
        (WORDS, "/+", Command("+")),
        (WORDS, "//n", Told("/n")),
        (WORDS, "//", Told("/")),
        (WORDS, "/home/us/form.pdf", Told("/home/us/form.pdf")),
        (WORDS, "/note", Unclear("`/note` is none of the keys; `//` writes a slash", "/note")),
        (WORDS, "/x", Unclear("`/x` is none of the keys; `//` writes a slash", "/x")),
        (PATH, "/form.pdf", Told("/form.pdf")),
        (PATH, "/q", Command("q")),
    ],
)
def test_a_line_is_text_unless_it_begins_with_a_slash(field: Field, text: str, meant: Reply) -> None:
    """In text a command is a slash and its key; two slashes write one; a path may begin with one."""
    assert meant == read(field, COMMANDS, Entered(text))


def test_a_command_keeps_what_stood_in_the_field() -> None:
    """A command given with Alt brings the draft along, and so does Escape."""
    assert [Command("n", draft="half a sent"), Cancelled("half a sent")] == [
        read(WORDS, COMMANDS, Entered("/n", "half a sent")),
        read(WORDS, COMMANDS, Entered(ESCAPE, "half a sent")),
    ]

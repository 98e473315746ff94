"""The words of rehearsals: the schema, what is read, what is done and what is compared know the same ones."""

from __future__ import annotations

from typing import Final

import pytest

from engine.case.refusals import SENTENCES
from engine.procedure.schema import load_schema
from engine.rehearsal import Script, read_script
from engine.rehearsal.acts import COMMANDS
from engine.rehearsal.looks import LOOKS
from engine.rehearsal.names import NAMED, SEEN
from engine.rehearsal.script import BELONGS

SCHEMA: Final = load_schema("rehearsal")
OFFICE: Final = load_schema("office")
SCENES: Final = {"then", "print", "wait", "now", "as", "go_to"}


def test_what_happens() -> None:
    """Every word for what happens is read, means a command or a scene, and is described."""
    described = SCHEMA["$defs"]["line"]
    beside = {key for keys in BELONGS.values() for key in keys}
    assert {*COMMANDS, *SCENES} == BELONGS.keys()
    assert BELONGS.keys() | beside == described["properties"].keys()
    assert list(BELONGS) == [one["required"][0] for one in described["oneOf"]]


def test_what_is_looked_at() -> None:
    """Every word of a look is compared, its names are checked, and it is described."""
    assert LOOKS.keys() == SEEN.keys() == SCHEMA["$defs"]["look"]["properties"].keys()


def test_what_is_named() -> None:
    """Whatever names something is a word for what happens, or stands beside one."""
    assert NAMED.keys() <= SCHEMA["$defs"]["line"]["properties"].keys()


def test_refusals() -> None:
    """The refusals that the schema shows are among those that there are."""
    assert [] == [code for code in SCHEMA["$defs"]["refusal"]["examples"] if code not in SENTENCES]


@pytest.mark.parametrize("key", ["zone", "hours", "holidays", "locale", "dates", "decimal", "clock", "currency"])
def test_the_office(key: str) -> None:
    """What is said of the office in which stories play is written as in office.yaml."""
    assert OFFICE["properties"][key] == SCHEMA["properties"][key]
    assert OFFICE["$defs"].items() <= SCHEMA["$defs"].items()


@pytest.mark.parametrize("word", sorted(BELONGS))
def test_order_in_a_line(word: str) -> None:
    """The word for what happens need not stand first in its line."""
    beside = [key for key in ("as", "reason", "told") if key in BELONGS[word] and key != word]
    what = {"then": "\n          open: []", "answer": "\n          a: b", "amend": "\n          a: b"}.get(word, " a")
    what = {"wait": " 1 day", "now": " 2026-11-02 09:00", "resume": " now", "tick": " now"}.get(word, what)
    lines = [f"        {key}: {{}}\n" if key == "told" else f"        {key}: pat\n" for key in beside]
    text = "".join([*lines, f"        {word}:{what}\n"])
    script = read_script(f"rehearsal: a\nstories:\n  - story: A\n    when:\n      - {text[8:]}", "a.rehearsal.yaml")
    assert isinstance(script, Script)
    (line,) = script.stories[0].lines
    assert (word, sorted(beside)) == (line.word, sorted(line.rest))

"""Whether the generated procedures and cases hold all there is in the language, the commands and the events."""

from __future__ import annotations

import json
import random  # noqa: TID251  # made up from a seed, the same every time
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

import pytest

from engine.case import commands
from engine.case.commands import Command
from engine.case.events import EVENT_TYPES
from tests.case.driving import seeded
from tests.case.procedures import Writer

if TYPE_CHECKING:
    from collections.abc import Iterator

PROCEDURES: Final = 400
RUNS: Final = 40
ELSEWHERE: Final = {"CaseMoved", "AnswerRedacted", "NoteRedacted", "FileRedacted"}
"""What comes about with another text, or takes out what was told: `test_moving.py`, `test_redacting.py`."""
REDACTIONS: Final = {commands.RedactAnswer, commands.RedactNote, commands.RedactFile}

SCHEMA: Final = json.loads(files("schemas").joinpath("procedure.schema.json").read_text(encoding="utf-8"))
KINDS: Final = ("step", "repeat", "open_case", "sign", "reminder", "arrival", "outcome", "promise", "fact")
"""Definitions of the schema that have keys of their own; those of the whole file stand at its top."""


def keys_of(document: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Give each key of a procedure, with the definition it belongs to."""
    yield from (("procedure", key) for key in document)
    for step in (*document["steps"], *document.get("any_time", ())):
        yield from _of_step(step)
    for kind, key in (("arrival", "arrivals"), ("outcome", "outcomes")):
        for one in document.get(key, {}).values():
            yield from ((kind, inner) for inner in one)
    yield from (("promise", key) for one in document.get("promises", ()) for key in one)
    for fact in document.get("facts", {}).values():
        yield from _of_fact(fact)


def _of_step(step: dict[str, Any]) -> Iterator[tuple[str, str]]:
    yield from (("step", key) for key in step)
    for kind in ("repeat", "open_case", "sign"):
        yield from ((kind, key) for key in step.get(kind, ()))
    yield from (("reminder", key) for one in step.get("remind", ()) for key in one)
    for inner in step.get("steps", ()):
        yield from _of_step(inner)


def _of_fact(fact: dict[str, Any]) -> Iterator[tuple[str, str]]:
    yield from (("fact", key) for key in fact)
    yield from (("type", fact[key]) for key in ("type",) if key in fact)
    yield from (("format", fact[key]) for key in ("format",) if key in fact)
    for inner in fact.get("of", {}).values():
        yield from _of_fact(inner)


def test_every_key_occurs() -> None:
    """Each key of the language, each type and each format occurs in the generated procedures."""
    seen: set[tuple[str, str]] = set()
    for seed in range(PROCEDURES):
        choose = random.Random(seed).randint  # noqa: S311  # nothing secret
        seen |= set(keys_of(Writer(choose).procedure()))
    definitions = SCHEMA["$defs"]
    there = {("procedure", key) for key in SCHEMA["properties"]}
    there |= {(kind, key) for kind in KINDS for key in definitions[kind]["properties"]}
    facts = definitions["fact"]["properties"]
    there |= {(key, word) for key in ("type", "format") for word in facts[key]["enum"]}
    assert there == seen


@pytest.mark.no_cover
def test_every_command_and_event_occurs() -> None:
    """Each command and each kind of entry occurs in the generated cases."""
    runs = [seeded(seed, 50) for seed in range(RUNS)]
    said = {type(turn.command) for run in runs for turn in run.turns}
    happened = {type(entry.event).__name__ for run in runs for entry in run.log}
    assert (set(Command.__args__) - REDACTIONS, set(EVENT_TYPES) - ELSEWHERE) == (said, happened)

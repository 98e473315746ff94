"""The words for what happens in a story, each with the command it stands for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from engine.case import commands
from tests.stories.looks import look
from tests.stories.world import read_clock
from tests.support import OFFICE

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.case.commands import Command
    from engine.case.refusals import Refusal
    from tests.stories.reading import Line
    from tests.stories.world import World

MISHEARD: Final = "misheard"
"""The reason of a correction that gives none."""

_DISTANCE: Final = re.compile(r"([0-9]+) (hours|days|weeks|months|business hours|business days)")


def play(world: World, line: Line) -> None:
    """Let one line of a story happen; what it says about a refusal must be so."""
    if line.word in _SCENES:
        assert not line.rest, "this takes nothing more"
        _SCENES[line.word](world, line.what)
        return
    assert line.word in COMMANDS or line.word == "print", f"no such word; there are: {', '.join(WORDS)}"
    refused = _act(world, line)
    code = refused.code if refused else None
    assert line.rest.get("refused") == code, f"it came to: {refused}"


def _act(world: World, line: Line) -> Refusal | None:
    if line.word == "print":
        return world.make(line.what)
    rest = dict(line.rest)
    happened = read_clock(rest.pop("happened")) if "happened" in rest else None
    actor = rest.pop("as", None)
    rest.pop("refused", None)
    return world.act(COMMANDS[line.word](line.what, rest), actor, happened)


def _amend(what: dict[str, Any], rest: dict[str, Any]) -> Command:
    ((fact, value),) = what.items()
    return commands.AmendAnswer(fact, value, rest.get("reason", MISHEARD))


COMMANDS: Final[dict[str, Callable[[Any, dict[str, Any]], Command]]] = {
    "answer": lambda what, _: commands.RecordAnswers(what),
    "done": lambda what, rest: commands.MarkDone(what, rest.get("told", {})),
    "skip": lambda what, rest: commands.SkipStep(what, rest.get("reason", "")),
    "redo": lambda what, rest: commands.RedoStep(what, rest.get("reason", "")),
    "confirm": lambda what, rest: commands.ConfirmStep(what, rest.get("reason", "")),
    "sign": lambda what, rest: commands.SignStep(what, rest.get("approved", "yes") == "yes", rest.get("reason", "")),
    "take": lambda what, _: commands.TakeStep(what),
    "hand": lambda what, rest: commands.HandStep(what, rest["to"], rest.get("reason", "")),
    "amend": _amend,
    "arrive": lambda what, rest: commands.RecordArrival(what, rest.get("told", {})),
    "withdraw": lambda what, rest: commands.WithdrawArrival(what, rest.get("reason", "")),
    "add": lambda what, rest: commands.AddElement(what, rest["told"]),
    "remove": lambda what, rest: commands.RemoveElement(what, rest.get("reason", "")),
    "note": lambda what, rest: commands.AddNote(what, rest.get("step")),
    "hold": lambda what, _: commands.HoldCase(what),
    "resume": lambda _, __: commands.ResumeCase(),
    "cancel": lambda what, _: commands.CancelCase(what),
    "reopen": lambda what, _: commands.ReopenCase(what),
    "tick": lambda _, __: commands.Tick(),
}


def _wait(world: World, what: str) -> None:
    found = _DISTANCE.fullmatch(f"{what}s" if what.startswith("1 ") else what)
    assert found, f"wait: {what}: write it like `5 business days`"
    world.now = OFFICE.calendar.after(world.now, int(found[1]), found[2])  # type: ignore[arg-type]  # one of the units


def _set_clock(world: World, what: str) -> None:
    world.now = read_clock(what)


def _act_as(world: World, what: str) -> None:
    world.actor = what


_SCENES: Final[dict[str, Callable[[World, Any], None]]] = {
    "then": look,
    "wait": _wait,
    "now": _set_clock,
    "as": _act_as,
    "go_to": lambda world, what: world.go_to(what),
}

WORDS: Final = (*COMMANDS, "print", *_SCENES)

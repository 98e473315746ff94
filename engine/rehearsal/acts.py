"""The words for what happens in a story, each with the command it stands for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, cast

from engine.case import commands
from engine.rehearsal.cast import read_clock
from engine.rehearsal.script import plain

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from engine.case.commands import Command
    from engine.case.refusals import Refusal
    from engine.condition.calendar import Unit
    from engine.rehearsal.script import Line
    from engine.rehearsal.stage import Stage

MISHEARD: Final = "misheard"
"""The reason of a correction that gives none."""

_DISTANCE: Final = re.compile(r"([0-9]+) ((?:business )?(?:hour|day|week|month))s?")


def perform(stage: Stage, line: Line) -> Refusal | None:
    """Have done what a line says, or give its refusal."""
    rest = line.rest
    actor = rest.get("as")
    if line.word == "print":
        return stage.make(str(plain(line.what)), actor)
    happened = read_clock(rest["happened"], stage.office) if "happened" in rest else None
    return stage.act(COMMANDS[line.word](plain(line.what), rest), actor, happened)


def _amend(what: dict[str, Any], rest: dict[str, Any]) -> Command:
    ((fact, value),) = what.items()
    return commands.AmendAnswer(fact, value, rest.get("reason", MISHEARD))


def _sign(what: str, rest: dict[str, Any]) -> Command:
    return commands.SignStep(what, rest.get("approved", "yes") in ("yes", "true"), rest.get("reason", ""))


COMMANDS: Final[dict[str, Callable[[Any, dict[str, Any]], Command]]] = {
    "done": lambda what, rest: commands.MarkDone(what, rest.get("told", {})),
    "answer": lambda what, _: commands.RecordAnswers(what),
    "amend": _amend,
    "skip": lambda what, rest: commands.SkipStep(what, rest.get("reason", "")),
    "redo": lambda what, rest: commands.RedoStep(what, rest.get("reason", "")),
    "confirm": lambda what, rest: commands.ConfirmStep(what, rest.get("reason", "")),
    "sign": _sign,
    "take": lambda what, _: commands.TakeStep(what),
    "hand": lambda what, rest: commands.HandStep(what, rest.get("to", ""), rest.get("reason", "")),
    "arrive": lambda what, rest: commands.RecordArrival(what, rest.get("told", {})),
    "withdraw": lambda what, rest: commands.WithdrawArrival(what, rest.get("reason", "")),
    "add": lambda what, rest: commands.AddElement(what, rest.get("told", {})),
    "remove": lambda what, rest: commands.RemoveElement(what, rest.get("reason", "")),
    "note": lambda what, rest: commands.AddNote(what, rest.get("step")),
    "hold": lambda what, _: commands.HoldCase(what),
    "resume": lambda _, __: commands.ResumeCase(),
    "cancel": lambda what, _: commands.CancelCase(what),
    "reopen": lambda what, _: commands.ReopenCase(what),
    "tick": lambda _, __: commands.Tick(),
}


def later(stage: Stage, word: str, what: str) -> bool:
    """Let time pass: so long (`wait`), or until then (`now`); False if it would go back."""
    then = read_clock(what, stage.office) if word == "now" else _after(stage, what)
    if then is None or then < stage.now:
        return False
    stage.set_clock(then)
    return True


def _after(stage: Stage, distance: str) -> datetime | None:
    found = _DISTANCE.fullmatch(distance)
    return stage.office.calendar.after(stage.now, int(found[1]), cast("Unit", f"{found[2]}s")) if found else None

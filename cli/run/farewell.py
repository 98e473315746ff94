"""What is said when a run ends: how the case ended, what it waits for, how to go on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.run import compose
from cli.run.page import Ending
from cli.run.words import clean

if TYPE_CHECKING:
    from cli.run.visit import Visit


def closed(visit: Visit) -> Ending:
    """Say how a case ended, and what may come next."""
    agenda = visit.agenda
    how = f": {agenda.outcome_title}" if agenda.outcome_title else ""
    told = [notice.text for notice in visit.notices]
    lines = [f"Case {agenda.case} is {agenda.status}{how}.", *told[-3:]]
    flags = [f"To look at: {step.title}: {flag.text}" for step in agenda.walk() for flag in step.flags]
    came = [arrival for arrival in agenda.arrivals if arrival.conflicts]
    lines += flags + [f"To look at: {arrival.title} said something else than was told" for arrival in came]
    if agenda.parent:
        lines.append(f"It was opened from case {agenda.parent}: cuecard run {agenda.parent}")
    lines.append(f"If something was wrong: cuecard reopen {agenda.case} --reason TEXT")
    return _ending("closed", lines)


def idle(visit: Visit) -> Ending:
    """Say what a case waits for."""
    lines = [f"Case {visit.case}: nothing is open for you now; everything is kept."]
    for label, rows in compose.standing(visit):
        lines += [f"  {label.capitalize()}: {row}" for row in rows]
    return _ending("idle", [*lines, *_going_on(visit)])


def left(visit: Visit, code: int) -> Ending:
    """Say that everything acknowledged is kept, and how to go on."""
    lines = [f"Case {visit.case}: everything up to here is kept ({visit.agenda.seq} entries)."]
    return _ending("left", [*lines, *_going_on(visit)], code)


def _going_on(visit: Visit) -> list[str]:
    cases = [visit.case, *([visit.within] if visit.within else [])]
    return [f"Go on with: cuecard run {case}" for case in cases]


def _ending(kind: str, lines: list[str], code: int = 0) -> Ending:
    return Ending(kind, tuple(clean(line) for line in lines), code)  # type: ignore[arg-type]  # one of three

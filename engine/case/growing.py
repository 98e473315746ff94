"""Deriving a case that has grown since it was derived last, without finding out again what lasts.

What people tell only ever adds (design 5.4): a new answer, a mark, an arrival decides what was not decided, and changes
nothing that was. So after such entries a derivation goes on from the one before; after a correction, or where what was
decided can flip, a case is derived afresh.

INVARIANT: a derivation that goes on says the same as one made afresh.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engine.case import events
from engine.case.derive import Derivation, derive
from engine.case.explain import segments_of
from engine.case.memory import Growth
from engine.case.state import Trail
from engine.procedure.model import WaitForAny, WaitForCondition, WaitForMoment

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from engine.case.events import Recorded
    from engine.case.office import Office
    from engine.case.state import Case
    from engine.condition import Condition, Phrase
    from engine.procedure.model import Procedure, Step, Wait

_PLAIN: Final = frozenset({events.NoteAdded, events.DocumentMade, events.StepTaken, events.CaseClosed})
"""Entries that decide nothing, or only what is not decided."""


def follow(procedure: Procedure, case: Case, now: datetime, office: Office) -> Derivation:
    """Derive a case, from where it was derived last if it has only grown since."""
    trail = case.trail
    if trail and not trail.entries and _is_of(trail.end, procedure, office) and trail.end.now == now:
        known: Derivation = trail.end
        return known
    found = _gone_on(procedure, case, now, office) or derive(procedure, case, now, office)
    object.__setattr__(case, "trail", Trail(found, ()))  # no part of the value: it is what the value comes to
    return found


def _gone_on(procedure: Procedure, case: Case, now: datetime, office: Office) -> Derivation | None:
    trail = case.trail
    before: Derivation | None = trail.end if trail else None
    if not trail or not before or not _is_of(before, procedure, office):
        return None
    if before.ending or before.case.holds or now < before.now or not _only_grows(before, trail.entries):
        return None
    if before.tree.is_steady is None:
        before.tree.is_steady = is_steady(procedure)
    if not before.tree.is_steady:
        return None
    grown = trail.entries[0].at if trail.entries else now
    found = Derivation(procedure, case, now, office, growth=Growth(before, grown))
    return None if found.find_ending() else found


def _is_of(before: Derivation, procedure: Procedure, office: Office) -> bool:
    return before.procedure is procedure and before.office is office


def _only_grows(before: Derivation, entries: Iterable[Recorded]) -> bool:
    """Whether entries only decide what was not decided."""
    told: set[object] = set()
    for entry in entries:
        event = entry.event
        if entry.at < before.now or not _adds(before, event):
            return False
        match event:
            case events.AnswerRecorded():
                key: object = (event.place, event.fact)
            case events.StepDone() | events.StepSkipped():
                key = event.step
            case events.ArrivalRecorded():
                key = ("", "", event.arrival)
            case _:
                continue
        if key in told:
            return False
        told.add(key)
    return True


def _adds(before: Derivation, event: events.Event) -> bool:
    case = before.case
    match event:
        case events.AnswerRecorded():
            if (event.place, event.fact) in case.answers:
                return False
            return not before.facts.is_decided(event.fact, segments_of(event.place))
        case events.StepDone() | events.StepSkipped():
            return event.step not in case.marks
        case events.ArrivalRecorded():
            is_new = all(coming.arrival != event.arrival for coming in case.arrivals)
            return is_new and not before.procedure.arrivals[event.arrival].many
        case _:
            return type(event) in _PLAIN


def is_steady(procedure: Procedure) -> bool:
    """Whether nothing that is decided flips by itself, no clock stops, and steps come into being but for elements."""
    steps = procedure.by_id.values()
    rows = [one for fact in procedure.facts.values() for row in (*fact.value, (fact.when,)) for one in row if one]
    read = [*rows, *(one for step in steps for one in _read_by(step))]
    return not any(step.repeat or step.pause for step in steps) and not any(one.reads.flips_with_time for one in read)


def _read_by(step: Step) -> Iterator[Condition | Phrase]:
    where = step.for_each.where if step.for_each else None
    yield from (one for one in (step.when, step.until, step.give_up, where) if one)
    yield from _waited_for(step.wait_for)


def _waited_for(waits: tuple[Wait, ...]) -> Iterator[Condition | Phrase]:
    for wait in waits:
        match wait:
            case WaitForCondition():
                yield wait.condition
            case WaitForMoment():
                yield wait.phrase
            case WaitForAny():
                yield from _waited_for(wait.waits)
            case _:
                pass

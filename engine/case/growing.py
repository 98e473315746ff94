"""Deriving a case in which something was recorded since it was derived last, without finding out again what stays.

Each answer of a derivation knows what of the case it was made of. So after entries that touch what can be named - a
fact, a mark, an arrival, the moment - a derivation goes on from the one before, and leaves behind only what these went
into. After all other entries a case is derived afresh.

INVARIANT: a derivation that goes on says the same as one made afresh.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.case import events
from engine.case.derive import derive
from engine.case.memory import NOW, STATUS, WORK
from engine.case.state import Trail

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

    from engine.case.derive import Derivation
    from engine.case.events import Event, Recorded
    from engine.case.office import Office
    from engine.case.state import Case
    from engine.procedure.model import Procedure


def follow(procedure: Procedure, case: Case, now: datetime, office: Office) -> Derivation:
    """Derive a case, from where it was derived last if that is possible."""
    trail = case.trail
    before: Derivation | None = trail.end if trail else None
    if trail and before and before.procedure is procedure and before.office is office and not before.stack.depth:
        if not trail.entries and before.is_at(now):
            return before
        found = _gone_on(before, trail.entries, case, now) or derive(procedure, case.bare(), now, office)
    else:
        found = derive(procedure, case.bare(), now, office)
    object.__setattr__(case, "trail", Trail(found, ()))  # no part of the value: it is what the value comes to
    return found


def _gone_on(before: Derivation, entries: Sequence[Recorded], case: Case, now: datetime) -> Derivation | None:
    if before.ending or before.case.holds or not before.plan.is_whole:
        return None
    changed = _changed(before, case, entries) if entries else 0
    if changed is None:
        return None
    bare = case.bare() if entries else before.case
    found = before.grown(bare, now, changed if before.is_at(now) else changed | NOW)
    if found.find_ending():
        return None
    return found


def _changed(before: Derivation, case: Case, entries: Iterable[Recorded]) -> int | None:
    """Give what entries have changed in a case; None if that cannot be named."""
    if case.corrected is not before.case.corrected:
        return None
    changed = 0
    for entry in entries:
        bits = _CHANGES.get(type(entry.event), _unnamed)(before, entry.event)
        if bits is None:
            return None
        changed |= bits
    return changed


def _told(before: Derivation, event: events.AnswerRecorded) -> int:
    return before.inputs[event.place, event.fact]


def _marked(before: Derivation, event: events.StepDone | events.StepSkipped) -> int:
    return before.inputs[event.step] | WORK


def _came(before: Derivation, event: events.ArrivalRecorded) -> int | None:
    arrival = before.procedure.arrivals.get(event.arrival)
    return None if arrival is None or arrival.many else before.inputs["", "", event.arrival]


def _unnamed(_before: Derivation, _event: Event) -> None:
    """The other events add or take off elements, or change what was said before."""


_CHANGES: dict[type[Event], Callable[[Derivation, Any], int | None]] = {
    events.AnswerRecorded: _told,
    events.StepDone: _marked,
    events.StepSkipped: _marked,
    events.ArrivalRecorded: _came,
    events.StepTaken: lambda _before, _event: WORK,
    events.CaseClosed: lambda _before, _event: STATUS,
    events.NoteAdded: lambda _before, _event: 0,
    events.DocumentMade: lambda _before, _event: 0,
}

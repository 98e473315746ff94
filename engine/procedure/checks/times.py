"""Whether reminders come before it is too late for them, as far as their dates count from the same thing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.condition import Phrase
    from engine.diagnostics import Diagnostic
    from engine.procedure.checks.spots import Spots
    from engine.procedure.model import Procedure, Reminder, Step

_HOURS: Final = {
    "hours": (1, 1),
    "days": (24, 25),
    "weeks": (168, 169),
    "months": (672, 745),
    "business hours": (1, 240),
    "business days": (12, 480),
}
"""The fewest and the most hours that one of a unit can take; of working days as many as with a fortnight off."""


def find_late_reminders(procedure: Procedure, spots: Spots) -> Iterator[Diagnostic]:
    """Find reminders that come when the step has given up, or after its deadline though they go to whoever does it."""
    for step in procedure.by_id.values():
        for number, reminder in enumerate(step.remind):
            what = _too_late(procedure, step, reminder)
            if what:
                span = spots.step(step.id, "remind", number, "every" if reminder.repeats else "at")
                yield spots.find("reminder-too-late", span, step=step.id, what=what)


def _too_late(procedure: Procedure, step: Step, reminder: Reminder) -> str | None:
    line = [step, *(procedure.by_id[name] for name in procedure.places[step.id].ancestors)]
    for one in line:
        if one.give_up and _is_later(reminder.phrase, one.give_up):
            return f"`{one.id}` has given up by then"
    own = reminder.who and (reminder.who in step.who)
    if step.due and own and _is_later(reminder.phrase, step.due):
        return "the step is overdue by then"
    return None


def _is_later(one: Phrase, other: Phrase) -> bool:
    """Whether a moment comes after another in any case."""
    if one.term.anchor[:2] != other.term.anchor[:2]:
        return False
    if one.unit == other.unit and one.direction == other.direction:
        return one.amount > other.amount if one.direction == "after" else one.amount < other.amount
    return _hours(one, 0) > _hours(other, 1)


def _hours(phrase: Phrase, most: int) -> int:
    """Give the fewest hours from the anchor on, or the most."""
    if phrase.direction == "after":
        return phrase.amount * _HOURS[phrase.unit][most]
    return -phrase.amount * _HOURS[phrase.unit][1 - most]

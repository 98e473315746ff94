"""Where in a procedure an arrival is waited for or read: inside which lists, or outside of all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.procedure.model import WaitForAny, WaitForArrival, WaitForCondition, WaitForMoment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.condition import Condition, Phrase
    from engine.procedure.model import Procedure, Step, Wait


def list_of(procedure: Procedure, arrival: str) -> str | None:
    """Give the list whose elements wait for an arrival, each for its own; None if anything else reads it too."""
    lists = [[part for part in home if not part.endswith("#")] for home in _homes(procedure, arrival)]
    return lists[0][-1] if lists and all(lists) else None


def _homes(procedure: Procedure, arrival: str) -> Iterator[tuple[str, ...]]:
    for step in procedure.by_id.values():
        home = procedure.places[step.id].home
        if any(arrival in one.reads.arrivals for one in _read_outside(step)) or arrival in _arrivals(step.wait_for):
            yield home[: len(home) - bool(step.for_each) - bool(step.repeat)]
        if any(arrival in one.reads.arrivals for one in _read_inside(step)):
            yield home
    for fact in procedure.facts.values():
        if any(arrival in one.reads.arrivals for row in (*fact.value, (fact.when,)) for one in row if one):
            yield fact.home
    for outcome in procedure.outcomes:
        if any(arrival in one.reads.arrivals for one in (outcome.when, outcome.as_soon_as) if one):
            yield ()


def _read_outside(step: Step) -> list[Condition | Phrase]:
    """What is decided once for all elements and attempts of a step."""
    return [one for one in (step.when, step.until, step.give_up) if one] + list(_conditions(step.wait_for))


def _read_inside(step: Step) -> list[Condition | Phrase]:
    where = step.for_each.where if step.for_each else None
    until = step.repeat.until if step.repeat else None
    return [one for one in (where, until, step.due, *(reminder.phrase for reminder in step.remind)) if one]


def _arrivals(waits: tuple[Wait, ...]) -> set[str]:
    found: set[str] = set()
    for wait in waits:
        if isinstance(wait, WaitForArrival):
            found.add(wait.arrival)
        elif isinstance(wait, WaitForAny):
            found |= _arrivals(wait.waits)
    return found


def _conditions(waits: tuple[Wait, ...]) -> Iterator[Condition | Phrase]:
    for wait in waits:
        if isinstance(wait, WaitForCondition):
            yield wait.condition
        elif isinstance(wait, WaitForMoment):
            yield wait.phrase
        elif isinstance(wait, WaitForAny):
            yield from _conditions(wait.waits)

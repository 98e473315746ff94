"""All conditions, values and times of a procedure, wherever they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.procedure.model import WaitForAny, WaitForCondition, WaitForMoment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.condition import Condition, Phrase
    from engine.procedure.model import Procedure, Step, Wait


def readings(procedure: Procedure) -> Iterator[Condition | Phrase]:
    """Give everything in a procedure that is read in a case."""
    for step in procedure.by_id.values():
        yield from filter(None, _of_step(step))
        for wait in step.wait_for:
            yield from read_by(wait)
    for fact in procedure.facts.values():
        yield from filter(None, (fact.when, *(one for row in fact.value for one in row)))
    for outcome in procedure.outcomes:
        yield from filter(None, (outcome.when, outcome.as_soon_as))
    yield from (promise.only_after for promise in procedure.promises if promise.only_after)


def _of_step(step: Step) -> Iterator[Condition | Phrase | None]:
    yield from (step.when, step.until, step.give_up, step.due)
    yield from (reminder.phrase for reminder in step.remind)
    yield step.for_each.where if step.for_each else None
    if step.repeat:
        yield from (step.repeat.until, step.repeat.every)
    if step.open_case:
        yield from step.open_case.told.values()


def read_by(wait: Wait) -> Iterator[Condition | Phrase]:
    """Give the conditions and times that something to wait for reads."""
    match wait:
        case WaitForCondition():
            yield wait.condition
        case WaitForMoment():
            yield wait.phrase
        case WaitForAny():
            for one in wait.waits:
                yield from read_by(one)
        case _:
            return

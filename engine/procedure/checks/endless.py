"""What may keep a case open for ever: waits that nothing has to end, and attempts that cannot come out otherwise.

INVARIANT: of a wait that is found to last for ever an example is told; waits with a `give_up` or `until` are none.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from engine.condition.terms import ArrivalTerm
from engine.frozen import dataclass
from engine.procedure.model import WaitForAny, WaitForArrival, WaitForCondition, WaitForMoment
from engine.procedure.proof.formula import FALSE
from engine.procedure.proof.wishes import Sight
from engine.procedure.readings import read_by

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.condition import Condition
    from engine.diagnostics import Diagnostic, Span
    from engine.procedure.checks.reach import Goals, Question, Reach
    from engine.procedure.checks.spots import Spots
    from engine.procedure.model import Procedure, Step, Wait


def find_endless(procedure: Procedure, spots: Spots) -> Iterator[Diagnostic]:
    """Find waits for what may never come, and attempts that all come out alike, by what is written alone."""
    for step in procedure.by_id.values():
        if has_to_settle(procedure, step):
            yield from _arrivals(procedure, step, spots)
        if step.repeat and not _changes(procedure, step, step.repeat.until):
            span = spots.step(step.id, "repeat", "until")
            yield spots.find("repeat-never-changes", span, step=step.id, condition=step.repeat.until.text)


def has_to_settle(procedure: Procedure, step: Step) -> bool:
    """Whether a case stays open for as long as a step waits, and nothing but the wait itself ends that."""
    place = procedure.places[step.id]
    line = [procedure.by_id[name] for name in (*place.ancestors, step.id)]
    return not place.any_time and not any(one.give_up or one.until or one.optional for one in line)


def _arrivals(procedure: Procedure, step: Step, spots: Spots) -> Iterator[Diagnostic]:
    for number, wait in enumerate(step.wait_for):
        name = _awaited(wait)
        if name:
            yield spots.find("wait-without-end", spots.step(step.id, "wait_for", number), step=step.id, name=name)
    for name in sorted(step.when.reads.facts if step.when else ()):
        fact = procedure.facts[name]
        if fact.brought_by and not fact.asked_in and name not in procedure.opens_with and not fact.when:
            words = {"step": step.id, "fact": name, "name": fact.brought_by[0]}
            yield spots.find("known-by-arrival", spots.step(step.id, "when"), **words)


def _awaited(wait: Wait) -> str | None:
    """Give the arrival without which a wait never ends, if there is one."""
    match wait:
        case WaitForArrival():
            return wait.arrival
        case WaitForMoment():
            anchor = wait.phrase.term.anchor
            return anchor.name if isinstance(anchor, ArrivalTerm) else None
        case WaitForAny():
            names = [_awaited(one) for one in wait.waits]
            return names[0] if all(names) else None
        case _:
            return None


def _changes(procedure: Procedure, step: Step, until: Condition) -> bool:
    """Whether a condition over attempts reads anything that is told or settled within an attempt."""
    if until.reads.moves_with_time or until.reads.arrivals:
        return True
    inside = f"{step.id}#"
    steps, todo = until.reads.steps, [*until.reads.facts, *until.reads.lists]
    seen: set[str] = set()
    while todo:
        fact = procedure.facts[todo.pop()]
        if inside in fact.home:
            return True
        for value, when in fact.value if fact.id not in seen else ():
            for one in filter(None, (value, when)):
                steps |= one.reads.steps
                todo += [*one.reads.facts, *one.reads.lists]
        seen.add(fact.id)
    return any(inside in procedure.places[name].home for name, _ in steps)


@dataclass(frozen=True, slots=True)
class Endings:
    """What is asked about a step that waits.

    Args:
        procedure: Whose steps.
        spots: Where it is written.
    """

    procedure: Procedure
    spots: Spots

    def waits(self, reach: Reach, step: Step) -> Iterator[Question]:
        """Ask whether what a step waits for can be settled never to come."""
        if not has_to_settle(self.procedure, step):
            return
        for number, wait in enumerate(step.wait_for):
            never = _never(reach, wait)
            if never != FALSE:
                called = reach.snapshot.steps.is_called(step.id)
                unsettled = -reach.snapshot.steps.standing(step.id).settled
                goals = (never, *reach.reached(step.id), called, unsettled)
                span = self.spots.step(step.id, "wait_for", number)
                yield partial(self._wait, reach, step, (wait, span), goals)

    def _wait(self, reach: Reach, step: Step, what: tuple[Wait, Span], goals: Goals) -> Iterator[Diagnostic]:
        wait, span = what
        told = reach.example(goals, Sight(step.id, "waiting", never=tuple(read_by(wait))), goals[:1])
        if told:
            advice = f"say in the `when` of `{step.id}` that it is not for these cases, or add `give_up`"
            help_ = f"for example: {told}; {advice}"
            yield self.spots.find("may-wait-for-ever", span, help_, step=step.id)


def _never(reach: Reach, wait: Wait) -> int:
    """Say that a wait will never be over."""
    match wait:
        case WaitForCondition():
            truth = reach.snapshot.readings.condition(wait.condition)
            return FALSE if _flips(reach.snapshot.procedure, wait.condition) else truth.false
        case WaitForMoment():
            return reach.snapshot.readings.anchored(wait.phrase).none
        case WaitForAny():
            return reach.snapshot.theory.every(_never(reach, one) for one in wait.waits)
        case _:
            return FALSE


def _flips(procedure: Procedure, condition: Condition) -> bool:
    """Whether a condition that is false may come true as time goes by, also by way of facts that are worked out."""
    if condition.reads.flips_with_time:
        return True
    facts = [procedure.facts[name] for name in condition.reads.facts]
    rows = [one for fact in facts for row in fact.value for one in row if one]
    return any(_flips(procedure, one) for one in rows)

"""What follows from a procedure alone, worked out once for all its cases."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from engine.case.awaiting import list_of
from engine.case.reads import depth_of
from engine.case.state import Case
from engine.case.tree import Tree
from engine.procedure.model import WaitForAny, WaitForCondition, WaitForMoment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.condition import Condition, Phrase
    from engine.procedure.model import Procedure, Step, Wait

_MOST_PLANS: Final = 64


class Plan:
    """What was worked out of one procedure, each when it is first asked for."""

    def __init__(self, procedure: Procedure) -> None:
        self.procedure = procedure
        self.endings = tuple((one, one.as_soon_as) for one in procedure.outcomes if one.as_soon_as)
        """The outcomes that end a case at once, and when."""
        self._depths: dict[Condition, int | None] = {}
        self._lists: dict[str, str | None] = {}

    @cached_property
    def is_whole(self) -> bool:
        """Whether the step instances of a case hang on nothing but what was told, and no clock of it stops."""
        return not any(step.repeat or step.pause for step in self.procedure.by_id.values())

    @cached_property
    def is_timeless(self) -> bool:
        """Whether what is settled, open and known never changes while nothing happens."""
        facts, steps = self.procedure.facts.values(), self.procedure.by_id.values()
        read = [one for fact in facts for row in (*fact.value, (fact.when,)) for one in row if one]
        read += [condition for _, condition in self.endings]
        if any(step.give_up or (step.repeat and step.repeat.every) for step in steps):
            return False
        return not any(isinstance(one, WaitForMoment) for step in steps for one in _each(step.wait_for)) and not any(
            one.reads.moves_with_time for one in (*read, *(one for step in steps for one in _read_by(step)))
        )

    def tree(self, case: Case) -> Tree:
        """Give the step instances of a case: of all the same ones, as long as none is for an element or attempt."""
        if case.elements or self._comes_many_times or not self.is_whole:
            return Tree(self.procedure, case)
        return self._tree

    @cached_property
    def _comes_many_times(self) -> bool:
        return any(arrival.many for arrival in self.procedure.arrivals.values())

    @cached_property
    def _tree(self) -> Tree:
        return Tree(self.procedure, Case())

    def depth_of(self, condition: Condition) -> int | None:
        """Say from how far outside a condition reads the same."""
        if not condition.reads.lists:
            return None
        if condition not in self._depths:
            self._depths[condition] = depth_of(condition, self.procedure)
        return self._depths[condition]

    def list_of(self, arrival: str) -> str | None:
        """Give the list whose elements wait for an arrival, each for its own."""
        if arrival not in self._lists:
            self._lists[arrival] = list_of(self.procedure, arrival)
        return self._lists[arrival]


_PLANS: Final[dict[int, Plan]] = {}
"""By the procedure itself, and not by what it says: to compare two would take longer than to work this out."""


def plan_of(procedure: Procedure) -> Plan:
    """Give what was worked out of a procedure."""
    found = _PLANS.get(id(procedure))
    if found is None or found.procedure is not procedure:
        if len(_PLANS) >= _MOST_PLANS:
            _PLANS.clear()
        found = _PLANS[id(procedure)] = Plan(procedure)
    return found


def _read_by(step: Step) -> Iterator[Condition | Phrase]:
    where = step.for_each.where if step.for_each else None
    until = step.repeat.until if step.repeat else None
    yield from (one for one in (step.when, step.until, where, until) if one)
    yield from (one.condition for one in _each(step.wait_for) if isinstance(one, WaitForCondition))


def _each(waits: tuple[Wait, ...]) -> Iterator[Wait]:
    for wait in waits:
        if isinstance(wait, WaitForAny):
            yield from _each(wait.waits)
        else:
            yield wait

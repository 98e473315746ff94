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

    from engine.condition import Condition
    from engine.procedure.model import Procedure, Wait

_MOST_PLANS: Final = 64


class Plan:
    """What was worked out of one procedure, each when it is first asked for."""

    def __init__(self, procedure: Procedure) -> None:
        self.procedure = procedure
        self.endings = tuple((one, one.as_soon_as) for one in procedure.outcomes if one.as_soon_as)
        """The outcomes that end a case at once, and when."""
        self.plain = frozenset(
            fact.id
            for fact in procedure.facts.values()
            if not (fact.home or fact.when or fact.value or fact.ask_again_if_changed)
        )
        """Facts of the case that are what was told of them last, whatever else is so."""
        self.single = frozenset(name for name in self.plain if procedure.facts[name].kind != "list")
        """Those among them of which one answer is told."""
        self._depths: dict[Condition, int | None] = {}
        self._lists: dict[str, str | None] = {}

    @cached_property
    def is_whole(self) -> bool:
        """Whether the step instances of a case hang on nothing but what was told, and no clock of it stops."""
        return not any(step.repeat or step.pause for step in self.procedure.by_id.values())

    @cached_property
    def is_timeless(self) -> bool:
        """Whether what is settled, open and known never changes while nothing happens."""
        steps = self.procedure.by_id.values()
        waits = [wait for step in steps for wait in _each(step.wait_for)]
        if any(isinstance(wait, WaitForMoment) for wait in waits) or any(step.give_up for step in steps):
            return False
        if any(step.repeat and step.repeat.every for step in steps):
            return False
        return not any(one.reads.moves_with_time for one in _conditions(self.procedure))

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


def _conditions(procedure: Procedure) -> Iterator[Condition]:
    for fact in procedure.facts.values():
        yield from (one for row in (*fact.value, (fact.when,)) for one in row if one)
    for outcome in procedure.outcomes:
        yield from (one for one in (outcome.when, outcome.as_soon_as) if one)
    yield from (promise.only_after for promise in procedure.promises if promise.only_after)
    for step in procedure.by_id.values():
        where = step.for_each.where if step.for_each else None
        until = step.repeat.until if step.repeat else None
        yield from (one for one in (step.when, step.until, where, until) if one)
        yield from (wait.condition for wait in _each(step.wait_for) if isinstance(wait, WaitForCondition))
        yield from step.open_case.told.values() if step.open_case else ()


def _each(waits: tuple[Wait, ...]) -> Iterator[Wait]:
    for wait in waits:
        if isinstance(wait, WaitForAny):
            yield from _each(wait.waits)
        else:
            yield wait

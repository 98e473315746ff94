"""Whether every step can begin and every outcome can be reached, on one path at least.

INVARIANT: what is found can be reached on no path; where that is too hard to tell, nothing is found.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, TypeAlias

from engine.procedure.proof.formula import Model, Verdict
from engine.procedure.proof.searches import early_endings
from engine.procedure.proof.snapshot import Snapshot

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.diagnostics import Diagnostic
    from engine.procedure.checks.spots import Spots
    from engine.procedure.model import Outcome, Procedure
    from engine.procedure.proof.formula import Budget

Goals: TypeAlias = "tuple[int, ...]"
"""Statements that are looked for together."""


class Reach:
    """One moment of any case, of which many things are asked; what one model shows needs no search of its own.

    Args:
        snapshot: The moment.
        budget: What may be spent on all questions together.
    """

    def __init__(self, snapshot: Snapshot, budget: Budget) -> None:
        self.snapshot = snapshot
        self.budget = budget
        self._models: list[Model] = []

    def is_impossible(self, goals: Goals) -> bool:
        """Whether it is proven that these are never so together. No statement may be made after the first question."""
        if any(all(model.holds(goal) for goal in goals) for model in self._models):
            return False
        found = self.snapshot.search(goals, self.budget)
        if isinstance(found, Model):
            self._models.append(found)
        return found is Verdict.IMPOSSIBLE


def find_unreachable(procedure: Procedure, spots: Spots, budget: Budget) -> Iterator[Diagnostic]:
    """Find steps that never begin for a reason of their own, and outcomes that no case ends with."""
    by_home = sorted(procedure.by_id, key=lambda name: procedure.places[name].home)
    for _, names in groupby(by_home, key=lambda name: procedure.places[name].home):
        if budget.left > 0:
            yield from _never_begin(procedure, [*names], spots, budget)
    yield from _never_end(procedure, spots, budget)


def _never_begin(procedure: Procedure, names: list[str], spots: Spots, budget: Budget) -> Iterator[Diagnostic]:
    reach = Reach(Snapshot(procedure, names[0], early_endings(procedure)), budget)
    ways = [(name, *_ways(reach.snapshot, name)) for name in names]
    for name, begins, waited, reached in ways:
        if reach.is_impossible(begins) and not reach.is_impossible(reached):
            key = "wait_for" if reach.is_impossible(waited) else "when"
            yield spots.find("never-begins", spots.step(name, key), step=name, key=key)


def _ways(snapshot: Snapshot, name: str) -> tuple[Goals, Goals, Goals]:
    """Say that a step begins, that all it waits for is over, that all before it is over."""
    steps = snapshot.steps
    reached = (steps.is_reached(name), -snapshot.ended(name))
    return (*reached, steps.begins(name)), (*reached, steps.waited(name)), reached


def _never_end(procedure: Procedure, spots: Spots, budget: Budget) -> Iterator[Diagnostic]:
    reach = Reach(Snapshot(procedure, endings=early_endings(procedure)), budget)
    for outcome, goals in [*_ends(procedure, reach.snapshot)]:
        if reach.is_impossible(goals):
            key = "as_soon_as" if outcome.as_soon_as else "when"
            yield spots.find("never-ends-so", spots.outcome(outcome.id, key), name=outcome.id)


def _ends(procedure: Procedure, snapshot: Snapshot) -> Iterator[tuple[Outcome, Goals]]:
    """Say for each outcome that a case ends with it: none above it is true, and all steps are settled."""
    settled = [snapshot.steps.standing(step.id).settled for step in procedure.steps]
    early = [-snapshot.ended_with(outcome.id) for outcome in procedure.outcomes if outcome.as_soon_as]
    above: list[int] = []
    for outcome in procedure.outcomes:
        if outcome.as_soon_as:
            yield outcome, (snapshot.ended_with(outcome.id),)
        elif outcome.when:
            come = snapshot.readings.condition(outcome.when).true
            yield outcome, (*settled, *early, *above, come)
            above.append(-come)

"""Whether every case ends with an outcome that has a name, every outcome can be reached, and some case ends at all.

INVARIANT: an outcome that is found never to be reached is so in no case.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.procedure.checks.reach import Reach
from engine.procedure.proof.searches import early_endings
from engine.procedure.proof.snapshot import Snapshot

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.diagnostics import Diagnostic
    from engine.procedure.checks.reach import Goals
    from engine.procedure.checks.spots import Spots
    from engine.procedure.model import Outcome, Procedure
    from engine.procedure.proof.formula import Budget


def find_unnamed_end(procedure: Procedure, spots: Spots) -> Iterator[Diagnostic]:
    """Find that a case can end without an outcome, because each of them depends on something."""
    outcomes = procedure.outcomes
    if outcomes and all(outcome.when or outcome.as_soon_as for outcome in outcomes):
        last = outcomes[-1].id
        yield spots.find("no-last-outcome", spots.outcome(last), name=last)


def find_unreachable(procedure: Procedure, spots: Spots, budget: Budget) -> Iterator[Diagnostic]:
    """Find that no case ends at all, or else the outcomes that no case ends with."""
    reach = Reach(Snapshot(procedure, endings=early_endings(procedure)), budget)
    settled = tuple(reach.snapshot.steps.standing(step.id).settled for step in procedure.steps)
    early = [(reach.snapshot.ended_with(outcome.id),) for outcome in early_endings(procedure)]
    ends = [*_ends(procedure, reach.snapshot, settled)]
    if all(reach.is_impossible(goals) for goals in (settled, *early)):
        yield spots.find("never-over", spots.top("steps"))
        return
    for outcome, goals in ends:
        if reach.is_impossible(goals):
            key = "as_soon_as" if outcome.as_soon_as else "when"
            yield spots.find("never-ends-so", spots.outcome(outcome.id, key), name=outcome.id)


def _ends(procedure: Procedure, snapshot: Snapshot, settled: Goals) -> Iterator[tuple[Outcome, Goals]]:
    """Say for each outcome that a case ends with it: none above it is true, and all steps are settled."""
    early = [-snapshot.ended_with(outcome.id) for outcome in procedure.outcomes if outcome.as_soon_as]
    above: list[int] = []
    for outcome in procedure.outcomes:
        if outcome.as_soon_as:
            yield outcome, (snapshot.ended_with(outcome.id),)
        elif outcome.when:
            come = snapshot.readings.condition(outcome.when).true
            yield outcome, (*settled, *early, *above, come)
            above.append(-come)

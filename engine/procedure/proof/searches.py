"""Questions about what can happen to one step, each answered with a moment of a case, or that there is none.

INVARIANT: where no moment is found, and the search was not given up, there is none in any case without corrections.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.frozen import NamedTuple
from engine.procedure.proof.example import example
from engine.procedure.proof.formula import Model
from engine.procedure.proof.snapshot import Snapshot
from engine.procedure.proof.standings import walk

if TYPE_CHECKING:
    from engine.condition import Condition
    from engine.procedure.model import Outcome, Procedure
    from engine.procedure.proof.formula import Budget, Verdict


class Found(NamedTuple):
    """A moment in which all that was looked for is so, or the verdict that none was found.

    Args:
        step: What was asked about.
        snapshot: Any moment.
        told: What is worth telling of the one that was found.
        answer: That moment.
    """

    step: str
    snapshot: Snapshot
    told: tuple[int, ...]
    answer: Model | Verdict

    @property
    def example(self) -> str:
        """What makes it so, in words."""
        return example(self.snapshot, self.answer, self.told, self.step) if isinstance(self.answer, Model) else ""


class Snapshots:
    """Moments of one procedure, each made once for all that is asked of it."""

    def __init__(self, procedure: Procedure) -> None:
        self.procedure = procedure
        self._made: dict[tuple[object, ...], Snapshot] = {}

    def at(self, step: str, endings: list[Outcome]) -> Snapshot:
        """Give the moment that is seen from a step, and may come after these outcomes."""
        key = (self.procedure.places[step].home, *(one.id for one in endings))
        if key not in self._made:
            self._made[key] = Snapshot(self.procedure, step, endings)
        return self._made[key]


def open_without(snapshots: Snapshots, step: str, condition: Condition, budget: Budget) -> Found:
    """Look for a moment when a step is open, and the condition is false or not known.

    What is true then stays true (design 5.2), so there is no need to look for moments when the step is done.
    """
    snapshot = snapshots.at(step, _endings_around(snapshots.procedure, step))
    begins, settled = snapshot.steps.begins(step), snapshot.steps.standing(step).settled
    told = (begins, -snapshot.readings.condition(condition).true)
    return Found(step, snapshot, told, snapshot.search((*told, -settled), budget))


def settled_undone(snapshots: Snapshots, step: str, budget: Budget) -> Found:
    """Look for a moment when a step is settled, but was not done."""
    snapshot = snapshots.at(step, early_endings(snapshots.procedure))
    standing = snapshot.steps.standing(step)
    told = (standing.settled, -standing.done)
    return Found(step, snapshot, told, snapshot.search(told, budget))


def early_endings(procedure: Procedure) -> list[Outcome]:
    """Give the outcomes that end a case at once."""
    return [outcome for outcome in procedure.outcomes if outcome.as_soon_as]


def _endings_around(procedure: Procedure, step: str) -> list[Outcome]:
    """Give the outcomes that end a case at once, but not for a step or something in it."""
    inside = {one.id for one in walk(procedure.by_id[step])}
    kept = inside.union(procedure.places[step].ancestors)
    return [outcome for outcome in early_endings(procedure) if not kept.isdisjoint(outcome.still_do)]

"""Whether something can come about: questions about the steps of a procedure, and how they are answered.

All questions about the steps that are done once per the same thing are asked of one moment; first all are put, then
all are answered, so that what one model shows needs no search of its own.

INVARIANT: what is found to be impossible is so on every path; what is found to be possible has a moment that shows it.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final, TypeAlias

from engine.procedure.proof.formula import Model, Verdict
from engine.procedure.proof.searches import early_endings
from engine.procedure.proof.snapshot import Snapshot
from engine.procedure.proof.wishes import in_words, wish_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from engine.diagnostics import Diagnostic
    from engine.procedure.model import Procedure, Step
    from engine.procedure.proof.formula import Budget
    from engine.procedure.proof.wishes import Sight, Trial

Goals: TypeAlias = "tuple[int, ...]"
"""Statements that are looked for together."""

Question: TypeAlias = "Callable[[], Iterator[Diagnostic]]"
"""Looks for an answer, and says what is wrong with it."""


_LOOSE: Final = frozenset({"counted", "nothing", "true", "false"})
"""Atoms of what is summed up or worked out in a way that the theory does not look into."""


class Reach:
    """One moment of any case, of which many things are asked.

    Args:
        snapshot: The moment.
        budget: What may be spent on all questions together.
        trial: Tries what was found; None: what may come about is not looked for.
    """

    def __init__(self, snapshot: Snapshot, budget: Budget, trial: Trial | None = None) -> None:
        self.snapshot = snapshot
        self.budget = budget
        self.trial = trial
        self._models: list[Model] = []

    def is_impossible(self, goals: Goals) -> bool:
        """Whether it is proven that these are never so together. No statement may be made after the first question."""
        if any(all(model.holds(goal) for goal in goals) for model in self._models):
            return False
        found = self.snapshot.search(goals, self.budget)
        if isinstance(found, Model):
            self._models.append(found)
        return found is Verdict.IMPOSSIBLE

    def example(self, goals: Goals, sight: Sight, about: Goals) -> str | None:
        """Tell how a case comes to a moment when these are so together, if one was found that was tried.

        Args:
            goals: What is to be so.
            sight: What is to be seen then.
            about: Those of the goals that must not hang on something of which the theory knows too little.
        """
        found = self.snapshot.search(goals, self.budget) if self.trial else None
        if not self.trial or not isinstance(found, Model):
            return None
        names = (self.snapshot.theory.names[abs(atom)] for goal in about for atom in found.reasons(goal))
        if any(name[0] in _LOOSE for name in names):
            return None
        acts = self.trial(self.snapshot.procedure, wish_for(self.snapshot, found), sight)
        return in_words(acts) if acts else None

    def open(self, step: str) -> Goals:
        """Say that a step may be worked on."""
        steps = self.snapshot.steps
        return (steps.begins(step), -steps.standing(step).settled, -self.snapshot.ended(step))

    def running(self) -> Goals:
        """Say that the case has not ended early."""
        return tuple(-self.snapshot.ended_with(one.id) for one in early_endings(self.snapshot.procedure))

    def reached(self, step: str) -> Goals:
        """Say that all before a step is over."""
        return (self.snapshot.steps.is_reached(step), -self.snapshot.ended(step))


Asking: TypeAlias = "Callable[[Reach, Step], Iterator[Question]]"
"""Puts the questions there are about one step."""


def look_at_steps(
    procedure: Procedure, budget: Budget, trial: Trial | None, askings: tuple[Asking, ...]
) -> Iterator[Diagnostic]:
    """Put questions about all steps, and answer them as long as the budget lasts."""
    by_home = sorted(procedure.by_id, key=lambda name: procedure.places[name].home)
    for _, names in groupby(by_home, key=lambda name: procedure.places[name].home):
        steps = [procedure.by_id[name] for name in names]
        reach = Reach(Snapshot(procedure, steps[0].id, early_endings(procedure)), budget, trial)
        questions = [question for step in steps for asking in askings for question in asking(reach, step)]
        for question in questions:
            if budget.left > 0:
                yield from question()

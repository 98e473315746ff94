"""What can be so at one moment of any case of a procedure, seen from the place of one step.

INVARIANT: whatever can be so in a case without corrections is a model of the theory; so what the theory excludes
never happens. What is done once per element, attempt or arrival is one thing only from inside of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.procedure.proof.formula import FALSE
from engine.procedure.proof.moment import Moment
from engine.procedure.proof.standings import Standings

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engine.condition.reading import StepVerb
    from engine.procedure.model import Fact, Outcome, Procedure
    from engine.procedure.proof.readings import Truth


class Snapshot(Moment):
    """Statements about one moment, made as far as somebody asks for them.

    Args:
        procedure: Whose cases.
        step: From where it is seen; None: from the case itself.
        endings: Outcomes by which the case may have ended at once, while the steps it still has to do go on.
    """

    def __init__(self, procedure: Procedure, step: str | None = None, endings: Iterable[Outcome] = ()) -> None:
        super().__init__(procedure)
        self.steps = Standings(self)
        self._home = procedure.places[step].home if step else ()
        self._came: dict[str, int] = {}
        self._endings = [(one, self.theory.atom(("ended", one.id))) for one in endings]
        self._claim_endings()

    def skipped(self, atoms: Iterable[int]) -> list[str]:
        """Name the steps of which atoms say that they are skipped."""
        names = (self.theory.names[atom] for atom in atoms if atom > 0)
        return [words[0] for what, *words in names if what == "skipped"]

    # -- what the parts know of each other ---------------------------------------------------------------------

    def step(self, name: str, verb: StepVerb) -> Truth:
        """Say whether a step is settled so."""
        return self.steps.step(name, verb)

    def came(self, arrival: str) -> int:
        """Say that an arrival has come."""
        if arrival not in self._came:
            self._came[arrival] = self.theory.atom(("came", arrival))
        return self._came[arrival]

    def ended(self, step: str) -> int:
        """Say that the case has ended for a step."""
        line = {step, *self.procedure.places[step].ancestors}
        return self.theory.some(ended for outcome, ended in self._endings if line.isdisjoint(outcome.still_do))

    def ended_with(self, outcome: str) -> int:
        """Say that the case has ended with one of the outcomes that end it at once."""
        return next(ended for one, ended in self._endings if one.id == outcome)

    def is_seen(self, home: tuple[str, ...]) -> bool:
        """Whether what is told at a home is one thing, seen from here."""
        return self._home[: len(home)] == home

    def is_single(self, step: str) -> bool:
        """Whether a step is one thing, seen from here."""
        return self.is_seen(self.procedure.places[step].home)

    def is_out_of_ask(self, fact: Fact) -> int:
        """Say that a fact that was not told is none, because all that ask it stand aside."""
        if fact.brought_by or not all(self.is_single(step) for step in fact.asked_in):
            return FALSE
        return self.theory.every(self._is_aside(step) for step in fact.asked_in)

    # -- within ------------------------------------------------------------------------------------------------

    def _is_aside(self, step: str) -> int:
        standing = self.steps.standing(step)
        return self.theory.some((standing.skipped, standing.gave_up, self.steps.is_off(step)))

    def _claim_endings(self) -> None:
        """Say that where an `as_soon_as` is true, the case has ended; and only there, and in one way."""
        all_ends = [ended for _, ended in self._endings]
        self.theory.exclude(all_ends)
        for outcome in self.procedure.outcomes:
            if outcome.as_soon_as:
                come = self.readings.condition(outcome.as_soon_as).true
                self.theory.imply(come, *all_ends)
                for ended in (ended for one, ended in self._endings if one is outcome):
                    self.theory.imply(ended, come)

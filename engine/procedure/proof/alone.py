"""What can be so of facts alone, whatever steps and arrivals do: for conditions that are decided by their own words.

INVARIANT: whatever a condition can come to in a case is a model of the theory; so what the theory excludes never is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.procedure.proof.formula import FALSE
from engine.procedure.proof.moment import Moment
from engine.procedure.proof.readings import Truth

if TYPE_CHECKING:
    from engine.condition.reading import StepVerb
    from engine.procedure.model import Fact, Procedure


class Alone(Moment):
    """Statements about facts at one moment; how steps stand and what has come is left open."""

    def __init__(self, procedure: Procedure) -> None:
        super().__init__(procedure)
        self._free: dict[tuple[str, str], int] = {}

    def step(self, name: str, verb: StepVerb) -> Truth:
        """Say whether a step is settled so: in one way at most."""
        settled = self._atom("settled", name)
        if verb == "settled":
            return Truth(settled, FALSE)
        ways = {way: self._atom(way, name) for way in ("done", "skipped", "gave up")}
        so = ways[verb.replace("_", " ")]
        for way in ways.values():
            if way != so:
                self.theory.claim(-so, -way)
        return Truth(self.theory.every((settled, so)), self.theory.every((settled, -so)))

    def came(self, arrival: str) -> int:
        """Say that an arrival has come."""
        return self._atom("came", arrival)

    def is_seen(self, _home: tuple[str, ...]) -> bool:
        """Whether what is told at a home is one thing: seen from inside of it."""
        return True

    def is_out_of_ask(self, _fact: Fact) -> int:
        """Say that nobody will ask a fact any more, of which nothing is said here."""
        return FALSE

    def _atom(self, what: str, name: str) -> int:
        if (what, name) not in self._free:
            self._free[what, name] = self.theory.atom((what, name), likely=what == "settled")
        return self._free[what, name]

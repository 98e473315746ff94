"""What can be so of facts alone, whatever steps and arrivals do: for conditions that are decided by their own words.

INVARIANT: whatever a condition can come to in a case is a model of the theory; so what the theory excludes never is.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Any

from engine.procedure.proof.facts import Facts
from engine.procedure.proof.formula import FALSE, Theory
from engine.procedure.proof.readings import Presence, Readings, Truth

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from engine.condition.reading import StepVerb
    from engine.condition.tree import ComparingSign
    from engine.procedure.model import Fact, Procedure
    from engine.procedure.proof.formula import Budget, Model, Name, Verdict


class Alone:
    """Statements about facts at one moment; how steps stand and what has come is left open.

    Args:
        procedure: Whose facts they are.
    """

    def __init__(self, procedure: Procedure) -> None:
        self.procedure = procedure
        self.theory = Theory()
        self.readings = Readings(self.theory, self)
        self.facts = Facts(self)
        self._free: dict[tuple[str, str], int] = {}
        self._waiting: deque[Callable[[], None]] = deque()

    def search(self, goals: Iterable[int], budget: Budget) -> Model | Verdict:
        """Find a moment where all the goals are so."""
        goals = tuple(goals)
        while self._waiting:
            self._waiting.popleft()()
        return self.theory.search(goals, budget)

    # -- what the parts know of each other ---------------------------------------------------------------------

    def presence(self, fact: str) -> Presence:
        """Say whether a fact has a value."""
        return self.facts.presence(fact)

    def says(self, fact: str, sign: ComparingSign, value: Any) -> int:  # noqa: ANN401  a constant of the fact's type
        """Say how the value of a fact, if it has one, compares with a fixed one."""
        return self.facts.says(fact, sign, value)

    def includes(self, fact: str, option: str) -> int:
        """Say that an option is among those chosen, if any are."""
        return self.facts.includes(fact, option)

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

    def later(self, name: Name, statement: Callable[[], int]) -> int:
        """Give an atom that will be said to be the same as a statement."""
        atom = self.theory.atom(name, likely=True)
        self._waiting.append(lambda: self._define(atom, statement))
        return atom

    def postpone(self, claims: Callable[[], None]) -> None:
        """Make claims when all that is being made now is there."""
        self._waiting.append(claims)

    # -- within ------------------------------------------------------------------------------------------------

    def _define(self, atom: int, statement: Callable[[], int]) -> None:
        self.theory.define(atom, (statement(),))

    def _atom(self, what: str, name: str) -> int:
        if (what, name) not in self._free:
            self._free[what, name] = self.theory.atom((what, name), likely=what == "settled")
        return self._free[what, name]

"""What is said of one moment, whatever can be so of its steps and arrivals: statements made as far as somebody asks."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import deque
from typing import TYPE_CHECKING, Any

from engine.procedure.proof.facts import Facts
from engine.procedure.proof.formula import Theory
from engine.procedure.proof.readings import Readings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from engine.condition.reading import StepVerb
    from engine.condition.tree import ComparingSign
    from engine.procedure.model import Fact, Procedure
    from engine.procedure.proof.formula import Budget, Model, Name, Verdict
    from engine.procedure.proof.readings import Presence, Truth


class Moment(ABC):
    """Statements about facts and conditions; of steps and arrivals each kind of moment says its own.

    Args:
        procedure: Whose facts they are.
    """

    def __init__(self, procedure: Procedure) -> None:
        self.procedure = procedure
        self.theory = Theory()
        self.readings = Readings(self.theory, self)
        self.facts = Facts(self)
        self._waiting: deque[Callable[[], object]] = deque()

    def search(self, goals: Iterable[int], budget: Budget) -> Model | Verdict:
        """Find a moment where all the goals are so."""
        goals = tuple(goals)
        while self._waiting:
            self._waiting.popleft()()
        return self.theory.search(goals, budget)

    @abstractmethod
    def step(self, name: str, verb: StepVerb) -> Truth:
        """Say whether a step is settled so."""

    @abstractmethod
    def came(self, arrival: str) -> int:
        """Say that an arrival has come."""

    @abstractmethod
    def is_seen(self, home: tuple[str, ...]) -> bool:
        """Whether what is told at a home is one thing, seen from here."""

    @abstractmethod
    def is_out_of_ask(self, fact: Fact) -> int:
        """Say that a fact that was not told is none, because nobody will ask it any more."""

    def presence(self, fact: str) -> Presence:
        """Say whether a fact has a value."""
        return self.facts.presence(fact)

    def says(self, fact: str, sign: ComparingSign, value: Any) -> int:  # noqa: ANN401  a constant of the fact's type
        """Say how the value of a fact, if it has one, compares with a fixed one."""
        return self.facts.says(fact, sign, value)

    def includes(self, fact: str, option: str) -> int:
        """Say that an option is among those chosen, if any are."""
        return self.facts.includes(fact, option)

    def later(self, name: Name, statement: Callable[[], int]) -> int:
        """Give an atom that will be said to be the same as a statement."""
        atom = self.theory.atom(name, likely=True)
        self.postpone(lambda: self.theory.define(atom, (statement(),)))
        return atom

    def postpone(self, claims: Callable[[], object]) -> None:
        """Make claims when all that is being made now is there."""
        self._waiting.append(claims)

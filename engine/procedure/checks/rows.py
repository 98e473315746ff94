"""The rows of facts that are worked out: none that never counts, no gap between them, no two that contradict."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Final

from engine.frozen import dataclass
from engine.procedure.proof.alone import Alone
from engine.procedure.proof.example import in_words
from engine.procedure.proof.formula import FALSE, TRUE, Model, Verdict
from engine.procedure.proof.readings import Truth

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from engine.diagnostics import Diagnostic
    from engine.procedure.checks.spots import Spots
    from engine.procedure.model import Fact, Procedure
    from engine.procedure.proof.formula import Budget

MOST_COMPARED: Final = 12
"""Of so many rows each is compared with each."""


def find_bad_rows(procedure: Procedure, spots: Spots, budget: Budget) -> Iterator[Diagnostic]:
    """Look at all facts that are worked out by rows."""
    for fact in procedure.facts.values():
        if len(fact.value) > 1 and budget.left > 0:
            yield from _Rows(procedure, fact, spots, budget).find()


@dataclass(frozen=True, slots=True)
class _Rows:
    procedure: Procedure
    fact: Fact
    spots: Spots
    budget: Budget

    def find(self) -> Iterator[Diagnostic]:
        dead = [number for number in range(len(self.fact.value)) if self._is_dead(number)]
        for number in dead:
            yield self.spots.find("row-never-counts", self.spots.fact(self.fact.id, "value", number))
        if self.fact.value[-1][1] is not None:
            yield from self._gap()
        rows = [number for number, (_, when) in enumerate(self.fact.value) if when and number not in dead]
        for upper, lower in combinations(rows[:MOST_COMPARED], 2):
            if self.fact.value[upper][0].text != self.fact.value[lower][0].text:
                yield from self._overlap(upper, lower)

    def _whens(self, alone: Alone) -> list[Truth]:
        whens = [when for _, when in self.fact.value]
        return [alone.readings.condition(when) if when else Truth(TRUE, FALSE) for when in whens]

    def _applies(self, alone: Alone) -> int:
        return alone.readings.condition(self.fact.when).true if self.fact.when else TRUE

    def _is_dead(self, number: int) -> bool:
        alone = Alone(self.procedure)
        whens = self._whens(alone)
        goals = (self._applies(alone), *(when.false for when in whens[:number]), whens[number].true)
        return alone.search(goals, self.budget) is Verdict.IMPOSSIBLE

    def _gap(self) -> Iterator[Diagnostic]:
        """Look for values of all facts with which no row counts."""
        alone = Alone(self.procedure)
        told = [alone.presence(name).told for name in sorted(self._read())]
        goals = (self._applies(alone), *told, *(when.false for when in self._whens(alone)))
        found = alone.search(goals, self.budget)
        if isinstance(found, Model):
            help_ = f"for example: {self._tell(alone, found)}; add a last row, as in `... otherwise`"
            yield self.spots.find("rows-leave-a-gap", self.spots.fact(self.fact.id, "value"), help_, name=self.fact.id)

    def _overlap(self, upper: int, lower: int) -> Iterator[Diagnostic]:
        """Look whether two rows are both true in some cases, though neither is a narrower case of the other."""
        for sides in ((True, False), (False, True), (True, True)):
            alone = Alone(self.procedure)
            whens = self._whens(alone)
            so = [
                whens[row].true if side else whens[row].false for row, side in zip((upper, lower), sides, strict=True)
            ]
            counts = [whens[row].false for row in range(upper)]
            found = alone.search((self._applies(alone), *counts, *so), self.budget)
            if not isinstance(found, Model):
                return
            if sides == (True, True):
                yield self._say_overlap(upper, lower, self._tell(alone, found))

    def _say_overlap(self, upper: int, lower: int, example: str) -> Diagnostic:
        help_ = f"for example: {example}; the upper one counts then: say in the lower one that it is not for this"
        line = self.spots.fact(self.fact.id, "value", upper).line
        return self.spots.find("rows-overlap", self.spots.fact(self.fact.id, "value", lower), help_, line=line)

    def _read(self) -> set[str]:
        """Give the facts that people tell, and that the rows look at."""
        named = {name for _, when in self.fact.value if when for name in when.reads.facts}
        return {fact.id for fact in facts_behind(self.procedure, named)}

    def _tell(self, alone: Alone, model: Model) -> str:
        """Tell the values of the facts that the rows look at."""
        names = self._read()
        atoms = [atom for atom, name in enumerate(alone.theory.names) if _is_about(name, names)]
        return in_words(alone, model, [atom if model.holds(atom) else -atom for atom in atoms])


def _is_about(name: tuple[object, ...], facts: set[str]) -> bool:
    match name:
        case ("told", fact):
            return fact in facts
        case ("chosen", fact, _):
            return fact in facts
        case ("came" | "done" | "skipped" | "gave up", _):
            return True
        case _:
            return False


def facts_behind(procedure: Procedure, names: Iterable[str]) -> Iterator[Fact]:
    """Give the facts that people tell from which facts are worked out, or which they are."""
    todo = list(names)
    seen: set[str] = set()
    while todo:
        fact = procedure.facts[todo.pop()]
        if fact.id in seen:
            continue
        seen.add(fact.id)
        if fact.is_worked_out:
            todo += [name for value, when in fact.value for one in (value, when) if one for name in one.reads.facts]
        else:
            yield fact

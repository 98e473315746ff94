"""What of a procedure was seen while stories were played, and what no story came by."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from engine.diagnostics import in_order
from engine.frozen import NamedTuple
from engine.procedure.checks.spots import Spots
from engine.procedure.model import WaitForAny, WaitForCondition
from engine.rehearsal.telling import tell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.case.derive import Derivation
    from engine.case.tree import Node
    from engine.condition import Condition
    from engine.diagnostics import Diagnostic, Span
    from engine.procedure.model import Procedure, Step
    from engine.procedure.nodes import Document

Path = tuple[str | int, ...]


class Watched(NamedTuple):
    """A condition of a step or a fact: the keys that lead to it, and which of true and false there has to be."""

    owner: str
    path: Path
    condition: Condition
    of_fact: bool = False

    @property
    def can_be_false(self) -> bool:
        """Whether it is decided as false at all; a wait only goes on, and what has not come is not false."""
        reads = self.condition.reads
        return self.path[-1] == "when" and bool(reads.facts or reads.steps or reads.lists)


@dataclass
class Seen:
    """What was seen of one procedure, by names of steps and outcomes, and by condition."""

    procedure: Procedure
    opened: set[str] = field(default_factory=set)
    done: set[str] = field(default_factory=set)
    outcomes: set[str] = field(default_factory=set)
    verdicts: dict[Watched, set[bool]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Begin with all conditions there are, none of them seen."""
        self.verdicts |= {one: set() for one in _watched(self.procedure)}

    def watch(self, derivation: Derivation) -> None:
        """See how a case stands; cases of other procedures are not looked at."""
        if derivation.procedure.id != self.procedure.id:
            return
        if derivation.case.outcome:
            self.outcomes.add(derivation.case.outcome)
        for node in derivation.tree.walk():
            status = derivation.standing(node).status
            if status in ("open", "done"):
                self.opened.add(node.step.id)
            if status == "done" or (status == "gave up" and node.step.is_silent):  # nobody does those
                self.done.add(node.step.id)
        for watched, verdicts in self.verdicts.items():
            verdicts |= set(_readings(derivation, watched))

    def unseen(self, document: Document) -> tuple[Diagnostic, ...]:
        """Tell what no story came by, with its place in the procedure."""
        return in_order(self._unseen(document.file, Spots(document)))

    def _unseen(self, file: str, spots: Spots) -> Iterator[Diagnostic]:
        for name in self.procedure.by_id:
            if name not in self.done:
                what = "opens" if name not in self.opened else "does"
                yield tell("step-not-rehearsed", file, spots.key(name, "id"), step=name, what=what)
        for outcome in self.procedure.outcomes:
            if outcome.id not in self.outcomes:
                yield tell("outcome-not-rehearsed", file, spots.outcome(outcome.id), outcome=outcome.id)
        for watched, verdicts in self.verdicts.items():
            span = _span(spots, watched)
            wanted = (True, False) if watched.can_be_false else (True,)
            for verdict in wanted:
                if verdict not in verdicts:
                    words = {"condition": watched.condition.text, "verdict": str(verdict).lower()}
                    yield tell("condition-not-rehearsed", file, span, **words)

    def count(self) -> dict[str, tuple[int, int]]:
        """Count how much was seen, of how much there is: steps done, outcomes reached, conditions both ways."""
        verdicts = [
            verdict in seen
            for watched, seen in self.verdicts.items()
            for verdict in ((True, False) if watched.can_be_false else (True,))
        ]
        outcomes = {outcome.id for outcome in self.procedure.outcomes}
        return {
            "steps": (len(self.done), len(self.procedure.by_id)),
            "outcomes": (len(self.outcomes & outcomes), len(outcomes)),
            "conditions": (sum(verdicts), len(verdicts)),
        }


def _watched(procedure: Procedure) -> Iterator[Watched]:
    for step in procedure.by_id.values():
        for path, condition in _of_step(step):
            yield Watched(step.id, path, condition)
    for fact in procedure.facts.values():
        if fact.when:
            yield Watched(fact.id, ("when",), fact.when, of_fact=True)


def _of_step(step: Step) -> Iterator[tuple[Path, Condition]]:
    if step.when:
        yield ("when",), step.when
    if step.until:
        yield ("until",), step.until
    if step.repeat:
        yield ("repeat", "until"), step.repeat.until
    if step.for_each and step.for_each.where:
        yield ("for_each",), step.for_each.where
    for number, wait in enumerate(step.wait_for):
        inner = enumerate(wait.waits) if isinstance(wait, WaitForAny) else ()
        if isinstance(wait, WaitForCondition):
            yield ("wait_for", number), wait.condition
        for place, one in inner:
            if isinstance(one, WaitForCondition):
                yield ("wait_for", number, "any_of", place), one.condition


def _readings(derivation: Derivation, watched: Watched) -> Iterator[bool]:
    for node in _nodes(derivation, watched):
        value = derivation.read(watched.condition, node).value
        if isinstance(value, bool):
            yield value


def _nodes(derivation: Derivation, watched: Watched) -> Iterator[Node]:
    """Give the step instances where a condition is read."""
    within = watched.path[0] in ("repeat", "for_each")
    names = derivation.procedure.facts[watched.owner].asked_in if watched.of_fact else (watched.owner,)
    for name in names:
        for node in derivation.tree.by_id.get(name, ()):
            if watched.of_fact or node.is_inner == within:
                yield node


def _span(spots: Spots, watched: Watched) -> Span:
    if watched.of_fact:
        return spots.fact(watched.owner, *watched.path)
    return spots.step(watched.owner, *watched.path)

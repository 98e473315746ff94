"""Conditions, and parts of them, that say the same in every case: always true, or never (exact but for arithmetic)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engine.condition.terms import (
    ArrivalTerm,
    ClockTerm,
    Compare,
    Constant,
    FactTerm,
    Holds,
    Includes,
    Junction,
    Known,
    Not,
    OneOf,
    Passed,
    Quantifier,
    StepTerm,
    walk,
)
from engine.condition.types import YES_NO
from engine.frozen import NamedTuple
from engine.procedure.model import WaitForAny, WaitForCondition
from engine.procedure.proof.alone import Alone
from engine.procedure.proof.formula import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.condition import Condition
    from engine.condition.terms import Term
    from engine.diagnostics import Diagnostic
    from engine.procedure.checks.spots import Spots
    from engine.procedure.model import Procedure, Step, Wait
    from engine.procedure.nodes import Scalar
    from engine.procedure.proof.formula import Budget

_VERDICTS: Final = (Compare, Constant, FactTerm, Holds, Includes, Junction, Known, Not, OneOf, Quantifier, StepTerm)


class Written(NamedTuple):
    """A condition, and the scalar that it stands in."""

    condition: Condition
    scalar: Scalar | None


def find_constant(procedure: Procedure, spots: Spots, budget: Budget) -> Iterator[Diagnostic]:
    """Find conditions that are never true, or always, by their own words; of those in each other only the innermost."""
    for written in conditions(procedure, spots):
        if budget.left > 0:
            yield from _find(procedure, spots, written, budget)


def _find(procedure: Procedure, spots: Spots, written: Written, budget: Budget) -> Iterator[Diagnostic]:
    condition, alone = written.condition, Alone(procedure)
    alone.readings.condition(condition)
    truths = {id(term): alone.readings.truth(term) for term in _verdicts(condition.tree)}
    told = {id(term): [alone.presence(name).told for name in _compared(term)] for term in _verdicts(condition.tree)}
    found: set[int] = set()
    for term in reversed([*_verdicts(condition.tree)]):
        if not found.isdisjoint(id(inner) for inner in walk(term)):
            continue
        true, false = truths[id(term)]
        code = None
        if alone.search((true,), budget) is Verdict.IMPOSSIBLE:
            code = "never-true"
        elif not _comes_true(term) and alone.search((false, *told[id(term)]), budget) is Verdict.IMPOSSIBLE:
            code = "always-true"
        if code:
            found.add(id(term))
            span = spots.stretch(written.scalar, condition.text, term.start, term.end)
            if span:
                yield spots.find(code, span, condition=condition.text[term.start : term.end])


def find_hidden_facts(procedure: Procedure, spots: Spots) -> Iterator[Diagnostic]:
    """Find options that stand where a fact of the same name could be meant as well."""
    for condition, scalar in conditions(procedure, spots):
        for term in walk(condition.tree):
            if isinstance(term, Compare) and isinstance(term.left, FactTerm) and isinstance(term.right, Constant):
                hidden = procedure.facts.get(str(term.right.value)) if term.left.type.options else None
                span = spots.stretch(scalar, condition.text, term.right.start, term.right.end)
                if hidden and hidden.options is not None and span:
                    yield spots.find("option-hides-fact", span, name=hidden.id, fact=term.left.name)


def _verdicts(tree: Term) -> Iterator[Term]:
    """Give all parts of a condition that are true or false, the outer ones first."""
    for term in walk(tree):
        if isinstance(term, _VERDICTS) and (not isinstance(term, Constant | FactTerm) or term.type == YES_NO):
            yield term


def _compared(term: Term) -> set[str]:
    """Give the facts whose values are compared; without a value that is false, whatever the value could be."""
    parts = list(walk(term))
    if any(isinstance(one, Known) for one in parts):
        return set()
    return {one.name for one in parts if isinstance(one, FactTerm) and one.type.kind != "list"}


def _comes_true(term: Term) -> bool:
    """Whether something is in it that is never false, only true some day: so it may well be meant as it is."""
    parts = list(walk(term))
    comes = any(isinstance(one, ArrivalTerm | Passed | ClockTerm) for one in parts)
    return comes or any(isinstance(one, StepTerm) and one.verb == "settled" for one in parts)


# -- where conditions stand ----------------------------------------------------------------------------------------


def conditions(procedure: Procedure, spots: Spots) -> Iterator[Written]:
    """Give all conditions of a procedure."""
    for step in procedure.by_id.values():
        yield from _of_step(step, spots)
    for fact in procedure.facts.values():
        if fact.when:
            yield Written(fact.when, spots.written("fact", fact.id, "when"))
        for number, (value, when) in enumerate(fact.value):
            scalar = spots.written("fact", fact.id, "value", number)
            yield from (Written(one, scalar) for one in (value, when) if one and one.type == YES_NO)
    for outcome in procedure.outcomes:
        for key, condition in (("when", outcome.when), ("as_soon_as", outcome.as_soon_as)):
            if condition:
                yield Written(condition, spots.written("outcome", outcome.id, key))


def _of_step(step: Step, spots: Spots) -> Iterator[Written]:
    for key, condition in (("when", step.when), ("until", step.until)):
        if condition:
            yield Written(condition, spots.written("step", step.id, key))
    if step.for_each and step.for_each.where:
        yield Written(step.for_each.where, spots.written("step", step.id, "for_each"))
    if step.repeat:
        yield Written(step.repeat.until, spots.written("step", step.id, "repeat", "until"))
    for number, wait in enumerate(step.wait_for):
        yield from _of_wait(step, wait, ("wait_for", number), spots)


def _of_wait(step: Step, wait: Wait, path: tuple[str | int, ...], spots: Spots) -> Iterator[Written]:
    if isinstance(wait, WaitForCondition):
        yield Written(wait.condition, spots.written("step", step.id, *path))
    elif isinstance(wait, WaitForAny):
        for number, one in enumerate(wait.waits):
            yield from _of_wait(step, one, (*path, "any_of", number), spots)

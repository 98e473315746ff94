"""Which answers would call a step for that is not called for now: the fewest that have to be other than they are.

INVARIANT: each suggestion was tried: with exactly these answers, the step applies (its `when`, and those around it).
"""

from __future__ import annotations

from decimal import Decimal
from itertools import combinations, islice, product
from typing import TYPE_CHECKING, Final, NamedTuple

from engine.case import events
from engine.case.derive import derive
from engine.case.explain import key_of
from engine.case.state import replay
from engine.case.tree import place_from
from engine.case.values import decode, encode, show
from engine.condition.terms import Constant, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.case.derive import Derivation
    from engine.case.events import Json
    from engine.case.tree import Node
    from engine.condition import Condition
    from engine.procedure.model import Fact

MOST_TRIED: Final = 400
"""Combinations of answers that are tried, so that asking why takes no longer than a blink."""
MOST_SHOWN: Final = 3


class Change(NamedTuple):
    """An answer that would have to be this one."""

    key: str
    label: str
    value: Json
    shown: str


def nearest(derivation: Derivation, node: Node) -> tuple[tuple[Change, ...], ...]:
    """Give the smallest sets of answers that would call a step for; none if it is called for, or no answer would."""
    if derivation.called(node).value is True or derivation.case.status in ("closed", "cancelled"):
        return ()
    options = [list(_changes(derivation, node, fact)) for fact in _candidates(derivation, node)]
    for size in (1, 2):
        sets = (one for facts in combinations(options, size) for one in product(*facts))
        found = (one for one in islice(sets, MOST_TRIED) if _calls(derivation, node, one))
        shown = tuple(islice(found, MOST_SHOWN))
        if shown:
            return shown
    return ()


def _candidates(derivation: Derivation, node: Node) -> list[Fact]:
    """The facts that people tell and that the conditions on the way down read, those the verdict hangs on first."""
    facts = derivation.procedure.facts
    names = {name for condition in _conditions(derivation, node) for name in condition.reads.facts}
    return [facts[name] for name in facts if name in names and not facts[name].is_worked_out]


def _changes(derivation: Derivation, node: Node, fact: Fact) -> Iterator[Change]:
    home = derivation.facts.home(fact.id, node.segments)
    if home is None:
        return
    now = encode(derivation.facts.read(fact.id, node.segments).value)
    for value in _values(derivation, node, fact):
        if value != now:
            shown = show(fact, decode(fact, value), derivation.office)
            yield Change(key_of(place_from(home), fact.id), fact.label, value, shown)


def _values(derivation: Derivation, node: Node, fact: Fact) -> list[Json]:
    if fact.kind == "yes_no":
        return [True, False]
    if fact.kind == "choice":
        return list(fact.options or {})
    if fact.kind in ("number", "money"):
        return [encode(Decimal(value)) if fact.kind == "money" else value for value in _numbers(derivation, node, fact)]
    return []


def _numbers(derivation: Derivation, node: Node, fact: Fact) -> list[int]:
    """Whole numbers at, just below and just above those that the conditions compare with."""
    fixed = {
        int(term.value)
        for condition in _conditions(derivation, node)
        for term in walk(condition.tree)
        if isinstance(term, Constant) and isinstance(term.value, int | Decimal) and not isinstance(term.value, bool)
    }
    near = sorted({value + step for value in fixed for step in (-1, 0, 1)})
    return [value for value in near if _is_allowed(fact, value)]


def _is_allowed(fact: Fact, value: int) -> bool:
    return (fact.minimum is None or value >= fact.minimum) and (fact.maximum is None or value <= fact.maximum)


def _calls(derivation: Derivation, node: Node, changes: tuple[Change, ...]) -> bool:
    """Try it: whether the step applies once these answers are what they would have to be."""
    tried = with_changes(derivation, changes)
    there = tried.tree.by_address.get(node.address)
    return there is not None and tried.called(there).value is True


def with_changes(derivation: Derivation, changes: tuple[Change, ...]) -> Derivation:
    """Derive the case as it would be with other answers."""
    told = []
    for number, change in enumerate(changes, derivation.case.seq + 1):
        place, _, name = change.key.rpartition("/")
        event = events.AnswerAmended(name, change.value, place)
        told.append(events.Recorded(number, derivation.now, derivation.now, "", "", event))
    return derive(derivation.procedure, replay(told, derivation.case), derivation.now, derivation.office)


def _conditions(derivation: Derivation, node: Node) -> list[Condition]:
    """All conditions that a step hangs on: those on the way down, and those of the facts they read."""
    waiting = [one for above in node.line() for one in (above.step.when, above.step.until) if one]
    found: dict[str, Condition] = {}
    while waiting:
        condition = waiting.pop()
        if condition.text in found:
            continue
        found[condition.text] = condition
        for name in condition.reads.facts:
            fact = derivation.procedure.facts[name]
            waiting += [one for row in fact.value for one in row if one] + ([fact.when] if fact.when else [])
    return list(found.values())

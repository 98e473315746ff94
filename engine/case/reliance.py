"""What a step rests on: the told facts behind its words, questions and conditions, and which of them were corrected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.case.tree import place_from

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from engine.case.derive import Derivation
    from engine.case.tellings import Answer
    from engine.case.tree import Node, Segments
    from engine.procedure.model import Fact, Step


def changed_since(derivation: Derivation, node: Node, basis: int, *, own: bool = False) -> list[str]:
    """Give the facts a step rests on whose answers are other now than at entry `basis`.

    With `own`, the answers that were first asked in the step itself count as well.
    """
    if not derivation.case.amended:
        return []
    told = derivation.case.answers
    return [
        name
        for name in sorted(relied_on(derivation, node, own=own))
        if _is_changed(told.get(_key(derivation, name, node.segments), ()), basis)
    ]


def last_change(derivation: Derivation, node: Node, names: list[str]) -> datetime:
    """Say when the last of these facts was corrected."""
    return max(derivation.case.answers[_key(derivation, name, node.segments)][-1].told_at for name in names)


def relied_on(derivation: Derivation, node: Node, *, own: bool = False) -> set[str]:
    """Give the told facts that what is done in a step rests on."""
    facts = derivation.procedure.facts
    names = _words_read(node.step)
    for above in node.line():
        names |= _conditions_read(above.step)
    found: set[str] = set()
    _expand(names, facts, found)
    asked_here = {name for name in node.step.ask if facts[name].asked_in[:1] == (node.step.id,)}
    return found if own else found - asked_here


def _is_changed(told: tuple[Answer, ...], basis: int) -> bool:
    then = [answer for answer in told if answer.seq <= basis]
    return bool(then) and then[-1].value != told[-1].value


def _key(derivation: Derivation, name: str, segments: Segments) -> tuple[str, str]:
    return place_from(derivation.facts.home(name, segments) or ()), name


def _conditions_read(step: Step) -> set[str]:
    conditions = [step.when] if step.when else []
    if step.open_case:
        conditions += step.open_case.told.values()
    return {name for condition in conditions for name in condition.reads.facts}


def _words_read(step: Step) -> set[str]:
    texts = [text for text in (step.say, *step.do) if text]
    return {name for text in texts for name in text.names} | set(step.ask)


def _expand(names: set[str], facts: Mapping[str, Fact], found: set[str]) -> None:
    """Follow worked-out facts, and the `when` of facts, down to told ones."""
    for name in names - found:
        fact = facts[name]
        found.add(name)
        conditions = [one for row in fact.value for one in row if one] + ([fact.when] if fact.when else [])
        _expand({read for condition in conditions for read in condition.reads.facts}, facts, found)

"""The value of a fact with all that is in it: of a list, one object an element."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.case.discretion import MASK, hides, masked
from engine.case.values import encode, show
from engine.condition.reading import Absent

if TYPE_CHECKING:
    from engine.case.derive import Derivation
    from engine.case.events import Json
    from engine.case.tree import Segments
    from engine.procedure.model import Fact


def fact_json(derivation: Derivation, fact: Fact, segments: Segments) -> Json:
    """Give the kept form of a fact's value; a list as one object an element."""
    value = derivation.fact(fact.id, segments).value
    if fact.kind != "list" or isinstance(value, Absent):
        return encode(value)
    return [
        {inner: encode(scope.fact(inner).value) for inner in fact.of}
        for scope in derivation.view(segments).elements(fact.id).scopes
    ]


def shown_json(derivation: Derivation, fact: Fact, segments: Segments) -> Json:
    """Give the kept form of a fact's value as it may be shown."""
    found = fact_json(derivation, fact, segments)
    if found is None or (hides(derivation, fact) and fact.kind != "list"):
        return None if found is None else MASK
    if not isinstance(found, list) or fact.kind != "list":
        return found
    hidden = {inner for inner in fact.of if hides(derivation, derivation.procedure.facts[inner])}
    hidden |= set(fact.of) if hides(derivation, fact) else set()
    return [
        {name: MASK if name in hidden and value is not None else value for name, value in element.items()}
        for element in found
        if isinstance(element, dict)
    ]


def show_fact(derivation: Derivation, fact: Fact, segments: Segments) -> str:
    """Give a fact's value in words as it may be shown; of a list, the first fact of each element."""
    if fact.kind != "list":
        shown = show(fact, derivation.fact(fact.id, segments).value, derivation.office)
        return masked(fact, shown) if hides(derivation, fact) else shown
    scopes = derivation.view(segments).elements(fact.id).scopes
    if not fact.of or not scopes:
        return "nobody or nothing" if not scopes else str(len(scopes))
    head = derivation.procedure.facts[fact.of[0]]
    shown_all = [show(head, scope.fact(head.id).value, derivation.office) for scope in scopes]
    is_hidden = hides(derivation, fact) or hides(derivation, head)
    return ", ".join(masked(head, shown) if is_hidden else shown for shown in shown_all)

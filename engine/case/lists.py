"""The value of a fact with all that is in it: of a list, one object an element."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.case.values import encode, show
from engine.condition.reading import Absent

if TYPE_CHECKING:
    from engine.case.derive import Derivation
    from engine.case.events import Json
    from engine.case.tree import Segments
    from engine.procedure.model import Fact


def fact_json(derivation: Derivation, fact: Fact, segments: Segments) -> Json:
    """Give the kept form of a fact's value; a list as one object an element."""
    value = derivation.facts.read(fact.id, segments).value
    if fact.kind != "list" or isinstance(value, Absent):
        return encode(value)
    return [
        {inner: encode(scope.fact(inner).value) for inner in fact.of}
        for scope in derivation.view(segments).elements(fact.id).scopes
    ]


def show_fact(derivation: Derivation, fact: Fact, segments: Segments) -> str:
    """Give a fact's value in words; of a list, the first fact of each element."""
    if fact.kind != "list":
        return show(fact, derivation.facts.read(fact.id, segments).value, derivation.office)
    scopes = derivation.view(segments).elements(fact.id).scopes
    if not fact.of or not scopes:
        return "nobody or nothing" if not scopes else str(len(scopes))
    head = derivation.procedure.facts[fact.of[0]]
    return ", ".join(show(head, scope.fact(head.id).value, derivation.office) for scope in scopes)

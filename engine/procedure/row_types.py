"""Of which type a fact is that is worked out: what its rows give, and whether that is what it is declared as."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.condition import FactType
from engine.condition.types import FAMILIES, SPOKEN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.condition import Condition
    from engine.procedure.outline import DeclaredFact, Outline
    from engine.procedure.rows import Row


def type_of_rows(
    outline: Outline, fact: DeclaredFact, rows: tuple[Row, ...], values: tuple[Condition, ...]
) -> FactType | None:
    """Give the type of a worked-out fact, or None where its rows do not fit each other or the declaration.

    Args:
        outline: Where findings are kept.
        fact: The fact.
        rows: Its rows as they are written.
        values: What each row gives, compiled.
    """
    found: FactType | None = None
    for row, given in zip(rows, _given(fact, rows, values), strict=True):
        merged = _merge(found, given) if found else given
        span = row.value.span(0, len(row.value.text))
        if given.kind in {"list", "file"}:
            outline.find("not-worked-out", span, kind=SPOKEN[given.kind])
            return None
        if merged is None and found:
            outline.find("rows-differ", span, kind=SPOKEN[given.kind], other=SPOKEN[found.kind])
            return None
        found = merged
    return found and _as_declared(outline, fact, found)


def fits(given: FactType, wanted: FactType) -> bool:
    """Whether a value of one type can be that of a fact of another."""
    if given.kind == wanted.kind:
        return set(given.options) <= set(wanted.options)
    return (given.kind, wanted.kind) == ("number", "money") or _are_words(given, wanted)


def _given(fact: DeclaredFact, rows: tuple[Row, ...], values: tuple[Condition, ...]) -> Iterator[FactType]:
    """Give the type of each row; a bare option of the fact is of the fact's own type."""
    options = tuple(key.text for key, _ in fact.node.mapping("options").entries)
    for row, value in zip(rows, values, strict=True):
        yield FactType("choice", options) if row.value.text in options else value.type


def _merge(one: FactType, other: FactType) -> FactType | None:
    if one.kind != other.kind and _are_words(one, other):
        return FactType("text")
    if fits(other, one):
        return one
    return other if fits(one, other) else None


def _are_words(one: FactType, other: FactType) -> bool:
    return FAMILIES.get(one.kind) == FAMILIES.get(other.kind) == "words"


def _as_declared(outline: Outline, fact: DeclaredFact, found: FactType) -> FactType | None:
    if "type" not in fact.node:
        return found
    declared = declared_type(fact)
    if fits(found, declared):
        return declared
    scalar = fact.node.scalar("type")
    span = scalar.span if scalar else fact.key.span
    outline.find("value-of-other-type", span, name=fact.id, kind=SPOKEN[declared.kind], other=SPOKEN[found.kind])
    return None


def declared_type(fact: DeclaredFact, of: tuple[str, ...] = ()) -> FactType:
    """Give the type that a fact says it has."""
    kind = fact.node.text("type")
    options = tuple(key.text for key, _ in fact.node.mapping("options").entries)
    return FactType(kind if kind in SPOKEN else "text", options, of)

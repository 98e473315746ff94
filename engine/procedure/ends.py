"""How arrivals, outcomes and promises are built."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.procedure.compiling import part
from engine.procedure.model import Arrival, Outcome, Promise
from engine.procedure.references import step_named, steps_named

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.procedure.compiling import Compiler
    from engine.procedure.nodes import Mapping, Scalar


def build_arrivals(compiler: Compiler) -> dict[str, Arrival]:
    """Build what can come from outside."""
    arrivals = compiler.outline.root.mapping("arrivals")
    return {key.text: _build_arrival(compiler, key, arrivals.mapping(key.text)) for key, _ in arrivals.entries}


def _build_arrival(compiler: Compiler, key: Scalar, node: Mapping) -> Arrival:
    brings = tuple(word.text for word in node.scalars("brings") if word.text in compiler.outline.facts)
    return Arrival(key.text, node.text("title"), key.span, brings, node.is_true("many"))


def build_outcomes(compiler: Compiler) -> tuple[Outcome, ...]:
    """Build the ways a case can end, in their order."""
    outcomes = compiler.outline.root.mapping("outcomes")
    _check_reached(compiler, outcomes)
    return tuple(_build_outcome(compiler, key, outcomes.mapping(key.text)) for key, _ in outcomes.entries)


def _check_reached(compiler: Compiler, outcomes: Mapping) -> None:
    """Find outcomes below one that takes every case."""
    taking = None
    for key, _ in outcomes.entries:
        node = outcomes.mapping(key.text)
        if taking and "as_soon_as" not in node:
            compiler.outline.find("outcome-never-reached", key.span, name=key.text, other=taking)
        elif "when" not in node and "as_soon_as" not in node:
            taking = key.text


def _build_outcome(compiler: Compiler, key: Scalar, node: Mapping) -> Outcome:
    who = f"outcome `{key.text}`"
    return Outcome(
        key.text,
        node.text("title"),
        key.span,
        compiler.condition(part(node.scalar("when"), who), ()),
        compiler.condition(part(node.scalar("as_soon_as"), who), ()),
        steps_named(compiler.outline, node.scalars("still_do")),
    )


def build_promises(compiler: Compiler) -> Iterator[Promise]:
    """Build what must hold on every path."""
    for node in compiler.outline.root.mappings("promises"):
        scalar = node.scalar("step")
        step = step_named(compiler.outline, scalar) if scalar else None
        if not step or not scalar:
            continue
        condition = part(node.scalar("only_after"), f"the promise on step `{step.id}`")
        yield Promise(
            step.id,
            scalar.span,
            compiler.condition(condition, step.place.home),
            steps_named(compiler.outline, node.scalars("never_waits_for")),
            node.is_true("always"),
        )

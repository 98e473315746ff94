"""What a single name refers to, where the file gives one outside of conditions; a name of nothing is a finding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.condition.faults import fault
from engine.diagnostics import clean, locate, suggest
from engine.frozen import replace
from engine.messages import UNKNOWN_FACT

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Set as AbstractSet

    from engine.diagnostics import Diagnostic, Span
    from engine.procedure.nodes import Scalar
    from engine.procedure.outline import DeclaredFact, DeclaredStep, Outline


def unknown_fact(outline: Outline, name: str, span: Span, who: str, instead: str | None = None) -> Diagnostic:
    """Make the finding that no fact has a name.

    Args:
        outline: What is declared.
        name: The name.
        span: Where it stands.
        who: What names it, with a verb: ``step `call` asks``.
        instead: The help, if it is more than a name that is close.
    """
    help_ = instead or suggest(name, outline.facts)
    found = fault("unknown-fact", 0, 0, help_, name=name)
    return locate(replace(found, message=UNKNOWN_FACT.format(who=who, name=clean(name))), outline.file, span)


def fact_named(outline: Outline, word: Scalar, who: str) -> DeclaredFact | None:
    """Find the fact with a name."""
    found = outline.facts.get(word.text)
    if not found and not outline.is_full:
        outline.keep(unknown_fact(outline, word.text, word.span, who))
    return found


def told_fact(outline: Outline, word: Scalar, who: str) -> DeclaredFact | None:
    """Find the fact with a name, which must be one that can be told."""
    found = fact_named(outline, word, who)
    if found and "value" in found.node:
        outline.find("told-but-worked-out", word.span, who=who, name=word.text)
        return None
    return found


def step_named(outline: Outline, word: Scalar) -> DeclaredStep | None:
    """Find the step with a name."""
    found = outline.by_id.get(word.text)
    if not found and not outline.is_full:
        help_ = suggest(word.text, outline.by_id)
        missing = fault("unknown-step", 0, 0, help_, name=word.text)
        outline.keep(locate(missing, outline.file, word.span))
    return found


def steps_named(outline: Outline, words: Iterable[Scalar]) -> tuple[str, ...]:
    """Give the names of steps, without those that are none."""
    return tuple(word.text for word in words if step_named(outline, word))


def roles_named(outline: Outline, words: Iterable[Scalar], people: AbstractSet[str] = frozenset()) -> tuple[str, ...]:
    """Give the names of roles, without those that are none.

    Args:
        outline: What is declared.
        words: The names.
        people: Facts that may stand for a role, because they name people.
    """
    known = outline.roles.keys() | people
    listed = ", ".join(f"`{role}`" for role in outline.roles)
    for word in words:
        if word.text not in known and not outline.is_full:
            help_ = suggest(word.text, known) or (f"its roles are {listed}" if listed else None)
            outline.find("unknown-role", word.span, help_, name=word.text)
    return tuple(word.text for word in words if word.text in known)

"""Whether every name can be told from every other, and is none that the language itself needs."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from engine.condition.naming import RESERVED

if TYPE_CHECKING:
    from engine.procedure.nodes import Scalar
    from engine.procedure.outline import Outline

_RESERVED_VALUES: Final = RESERVED | {"known", "when", "otherwise"}
_RESERVED_OPTIONS: Final = frozenset({"not", "known"})

_LIKE_STEPS: Final = frozenset({"date", "datetime", "yes_no", ""})
"""Facts of these types (or of none, worked out) can be waited for, or counted from, just as steps can."""


def check_names(outline: Outline) -> None:
    """Find reserved words and names that mean two things."""
    named = _named(outline)
    for kind in ("fact", "setting", "arrival"):
        for name, key in named[kind].items():
            _check_reserved(outline, name, key, _RESERVED_VALUES)
    for fact in outline.facts.values():
        for option, _ in fact.node.mapping("options").entries:
            _check_reserved(outline, option.text, option, _RESERVED_OPTIONS)
    for name in dict.fromkeys(name for names in named.values() for name in names):
        _check_clash(outline, name, [(kind, names[name]) for kind, names in named.items() if name in names])
    _check_people(outline)


def _named(outline: Outline) -> dict[str, dict[str, Scalar]]:
    """Give all names that can stand in one place, by what they name.

    A step and a fact may have one name (`balance` asks for the balance), unless a wait or a date could mean either.
    """
    return {
        "fact": {name: fact.key for name, fact in outline.facts.items()},
        "setting": outline.settings,
        "arrival": outline.arrivals,
        "step": {
            name: step.key
            for name, step in outline.by_id.items()
            if name not in outline.facts or outline.facts[name].node.text("type") in _LIKE_STEPS
        },
    }


def _check_reserved(outline: Outline, name: str, key: Scalar, reserved: frozenset[str]) -> None:
    if name in reserved:
        outline.find("reserved-word", key.span, name=name, instead=f"call it something else, such as `{name}_`")


def _check_clash(outline: Outline, name: str, uses: list[tuple[str, Scalar]]) -> None:
    for (one, first), (other, key) in pairwise(sorted(uses, key=lambda use: use[1].span)):
        outline.find("name-clash", key.span, name=name, other=one, what=other, line=first.span.line)


def _check_people(outline: Outline) -> None:
    """Find a fact that names a person as a role is named: `who` could mean either."""
    for name, key in outline.roles.items():
        fact = outline.facts.get(name)
        if fact and fact.node.text("type") == "person":
            _check_clash(outline, name, [("fact", fact.key), ("role", key)])

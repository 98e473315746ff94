"""How the facts of a procedure are built: what can be asked and told, and what is worked out."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Final, cast

from engine.procedure.compiling import part
from engine.procedure.model import Fact, FactKind
from engine.procedure.references import fact_named, told_fact

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engine.condition import FactType
    from engine.procedure.compiling import Compiler
    from engine.procedure.homes import Askings
    from engine.procedure.nodes import Scalar
    from engine.procedure.outline import DeclaredFact
    from engine.procedure.worked_out import Rows

_TRUTHS: Final = ("yes", "no", "true", "false")
_CHOSEN: Final = frozenset({"choice", "choices", "yes_no"})
_AMOUNT: Final = re.compile(r"-?([0-9]{1,3}(,[0-9]{3})+|[0-9]{1,15})(\.[0-9]{1,9})?")
_FORMS: Final = {
    "number": (_AMOUNT, "write a number, such as `5`"),
    "money": (_AMOUNT, "write an amount, such as `12.50`"),
    "time": (re.compile(r"[0-9]{1,2}(:[0-9]{2})?\s*([ap]m?)?"), "write hours and minutes, such as `09:30`"),
}
"""How an answer that is offered has to be written, by type, as far as it is not one of some words."""


def build_facts(compiler: Compiler, askings: Mapping[str, Askings], worked_out: Mapping[str, Rows]) -> dict[str, Fact]:
    """Build all facts, those of list elements after their list."""
    brought_by = _bringers(compiler)
    return {
        name: _build_fact(compiler, fact, askings[name].steps, brought_by[name], worked_out.get(name, ()))
        for name, fact in compiler.outline.facts.items()
    }


def _bringers(compiler: Compiler) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = dict.fromkeys(compiler.outline.facts, ())
    arrivals = compiler.outline.root.mapping("arrivals")
    for key, _ in arrivals.entries:
        for word in arrivals.mapping(key.text).scalars("brings"):
            if told_fact(compiler.outline, word, f"arrival `{key.text}` brings"):
                found[word.text] = (*found[word.text], key.text)
    return found


def _build_fact(
    compiler: Compiler, fact: DeclaredFact, asked_in: tuple[str, ...], brought_by: tuple[str, ...], rows: Rows
) -> Fact:
    node, home = fact.node, compiler.homes[fact.id]
    type_ = compiler.types.get(fact.id)
    minimum, maximum = _number(node.scalar("min")), _number(node.scalar("max"))
    if minimum is not None and maximum is not None and minimum > maximum:
        compiler.outline.find("limits-crossed", fact.key.span, name=fact.id)
    _check_start(compiler, fact)
    return Fact(
        id=fact.id,
        kind=cast("FactKind", type_.kind if type_ else node.text("type") or "text"),
        span=fact.key.span,
        title=node.text("title"),
        question=node.text("question"),
        help=node.text("help"),
        required=node.is_true("required", default=True),
        private=node.is_true("private"),
        options=_options(compiler, fact, type_),
        minimum=minimum,
        maximum=maximum,
        format=node.text("format") or None,
        starts_as=node.text("starts_as") if "starts_as" in node else None,
        when=compiler.condition(part(node.scalar("when"), f"fact `{fact.id}`"), home),
        value=rows,
        ask_again_if_changed=_origins(compiler, fact),
        of=tuple(key.text for key, _ in node.mapping("of").entries),
        element_of=fact.lists[-1] if fact.lists else None,
        asked_in=asked_in,
        brought_by=brought_by,
        home=home,
    )


def _number(scalar: Scalar | None) -> Decimal | None:
    """Read a limit; money and sums are never floating."""
    is_number = scalar and isinstance(scalar.value, int | Decimal) and not isinstance(scalar.value, bool)
    return Decimal(scalar.text) if scalar and is_number else None


def _options(compiler: Compiler, fact: DeclaredFact, type_: FactType | None) -> dict[str, str] | None:
    """Give the options with their titles; a worked-out choice has those of the fact it is taken from."""
    if "options" in fact.node:
        options = fact.node.mapping("options")
        return {key.text: options.text(key.text) for key, _ in options.entries}
    if type_ is None or not type_.options:
        return None
    return {option: compiler.outline.option_titles.get(option, option) for option in type_.options}


def _origins(compiler: Compiler, fact: DeclaredFact) -> tuple[str, ...]:
    """Give the facts whose change asks for a new answer."""
    who = f"fact `{fact.id}` is asked again for"
    words = fact.node.scalars("ask_again_if_changed")
    return tuple(word.text for word in words if fact_named(compiler.outline, word, who))


def _check_start(compiler: Compiler, fact: DeclaredFact) -> None:
    scalar, kind = fact.node.scalar("starts_as"), fact.node.text("type")
    answers = [key.text for key, _ in fact.node.mapping("options").entries] if kind != "yes_no" else list(_TRUTHS)
    form, instead = _FORMS.get(kind, (None, None))
    if scalar and (not form.fullmatch(scalar.text) if form else kind in _CHOSEN and scalar.text not in answers):
        words = {"name": fact.id, "found": scalar.text, "options": tuple(answers)}
        compiler.outline.find("odd-start", scalar.span, instead, **words)

"""Whether all names of a document mean something, and the `Procedure` that it says if they do.

    build(document) -> Loaded | findings

In the order of the flow: outline, naming, homes, worked_out, facts, steps, ends, usage. Every part builds what it can
and keeps its findings in the outline, so that all of them are told at once.

INVARIANT: `build` gives a value for every document, also for one whose shape nobody checked.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, cast

from engine.diagnostics import Diagnostic, has_errors, in_order
from engine.frozen import dataclass
from engine.procedure.compiling import Compiler
from engine.procedure.ends import build_arrivals, build_outcomes, build_promises
from engine.procedure.facts import build_facts
from engine.procedure.homes import find_homes
from engine.procedure.model import Order, Procedure
from engine.procedure.naming import check_names
from engine.procedure.outline import outline
from engine.procedure.references import roles_named
from engine.procedure.row_types import declared_type
from engine.procedure.steps import build_steps, walk
from engine.procedure.usage import check_usage
from engine.procedure.worked_out import work_out

if TYPE_CHECKING:
    from engine.condition import FactType
    from engine.procedure.homes import Askings
    from engine.procedure.nodes import Document, Mapping
    from engine.procedure.outline import Outline


@dataclass(frozen=True, slots=True)
class Loaded:
    """A procedure without errors, and what was found to be odd in it."""

    procedure: Procedure
    warnings: tuple[Diagnostic, ...] = ()


def build(document: Document) -> Loaded | tuple[Diagnostic, ...]:
    """Build the procedure that a document says; if one of the findings is an error, give all of them instead."""
    found = outline(document)
    check_names(found)
    procedure = _build(document, found)
    findings = in_order((*document.warnings, *found.findings))
    return findings if has_errors(findings) else Loaded(procedure, findings)


def _build(document: Document, found: Outline) -> Procedure:
    askings = find_homes(found)
    compiler = Compiler(
        found, {name: one.home for name, one in askings.items()}, _types(found, askings), _settings(found)
    )
    facts = build_facts(compiler, askings, work_out(compiler))
    root = found.root
    procedure = Procedure(
        id=root.text("procedure"),
        version=_version(root),
        title=root.text("title"),
        digest=document.digest,
        owner=next(iter(roles_named(found, root.scalars("owner"))), ""),
        review_by=_review_by(found),
        opens_with=tuple(word.text for word in root.scalars("opens_with") if word.text in facts),
        roles={name: root.mapping("roles").text(name) for name in found.roles},
        arrivals=build_arrivals(compiler),
        outcomes=build_outcomes(compiler),
        promises=tuple(build_promises(compiler)),
        order=cast("Order", root.text("order") or "sequence"),
        steps=(steps := build_steps(compiler, found.steps)),
        any_time=(any_time := build_steps(compiler, found.any_time)),
        facts=facts,
        settings={name: Decimal(value) for name, value in compiler.settings.items()},
        by_id={step.id: step for top in (*steps, *any_time) for step in walk(top)},
        places={step.id: step.place for step in found.walk()},
    )
    if not has_errors(found.findings):
        check_usage(compiler, procedure)
    return procedure


def _types(found: Outline, askings: dict[str, Askings]) -> dict[str, FactType]:
    """Give the types of all facts that say theirs; a list has also what is asked once for each of its elements."""
    of: dict[str, list[str]] = {}
    for name, fact in found.facts.items():
        lists = [part for part in askings[name].home if not part.endswith("#")]
        if lists and "value" not in fact.node:
            of.setdefault(lists[-1], []).append(name)
    told = {name: fact for name, fact in found.facts.items() if "value" not in fact.node}
    return {name: declared_type(fact, tuple(of.get(name, ()))) for name, fact in told.items()}


def _settings(found: Outline) -> dict[str, int | Decimal]:
    values = {name: found.root.mapping("settings").scalar(name) for name in found.settings}
    return {
        name: scalar.value
        for name, scalar in values.items()
        if scalar and isinstance(scalar.value, int | Decimal) and not isinstance(scalar.value, bool)
    }


def _version(root: Mapping) -> int:
    scalar = root.scalar("version")
    return scalar.value if scalar and isinstance(scalar.value, int) else 0


def _review_by(found: Outline) -> str | None:
    scalar = found.root.scalar("review_by")
    if scalar is None:
        return None
    try:
        date.fromisoformat(scalar.text)
    except ValueError:
        found.find(
            "not-so-written", scalar.span, found=scalar.text, expected="a day of the calendar", example="2027-06-01"
        )
    return scalar.text

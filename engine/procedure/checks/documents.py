"""Whether the documents that steps print can be made, and whether their templates name what there is to put in."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from engine.diagnostics import suggest
from engine.procedure.templates import OWN_NAMES, names_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from engine.diagnostics import Diagnostic, Span
    from engine.procedure.checks.spots import Spots
    from engine.procedure.model import Fact, Procedure

Templates: TypeAlias = "Callable[[str], Mapping[str, str]]"
"""Gives the templates of a document by the names of their files; none if there are none."""


def find_bad_documents(procedure: Procedure, spots: Spots, templates: Templates) -> Iterator[Diagnostic]:
    """Find documents to print that have no template, and templates that put in what there is not."""
    for step in procedure.by_id.values():
        for number, name in enumerate(step.print):
            span, found = spots.step(step.id, "print", number), templates(name)
            if not found:
                yield spots.find("missing-template", span, name=name)
            for file, text in sorted(found.items()):
                yield from _placeholders(procedure, spots, (file, text), span)


def _placeholders(procedure: Procedure, spots: Spots, template: tuple[str, str], span: Span) -> Iterator[Diagnostic]:
    file, text = template
    for name in names_in(text):
        fact = procedure.facts.get(name)
        if fact is None and name not in OWN_NAMES:
            help_ = suggest(name, (*procedure.facts, *OWN_NAMES))
            yield spots.find("unknown-in-template", span, help_, name=name, template=file)
        elif fact and not _is_told(procedure, fact):
            why = f"it belongs to each of `{fact.home[-1].removesuffix('#')}`" if fact.home else "nobody tells it"
            yield spots.find("not-told-in-template", span, name=name, template=file, why=why)


def _is_told(procedure: Procedure, fact: Fact) -> bool:
    if fact.is_worked_out:
        return True
    return not fact.home and bool(fact.asked_in or fact.brought_by or fact.id in _told(procedure))


def _told(procedure: Procedure) -> set[str]:
    subcases = [step.open_case for step in procedure.by_id.values() if step.open_case]
    own = [name for one in subcases if one.procedure == procedure.id for name in one.told]
    return {*procedure.opens_with, *own}

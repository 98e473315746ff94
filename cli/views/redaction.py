"""Where else what was taken out of a case may still stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.case.agenda import Agenda


def places_left(agenda: Agenda) -> Iterator[str]:
    """Name the documents that were made, the files that were kept, the linked cases, and the backups."""
    for made in agenda.documents:
        yield f"the document {made.document}, kept with the case and perhaps on paper; remove it with --file"
    asks = [ask for step in agenda.walk() for ask in step.asks] + [ask for one in agenda.arrivals for ask in one.brings]
    files = {ask.fact for ask in asks if ask.type == "file"}
    for fact in agenda.facts:
        if fact.value and fact.fact in files:
            yield f"the file {fact.value} ({fact.title}); remove it with --file"
    linked = [step.subcase for step in agenda.walk() if step.subcase]
    for case in [*linked, *([agenda.parent] if agenda.parent else [])]:
        yield f"the case {case}, which is linked to this one"
    yield "backups that were made before"

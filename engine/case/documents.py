"""Which documents of a case say something else than is so now, because of corrections after they were made.

INVARIANT: a document is out of date exactly as long as something that it says of a fact is not the fact's value.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.case.agenda import DocumentView
from engine.case.lists import fact_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.case.derive import Derivation
    from engine.case.tellings import Document


def documents(derivation: Derivation) -> Iterator[DocumentView]:
    """Give each document as it was made last."""
    last = {made.document: made for made in derivation.case.documents}
    for made in last.values():
        changed = tuple(_changed(derivation, made))
        labels = ", ".join(derivation.procedure.facts[name].label for name in changed)
        title = made.document.replace("_", " ")
        text = f"{title} is out of date, something else is so now: {labels}" if changed else ""
        yield DocumentView(made.document, made.at, made.by, made.seq, changed, text)


def _changed(derivation: Derivation, made: Document) -> Iterator[str]:
    for name, value in made.told.items():
        fact = derivation.procedure.facts.get(name)
        if fact and fact_json(derivation, fact, ()) != value:
            yield name

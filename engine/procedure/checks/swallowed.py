"""Keys and entries that became part of a text, because they stand further in than what they should stand beside."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from engine.procedure.nodes import Mapping, Scalar, Sequence
from engine.procedure.positions import span_of_raw

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.diagnostics import Diagnostic
    from engine.procedure.checks.spots import Spots
    from engine.procedure.nodes import Document, Node

_ENTRY: Final = re.compile(r"\n[ ]*(?P<word>-) ")
"""The beginning of an entry; in a text of which the lines are kept, it is none."""

_KEY: Final = re.compile(
    r"\n[ ]*(?:- )?(?P<word>(?:say|do|ask|print|when|wait_for|until|give_up|due|remind|who|may_hand_to|not_by|skippable"
    r"|optional|once|undo|steps|order|for_each|repeat|open_case|sign|title|question|help|type|options|required|private"
    r"|value|of|id):)(?= |\n|$)"
)


def find_swallowed(document: Document, spots: Spots) -> Iterator[Diagnostic]:
    """Find lines of a text that begin like a key of the language, or like an entry of a list."""
    for scalar in _scalars(document.root):
        if "\n" in scalar.raw:
            entry = None if scalar.style == "|" else _ENTRY.search(scalar.raw)
            found = _KEY.search(scalar.raw) or entry
            if found:
                yield spots.find("key-in-text", span_of_raw(scalar, *found.span("word")), name=found["word"])


def _scalars(node: Node) -> Iterator[Scalar]:
    if isinstance(node, Scalar):
        yield node
    for inner in (value for _, value in node.entries) if isinstance(node, Mapping) else ():
        yield from _scalars(inner)
    for inner in node.items if isinstance(node, Sequence) else ():
        yield from _scalars(inner)

"""In which line of its text a key of a step, an outcome or a fact stands, so that a reason can name it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engine.procedure.nodes import Document, Mapping, Sequence
from engine.procedure.source import read

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.procedure.nodes import Node

_SECTIONS: Final = ("outcomes", "facts")


def key_lines(text: str) -> dict[tuple[str, str], int]:
    """Give the lines of all keys, by the id of what they belong to and the key; of the id itself, the key is empty.

    The ids of steps, outcomes and facts differ from each other.
    """
    document = read(text, "")
    if not isinstance(document, Document) or not isinstance(document.root, Mapping):
        return {}
    return {(name, key): line for name, key, line in _of(document.root)}


def _of(root: Mapping) -> Iterator[tuple[str, str, int]]:
    for section in _SECTIONS:
        yield from _declared(root.mapping(section))
    for steps in ("steps", "any_time"):
        for step in root.mappings(steps):
            yield from _step(step)


def _declared(section: Mapping) -> Iterator[tuple[str, str, int]]:
    for name, node in section.entries:
        yield name.text, "", name.span.line
        if isinstance(node, Mapping):
            yield from _keys(name.text, node)
            yield from _declared(node.mapping("of"))


def _step(step: Mapping) -> Iterator[tuple[str, str, int]]:
    name = step.text("id")
    yield name, "", step.span.line
    yield from _keys(name, step)
    for inner in step.mappings("steps"):
        yield from _step(inner)


def _keys(name: str, node: Mapping) -> Iterator[tuple[str, str, int]]:
    for key, value in node.entries:
        yield name, key.text, _begins(value, key.span.line)
        if key.text in ("repeat", "for_each") and isinstance(value, Mapping):
            yield from ((name, inner.text, inner.span.line) for inner, _ in value.entries)


def _begins(value: Node, line: int) -> int:
    """Where a value begins, if that is on a line of its own; of a list, the key."""
    return line if isinstance(value, (Mapping, Sequence)) else value.span.line

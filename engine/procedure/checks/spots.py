"""Where in the file stands what a procedure holds, so that a finding about it has a place.

INVARIANT: every question has an answer; where a key is not written out, it is the name of what should have it.
"""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from engine.diagnostics import diagnose
from engine.procedure.nodes import Mapping
from engine.procedure.outline import outline

if TYPE_CHECKING:
    from engine.diagnostics import Diagnostic, Span
    from engine.procedure.nodes import Document, Node


class Spots:
    """The places of one document."""

    def __init__(self, document: Document) -> None:
        self._outline = outline(document)

    def find(self, code: str, span: Span, instead: str | None = None, **words: object) -> Diagnostic:
        """Make a finding about the document."""
        return diagnose(code, self._outline.file, span, instead=instead, **words)

    def step(self, name: str, *path: str | int) -> Span:
        """Place what stands under a key of a step, or under a key or number there."""
        step = self._outline.by_id[name]
        return _follow(step.node, path) or step.key.span

    def key(self, step: str, key: str) -> Span:
        """Place a key of a step itself."""
        declared = self._outline.by_id[step]
        return (declared.node.key(key) or declared.key).span

    def told(self, step: str, fact: str) -> Span:
        """Place the name of a fact that a step tells to the case it opens."""
        told = self._outline.by_id[step].node.mapping("open_case").mapping("with")
        return (told.key(fact) or told).span

    def fact(self, name: str, *path: str | int) -> Span:
        """Place what stands under a key of a fact."""
        fact = self._outline.facts[name]
        return _follow(fact.node, path) or fact.key.span

    def outcome(self, name: str, *path: str | int) -> Span:
        """Place what stands under a key of an outcome."""
        outcomes = self._outline.root.mapping("outcomes")
        found = _follow(outcomes.mapping(name), path) if path else None
        return found or (outcomes.key(name) or outcomes).span

    def promise(self, number: int, *path: str | int) -> Span:
        """Place what stands under a key of a promise, counted from 0."""
        promise = self._outline.root.nodes("promises")[number]
        return _follow(promise, path) or promise.span


def _follow(node: Node | None, path: tuple[str | int, ...]) -> Span | None:
    """Go down by keys, and by numbers in what is listed there; a single value counts as a list of one."""
    for part, following in zip_longest(path, path[1:]):
        if isinstance(part, str) and isinstance(node, Mapping):
            node = node.nodes(part)[following] if isinstance(following, int) else node.get(part)
    return node.span if node else None

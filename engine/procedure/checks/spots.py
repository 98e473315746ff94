"""Where in the file stands what a procedure holds, so that a finding about it has a place.

INVARIANT: every question has an answer; where a key is not written out, it is the name of what should have it.
"""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import TYPE_CHECKING

from engine.diagnostics import diagnose
from engine.procedure.nodes import Mapping, Scalar
from engine.procedure.outline import outline
from engine.procedure.positions import span_within

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

    def written(self, kind: str, name: str, *path: str | int) -> Scalar | None:
        """Give the single value under a key of a `step`, `fact` or `outcome`, or under a key or number there."""
        if kind == "step":
            root = self._outline.by_id[name].node
        elif kind == "fact":
            root = self._outline.facts[name].node
        else:
            root = self._outline.root.mapping("outcomes").mapping(name)
        found = _go(root, path)
        return found if isinstance(found, Scalar) else None

    @staticmethod
    def stretch(scalar: Scalar | None, text: str, start: int, end: int) -> Span | None:
        """Place a stretch of a text that stands in a single value."""
        at = scalar.text.rfind(text) if scalar else -1
        return span_within(scalar, at + start, at + end) if scalar and at >= 0 else None

    def key(self, step: str, key: str) -> Span:
        """Place a key of a step itself."""
        declared = self._outline.by_id[step]
        return (declared.node.key(key) or declared.key).span

    def top(self, key: str) -> Span:
        """Place a key of the procedure itself."""
        root = self._outline.root
        return (root.key(key) or root).span

    def placeholder(self, step: str, fact: str) -> Span:
        """Place the name of a fact in braces, in the words of a step."""
        declared = self._outline.by_id[step]
        found = re.compile(rf"\{{{fact}\}}")
        for scalar in (one for key in ("title", "say", "do") for one in declared.node.scalars(key)):
            match = found.search(scalar.text)
            if match:
                return span_within(scalar, *match.span())
        return declared.key.span

    def told(self, step: str, fact: str) -> Span:
        """Place the name of a fact that a step tells to the case it opens."""
        told = self._outline.by_id[step].node.mapping("open_case").mapping("with")
        return (told.key(fact) or told).span

    def telling(self, step: str) -> Span:
        """Place the key under which a step tells facts to the case it opens, or else the case it opens."""
        opening = self._outline.by_id[step].node.mapping("open_case")
        return (opening.key("with") or opening.scalar("procedure") or opening).span

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
    found = _go(node, path)
    return found.span if found else None


def _go(node: Node | None, path: tuple[str | int, ...]) -> Node | None:
    """Go down by keys, and by numbers in what is listed there; a single value counts as a list of one."""
    for part, following in zip_longest(path, path[1:]):
        if isinstance(part, str) and isinstance(node, Mapping):
            node = node.nodes(part)[following] if isinstance(following, int) else node.get(part)
    return node

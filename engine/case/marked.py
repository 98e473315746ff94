"""Whether a leaf that somebody marked done is done: nothing of what it asks for may be left (design 5.4.1, 5.4.6)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.case.signing import signed
from engine.case.standing import Standing

if TYPE_CHECKING:
    from datetime import datetime

    from engine.case.derive import Derivation
    from engine.case.tellings import Answer, Mark
    from engine.case.tree import Node


def done(derivation: Derivation, node: Node) -> Standing | None:
    """Say since when a leaf is done, if it is."""
    since = signed(derivation, node) if node.step.sign and node.step.only_signs else None
    if since:
        return Standing("done", since)
    mark = derivation.mark(node.address)
    if not mark or mark.kind != "done":
        return None
    told = [derivation.answer(node.segments, name) for name in node.step.ask]
    may_lack = _may_lack(derivation, node, told) and derivation.called(node).value is not False
    if may_lack and _is_outstanding(derivation, node):
        return None
    return Standing("done", _done_since(derivation, node, mark, told))


def _may_lack(derivation: Derivation, node: Node, told: list[Answer | None]) -> bool:
    """Whether something may be left of a step: where all it asks was told, and may always be, nothing is."""
    step = node.step
    return bool(step.sign or step.open_case) or None in told or not derivation.plan.plain.issuperset(step.ask)


def _done_since(derivation: Derivation, node: Node, mark: Mark, told: list[Answer | None]) -> datetime:
    since = mark.since
    for name, answer in zip(node.step.ask, told, strict=True):
        if answer and answer.since > since and derivation.procedure.facts[name].required:
            since = answer.since  # before it was told the step was open; what may be left blank never kept it so
    subcase = derivation.case.subcases.get(node.address)
    if subcase and node.step.open_case and node.step.open_case.wait:
        since = max(since, subcase.since)
    return max(since, signed(derivation, node) or since) if node.step.sign else since


def _is_outstanding(derivation: Derivation, node: Node) -> bool:
    """Whether something a leaf asks for is still to be told, or a case it joins is still running."""
    step = node.step
    for name in step.ask:
        if derivation.is_wanted(node, name):
            return True
    if step.sign and not signed(derivation, node):
        return True
    return bool(step.open_case) and (node.address not in derivation.case.subcases or derivation.is_joining(node))

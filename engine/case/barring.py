"""Who may not do a step because of another one that they did (design 5.3, `not_by`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.case.signing import approvals

if TYPE_CHECKING:
    from engine.case.derive import Derivation
    from engine.case.tree import Node


def doers(derivation: Derivation, node: Node) -> set[str]:
    """Give who marked a step done, and whose signatures on it count."""
    mark = derivation.case.marks.get(node.address)
    signers = approvals(derivation, node) if node.step.sign and node.kind == "leaf" else ()
    return {signature.by for signature in signers} | ({mark.by} if mark and mark.kind == "done" else set())


def barred(derivation: Derivation, node: Node) -> tuple[str, ...]:
    """Give who may not do a step, or sign it, because of another step that they did."""
    others = (*node.step.not_by, *(node.step.sign.not_by if node.step.sign else ()))
    related = [one for other in others for one in derivation.tree.related(other, node.segments)]
    return tuple(sorted({person for one in related for done in one.walk() for person in doers(derivation, done)}))

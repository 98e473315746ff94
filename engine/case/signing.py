"""Which signatures of a step count, and when there were enough of them (design 5.3, `sign`).

INVARIANT: a signature counts while what it covers is unchanged; put the old answer back, and it counts again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.case.reliance import changed_since

if TYPE_CHECKING:
    from datetime import datetime

    from engine.case.derive import Derivation
    from engine.case.tellings import Signature
    from engine.case.tree import Node


def approvals(derivation: Derivation, node: Node) -> tuple[Signature, ...]:
    """Give the signatures that count: the last word of each person, while what it covers is unchanged."""
    last = {signature.by: signature for signature in derivation.case.signatures.get(node.address, ())}
    reopening = derivation.case.reopened.get(node.address)
    return tuple(
        signature
        for signature in last.values()
        if signature.approved
        and not (reopening and reopening.seq > signature.seq)
        and not changed_since(derivation, node, signature.seq, own=True)
    )


def signed(derivation: Derivation, node: Node) -> datetime | None:
    """Say when enough people had signed, if they have."""
    moments = sorted(signature.since for signature in approvals(derivation, node))
    needed = node.step.sign.at_least if node.step.sign else 0
    return moments[needed - 1] if 0 < needed <= len(moments) else None

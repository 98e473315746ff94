"""Which signatures of a step count, and when there were enough of them (design 5.3, `sign`).

INVARIANT: a signature counts while what it covers is unchanged; put the old answer back, and it counts again, unless
whoever gave it has said since that they do not approve.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.case.people import is_still_asked

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from engine.case.derive import Derivation
    from engine.case.reliance import Correction
    from engine.case.tellings import Signature
    from engine.case.tree import Node


def approvals(derivation: Derivation, node: Node) -> tuple[Signature, ...]:
    """Give the signatures that count: of each person the last that covers what is so now."""
    counting = [one for one in standing(derivation, node) if not derivation.reliance.voided(node, one.seq)]
    return tuple({one.by: one for one in counting if is_still_asked(derivation, node, one)}.values())


def standing(derivation: Derivation, node: Node) -> Iterator[Signature]:
    """Give the signatures that nobody took back: later words of their people, or doing the step again, would have."""
    given = derivation.case.signatures.get(node.address, ())
    refused = {one.by: one.seq for one in given if not one.approved}
    reopening = derivation.case.reopened.get(node.address)
    start = reopening.seq if reopening else 0
    yield from (one for one in given if one.approved and one.seq > max(start, refused.get(one.by, 0)))


def outdated(derivation: Derivation, node: Node) -> list[Correction]:
    """Give the corrections that voided the signatures of people of whom none counts any more."""
    counting = {one.by for one in approvals(derivation, node)}
    lost = {one.by: one for one in standing(derivation, node) if one.by not in counting}
    found = [change for one in lost.values() for change in derivation.reliance.voided(node, one.seq)]
    return list(dict.fromkeys(found))


def signed(derivation: Derivation, node: Node) -> datetime | None:
    """Say when enough people had signed, if they have."""
    if not node.step.sign:
        return None
    moments = sorted(signature.since for signature in approvals(derivation, node))
    needed = node.step.sign.at_least
    return moments[needed - 1] if len(moments) >= needed else None

"""Which step somebody is on, where only one at a time may be worked on (design 5.3, `order: one at a time`)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from engine.case.derive import Derivation
    from engine.case.tree import Node

_NUMBERED: Final = re.compile(r"[\[#]")


def in_the_way(derivation: Derivation, node: Node) -> Node | None:
    """Give the step that has to be settled before this one, or a group it is in, may be worked on; the last taken."""
    if not derivation.case.taken:
        return None
    for above in node.line():
        own = _last_taken(derivation, above)
        for rival in above.rivals:
            if _last_taken(derivation, rival) > own and not derivation.settled(rival):
                return rival
    return None


def _last_taken(derivation: Derivation, node: Node) -> int:
    """How late a step, or one in it, was taken: counted through the steps of the case that are; -1: it is not."""
    if not node.rivals:
        return -1
    around = node.address.removesuffix(node.step.id)
    places = derivation.procedure.places
    last = -1
    for count, address in enumerate(derivation.case.taken):
        if address.startswith(around):
            first = _NUMBERED.split(address[len(around) :].split("/")[0])[0]
            if first == node.step.id or node.step.id in places[first].ancestors:
                last = count
    return last

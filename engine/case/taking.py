"""Which step somebody is on, where only one at a time may be worked on (design 5.3, `order: one at a time`).

A step is worked on from when it, or a step in it, was taken, done or signed, until it is settled; but not while
nothing in it can be done, so that steps of which only one at a time may be worked on never keep each other waiting.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.case.derive import Derivation
    from engine.case.state import Case
    from engine.case.tree import Node


def in_the_way(derivation: Derivation, node: Node) -> Node | None:
    """Give the step that has to be settled before this one, or a group it is in, may be worked on; the last begun."""
    for above in node.line() if derivation.tree.has_rivals else ():
        if not above.rivals:
            continue
        own = derivation.turns.get(above, -1)
        for rival in above.rivals:
            if derivation.turns.get(rival, -1) > own:
                return rival
    return None


def turns(derivation: Derivation) -> dict[Node, int]:
    """Give each step with rivals that was begun and can go on, with the last entry that somebody worked on it."""
    last: dict[Node, int] = {}
    for address, entry in _worked_on(derivation.case):
        node = derivation.tree.by_address.get(address)
        for above in node.line() if node else ():
            if above.rivals:
                last[above] = max(entry, last.get(above, -1))
    return {node: entry for node, entry in last.items() if _goes_on(derivation, node)}


def _worked_on(case: Case) -> Iterator[tuple[str, int]]:
    yield from ((address, taking.seq) for address, taking in case.taken.items())
    yield from ((address, mark.seq) for address, mark in case.marks.items() if mark.kind == "done")
    yield from ((address, signatures[-1].seq) for address, signatures in case.signatures.items())


def _goes_on(derivation: Derivation, node: Node) -> bool:
    """Whether a step, or one in it, could be worked on now if it had no rivals."""
    leaves = (one for one in node.walk() if one.kind == "leaf")
    return not derivation.settled(node) and any(
        derivation.gate(leaf).value is True and not derivation.settled(leaf) for leaf in leaves
    )

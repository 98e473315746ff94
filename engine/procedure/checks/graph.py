"""What can never come about because it waits for itself, and what something has to wait for: walks along the needs.

INVARIANT: all walks are linear in the needs of the procedure, and none of them recurses.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from engine.procedure.checks.needs import Hop, Node, holds_up, needs_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from engine.procedure.checks.needs import Need
    from engine.procedure.model import Procedure


class Graph:
    """All nodes of a procedure with their needs."""

    def __init__(self, procedure: Procedure) -> None:
        steps = [Node("settled", name) for name in procedure.by_id]
        facts = [Node("known", name) for name in procedure.facts]
        self.procedure = procedure
        self.needs: dict[Node, tuple[Need, ...]] = {}
        todo = deque([*steps, *facts])
        while todo:
            node = todo.popleft()
            if node not in self.needs:
                self.needs[node] = needs_of(procedure, node)
                todo += [one for need in self.needs[node] for one in need.nodes]

    def stuck(self) -> dict[Node, None]:
        """Give the nodes that can never come about."""
        waiting = {node: {number for number, _ in enumerate(needs)} for node, needs in self.needs.items()}
        needed_by: dict[Node, list[tuple[Node, int]]] = {}
        for node, needs in self.needs.items():
            for number, need in enumerate(needs):
                for one in need.nodes:
                    needed_by.setdefault(one, []).append((node, number))
        ready = deque(node for node, numbers in waiting.items() if not numbers)
        while ready:
            for node, number in needed_by.get(ready.popleft(), ()):
                if number in waiting[node]:
                    waiting[node].discard(number)
                    ready.extend([] if waiting[node] else [node])
        return {node: None for node, numbers in waiting.items() if numbers}

    def circles(self) -> Iterator[tuple[Hop, ...]]:
        """Give chains that lead back to where they begin, one for each knot."""
        stuck = self.stuck()
        walked: dict[Node, int] = {}
        for walk, start in enumerate(stuck):
            chain: list[Hop] = []
            node = start
            while node not in walked:
                walked[node] = walk
                chain.append(self._next(node, stuck))
                node = chain[-1].next
            if walked[node] == walk and chain:
                beginning = next(at for at, hop in enumerate(chain) if hop.node == node)
                yield tuple(chain[beginning:])

    def _next(self, node: Node, stuck: Collection[Node]) -> Hop:
        """Go on to what a stuck node needs and cannot have."""
        missing = next(need for need in self.needs[node] if all(one in stuck for one in need.nodes))
        return Hop(node, missing, missing.nodes[0])

    def way(self, starts: Iterable[Node], ends: Collection[Node]) -> tuple[Hop, ...] | None:
        """Give a shortest chain from one of the starts to one of the ends, by needs and by what may hold them up."""
        came_by: dict[Node, Hop | None] = dict.fromkeys(starts)
        todo = deque(came_by)
        while todo:
            node = todo.popleft()
            if node in ends:
                return _back(came_by, node)
            for need in (*self.needs.get(node, ()), *holds_up(self.procedure, node)):
                for one in need.nodes:
                    if one not in came_by:
                        came_by[one] = Hop(node, need, one)
                        todo.append(one)
        return None


def _back(came_by: dict[Node, Hop | None], end: Node) -> tuple[Hop, ...]:
    chain: list[Hop] = []
    hop = came_by[end]
    while hop:
        chain.append(hop)
        hop = came_by[hop.node]
    return tuple(reversed(chain))

"""Which step instances a case has: one node a step, one more for each element of a list it is done once per.

Addresses (design 5.4.12) tell elements apart: `recall[2]/call`. A *place* is where facts are told: `patients[2]`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from engine.case.memory import Inputs
from engine.case.state import place_of
from engine.case.tellings import Element
from engine.frozen import dataclass, field
from engine.procedure.model import WaitForArrival

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.case.state import Case
    from engine.case.tellings import Coming
    from engine.condition import Condition, Phrase
    from engine.procedure.model import Procedure, Step

NodeKind: TypeAlias = Literal["leaf", "group", "each", "repeat"]
Segments: TypeAlias = "tuple[tuple[str, int], ...]"
"""A place, taken apart, from the outside in: (list, element number), or (step with a `#`, attempt number)."""


@dataclass(slots=True, eq=False)
class Node:
    """One step instance. `earlier` are the siblings that come before it in a sequence."""

    step: Step
    address: str
    kind: NodeKind
    segments: Segments
    parent: Node | None
    earlier: Node | None = None
    rivals: tuple[Node, ...] = ()
    """Siblings of which only one at a time may be taken."""
    element: Element | None = None
    """The element or coming that an instance is for."""
    is_inner: bool = False
    """Whether it is one of several instances, so that the step's `when` and waits are those of the node above."""
    any_time: bool = False
    comes_by: frozenset[str] = frozenset()
    """The arrivals that may come many times and of which each opens an instance; waits count from that coming."""
    children: list[Node] = field(default_factory=list)
    upward: tuple[Node, ...] = ()
    """The node and those around it, from the inside out."""
    ends: bool = False
    """Whether it, or a node around it, has an `until`."""
    gives_up: bool = False
    """Whether it, or a node around it, may give up."""
    is_silent: bool = False
    """Whether nobody has to do anything in it."""
    condition: Condition | None = None
    """What it is called for by, apart from the nodes around it."""
    place: str = ""
    """The place where facts asked here are told."""

    def __post_init__(self) -> None:
        """Note what follows from the step and from what is around it."""
        step, parent = self.step, self.parent
        self.ends = step.until is not None or (parent is not None and parent.ends)
        self.gives_up = step.give_up is not None or (parent is not None and parent.gives_up)
        self.upward = (self, *parent.upward) if parent else (self,)
        self.is_silent = step.is_silent
        self.condition = (step.for_each.where if step.for_each else None) if self.is_inner else step.when
        self.place = parent.place if parent and parent.segments == self.segments else place_from(self.segments)

    @property
    def is_many(self) -> bool:
        """Whether the node stands for all its elements, comings or attempts together."""
        return self.kind in ("each", "repeat")

    def decides(self, condition: Condition | Phrase) -> bool:
        """Whether it is here that a condition of the step is read: once for all, or at each coming that it names."""
        return self.is_inner is not self.comes_by.isdisjoint(condition.reads.arrivals)

    def walk(self) -> Iterator[Node]:
        """Give the node and all below it, in the order of the file."""
        yield self
        for child in self.children:
            yield from child.walk()

    def line(self) -> tuple[Node, ...]:
        """Give the node and its ancestors, from the inside out."""
        return self.upward


def place_from(segments: Segments) -> str:
    """Put a place together."""
    if not segments:
        return ""
    place = ""
    for name, number in segments:
        place = place_of(place, name, number)
    return place


class Tree:
    """All step instances of a case."""

    def __init__(self, procedure: Procedure, case: Case) -> None:
        self._case = case
        self._arrivals = procedure.arrivals
        self.by_address: dict[str, Node] = {}
        self.by_id: dict[str, list[Node]] = {}
        self.comings: dict[Segments, Coming] = {}
        self._at: dict[tuple[str, Segments], Node] = {}
        self.pausing: list[Node] = []
        """The steps outside of the sequence that make the rest wait while they are open."""
        self.has_rivals = False
        """Whether of some steps only one at a time may be taken."""
        self.inputs = Inputs()
        """What a derivation of these nodes may look at in a case."""
        self.sequence = self._siblings(procedure.steps, procedure.order, None, (), "")
        self.any_time = [self._any_time(step) for step in procedure.any_time]
        for node in self.any_time:
            node.any_time = True
            if node.step.pause:
                self.pausing.append(node)
        self.roots = [*self.sequence, *self.any_time]
        self.last_first = [*self.sequence[::-1], *self.any_time]
        """The steps of the sequence from the last one on, which keeps a case open longest; then those at any time."""

    def nearest(self, step: str, segments: Segments) -> Node | None:
        """Give the instance of a step at a place, or at the nearest place around it."""
        node = self._at.get((step, segments))
        if node or not segments:
            return node
        for depth in range(len(segments) - 1, -1, -1):
            node = self._at.get((step, segments[:depth]))
            if node:
                return node
        return None

    def repeated(self, step: str, segments: Segments) -> Node | None:
        """Give the node that stands for all attempts of a repeated step at a place."""
        return next((node for node in self.by_id[step] if node.kind == "repeat" and node.segments == segments), None)

    def related(self, step: str, segments: Segments) -> list[Node]:
        """Give the instances of a step that are not in another element or attempt than a place is."""
        return [
            node
            for node in self.by_id.get(step, ())
            if all(one == other for one, other in zip(node.segments, segments, strict=False) if one[0] == other[0])
        ]

    def named(self, name: str) -> list[Node]:
        """Give the instances that a person may mean by an address or an id."""
        node = self.by_address.get(name)
        return [node] if node else self.by_id.get(name, [])

    def walk(self) -> Iterator[Node]:
        """Give all nodes in the order of the file."""
        for root in self.roots:
            yield from root.walk()

    def _siblings(
        self, steps: tuple[Step, ...], order: str, parent: Node | None, segments: Segments, prefix: str
    ) -> list[Node]:
        nodes: list[Node] = []
        for step in steps:
            address = f"{prefix}/{step.id}" if prefix else step.id
            earlier = nodes[-1] if nodes and order == "sequence" else None
            nodes.append(self._node(step, address, parent, segments, prefix, earlier))
        if order == "one at a time":
            self.has_rivals = True
            for node in nodes:
                node.rivals = tuple(nodes)
        return nodes

    def _node(
        self,
        step: Step,
        address: str,
        parent: Node | None,
        segments: Segments,
        prefix: str,
        earlier: Node | None,
    ) -> Node:
        if step.for_each:
            name = step.for_each.list
            elements = self._case.elements.get((place_from(segments), name), ())
            node = self._keep(Node(step, address, "each", segments, parent, earlier))
            for element in elements:
                kind = "repeat" if step.repeat else _kind(step)
                self._inner(node, f"{address}[{element.number}]", (name, element.number), kind, element)
            return node
        if step.repeat:
            return self._keep(Node(step, address, "repeat", segments, parent, earlier))
        node = self._keep(Node(step, address, _kind(step), segments, parent, earlier))
        node.children = self._siblings(step.steps, step.order, node, segments, prefix)
        return node

    def _any_time(self, step: Step) -> Node:
        """A step outside the sequence; once for each coming, if it waits for an arrival that may come many times."""
        arrivals = [one.arrival for one in step.wait_for if isinstance(one, WaitForArrival)]
        many = frozenset(arrival for arrival in arrivals if self._arrivals[arrival].many)
        if not many:
            return self._node(step, step.id, None, (), "", None)
        node = self._keep(Node(step, step.id, "each", (), None, comes_by=many))
        comings = [coming for coming in self._case.arrivals if coming.arrival in many]
        for number, coming in enumerate(comings, 1):
            gone = coming.recorded if coming.withdrawn else None
            element = Element(number, coming.number, coming.since, gone)
            inner = self._inner(node, f"{step.id}#{number}", (f"{step.id}#", number), _kind(step), element)
            inner.comes_by = many
            self.comings[inner.segments] = coming
        return node

    def attempt(self, node: Node, number: int) -> Node:
        """Give an attempt of a repeated step, made when it is first asked for."""
        if number <= len(node.children):
            return node.children[number - 1]
        segment = (f"{node.step.id}#", number)
        return self._inner(node, f"{node.address}#{number}", segment, _kind(node.step), None)

    def _inner(
        self, node: Node, address: str, segment: tuple[str, int], kind: NodeKind, element: Element | None
    ) -> Node:
        step, within = node.step, (*node.segments, segment)
        child = self._keep(Node(step, address, kind, within, node, element=element, is_inner=True))
        if kind == "group":
            child.children = self._siblings(step.steps, step.order, child, within, address)
        node.children.append(child)
        return child

    def _keep(self, node: Node) -> Node:
        self.by_address[node.address] = node
        self.by_id.setdefault(node.step.id, []).append(node)
        self._at[node.step.id, node.segments] = node
        return node


def _kind(step: Step) -> NodeKind:
    return "group" if step.steps else "leaf"

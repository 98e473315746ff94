"""What must be over, or known, before a step begins or is settled, or a fact is known: a graph of needs.

INVARIANT: what a node needs follows from the procedure alone, as if nobody skipped a step or told a fact unasked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, TypeAlias, assert_never

from engine.frozen import NamedTuple
from engine.procedure.model import WaitForAny, WaitForArrival, WaitForCondition, WaitForMoment, WaitForStep

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from engine.condition import Condition, Phrase
    from engine.procedure.model import Fact, Procedure, Step, Wait

Link: TypeAlias = Literal[
    "part",
    "holds",
    "order",
    "wait",
    "depends",
    "due",
    "gives up",
    "reminds",
    "asked",
    "asks",
    "worked out",
    "decides",
    "each",
    "element",
    "pauses",
    "turns",
    "turn of",
    "own",
]
"""Why one thing needs another."""

Spot: TypeAlias = "tuple[str | int, ...]"
"""The keys and numbers under a step or fact that lead to where a need is written."""


class Node(NamedTuple):
    """Something that comes about: a step begins or is settled, a fact is known, or whether it applies is.

    `open` and `turns` stand only for what may hold others up: a step that is open, a group whose steps take turns.
    """

    kind: Literal["begins", "settled", "known", "applies", "came", "open", "turns"]
    name: str


class Need(NamedTuple):
    """One of the nodes must have come about."""

    link: Link
    nodes: tuple[Node, ...]
    spot: Spot = ()


class Hop(NamedTuple):
    """One way along the graph: a node, why it needs the next, and that one."""

    node: Node
    need: Need
    next: Node


_PHRASES: Final[dict[Link, str]] = {
    "part": "`{}` is part of `{}`",
    "holds": "`{}` is over when `{}` is",
    "order": "`{}` comes after `{}`",
    "wait": "`{}` waits for `{}`",
    "depends": "`{}` depends on `{}`",
    "due": "`{}` is due by `{}`",
    "gives up": "`{}` gives up by `{}`",
    "reminds": "`{}` reminds by `{}`",
    "asked": "`{}` is asked in `{}`",
    "asks": "`{}` asks `{}`",
    "worked out": "`{}` is worked out from `{}`",
    "decides": "`{}` reads what `{}` came to",
    "each": "`{}` is done for each of `{}`",
    "element": "`{}` is told for each of `{}`",
    "pauses": "`{}` rests while `{}` is open",
    "turns": "`{0}` takes turns with others",
    "turn of": "one of them is `{1}`",
}
_LONG: Final[frozenset[Link]] = frozenset({"part", "holds", "order"})
"""Links of which several in a row are told as one."""

_MOST_TOLD: Final = 8


def needs_of(procedure: Procedure, node: Node) -> tuple[Need, ...]:
    """Give what a node needs, the author's own words first."""
    match node.kind:
        case "begins":
            return tuple(_to_begin(procedure, procedure.by_id[node.name]))
        case "settled":
            return tuple(_to_settle(procedure.by_id[node.name], procedure))
        case "known":
            return tuple(_to_know(procedure.facts[node.name], procedure))
        case "applies":
            return tuple(_to_apply(procedure.facts[node.name], procedure))
        case _:
            return ()


def holds_up(procedure: Procedure, node: Node) -> tuple[Need, ...]:
    """Give what a node may have to wait for without needing it: the turns of others, and steps that pause the rest."""
    if node.kind == "turns":
        group = procedure.by_id.get(node.name)
        steps = group.steps if group else procedure.steps
        return tuple(Need("turn of", (Node("open", step.id),)) for step in steps)
    return tuple(_held_up(procedure, procedure.by_id[node.name])) if node.kind == "begins" else ()


def _held_up(procedure: Procedure, step: Step) -> Iterator[Need]:
    place = procedure.places[step.id]
    root = (*place.ancestors, step.id)[0]
    for one in procedure.any_time:
        if one.pause and one.id != root:
            yield Need("pauses", (Node("open", one.id),))
    group = procedure.by_id[place.ancestors[-1]] if place.ancestors else None
    if (group.order if group else procedure.order) == "one at a time" and not (place.any_time and group is None):
        yield Need("turns", (Node("turns", group.id if group else ""),))


def _to_begin(procedure: Procedure, step: Step) -> Iterator[Need]:
    place = procedure.places[step.id]
    around = _Reader(procedure, outside(procedure, step.id))
    for number, wait in enumerate(step.wait_for):
        yield from around.waits(wait, ("wait_for", number))
    if step.when:
        yield from around.reads(step.when, "depends", ("when",))
    if step.for_each and step.for_each.where:
        element = _Reader(procedure, (*around.home, step.for_each.list))
        yield from element.reads(step.for_each.where, "depends", ("for_each",))
    blocking = [name for name in place.before if not procedure.by_id[name].optional]
    if blocking:
        yield Need("order", (Node("settled", blocking[-1]),))
    if place.ancestors:
        yield Need("part", (Node("begins", place.ancestors[-1]),))


def _to_settle(step: Step, procedure: Procedure) -> Iterator[Need]:
    inside = _Reader(procedure, procedure.places[step.id].home)
    yield from _times(step, inside)
    yield Need("own", (Node("begins", step.id),))
    if step.for_each:
        yield Need("each", (Node("known", step.for_each.list),), ("for_each",))
    if step.repeat:
        needs = inside.reads(step.repeat.until, "depends", ("repeat", "until"))
        yield from (need for need in needs if Node("settled", step.id) not in need.nodes)  # that is the attempt
    for name in step.ask:
        if procedure.facts[name].required:
            yield Need("asks", (Node("applies", name),))
    for one in step.steps:
        if not one.optional:
            yield Need("holds", (Node("settled", one.id),))


def _times(step: Step, inside: _Reader) -> Iterator[Need]:
    """A date that is counted from what comes after the step would never come in time."""
    if step.give_up:
        around = _Reader(inside.procedure, outside(inside.procedure, step.id))
        yield from around.reads(step.give_up, "gives up", ("give_up",))
    if step.due:
        yield from inside.reads(step.due, "due", ("due",))
    for number, reminder in enumerate(step.remind):
        spot = ("remind", number, "every" if reminder.repeats else "at")
        yield from inside.reads(reminder.phrase, "reminds", spot)


def _to_know(fact: Fact, procedure: Procedure) -> Iterator[Need]:
    yield Need("own", (Node("applies", fact.id),))
    for value, when in fact.value:
        for condition in (value, when) if when else (value,):
            yield from _Reader(procedure, fact.home).reads(condition, "worked out", ("value",))
    if fact.element_of:
        yield Need("element", (Node("known", fact.element_of),))
    if fact.id not in procedure.opens_with and (fact.asked_in or fact.brought_by):
        askers = [Node("begins", name) for name in fact.asked_in]
        yield Need("asked", (*askers, *(Node("came", name) for name in fact.brought_by)))


def _to_apply(fact: Fact, procedure: Procedure) -> Iterator[Need]:
    if fact.when:
        yield from _Reader(procedure, fact.home).reads(fact.when, "depends", ("when",))


def outside(procedure: Procedure, name: str) -> tuple[str, ...]:
    """Give the lists and repeated steps around a step, without its own."""
    step, home = procedure.by_id[name], procedure.places[name].home
    return home[: len(home) - bool(step.for_each) - bool(step.repeat)]


class _Reader(NamedTuple):
    """What is read from a place: within these lists and repeated steps."""

    procedure: Procedure
    home: tuple[str, ...]

    def reads(self, reading: Condition | Phrase, link: Link, spot: Spot) -> Iterator[Need]:
        """What has to come about before a condition or a time comes out."""
        reads, procedure = reading.reads, self.procedure
        for name in sorted(reads.facts | reads.lists):
            yield Need(link, (Node("known", name),), spot)
            yield from self._decided(procedure.facts[name].home, spot)
        for name in sorted({step for step, _ in reads.steps}):
            yield from self._over(name, link, spot)

    def waits(self, wait: Wait, spot: Spot) -> Iterator[Need]:
        """What has to come about before a wait is over."""
        match wait:
            case WaitForStep():
                yield from self._over(wait.step, "wait", spot)
            case WaitForArrival():
                yield Need("wait", (Node("came", wait.arrival),), spot)
            case WaitForCondition():
                yield from self.reads(wait.condition, "depends", spot)
            case WaitForMoment():
                yield from self.reads(wait.phrase, "wait", spot)
            case WaitForAny():
                for one in wait.waits:  # also one that is not needed must not lead back: it could never come first
                    yield from self.waits(one, spot)
            case _:
                assert_never(wait)

    def _over(self, name: str, link: Link, spot: Spot) -> Iterator[Need]:
        yield Need(link, (Node("settled", name),), spot)
        yield from self._decided(outside(self.procedure, name), spot)

    def _decided(self, home: tuple[str, ...], spot: Spot) -> Iterator[Need]:
        """Of a repeated step that is not around, the attempt is meant that decided it: it has to be over first."""
        shared = 0
        while self.home[shared : shared + 1] == home[shared : shared + 1] != ():
            shared += 1
        for part in home[shared:]:
            step = self.procedure.by_id[part[:-1]] if part.endswith("#") else None
            if step and step.repeat:
                yield Need("decides", (Node("settled", step.id),), spot)


def tell(chain: Sequence[Hop]) -> str:
    """Tell a chain in the author's words."""
    told: list[tuple[Link, str, str]] = []
    for node, need, following in chain:
        if need.link == "own":
            continue
        if told and need.link in _LONG and told[-1][0] == need.link and told[-1][2] == node.name:
            told[-1] = (need.link, told[-1][1], following.name)
        else:
            told.append((need.link, node.name, following.name))
    phrases = [_PHRASES[link].format(one, other) for link, one, other in told]
    return ", ".join([*phrases[:_MOST_TOLD], *(["..."] if len(phrases) > _MOST_TOLD else [])])

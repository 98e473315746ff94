"""What a waiting step waits for, named so that a person knows what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.case.agenda import Missing
from engine.case.clocks import moment
from engine.case.discretion import hides_date
from engine.case.explain import explain, fill, key_of, segments_of
from engine.case.reach import instances
from engine.case.taking import in_the_way
from engine.case.tree import place_from
from engine.case.values import show_moment
from engine.condition.reading import UNKNOWN
from engine.procedure.model import WaitForAny, WaitForArrival, WaitForCondition, WaitForMoment, WaitForStep

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.case.derive import Derivation
    from engine.case.tree import Node, Segments
    from engine.condition import Condition, Phrase
    from engine.condition.reading import Leaf
    from engine.procedure.model import Fact, Wait


def missing(derivation: Derivation, node: Node) -> tuple[Missing, ...]:
    """Say what a waiting step waits for: what blocks it furthest up, nothing below that."""
    if derivation.standing(node).status != "waiting":
        return ()
    if derivation.case.status == "on hold":
        return (Missing("hold", "hold", "the case is on hold"),)
    for above in reversed(node.line()):
        found = tuple(dict.fromkeys(_of_gate(derivation, above)))
        if found:
            return found
    return tuple(dict.fromkeys(_of_node(derivation, node)))


def _of_gate(derivation: Derivation, node: Node) -> Iterator[Missing]:
    """What keeps a step, or a group around it, from being reached."""
    condition = node.condition
    if condition and derivation.read(condition, node).value is UNKNOWN:
        yield from missing_facts(derivation, condition, node.segments)
    if node.earlier and derivation.passed(node.earlier).value is UNKNOWN:
        yield _step(derivation, _first_unsettled(derivation, node.earlier))
    if not node.is_inner or node.comes_by:
        for wait in node.step.wait_for:
            if derivation.wait(wait, node).value is not True:
                yield from _of_wait(derivation, wait, node)
    if node.parent and node.parent.kind == "repeat" and derivation.attempts.opens(node).value is not True:
        yield from _of_attempt(derivation, node, node.parent)


def _of_node(derivation: Derivation, node: Node) -> Iterator[Missing]:
    """What a step waits for that has been reached."""
    rival = in_the_way(derivation, node)
    if rival:
        yield _step(derivation, rival)
    subcase = derivation.case.subcases.get(node.address)
    if subcase and derivation.is_joining(node):
        yield Missing("case", subcase.case, f"the case {subcase.case} is {subcase.status}")
    for root in derivation.pausing(node):
        yield _step(derivation, root)
    if node.kind == "each" and node.step.for_each:
        yield from missing_fact(derivation, derivation.procedure.facts[node.step.for_each.list], node.segments)
    if node.kind == "repeat" and node.step.repeat and node.children:
        yield from missing_facts(derivation, node.step.repeat.until, node.children[-1].segments)


def _of_attempt(derivation: Derivation, node: Node, parent: Node) -> Iterator[Missing]:
    before = parent.children[parent.children.index(node) - 1]
    if parent.step.repeat and parent.step.repeat.every:
        yield from _of_moment(derivation, parent.step.repeat.every, before)


def _first_unsettled(derivation: Derivation, node: Node) -> Node:
    """Give the first step of a sequence that keeps what comes after this one from beginning."""
    found, waiting = derivation.said.firsts, []
    while node not in found and node.earlier and derivation.passed(node.earlier).value is UNKNOWN:
        waiting.append(node)
        node = node.earlier
    first = found.get(node, node)
    found.update(dict.fromkeys(waiting, first))
    return first


def _step(derivation: Derivation, node: Node) -> Missing:
    return Missing("step", node.address, fill(node.step.title, derivation, node.segments))


def _of_wait(derivation: Derivation, wait: Wait, node: Node) -> Iterator[Missing]:
    match wait:
        case WaitForStep():
            yield from _of_step(derivation, wait.step, node.segments)
        case WaitForArrival():
            yield _arrival(derivation, wait.arrival)
        case WaitForCondition():
            if derivation.read(wait.condition, node).value is UNKNOWN:
                yield from missing_facts(derivation, wait.condition, node.segments)
            else:
                yield from _of_false(derivation, wait.condition, node.segments)
        case WaitForMoment():
            yield from _of_moment(derivation, wait.phrase, node)
        case WaitForAny():
            for one in wait.waits:
                yield from _of_wait(derivation, one, node)


def _of_false(derivation: Derivation, condition: Condition, segments: Segments) -> Iterator[Missing]:
    """A wait for something that is false as it stands: only a correction, or time, can end it."""
    for because in explain(derivation, condition, segments):
        kind = because.kind if because.kind in ("step", "time") else "fact"
        yield Missing(kind, because.name, f"a change of: {because.text}")  # type: ignore[arg-type]  # one of three


def _of_moment(derivation: Derivation, phrase: Phrase, node: Node) -> Iterator[Missing]:
    clock = moment(derivation, phrase, node)
    if clock:
        at = "" if hides_date(derivation, phrase) else f" ({show_moment(clock.moment, derivation.office)})"
        yield Missing("time", phrase.text, f"{phrase.text}{at}")
        return
    for arrival in phrase.reads.arrivals:
        yield _arrival(derivation, arrival)
    for step, _ in phrase.reads.steps:
        yield from _of_step(derivation, step, node.segments)
    for name in phrase.reads.facts:
        found = tuple(missing_fact(derivation, derivation.procedure.facts[name], node.segments))
        yield from found or [Missing("time", phrase.text, f"{phrase.text}, which is none")]


def _arrival(derivation: Derivation, name: str) -> Missing:
    return Missing("arrival", name, derivation.procedure.arrivals[name].title)


def _of_step(derivation: Derivation, name: str, segments: Segments) -> Iterator[Missing]:
    """The unsettled instances of a step; where it is not known yet which there are, the group that will have them.

    If nobody needs that group, it is still the list that has to be told.
    """
    nodes = instances(derivation, name, segments)
    unsettled = [node for node in nodes or () if not derivation.standing(node).is_settled]
    groups = [node for one in derivation.procedure.places[name].ancestors for node in derivation.tree.named(one)]
    found = unsettled or [group for group in groups if not derivation.standing(group).is_settled]
    for node in found:
        yield _step(derivation, node)
    lists = derivation.procedure.places[name].home if nodes is None and not found else ()
    for part in lists:
        if not part.endswith("#"):
            yield from missing_fact(derivation, derivation.procedure.facts[part], segments)


def missing_facts(derivation: Derivation, condition: Condition, segments: Segments) -> Iterator[Missing]:
    """Give what an undecided condition would have to know, down to what can be asked or has to come."""
    key = (condition, derivation.outermost(condition, segments))
    found = derivation.said.lacking.get(key)
    if found is None:
        leaves = condition.explain(derivation.view(key[1]))
        found = tuple(dict.fromkeys(one for leaf in leaves for one in _of_leaf(derivation, leaf)))
        derivation.said.lacking[key] = found
    yield from found


def _of_leaf(derivation: Derivation, leaf: Leaf) -> Iterator[Missing]:
    segments = segments_of(leaf.place)
    match leaf.kind:
        case "fact" | "list":
            yield from missing_fact(derivation, derivation.procedure.facts[leaf.name], segments)
        case "arrival":
            yield _arrival(derivation, leaf.name)
        case "step":
            yield from _of_step(derivation, leaf.name, segments)
        case "time":
            yield Missing("time", leaf.name, leaf.name)


def missing_fact(derivation: Derivation, fact: Fact, segments: Segments) -> Iterator[Missing]:
    """Give what has to be told for a fact to be known: itself, or what it hangs on."""
    if derivation.fact(fact.id, segments).value is not UNKNOWN:
        return
    if fact.when and derivation.read_at(fact.when, segments).value is UNKNOWN:
        yield from missing_facts(derivation, fact.when, segments)
    elif fact.is_worked_out:
        yield from _of_rows(derivation, fact, segments)
    else:
        home = derivation.home(fact.id, segments)
        key = key_of(place_from(home or ()), fact.id)
        yield Missing("fact", fact.id, fact.question or fact.label, key)


def _of_rows(derivation: Derivation, fact: Fact, segments: Segments) -> Iterator[Missing]:
    for value, when in fact.value:
        verdict = derivation.read_at(when, segments).value if when else True
        if verdict is UNKNOWN and when:
            yield from missing_facts(derivation, when, segments)
        elif verdict is True:
            yield from missing_facts(derivation, value, segments)
        if verdict is True or verdict is UNKNOWN:
            return

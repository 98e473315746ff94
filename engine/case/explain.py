"""Why a step or verdict stands as it does: the leaves that decided it, who told them, and what is still missing.

INVARIANT: a reason never holds the value of a private fact.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.case.agenda import Missing
from engine.case.refusals import Because
from engine.case.tree import place_from
from engine.case.values import encode, show, show_moment
from engine.condition.reading import UNKNOWN, Absent
from engine.procedure.model import WaitForAny, WaitForArrival, WaitForCondition, WaitForMoment, WaitForStep

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.case.derive import Derivation
    from engine.case.tree import Node, Segments
    from engine.condition import Condition
    from engine.condition.reading import Leaf
    from engine.procedure.model import Fact, Text, Wait


def explain(derivation: Derivation, condition: Condition, segments: Segments = ()) -> tuple[Because, ...]:
    """Give the leaves that decided a condition, down to what people told."""
    leaves = condition.explain(derivation.view(segments))
    found = [because for leaf in leaves for because in _trace(derivation, leaf, segments)]
    return tuple(dict.fromkeys(found))


def explain_step(derivation: Derivation, node: Node) -> tuple[Because, ...]:
    """Say why a step instance stands as it does."""
    mark = derivation.case.marks.get(node.address)
    standing = derivation.standing(node)
    if mark and standing.status == mark.kind:
        reason = f": {mark.reason}" if mark.reason else ""
        text = f"{_names(derivation, mark.by)} marked it {mark.kind}{reason}"
        return (Because("step", node.step.id, place_from(node.segments), text, None, mark.by, mark.since),)
    if standing.status == "gave up":
        return _why_gave_up(derivation, node)
    if derivation.ending and not derivation.aside(node) and standing.status == "not needed":
        return _why_ended(derivation)
    return tuple(dict.fromkeys(_why_called(derivation, node, false=standing.status == "not needed")))


def _why_gave_up(derivation: Derivation, node: Node) -> tuple[Because, ...]:
    for above in node.line():
        moment = derivation.gave_up(above)
        if moment and above.step.give_up:
            text = f"nothing had come {above.step.give_up.text}, by {show_moment(moment)}"
            return (Because("time", above.step.id, place_from(above.segments), text),)
    return ()


def _why_ended(derivation: Derivation) -> tuple[Because, ...]:
    ending = derivation.ending
    if not ending or not ending.outcome.as_soon_as:
        return ()
    return explain(derivation, ending.outcome.as_soon_as)


def _why_called(derivation: Derivation, node: Node, *, false: bool) -> Iterator[Because]:
    """Reasons of the conditions on the way down to a step: the false ones, or else all that are true."""
    for above in reversed(list(node.line())):
        if above.element and above.element.removed:
            place = place_from(above.segments)
            yield Because("list", above.step.id, place, f"{place} was taken off the list")
        for condition, wanted in ((above.step.when, not false), (above.step.until, false)):
            if condition and derivation.read(condition, above).value is wanted:
                yield from explain(derivation, condition, above.segments)


def missing(derivation: Derivation, node: Node) -> tuple[Missing, ...]:
    """Say what a waiting step waits for: what blocks it furthest up, nothing below that."""
    if derivation.standing(node).status != "waiting":
        return ()
    if derivation.case.status == "on hold":
        return (Missing("hold", "hold", "the case is on hold"),)
    for above in reversed(list(node.line())):
        found = tuple(dict.fromkeys(_missing_here(derivation, above)))
        if found:
            return found
    return ()


def _missing_here(derivation: Derivation, node: Node) -> Iterator[Missing]:
    if derivation.called(node).value is UNKNOWN and node.step.when:
        yield from missing_facts(derivation, node.step.when, node.segments)
    if node.earlier and derivation.passed(node.earlier).value is UNKNOWN:
        yield _missing_step(derivation, _first_unsettled(derivation, node.earlier))
    for wait in node.step.wait_for:
        if derivation.wait(wait, node).value is not True:
            yield from _missing_wait(derivation, wait, node)
    if node.kind == "each" and node.step.for_each and not node.children:
        yield from _missing_fact(derivation, derivation.procedure.facts[node.step.for_each.list], node.segments)
    for rival in node.rivals:
        if rival is not node and derivation.is_taken(rival):
            yield _missing_step(derivation, rival)


def _first_unsettled(derivation: Derivation, node: Node) -> Node:
    first = node
    earlier: Node | None = node
    while earlier:
        if not derivation.standing(earlier).is_settled and not earlier.step.optional:
            first = earlier
        earlier = earlier.earlier
    return first


def _missing_step(derivation: Derivation, node: Node) -> Missing:
    return Missing("step", node.address, fill(node.step.title, derivation, node.segments))


def _missing_wait(derivation: Derivation, wait: Wait, node: Node) -> Iterator[Missing]:
    match wait:
        case WaitForStep():
            for awaited in derivation.tree.at(wait.step, node.segments):
                if not derivation.standing(awaited).is_settled:
                    yield _missing_step(derivation, awaited)
        case WaitForArrival():
            yield Missing("arrival", wait.arrival, derivation.procedure.arrivals[wait.arrival].title)
        case WaitForCondition():
            yield from missing_facts(derivation, wait.condition, node.segments)
        case WaitForMoment():
            moment = derivation.moment(wait.phrase, node)
            until = f" ({show_moment(moment)})" if moment else ""
            yield Missing("time", wait.phrase.text, f"{wait.phrase.text}{until}")
        case WaitForAny():
            for one in wait.waits:
                yield from _missing_wait(derivation, one, node)


def missing_facts(derivation: Derivation, condition: Condition, segments: Segments) -> Iterator[Missing]:
    """Give what an undecided condition would have to know, down to what can be asked or has to come."""
    for leaf in condition.explain(derivation.view(segments)):
        yield from _missing_leaf(derivation, leaf, segments)


def _missing_leaf(derivation: Derivation, leaf: Leaf, segments: Segments) -> Iterator[Missing]:
    if leaf.kind in ("fact", "list"):
        yield from _missing_fact(derivation, derivation.procedure.facts[leaf.name], segments_of(leaf.place))
    elif leaf.kind == "arrival":
        yield Missing("arrival", leaf.name, derivation.procedure.arrivals[leaf.name].title)
    elif leaf.kind == "step":
        for node in derivation.tree.at(leaf.name, segments):
            if not derivation.standing(node).is_settled:
                yield _missing_step(derivation, node)
    else:
        yield Missing("time", leaf.name, leaf.name)


def _missing_fact(derivation: Derivation, fact: Fact, segments: Segments) -> Iterator[Missing]:
    if derivation.facts.read(fact.id, segments).value is not UNKNOWN:
        return
    if fact.when and derivation.read_at(fact.when, segments).value is UNKNOWN:
        yield from missing_facts(derivation, fact.when, segments)
    elif fact.is_worked_out:
        for value, when in fact.value:
            yield from missing_facts(derivation, when or value, segments)
    else:
        home = derivation.facts.home(fact.id, segments)
        key = key_of(place_from(home or ()), fact.id)
        yield Missing("fact", fact.id, fact.question or fact.label, key)


def key_of(place: str, fact: str) -> str:
    """Give the name under which a person tells a fact: `fact`, or `place/fact`."""
    return f"{place}/{fact}" if place else fact


def segments_of(place: str) -> Segments:
    """Take a place apart."""
    segments = []
    for part in place.split("/") if place else ():
        mark = "#" if "#" in part else "["
        name, _, number = part.rstrip("]").partition(mark)
        segments.append((f"{name}#" if mark == "#" else name, int(number)))
    return tuple(segments)


def fill(text: Text, derivation: Derivation, segments: Segments, *, mask: bool = False) -> str:
    """Put the values of facts into words for people; a value that is not there shows as `[name]`."""
    pieces = list(text.pieces)
    for index in range(1, len(pieces), 2):
        pieces[index] = _filling(derivation, pieces[index], segments, mask=mask)
    return "".join(pieces)


def _filling(derivation: Derivation, name: str, segments: Segments, *, mask: bool) -> str:
    fact = derivation.procedure.facts[name]
    shown = show(fact, derivation.facts.read(name, segments).value, derivation.office)
    if not shown:
        return f"[{name.replace('_', ' ')}]"
    return masked(shown) if mask and fact.private else shown


def masked(words: str) -> str:
    """Hide a private value but for the first letter of each of its words, at most three."""
    return " ".join(f"{word[0]}···" for word in words.split()[:3])


def _trace(derivation: Derivation, leaf: Leaf, segments: Segments) -> Iterator[Because]:
    if leaf.kind == "fact":
        yield from _trace_fact(derivation, leaf)
    elif leaf.kind == "step":
        yield from _trace_step(derivation, leaf, segments)
    else:
        yield Because(leaf.kind, leaf.name, leaf.place, _words(derivation, leaf), None, None, leaf.since)


def _trace_fact(derivation: Derivation, leaf: Leaf) -> Iterator[Because]:
    fact = derivation.procedure.facts[leaf.name]
    segments = segments_of(leaf.place)
    if fact.when and derivation.read_at(fact.when, segments).value is not True:
        yield from explain(derivation, fact.when, segments)
        return
    if fact.is_worked_out:
        yield from _trace_rows(derivation, fact, segments)
        return
    answer = derivation.facts.answer(segments, fact.id)
    value = None if fact.private or isinstance(leaf.value, Absent) else encode(leaf.value)
    by, at = (answer.by, answer.told_at) if answer else (None, None)
    yield Because("fact", fact.id, leaf.place, _fact_words(derivation, fact, leaf), value, by, at)


def _trace_rows(derivation: Derivation, fact: Fact, segments: Segments) -> Iterator[Because]:
    for value, when in fact.value:
        if when:
            yield from explain(derivation, when, segments)
            if derivation.read_at(when, segments).value is not True:
                continue
        yield from explain(derivation, value, segments)
        return


def _fact_words(derivation: Derivation, fact: Fact, leaf: Leaf) -> str:
    if leaf.value is UNKNOWN:
        return f"{fact.label}: not told yet"
    if isinstance(leaf.value, Absent):
        return f"{fact.label}: none"
    shown = "told" if fact.private else show(fact, leaf.value, derivation.office)
    return f"{fact.label}: {shown}"


def _trace_step(derivation: Derivation, leaf: Leaf, segments: Segments) -> Iterator[Because]:
    for node in derivation.tree.at(leaf.name, segments):
        standing = derivation.standing(node)
        title = fill(node.step.title, derivation, node.segments, mask=True)
        yield Because("step", leaf.name, leaf.place, f"{title}: {standing.status}", None, None, standing.since)


def _words(derivation: Derivation, leaf: Leaf) -> str:
    if leaf.kind == "arrival":
        title = derivation.procedure.arrivals[leaf.name].title
        return f"{title}: {'has not come yet' if leaf.value is UNKNOWN else 'has come'}"
    if leaf.kind == "list":
        return f"{derivation.procedure.facts[leaf.name].label}: {'not told yet' if leaf.value is UNKNOWN else 'told'}"
    return leaf.name


def _names(derivation: Derivation, actor: str) -> str:
    person = derivation.office.staff.get(actor)
    return person.full_name if person else actor

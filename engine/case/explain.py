"""Why a step or verdict stands as it does: the leaves that decided it, and who told them.

INVARIANT: a reason never holds the value of a private fact.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.case.clocks import gave_up
from engine.case.discretion import hides, hides_date, masked
from engine.case.reach import instances
from engine.case.refusals import Because
from engine.case.tree import place_from
from engine.case.values import encode, show, show_moment
from engine.condition.reading import UNKNOWN, Absent

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from engine.case.derive import Derivation
    from engine.case.tellings import Mark
    from engine.case.tree import Node, Segments
    from engine.condition import Condition
    from engine.condition.reading import Leaf
    from engine.procedure.model import Fact, Text


def explain(derivation: Derivation, condition: Condition, segments: Segments = ()) -> tuple[Because, ...]:
    """Give the leaves that decided a condition, down to what people told."""
    key = (condition, derivation.outermost(condition, segments))
    found = derivation.said.traced.get(key)
    if found is None:
        leaves = condition.explain(derivation.view(key[1]))
        found = _each_once(because for leaf in leaves for because in trace(derivation, leaf))
        derivation.said.traced[key] = found
    return found


def explain_step(derivation: Derivation, node: Node) -> tuple[Because, ...]:
    """Say why a step instance stands as it does."""
    mark = derivation.case.marks.get(node.address)
    standing = derivation.standing(node)
    if mark and standing.status == mark.kind:
        return (_why_marked(derivation, node, mark),)
    match standing.status:
        case "skipped":
            return tuple(_why_skipped(derivation, node))
        case "gave up":
            return _why_gave_up(derivation, node)
        case "not needed" if derivation.called(node).value is not False:
            return _why_ended(derivation)
    return _each_once(_why_called(derivation, node, false=standing.status == "not needed"))


def _why_marked(derivation: Derivation, node: Node, mark: Mark) -> Because:
    reason = f": {mark.reason}" if mark.reason and not derivation.discretion.words else ""
    text = f"{_names(derivation, mark.by)} marked it {mark.kind}{reason}"
    return Because("step", node.step.id, place_from(node.segments), text, None, mark.by, mark.since)


def _why_skipped(derivation: Derivation, node: Node) -> Iterator[Because]:
    """A group is skipped with all in it, or as the sum of what is in it."""
    for one in (*node.line(), *node.walk()):
        mark = derivation.case.marks.get(one.address)
        if mark and mark.kind == "skipped":
            yield _why_marked(derivation, one, mark)
            return


def _each_once(found: Iterable[Because]) -> tuple[Because, ...]:
    """Leave out repetitions; the value need not be compared, the text shows it."""
    return tuple({(one.kind, one.name, one.place, one.text, one.told_at): one for one in found}.values())


def _why_gave_up(derivation: Derivation, node: Node) -> tuple[Because, ...]:
    for above in node.line():
        moment = gave_up(derivation, above)
        if moment and above.step.give_up:
            by = "" if hides_date(derivation, above.step.give_up) else f", by {show_moment(moment, derivation.office)}"
            text = f"nothing had come {above.step.give_up.text}{by}"
            return (Because("time", above.step.id, place_from(above.segments), text),)
    return ()


def _why_ended(derivation: Derivation) -> tuple[Because, ...]:
    ending, case = derivation.ending, derivation.case
    if ending and ending.outcome.as_soon_as:
        return explain(derivation, ending.outcome.as_soon_as)
    if case.ended:
        ended = show_moment(case.ended, derivation.office)
        return (Because("time", case.status, "", f"the case was {case.status} on {ended}"),)
    return ()


def _why_called(derivation: Derivation, node: Node, *, false: bool) -> Iterator[Because]:
    """Reasons of the conditions on the way down to a step: the false ones, or else all that are true."""
    for above in reversed(node.line()):
        if above.condition or above.step.until or above.element:
            found = derivation.said.reasons.get((above, false))
            if found is None:  # what is above many is looked at once
                found = tuple(_why_called_itself(derivation, above, false=false))
                derivation.said.reasons[above, false] = found
            yield from found


def _why_called_itself(derivation: Derivation, node: Node, *, false: bool) -> Iterator[Because]:
    if node.element and node.element.removed:
        place = place_from(node.segments)
        yield Because("list", node.step.id, place, f"{place} was taken off the list")
    until = node.step.until if node.step.until and node.decides(node.step.until) else None
    for condition, wanted in ((node.condition, not false), (until, false)):
        if condition and derivation.read(condition, node).value is wanted:
            yield from explain(derivation, condition, node.segments)


def key_of(place: str, fact: str) -> str:
    """Give the name under which a person tells a fact: `fact`, or `place/fact`."""
    return f"{place}/{fact}" if place else fact


def segments_of(place: str) -> Segments:
    """Take a place apart."""
    if not place:
        return ()
    segments = []
    for part in place.split("/"):
        mark = "#" if "#" in part else "["
        name, _, number = part.rstrip("]").partition(mark)
        segments.append((f"{name}#" if mark == "#" else name, int(number)))
    return tuple(segments)


def fill(text: Text, derivation: Derivation, segments: Segments, *, mask: bool = False) -> str:
    """Put the values of facts into words for people; a value that is not there shows as `[name]`."""
    if len(text.pieces) == 1:
        return text.pieces[0]
    pieces = list(text.pieces)
    for index in range(1, len(pieces), 2):
        pieces[index] = _filling(derivation, pieces[index], segments, mask=mask)
    return "".join(pieces)


def _filling(derivation: Derivation, name: str, segments: Segments, *, mask: bool) -> str:
    fact = derivation.procedure.facts[name]
    shown = show(fact, derivation.fact(name, segments).value, derivation.office)
    if not shown and fact.element_of and derivation.home(name, segments) is None:
        return f"each {(fact.title or name.replace('_', ' ')).lower()}"  # seen from outside of the elements
    if not shown:
        return f"[{name.replace('_', ' ')}]"
    return masked(fact, shown) if (mask and fact.private) or hides(derivation, fact) else shown


def trace(derivation: Derivation, leaf: Leaf) -> Iterator[Because]:
    """Follow a leaf down to what people told."""
    if leaf.kind == "fact":
        yield from _trace_fact(derivation, leaf)
    elif leaf.kind == "step":
        yield from _trace_step(derivation, leaf)
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
    answer = derivation.answer(segments, fact.id)
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
    where = where_of(derivation, segments_of(leaf.place), mask=True)
    about = f"{fact.label} ({where})" if where else fact.label
    colon = "" if about.endswith("?") else ":"
    if leaf.value is UNKNOWN:
        return f"{about}{colon} not told yet"
    if isinstance(leaf.value, Absent):
        return f"{about}{colon} none"
    shown = "told" if fact.private else show(fact, leaf.value, derivation.office)
    return f"{about}{colon} {shown}"


def where_of(derivation: Derivation, segments: Segments, *, mask: bool = False) -> str:
    """Say in words of which element and attempt something is: `Balloons, attempt 2`."""
    words = []
    for number, (name, count) in enumerate(segments, 1):
        if name.endswith("#"):
            words.append(f"attempt {count}")
            continue
        listed = derivation.procedure.facts[name]
        head = derivation.procedure.facts[listed.of[0]] if listed.of else None
        shown = show(head, derivation.fact(head.id, segments[:number]).value, derivation.office) if head else ""
        if head and ((mask and head.private) or hides(derivation, head)):
            shown = masked(head, shown)
        words.append(shown or f"{name}[{count}]")
    return ", ".join(words)


def _trace_step(derivation: Derivation, leaf: Leaf) -> Iterator[Because]:
    for node in instances(derivation, leaf.name, segments_of(leaf.place)) or ():
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

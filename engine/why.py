"""Why something in a case stands as it does: a step with its dates, an outcome, a fact; with the line of the file.

INVARIANT: a reason never holds the value of a private fact.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.case.explain import explain, explain_step, fill
from engine.case.lists import show_fact
from engine.case.missing import missing, missing_fact
from engine.case.nearest import nearest
from engine.case.people import may_see
from engine.case.reckoning import reckonings
from engine.case.refusals import Because, Refusal
from engine.case.tree import place_from
from engine.condition.reading import NONE, UNKNOWN, Absent
from engine.frozen import dataclass, replace
from engine.procedure.model import WaitForAny, WaitForArrival, WaitForCondition, WaitForMoment, WaitForStep
from engine.procedure.places import key_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from engine.case.deciding import Deciding
    from engine.case.derive import Derivation
    from engine.case.reckoning import Reckoning
    from engine.case.tree import Node, Segments
    from engine.condition.reading import Value
    from engine.procedure.model import Fact, Outcome, Wait


@dataclass(frozen=True, slots=True)
class Rule:
    """A condition of the file, and how it stands: `true`, `false` or `unknown`."""

    key: str
    text: str
    verdict: str
    line: int


@dataclass(frozen=True, slots=True)
class Why:
    """Why a step, an outcome or a fact stands as it does.

    Args:
        because: What decided it, down to what people told.
        conditions: The rules it hangs on.
        file: The file the case goes by, or which version it was if the file is another by now.
        nearest: Of a step that is not called for: the smallest changes of answers that would call for it, in words.
        waits_for: Of a waiting step, or of a fact that is not known: what would have to come.
        dates: Of a step: every date it carries, and how it came about.
    """

    at: str
    title: str
    status: str
    since: datetime | None
    because: tuple[Because, ...]
    conditions: tuple[Rule, ...]
    file: str
    line: int
    nearest: tuple[str, ...] = ()
    waits_for: tuple[str, ...] = ()
    dates: tuple[Reckoning, ...] = ()


class Places:
    """The text that a case goes by: what it is called, and where in it something stands."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self._lines: Mapping[tuple[str, str], int] = key_lines(text)

    def line(self, name: str, key: str = "") -> int:
        """Give the line of a key, or of what it belongs to."""
        return self._lines.get((name, key)) or self._lines.get((name, ""), 1)


def why(deciding: Deciding, name: str, places: Places) -> Why | Refusal:
    """Explain what a name stands for: an outcome, a step by its id or address, or a fact.

    Private values stay hidden from everybody; the reasons that people gave only from who does not work on the case.
    """
    derivation = deciding.derivation
    derivation.discretion = derivation.discretion._replace(words=not may_see(derivation, deciding.asked.actor))
    for outcome in derivation.procedure.outcomes:
        if outcome.id == name:
            return why_outcome(derivation, outcome, places)
    if name.rpartition("/")[2] in derivation.procedure.facts:
        told = deciding.told(name)
        if isinstance(told, Refusal):
            return told
        return why_fact(derivation, told.fact, told.segments, places)
    node = deciding.node(name)
    if isinstance(node, Refusal):
        return node
    return why_step(derivation, derivation.tree.by_address[node.address], places)


def why_step(derivation: Derivation, node: Node, places: Places) -> Why:
    """Explain a step."""
    standing = derivation.standing(node)
    return Why(
        at=node.address,
        title=fill(node.step.title, derivation, node.segments),
        status=standing.status,
        since=standing.since,
        because=explain_step(derivation, node),
        conditions=tuple(_rules(derivation, node, places)),
        file=places.file,
        line=places.line(node.step.id),
        nearest=tuple(
            " and ".join(f"{change.label}: {change.shown}" for change in changes)
            for changes in nearest(derivation, node)
        ),
        waits_for=tuple(one.text for one in missing(derivation, node)),
        dates=tuple(replace(one, line=places.line(node.step.id, one.key)) for one in reckonings(derivation, node)),
    )


def _rules(derivation: Derivation, node: Node, places: Places) -> Iterator[Rule]:
    """The rules on the way down to a step."""
    for above in reversed(list(node.line())):
        step = above.step
        if above.is_inner:
            where = step.for_each.where if step.for_each else None
            if where:
                verdict = _verdict(derivation.read(where, above).value)
                yield Rule(f"where of {above.address}", where.text, verdict, places.line(step.id, "for_each"))
            continue
        for key, condition in (("when", step.when), ("until", step.until)):
            if condition:
                verdict = _verdict(derivation.read(condition, above).value)
                yield Rule(f"{key} of {above.address}", condition.text, verdict, places.line(step.id, key))
        for wait in step.wait_for:
            verdict = "true" if derivation.wait(wait, above).value is True else "not yet"
            yield Rule(f"wait_for of {above.address}", _wait_text(wait), verdict, places.line(step.id, "wait_for"))


def _wait_text(wait: Wait) -> str:
    match wait:
        case WaitForStep():
            return wait.step
        case WaitForArrival():
            return wait.arrival
        case WaitForCondition():
            return wait.condition.text
        case WaitForMoment():
            return wait.phrase.text
        case WaitForAny():
            return f"any_of: {', '.join(map(_wait_text, wait.waits))}"


def why_outcome(derivation: Derivation, outcome: Outcome, places: Places) -> Why:
    """Explain why a case ended, or would end as it stands, with an outcome, or why it does not."""
    case = derivation.case
    ended = case.status in ("closed", "cancelled")
    by_now = next((one for one in derivation.procedure.outcomes if one.id == case.outcome), None)
    named = by_now if ended else derivation.outcome()
    is_named = named is not None and named.id == outcome.id
    keys = [(key, one) for key, one in (("when", outcome.when), ("as_soon_as", outcome.as_soon_as)) if one]
    because = [one for _, condition in keys for one in explain(derivation, condition)]
    before = _before(derivation, outcome, named)
    return Why(
        at=outcome.id,
        title=outcome.title,
        status=_outcome_status(is_named=is_named, ended=ended, called_off=case.status == "cancelled"),
        since=case.ended if is_named and ended else None,
        because=tuple(dict.fromkeys([*because, *before])),
        conditions=tuple(
            Rule(key, one.text, _verdict(derivation.read_at(one, ()).value), places.line(outcome.id, key))
            for key, one in keys
        ),
        file=places.file,
        line=places.line(outcome.id),
    )


def _outcome_status(*, is_named: bool, ended: bool, called_off: bool) -> str:
    if called_off:
        return "no outcome: the case was called off"
    if ended:
        return "how the case ended" if is_named else "not how the case ended"
    return "how the case ends, as it stands" if is_named else "not how the case ends, as it stands"


def _before(derivation: Derivation, outcome: Outcome, named: Outcome | None) -> Iterator[Because]:
    """Say which outcome goes before this one, or why those further up do not."""
    if derivation.case.status == "cancelled":
        told = derivation.case.ending_reason
        reason = f": {told}" if told and not derivation.discretion.words else ""
        yield Because("outcome", outcome.id, "", f"the case was called off{reason}")
    elif named and named.id != outcome.id:
        ending = derivation.ending
        if ending and ending.outcome.id == named.id:
            yield Because("outcome", named.id, "", f"“{named.title}” came true first, and ended the case at once")
        elif _stands_above(derivation, named, outcome):
            yield Because("outcome", named.id, "", f"“{named.title}” stands above it, and is true")
    elif named and not outcome.as_soon_as:
        above = [one for one in derivation.procedure.outcomes if _stands_above(derivation, one, outcome)]
        yield from (Because("outcome", one.id, "", f"“{one.title}”, above it, is not true") for one in above)


def _stands_above(derivation: Derivation, one: Outcome, other: Outcome) -> bool:
    order = [outcome.id for outcome in derivation.procedure.outcomes]
    return order.index(one.id) < order.index(other.id)


def why_fact(derivation: Derivation, fact: Fact, segments: Segments, places: Places) -> Why:
    """Explain why a fact has the value it has, or none."""
    value = derivation.fact(fact.id, segments).value
    answer = derivation.answer(segments, fact.id)
    place = place_from(segments)
    return Why(
        at=f"{place}/{fact.id}" if place else fact.id,
        title=fact.label,
        status=_fact_status(derivation, fact, segments, value),
        since=answer.told_at if answer else None,
        because=tuple(_why_fact(derivation, fact, segments, value)),
        conditions=tuple(_fact_rules(derivation, fact, segments, places)),
        file=places.file,
        line=places.line(fact.id),
        waits_for=tuple(one.text for one in missing_fact(derivation, fact, segments)),
    )


def _fact_status(derivation: Derivation, fact: Fact, segments: Segments, value: Value) -> str:
    if value is UNKNOWN:
        return "not known yet"
    if value is NONE:
        return "none"
    shown = "" if fact.private else f": {show_fact(derivation, fact, segments)}"
    return f"worked out{shown}" if fact.is_worked_out else f"told{shown}"


def _why_fact(derivation: Derivation, fact: Fact, segments: Segments, value: Value) -> Iterator[Because]:
    answer = derivation.answer(segments, fact.id)
    if fact.when and derivation.read_at(fact.when, segments).value is not True:
        yield from explain(derivation, fact.when, segments)
    elif fact.is_worked_out:
        yield from _why_worked_out(derivation, fact, segments)
    elif answer:
        step = derivation.tree.by_address.get(answer.step or "")
        where = f" in “{fill(step.step.title, derivation, step.segments, mask=True)}”" if step else ""
        said = "that it cannot be told, or left it blank" if answer.value is None else "it"
        text = f"{_person(derivation, answer.by)} told {said}{where}"
        yield Because("fact", fact.id, place_from(segments), text, None, answer.by, answer.told_at)
    elif value is NONE:
        text = "nobody told it, and nothing will ask for it any more"
        yield Because("fact", fact.id, place_from(segments), text)


def _why_worked_out(derivation: Derivation, fact: Fact, segments: Segments) -> Iterator[Because]:
    """What decided which row counts, and what went into it."""
    for value, when in fact.value:
        verdict = derivation.read_at(when, segments).value if when else True
        if when and not isinstance(verdict, Absent):
            yield from explain(derivation, when, segments)
        if verdict is True:
            yield from explain(derivation, value, segments)
            return


def _fact_rules(derivation: Derivation, fact: Fact, segments: Segments, places: Places) -> Iterator[Rule]:
    if fact.when:
        applies = _verdict(derivation.read_at(fact.when, segments).value)
        yield Rule("when", fact.when.text, applies, places.line(fact.id, "when"))
    decided = False
    for value, when in fact.value:
        verdict = derivation.read_at(when, segments).value if when else True
        text = f"{value.text} when {when.text}" if when else value.text
        counts = verdict is True and not decided
        yield Rule("value", text, "this row counts" if counts else _verdict(verdict), places.line(fact.id, "value"))
        decided = decided or verdict is True or verdict is UNKNOWN


def _verdict(value: Value) -> str:
    if value is UNKNOWN:
        return "unknown"
    return "true" if value is True else "false"


def _person(derivation: Derivation, actor: str) -> str:
    person = derivation.office.staff.get(actor)
    return person.full_name if person else actor

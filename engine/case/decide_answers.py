"""Decisions about facts: telling, correcting, lists, and what arrivals bring."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from engine.case import events
from engine.case.answers import Problem, read_answer, read_element
from engine.case.explain import explain, key_of
from engine.case.refusals import Refusal, refuse
from engine.case.state import place_of
from engine.case.tree import place_from
from engine.condition.reading import NONE, UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from engine.case import commands
    from engine.case.deciding import Deciding, Told
    from engine.case.events import Event, Json
    from engine.case.tellings import Coming
    from engine.case.tree import Node, Segments
    from engine.procedure.model import Arrival, Fact

Decision: TypeAlias = "list[Event] | Refusal"


def record_answers(deciding: Deciding, told: Mapping[str, Json], node: Node | None = None) -> Decision:
    """Tell facts, it may be in a step; telling what is known already changes nothing, telling otherwise is refused."""
    found: list[Event] = []
    asking = node if node and deciding.derivation.standing(node).status == "open" else None
    for key, given in told.items():
        if asking and _is_asked(deciding, asking, key):
            kept = _checked(deciding, deciding.procedure.facts[key], given, key)
            if isinstance(kept, Refusal):
                return kept
            found.append(events.AnswerRecorded(key, kept, "", asking.address))
            continue
        decided = _record(deciding, key, given, node.address if node else None)
        if isinstance(decided, Refusal):
            return decided
        found += decided
    return found


def _is_asked(deciding: Deciding, node: Node, key: str) -> bool:
    """Whether it can be seen at once that a step which is open asks a fact that nobody told yet."""
    is_plain = key in node.step.ask and key in deciding.derivation.plan.single
    return is_plain and ("", key) not in deciding.case.answers


def _record(deciding: Deciding, key: str, given: Json, step: str | None) -> Decision:
    told = deciding.told(key)
    if isinstance(told, Refusal):
        return told
    refusal = _not_askable(told.fact)
    if refusal:
        return refusal
    if told.fact.kind == "list":
        return _record_list(deciding, told, given)
    kept = _checked(deciding, told.fact, given, told.key)
    if isinstance(kept, Refusal):
        return kept
    if told.fact.when or deciding.derivation.fact(told.fact.id, told.segments).value is not UNKNOWN:
        answer = deciding.derivation.answer(told.segments, told.fact.id)
        if answer:
            same = answer.value == kept
            return [] if same else refuse("already-told", fact=told.key, case=deciding.case.id)
        refusal = _not_applying(deciding, told)
        if refusal:
            return refusal
    asker = step or _asker(deciding, told)
    return [events.AnswerRecorded(told.fact.id, kept, told.place, asker)]


def _not_askable(fact: Fact) -> Refusal | None:
    if fact.is_worked_out:
        return refuse("worked-out", fact=fact.id)
    if not (fact.asked_in or fact.brought_by or fact.element_of):
        return refuse("not-asked", fact=fact.id)
    return None


def _not_applying(deciding: Deciding, told: Told) -> Refusal | None:
    reading = deciding.derivation.fact(told.fact.id, told.segments)
    if reading.value is not NONE:
        return None
    because = explain(deciding.derivation, told.fact.when, told.segments) if told.fact.when else ()
    return refuse("does-not-apply", because, told.key, fact=told.key)


def _asker(deciding: Deciding, told: Told) -> str | None:
    for name in told.fact.asked_in:
        for node in deciding.derivation.tree.related(name, told.segments):
            if deciding.derivation.standing(node).status == "open":
                return node.address
    return None


def _checked(deciding: Deciding, fact: Fact, given: Json, key: str) -> Json | Refusal:
    kept = read_answer(fact, given, deciding.asked.office, deciding.asked.now)
    if isinstance(kept, Problem):
        return refuse("wrong-answer", field=key, fact=key, problem=kept.message)
    return kept


def _record_list(deciding: Deciding, told: Told, given: Json) -> Decision:
    if deciding.case.answer(told.place, told.fact.id):
        return refuse("is-a-list", fact=told.key)
    refusal = _not_applying(deciding, told)
    if refusal:
        return refusal
    if given is None or given == "":
        given = []
    if not isinstance(given, list):
        return refuse("wrong-answer", field=told.key, fact=told.key, problem=_list_form(told.fact))
    found: list[Event] = []
    for one in given:
        added = _element(deciding, told, one, len(found))
        if isinstance(added, Refusal):
            return added
        found.append(added)
    return [*found, events.AnswerRecorded(told.fact.id, len(found), told.place, _asker(deciding, told))]


def _list_form(fact: Fact) -> str:
    inner = ", ".join(f'"{name}": "..."' for name in fact.of)
    return f"a list is expected, written like [{{{inner}}}], or [] for none"


def _element(deciding: Deciding, told: Told, given: Json, ahead: int = 0) -> events.ElementAdded | Refusal:
    facts = {name: deciding.procedure.facts[name] for name in told.fact.of}
    element = read_element(facts, given, deciding.asked.office, deciding.asked.now)
    number = len(deciding.case.elements.get((told.place, told.fact.id), ())) + ahead + 1
    if isinstance(element, tuple):
        name, problem = element
        key = key_of(place_of(told.place, told.fact.id, number), name) if name else told.key
        return refuse("wrong-answer", field=key, fact=key, problem=problem.message)
    return events.ElementAdded(told.fact.id, number, element, told.place)


def amend_answer(deciding: Deciding, command: commands.AmendAnswer) -> Decision:
    """Correct an answer, or give one where there was none."""
    told = deciding.told(command.fact)
    if isinstance(told, Refusal):
        return told
    if told.fact.kind == "list":
        return refuse("is-a-list", fact=told.key)
    if told.fact.is_worked_out:
        return refuse("worked-out", fact=told.key)
    if not command.reason.strip():
        return refuse("reason-needed", field="reason")
    answer = deciding.derivation.answer(told.segments, told.fact.id)
    if not answer and deciding.derivation.fact(told.fact.id, told.segments).value is UNKNOWN:
        return refuse("not-told", fact=told.key, case=deciding.case.id)
    if not answer and (refusal := _cannot_apply(deciding, told)):
        return refusal
    kept = _checked(deciding, told.fact, command.value, told.key)
    if isinstance(kept, Refusal):
        return kept
    if answer and answer.value == kept:
        return refuse("nothing-changes", field=told.key, fact=told.key)
    return [events.AnswerAmended(told.fact.id, kept, told.place, command.reason.strip())]


def _cannot_apply(deciding: Deciding, told: Told) -> Refusal | None:
    """A fact whose own `when` is false takes no value; one that merely nobody asked any more does."""
    when = told.fact.when
    if when and deciding.derivation.read_at(when, told.segments).value is not True:
        return _not_applying(deciding, told)
    return _not_askable(told.fact)


def add_element(deciding: Deciding, command: commands.AddElement) -> Decision:
    """Add an element to a list."""
    told = deciding.told(command.list)
    if isinstance(told, Refusal):
        return told
    if told.fact.kind != "list":
        return refuse("not-a-list", fact=told.key)
    refusal = None if deciding.case.answer(told.place, told.fact.id) else _not_applying(deciding, told)
    if refusal:
        return refusal
    added = _element(deciding, told, dict(command.told))
    return added if isinstance(added, Refusal) else [added]


def remove_element(deciding: Deciding, command: commands.RemoveElement) -> Decision:
    """Take an element off a list."""
    if not command.reason.strip():
        return refuse("reason-needed", field="reason")
    segments = deciding.segments(command.element)
    if not segments:
        return refuse("unknown-place", place=command.element, case=deciding.case.id)
    name, number = segments[-1]
    return [events.ElementRemoved(name, number, place_from(segments[:-1]), command.reason.strip())]


def record_arrival(deciding: Deciding, command: commands.RecordArrival) -> Decision:
    """Record an arrival; what it brings fills unknown facts only, the rest is shown as a conflict (design 5.4.7)."""
    place, _, name = command.arrival.rpartition("/")
    arrival = deciding.procedure.arrivals.get(name)
    if not arrival:
        known = deciding.procedure.arrivals
        return refuse("unknown-arrival", arrival=name, next=deciding.similar(name, known))
    segments = deciding.segments(place)
    if segments is None:
        return refuse("unknown-place", place=place, case=deciding.case.id)
    inside = None if segments else deciding.derivation.plan.list_of(name)
    if inside:
        return refuse("element-needed", arrival=name, list=inside)
    brought = _brought(deciding, arrival, command.brought)
    if isinstance(brought, Refusal):
        return brought
    number = len(deciding.case.arrivals) + 1
    found: list[Event] = [events.ArrivalRecorded(name, number, brought, place_from(segments))]
    if deciding.case.status in ("closed", "cancelled") or _is_duplicate(deciding, arrival, segments):
        return found
    return found + _filled(deciding, brought, segments, number)


def _is_duplicate(deciding: Deciding, arrival: Arrival, segments: Segments) -> bool:
    return not arrival.many and any(
        coming.arrival == arrival.id and not coming.withdrawn and coming.place == place_from(segments)
        for coming in deciding.case.arrivals
    )


def _brought(deciding: Deciding, arrival: Arrival, given: Mapping[str, Json]) -> dict[str, Json] | Refusal:
    brought: dict[str, Json] = {}
    for name, value in given.items():
        if name not in arrival.brings:
            brings = ", ".join(arrival.brings) or "nothing"
            return refuse("not-brought", field=name, arrival=arrival.id, fact=name, brings=brings)
        kept = _checked(deciding, deciding.procedure.facts[name], value, name)
        if isinstance(kept, Refusal):
            return kept
        brought[name] = kept
    return brought


def _filled(deciding: Deciding, brought: Mapping[str, Json], segments: Segments, number: int) -> list[Event]:
    found: list[Event] = []
    for name, value in brought.items():
        home = _told_where(deciding, name, segments)
        if home is not None and not deciding.derivation.is_told(name, home):
            found.append(events.AnswerRecorded(name, value, place_from(home), None, number))
    return found


def came_since(deciding: Deciding, entry: int | None) -> list[Event]:
    """Tell what arrivals brought while a case was closed; it is not known from elsewhere."""
    comings = deciding.case.arrivals
    late = [one for one in comings if entry and one.seq > entry and not one.withdrawn]
    found: list[Event] = []
    for one in late:
        if not _same(deciding, one, comings[: comings.index(one)]):
            found += _told_by(deciding.after(found), one)
    return found


def _same(deciding: Deciding, coming: Coming, others: Sequence[Coming]) -> list[Coming]:
    """Give those among others that are the same as an arrival, if it comes once."""
    arrival = deciding.procedure.arrivals.get(coming.arrival)
    where = (coming.arrival, coming.place)
    there = [one for one in others if (one.arrival, one.place) == where and not one.withdrawn]
    return [] if arrival is None or arrival.many else there


def _told_by(deciding: Deciding, coming: Coming) -> list[Event]:
    return _filled(deciding, coming.brought, deciding.segments(coming.place) or (), coming.number)


def _told_where(deciding: Deciding, name: str, segments: Segments) -> Segments | None:
    """Where what an arrival brings is told: of a step that is done once a coming, at the coming that is new now."""
    home = deciding.derivation.home(name, segments)
    around = deciding.procedure.facts[name].home
    if home is not None or len(around) != 1:
        return home
    node = deciding.derivation.tree.by_address.get(around[0].removesuffix("#"))
    return ((around[0], len(node.children) + 1),) if node and node.any_time else None


def withdraw_arrival(deciding: Deciding, command: commands.WithdrawArrival) -> Decision:
    """Take back an arrival: the last one of that name, or the one with that number."""
    if not command.reason.strip():
        return refuse("reason-needed", field="reason")
    for coming in reversed(deciding.case.arrivals):
        if command.arrival in (coming.arrival, str(coming.number)) and not coming.withdrawn:
            gone: list[Event] = [events.ArrivalWithdrawn(coming.number, command.reason.strip())]
            same = _same(deciding, coming, [one for one in deciding.case.arrivals if one is not coming])
            instead = same[:1] if same and same[0].number > coming.number and deciding.case.status == "open" else []
            return gone + [event for one in instead for event in _told_by(deciding.after(gone), one)]
    return refuse("not-arrived", arrival=command.arrival)

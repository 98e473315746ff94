"""Taking a value out of a case for good: who may, and what a log holds afterwards.

INVARIANT: folding a log with the redaction at its end gives the same case whether the entries before it still hold the
value or not; so a store may take it out of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.case import events
from engine.case.commands import RedactAnswer, RedactFile, RedactNote
from engine.case.refusals import Refusal, refuse
from engine.case.scrubbing import REDACTED, telling, without
from engine.case.state import place_of
from engine.frozen import replace

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from engine.case.decide_answers import Decision
    from engine.case.deciding import Deciding
    from engine.case.events import Event, Json, Recorded


def redact(deciding: Deciding, command: RedactAnswer | RedactNote | RedactFile) -> Decision:
    """Take what should never have been told out of the case."""
    match command:
        case RedactAnswer():
            return _redact_answer(deciding, command)
        case RedactNote():
            return _redact_note(deciding, command)
        case RedactFile():  # whether there is one, the desk knows
            return _not_allowed(deciding, command.reason) or [events.FileRedacted(command.file, command.reason.strip())]


def _redact_answer(deciding: Deciding, command: RedactAnswer) -> Decision:
    """Take all answers to a fact out of the case; it is none from then on."""
    refusal = _not_allowed(deciding, command.reason)
    if refusal:
        return refusal
    told = deciding.told(command.fact)
    if isinstance(told, Refusal):
        return told
    if told.fact.kind == "list":
        return refuse("is-a-list", fact=told.key)
    key = (told.place, told.fact.id)
    answers = [*deciding.case.answers.get(key, ()), *(gone for _, gone in deciding.case.withdrawn.get(key, ()))]
    brought = [one for one in deciding.case.arrivals if one.place == told.place and told.fact.id in one.brought]
    if not answers and not brought:
        return refuse("not-told", fact=told.key, case=deciding.case.id)
    values = [answer.value for answer in answers] + [one.brought[told.fact.id] for one in brought]
    if all(value is None for value in values):
        return []
    return [events.AnswerRedacted(told.fact.id, told.place, command.reason.strip())]


def _redact_note(deciding: Deciding, command: RedactNote) -> Decision:
    """Take the words of a note out of the case."""
    refusal = _not_allowed(deciding, command.reason)
    if refusal:
        return refusal
    note = next((one for one in deciding.case.notes if one.seq == command.note), None)
    if note is None:
        return refuse("no-such-note", note=command.note, case=deciding.case.id)
    return [] if note.text == REDACTED else [events.NoteRedacted(command.note, command.reason.strip())]


def _not_allowed(deciding: Deciding, reason: str) -> Refusal | None:
    owner, office = deciding.procedure.owner, deciding.asked.office
    if owner and owner not in office.staff[deciding.asked.actor].roles:
        able = [person.full_name for person in office.who_has((owner,))]
        ask = f"ask {', or '.join(able[:3])}" if able else f"give somebody the role `{owner}` in office.yaml"
        return refuse("may-not-redact", owner=owner.replace("_", " "), next=ask)
    return None if reason.strip() else refuse("reason-needed", field="reason")


def scrubbed(entries: Iterable[Recorded], redaction: Event) -> dict[int, Recorded]:
    """Give the entries that hold what a redaction takes out, without it, by their numbers."""
    match redaction:
        case events.AnswerRedacted():
            every = tuple(entries)
            values = telling(_values(every, redaction))
            changed = ((entry, _without(entry.event, redaction, values)) for entry in every)
        case events.NoteRedacted():
            changed = ((entry, _blank(entry, redaction)) for entry in entries)
        case _:
            return {}
    return {entry.seq: replace(entry, event=event) for entry, event in changed if event != entry.event}


def _blank(entry: Recorded, redaction: events.NoteRedacted) -> Event:
    event = entry.event
    is_meant = entry.seq == redaction.note and isinstance(event, events.NoteAdded)
    return replace(event, text=REDACTED) if is_meant and isinstance(event, events.NoteAdded) else event


def _values(entries: Iterable[Recorded], redaction: events.AnswerRedacted) -> Iterator[Json]:
    """Every value the fact had, so that it can be found where it was handed on under another name."""
    for entry in entries:
        match entry.event:
            case events.AnswerRecorded() | events.AnswerAmended() if _is_of(entry.event, redaction):
                yield entry.event.value
            case events.ElementAdded(told=told) if _is_its_element(entry.event, redaction):
                yield told.get(redaction.fact)
            case events.ArrivalRecorded(brought=brought, place=place) if place == redaction.place:
                yield brought.get(redaction.fact)
            case _:
                pass


def _without(event: Event, redaction: events.AnswerRedacted, values: frozenset[str]) -> Event:
    """Give an event without the values of a fact, and without the reasons that were given for correcting it."""
    match event:
        case events.AnswerRecorded() if _is_of(event, redaction):
            return replace(event, value=None)
        case events.AnswerAmended() if _is_of(event, redaction):
            return replace(event, value=None, reason=REDACTED if event.reason else "")
        case events.ElementAdded() if _is_its_element(event, redaction):
            return replace(event, told=without(event.told, {redaction.fact}, ()))
        case events.ArrivalRecorded() if event.place == redaction.place:
            return replace(event, brought=without(event.brought, {redaction.fact}, ()))
        case events.DocumentMade():
            return replace(event, told=without(event.told, () if redaction.place else {redaction.fact}, values))
        case events.SubcaseOpened():
            return replace(event, told=without(event.told, (), values))
        case _:
            return event


def _is_of(event: events.AnswerRecorded | events.AnswerAmended, redaction: events.AnswerRedacted) -> bool:
    return (event.fact, event.place) == (redaction.fact, redaction.place)


def _is_its_element(event: events.ElementAdded, redaction: events.AnswerRedacted) -> bool:
    return place_of(event.place, event.list, event.element) == redaction.place

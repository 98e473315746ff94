"""What an entry of a log says, in words, for a person who works on the case: private answers are not masked here."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from engine.case import events

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import TypeAlias

    from engine.case.agenda import Agenda, Ask
    from engine.case.events import Event, Json

    Words: TypeAlias = Callable[[str, Json], str]


def tell(event: Event, agenda: Agenda, words: Words | None = None) -> str:
    """Say what happened.

    Args:
        event: What was recorded.
        agenda: The case.
        words: Says what a kept value of a fact is in the words of the office; without it, it is shown as it is kept.
    """
    match event:
        case events.CaseOpened():
            return "opened the case"
        case events.CaseMoved():
            return f"moved the case to version {event.version}"
        case events.AnswerRecorded():
            return f"told {_asked(event.fact, event.place, agenda)} {_shown(event.fact, event.value, agenda, words)}"
        case events.AnswerAmended():
            told = f"{_asked(event.fact, event.place, agenda)} {_shown(event.fact, event.value, agenda, words)}"
            return f"corrected {told}{_because(event.reason)}"
        case events.ElementAdded():
            return f"added to {_asked(event.list, event.place, agenda)} {_told(event.told, words)}"
        case events.ElementRemoved():
            return f"took number {event.element} off {_fact(event.list, event.place, agenda)}{_because(event.reason)}"
        case events.ArrivalRecorded():
            brought = f": {_told(event.brought, words)}" if event.brought else ""
            return f"recorded that it came: {_arrival(event.arrival, agenda)}{brought}"
        case events.ArrivalWithdrawn():
            return f"withdrew arrival {event.number}{_because(event.reason)}"
        case _:
            return _tell_step(event, agenda)


def _tell_step(event: _OfStep, agenda: Agenda) -> str:
    match event:
        case events.StepTaken():
            return f"is on it: {_step(event.step, agenda)}"
        case events.StepDone():
            return f"did: {_step(event.step, agenda)}"
        case events.StepSkipped():
            return f"skipped: {_step(event.step, agenda)}{_because(event.reason)}"
        case events.StepReopened():
            return f"wants it done again: {_step(event.step, agenda)}{_because(event.reason)}"
        case events.StepConfirmed():
            return f"confirmed: {_step(event.step, agenda)}{_because(event.reason)}"
        case events.Signed():
            verb = "signed" if event.approved else "took back the signature of"
            return f"{verb}: {_step(event.step, agenda)}{_because(event.reason)}"
        case events.SubcaseOpened():
            return f"opened case {event.case} from: {_step(event.step, agenda)}"
        case events.SubcaseChanged():
            return f"case {event.case} is {event.status}, from: {_step(event.step, agenda)}"
        case events.Handed():
            to = event.to.replace("_", " ")
            return f"handed to {to}: {_step(event.step, agenda)}{_because(event.reason)}"
        case _:
            return _tell_case(event, agenda)


def _tell_case(event: _OfCase, agenda: Agenda) -> str:
    match event:
        case events.NoteAdded():
            return f"noted: {event.text}"
        case events.AnswerRedacted() | events.NoteRedacted() | events.FileRedacted():
            return f"{_tell_redaction(event, agenda)}{_because(event.reason)}"
        case events.DocumentMade():
            return f"made the document {event.document}"
        case events.CaseHeld():
            return f"put the case on hold{_because(event.reason)}"
        case events.CaseResumed():
            return "took the case up again"
        case events.CaseCancelled():
            return f"called the case off{_because(event.reason)}"
        case events.CaseClosed():
            is_this = event.outcome == agenda.outcome and agenda.outcome_title
            return f"the case came to its end: {agenda.outcome_title if is_this else event.outcome or 'no outcome'}"
        case events.CaseReopened():
            return f"reopened the case{_because(event.reason)}"
        case _:
            assert_never(event)


def _tell_redaction(event: events.AnswerRedacted | events.NoteRedacted | events.FileRedacted, agenda: Agenda) -> str:
    match event:
        case events.AnswerRedacted():
            return f"took out what was told of {_fact(event.fact, event.place, agenda)}"
        case events.NoteRedacted():
            return f"took out the words of the note in entry {event.note}"
        case events.FileRedacted():
            return f"removed the file {event.file}"


_OfCase = (
    events.NoteAdded
    | events.AnswerRedacted
    | events.NoteRedacted
    | events.FileRedacted
    | events.DocumentMade
    | events.CaseHeld
    | events.CaseResumed
    | events.CaseCancelled
    | events.CaseClosed
    | events.CaseReopened
)
_OfStep = (
    events.StepTaken
    | events.StepDone
    | events.StepSkipped
    | events.StepReopened
    | events.StepConfirmed
    | events.Signed
    | events.SubcaseOpened
    | events.SubcaseChanged
    | events.Handed
    | _OfCase
)


def _because(reason: str) -> str:
    return f", because: {reason}" if reason else ""


def _asks(agenda: Agenda) -> dict[str, Ask]:
    asks = [ask for step in agenda.walk() for ask in step.asks]
    asks += [ask for arrival in agenda.arrivals for ask in arrival.brings]
    return {inner.fact: inner for ask in asks for inner in (ask, *ask.of)}


def _fact(name: str, place: str, agenda: Agenda) -> str:
    titles = {fact.fact: fact.title for fact in agenda.facts}
    ask = _asks(agenda).get(name)
    title = titles.get(name) or (ask.question if ask else name)
    return f"{title} ({place})" if place else title


def _asked(name: str, place: str, agenda: Agenda) -> str:
    """Name a fact before its value."""
    title = _fact(name, place, agenda)
    return title if title.endswith("?") else f"{title}:"


def _shown(name: str, value: Json, agenda: Agenda, words: Words | None) -> str:
    """Give a kept value in words; of a list, how many."""
    ask = _asks(agenda).get(name)
    labels = {option.id: option.label for option in ask.options} if ask else {}
    if value is None:
        return "none"
    if ask and ask.type == "list":
        return f"{value} in all"
    if words:
        return words(name, value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(labels.get(str(part), str(part)) for part in value)
    return labels.get(str(value), str(value))


def _told(told: Mapping[str, Json], words: Words | None) -> str:
    values = {name: words(name, value) if words else value for name, value in told.items() if value is not None}
    return ", ".join(f"{name.replace('_', ' ')}: {value}" for name, value in values.items())


def _step(at: str, agenda: Agenda) -> str:
    step = agenda.step(at)
    return step.title if step else at


def _arrival(name: str, agenda: Agenda) -> str:
    return next((one.title for one in agenda.arrivals if one.id == name), name)

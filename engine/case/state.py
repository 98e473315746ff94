"""A case as told: `evolve` adds what happened, `replay` is its fold. Total: it never fails on a log and never decides.

INVARIANT: `replay(a + b)` equals going on from `replay(a)` with `b`.

What a person told or did stands since it was recorded, so that what is recorded late never changes what was so before;
only an arrival also knows when it happened, for the clocks that count from it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from engine.case import events
from engine.case.tellings import (
    Answer,
    Coming,
    Document,
    Element,
    Handing,
    Hold,
    Mark,
    Note,
    Reopening,
    Signature,
    Subcase,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from engine.case.events import Recorded

CaseStatus: TypeAlias = Literal["open", "on hold", "closed", "cancelled"]


@dataclass(frozen=True, slots=True)
class Case:
    """Everything that was told in a case, and nothing that follows from it. Keys of `answers` are (place, fact)."""

    id: str = ""
    procedure: str = ""
    version: int = 0
    digest: str = ""
    seq: int = 0
    opened: datetime | None = None
    opened_by: str = ""
    parent: str | None = None
    parent_step: str | None = None
    status: CaseStatus = "open"
    outcome: str | None = None
    ended: datetime | None = None
    ending_reason: str = ""
    last: datetime | None = None
    answers: dict[tuple[str, str], tuple[Answer, ...]] = field(default_factory=dict)
    amended: frozenset[tuple[str, str]] = frozenset()
    elements: dict[tuple[str, str], tuple[Element, ...]] = field(default_factory=dict)
    marks: dict[str, Mark] = field(default_factory=dict)
    reopened: dict[str, Reopening] = field(default_factory=dict)
    taken: dict[str, str] = field(default_factory=dict)
    handed: dict[str, Handing] = field(default_factory=dict)
    arrivals: tuple[Coming, ...] = ()
    subcases: dict[str, Subcase] = field(default_factory=dict)
    signatures: dict[str, tuple[Signature, ...]] = field(default_factory=dict)
    holds: tuple[Hold, ...] = ()
    notes: tuple[Note, ...] = ()
    documents: tuple[Document, ...] = ()
    requests: dict[str, int] = field(default_factory=dict)

    def answer(self, place: str, fact: str) -> Answer | None:
        """Give the answer that counts now."""
        told = self.answers.get((place, fact))
        return told[-1] if told else None


def replay(log: Iterable[Recorded], case: Case | None = None) -> Case:
    """Fold a log, or the continuation of one, into the case it tells of."""
    draft = _Draft(case or Case())
    for entry in log:
        draft.add(entry)
    return draft.freeze()


def evolve(case: Case, entry: Recorded) -> Case:
    """Add one entry."""
    return replay((entry,), case)


def place_of(outer: str, name: str, number: int) -> str:
    """Give the place of an element (`relatives[2]`) or of an attempt (`call#3`, named `call#`) inside `outer`."""
    inner = f"{name}{number}" if name.endswith("#") else f"{name}[{number}]"
    return f"{outer}/{inner}" if outer else inner


class _Draft:
    """The one place where a case changes while it is being folded; never seen from outside."""

    def __init__(self, case: Case) -> None:
        self.fields = {name: getattr(case, name) for name in Case.__slots__}
        for name in (
            "answers",
            "elements",
            "marks",
            "reopened",
            "taken",
            "handed",
            "subcases",
            "signatures",
            "requests",
        ):
            self.fields[name] = dict(self.fields[name])

    def add(self, entry: Recorded) -> None:
        self.fields["seq"] = entry.seq
        self.fields["last"] = entry.at
        self.fields["requests"].setdefault(entry.request, entry.seq)
        _APPLY[type(entry.event)](self.fields, entry, entry.event)

    def freeze(self) -> Case:
        return Case(**self.fields)


_Fields: TypeAlias = "dict[str, Any]"


def _opened(case: _Fields, entry: Recorded, event: events.CaseOpened) -> None:
    case |= {
        "id": event.case,
        "procedure": event.procedure,
        "version": event.version,
        "digest": event.digest,
        "opened": entry.happened,
        "opened_by": entry.actor,
        "parent": event.parent,
        "parent_step": event.parent_step,
    }


def _moved(case: _Fields, _entry: Recorded, event: events.CaseMoved) -> None:
    case |= {"version": event.version, "digest": event.digest}


def _answered(case: _Fields, entry: Recorded, event: events.AnswerRecorded) -> None:
    answer = Answer(event.value, entry.at, entry.happened, entry.actor, entry.seq, event.step, event.arrival)
    key = (event.place, event.fact)
    case["answers"][key] = (*case["answers"].get(key, ()), answer)


def _amended(case: _Fields, entry: Recorded, event: events.AnswerAmended) -> None:
    key = (event.place, event.fact)
    before = case["answers"].get(key, ())
    since = before[-1].since if before else entry.at
    step = before[-1].step if before else None
    answer = Answer(event.value, since, entry.happened, entry.actor, entry.seq, step)
    case["answers"][key] = (*before, answer)
    case["amended"] |= {key}


def _element_added(case: _Fields, entry: Recorded, event: events.ElementAdded) -> None:
    key = (event.place, event.list)
    added = Element(event.element, entry.seq, entry.at)
    case["elements"][key] = (*case["elements"].get(key, ()), added)
    place = place_of(event.place, event.list, event.element)
    for fact, value in event.told.items():
        answer = Answer(value, entry.at, entry.happened, entry.actor, entry.seq)
        case["answers"][place, fact] = (answer,)


def _element_removed(case: _Fields, entry: Recorded, event: events.ElementRemoved) -> None:
    key = (event.place, event.list)
    case["elements"][key] = tuple(
        replace(element, removed=entry.at) if element.number == event.element else element
        for element in case["elements"].get(key, ())
    )


def _taken(case: _Fields, entry: Recorded, event: events.StepTaken) -> None:
    case["taken"].pop(event.step, None)  # so that the last one stands last
    case["taken"][event.step] = entry.actor


def _done(case: _Fields, entry: Recorded, event: events.StepDone) -> None:
    case["marks"][event.step] = Mark("done", entry.seq, entry.at, entry.actor, "", entry.seq)


def _skipped(case: _Fields, entry: Recorded, event: events.StepSkipped) -> None:
    case["marks"][event.step] = Mark("skipped", entry.seq, entry.at, entry.actor, event.reason, entry.seq)


def _step_reopened(case: _Fields, entry: Recorded, event: events.StepReopened) -> None:
    case["marks"].pop(event.step, None)
    case["reopened"][event.step] = Reopening(entry.seq, entry.at, entry.actor, event.reason)


def _confirmed(case: _Fields, entry: Recorded, event: events.StepConfirmed) -> None:
    mark = case["marks"].get(event.step)
    if mark:
        case["marks"][event.step] = replace(mark, basis=entry.seq)


def _came(case: _Fields, entry: Recorded, event: events.ArrivalRecorded) -> None:
    coming = Coming(event.arrival, event.number, event.place, entry.happened, entry.at, entry.actor, event.brought)
    case["arrivals"] = (*case["arrivals"], coming)


def _withdrawn(case: _Fields, _entry: Recorded, event: events.ArrivalWithdrawn) -> None:
    case["arrivals"] = tuple(
        replace(coming, withdrawn=True) if coming.number == event.number else coming for coming in case["arrivals"]
    )
    for key, told in list(case["answers"].items()):
        kept = tuple(answer for answer in told if answer.arrival != event.number)
        if len(kept) < len(told):
            case["answers"][key] = kept


def _signed(case: _Fields, entry: Recorded, event: events.Signed) -> None:
    signature = Signature(entry.actor, event.approved, entry.at, entry.seq, event.reason)
    case["signatures"][event.step] = (*case["signatures"].get(event.step, ()), signature)


def _subcase_opened(case: _Fields, entry: Recorded, event: events.SubcaseOpened) -> None:
    case["subcases"][event.step] = Subcase(event.case, event.procedure, "open", None, entry.at)


def _subcase_changed(case: _Fields, entry: Recorded, event: events.SubcaseChanged) -> None:
    before = case["subcases"].get(event.step)
    if before:
        case["subcases"][event.step] = replace(before, status=event.status, outcome=event.outcome, since=entry.at)


def _handed(case: _Fields, entry: Recorded, event: events.Handed) -> None:
    case["handed"][event.step] = Handing(event.to, event.reason, entry.at, entry.actor)


def _noted(case: _Fields, entry: Recorded, event: events.NoteAdded) -> None:
    note = Note(event.text, event.step, entry.happened, entry.actor, entry.seq)
    case["notes"] = (*case["notes"], note)


def _document_made(case: _Fields, entry: Recorded, event: events.DocumentMade) -> None:
    made = Document(event.document, event.digest, entry.happened, entry.actor, entry.seq)
    case["documents"] = (*case["documents"], made)


def _held(case: _Fields, entry: Recorded, event: events.CaseHeld) -> None:
    case |= {"status": "on hold", "holds": (*case["holds"], Hold(entry.at, None, event.reason))}


def _resumed(case: _Fields, entry: Recorded, _event: events.CaseResumed) -> None:
    case |= {"status": "open", "holds": _end_hold(case["holds"], entry)}


def _ended(case: _Fields, entry: Recorded, status: CaseStatus, outcome: str | None, reason: str) -> None:
    case |= {
        "status": status,
        "outcome": outcome,
        "ended": entry.at,
        "ending_reason": reason,
        "holds": _end_hold(case["holds"], entry),
    }


def _cancelled(case: _Fields, entry: Recorded, event: events.CaseCancelled) -> None:
    _ended(case, entry, "cancelled", None, event.reason)


def _closed(case: _Fields, entry: Recorded, event: events.CaseClosed) -> None:
    _ended(case, entry, "closed", event.outcome, "")


def _reopened(case: _Fields, _entry: Recorded, event: events.CaseReopened) -> None:
    case |= {"status": "open", "outcome": None, "ended": None, "ending_reason": event.reason}


def _end_hold(holds: tuple[Hold, ...], entry: Recorded) -> tuple[Hold, ...]:
    return tuple(hold if hold.end else replace(hold, end=entry.at) for hold in holds)


_APPLY: dict[type[events.Event], Callable[[_Fields, Recorded, Any], None]] = {
    events.CaseOpened: _opened,
    events.CaseMoved: _moved,
    events.AnswerRecorded: _answered,
    events.AnswerAmended: _amended,
    events.ElementAdded: _element_added,
    events.ElementRemoved: _element_removed,
    events.StepTaken: _taken,
    events.StepDone: _done,
    events.StepSkipped: _skipped,
    events.StepReopened: _step_reopened,
    events.StepConfirmed: _confirmed,
    events.ArrivalRecorded: _came,
    events.ArrivalWithdrawn: _withdrawn,
    events.Signed: _signed,
    events.SubcaseOpened: _subcase_opened,
    events.SubcaseChanged: _subcase_changed,
    events.Handed: _handed,
    events.NoteAdded: _noted,
    events.DocumentMade: _document_made,
    events.CaseHeld: _held,
    events.CaseResumed: _resumed,
    events.CaseCancelled: _cancelled,
    events.CaseClosed: _closed,
    events.CaseReopened: _reopened,
}

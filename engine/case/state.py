"""A case as told: `evolve` adds what happened, `replay` is its fold. Total: it never fails on a log and never decides.

INVARIANT: `replay(a + b)` equals going on from `replay(a)` with `b`.

What a person told or did stands since it was recorded, so that what is recorded late never changes what was so before;
only an arrival also knows when it happened, for the clocks that count from it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

from engine.case import events
from engine.case.scrubbing import REDACTED, telling, without
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
    Taking,
)
from engine.frozen import NamedTuple, dataclass, field

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from engine.case.events import Recorded

CaseStatus: TypeAlias = Literal["open", "on hold", "closed", "cancelled"]


class Trail(NamedTuple):
    """A derivation of a case when it was smaller, and what was recorded since."""

    end: Any
    entries: tuple[Recorded, ...]


_LONGEST_TRAIL: Final = 64
"""So many entries on, a case is derived afresh."""


@dataclass(frozen=True)
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
    ended_in: int | None = None
    """The entry by which it was closed or cancelled: what is recorded afterwards is only shown."""
    ending_reason: str = ""
    last: datetime | None = None
    answers: dict[tuple[str, str], tuple[Answer, ...]] = field(default_factory=dict)
    corrected: frozenset[tuple[str, str]] = frozenset()
    """Keys of the answers that were told more than once."""
    withdrawn: dict[tuple[str, str], tuple[tuple[int, Answer], ...]] = field(default_factory=dict)
    """Answers that went with their arrival, each with the entry that took them."""
    elements: dict[tuple[str, str], tuple[Element, ...]] = field(default_factory=dict)
    marks: dict[str, Mark] = field(default_factory=dict)
    confirmed: dict[str, int] = field(default_factory=dict)
    """The entry up to which a step was last looked at, if somebody said that it stands."""
    reopened: dict[str, Reopening] = field(default_factory=dict)
    taken: dict[str, Taking] = field(default_factory=dict)
    handed: dict[str, Handing] = field(default_factory=dict)
    arrivals: tuple[Coming, ...] = ()
    subcases: dict[str, Subcase] = field(default_factory=dict)
    signatures: dict[str, tuple[Signature, ...]] = field(default_factory=dict)
    holds: tuple[Hold, ...] = ()
    notes: tuple[Note, ...] = ()
    documents: tuple[Document, ...] = ()
    requests: dict[str, int] = field(default_factory=dict)
    trail: Trail | None = field(default=None, init=False, compare=False, repr=False)
    """Where it was derived last; no part of what was told, and nothing that a changed copy takes along."""
    ahead: tuple[tuple[Recorded, ...], Case] | None = field(default=None, init=False, compare=False, repr=False)
    """What was decided on it last, and the case that this makes of it; no part of what was told."""

    def __getstate__(self) -> dict[str, Any]:
        """Leave the trail behind: a copy is derived afresh."""
        return vars(self) | {"trail": None, "ahead": None}

    def bare(self) -> Case:
        """Give what was told without where it was derived, so that a derivation of it does not refer to itself."""
        return _made(vars(self) | {"trail": None, "ahead": None})

    def answer(self, place: str, fact: str) -> Answer | None:
        """Give the answer that counts now."""
        told = self.answers.get((place, fact))
        return told[-1] if told else None


def replay(log: Iterable[Recorded], case: Case | None = None) -> Case:
    """Fold a log, or the continuation of one, into the case it tells of."""
    before = case or _NOTHING
    if before.ahead and before.ahead[0] is log:
        return before.ahead[1]
    entries = log if before.trail is None else tuple(log)
    draft = _Draft(before)
    entry, fields = _fold(draft, entries), draft.fields
    if entry:
        fields["seq"], fields["last"] = entry.seq, entry.at
    trail = _longer(before.trail, entries) if isinstance(entries, tuple) else None
    fields["ahead"], fields["trail"] = None, trail
    return _made(fields)


_new = tuple.__new__
_NOTHING: Final = Case()


def _longer(trail: Trail | None, entries: tuple[Recorded, ...]) -> Trail | None:
    every = trail.entries + entries if trail else ()
    return Trail(trail.end, every) if trail and len(every) <= _LONGEST_TRAIL else None


def evolve(case: Case, entry: Recorded) -> Case:
    """Add one entry."""
    return replay((entry,), case)


def place_of(outer: str, name: str, number: int) -> str:
    """Give the place of an element (`relatives[2]`) or of an attempt (`call#3`, named `call#`) inside `outer`."""
    inner = f"{name}{number}" if name.endswith("#") else f"{name}[{number}]"
    return f"{outer}/{inner}" if outer else inner


class _Draft(dict[str, dict[Any, Any]]):
    """The one place where a case changes while it is being folded; never seen from outside.

    Of its mappings it has those that are being changed: copied when first asked for, so that the others are shared.
    Answers, marks and requests, which nearly every commit adds to, are copied at once.
    """

    __slots__ = ("answers", "fields", "marks", "requests")

    def __init__(self, case: Case) -> None:
        self.fields: dict[str, Any] = vars(case).copy()
        self.requests = self.fields["requests"] = case.requests.copy()
        self.answers = self.fields["answers"] = case.answers.copy()
        self.marks = self.fields["marks"] = case.marks.copy()

    def __missing__(self, name: str) -> dict[Any, Any]:
        """Give a mapping to change."""
        self[name] = self.fields[name] = self.fields[name].copy()
        return self[name]


def _made(fields: dict[str, Any]) -> Case:
    """Make a case of all its fields: to set each anew would take longer than the fold."""
    case = object.__new__(Case)
    object.__setattr__(case, "__dict__", fields)
    return case


def _fold(draft: _Draft, entries: Iterable[Recorded]) -> Recorded | None:
    """Add entries, and give the last of them.

    Nine of ten are answers and steps done, and are added here: to call what adds them would take as long.
    """
    fields, requests, answers, marks = draft.fields, draft.requests, draft.answers, draft.marks
    request = entry = None
    for entry in entries:
        event: Any = entry.event
        if entry.request != request:
            request = entry.request
            requests.setdefault(request, entry.seq)
        kind = event.__class__
        if kind is events.AnswerRecorded:
            value = (event.value, entry.at, entry.happened, entry.actor, entry.seq, event.step, event.arrival)
            key, told = (event.place, event.fact), (_new(Answer, value),)
            before = answers.setdefault(key, told)
            if before is not told:
                answers[key] = before + told
                if before:
                    fields["corrected"] |= {key}
        elif kind is events.StepDone:
            marks[event.step] = _new(Mark, ("done", entry.seq, entry.at, entry.actor, ""))
            if event.step in fields["confirmed"]:
                del draft["confirmed"][event.step]
        else:
            _APPLY[kind](draft, entry, event)
    return entry


def _opened(draft: _Draft, entry: Recorded, event: events.CaseOpened) -> None:
    draft.fields |= {
        "id": event.case,
        "procedure": event.procedure,
        "version": event.version,
        "digest": event.digest,
        "opened": entry.happened,
        "opened_by": entry.actor,
        "parent": event.parent,
        "parent_step": event.parent_step,
    }


def _moved(draft: _Draft, _entry: Recorded, event: events.CaseMoved) -> None:
    draft.fields |= {"version": event.version, "digest": event.digest}


def _amended(draft: _Draft, entry: Recorded, event: events.AnswerAmended) -> None:
    key = (event.place, event.fact)
    before = draft.answers.get(key, ())
    since, step = (before[-1].since, before[-1].step) if before else (entry.at, None)
    answer = Answer(event.value, since, entry.happened, entry.actor, entry.seq, step)
    draft.answers[key] = (*before, answer)
    draft.fields["corrected"] |= {key}


def _element_added(draft: _Draft, entry: Recorded, event: events.ElementAdded) -> None:
    key = (event.place, event.list)
    added = Element(event.element, entry.seq, entry.at)
    draft["elements"][key] = (*draft["elements"].get(key, ()), added)
    place = place_of(event.place, event.list, event.element)
    for fact, value in event.told.items():
        answer = Answer(value, entry.at, entry.happened, entry.actor, entry.seq)
        draft.answers[place, fact] = (answer,)


def _element_removed(draft: _Draft, entry: Recorded, event: events.ElementRemoved) -> None:
    key = (event.place, event.list)
    draft["elements"][key] = tuple(
        element._replace(removed=entry.at, removed_in=entry.seq) if element.number == event.element else element
        for element in draft["elements"].get(key, ())
    )


def _taken(draft: _Draft, entry: Recorded, event: events.StepTaken) -> None:
    draft["taken"][event.step] = Taking(entry.actor, entry.seq)


def _skipped(draft: _Draft, entry: Recorded, event: events.StepSkipped) -> None:
    draft.marks[event.step] = Mark("skipped", entry.seq, entry.at, entry.actor, event.reason)


def _step_reopened(draft: _Draft, entry: Recorded, event: events.StepReopened) -> None:
    mark, before = draft.marks.pop(event.step, None), draft["reopened"].get(event.step)
    was = (*(before.was if before else ()), *([(mark.since, entry.at)] if mark else []))
    draft["reopened"][event.step] = Reopening(entry.seq, entry.at, entry.actor, event.reason, was)


def _confirmed(draft: _Draft, entry: Recorded, event: events.StepConfirmed) -> None:
    draft["confirmed"][event.step] = entry.seq


def _came(draft: _Draft, entry: Recorded, event: events.ArrivalRecorded) -> None:
    told = (event.arrival, event.number, event.place, entry.happened, entry.at, entry.actor, event.brought)
    draft.fields["arrivals"] = (*draft.fields["arrivals"], Coming(*told, entry.seq))


def _withdrawn(draft: _Draft, entry: Recorded, event: events.ArrivalWithdrawn) -> None:
    draft.fields["arrivals"] = tuple(
        coming._replace(withdrawn_in=entry.seq) if coming.number == event.number else coming
        for coming in draft.fields["arrivals"]
    )
    for key, told in list(draft.answers.items()):
        kept = tuple(answer for answer in told if answer.arrival != event.number)
        if len(kept) < len(told):
            draft.answers[key] = kept
            gone = tuple((entry.seq, answer) for answer in told if answer.arrival == event.number)
            draft["withdrawn"][key] = (*draft["withdrawn"].get(key, ()), *gone)


def _signed(draft: _Draft, entry: Recorded, event: events.Signed) -> None:
    signature = Signature(entry.actor, event.approved, entry.at, entry.seq, event.reason)
    draft["signatures"][event.step] = (*draft["signatures"].get(event.step, ()), signature)


def _subcase_opened(draft: _Draft, entry: Recorded, event: events.SubcaseOpened) -> None:
    draft["subcases"][event.step] = Subcase(event.case, event.procedure, "open", None, entry.at)


def _subcase_changed(draft: _Draft, entry: Recorded, event: events.SubcaseChanged) -> None:
    before = draft["subcases"].get(event.step)
    if before:
        draft["subcases"][event.step] = before._replace(status=event.status, outcome=event.outcome, since=entry.at)


def _handed(draft: _Draft, entry: Recorded, event: events.Handed) -> None:
    draft["handed"][event.step] = Handing(event.to, event.reason, entry.at, entry.actor)


def _noted(draft: _Draft, entry: Recorded, event: events.NoteAdded) -> None:
    note = Note(event.text, event.step, entry.happened, entry.actor, entry.seq)
    draft.fields["notes"] = (*draft.fields["notes"], note)


def _answer_redacted(draft: _Draft, _entry: Recorded, event: events.AnswerRedacted) -> None:
    key = (event.place, event.fact)
    answers, gone = draft.answers, draft["withdrawn"]
    told = [*answers.get(key, ()), *(answer for _, answer in gone.get(key, ()))]
    comings = [one for one in draft.fields["arrivals"] if one.place == event.place]
    values = telling([answer.value for answer in told] + [one.brought.get(event.fact) for one in comings])
    if key in answers:
        answers[key] = tuple(answer._replace(value=None) for answer in answers[key])
    if key in gone:
        gone[key] = tuple((entry, answer._replace(value=None)) for entry, answer in gone[key])
    draft.fields |= {
        "arrivals": tuple(
            one._replace(brought=without(one.brought, {event.fact}, ())) if one in comings else one
            for one in draft.fields["arrivals"]
        ),
        "documents": tuple(
            one._replace(told=without(one.told, {} if event.place else {event.fact}, values))
            for one in draft.fields["documents"]
        ),
    }


def _note_redacted(draft: _Draft, _entry: Recorded, event: events.NoteRedacted) -> None:
    draft.fields["notes"] = tuple(
        note._replace(text=REDACTED) if note.seq == event.note else note for note in draft.fields["notes"]
    )


def _file_redacted(_draft: _Draft, _entry: Recorded, _event: events.FileRedacted) -> None:
    """A file is no part of what was told; its name stays in the fact that holds it."""


def _document_made(draft: _Draft, entry: Recorded, event: events.DocumentMade) -> None:
    made = Document(event.document, event.digest, entry.happened, entry.actor, entry.seq, event.told)
    draft.fields["documents"] = (*draft.fields["documents"], made)


def _held(draft: _Draft, entry: Recorded, event: events.CaseHeld) -> None:
    draft.fields |= {"status": "on hold", "holds": (*draft.fields["holds"], Hold(entry.at, None, event.reason))}


def _resumed(draft: _Draft, entry: Recorded, _event: events.CaseResumed) -> None:
    draft.fields |= {"status": "open", "holds": _end_hold(draft.fields["holds"], entry)}


def _ended(draft: _Draft, entry: Recorded, status: CaseStatus, outcome: str | None, reason: str) -> None:
    over = {"status": status, "outcome": outcome, "ended": entry.at, "ended_in": entry.seq, "ending_reason": reason}
    draft.fields |= over | {"holds": _end_hold(draft.fields["holds"], entry)}


def _cancelled(draft: _Draft, entry: Recorded, event: events.CaseCancelled) -> None:
    _ended(draft, entry, "cancelled", None, event.reason)


def _closed(draft: _Draft, entry: Recorded, event: events.CaseClosed) -> None:
    _ended(draft, entry, "closed", event.outcome, "")


def _reopened(draft: _Draft, _entry: Recorded, event: events.CaseReopened) -> None:
    draft.fields |= {"status": "open", "outcome": None, "ended": None, "ended_in": None, "ending_reason": event.reason}


def _end_hold(holds: tuple[Hold, ...], entry: Recorded) -> tuple[Hold, ...]:
    return tuple(hold if hold.end else hold._replace(end=entry.at) for hold in holds)


_APPLY: dict[type[events.Event], Callable[[_Draft, Recorded, Any], None]] = {
    events.CaseOpened: _opened,
    events.CaseMoved: _moved,
    events.AnswerAmended: _amended,
    events.ElementAdded: _element_added,
    events.ElementRemoved: _element_removed,
    events.StepTaken: _taken,
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
    events.AnswerRedacted: _answer_redacted,
    events.NoteRedacted: _note_redacted,
    events.FileRedacted: _file_redacted,
    events.DocumentMade: _document_made,
    events.CaseHeld: _held,
    events.CaseResumed: _resumed,
    events.CaseCancelled: _cancelled,
    events.CaseClosed: _closed,
    events.CaseReopened: _reopened,
}

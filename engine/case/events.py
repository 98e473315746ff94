"""What can have happened in a case: the event types, in the past tense, and their public JSON form.

A log is only ever added to. The JSON form is described by `schemas/case.schema.json`.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from engine.frozen import dataclass, field, opened, taker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Json: TypeAlias = "bool | int | str | list[Json] | dict[str, Json] | None"
"""A value as it is kept: money and decimals as text, dates and times in ISO 8601; None is *none* (design 5.1)."""


@dataclass(frozen=True, slots=True)
class CaseOpened:
    """A case began, pinned to one text of one procedure; `parent` and `parent_step` link a sub-case to its opener."""

    case: str
    procedure: str
    version: int
    digest: str
    parent: str | None = None
    parent_step: str | None = None


@dataclass(frozen=True, slots=True)
class CaseMoved:
    """The case was moved to another text of its procedure."""

    version: int
    digest: str


@dataclass(frozen=True, slots=True)
class AnswerRecorded:
    """A fact was told for the first time, in a step, by an arrival (its number), or by itself."""

    fact: str
    value: Json
    place: str = ""
    step: str | None = None
    arrival: int | None = None


@dataclass(frozen=True, slots=True)
class AnswerAmended:
    """An answer was corrected."""

    fact: str
    value: Json
    place: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ElementAdded:
    """A list got an element; numbers start at 1 and are never used again."""

    list: str
    element: int
    told: dict[str, Json]
    place: str = ""


@dataclass(frozen=True, slots=True)
class ElementRemoved:
    """An element was taken off a list."""

    list: str
    element: int
    place: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class StepTaken:
    """Somebody said that they are on it."""

    step: str


@dataclass(frozen=True, slots=True)
class StepDone:
    """A step was marked done."""

    step: str


@dataclass(frozen=True, slots=True)
class StepSkipped:
    """A person waived a step."""

    step: str
    reason: str


@dataclass(frozen=True, slots=True)
class StepReopened:
    """A settled step is to be done again."""

    step: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class StepConfirmed:
    """A flagged step was looked at again and stands."""

    step: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ArrivalRecorded:
    """Something came from outside; `brought` is what it said, also where that is in conflict with an answer."""

    arrival: str
    number: int
    brought: dict[str, Json]
    place: str = ""


@dataclass(frozen=True, slots=True)
class ArrivalWithdrawn:
    """An arrival was recorded by mistake."""

    number: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Signed:
    """Somebody approved, or withdrew their approval of, a step."""

    step: str
    approved: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SubcaseOpened:
    """A linked case was opened by a step."""

    step: str
    case: str
    procedure: str
    version: int
    digest: str
    told: dict[str, Json]


@dataclass(frozen=True, slots=True)
class SubcaseChanged:
    """A linked case was closed, cancelled or reopened."""

    step: str
    case: str
    status: str
    outcome: str | None = None


@dataclass(frozen=True, slots=True)
class Handed:
    """A step was handed to another role."""

    step: str
    to: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class NoteAdded:
    """Somebody wrote something down."""

    text: str
    step: str | None = None


@dataclass(frozen=True, slots=True)
class AnswerRedacted:
    """All answers to a fact were taken out of the case; their entries hold none in their place."""

    fact: str
    place: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class NoteRedacted:
    """The words of a note (the number of its entry) were taken out of the case."""

    note: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class FileRedacted:
    """A file that was kept with the case was removed."""

    file: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class DocumentMade:
    """A document was produced; `digest` is the SHA-256 of its text, `told` what it says of which facts."""

    document: str
    digest: str
    told: dict[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CaseHeld:
    """The case rests."""

    reason: str


@dataclass(frozen=True, slots=True)
class CaseResumed:
    """The case goes on."""


@dataclass(frozen=True, slots=True)
class CaseCancelled:
    """The case was called off."""

    reason: str


@dataclass(frozen=True, slots=True)
class CaseClosed:
    """The case came to its end."""

    outcome: str | None


@dataclass(frozen=True, slots=True)
class CaseReopened:
    """A closed or cancelled case goes on."""

    reason: str


Event: TypeAlias = (
    CaseOpened
    | CaseMoved
    | AnswerRecorded
    | AnswerAmended
    | ElementAdded
    | ElementRemoved
    | StepTaken
    | StepDone
    | StepSkipped
    | StepReopened
    | StepConfirmed
    | ArrivalRecorded
    | ArrivalWithdrawn
    | Signed
    | SubcaseOpened
    | SubcaseChanged
    | Handed
    | NoteAdded
    | AnswerRedacted
    | NoteRedacted
    | FileRedacted
    | DocumentMade
    | CaseHeld
    | CaseResumed
    | CaseCancelled
    | CaseClosed
    | CaseReopened
)

EVENT_TYPES: Final[dict[str, type[Event]]] = {kind.__name__: kind for kind in Event.__args__}
_FIELDS: Final[dict[type[Event], tuple[str, ...]]] = {kind: kind.__match_args__ for kind in EVENT_TYPES.values()}


@dataclass(frozen=True, slots=True)
class Recorded:
    """One entry of a log.

    Args:
        seq: Counts from 1 without gaps.
        at: When it was recorded, aware, UTC.
        happened: When it happened, aware, UTC; never after `at`.
        actor: Who said so, by the name on the staff list.
        request: The request this entry was recorded for; entries of one request were recorded together.
        event: What happened.
    """

    seq: int
    at: datetime
    happened: datetime
    actor: str
    request: str
    event: Event


def to_json(entry: Recorded) -> dict[str, Any]:
    """Give the public JSON form: one flat object, `type` names the event."""
    event = entry.event
    header = {
        "seq": entry.seq,
        "type": type(event).__name__,
        "at": _moment(entry.at),
        "happened": _moment(entry.happened),
        "actor": entry.actor,
        "request": entry.request,
    }
    return header | {name: getattr(event, name) for name in _FIELDS[type(event)]}


def from_json(document: dict[str, Any]) -> Recorded:
    """Read the public JSON form of one entry.

    Raises:
        KeyError, TypeError, ValueError: The object is not a recorded event; the store turns this into `CorruptLog`.
    """
    return log_from_json((document,))[0]


def log_from_json(documents: Iterable[dict[str, Any]]) -> list[Recorded]:
    """Read the public JSON form of entries.

    A million are read in a row: values are filled where they are made, the time of what was recorded together is read
    once, and answers and steps done, nine of ten entries, are read here: to call what reads them would take as long.

    Raises:
        KeyError, TypeError, ValueError: As `from_json`.
    """
    entries: list[Recorded] = []
    text: object = object()  # no text at all
    at: Any = None
    for document in documents:
        told, happened, name = document["at"], document["happened"], document["type"]
        if told != text:
            text, at = told, _read_moment(told)
        entry = _OpenEntry()
        entry.seq = document["seq"]
        entry.at = at
        entry.happened = at if happened == text else _read_moment(happened)
        entry.actor = document["actor"]
        entry.request = document["request"]
        if name == "AnswerRecorded":
            event = _OpenAnswer()
            event.fact = document["fact"]
            event.value = document["value"]
            event.place = document["place"]
            event.step = document["step"]
            event.arrival = document["arrival"]
            event.__class__ = AnswerRecorded
        elif name == "StepDone":
            event = _OpenDone()
            event.step = document["step"]
            event.__class__ = StepDone
        else:
            event = _taker(name)(document)
        entry.event = event
        entry.__class__ = Recorded
        entries.append(entry)
    return entries


@cache
def _taker(name: str) -> Callable[[dict[str, Any]], Event]:
    return taker(EVENT_TYPES[name])


_OpenEntry: Final = opened(Recorded)
_OpenAnswer: Final = opened(AnswerRecorded)
_OpenDone: Final = opened(StepDone)
_read_moment: Final = datetime.fromisoformat


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()

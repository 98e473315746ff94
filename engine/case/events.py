"""What can have happened in a case: the event types, in the past tense, and their public JSON form.

A log is only ever added to. The JSON form is described by `schemas/case.schema.json`.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from engine.frozen import dataclass, field

if TYPE_CHECKING:
    from collections.abc import Callable

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
    """Read the public JSON form.

    Raises:
        KeyError, TypeError, ValueError: The object is not a recorded event; the store turns this into `CorruptLog`.
    """
    return _READERS[document["type"]](document)


_READER: Final = """\
def read(document):
    text, happened = document["at"], document["happened"]
    at = moment(text)
    since = at if happened == text else moment(happened)
    event = make(kind{fields})
    return record(Recorded, document["seq"], at, since, document["actor"], document["request"], event)
"""


class _Readers(dict[str, "Callable[[dict[str, Any]], Recorded]"]):
    """What reads the JSON form of each type of event: written when first asked for, as a million are read in a row."""

    def __missing__(self, name: str) -> Callable[[dict[str, Any]], Recorded]:
        """Write out the fields, each taken by its name: to hand them over as a tuple takes twice as long."""
        kind = EVENT_TYPES[name]
        known: dict[str, Any] = {"kind": kind, "make": kind.__new__, "Recorded": Recorded, "record": Recorded.__new__}
        known["moment"] = datetime.fromisoformat
        fields = "".join(f", document[{field!r}]" for field in _FIELDS[kind])
        exec(_READER.format(fields=fields), known)  # noqa: S102  # names of fields in our own code
        self[name] = known["read"]
        return self[name]


_READERS: Final = _Readers()


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()

"""What a person can ask to be done in a case, in the imperative. Names of steps may be ids or addresses.

Answers are given as text, as a person typed them, or as JSON values; `answers.py` reads both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from engine.frozen import dataclass, field

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from engine.case.events import Json
    from engine.case.office import Office
    from engine.procedure.model import Procedure


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks, when, in which office: everything about a command that comes from outside.

    Args:
        actor: A short name on the staff list.
        now: Aware; what is recorded as `at`.
        happened: Aware, not after `now`; when it really happened.
        request: Identifies the command, so that a repeat changes nothing.
        expect: The number of the last entry the person had seen, or None to act on whatever is there.
    """

    office: Office
    actor: str
    now: datetime
    request: str
    happened: datetime | None = None
    expect: int | None = None


@dataclass(frozen=True, slots=True)
class OpenCase:
    """Open a case; `told` holds what `opens_with` asks, and for a sub-case what its opener tells."""

    case: str
    told: Mapping[str, Json] = field(default_factory=dict)
    parent: str | None = None
    parent_step: str | None = None


@dataclass(frozen=True, slots=True)
class RecordAnswers:
    """Tell facts; a key is a fact, or `place/fact` inside an element."""

    told: Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class MarkDone:
    """Mark a step done, with the answers it still asks. `subcase` is what the step would open, if it opens a case."""

    step: str
    told: Mapping[str, Json] = field(default_factory=dict)
    subcase: NewCase | None = None


@dataclass(frozen=True, slots=True)
class NewCase:
    """The identifier of a case to open and the text of its procedure that is in force."""

    case: str
    procedure: Procedure


@dataclass(frozen=True, slots=True)
class SkipStep:
    """Waive a step."""

    step: str
    reason: str


@dataclass(frozen=True, slots=True)
class RedoStep:
    """Do a settled step again."""

    step: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ConfirmStep:
    """Say that a flagged step stands, or that what had to be undone was undone."""

    step: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class AmendAnswer:
    """Correct one answer."""

    fact: str
    value: Json
    reason: str


@dataclass(frozen=True, slots=True)
class RecordArrival:
    """Record that something came from outside."""

    arrival: str
    brought: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class WithdrawArrival:
    """Take back an arrival that was recorded by mistake: its name (the last one) or its number."""

    arrival: str
    reason: str


@dataclass(frozen=True, slots=True)
class AddElement:
    """Add an element to a list."""

    list: str
    told: Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class RemoveElement:
    """Take an element off a list; named as `relatives[2]`."""

    element: str
    reason: str


@dataclass(frozen=True, slots=True)
class SignStep:
    """Approve a step, or say that one does not (any more)."""

    step: str
    approved: bool = True
    reason: str = ""


@dataclass(frozen=True, slots=True)
class TakeStep:
    """Say that one is on it."""

    step: str


@dataclass(frozen=True, slots=True)
class HandStep:
    """Hand a step to a role it may be handed to, or back."""

    step: str
    to: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class AddNote:
    """Write something down, about the case or one step."""

    text: str
    step: str | None = None


@dataclass(frozen=True, slots=True)
class RecordDocument:
    """Record that a document was made, and what it says of which facts."""

    document: str
    digest: str
    told: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RecordSubcase:
    """Record what became of a case that a step opened."""

    step: str
    status: str
    outcome: str | None


@dataclass(frozen=True, slots=True)
class HoldCase:
    """Let the case rest."""

    reason: str


@dataclass(frozen=True, slots=True)
class ResumeCase:
    """Let a resting case go on."""


@dataclass(frozen=True, slots=True)
class CancelCase:
    """Call the case off."""

    reason: str


@dataclass(frozen=True, slots=True)
class ReopenCase:
    """Let a closed or cancelled case go on."""

    reason: str


@dataclass(frozen=True, slots=True)
class MoveCase:
    """Move a running case to another text of its procedure; `agreed`: a person wants what work that causes."""

    procedure: Procedure
    agreed: bool = False


@dataclass(frozen=True, slots=True)
class RedactAnswer:
    """Take all answers to a fact out of the case for good; a key is a fact, or `place/fact`."""

    fact: str
    reason: str


@dataclass(frozen=True, slots=True)
class RedactNote:
    """Take the words of a note out of the case for good; it is named by the number of its entry."""

    note: int
    reason: str


@dataclass(frozen=True, slots=True)
class RedactFile:
    """Say that a file that was kept with the case is removed for good."""

    file: str
    reason: str


@dataclass(frozen=True, slots=True)
class Tick:
    """Record what time alone has brought about."""


Command: TypeAlias = (
    OpenCase
    | RecordAnswers
    | MarkDone
    | SkipStep
    | RedoStep
    | ConfirmStep
    | AmendAnswer
    | RecordArrival
    | WithdrawArrival
    | AddElement
    | RemoveElement
    | SignStep
    | TakeStep
    | HandStep
    | AddNote
    | RecordDocument
    | RecordSubcase
    | HoldCase
    | ResumeCase
    | CancelCase
    | ReopenCase
    | MoveCase
    | RedactAnswer
    | RedactNote
    | RedactFile
    | Tick
)

"""What each kind of thing that was told leaves behind in a case: values, which only `state.py` makes.

They are named tuples because a fold makes one an entry: a frozen dataclass takes four times as long to make.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from engine.frozen import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from engine.case.events import Json


class Answer(NamedTuple):
    """One telling of a fact.

    Args:
        since: When it counts from: an amended answer stands in the place of the one it corrects (design 5.4.5).
        told_at: When this telling happened.
        arrival: The number of the arrival that brought it.
    """

    value: Json
    since: datetime
    told_at: datetime
    by: str
    seq: int
    step: str | None = None
    arrival: int | None = None


class Element(NamedTuple):
    """An element of a list; a removed one keeps its number. `removed_in` is the entry that took it off."""

    number: int
    seq: int
    since: datetime
    removed: datetime | None = None
    removed_in: int | None = None


class Mark(NamedTuple):
    """What a person said of a step: done or skipped."""

    kind: Literal["done", "skipped"]
    seq: int
    since: datetime
    by: str
    reason: str


class Reopening(NamedTuple):
    """A person said that a settled step is to be done again.

    Args:
        was: The times in which it was done or skipped before.
    """

    seq: int
    since: datetime
    by: str
    reason: str
    was: tuple[tuple[datetime, datetime], ...] = ()


class Coming(NamedTuple):
    """One coming of an arrival. `seq` is the entry that recorded it, `withdrawn_in` the one that took it back."""

    arrival: str
    number: int
    place: str
    since: datetime
    recorded: datetime
    by: str
    brought: Mapping[str, Json]
    seq: int
    withdrawn_in: int | None = None

    @property
    def withdrawn(self) -> bool:
        """Whether it was recorded by mistake."""
        return self.withdrawn_in is not None


class Hold(NamedTuple):
    """A time in which the case rested; without an end it still does."""

    start: datetime
    end: datetime | None
    reason: str


class Note(NamedTuple):
    """Something somebody wrote down."""

    text: str
    step: str | None
    at: datetime
    by: str
    seq: int


class Subcase(NamedTuple):
    """A case that a step of this one opened."""

    case: str
    procedure: str
    status: str
    outcome: str | None
    since: datetime


class Document(NamedTuple):
    """A document that was made, and what it says of which facts."""

    document: str
    digest: str
    at: datetime
    by: str
    seq: int
    told: Mapping[str, Json]


class Taking(NamedTuple):
    """Somebody is on a step."""

    by: str
    seq: int


class Handing(NamedTuple):
    """A step in other hands."""

    to: str
    reason: str
    since: datetime
    by: str


class Signature(NamedTuple):
    """What somebody who was asked to sign said: that they approve, or that they do not (any more)."""

    by: str
    approved: bool
    since: datetime
    seq: int
    reason: str

"""What a condition may read, and what reading gives: a value, nothing (settled), or not known yet.

The case side implements `Scope`; conditions never see a case, so they can be typed and tested on their own.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Final, Literal, Protocol, TypeAlias

from engine.frozen import NamedTuple, dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime, time
    from decimal import Decimal

    from engine.condition.calendar import Calendar


class Absent(Enum):
    """The two ways in which there is no value (design 5.1): `UNKNOWN` may still be told, `NONE` is settled."""

    UNKNOWN = "unknown"
    NONE = "none"


UNKNOWN: Final = Absent.UNKNOWN
NONE: Final = Absent.NONE

Plain: TypeAlias = "bool | int | Decimal | str | date | datetime | time | tuple[str, ...]"
"""A told value. A choice is its option's id, choices a tuple of them, money a Decimal in the office's currency,
a datetime is aware. Booleans are the verdicts of conditions."""

Value: TypeAlias = "Plain | Absent"


class Reading(NamedTuple):
    """A value and since when it stands (None where nothing stands yet)."""

    value: Value
    since: datetime | None


class Elements(NamedTuple):
    """The elements of a list fact: those present, whether all are (the list was told), and since when.

    `joined` may tell since when each of them is there, in the order of `scopes`; empty, that is `since` for all.
    """

    scopes: Sequence[Scope]
    complete: bool
    since: datetime | None
    joined: Sequence[datetime | None] = ()


StepVerb: TypeAlias = Literal["done", "skipped", "gave_up", "settled"]


class Scope(Protocol):
    """Where names are looked up while a condition is evaluated: the case, or one element or attempt in it."""

    @property
    def place(self) -> str:
        """Address of the scope: empty for the case, `relatives[2]` inside an element."""

    @property
    def now(self) -> datetime:
        """The moment of the derivation, aware, in the office's zone."""

    @property
    def calendar(self) -> Calendar:
        """The office's calendar."""

    def fact(self, name: str) -> Reading:
        """Read a declared fact (told or worked out), from here outwards; of a list only: is it told, none, unknown."""

    def step(self, name: str, verb: StepVerb) -> Reading:
        """Tell whether a step is settled so: unknown until it is settled; `since` is when it was settled."""

    def arrival(self, name: str) -> Reading:
        """True once the arrival has come, else unknown; `since` is when it happened."""

    def elements(self, name: str) -> Elements:
        """Give the elements of a list fact."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """One term that decided a verdict (or, of an unknown verdict, one that is missing).

    Of a step, `verb` is what was asked of it. Of a time, `name` is how the author wrote it and `value` the moment,
    which has not come while `since` is None. Of a list, `value` is how many elements there are, unknown while more
    may come.
    """

    kind: Literal["fact", "step", "arrival", "time", "list"]
    name: str
    place: str
    value: Value
    since: datetime | None
    verb: StepVerb | None = None

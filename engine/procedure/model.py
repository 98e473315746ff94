"""What a procedure is once it has been read: frozen values, every name resolved, every condition compiled.

INVARIANT: a `Procedure` can only be had from `build`, and holds nothing that a case could change.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from engine.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from engine.condition import Condition, Phrase
    from engine.diagnostics import Span

FactKind: TypeAlias = Literal[
    "text",
    "long_text",
    "yes_no",
    "choice",
    "choices",
    "number",
    "money",
    "date",
    "time",
    "datetime",
    "phone",
    "email",
    "file",
    "person",
    "list",
]

Order: TypeAlias = Literal["sequence", "any", "one at a time"]


@dataclass(frozen=True, slots=True)
class Text:
    """Words for people: literal pieces, and the names of facts whose values stand between them.

    `pieces` alternates: literal, fact name, literal ... literal; so it always has an odd length.
    """

    source: str
    pieces: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The facts that are named in the words."""
        return self.pieces[1::2]


@dataclass(frozen=True, slots=True)
class Fact:
    """Something the office wants to know, declared once (design 5.1)."""

    id: str
    kind: FactKind
    span: Span
    title: str = ""
    question: str = ""
    help: str = ""
    required: bool = True
    private: bool = False
    options: Mapping[str, str] | None = None
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    format: str | None = None
    starts_as: str | None = None
    when: Condition | None = None
    value: tuple[tuple[Condition, Condition | None], ...] = ()
    """Rows of a worked-out fact, (value, when): the first row whose `when` is true decides, None is otherwise."""
    ask_again_if_changed: tuple[str, ...] = ()
    of: tuple[str, ...] = ()
    """The facts of one element, of a list."""
    element_of: str | None = None
    """The list whose elements this fact belongs to."""
    asked_in: tuple[str, ...] = ()
    """Ids of the steps that ask it, in the order of the file."""
    brought_by: tuple[str, ...] = ()
    """Arrivals that may bring it."""
    home: tuple[str, ...] = ()
    """The lists and repeated steps inside whose elements and attempts it is told; empty: it belongs to the case."""

    @property
    def label(self) -> str:
        """What to call it: its title, else its question, else its id in words."""
        return self.title or self.question or self.id.replace("_", " ")

    @property
    def is_worked_out(self) -> bool:
        """Whether it is derived and never told."""
        return bool(self.value)


@dataclass(frozen=True, slots=True)
class WaitForStep:
    """Not before that step is settled."""

    step: str


@dataclass(frozen=True, slots=True)
class WaitForArrival:
    """Not before that has come."""

    arrival: str


@dataclass(frozen=True, slots=True)
class WaitForCondition:
    """Not before the condition is true."""

    condition: Condition


@dataclass(frozen=True, slots=True)
class WaitForMoment:
    """Not before that moment."""

    phrase: Phrase


@dataclass(frozen=True, slots=True)
class WaitForAny:
    """Not before one of them is over."""

    waits: tuple[Wait, ...]


Wait: TypeAlias = "WaitForStep | WaitForArrival | WaitForCondition | WaitForMoment | WaitForAny"


@dataclass(frozen=True, slots=True)
class ForEach:
    """Once per element of a list, of those where the condition holds."""

    list: str
    where: Condition | None = None


@dataclass(frozen=True, slots=True)
class Repeat:
    """Again until a condition over the attempt is true, or so many attempts were made."""

    until: Condition
    at_most: int | None = None
    every: Phrase | None = None


@dataclass(frozen=True, slots=True)
class OpenCase:
    """A linked sub-case: which procedure, and what it is told at its opening (its fact: our value)."""

    procedure: str
    told: Mapping[str, Condition]
    wait: bool = False


@dataclass(frozen=True, slots=True)
class Sign:
    """Approvals by different people: who may, how many, and who may not."""

    by: tuple[str, ...]
    at_least: int = 1
    not_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reminder:
    """A nudge: to whom (`who`) or into whose hands (`hand_to`), once at a moment or at every such distance."""

    phrase: Phrase
    repeats: bool
    who: str | None = None
    hand_to: str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One step, or a group of steps (design 5.3)."""

    id: str
    title: Text
    span: Span
    who: tuple[str, ...] = ()
    """Roles, or one person fact, that may do it; inherited from the group when the file says nothing."""
    may_hand_to: tuple[str, ...] = ()
    not_by: tuple[str, ...] = ()
    say: Text | None = None
    do: tuple[Text, ...] = ()
    ask: tuple[str, ...] = ()
    print: tuple[str, ...] = ()
    when: Condition | None = None
    wait_for: tuple[Wait, ...] = ()
    until: Condition | None = None
    give_up: Phrase | None = None
    steps: tuple[Step, ...] = ()
    order: Order = "sequence"
    for_each: ForEach | None = None
    repeat: Repeat | None = None
    open_case: OpenCase | None = None
    sign: Sign | None = None
    due: Phrase | None = None
    remind: tuple[Reminder, ...] = ()
    optional: bool = False
    skippable: bool = True
    once: bool = False
    undo: Text | None = None
    pause: bool = False
    """Of an `any_time` step: while it is open, the rest waits."""

    @property
    def is_silent(self) -> bool:
        """Whether there is nothing in it for a person to do, so that it is done by derivation (design 5.4.1)."""
        return not (self.steps or self.say or self.do or self.ask or self.print or self.open_case or self.sign)

    @property
    def only_signs(self) -> bool:
        """Whether signatures are all it takes, so that it is done as soon as there are enough."""
        return self.sign is not None and not (
            self.steps or self.say or self.do or self.ask or self.print or self.open_case
        )


@dataclass(frozen=True, slots=True)
class Arrival:
    """Something that comes from outside."""

    id: str
    title: str
    span: Span
    brings: tuple[str, ...] = ()
    many: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """A way a case can end; read from the top, the first that is true names the end."""

    id: str
    title: str
    span: Span
    when: Condition | None = None
    as_soon_as: Condition | None = None
    still_do: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Promise:
    """Something that must hold on every path."""

    step: str
    span: Span
    only_after: Condition | None = None
    never_waits_for: tuple[str, ...] = ()
    always: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where a step stands: its ancestors from the top, its earlier siblings in a sequence, and what it is once per."""

    ancestors: tuple[str, ...]
    before: tuple[str, ...]
    home: tuple[str, ...]
    """As `Fact.home`: the lists and repeated steps around it, its own `for_each` and `repeat` included."""
    any_time: bool = False


@dataclass(frozen=True, slots=True)
class Procedure:
    """One version of one procedure."""

    id: str
    version: int
    title: str
    digest: str
    """SHA-256 of the file's text (UTF-8), lower-case hexadecimal."""
    owner: str
    review_by: str | None
    opens_with: tuple[str, ...]
    roles: Mapping[str, str]
    arrivals: Mapping[str, Arrival]
    outcomes: tuple[Outcome, ...]
    promises: tuple[Promise, ...]
    order: Order
    steps: tuple[Step, ...]
    any_time: tuple[Step, ...]
    facts: Mapping[str, Fact]
    """All facts by id, those of list elements among them: names are unique in a procedure."""
    settings: Mapping[str, Decimal]
    by_id: Mapping[str, Step]
    places: Mapping[str, Place]

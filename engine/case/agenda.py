"""What is open, what waits, what is settled, and why: a pure function of the procedure, the case and the moment.

    agenda(procedure, case, now, office) -> Agenda

Everything here is a view, made fresh each time; nothing of it is ever stored.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from engine.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from engine.case.events import Json
    from engine.case.refusals import Because
    from engine.case.state import CaseStatus
    from engine.procedure.model import FactKind

AskState: TypeAlias = Literal["told", "none", "asked", "later"]
StepStatus: TypeAlias = Literal["waiting", "open", "done", "skipped", "gave up", "not needed"]
SETTLED = frozenset({"done", "skipped", "gave up", "not needed"})


@dataclass(frozen=True, slots=True)
class Option:
    """One of the answers to choose from."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Ask:
    """A question of a step.

    Args:
        key: How to tell it: `fact`, or `place/fact` inside an element.
        value: The answer that counts, in its kept form, if it is told.
        state: `told`, `none`, `asked` (it can be answered now) or `later` (whether it applies is not known yet).
        of: Of a list: the questions of one element.
        offered: What the procedure offers as an answer (`starts_as`).
    """

    fact: str
    at: str
    key: str
    question: str
    help: str
    type: FactKind
    required: bool
    private: bool
    options: tuple[Option, ...]
    state: AskState
    value: Json
    shown: str
    """The value in words for people; empty if there is none."""
    offered: str | None = None
    of: tuple[Ask, ...] = ()
    hint: str = ""
    """How an answer may be typed in this office."""


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that a step waits for, named so that a person knows what to do about it.

    Args:
        kind: `fact` (askable right there by `key`), `step` (an address), `arrival`, `time`, `hold`, `case`.
    """

    kind: Literal["fact", "step", "arrival", "time", "hold", "case"]
    name: str
    text: str
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Flag:
    """Something about a settled step that a person has to look at.

    Args:
        code: `older-answers`, `no-longer-called-for`, `undo` (an open duty) or `open-again`.
    """

    code: Literal["older-answers", "no-longer-called-for", "undo", "open-again"]
    text: str
    since: datetime | None


@dataclass(frozen=True, slots=True)
class SignatureView:
    """What somebody said of a step that is signed: the approval that counts, or else their last word.

    An approval that does not count was given on older answers, or by somebody who is no longer asked.
    """

    by: str
    approved: bool
    counts: bool
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class StepView:
    """One step instance as it stands. `at` is its address; `who` the roles or the person who may do it now."""

    at: str
    id: str
    title: str
    status: StepStatus
    since: datetime | None
    who: tuple[str, ...]
    asks: tuple[Ask, ...]
    missing: tuple[Missing, ...]
    flags: tuple[Flag, ...]
    because: tuple[Because, ...]
    steps: tuple[StepView, ...]
    say: str = ""
    do: tuple[str, ...] = ()
    prints: tuple[str, ...] = ()
    may_hand_to: tuple[str, ...] = ()
    taken_by: str | None = None
    is_called: bool = True
    """False for a step outside of the sequence as long as nothing has called for it."""
    optional: bool = False
    skippable: bool = True
    opens_case: bool = False
    subcase: str | None = None
    marked_by: str | None = None
    reason: str = ""
    """Why it was skipped."""
    signatures: tuple[SignatureView, ...] = ()
    signatures_needed: int = 0
    barred: tuple[str, ...] = ()
    """Who may not do it because of another step that they did (`not_by`)."""

    def walk(self) -> Iterator[StepView]:
        """Give the step and all below it, in the order of the file."""
        yield self
        for step in self.steps:
            yield from step.walk()


@dataclass(frozen=True, slots=True)
class Due:
    """A date that a step carries: `due`, `reminder` or `gives up`. `why` explains the date."""

    at: str
    kind: Literal["due", "reminder", "gives up"]
    title: str
    moment: datetime
    overdue: bool
    who: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class FactView:
    """A fact that is told, or settled to have no value (`value` is None)."""

    fact: str
    at: str
    value: Json
    told_by: str | None
    told_at: datetime | None
    title: str
    shown: str
    private: bool
    key: str
    worked_out: bool
    typed: str = ""
    """The value as it can be typed again."""
    where: str = ""
    """Of which element and attempt it is, in words."""


@dataclass(frozen=True, slots=True)
class ArrivalView:
    """Something that may still come, or came: `comings` are the numbers of those that count.

    `duplicates` are those of what came again though it comes once: it changed nothing.
    """

    id: str
    title: str
    brings: tuple[Ask, ...]
    comings: tuple[int, ...]
    since: datetime | None
    duplicates: tuple[int, ...] = ()
    conflicts: tuple[str, ...] = ()
    """Keys of facts of which it said something else than what was told."""


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A document as it was made last.

    Args:
        changed: The facts of which it says something else than is so now: it is out of date until it is made again.
        text: The same in words; empty if it is up to date.
    """

    document: str
    made_at: datetime
    made_by: str
    seq: int
    changed: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Agenda:
    """A case as it stands at one moment; its JSON form is a contract (design 7)."""

    case: str
    procedure: str
    version: int
    digest: str
    title: str
    status: CaseStatus
    outcome: str | None
    outcome_title: str | None
    ending: str | None
    """The outcome that an `as_soon_as` has already fixed, while some steps must still be done."""
    seq: int
    opened: datetime | None
    now: datetime
    parent: str | None
    facts: tuple[FactView, ...]
    steps: tuple[StepView, ...]
    open: tuple[str, ...]
    """Addresses of the leaves a person can work on now, flagged duties included, in the order of the file."""
    due: tuple[Due, ...]
    arrivals: tuple[ArrivalView, ...]
    missing: tuple[Missing, ...]
    """What the case as a whole waits for when nothing is open."""
    documents: tuple[DocumentView, ...] = ()
    because: tuple[Because, ...] = ()
    masked: bool = False
    """Whether private values, and what people wrote in their own words, are hidden from who asks."""

    @property
    def outdated(self) -> tuple[DocumentView, ...]:
        """The documents that are out of date."""
        return tuple(one for one in self.documents if one.changed)

    @property
    def called(self) -> tuple[StepView, ...]:
        """The top-level steps, without those outside of the sequence that nothing has called for."""
        return tuple(step for step in self.steps if step.is_called)

    def walk(self) -> Iterator[StepView]:
        """Give every step instance, in the order of the file."""
        for step in self.steps:
            yield from step.walk()

    def step(self, at: str) -> StepView | None:
        """Give the step at an address, or the only one with that id."""
        for step in self.walk():
            if step.at == at:
                return step
        found = [step for step in self.walk() if step.id == at]
        return found[0] if len(found) == 1 else None

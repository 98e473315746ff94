"""What a condition, a value or a moment is once its text was understood: typed, and ready to be read in a case.

INVARIANT: a `Condition` or `Phrase` can only be had from `engine.condition.compiling`, or from what was made there;
reading one never fails. The parser is not needed for it, so that a procedure that was read before starts without one.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from engine.condition import evaluate, moments
from engine.condition.terms import (
    ArrivalTerm,
    ClockTerm,
    Constant,
    Count,
    FactTerm,
    Passed,
    Quantifier,
    StepTerm,
    Term,
    TimeTerm,
    Total,
    walk,
)
from engine.frozen import NamedTuple, dataclass, field

if TYPE_CHECKING:
    from engine.condition.calendar import Unit
    from engine.condition.reading import Leaf, Reading, Scope, StepVerb
    from engine.condition.tree import Direction
    from engine.condition.truth import Reader
    from engine.condition.types import FactType


class Reads(NamedTuple):
    """All that a condition looks at.

    Args:
        facts: Also those of list elements.
        steps: Each with what is asked of it; the anchor of a time is asked whether it is `settled`.
        arrivals: Their ids.
        lists: The lists it goes through.
        settings: Those whose numbers went into it.
        moves_with_time: Whether its reading may change while nothing happens.
        flips_with_time: Whether what was decided may change so, because it reads `now` or `today`.
    """

    facts: frozenset[str]
    steps: frozenset[tuple[str, StepVerb]]
    arrivals: frozenset[str]
    lists: frozenset[str]
    settings: frozenset[str]
    moves_with_time: bool
    flips_with_time: bool


@dataclass(frozen=True)
class Condition:
    """A condition or a value, typed and ready to be read; two with the same text are equal."""

    text: str
    type: FactType = field(compare=False)
    tree: Term = field(compare=False, repr=False)

    @cached_property
    def reads(self) -> Reads:
        """What it looks at."""
        return _reads(self.tree)

    @cached_property
    def read(self) -> Reader:
        """Read it in a scope: a value, since when it stands, or that it is none or unknown."""
        return evaluate.reader(self.tree)

    def explain(self, scope: Scope) -> tuple[Leaf, ...]:
        """Give the leaves that made it come out as it does, or of an unknown verdict those that are missing."""
        from engine.condition.explain import leaves  # only where somebody asks why

        return tuple(dict.fromkeys(leaves(self.tree, scope)))

    def __reduce__(self) -> tuple[object, ...]:
        return Condition, (self.text, self.type, self.tree)


@dataclass(frozen=True)
class Phrase:
    """A moment, such as `3 business days after request`; a date alone is 0 days after it."""

    text: str
    term: TimeTerm = field(compare=False, repr=False)

    @property
    def amount(self) -> int:
        """How many units."""
        return self.term.amount

    @property
    def unit(self) -> Unit:
        """Of what."""
        return self.term.unit

    @property
    def direction(self) -> Direction:
        """Whether it counts forward or back."""
        return self.term.direction

    @property
    def anchor(self) -> str:
        """The fact, step or arrival it counts from."""
        return self.term.anchor.name

    @cached_property
    def reads(self) -> Reads:
        """What it looks at."""
        return _reads(self.term)

    @cached_property
    def anchor_reading(self) -> Reader:
        """Read the moment it counts from: a date's midnight, when a step was settled, when an arrival happened."""
        return moments.anchor(self.term.anchor)

    def moment(self, scope: Scope, times: int = 1) -> Reading:
        """Read the moment it means, or the one so many times as far from the anchor."""
        return moments.moment(self.term, times)(scope)

    def __reduce__(self) -> tuple[object, ...]:
        return Phrase, (self.text, self.term)


def _reads(tree: Term) -> Reads:
    terms = list(walk(tree))
    clocks = any(isinstance(one, ClockTerm) for one in terms)
    return Reads(
        facts=frozenset(one.name for one in terms if isinstance(one, FactTerm)),
        steps=frozenset((one.name, one.verb) for one in terms if isinstance(one, StepTerm)),
        arrivals=frozenset(one.name for one in terms if isinstance(one, ArrivalTerm)),
        lists=frozenset(one.list for one in terms if isinstance(one, Count | Total | Quantifier)),
        settings=frozenset(one.setting for one in terms if isinstance(one, Constant | TimeTerm) and one.setting),
        moves_with_time=clocks or any(isinstance(one, Passed) for one in terms),
        flips_with_time=clocks,
    )

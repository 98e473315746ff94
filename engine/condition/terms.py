"""What is meant: the parts of a condition once every name is resolved and every type fits.

INVARIANT: a term can be evaluated in any scope that fits its declarations, and never fails there.
They are named tuples for the same reason as in `engine.condition.tree`; offsets are those of the text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from engine.condition.types import NUMBER, YES_NO
from engine.frozen import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.condition.calendar import Unit
    from engine.condition.reading import Plain, StepVerb
    from engine.condition.tree import CalculatingSign, ComparingSign, Direction
    from engine.condition.types import FactType


class Constant(NamedTuple):
    """A fixed value; `setting` names the setting it was taken from."""

    value: Plain
    type: FactType
    setting: str | None
    start: int
    end: int


class FactTerm(NamedTuple):
    """The value of a fact."""

    name: str
    type: FactType
    start: int
    end: int


class StepTerm(NamedTuple):
    """Whether a step is settled so."""

    name: str
    verb: StepVerb
    start: int
    end: int


class ArrivalTerm(NamedTuple):
    """Whether an arrival has come."""

    name: str
    start: int
    end: int


class ClockTerm(NamedTuple):
    """`now` or `today`."""

    name: Literal["now", "today"]
    type: FactType
    start: int
    end: int


Anchor: TypeAlias = "FactTerm | StepTerm | ArrivalTerm | ClockTerm"


class TimeTerm(NamedTuple):
    """A moment so far from an anchor: when a fact says, a step was settled, an arrival happened.

    `text` is how the author wrote it; `setting` names the setting that gave the amount.
    """

    amount: int
    unit: Unit
    direction: Direction
    anchor: Anchor
    type: FactType
    text: str
    setting: str | None
    start: int
    end: int


class Arithmetic(NamedTuple):
    """A sum, difference, product or quotient; none where there is no result."""

    sign: CalculatingSign
    left: Term
    right: Term
    type: FactType
    start: int
    end: int


class Count(NamedTuple):
    """How many elements a list has, of those where the condition holds."""

    list: str
    where: Term | None
    start: int
    end: int


class Total(NamedTuple):
    """The sum, lowest or highest of something over the elements of a list, of those where the condition holds."""

    function: Literal["sum", "lowest", "highest"]
    of: Term
    list: str
    where: Term | None
    type: FactType
    start: int
    end: int


class Quantifier(NamedTuple):
    """Whether something holds for any, or for every, element of a list; `where` is part of the predicate."""

    word: Literal["any", "every"]
    predicate: Term
    list: str
    start: int
    end: int


class Passed(NamedTuple):
    """Whether a moment has come: true once it has, unknown before."""

    moment: TimeTerm
    start: int
    end: int


class Holds(NamedTuple):
    """A yes-or-no fact as a verdict: none counts as false."""

    fact: FactTerm
    start: int
    end: int


class Known(NamedTuple):
    """Whether a fact has a value: true when told, false when none."""

    fact: FactTerm
    start: int
    end: int


class Compare(NamedTuple):
    """A comparison; with none it is false, whatever the sign."""

    sign: ComparingSign
    left: Term
    right: Term
    start: int
    end: int


class OneOf(NamedTuple):
    """Whether a value is, or is not, among fixed ones; with none it is false either way."""

    operand: Term
    members: tuple[Constant, ...]
    negated: bool
    start: int
    end: int


class Includes(NamedTuple):
    """Whether an option is among those chosen."""

    fact: FactTerm
    option: str
    start: int
    end: int


class Not(NamedTuple):
    """The opposite of a verdict."""

    operand: Term
    start: int
    end: int


class Junction(NamedTuple):
    """Several verdicts joined by `and`, or by `or`."""

    word: Literal["and", "or"]
    operands: tuple[Term, ...]
    start: int
    end: int


ValueTerm: TypeAlias = "Constant | FactTerm | ClockTerm | TimeTerm | Arithmetic | Count | Total"
VerdictTerm: TypeAlias = (
    "StepTerm | ArrivalTerm | Quantifier | Passed | Holds | Known | Compare | OneOf | Includes | Not | Junction"
)
Term: TypeAlias = "ValueTerm | VerdictTerm"


_TERMS: Final = (
    *(Constant, FactTerm, ClockTerm, TimeTerm, Arithmetic, Count, Total),
    *(StepTerm, ArrivalTerm, Quantifier, Passed, Holds, Known, Compare, OneOf, Includes, Not, Junction),
)


def type_of(term: Term) -> FactType:
    """Give the type of a term's value; that of a verdict is yes or no."""
    match term:
        case Constant() | FactTerm() | ClockTerm() | TimeTerm() | Arithmetic() | Total():
            return term.type
        case Count():
            return NUMBER
        case _:
            return YES_NO


def parts(term: Term) -> Iterator[Term]:
    """Give the terms that a term is made of."""
    for part in term:
        for inner in part if type(part) is tuple else (part,):
            if isinstance(inner, _TERMS):
                yield inner


def walk(term: Term) -> Iterator[Term]:
    """Give a term and all terms in it."""
    yield term
    for part in parts(term):
        yield from walk(part)

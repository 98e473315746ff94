"""What was written: the parts of a condition as they stand in the text, before it is known what the names mean.

They are named tuples, not dataclasses: frozen and typed all the same, and seven times quicker to import.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from engine.frozen import NamedTuple

if TYPE_CHECKING:
    from datetime import date, time
    from decimal import Decimal

    from engine.condition.calendar import Unit
    from engine.condition.reading import StepVerb

ComparingSign: TypeAlias = Literal["=", "!=", "<", "<=", ">", ">="]
CalculatingSign: TypeAlias = Literal["+", "-", "*", "/"]
Function: TypeAlias = Literal["count", "sum", "any", "every", "lowest", "highest"]
Direction: TypeAlias = Literal["after", "before"]


class Literally(NamedTuple):
    """A number, a text in quotes, a date or a time."""

    value: int | Decimal | str | date | time
    kind: Literal["number", "text", "date", "time"]
    start: int
    end: int


class Name(NamedTuple):
    """A word: the name of something, or an option."""

    name: str
    start: int
    end: int


class Minus(NamedTuple):
    """`- x`."""

    operand: Written
    start: int
    end: int


class Calculation(NamedTuple):
    """`a + b`, `a - b`, `a * b`, `a / b`."""

    sign: CalculatingSign
    left: Written
    right: Written
    start: int
    end: int


class Comparison(NamedTuple):
    """`a < b` and its like; `is` and `is not` are `=` and `!=`, `spelled` is what was written."""

    sign: ComparingSign
    left: Written
    right: Written
    spelled: Name
    start: int
    end: int


class Membership(NamedTuple):
    """`a in [b, c]`, `a not in [b, c]`."""

    operand: Written
    members: tuple[Written, ...]
    negated: bool
    start: int
    end: int


class Inclusion(NamedTuple):
    """`a includes b`."""

    operand: Written
    option: Written
    start: int
    end: int


class KnownTest(NamedTuple):
    """`a is known`, `a is not known`."""

    operand: Written
    negated: bool
    start: int
    end: int


class Negation(NamedTuple):
    """`not a`."""

    operand: Written
    start: int
    end: int


class Joined(NamedTuple):
    """`a and b and c`, or the same with `or`; never both."""

    word: Literal["and", "or"]
    operands: tuple[Written, ...]
    start: int
    end: int


class StepCall(NamedTuple):
    """`done(step)` and its like."""

    verb: StepVerb
    step: Name
    start: int
    end: int


class ListCall(NamedTuple):
    """`count(list)`, `sum(of of list where where)` and their like."""

    function: Function
    of: Written | None
    list: Name
    where: Written | None
    start: int
    end: int


class TimeAway(NamedTuple):
    """`3 business days after request`."""

    amount: Literally | Name
    unit: Unit
    direction: Direction
    anchor: Name
    start: int
    end: int


Written: TypeAlias = (
    "Literally | Name | Minus | Calculation | Comparison | Membership | Inclusion | KnownTest | Negation "
    "| Joined | StepCall | ListCall | TimeAway"
)


def depth(tree: Written) -> int:
    """Tell how many parts contain each other at most."""
    deepest = 0
    parts: list[tuple[object, int]] = [(tree, 1)]
    while parts:
        part, level = parts.pop()
        if isinstance(part, tuple):
            deepest = max(deepest, level)
            below = level if type(part) is tuple else level + 1
            parts += [(inner, below) for inner in part]
    return deepest

"""What comes out of a calculation?

INVARIANT: a result is a finite number or none; a division by zero, and what is too large to be meant, is none.
"""

from __future__ import annotations

import operator
from decimal import Context, Decimal
from typing import TYPE_CHECKING, Final, TypeAlias

from engine.condition.reading import NONE, Reading, Scope
from engine.condition.truth import lacking, latest

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from engine.condition.reading import Absent
    from engine.condition.tree import CalculatingSign
    from engine.condition.truth import Reader

Number: TypeAlias = int | Decimal

LARGEST: Final = 10**30

_DECIMALS: Final = Context(prec=60, traps=[])
"""Sixty digits, so that sums of money are exact; no traps, so that what has no result gives a special value."""
_WHOLE: Final[dict[CalculatingSign, Callable[[int, int], int]]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
}
_BROKEN: Final[dict[CalculatingSign, Callable[[Number, Number], Decimal]]] = {
    "+": _DECIMALS.add,
    "-": _DECIMALS.subtract,
    "*": _DECIMALS.multiply,
    "/": _DECIMALS.divide,
}


def calculate(sign: CalculatingSign, left: Number, right: Number) -> Number | Absent:
    """Work out one step; whole numbers stay whole, except in a quotient."""
    result: Number
    if isinstance(left, int) and isinstance(right, int) and sign in _WHOLE:
        result = _WHOLE[sign](left, right)
    else:
        result = _BROKEN[sign](left, right)
        if not result.is_finite():
            return NONE
    return result if -LARGEST <= result <= LARGEST else NONE


def arithmetic(left: Reader, right: Reader, calculated: Callable[[Any, Any], Number | Absent]) -> Reader:
    """Calculate with two values."""

    def read(scope: Scope) -> Reading:
        one, other = left(scope), right(scope)
        absent = lacking(one, other)
        if absent:
            return absent
        return Reading(calculated(one.value, other.value), latest(one.since, other.since))

    return read

"""Which types go together in a comparison or a calculation, and what comes out?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engine.condition.faults import FaultError, fault
from engine.condition.terms import Arithmetic, Compare, Constant, FactTerm, type_of
from engine.condition.types import FAMILIES, MONEY, NUMBER, ORDERED, SPOKEN

if TYPE_CHECKING:
    from engine.condition.terms import Term
    from engine.condition.tree import CalculatingSign, Calculation, Comparison
    from engine.condition.types import FactType, Kind

_CHOICE_FIRST: Final = "put the choice first, as in `reason is moving`"
_NO_QUOTES: Final = "write dates, times and numbers without quotes"
_LIKE_WITH_LIKE: Final = "compare numbers with numbers, dates with dates, texts with texts"


def compared(written: Comparison, left: Term, right: Term) -> Compare:
    """Compare two values, if they can be."""
    are_comparable(left, right, written.start, written.end)
    kind = type_of(left).kind
    if written.sign not in {"=", "!="} and FAMILIES[kind] not in ORDERED:
        sign = written.spelled
        raise FaultError(fault("not-ordered", sign.start, sign.end, kind=SPOKEN[kind], sign=sign.name))
    return Compare(written.sign, left, right, written.start, written.end)


def are_comparable(left: Term, right: Term, start: int, end: int) -> None:
    """Check that two values are of one family.

    Raises:
        FaultError: They are not, or cannot be compared with anything.
    """
    kinds = type_of(left).kind, type_of(right).kind
    families = [FAMILIES.get(kind) for kind in kinds]
    if families[0] and families[0] == families[1] != "choice":
        return
    spoken = [SPOKEN[kind] for kind in kinds]
    help_ = _comparing_help(left, right)
    raise FaultError(fault("not-comparable", start, end, help_, left=spoken[0], right=spoken[1]))


def _comparing_help(left: Term, right: Term) -> str:
    if type_of(right).kind == "choice":
        return _CHOICE_FIRST
    if any(isinstance(term, Constant) and isinstance(term.value, str) for term in (left, right)):
        return _NO_QUOTES
    return _LIKE_WITH_LIKE


def calculated(written: Calculation, left: Term, right: Term) -> Arithmetic:
    """Calculate with two values, if that makes sense."""
    kinds = type_of(left).kind, type_of(right).kind
    result = _result(written.sign, *kinds)
    if result:
        return Arithmetic(written.sign, left, right, result, written.start, written.end)
    spoken = [SPOKEN[kind] for kind in kinds]
    help_ = _calculating_help(written.sign, left, right)
    words = {"sign": written.sign, "left": spoken[0], "right": spoken[1]}
    raise FaultError(fault("not-calculable", written.start, written.end, help_, **words))


def _result(sign: CalculatingSign, left: Kind, right: Kind) -> FactType | None:
    match sign, left, right:
        case _, "number", "number":
            return NUMBER
        case "+" | "-", "number" | "money", "number" | "money":
            return MONEY
        case ("*", "number", "money") | ("*" | "/", "money", "number"):
            return MONEY
        case ("/", "money", "money") | ("-", "date" | "datetime", "date" | "datetime"):
            return NUMBER
        case _:
            return None


def _calculating_help(sign: CalculatingSign, left: Term, right: Term) -> str | None:
    if sign in {"+", "-"} and isinstance(left, FactTerm) and FAMILIES.get(left.type.kind) == "day":
        amount = right.value if isinstance(right, Constant) else 3
        direction = "after" if sign == "+" else "before"
        return f"write `{amount} days {direction} {left.name}`"
    return None

"""How do the words of a condition belong together? A precedence parser; docs/grammar.md is its grammar.

INVARIANT: every text gives a tree or one fault, and no tree is bigger or deeper than the limits of `Cursor`.
"""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal
from typing import TYPE_CHECKING, Final, Literal, get_args

from engine.condition.calendar import Unit
from engine.condition.cursor import DEEPEST, SIGN_MISSING, VALUE_MISSING, Cursor
from engine.condition.faults import FaultError, fault
from engine.condition.reading import StepVerb
from engine.condition.tree import (
    CalculatingSign,
    Calculation,
    ComparingSign,
    Comparison,
    Direction,
    Function,
    Inclusion,
    Joined,
    KnownTest,
    ListCall,
    Literally,
    Membership,
    Minus,
    Name,
    Negation,
    StepCall,
    TimeAway,
    depth,
)
from engine.diagnostics import suggest

if TYPE_CHECKING:
    from engine.condition.tokens import Token
    from engine.condition.tree import Written

_LOOSEST, _JOINING, _NEGATING, _COMPARING, _ADDING, _MULTIPLYING = range(6)

_COMPARING_SIGNS: Final[dict[str, ComparingSign]] = {sign: sign for sign in get_args(ComparingSign)}
_CALCULATING_SIGNS: Final[dict[str, CalculatingSign]] = {sign: sign for sign in get_args(CalculatingSign)}
_VERBS: Final[dict[str, StepVerb]] = {verb: verb for verb in get_args(StepVerb)}
_FUNCTIONS: Final[dict[str, Function]] = {name: name for name in get_args(Function)}
_DIRECTIONS: Final[dict[str, Direction]] = {"after": "after", "before": "before"}
_UNITS: Final[dict[str, Unit]] = {form: unit for unit in get_args(Unit) for form in (unit, unit.removesuffix("s"))}
_MEANT_UNITS: Final = {
    **dict.fromkeys(("working", "workday", "workdays", "weekday", "weekdays"), "business days"),
    **dict.fromkeys(("hr", "hrs"), "hours"),
}
"""What people call these units elsewhere."""

_POWERS: Final = {
    **dict.fromkeys(("and", "or"), _JOINING),
    **dict.fromkeys(("is", "in", "not", "includes", *_COMPARING_SIGNS), _COMPARING),
    **dict.fromkeys(("+", "-"), _ADDING),
    **dict.fromkeys(("*", "/"), _MULTIPLYING),
}
"""How tightly what stands between two parts binds them."""

_CONNECTING: Final = frozenset({"and", "or", "not", "is", "in", "includes", "where", "of", "after", "before"})
"""Words that are never a value; steps may be called so."""


def parse(text: str) -> Written:
    """Read a text as the language has it.

    Raises:
        FaultError: With the first place where it does not go on.
    """
    cursor = Cursor(text)
    tree = _expression(cursor, _LOOSEST)
    if cursor.here.kind != "end":
        raise cursor.misfit(cursor.here, SIGN_MISSING)
    if cursor.size > DEEPEST and depth(tree) > DEEPEST:
        raise cursor.too_deep()
    return tree


def _expression(cursor: Cursor, floor: int) -> Written:
    """Take all that is bound more tightly than the floor."""
    cursor.descend()
    left = _prefix(cursor, floor)
    while (power := _power(cursor)) > floor:
        left = _infix(cursor, left, power)
    cursor.ascend()
    return left


def _power(cursor: Cursor) -> int:
    if cursor.here.text == "not" and cursor.following.text != "in":
        return _LOOSEST
    return _POWERS.get(cursor.here.text, _LOOSEST)


def _prefix(cursor: Cursor, floor: int) -> Written:
    token = cursor.take()
    match token.kind:
        case "word":
            return _word(cursor, token, floor)
        case "number":
            number = _literally(token)
            connected = cursor.here.kind != "word" or cursor.here.text in _CONNECTING
            return number if connected else _time_away(cursor, number)
        case "text" | "date" | "time":
            return _literally(token)
        case "sign" if token.text == "-":
            operand = _expression(cursor, _MULTIPLYING)
            return Minus(operand, token.start, operand.end)
        case "sign" if token.text == "(":
            inner = _expression(cursor, _LOOSEST)
            cursor.close(token, ")")
            return inner._replace(start=token.start, end=cursor.end)
        case _:
            raise cursor.misfit(token, VALUE_MISSING)


def _word(cursor: Cursor, token: Token, floor: int) -> Written:
    if token.text == "not" and floor <= _NEGATING:
        operand = _expression(cursor, _NEGATING)
        return Negation(operand, token.start, operand.end)
    if token.text in _CONNECTING:
        raise cursor.misfit(token, VALUE_MISSING)
    if cursor.here.text == "(":
        return _call(cursor, token)
    name = Name(token.text, token.start, token.end)
    is_amount = cursor.here.text == "business" or cursor.here.text in _UNITS
    return _time_away(cursor, name) if is_amount else name


def _literally(token: Token) -> Literally:
    start, end = token.start, token.end
    match token.kind:
        case "text":
            return Literally(token.text[1:-1], "text", start, end)
        case "date":
            return Literally(_date(token), "date", start, end)
        case "time":
            return Literally(_time(token), "time", start, end)
        case _:
            number = Decimal(token.text) if "." in token.text else int(token.text)
            return Literally(number, "number", start, end)


def _date(token: Token) -> date:
    try:
        return date.fromisoformat(token.text)
    except ValueError:
        raise FaultError(fault("not-a-day", token.start, token.end, found=token.text)) from None


def _time(token: Token) -> time:
    hour, minute = token.text.split(":")
    try:
        return time(int(hour), int(minute))
    except ValueError:
        raise FaultError(fault("not-a-time", token.start, token.end, found=token.text)) from None


def _time_away(cursor: Cursor, amount: Literally | Name) -> TimeAway:
    first = last = cursor.take()
    unit = first.text
    if unit == "business":
        last = cursor.take()
        unit = f"business {last.text}".strip()
    if unit not in _UNITS:
        meant = _MEANT_UNITS.get(unit.lower(), unit.lower())
        instead = f"write `{meant}`" if meant in _UNITS else None
        raise FaultError(fault("unknown-unit", first.start, last.end, instead, found=unit))
    direction = _DIRECTIONS.get(cursor.here.text)
    if not direction:
        raise FaultError(fault("time-without-anchor", amount.start, last.end))
    cursor.take()
    anchor = cursor.name()
    return TimeAway(amount, _UNITS[unit], direction, anchor, amount.start, anchor.end)


def _call(cursor: Cursor, name: Token) -> StepCall | ListCall:
    opening = cursor.take()
    if name.text in _VERBS:
        step = cursor.name()
        cursor.close(opening, ")")
        return StepCall(_VERBS[name.text], step, name.start, cursor.end)
    if name.text not in _FUNCTIONS:
        close = suggest(name.text, (*_VERBS, *_FUNCTIONS))
        raise FaultError(fault("unknown-function", name.start, name.end, close, name=name.text))
    call = _list_call(cursor, name)
    cursor.close(opening, ")")
    return call._replace(end=cursor.end)


def _list_call(cursor: Cursor, name: Token) -> ListCall:
    function = _FUNCTIONS[name.text]
    of: Written | None = None
    over = _expression(cursor, _LOOSEST)
    if cursor.skip("of"):
        of, over = over, cursor.name()
    if not isinstance(over, Name):
        raise FaultError(fault("of-missing", over.start, over.end, function=function, list="list"))
    where = _expression(cursor, _LOOSEST) if cursor.skip("where") else None
    return ListCall(function, of, over, where, name.start, cursor.end)


def _infix(cursor: Cursor, left: Written, power: int) -> Written:
    if power == _JOINING:
        return _joined(cursor, left)
    if power == _COMPARING:
        compared = _comparing(cursor, left)
        if _power(cursor) == _COMPARING:
            again = cursor.here
            raise FaultError(fault("chained-comparison", again.start, again.end))
        return compared
    sign = _CALCULATING_SIGNS[cursor.take().text]
    right = _expression(cursor, power)
    return Calculation(sign, left, right, left.start, right.end)


def _joined(cursor: Cursor, left: Written) -> Joined:
    word: Literal["and", "or"] = "and" if cursor.here.text == "and" else "or"
    operands = [left]
    while cursor.skip(word):
        operands.append(_expression(cursor, _JOINING))
    if _power(cursor) == _JOINING:
        other = cursor.here
        raise FaultError(fault("mixed-and-or", other.start, other.end))
    return Joined(word, tuple(operands), left.start, operands[-1].end)


def _comparing(cursor: Cursor, left: Written) -> Written:
    token = cursor.take()
    match token.text:
        case "in":
            return _membership(cursor, left, negated=False)
        case "not":
            cursor.take()
            return _membership(cursor, left, negated=True)
        case "includes":
            option = _right_side(cursor)
            return Inclusion(left, option, left.start, option.end)
        case "is":
            return _is(cursor, left, token)
        case sign:
            right = _expression(cursor, _COMPARING)
            spelled = Name(token.text, token.start, token.end)
            return Comparison(_COMPARING_SIGNS[sign], left, right, spelled, left.start, right.end)


def _is(cursor: Cursor, left: Written, token: Token) -> Written:
    negated = cursor.skip("not")
    spelled = Name("is not" if negated else "is", token.start, cursor.end)
    if cursor.skip("known"):
        return KnownTest(left, negated, left.start, cursor.end)
    if cursor.skip("in"):
        return _membership(cursor, left, negated=negated)
    right = _right_side(cursor)
    return Comparison("!=" if negated else "=", left, right, spelled, left.start, right.end)


def _right_side(cursor: Cursor) -> Written:
    """Take what is compared with; options may be called `after` and `before`."""
    if cursor.here.text in _DIRECTIONS:
        return cursor.name()
    return _expression(cursor, _COMPARING)


def _membership(cursor: Cursor, left: Written, *, negated: bool) -> Membership:
    opening = cursor.here
    if not cursor.skip("["):
        raise cursor.misfit(opening, "what it may be stands in square brackets, as in `[moving, insurance]`")
    if cursor.skip("]"):
        raise FaultError(fault("empty-choice", opening.start, cursor.end))
    members = [_member(cursor)]
    while cursor.skip(","):
        members.append(_member(cursor))
    cursor.close(opening, "]")
    return Membership(left, tuple(members), negated, left.start, cursor.end)


def _member(cursor: Cursor) -> Written:
    return cursor.name() if cursor.here.kind == "word" else _expression(cursor, _COMPARING)

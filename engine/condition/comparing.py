"""How are two values compared, and since when does the result stand?

INVARIANT: with none a comparison is false, with unknown it is unknown, and otherwise it never fails.
"""

from __future__ import annotations

import operator
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from engine.condition.calendar import lapse
from engine.condition.reading import NONE, UNKNOWN, Reading, Scope
from engine.condition.truth import NOT_YET, as_verdict, lacking, latest

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.condition.reading import Plain
    from engine.condition.tree import ComparingSign
    from engine.condition.truth import Reader

    Test: TypeAlias = Callable[[Any, Any], bool]

TESTS: Final[dict[ComparingSign, Test]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
MIRRORED: Final[dict[ComparingSign, ComparingSign]] = {
    "=": "=",
    "!=": "!=",
    "<": ">",
    "<=": ">=",
    ">": "<",
    ">=": "<=",
}
"""The sign that says the same with its sides exchanged."""

_NOTHING: Final = timedelta()
_FLIPS: Final[dict[ComparingSign, tuple[int, ...]]] = {
    "<": (0,),
    ">=": (0,),
    ">": (1,),
    "<=": (1,),
    "=": (0, 1),
    "!=": (0, 1),
}
"""At the beginning of which days, counted from the other side's day, a comparison of `today` with it changes."""


def test_of_moments(sign: ComparingSign) -> Test:
    """Compare moments by the time that passes between them, which their clocks do not tell when they are put back."""
    test = TESTS[sign]
    return lambda one, other: test(lapse(other, one), _NOTHING)


def compare(left: Reader, right: Reader, test: Test) -> Reader:
    """Compare two values."""

    def read(scope: Scope) -> Reading:
        one, other = left(scope), right(scope)
        absent = lacking(one, other)
        if absent:
            return as_verdict(absent)
        return Reading(test(one.value, other.value), latest(one.since, other.since))

    return read


def compare_fixed(reader: Reader, value: Plain | frozenset[Plain], test: Test) -> Reader:
    """Compare a value with one that is fixed: the most frequent kind of condition, so the quickest."""

    def read(scope: Scope) -> Reading:
        one, since = reader(scope)
        if one is UNKNOWN:
            return NOT_YET
        return Reading(one is not NONE and test(one, value), since)

    return read


def compare_now(other: Reader, sign: ComparingSign) -> Reader:
    """Compare the present moment with another; it stands since that one came."""
    test = test_of_moments(sign)

    def read(scope: Scope) -> Reading:
        value, since = reading = other(scope)
        if not isinstance(value, datetime):
            return as_verdict(reading)
        return Reading(test(scope.now, value), _since(scope, since, [value]))

    return read


def compare_today(other: Reader, sign: ComparingSign) -> Reader:
    """Compare the present day with another; it stands since the midnight that made it so."""
    test, flips = TESTS[sign], _FLIPS[sign]

    def read(scope: Scope) -> Reading:
        value, since = reading = other(scope)
        if not isinstance(value, date):
            return as_verdict(reading)
        edges = [scope.calendar.midnight(value, days) for days in flips]
        return Reading(test(scope.calendar.day(scope.now), value), _since(scope, since, edges))

    return read


def _since(scope: Scope, since: datetime | None, edges: list[datetime]) -> datetime | None:
    for edge in edges:
        if lapse(edge, scope.now) >= _NOTHING:
            since = latest(since, edge)
    return since


def as_day(reader: Reader) -> Reader:
    """Take only the day of a moment, as it is in the office."""

    def read(scope: Scope) -> Reading:
        value, since = reading = reader(scope)
        return Reading(scope.calendar.day(value), since) if isinstance(value, datetime) else reading

    return read

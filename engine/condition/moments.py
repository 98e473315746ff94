"""Which moment is meant by so many days after something, and has it come?

INVARIANT: a moment that has come has come; waiting never makes it not so.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from engine.condition.calendar import lapse
from engine.condition.reading import NONE, UNKNOWN, Reading, Scope
from engine.condition.terms import ArrivalTerm, ClockTerm, FactTerm, StepTerm
from engine.condition.truth import NOT_YET, as_verdict, latest
from engine.condition.types import DATE

if TYPE_CHECKING:
    from engine.condition.terms import Anchor, TimeTerm
    from engine.condition.truth import Reader

_NOTHING: Final = timedelta()


def anchor(term: Anchor) -> Reader:
    """Read the moment from which a time is counted.

    A date counts from its midnight in the office, a step from when it was settled, an arrival from when it happened.
    """
    match term:
        case FactTerm():
            return lambda scope: _as_moment(scope, scope.fact(term.name))
        case StepTerm():
            return lambda scope: _since_when(scope.step(term.name, term.verb))
        case ArrivalTerm():
            return lambda scope: _since_when(scope.arrival(term.name))
        case _:
            return lambda scope: _as_moment(scope, clock(term)(scope))


def clock(term: ClockTerm) -> Reader:
    """Read `now`, or `today`, which stands since midnight."""
    if term.name == "now":
        return lambda scope: Reading(scope.now, scope.now)

    def read(scope: Scope) -> Reading:
        day = scope.calendar.day(scope.now)
        return Reading(day, scope.calendar.midnight(day))

    return read


def moment(term: TimeTerm, times: int = 1) -> Reader:
    """Read the moment that lies so far from its anchor, or so many times as far."""
    read_anchor = anchor(term.anchor)
    amount = times * (term.amount if term.direction == "after" else -term.amount)

    def read(scope: Scope) -> Reading:
        value, since = reading = read_anchor(scope)
        if not isinstance(value, datetime):
            return reading
        return Reading(scope.calendar.after(value, amount, term.unit), since)

    return read


def day_or_moment(term: TimeTerm) -> Reader:
    """Read the moment as a value: only its day where days were counted from a date."""
    read_moment = moment(term)
    if term.type != DATE:
        return read_moment

    def read(scope: Scope) -> Reading:
        value, since = reading = read_moment(scope)
        return Reading(scope.calendar.day(value), since) if isinstance(value, datetime) else reading

    return read


def passed(term: TimeTerm) -> Reader:
    """Tell whether the moment has come: true once it has, unknown before, false if there is none."""
    read_moment = moment(term)

    def read(scope: Scope) -> Reading:
        value, since = reading = read_moment(scope)
        if not isinstance(value, datetime):
            return as_verdict(reading)
        if lapse(value, scope.now) < _NOTHING:
            return NOT_YET
        return Reading(value=True, since=latest(since, value))

    return read


def _as_moment(scope: Scope, reading: Reading) -> Reading:
    value, since = reading
    match value:
        case datetime():
            return Reading(scope.calendar.local(value), since)
        case date():
            return Reading(scope.calendar.midnight(value), since)
        case _:
            return reading


def _since_when(reading: Reading) -> Reading:
    value, since = reading
    if value is True and since:
        return Reading(since, since)
    return NOT_YET if value is UNKNOWN or value is True else Reading(NONE, since)

"""What does a condition come to in a scope? Each term becomes a closure once, which is then called often.

INVARIANT: no closure fails in a scope that fits the declarations, whatever has been told, and none keeps anything.
"""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from operator import contains
from typing import TYPE_CHECKING

from engine.condition import comparing, lists, moments, truth
from engine.condition.arithmetic import arithmetic, calculate
from engine.condition.comparing import MIRRORED, TESTS
from engine.condition.reading import NONE, UNKNOWN, Reading, Scope
from engine.condition.terms import (
    Arithmetic,
    ArrivalTerm,
    ClockTerm,
    Compare,
    Constant,
    Count,
    FactTerm,
    Holds,
    Includes,
    Junction,
    Known,
    Not,
    OneOf,
    Passed,
    Quantifier,
    StepTerm,
    TimeTerm,
    Total,
    type_of,
)
from engine.condition.truth import NOT_YET, as_verdict
from engine.condition.types import DATE, FAMILIES, MONEY

if TYPE_CHECKING:
    from datetime import date

    from engine.condition.lists import Pick, Poller
    from engine.condition.reading import Plain
    from engine.condition.terms import Term, VerdictTerm
    from engine.condition.truth import Reader


def reader(term: Term) -> Reader:
    """Compile a term."""
    match term:
        case Constant():
            reading = Reading(term.value, None)
            return lambda _scope: reading
        case FactTerm(name=name):
            return lambda scope: scope.fact(name)
        case ClockTerm():
            return moments.clock(term)
        case TimeTerm():
            return moments.day_or_moment(term)
        case Arithmetic():
            return _arithmetic(term)
        case Count():
            return lists.count(poller(term))
        case Total():
            return lists.total(poller(term), reader(term.of), _pick(term))
        case _:
            return _verdict(term)


def poller(term: Count | Total) -> Poller:
    """Compile which elements of a list a term is about."""
    return lists.poll(term.list, None if term.where is None else reader(term.where))


def _verdict(term: VerdictTerm) -> Reader:
    match term:
        case StepTerm(name=name, verb=verb):
            return lambda scope: scope.step(name, verb)
        case ArrivalTerm(name=name):
            return lambda scope: scope.arrival(name)
        case Passed():
            return moments.passed(term.moment)
        case Holds():
            return _holds(term.fact.name)
        case Known():
            return _known(term.fact.name)
        case Not():
            return truth.opposite(reader(term.operand))
        case Junction():
            operands = tuple(map(reader, term.operands))
            return truth.junction(operands, deciding=term.word == "or")
        case Quantifier():
            return lists.quantifier(term.list, reader(term.predicate), deciding=term.word == "any")
        case _:
            return _comparison(term)


def _holds(name: str) -> Reader:
    return lambda scope: as_verdict(scope.fact(name))


def _known(name: str) -> Reader:
    def read(scope: Scope) -> Reading:
        value, since = scope.fact(name)
        return NOT_YET if value is UNKNOWN else Reading(value is not NONE, since)

    return read


def _arithmetic(term: Arithmetic) -> Reader:
    left, right = term.left, term.right
    if _is_of_days(left):
        return arithmetic(_day(left), _day(right), _days_between)
    return arithmetic(reader(left), reader(right), partial(calculate, term.sign))


def _days_between(left: date, right: date) -> int:
    return (left - right).days


def _pick(term: Total) -> Pick:
    if term.function == "sum":
        return lists.pick_sum(Decimal(0) if term.type == MONEY else 0)
    return lists.pick_lowest if term.function == "lowest" else lists.pick_highest


def _comparison(term: Compare | OneOf | Includes) -> Reader:
    match term:
        case Compare(left=Count() as counted):
            return lists.compare_count(poller(counted), reader(term.right), TESTS[term.sign])
        case Compare(right=Count() as counted):
            return lists.compare_count(poller(counted), reader(term.left), TESTS[MIRRORED[term.sign]])
        case Compare() if _is_of_days(term.left):
            return _compare_days(term)
        case Compare(right=Constant(value=value)):
            return comparing.compare_fixed(reader(term.left), value, TESTS[term.sign])
        case Compare():
            return comparing.compare(reader(term.left), reader(term.right), TESTS[term.sign])
        case OneOf():
            members = frozenset(member.value for member in term.members)
            operand = _day(term.operand) if _is_of_days(term.operand) else reader(term.operand)
            return comparing.compare_fixed(operand, members, _is_not_among if term.negated else _is_among)
        case _:
            return comparing.compare_fixed(reader(term.fact), term.option, contains)


def _compare_days(term: Compare) -> Reader:
    """Compare dates and moments: by the day if one of them is only a date."""
    by_day = DATE in {type_of(term.left), type_of(term.right)}
    read = _day if by_day else reader
    compare_clock = comparing.compare_today if by_day else comparing.compare_now
    match isinstance(term.left, ClockTerm), isinstance(term.right, ClockTerm):
        case True, False:
            return compare_clock(read(term.right), term.sign)
        case False, True:
            return compare_clock(read(term.left), MIRRORED[term.sign])
        case _:
            test = TESTS[term.sign] if by_day else comparing.test_of_moments(term.sign)
            return comparing.compare(read(term.left), read(term.right), test)


def _is_of_days(term: Term) -> bool:
    return FAMILIES.get(type_of(term).kind) == "day"


def _day(term: Term) -> Reader:
    return reader(term) if type_of(term) == DATE else comparing.as_day(reader(term))


def _is_among(value: Plain, members: frozenset[Plain]) -> bool:
    return value in members


def _is_not_among(value: Plain, members: frozenset[Plain]) -> bool:
    return value not in members

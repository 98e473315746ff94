"""Which facts, steps, arrivals and times made a condition come out as it did, or are missing?

INVARIANT: as long as these leaves stay as they are, all others may change as they like and the verdict stays.
Those of an unknown verdict are the missing ones: as long as they are missing, no other answer decides it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from engine.condition.calendar import lapse
from engine.condition.comparing import MIRRORED, TESTS
from engine.condition.evaluate import poller, reader
from engine.condition.lists import ENDLESS, in_range
from engine.condition.moments import moment
from engine.condition.reading import NONE, UNKNOWN, Absent, Leaf, Reading, Scope
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
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from engine.condition.arithmetic import Number
    from engine.condition.lists import Poll
    from engine.condition.reading import Value
    from engine.condition.terms import Term, VerdictTerm
    from engine.condition.tree import ComparingSign

_NOTHING: Final = timedelta()


def leaves(term: Term, scope: Scope) -> Iterator[Leaf]:
    """Give the leaves that decided a term in a scope, or that it lacks; one may come twice."""
    match term:
        case Constant():
            pass
        case FactTerm(name=name):
            yield Leaf("fact", name, scope.place, *scope.fact(name))
        case ClockTerm(name=name):
            yield Leaf("time", name, scope.place, *reader(term)(scope))
        case TimeTerm():
            yield from leaves(term.anchor, scope)
        case Arithmetic():
            yield from _both(term.left, term.right, scope)
        case Count():
            yield from _count(term, scope)
        case Total():
            yield from _total(term, scope)
        case _:
            yield from _verdict(term, scope)


def _verdict(term: VerdictTerm, scope: Scope) -> Iterator[Leaf]:
    match term:
        case StepTerm(name=name, verb=verb):
            yield Leaf("step", name, scope.place, *scope.step(name, verb), verb)
        case ArrivalTerm(name=name):
            yield Leaf("arrival", name, scope.place, *scope.arrival(name))
        case Passed():
            yield from _passed(term, scope)
        case Holds() | Known() | Includes():
            yield from leaves(term.fact, scope)
        case Not() | OneOf():
            yield from leaves(term.operand, scope)
        case Junction():
            yield from _junction(term, scope)
        case Quantifier():
            yield from _quantifier(term, scope)
        case _:
            yield from _compare(term, scope)


def _both(left: Term, right: Term, scope: Scope) -> Iterator[Leaf]:
    """Explain what needs two values: the one that is none, else those that are unknown, else both."""
    terms = (left, right)
    readings = [reader(term)(scope) for term in terms]
    none = [number for number, reading in enumerate(readings) if reading.value is NONE]
    unknown = [number for number, reading in enumerate(readings) if reading.value is UNKNOWN]
    for number in _first(readings, none) or unknown or range(len(terms)):
        yield from leaves(terms[number], scope)


def _first(readings: Sequence[Reading], numbers: Sequence[int]) -> Sequence[int]:
    """Of some readings, pick the one that stands longest."""
    return sorted(numbers, key=lambda number: (readings[number].since is not None, readings[number].since))[:1]


def _passed(term: Passed, scope: Scope) -> Iterator[Leaf]:
    value, _ = moment(term.moment)(scope)
    has_come = isinstance(value, datetime) and lapse(value, scope.now) >= _NOTHING
    if has_come or isinstance(value, Absent):
        yield from leaves(term.moment, scope)
    if isinstance(value, datetime):
        yield Leaf("time", term.moment.text, scope.place, value, value if has_come else None)


def _junction(term: Junction, scope: Scope) -> Iterator[Leaf]:
    readings = [reader(operand)(scope) for operand in term.operands]
    for number in _weighing(readings, deciding=term.word == "or"):
        yield from leaves(term.operands[number], scope)


def _weighing(readings: Sequence[Reading], *, deciding: bool, missing: bool = False) -> Sequence[int]:
    """Pick the verdicts that tip the scales: all false ones of `and`, the first true one of `or`.

    If none does: those that are unknown, or all where nothing is missing.
    """
    decided = [number for number, reading in enumerate(readings) if reading.value is deciding]
    if decided:
        return _first(readings, decided) if deciding else decided
    unknown = [number for number, reading in enumerate(readings) if reading.value is UNKNOWN]
    return unknown if unknown or missing else range(len(readings))


def _quantifier(term: Quantifier, scope: Scope) -> Iterator[Leaf]:
    scopes, complete, since, _ = scope.elements(term.list)
    deciding = term.word == "any"
    readings = list(map(reader(term.predicate), scopes))
    values = {reading.value for reading in readings}
    listed = Leaf("list", term.list, scope.place, len(scopes), since)
    if deciding not in values and not complete:
        yield Leaf("list", term.list, scope.place, UNKNOWN, None)
    elif deciding not in values and UNKNOWN not in values:
        yield listed
    for number in _weighing(readings, deciding=deciding, missing=not complete):
        yield from _of_element(term.predicate, scopes[number], listed)


def _of_element(term: Term, element: Scope, listed: Leaf) -> Iterable[Leaf]:
    """Explain what is so of an element: by its leaves, or only by its being there."""
    return list(leaves(term, element)) or [listed]


def _compare(term: Compare, scope: Scope) -> Iterator[Leaf]:
    match term:
        case Compare(left=Count() as count, right=other):
            yield from _counted(term.sign, count, other, scope)
        case Compare(left=other, right=Count() as count):
            yield from _counted(MIRRORED[term.sign], count, other, scope)
        case _:
            yield from _both(term.left, term.right, scope)


def _counted(sign: ComparingSign, count: Count, other: Term, scope: Scope) -> Iterator[Leaf]:
    """Explain a count, on the left, compared with something."""
    polled = poller(count)(scope)
    value, _ = reader(other)(scope)
    if not isinstance(value, int | Decimal):
        yield from leaves(other, scope)
        if value is UNKNOWN:
            yield from _missing(count, polled, scope)
    elif in_range(TESTS[sign], polled.fewest, polled.most, value) is UNKNOWN:
        yield from _missing(count, polled, scope)
    else:
        yield from leaves(other, scope)
        yield from _enough(sign, count, value, scope)


def _enough(sign: ComparingSign, count: Count, value: Number, scope: Scope) -> Iterator[Leaf]:
    """Explain a count that decided: by those it counts, by those it does not, or by all."""
    polled = poller(count)(scope)
    test = TESTS[sign]
    enough: tuple[Value, ...] = (True, False)
    if in_range(test, polled.fewest, ENDLESS, value) is not UNKNOWN:
        enough = (True,)
    elif in_range(test, 0, polled.most, value) is not UNKNOWN:
        enough = (False,)
    if False in enough or count.where is None:
        yield _list(count, polled, scope)
    yield from _where(count, polled, enough, scope)


def _count(term: Count, scope: Scope) -> Iterator[Leaf]:
    polled = poller(term)(scope)
    if polled.is_decided:
        yield _list(term, polled, scope)
        yield from _where(term, polled, (True, False), scope)
    else:
        yield from _missing(term, polled, scope)


def _total(term: Total, scope: Scope) -> Iterator[Leaf]:
    polled = poller(term)(scope)
    readings = [(element, reader(term.of)(element).value) for element in polled.meant]
    missing = [element for element, value in readings if value is UNKNOWN]
    if polled.is_decided and not missing:
        missing = polled.meant
        yield _list(term, polled, scope)
        yield from _where(term, polled, (True, False), scope)
    else:
        yield from _missing(term, polled, scope)
    for element in missing:
        yield from leaves(term.of, element)


def _list(term: Count | Total, polled: Poll, scope: Scope) -> Leaf:
    return Leaf("list", term.list, scope.place, len(polled.scopes), polled.since)


def _missing(term: Count | Total, polled: Poll, scope: Scope) -> Iterator[Leaf]:
    if not polled.complete:
        yield Leaf("list", term.list, scope.place, UNKNOWN, None)
    yield from _where(term, polled, (UNKNOWN,), scope)


def _where(term: Count | Total, polled: Poll, wanted: tuple[Value, ...], scope: Scope) -> Iterator[Leaf]:
    """Explain why elements are meant, or are not."""
    if term.where is None:
        return
    for element, (value, _) in zip(polled.scopes, polled.verdicts, strict=True):
        if value in wanted:
            yield from _of_element(term.where, element, _list(term, polled, scope))

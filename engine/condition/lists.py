"""What is true of the elements of a list, while some are still missing or not told?

INVARIANT: a count is decided as soon as no further answer can change it, and stands since then.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from engine.condition.arithmetic import Number, calculate
from engine.condition.reading import NONE, UNKNOWN, Absent, Reading, Scope
from engine.condition.truth import NOT_YET, as_verdict, latest, weigh
from engine.frozen import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from engine.condition.comparing import Test
    from engine.condition.reading import Value
    from engine.condition.truth import Reader

    Pick: TypeAlias = Callable[[list[Any]], Any]
    Poller: TypeAlias = Callable[[Scope], "Poll"]

ENDLESS: Final = Decimal("Infinity")


class Poll(NamedTuple):
    """The elements of a list that are there, and of each whether it is one of those meant."""

    scopes: Sequence[Scope]
    verdicts: Sequence[Reading]
    complete: bool
    since: datetime | None

    @property
    def is_decided(self) -> bool:
        """Whether all elements are there, and it is known of each."""
        return self.complete and all(value is not UNKNOWN for value, _ in self.verdicts)

    @property
    def fewest(self) -> int:
        """How many there are at least."""
        return sum(value is True for value, _ in self.verdicts)

    @property
    def most(self) -> Number:
        """How many there can be."""
        possible = sum(value is not False for value, _ in self.verdicts)
        return possible if self.complete else ENDLESS

    @property
    def meant(self) -> list[Scope]:
        """The elements that are certainly meant."""
        return [scope for scope, (value, _) in zip(self.scopes, self.verdicts, strict=True) if value is True]

    @property
    def latest(self) -> datetime | None:
        """Since when all of it stands."""
        since = self.since
        for _, moment in self.verdicts:
            since = latest(since, moment)
        return since


def poll(name: str, where: Reader | None) -> Poller:
    """Ask of each element of a list whether it is meant."""

    def ask(scope: Scope) -> Poll:
        scopes, complete, since, joined = scope.elements(name)
        if where is None:
            verdicts = [Reading(value=True, since=moment) for moment in joined or [since] * len(scopes)]
        else:
            verdicts = [where(element) for element in scopes]
        return Poll(scopes, verdicts, complete, since)

    return ask


def count(ask: Poller) -> Reader:
    """Count the elements, once all of them are known."""

    def read(scope: Scope) -> Reading:
        polled = ask(scope)
        return Reading(polled.fewest, polled.latest) if polled.is_decided else NOT_YET

    return read


def compare_count(ask: Poller, other: Reader, test: Test) -> Reader:
    """Compare a count as soon as it can be: two of at least two are enough, whatever else may come."""

    def read(scope: Scope) -> Reading:
        value, since = reading = other(scope)
        if not isinstance(value, int | Decimal):
            return as_verdict(reading)
        polled = ask(scope)
        verdict = in_range(test, polled.fewest, polled.most, value)
        if verdict is UNKNOWN:
            return NOT_YET
        return Reading(verdict, latest(since, _decided_since(polled, test, value)))

    return read


def in_range(test: Test, fewest: int, most: Number, value: Number) -> bool | Absent:
    """Compare a number of which only the range is known: unknown unless all numbers in it say the same."""
    edges = [fewest, most, value] if fewest < value < most else [fewest, most]
    verdicts = {test(edge, value) for edge in edges}
    return verdicts.pop() if len(verdicts) == 1 else UNKNOWN


def _decided_since(polled: Poll, test: Test, value: Number) -> datetime | None:
    """Go through what became known in its order, as far as it takes to decide."""
    known = [reading for reading in polled.verdicts if reading.value is not UNKNOWN]
    if polled.complete:
        known.append(Reading(NONE, polled.since))  # stands for: there are no more elements
    events = iter(sorted(known, key=lambda reading: (reading.since is not None, reading.since)))
    yes, no, complete, since = 0, 0, False, None
    while in_range(test, yes, len(polled.scopes) - no if complete else ENDLESS, value) is UNKNOWN:
        verdict, since = next(events)
        yes += verdict is True
        no += verdict is False
        complete = complete or verdict is NONE
    return since


def total(ask: Poller, of: Reader, pick: Pick) -> Reader:
    """Sum up, or pick the lowest or highest, once all is known; an element where it is none does not count."""

    def read(scope: Scope) -> Reading:
        polled = ask(scope)
        if not polled.is_decided:
            return NOT_YET
        values, since = [], polled.latest
        for value, moment in map(of, polled.meant):
            if value is UNKNOWN:
                return NOT_YET
            since = latest(since, moment)
            if value is not NONE:
                values.append(value)
        return Reading(pick(values), since)

    return read


def quantifier(name: str, predicate: Reader, *, deciding: bool) -> Reader:
    """Ask of every element (a false one decides) or of any (a true one does)."""

    def read(scope: Scope) -> Reading:
        scopes, complete, since, _ = scope.elements(name)
        readings = [predicate(element) for element in scopes]
        readings.append(Reading(not deciding, since) if complete else NOT_YET)
        return weigh(readings, deciding=deciding)

    return read


def pick_sum(nothing: Number) -> Pick:
    """Add up; `nothing` is the sum of no values."""

    def pick(values: list[Number]) -> Number | Absent:
        result: Number | Absent = nothing
        for value in values:
            if not isinstance(result, Absent):
                result = calculate("+", result, value)
        return result

    return pick


def pick_lowest(values: list[Any]) -> Value:
    """Pick the lowest value, none if there is no value."""
    return min(values, default=NONE)


def pick_highest(values: list[Any]) -> Value:
    """Pick the highest value, none if there is no value."""
    return max(values, default=NONE)

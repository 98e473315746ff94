"""How do verdicts combine when some are not known yet, and since when does the result stand?

INVARIANT: what is unknown and becomes known never changes a verdict that was decided without it, nor its `since`.
Kleene's three values. A `since` of None stands for always, as that of a number in the text.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, TypeAlias

from engine.condition.reading import NONE, UNKNOWN, Reading, Scope

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

Reader: TypeAlias = Callable[[Scope], Reading]
"""A compiled part of a condition."""

NOT_YET: Final = Reading(UNKNOWN, None)


def earliest(one: datetime | None, other: datetime | None) -> datetime | None:
    """Give the earlier of two moments; always is before all."""
    if one is None or other is None:
        return None
    return other if other < one else one  # noqa: FURB136  asked so often that a call would tell


def latest(one: datetime | None, other: datetime | None) -> datetime | None:
    """Give the later of two moments; always is before all."""
    if one is None or other is None:
        return one or other
    return other if other > one else one  # noqa: FURB136  as above


def weigh(readings: Iterable[Reading], *, deciding: bool) -> Reading:
    """Combine verdicts of which one is enough to decide: a false one in `and`, a true one in `or`.

    Decided so since the earliest of these; decided the other way, which needs all of them, since the latest.
    """
    is_decided = is_open = False
    since = decided_since = None
    for value, moment in readings:
        if value is deciding:
            decided_since = earliest(decided_since, moment) if is_decided else moment
            is_decided = True
        elif value is UNKNOWN:
            is_open = True
        elif since is None or (moment is not None and moment > since):
            since = moment
    if is_decided:
        return Reading(deciding, decided_since)
    return NOT_YET if is_open else Reading(not deciding, since)


def lacking(left: Reading, right: Reading) -> Reading | None:
    """Give what two readings come to together unless both are told.

    None wins over unknown: it stays so whatever the other turns out to be.
    """
    if left.value is NONE or right.value is NONE:
        if left.value is not right.value:
            return left if left.value is NONE else right
        return Reading(NONE, earliest(left.since, right.since))
    return NOT_YET if left.value is UNKNOWN or right.value is UNKNOWN else None


def as_verdict(reading: Reading) -> Reading:
    """Count none as false."""
    return Reading(value=False, since=reading.since) if reading.value is NONE else reading


def junction(readers: tuple[Reader, ...], *, deciding: bool) -> Reader:
    """Join verdicts with `and` (a false one decides) or `or` (a true one does)."""

    def read(scope: Scope) -> Reading:
        return weigh([reader(scope) for reader in readers], deciding=deciding)

    return read


def opposite(reader: Reader) -> Reader:
    """Turn a verdict round."""

    def read(scope: Scope) -> Reading:
        value, since = reader(scope)
        return NOT_YET if value is UNKNOWN else Reading(not value, since)

    return read

"""How a step instance stands, and how what stands in a group adds up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engine.case.agenda import SETTLED
from engine.condition.reading import UNKNOWN, Reading
from engine.condition.truth import latest
from engine.frozen import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from engine.case.agenda import StepStatus

UNDECIDED: Final = Reading(UNKNOWN, None)


class Standing(NamedTuple):
    """How a step instance stands, and since when."""

    status: StepStatus
    since: datetime | None

    @property
    def is_settled(self) -> bool:
        """Whether it is done, skipped, gave up or not needed."""
        return self.status in SETTLED


def first(standings: list[Standing | None]) -> Standing | None:
    """Give what settled a step first: what settles it afterwards changes nothing any more."""
    found = [standing for standing in standings if standing]
    if len(found) < 2:  # noqa: PLR2004  # there is nothing to compare
        return found[0] if found else None
    return min(found, key=lambda standing: (standing.since is not None, standing.since))


def together(
    needed: list[Standing], standings: list[Standing], dismissed: Standing | None, since: datetime | None
) -> Standing:
    """Sum a group up: done if any is, else skipped or gave up if any is, else not needed (design 5.4.2).

    What is optional in it counts if it was settled before the rest was.
    """
    if not needed:
        nothing = Standing("not needed", since)
        return first([dismissed, nothing]) or nothing
    for standing in needed:
        since = latest(since, standing.since)
    in_time = [one for one in standings if one.since is None or (since is not None and one.since < since)]
    statuses = {one.status for one in (*needed, *in_time)}
    status: StepStatus = "not needed"
    for one in ("gave up", "skipped", "done"):
        if one in statuses:
            status = one
    return Standing(status, since)


def is_before(one: datetime | None, other: datetime | None) -> bool:
    """Whether a moment is not after another; always, and what is not known, are before all."""
    return one is None or other is None or one <= other


def both(readings: Iterable[Reading]) -> Reading:
    """Kleene's and: false since the earliest false one, true since the latest, else unknown."""
    is_false = is_open = False
    since = ended = None
    for value, stands in readings:
        if value is True:
            since = latest(since, stands)
        elif value is False:
            is_false = True
            ended = stands if ended is None else earliest([ended, stands])
        else:
            is_open = True
    if is_false:
        return Reading(value=False, since=ended)
    return UNDECIDED if is_open else Reading(value=True, since=since)


def earliest(moments: list[datetime | None]) -> datetime | None:
    """Give the first of the moments that are known."""
    return min((moment for moment in moments if moment), default=None)

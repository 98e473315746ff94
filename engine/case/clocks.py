"""Which moments the times of a procedure come to in a case: on the office's calendar, with holds left out (design 5.5).

Clocks count from when something happened; what follows from them stands since it was recorded, so that
what is recorded late un-settles nothing.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from engine.condition.truth import latest

if TYPE_CHECKING:
    from engine.case.derive import Derivation
    from engine.case.tree import Node
    from engine.condition import Phrase


class Clock(NamedTuple):
    """A moment that a phrase came to.

    Args:
        anchor: When that happened which it is counted from.
        since: Since when it can be known that the moment has passed.
    """

    moment: datetime
    anchor: datetime | None
    since: datetime


def moment(derivation: Derivation, phrase: Phrase, node: Node, times: int = 1) -> Clock | None:
    """Give the moment a phrase means for a step; clocks stop while the case is on hold (design 5.4.9)."""
    view = derivation.clock_view(node.segments)
    value, _ = phrase.moment(view, times)
    if not isinstance(value, datetime):
        return None
    anchor = phrase.anchor_reading(view).since
    recorded = phrase.anchor_reading(derivation.view(node.segments)).since
    found = _shifted(derivation, value, anchor)
    return Clock(found, anchor, latest(found, recorded) or found)


def gave_up(derivation: Derivation, node: Node) -> datetime | None:
    """Say when a step gave up: its time had passed before what it waited for was recorded (design 5.4.1)."""
    if not node.step.give_up or not node.decides(node.step.give_up):
        return None
    clock = moment(derivation, node.step.give_up, node)
    if clock is None or clock.since > derivation.now:
        return None
    over, since = derivation.waited(node)
    return None if over is True and (since is None or since <= clock.since) else clock.since


def _shifted(derivation: Derivation, moment: datetime, anchor: datetime | None) -> datetime:
    for hold in derivation.case.holds:
        end = hold.end or derivation.now
        start = max(hold.start, anchor) if anchor else hold.start
        if start < moment and end > start:
            moment += end - start
    return moment

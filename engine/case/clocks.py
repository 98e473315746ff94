"""Which moments the times of a procedure come to in a case: on the office's calendar, without its rests (design 5.5).

A case rests while it is on hold, and while a step makes all others wait.

Clocks count from when something happened; what follows from them stands since it was recorded, so that
what is recorded late un-settles nothing.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from engine.condition.calendar import lapse
from engine.condition.terms import ArrivalTerm, FactTerm, StepTerm
from engine.condition.truth import latest
from engine.frozen import NamedTuple
from engine.procedure.model import WaitForAny, WaitForArrival, WaitForCondition, WaitForMoment, WaitForStep

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from engine.case.derive import Derivation
    from engine.case.state import Case
    from engine.case.tree import Node
    from engine.condition import Phrase
    from engine.procedure.model import Wait


class Rest(NamedTuple):
    """A time in which clocks stopped, and why; one without an end still lasts."""

    start: datetime
    end: datetime | None
    reason: str


class Watch:
    """What a derivation looked at of the time: until when it says the same, as long as nothing is recorded."""

    __slots__ = ("_looked", "_next")

    def __init__(self) -> None:
        self._looked = False
        self._next: datetime | None = None

    def look(self) -> None:
        """Note that the present moment itself went into it."""
        self._looked = True

    def see(self, moment: datetime, now: datetime) -> None:
        """Note a moment that changes something when it comes."""
        if moment > now and (self._next is None or moment < self._next):
            self._next = moment

    def until(self, latest: datetime, now: datetime) -> datetime:
        """Give the moment up to which all stays as it is, at the latest the given one."""
        if self._looked:
            return now
        return min(latest, self._next) if self._next else latest


class Clock(NamedTuple):
    """A moment that a phrase came to.

    Args:
        anchor: When that happened which it is counted from.
        recorded: When that was recorded.
        since: Since when it can be known that the moment has passed.
    """

    moment: datetime
    anchor: datetime | None
    recorded: datetime | None
    since: datetime


def moment(derivation: Derivation, phrase: Phrase, node: Node, times: int = 1) -> Clock | None:
    """Give the moment a phrase means for a step; clocks stop while the case rests (design 5.4.9, 5.5)."""
    view = derivation.clock_view(node.segments)
    value, _ = phrase.moment(view, times)
    if not isinstance(value, datetime):
        return None
    anchor = phrase.anchor_reading(view).since
    recorded = phrase.anchor_reading(derivation.view(node.segments)).since
    found = value
    for rest in stops(derivation, node, value, anchor):
        found = _later(found, rest.start, rest.end or derivation.now)
        if not rest.end:
            derivation.watch.look()
    clock = Clock(found, anchor, recorded, latest(found, recorded) or found)
    derivation.watch.see(clock.moment, derivation.now)
    derivation.watch.see(clock.since, derivation.now)
    return clock


def gave_up(derivation: Derivation, node: Node) -> datetime | None:
    """Say when a step gave up: its time had passed before what it waited for was recorded (design 5.4.1)."""
    if not node.step.give_up or not node.decides(node.step.give_up):
        return None
    clock = moment(derivation, node.step.give_up, node)
    if clock is None or clock.since > derivation.now:
        return None
    return None if _in_time(derivation, node, clock) else clock.since


def _in_time(derivation: Derivation, node: Node, clock: Clock) -> bool:
    """Whether all that a step waits for was there before its time had passed; at the same moment, by the entries."""
    over, since = derivation.waited(node)
    if over is not True or since is None or since != clock.since:
        return over is True and (since is None or since < clock.since)
    known = _entry(derivation, node) if clock.recorded == clock.since else 0
    return all(_was_there(derivation, node, wait, clock.since, known) for wait in node.step.wait_for)


def _entry(derivation: Derivation, node: Node) -> int:
    """Give the entry by which it is known from when a step gives up."""
    anchor = node.step.give_up.term.anchor if node.step.give_up else None
    match anchor:
        case ArrivalTerm():
            return min((one.seq for one in derivation.view(node.segments).came(anchor.name)), default=0)
        case StepTerm():
            return _settled_by(derivation, derivation.view(node.segments).meant(anchor.name) or ())
        case FactTerm():
            answer = derivation.answer(node.segments, anchor.name)
            return answer.seq if answer else 0
        case _:
            return 0


def _was_there(derivation: Derivation, node: Node, wait: Wait, moment: datetime, known: int) -> bool:
    """Whether one thing a step waits for was recorded before a moment, or at it up to the entry that is known.

    Of several of which one is enough, another may have come before it, or later, or not at all.
    """
    view = derivation.view(node.segments)
    value, since = view.wait(wait, node)
    if value is not True or since != moment:
        return value is True and (since is None or since < moment)
    match wait:
        case WaitForStep():
            return _settled_by(derivation, view.meant(wait.step) or ()) <= known
        case WaitForArrival():
            return any(one.seq <= known for one in view.came(wait.arrival))
        case WaitForCondition():
            told = wait.condition.read(derivation.reliance.then(known).view(node.segments))
            return told.value is True or wait.condition.reads.moves_with_time
        case WaitForMoment():
            return True
        case WaitForAny():
            return any(_was_there(derivation, node, one, moment, known) for one in wait.waits)


def _settled_by(derivation: Derivation, nodes: Sequence[Node]) -> int:
    """Give the last entry that settled one of these; 0 if time did."""
    signatures = derivation.case.signatures
    inside = [one.address for node in nodes for one in node.walk()]
    by_mark = [mark.seq for mark in map(derivation.mark, inside) if mark]
    return max([0, *by_mark, *(signatures[address][-1].seq for address in inside if address in signatures)])


def pauses(derivation: Derivation) -> tuple[Rest, ...]:
    """Give the times in which a step made the rest of the case wait (`pause`), by clocks that none of them stops."""
    roots = [root for root in derivation.tree.roots if root.any_time and root.step.pause]
    found = []
    for node in [one for root in roots for one in (root.children if root.is_many else [root])]:
        begun, settled = derivation.gate(node), derivation.settled(node)
        if begun.value is True and begun.since:
            reason, start = f"`{node.address}` makes the rest wait", begun.since
            for over, again in sorted(_done_meanwhile(derivation.case, node)):
                found += [Rest(start, over, reason)] if over > start else []
                start = max(start, again)
            found.append(Rest(start, settled.since if settled else None, reason))
    return tuple(found)


def _done_meanwhile(case: Case, node: Node) -> Iterator[tuple[datetime, datetime]]:
    """Give the times in which a step was done until it, or a step in it, was to be done again."""
    parts = [one.address for one in node.walk() if one.address in case.marks or one.address in case.reopened]
    for again in sorted({again for part in parts if part in case.reopened for _, again in case.reopened[part].was}):
        since = [_settled_until(case, part, again) for part in parts]
        if None not in since:
            yield max(filter(None, since)), again


def _settled_until(case: Case, part: str, again: datetime) -> datetime | None:
    """Say since when a step was marked at the moment another time began; None if it was not."""
    reopening, mark = case.reopened.get(part), case.marks.get(part)
    for since, end in reopening.was if reopening else ():
        if since <= again <= end:
            return since
    return mark.since if mark and mark.since <= again else None


def stops(derivation: Derivation, node: Node, moment: datetime, anchor: datetime | None) -> Iterator[Rest]:
    """Give the times in which the case rested that move a moment on, each as far as it does.

    A step that makes the rest wait does not stop itself.
    """
    rests = [Rest(hold.start, hold.end, hold.reason) for hold in derivation.case.holds]
    if derivation.pauses and not any(above.step.pause for above in node.line()):
        rests = sorted([*rests, *derivation.pauses], key=lambda rest: rest.start)
    reached = anchor
    for rest in rests:
        end = rest.end or derivation.now
        if not rest.end:
            derivation.watch.look()
        start = max(rest.start, reached) if reached else rest.start
        if start < moment and end > start:
            moment, reached = _later(moment, start, end), end
            yield rest._replace(start=start)


def _later(moment: datetime, start: datetime, end: datetime) -> datetime:
    return (moment.astimezone(UTC) + lapse(start, end)).astimezone(moment.tzinfo)

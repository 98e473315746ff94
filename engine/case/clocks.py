"""Which moments the times of a procedure come to in a case: on the office's calendar, with holds left out (design 5.5).

Clocks count from when something happened; what follows from them stands since it was recorded, so that
what is recorded late un-settles nothing.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from engine.condition.terms import ArrivalTerm, FactTerm, StepTerm
from engine.condition.truth import latest
from engine.procedure.model import WaitForAny, WaitForArrival, WaitForCondition, WaitForMoment, WaitForStep

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from engine.case.derive import Derivation
    from engine.case.tellings import Hold
    from engine.case.tree import Node
    from engine.condition import Phrase
    from engine.procedure.model import Wait


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
    """Give the moment a phrase means for a step; clocks stop while the case is on hold (design 5.4.9)."""
    view = derivation.clock_view(node.segments)
    value, _ = phrase.moment(view, times)
    if not isinstance(value, datetime):
        return None
    anchor = phrase.anchor_reading(view).since
    recorded = phrase.anchor_reading(derivation.view(node.segments)).since
    found = _shifted(derivation, value, anchor)
    return Clock(found, anchor, recorded, latest(found, recorded) or found)


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
            answer = derivation.facts.answer(node.segments, anchor.name)
            return answer.seq if answer else 0
        case _:
            return 0


def _was_there(derivation: Derivation, node: Node, wait: Wait, moment: datetime, known: int) -> bool:
    """Whether one thing a step waits for was recorded before a moment, or by an entry up to the one that is known."""
    view = derivation.view(node.segments)
    since = view.wait(wait, node).since
    if since is None or since < moment:
        return view.wait(wait, node).value is True
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
    marks, signatures = derivation.case.marks, derivation.case.signatures
    inside = [one.address for node in nodes for one in node.walk()]
    by_mark = [marks[address].seq for address in inside if address in marks]
    return max([0, *by_mark, *(signatures[address][-1].seq for address in inside if address in signatures)])


def _shifted(derivation: Derivation, moment: datetime, anchor: datetime | None) -> datetime:
    for hold in stops(derivation, moment, anchor):
        moment += (hold.end or derivation.now) - hold.start
    return moment


def stops(derivation: Derivation, moment: datetime, anchor: datetime | None) -> Iterator[Hold]:
    """Give the holds that move a moment, each from when it began to count."""
    for hold in derivation.case.holds:
        end = hold.end or derivation.now
        start = max(hold.start, anchor) if anchor else hold.start
        if start < moment and end > start:
            moment += end - start
            yield hold._replace(start=start)

"""How a date of a step came about: what it is counted from, which days were counted, and when the clock stood still.

INVARIANT: the moment is the very one that the agenda goes by.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from engine.case.clocks import moment, stops
from engine.case.discretion import MASK, hides_date
from engine.case.dues import next_reminder
from engine.case.explain import trace
from engine.case.locale import DAYS
from engine.case.values import show_moment
from engine.condition.reading import Leaf
from engine.condition.terms import ArrivalTerm, FactTerm
from engine.frozen import NamedTuple, dataclass, replace
from engine.procedure.model import WaitForAny, WaitForMoment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.case.derive import Derivation
    from engine.case.refusals import Because
    from engine.case.tree import Node
    from engine.condition import Phrase
    from engine.procedure.model import Wait

MOST_DAYS: Final = 3_700
"""Days that are gone through one by one; of what lies farther away only the moment is told."""
_CLOSED: Final = "closed"
MOST_LISTED: Final = 12
"""Days that are named; of more, the first and the last."""


@dataclass(frozen=True, slots=True)
class Day:
    """A day that was counted, of business hours with how much of it; or one that was not, with why."""

    day: date
    note: str


@dataclass(frozen=True, slots=True)
class Stop:
    """A time in which the clock stood still; without an end it still does."""

    start: datetime
    end: datetime | None
    reason: str


@dataclass(frozen=True, slots=True)
class Reckoning:
    """A date of a step, and how it came about.

    Args:
        key: The key of the step that names it, such as `due`.
        moment: None as long as what it is counted from is not known.
        counted: The days that were counted, in the order of counting.
        left_out: The days between that were not counted.
        stopped: When the clock stood still, because the case was on hold.
        because: What it is counted from.
        text: All of it in words, a line each.
    """

    key: str
    phrase: str
    moment: datetime | None
    passed: bool
    counted_from: datetime | None
    counted: tuple[Day, ...]
    left_out: tuple[Day, ...]
    stopped: tuple[Stop, ...]
    because: tuple[Because, ...]
    text: tuple[str, ...]
    line: int = 0
    """Where the key stands in the text; filled in by who has it."""


class _Dated(NamedTuple):
    key: str
    phrase: Phrase
    node: Node
    times: int = 1


def reckonings(derivation: Derivation, node: Node) -> tuple[Reckoning, ...]:
    """Explain every date that a step carries."""
    return tuple(_reckon(derivation, one) for one in dict.fromkeys(_dated(derivation, node)))


def _dated(derivation: Derivation, node: Node) -> Iterator[_Dated]:
    step = node.step
    for wait in step.wait_for:
        yield from (_Dated("wait_for", phrase, node) for phrase in _moments(wait))
    if step.due:
        yield _Dated("due", step.due, node)
    for reminder in step.remind:
        _, times = next_reminder(derivation, node, reminder)
        yield _Dated("remind", reminder.phrase, node, times)
    if step.give_up:
        yield _Dated("give_up", step.give_up, node)
    if node.parent and node.parent.kind == "repeat" and node.parent.step.repeat and node.parent.step.repeat.every:
        number = node.parent.children.index(node)
        if number:
            yield _Dated("every", node.parent.step.repeat.every, node.parent.children[number - 1])


def _moments(wait: Wait) -> Iterator[Phrase]:
    match wait:
        case WaitForMoment():
            yield wait.phrase
        case WaitForAny():
            for one in wait.waits:
                yield from _moments(one)
        case _:
            return


def _reckon(derivation: Derivation, dated: _Dated) -> Reckoning:
    found = _counted(derivation, dated)
    if not hides_date(derivation, dated.phrase):
        return _in_words(derivation, found, dated.phrase)
    line = f"{found.key}: {found.phrase}: it is counted from a private date, so the days are not told here"
    return replace(found, moment=None, counted_from=None, counted=(), left_out=(), text=(line,))


def _counted(derivation: Derivation, dated: _Dated) -> Reckoning:
    phrase, node = dated.phrase, dated.node
    clock = moment(derivation, phrase, node, dated.times)
    view = derivation.clock_view(node.segments)
    local = derivation.office.calendar.local
    begun, value = (
        local(one) if isinstance(one, datetime) else one
        for one in (phrase.anchor_reading(view).value, phrase.moment(view, dated.times).value)
    )
    days = _Days(derivation, phrase)
    if isinstance(begun, datetime) and isinstance(value, datetime) and abs(value - begun) < timedelta(MOST_DAYS):
        days.go(begun, value)
    unmoved = value if isinstance(value, datetime) else None
    holds = stops(derivation, node, unmoved, clock.anchor) if clock and unmoved else ()
    because = tuple(trace(derivation, _anchor(derivation, phrase, node)))
    return Reckoning(
        key=dated.key,
        phrase=f"{dated.times} times {phrase.text}" if dated.times > 1 else phrase.text,
        moment=clock.moment.astimezone(derivation.now.tzinfo) if clock else None,
        passed=clock is not None and clock.moment <= derivation.now,
        counted_from=begun if isinstance(begun, datetime) else None,
        counted=tuple(days.counted),
        left_out=tuple(days.left_out),
        stopped=tuple(Stop(hold.start, hold.end, _words(derivation, hold.reason)) for hold in holds),
        because=because,
        text=(),
    )


def _words(derivation: Derivation, told: str) -> str:
    return MASK if told and derivation.discretion.words else told


def _anchor(derivation: Derivation, phrase: Phrase, node: Node) -> Leaf:
    """What a date is counted from, as a leaf that can be traced to who told it."""
    anchor = phrase.term.anchor
    view = derivation.view(node.segments)
    value, since = phrase.anchor_reading(view)
    match anchor:
        case FactTerm():
            value, since = view.fact(anchor.name)
            return Leaf("fact", anchor.name, view.place, value, since)
        case ArrivalTerm():
            return Leaf("arrival", anchor.name, view.place, value, since)
        case _:
            return Leaf("step", anchor.name, view.place, value, since)


class _Days:
    """The days between two moments, as they count for a unit."""

    def __init__(self, derivation: Derivation, phrase: Phrase) -> None:
        self._calendar = derivation.office.calendar
        self._unit = phrase.unit
        self.counted: list[Day] = []
        self.left_out: list[Day] = []

    def go(self, begun: datetime, end: datetime) -> None:
        """Go from the one to the other, day by day."""
        if self._unit not in ("business days", "business hours"):
            return
        step = 1 if end >= begun else -1
        first, last = begun.date().toordinal(), end.date().toordinal()
        skips_first = self._unit == "business days"
        for ordinal in range(first + step * skips_first, last + step, step):
            self._look_at(date.fromordinal(ordinal), begun, end)

    def _look_at(self, day: date, begun: datetime, end: datetime) -> None:
        if not self._calendar.is_working_day(day):
            self.left_out.append(Day(day, self._calendar.holiday(day) or _CLOSED))
        elif self._unit == "business days":
            self.counted.append(Day(day, ""))
        elif worked := self._worked(day, min(begun, end), max(begun, end)):
            self.counted.append(Day(day, _hours(worked)))

    def _worked(self, day: date, begun: datetime, end: datetime) -> int:
        """Give the minutes of a day in which the office is open between two moments, by its clock."""
        since = begun.hour * 60 + begun.minute if begun.date() == day else 0
        until = end.hour * 60 + end.minute if end.date() == day else 24 * 60
        spans = self._calendar.hours[day.weekday()]
        return sum(max(min(until, close) - max(since, opens), 0) for opens, close in spans)


def _hours(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    return " ".join(part for part in (f"{hours} h" if hours else "", f"{rest} min" if rest else "") if part)


def _in_words(derivation: Derivation, found: Reckoning, phrase: Phrase) -> Reckoning:
    office = derivation.office
    shown = show_moment(found.moment, office) if found.moment else "not known yet"
    lines = [f"{found.key}: {found.phrase}: {shown}{', which has passed' if found.passed else ''}"]
    if phrase.term.setting:
        lines.append(f"`{phrase.term.setting}` is {phrase.amount} in the settings")
    if found.counted_from:
        lines.append(f"it is counted from {show_moment(found.counted_from, office)}")
    if found.counted:
        lines.append(f"counted: {_listed(derivation, found.counted)}")
    if found.left_out:
        lines.append(f"not counted: {', '.join(_left_out(derivation, found.left_out))}")
    for hold in found.stopped:
        until = f"to {show_moment(hold.end, office)}" if hold.end else "on"
        lines.append(f"the clock stood still from {show_moment(hold.start, office)} {until}: {hold.reason}")
    return replace(found, text=tuple(lines))


def _listed(derivation: Derivation, counted: tuple[Day, ...]) -> str:
    days = [f"{_short(derivation, one.day)}{f' ({one.note})' if one.note else ''}" for one in counted]
    if len(days) > MOST_LISTED:
        days = [*days[:3], "...", *days[-2:], f"{len(counted)} days in all"]
    return ", ".join(days)


def _left_out(derivation: Derivation, left_out: tuple[Day, ...]) -> Iterator[str]:
    """Name the days of the week on which the office is closed once, and each holiday."""
    closed = {one.day.weekday() for one in left_out if one.note == _CLOSED}
    if closed:
        yield " and ".join(DAYS[day] for day in sorted(closed))
    yield from (f"{_short(derivation, one.day)} ({one.note})" for one in left_out if one.note != _CLOSED)


def _short(derivation: Derivation, day: date) -> str:
    return derivation.office.locale.short_day(day, derivation.now.year)

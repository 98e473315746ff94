"""When is it so many hours, days or working days after a moment, on the office's calendar?

INVARIANT: every answer exists: what would lie outside the years 2 to 9998 is their edge, and no amount makes it slow.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from datetime import MAXYEAR, MINYEAR, UTC, date, datetime, time, timedelta, tzinfo
from itertools import accumulate
from typing import Final, Literal, TypeAlias, assert_never, get_args

Unit: TypeAlias = Literal["hours", "days", "weeks", "months", "business hours", "business days"]

UNITS: Final[tuple[Unit, ...]] = get_args(Unit)
MOST: Final = 1_000_000
"""The largest amount of a unit; more counts as this."""

_WEEK: Final = 7
_NOTHING: Final = timedelta()
_EARLIEST: Final = datetime(MINYEAR + 1, 1, 1, tzinfo=UTC)
_LATEST: Final = datetime(MAXYEAR - 1, 12, 31, tzinfo=UTC)
_FIRST_DAY: Final = _EARLIEST.toordinal()
_LAST_DAY: Final = _LATEST.toordinal()


def lapse(start: datetime, end: datetime) -> timedelta:
    """Give the time that really passes from one aware moment to another.

    Python compares two moments of one zone by their clocks, which is an hour off when the clocks are put back.
    """
    if start.tzinfo is not end.tzinfo:
        return end - start
    return (end - start) - ((end.utcoffset() or _NOTHING) - (start.utcoffset() or _NOTHING))


@dataclass(frozen=True)
class Calendar:
    """The office's zone, its working days and its hours.

    A calendar without working days, or that closes before it opens, has no business time: counting any leads to the
    edge of the years.

    Args:
        zone: Where the office is.
        weekend: Days of the week without work, Monday is 0.
        holidays: Further days without work.
        opens: When business hours begin, the same on every working day.
        closes: When they end.
    """

    zone: tzinfo
    weekend: frozenset[int] = frozenset({5, 6})
    holidays: frozenset[date] = frozenset()
    opens: time = time(9)
    closes: time = time(17)
    _worked: tuple[int, ...] = field(init=False, repr=False, compare=False)
    """How many working days a week has up to each of its days, were there no holidays."""
    _free: tuple[int, ...] = field(init=False, repr=False, compare=False)
    """The ordinals of the holidays that take a working day away, sorted."""

    def __post_init__(self) -> None:
        worked = accumulate((day not in self.weekend for day in range(_WEEK)), initial=0)
        free = sorted(day.toordinal() for day in self.holidays if day.weekday() not in self.weekend)
        object.__setattr__(self, "_worked", tuple(worked))
        object.__setattr__(self, "_free", tuple(free))

    def after(self, moment: datetime, amount: int, unit: Unit) -> datetime:
        """Give the moment so much later, in the office's zone; a negative amount goes back.

        Hours are hours that pass. All else keeps the time on the office's clock: a day, week or month later it is as
        late as now (in a shorter month: on its last day), n business days later too, on the n-th working day after
        today. A time that the clock skips in spring is as much later; one that comes twice in autumn is the first.
        Business hours pass only while the office is open.
        """
        local = self.local(moment)
        amount = max(-MOST, min(amount, MOST))
        if not amount:
            return local
        match unit:
            case "hours":
                return self._hours_after(local, amount)
            case "days" | "weeks":
                days = amount if unit == "days" else amount * _WEEK
                return self._at(local.toordinal() + days, local.time())
            case "months":
                return self._months_after(local, amount)
            case "business hours":
                return self._business_hours_after(local, amount)
            case "business days":
                return self._at(self._working_day(local.toordinal(), amount), local.time())
            case _:
                assert_never(unit)

    def local(self, moment: datetime) -> datetime:
        """Give the same moment in the office's zone."""
        if MINYEAR < moment.year < MAXYEAR:
            return moment.astimezone(self.zone)
        return self._edge(moment.year - MINYEAR)

    def day(self, moment: datetime) -> date:
        """Give the day it is in the office at a moment."""
        return self.local(moment).date()

    def midnight(self, day: date, days: int = 0) -> datetime:
        """Give the moment in which a day, or the one so many days later, begins in the office."""
        return self._at(day.toordinal() + days, time.min)

    def is_working_day(self, day: date) -> bool:
        """Tell whether the office works on a day."""
        return day.weekday() not in self.weekend and day not in self.holidays

    def _hours_after(self, local: datetime, amount: int) -> datetime:
        shift = timedelta(hours=amount)
        ordinal = local.toordinal() + shift.days
        if not _FIRST_DAY <= ordinal < _LAST_DAY:
            return self._edge(ordinal - _FIRST_DAY)
        return (local.astimezone(UTC) + shift).astimezone(self.zone)

    def _months_after(self, local: datetime, amount: int) -> datetime:
        year, month = divmod(local.year * 12 + local.month - 1 + amount, 12)
        if not MINYEAR < year < MAXYEAR:
            return self._edge(year - MINYEAR)
        following = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
        last = (following - timedelta(days=1)).day
        return self._at(date(year, month + 1, min(local.day, last)).toordinal(), local.time())

    def _business_hours_after(self, local: datetime, amount: int) -> datetime:
        opens, closes = _since_midnight(self.opens), _since_midnight(self.closes)
        length = closes - opens
        if length <= _NOTHING:
            return self._edge(amount)
        ordinal, clock = local.toordinal(), _since_midnight(local.time())
        if not self.is_working_day(local.date()):
            ordinal = self._working_day(ordinal, 1 if amount > 0 else -1)
            clock = opens if amount > 0 else closes
        worked = min(max(clock, opens), closes) - opens + timedelta(hours=amount)
        # Eight hours after opening is closing time, not the next opening; going back it is the other way round.
        days = -(-worked // length) - 1 if amount > 0 else worked // length
        return self._at(self._working_day(ordinal, days), _as_time(opens + worked - days * length))

    def _working_day(self, ordinal: int, amount: int) -> int:
        """Give the n-th working day after a day (before it: negative); the day itself if n is 0."""
        per_week = self._worked[_WEEK]
        if not amount or not per_week:
            return ordinal if not amount else amount * _LAST_DAY
        reach = _WEEK * -(-(abs(amount) + len(self._free)) // per_week)
        if amount > 0:
            number = self._number(ordinal) + amount
            return bisect_left(range(ordinal + reach), number, lo=ordinal, key=self._number)
        number = self._number(ordinal - 1) + amount + 1
        earliest = ordinal - reach - _WEEK
        return earliest + bisect_left(range(earliest, ordinal), number, key=self._number)

    def _number(self, ordinal: int) -> int:
        """Count the working days from the first day of all up to a day, which is number 1 and a Monday."""
        weeks, rest = divmod(ordinal, _WEEK)
        return weeks * self._worked[_WEEK] + self._worked[rest] - bisect_right(self._free, ordinal)

    def _at(self, ordinal: int, clock: time) -> datetime:
        if not _FIRST_DAY <= ordinal <= _LAST_DAY:
            return self._edge(ordinal - _FIRST_DAY)
        there = datetime.combine(date.fromordinal(ordinal), clock.replace(fold=0), self.zone)
        return there.astimezone(UTC).astimezone(self.zone)  # by way of UTC: a skipped time moves forward

    def _edge(self, direction: int) -> datetime:
        return (_LATEST if direction > 0 else _EARLIEST).astimezone(self.zone)


def _since_midnight(clock: time) -> timedelta:
    return timedelta(hours=clock.hour, minutes=clock.minute, seconds=clock.second, microseconds=clock.microsecond)


def _as_time(since_midnight: timedelta) -> time:
    return (_EARLIEST + since_midnight).time()

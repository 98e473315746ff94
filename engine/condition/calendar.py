"""When is it so many hours, days or working days after a moment, on the office's calendar?

INVARIANT: every answer exists: what would lie outside the years 2 to 9998 is their edge, and no amount makes it slow.
"""

from __future__ import annotations

from datetime import MAXYEAR, MINYEAR, UTC, date, datetime, time, timedelta, tzinfo
from functools import cached_property
from typing import TYPE_CHECKING, Final, Literal, TypeAlias, assert_never, get_args

from engine.condition.tally import Tally
from engine.frozen import dataclass

if TYPE_CHECKING:
    from engine.condition.holidays import Holiday

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
_MINUTE: Final = 60 * 1_000_000
_HOUR: Final = 60 * _MINUTE
_DAY: Final = 24 * _HOUR
"""In microseconds, so that nothing is lost by dividing."""


def lapse(start: datetime, end: datetime) -> timedelta:
    """Give the time that really passes from one aware moment to another.

    Python compares two moments of one zone by their clocks, which is an hour off when the clocks are put back.
    """
    if start.tzinfo is not end.tzinfo:
        return end - start
    return (end - start) - ((end.utcoffset() or _NOTHING) - (start.utcoffset() or _NOTHING))


Span: TypeAlias = "tuple[int, int]"
"""From when to when, in minutes since midnight."""

NINE_TO_FIVE: Final[tuple[tuple[Span, ...], ...]] = (((9 * 60, 17 * 60),),) * 5 + ((), ())
"""Monday to Friday."""


@dataclass(frozen=True)
class Calendar:
    """The office's zone, its hours and its holidays.

    A calendar without hours has no business time: counting any leads to the edge of the years.

    Args:
        zone: Where the office is.
        hours: For each day of the week, Monday first, from when to when the office is open, in order; on a day
            without any nobody works.
        holidays: Further days without work.
    """

    zone: tzinfo
    hours: tuple[tuple[Span, ...], ...] = NINE_TO_FIVE
    holidays: tuple[Holiday, ...] = ()

    def __reduce__(self) -> tuple[object, ...]:
        return Calendar, (self.zone, self.hours, self.holidays)

    @cached_property
    def _names(self) -> dict[date, str]:
        found: dict[date, str] = {}
        for holiday in self.holidays:
            for day in holiday.days():
                found.setdefault(day, holiday.name)
        return found

    @cached_property
    def _days(self) -> Tally:
        """Working days."""
        return Tally(tuple(int(bool(spans)) for spans in self.hours), self._names)

    @cached_property
    def _minutes(self) -> Tally:
        """Minutes in which the office is open."""
        return Tally(tuple(sum(end - start for start, end in spans) for spans in self.hours), self._names)

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
        return bool(self.hours[day.weekday()]) and day not in self._names

    def holiday(self, day: date) -> str | None:
        """Give the name of the holiday that a day is."""
        return self._names.get(day)

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
        in_next = date(year, month + 1, 28) + timedelta(days=4)
        last = (in_next - timedelta(days=in_next.day)).day
        return self._at(date(year, month + 1, min(local.day, last)).toordinal(), local.time())

    def _business_hours_after(self, local: datetime, amount: int) -> datetime:
        ordinal, clock = local.toordinal(), _since_midnight(local.time())
        before = self._minutes.up_to(ordinal - 1) * _MINUTE
        wanted = before + self._worked_on(local.date(), clock) + amount * _HOUR
        # Eight hours after opening is closing time, not the next opening; going back it is the other way round.
        total = -(-wanted // _MINUTE) if amount > 0 else wanted // _MINUTE + 1
        day = self._minutes.first_with(total, ordinal) if self._minutes.per_week else None
        if day is None or not _FIRST_DAY <= day < _LAST_DAY:
            return self._edge(amount)
        left = wanted - self._minutes.up_to(day - 1) * _MINUTE
        days, clock = divmod(self._clock_after(date.fromordinal(day), left, closing=amount > 0), _DAY)
        return self._at(day + days, _as_time(clock))

    def _worked_on(self, day: date, clock: int) -> int:
        """Give how long the office was open on a day up to a time, in microseconds."""
        if not self.is_working_day(day):
            return 0
        spans = self.hours[day.weekday()]
        return sum(min(max(clock - start * _MINUTE, 0), (end - start) * _MINUTE) for start, end in spans)

    def _clock_after(self, day: date, worked: int, *, closing: bool) -> int:
        """Give when on a working day so much is worked, in microseconds since midnight.

        Args:
            day: A working day on which that much is worked.
            worked: How much, in microseconds.
            closing: Whether between two hours the end of the earlier one is meant, not the beginning of the later.
        """
        *earlier, (last, _) = self.hours[day.weekday()]
        for start, end in earlier:
            length = (end - start) * _MINUTE
            if worked < length or (closing and worked == length):
                return start * _MINUTE + worked
            worked -= length
        return last * _MINUTE + worked

    def _working_day(self, ordinal: int, amount: int) -> int:
        """Give the n-th working day after a day, or before it if n is negative."""
        before = self._days.up_to(ordinal) if amount > 0 else self._days.up_to(ordinal - 1) + 1
        found = self._days.first_with(before + amount, ordinal) if self._days.per_week else None
        return amount * _LAST_DAY if found is None else found

    def _at(self, ordinal: int, clock: time) -> datetime:
        if not _FIRST_DAY <= ordinal <= _LAST_DAY:
            return self._edge(ordinal - _FIRST_DAY)
        there = datetime.combine(date.fromordinal(ordinal), clock.replace(fold=0), self.zone)
        return there.astimezone(UTC).astimezone(self.zone)  # by way of UTC: a skipped time moves forward

    def _edge(self, direction: int) -> datetime:
        return (_LATEST if direction > 0 else _EARLIEST).astimezone(self.zone)


def _since_midnight(clock: time) -> int:
    return ((clock.hour * 60 + clock.minute) * 60 + clock.second) * 1_000_000 + clock.microsecond


def _as_time(since_midnight: int) -> time:
    return (_EARLIEST + timedelta(microseconds=since_midnight)).time()

"""The office's calendar: what is so long after a moment."""

from __future__ import annotations

import pickle
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.condition.calendar import MOST, UNITS, Calendar, lapse
from engine.condition.holidays import EveryYear, FromEaster, Holiday, NthWeekday, easter

if TYPE_CHECKING:
    from engine.condition.calendar import Unit
    from engine.condition.holidays import Rule

ZONE, KATHMANDU = ZoneInfo("America/New_York"), ZoneInfo("Asia/Kathmandu")
OFFICE = Calendar(
    ZONE,
    holidays=(
        Holiday("The day before", date(2026, 7, 3)),
        Holiday("Independence Day", date(2026, 7, 4)),
        Holiday("Christmas Day", date(2026, 12, 25)),
    ),
)
OPEN_EVERY_DAY = Calendar(ZONE, (((9 * 60, 17 * 60),),) * 7)
NEVER_WORKS = Calendar(ZONE, ((),) * 7)
HALF_DAYS = Calendar(
    ZONE,
    (((8 * 60, 12 * 60), (13 * 60, 18 * 60)),) * 3 + (((8 * 60, 12 * 60),), ((0, 24 * 60),), ((600, 601),), ()),
    (
        Holiday("Thanksgiving", NthWeekday(4, 3, 11)),
        Holiday("Christmas Day", EveryYear(12, 25)),
        Holiday("Easter Monday", FromEaster(1)),
        Holiday("The move", date(2026, 3, 4)),
    ),
)
"""With a rest at noon, a Thursday morning, a Friday around the clock, one minute on Saturday."""

moments = st.datetimes(timezones=st.sampled_from([UTC, ZONE, KATHMANDU, ZoneInfo("Africa/Cairo")]))
units = st.sampled_from(UNITS)


def at(text: str) -> datetime:
    """Read a moment in the office's zone."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("moment", "amount", "unit", "expected"),
    [
        ("2026-03-02 15:20", 3, "hours", "2026-03-02 18:20"),
        ("2026-03-02 15:20", -24, "hours", "2026-03-01 15:20"),
        ("2026-03-02 15:20", 2, "days", "2026-03-04 15:20"),
        ("2026-03-02 15:20", 2, "weeks", "2026-03-16 15:20"),
        ("2026-03-02 15:20", 11, "months", "2027-02-02 15:20"),
        ("2026-01-31 15:20", 1, "months", "2026-02-28 15:20"),
        ("2026-01-31 15:20", -11, "months", "2025-02-28 15:20"),
        ("2026-11-30 15:20", 1, "months", "2026-12-30 15:20"),
        ("2026-12-31 15:20", 0, "months", "2026-12-31 15:20"),
        ("2026-10-31 15:20", 2, "months", "2026-12-31 15:20"),
        ("2026-12-31 15:20", 2, "months", "2027-02-28 15:20"),
        ("2027-12-31 15:20", 2, "months", "2028-02-29 15:20"),
        ("2026-03-06 15:20", 1, "business days", "2026-03-09 15:20"),
        ("2026-03-07 15:20", 1, "business days", "2026-03-09 15:20"),
        ("2026-03-08 15:20", 2, "business days", "2026-03-10 15:20"),
        ("2026-03-09 15:20", -1, "business days", "2026-03-06 15:20"),
        ("2026-03-08 15:20", -1, "business days", "2026-03-06 15:20"),
        ("2026-03-07 15:20", 0, "business days", "2026-03-07 15:20"),
        ("2026-07-02 15:20", 1, "business days", "2026-07-06 15:20"),
        ("2026-07-06 15:20", -1, "business days", "2026-07-02 15:20"),
        ("2026-03-06 16:00", 2, "business hours", "2026-03-09 10:00"),
        ("2026-03-06 09:00", 8, "business hours", "2026-03-06 17:00"),
        ("2026-03-06 18:30", 1, "business hours", "2026-03-09 10:00"),
        ("2026-03-06 07:00", 1, "business hours", "2026-03-06 10:00"),
        ("2026-03-07 12:00", 1, "business hours", "2026-03-09 10:00"),
        ("2026-03-06 09:30", 17, "business hours", "2026-03-10 10:30"),
        ("2026-03-09 10:00", -1, "business hours", "2026-03-09 09:00"),
        ("2026-03-09 10:00", -2, "business hours", "2026-03-06 16:00"),
        ("2026-03-09 08:00", -1, "business hours", "2026-03-06 16:00"),
        ("2026-03-07 12:00", -1, "business hours", "2026-03-06 16:00"),
        ("2026-03-06 18:30", -8, "business hours", "2026-03-06 09:00"),
    ],
)
def test_so_long_after(moment: str, amount: int, unit: Unit, expected: str) -> None:
    """A person counting on a wall calendar comes to the same."""
    assert at(expected) == OFFICE.after(at(moment), amount, unit)


def test_half_a_minute_counts() -> None:
    """Also in the last minute of a day, and in the first."""
    assert at("2026-03-05 16:59:30") == OFFICE.after(at("2026-03-06 16:59:30"), -8, "business hours")
    assert at("2026-03-09 09:00:30") == OFFICE.after(at("2026-03-06 09:00:30"), 8, "business hours")


@pytest.mark.parametrize(
    ("moment", "amount", "unit", "expected"),
    [
        ("2026-03-07T02:30-05:00", 1, "days", "2026-03-08T03:30-04:00"),
        ("2026-03-07T12:00-05:00", 1, "days", "2026-03-08T12:00-04:00"),
        ("2026-03-07T12:00-05:00", 24, "hours", "2026-03-08T13:00-04:00"),
        ("2026-10-31T01:30-04:00", 1, "days", "2026-11-01T01:30-04:00"),
        ("2026-11-01T01:30-05:00", 1, "days", "2026-11-02T01:30-05:00"),
        ("2026-11-01T01:30-05:00", 0, "days", "2026-11-01T01:30-05:00"),
        ("2026-11-01T01:30-04:00", 1, "hours", "2026-11-01T01:30-05:00"),
    ],
)
def test_clocks_are_changed(moment: str, amount: int, unit: Unit, expected: str) -> None:
    """Days keep the time of the clock, a skipped time moves forward, and hours are hours that pass."""
    assert expected == OFFICE.after(datetime.fromisoformat(moment), amount, unit).isoformat("T", "minutes")


def test_months_are_counted_in_the_office() -> None:
    """A moment that is the 1st in UTC and the 28th in the office counts from the 28th."""
    moment = datetime(2026, 3, 1, 3, tzinfo=UTC)
    assert at("2026-03-28 22:00") == OFFICE.after(moment, 1, "months")


def test_a_lapse_between_two_zones_is_their_difference() -> None:
    """Noon in New York is three hours after two in the afternoon in London (winter)."""
    assert timedelta(hours=3) == lapse(
        datetime(2026, 1, 5, 14, tzinfo=ZoneInfo("Europe/London")), at("2026-01-05 12:00")
    )


def test_a_lapse_counts_the_hour_that_comes_twice() -> None:
    """From half past one to half past one is an hour when the clocks are put back in between."""
    first = at("2026-11-01 01:30")
    assert timedelta(hours=1) == lapse(first, first.replace(fold=1))


def test_the_day_is_that_of_the_office() -> None:
    """Three in the morning in UTC is still the day before in New York."""
    assert date(2026, 2, 28) == OFFICE.day(datetime(2026, 3, 1, 3, tzinfo=UTC))


def test_midnight_is_that_of_the_office() -> None:
    """A day begins at midnight in New York."""
    assert at("2026-03-03 00:00") == OFFICE.midnight(date(2026, 3, 2), 1)


def test_holidays_and_weekends_are_no_working_days() -> None:
    """Of a week with a holiday on Friday four days are worked."""
    week = [date(2026, 6, 29) + timedelta(days=number) for number in range(7)]
    assert [True] * 4 + [False] * 3 == list(map(OFFICE.is_working_day, week))


@pytest.mark.parametrize("calendar", [OFFICE, OPEN_EVERY_DAY, HALF_DAYS])
@given(start=st.dates(date(1990, 1, 1), date(2050, 1, 1)), amount=st.integers(1, 40))
def test_business_days_are_counted_one_by_one(calendar: Calendar, start: date, amount: int) -> None:
    """Going from day to day and counting those that are worked gives the same."""
    moment = datetime.combine(start, time(12), ZONE)
    worked = [day for number in range(1, 90) if calendar.is_working_day(day := start + timedelta(days=number))]
    assert worked[amount - 1] == calendar.after(moment, amount, "business days").date()


@given(start=st.dates(date(1990, 1, 1), date(2050, 1, 1)), amount=st.integers(1, 40))
def test_business_days_are_counted_back_one_by_one(start: date, amount: int) -> None:
    """Going back from day to day gives the same, too."""
    worked = [day for number in range(1, 90) if OFFICE.is_working_day(day := start - timedelta(days=number))]
    moment = datetime.combine(start, time(12), ZONE)
    assert worked[amount - 1] == OFFICE.after(moment, -amount, "business days").date()


@given(start=st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)), amount=st.integers(1, 60))  # noqa: DTZ001  a clock
def test_business_hours_end_while_the_office_is_open(start: datetime, amount: int) -> None:
    """Counted forward, business hours end on a working day after opening and not after closing."""
    end = OFFICE.after(start.replace(tzinfo=ZONE), amount, "business hours")
    assert OFFICE.is_working_day(end.date())
    assert time(9) < end.time() <= time(17)


@given(
    start=st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)),  # noqa: DTZ001  a clock
    one=st.integers(1, 60),
    other=st.integers(1, 60),
)
def test_business_hours_add_up(start: datetime, one: int, other: int) -> None:
    """So many hours after so many hours is after all of them."""
    moment = start.replace(tzinfo=ZONE)
    at_once = OFFICE.after(moment, one + other, "business hours")
    assert at_once == OFFICE.after(OFFICE.after(moment, one, "business hours"), other, "business hours")


@pytest.mark.parametrize("calendar", [OFFICE, OPEN_EVERY_DAY, NEVER_WORKS, HALF_DAYS])
@given(moment=moments, amount=st.integers() | st.integers(-MOST, MOST), unit=units)
def test_every_answer_exists(calendar: Calendar, moment: datetime, amount: int, unit: Unit) -> None:
    """No moment, amount or calendar makes it fail, and the answer is in the office's zone."""
    answer = calendar.after(moment, amount, unit)
    assert ZONE is answer.tzinfo


@given(moment=moments, amount=st.integers(0, MOST), unit=units)
def test_later_is_never_earlier(moment: datetime, amount: int, unit: Unit) -> None:
    """Nothing that lies after a moment lies before it, except where the years end."""
    if 2 < moment.year < 9998:
        assert lapse(moment, OFFICE.after(moment, amount, unit)) >= timedelta()


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize(("amount", "year"), [(10**9, 9998), (-(10**9), 2)])
def test_the_years_have_an_edge(unit: Unit, amount: int, year: int) -> None:
    """A million of anything but hours leads to the edge of the years, which no amount crosses."""
    far = OFFICE.after(OFFICE.after(at("2026-03-02 15:20"), amount * 10**9, unit), amount, unit)
    for _ in range(80):
        far = OFFICE.after(far, amount, unit)
    assert year in {far.year, far.astimezone(UTC).year}


@pytest.mark.parametrize(
    ("moment", "months", "edge"),
    [
        (datetime(9998, 12, 15, tzinfo=ZONE), 12, datetime(9998, 12, 31, tzinfo=UTC)),
        (datetime(9998, 11, 15, tzinfo=ZONE), 2, datetime(9998, 12, 31, tzinfo=UTC)),
        (datetime(2, 3, 15, tzinfo=ZONE), -3, datetime(2, 1, 1, tzinfo=UTC)),
        (datetime(2, 3, 15, tzinfo=ZONE), -15, datetime(2, 1, 1, tzinfo=UTC)),
        (datetime(2, 3, 15, tzinfo=ZONE), -60, datetime(2, 1, 1, tzinfo=UTC)),
    ],
)
def test_months_over_the_edge(moment: datetime, months: int, edge: datetime) -> None:
    """A month that lies outside the years is their edge, be it one or many too far."""
    assert edge == OFFICE.after(moment, months, "months")


def test_the_first_moment_is_the_edge_in_the_office() -> None:
    """Also where the office is behind it, and its own clock would show a year before all years."""
    first = datetime.min.replace(tzinfo=UTC)
    assert datetime(2, 1, 1, tzinfo=UTC) == OFFICE.local(first)


def test_the_last_moment_is_the_edge_in_the_office() -> None:
    """Also where the office is ahead of it, and its own clock would show a year after all years."""
    assert datetime(9998, 12, 31, tzinfo=UTC) == Calendar(KATHMANDU).local(datetime.max.replace(tzinfo=UTC))


def test_the_last_day_is_the_edge() -> None:
    """Hours that end on the last day end at its beginning; of the first day they may end at any hour."""
    last = datetime(9998, 12, 31, tzinfo=UTC)
    assert last == OFFICE.after(last + timedelta(hours=10), 1, "hours")
    first = datetime(2, 1, 1, 12, tzinfo=UTC)
    assert first + timedelta(hours=1) == OFFICE.after(first, 1, "hours")
    assert datetime(2, 1, 1, tzinfo=UTC) == OFFICE.after(first, -240, "hours")


@pytest.mark.parametrize(("amount", "year"), [(MOST, 9998), (-MOST, 2)])
def test_little_is_worked_in_all_years(amount: int, year: int) -> None:
    """Where one minute a week is worked, there are not a million hours of work."""
    rarely = Calendar(ZONE, (((600, 601),), *((),) * 6))
    assert year == rarely.after(at("2026-03-02 15:20"), amount, "business hours").astimezone(UTC).year


def test_a_calendar_can_be_kept_in_a_file() -> None:
    """Also after something was counted on it: what was worked out for that stays behind."""
    HALF_DAYS.after(at("2026-03-02 15:20"), 3, "business days")
    again = pickle.loads(pickle.dumps(HALF_DAYS))  # noqa: S301  our own
    assert HALF_DAYS == again
    assert "_days" not in vars(again)


@pytest.mark.parametrize(("day", "year"), [(date.min, 2), (date.max, 9998)])
def test_the_first_and_last_day_are_moved_inside(day: date, year: int) -> None:
    """The midnight of a day at the end of time is the edge."""
    assert year == OFFICE.midnight(day).astimezone(UTC).year


@pytest.mark.parametrize("day", [date(2, 1, 1), date(9998, 12, 31)])
def test_the_edge_itself_has_a_midnight(day: date) -> None:
    """The first and the last day within the years begin as any other day."""
    assert (day, time.min) == (OFFICE.midnight(day).date(), OFFICE.midnight(day).time())


@pytest.mark.parametrize("unit", ["business days", "business hours"])
def test_without_business_time_there_is_no_end(unit: Unit) -> None:
    """Where nobody works, an hour of work lies at the edge of the years."""
    assert 9998 == NEVER_WORKS.after(at("2026-03-02 15:20"), 1, unit).year
    assert 2 >= NEVER_WORKS.after(at("2026-03-02 15:20"), -1, unit).year


def test_calendars_are_values() -> None:
    """Two calendars with the same days are equal, and can be kept in a set."""
    assert {Calendar(ZONE)} == {Calendar(ZONE, holidays=())}


@pytest.mark.parametrize(
    ("moment", "amount", "unit", "expected"),
    [
        ("2026-11-23 10:00", 3, "business days", "2026-11-27 10:00"),
        ("2026-11-25 10:00", 1, "business days", "2026-11-27 10:00"),
        ("2026-11-28 10:00", -2, "business days", "2026-11-25 10:00"),
        ("2026-11-23 11:00", 1, "business hours", "2026-11-23 12:00"),
        ("2026-11-23 11:00", 2, "business hours", "2026-11-23 14:00"),
        ("2026-11-23 12:30", 1, "business hours", "2026-11-23 14:00"),
        ("2026-11-23 14:00", -1, "business hours", "2026-11-23 13:00"),
        ("2026-11-23 14:00", -2, "business hours", "2026-11-23 11:00"),
        ("2026-11-25 17:30", 1, "business hours", "2026-11-27 00:30"),
        ("2026-11-27 23:00", 1, "business hours", "2026-11-28 00:00"),
        ("2026-03-03 18:00", 1, "business hours", "2026-03-05 09:00"),
    ],
)
def test_each_day_of_the_week_has_its_own_hours(moment: str, amount: int, unit: Unit, expected: str) -> None:
    """A rest at noon, a short day, a day around the clock and a holiday in the week are counted as they are."""
    assert at(expected) == HALF_DAYS.after(at(moment), amount, unit)


@given(start=st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)), amount=st.integers(1, 60))  # noqa: DTZ001  a clock
def test_business_hours_are_counted_minute_by_minute(start: datetime, amount: int) -> None:
    """Walking along the clock and counting the minutes in which the office is open gives the same."""
    start = start.replace(second=0, microsecond=0)
    left = amount * 60
    day, minute = start.date(), start.hour * 60 + start.minute
    while left:
        is_open = HALF_DAYS.is_working_day(day) and any(a <= minute < b for a, b in HALF_DAYS.hours[day.weekday()])
        left -= is_open
        minute += 1
        if minute == 24 * 60 and left:
            day, minute = day + timedelta(days=1), 0
    expected = datetime.combine(day, time()) + timedelta(minutes=minute)
    found = HALF_DAYS.after(start.replace(tzinfo=ZONE), amount, "business hours")
    assert _as_shown(expected) == found.replace(tzinfo=None)


def _as_shown(clock: datetime) -> datetime:
    """Move a time forward that the clock skips."""
    return clock.replace(tzinfo=ZONE).astimezone(UTC).astimezone(ZONE).replace(tzinfo=None)


@pytest.mark.parametrize(
    ("rule", "year", "expected"),
    [
        (EveryYear(12, 25), 2026, date(2026, 12, 25)),
        (EveryYear(2, 29), 2026, None),
        (EveryYear(2, 29), 2028, date(2028, 2, 29)),
        (NthWeekday(4, 3, 11), 2026, date(2026, 11, 26)),
        (NthWeekday(1, 0, 9), 2026, date(2026, 9, 7)),
        (NthWeekday(-1, 0, 5), 2026, date(2026, 5, 25)),
        (NthWeekday(-1, 0, 5), 2027, date(2027, 5, 31)),
        (NthWeekday(-1, 6, 2), 2026, date(2026, 2, 22)),
        (NthWeekday(3, 0, 1), 2026, date(2026, 1, 19)),
        (FromEaster(0), 2026, date(2026, 4, 5)),
        (FromEaster(-2), 2026, date(2026, 4, 3)),
        (FromEaster(1), 2038, date(2038, 4, 26)),
        (FromEaster(0), 1981, date(1981, 4, 19)),
        (FromEaster(0), 2049, date(2049, 4, 18)),
    ],
)
def test_days_that_come_back_every_year(rule: Rule, year: int, expected: date | None) -> None:
    """They are on the days on which printed calendars have them."""
    assert not isinstance(rule, date)
    assert expected == rule.in_year(year)


@given(st.integers(1, 4) | st.just(-1), st.integers(0, 6), st.integers(1, 12), st.integers(1970, 2099))
def test_the_nth_day_of_the_week(number: int, weekday: int, month: int, year: int) -> None:
    """Going through the days of the month gives the same."""
    days = [date(year, month, 1) + timedelta(days=number) for number in range(31)]
    found = [day for day in days if day.month == month and day.weekday() == weekday]
    assert found[number - 1 if number > 0 else -1] == NthWeekday(number, weekday, month).in_year(year)


def test_a_holiday_has_its_name() -> None:
    """The calendar says which holiday a day is, every year again."""
    days = [date(2026, 11, 26), date(2031, 12, 25), date(2026, 11, 27)]
    assert ["Thanksgiving", "Christmas Day", None] == [HALF_DAYS.holiday(day) for day in days]


def test_easter_of_all_years() -> None:
    """The rule of Meeus, Jones and Butcher gives the same Sundays, since the calendar is Gregorian."""
    assert [_easter_by_another_rule(year) for year in range(1583, 4100)] == list(map(easter, range(1583, 4100)))


def _easter_by_another_rule(year: int) -> date:
    """Source: J. Meeus, Astronomical Algorithms (1991), chapter 8."""
    century, in_century = divmod(year, 100)
    golden, leap, rest = year % 19, *divmod(century, 4)
    lunar = (century + 8) // 25
    epact = (19 * golden + century - leap - (century - lunar + 1) // 3 + 15) % 30
    weeks = (32 + 2 * rest + 2 * (in_century // 4) - epact - in_century % 4) % 7
    correction = (golden + 11 * epact + 22 * weeks) // 451
    month, day = divmod(epact + weeks - 7 * correction + 114, 31)
    return date(year, month, day + 1)


def test_days_of_every_year_are_known_for_130_years() -> None:
    """From 1970 to 2099; a 29th of February only in leap years; a single day on that day alone."""
    new_year = Holiday("New Year", EveryYear(1, 1)).days()
    assert (130, date(1970, 1, 1), date(2099, 1, 1)) == (len(new_year), new_year[0], new_year[-1])
    assert 32 == len(Holiday("Leap day", EveryYear(2, 29)).days())
    assert [date(2026, 7, 3)] == Holiday("The day before", date(2026, 7, 3)).days()


def test_the_first_name_of_a_day_counts() -> None:
    """Of two holidays on one day the calendar names the one that was written first."""
    both = Calendar(
        ZONE, holidays=(Holiday("The move", date(2026, 12, 25)), Holiday("Christmas Day", EveryYear(12, 25)))
    )
    assert ["The move", "Christmas Day"] == [both.holiday(date(year, 12, 25)) for year in (2026, 2027)]

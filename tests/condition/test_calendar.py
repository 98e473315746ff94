"""The office's calendar: what is so long after a moment."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.condition.calendar import MOST, UNITS, Calendar, lapse

if TYPE_CHECKING:
    from engine.condition.calendar import Unit

ZONE = ZoneInfo("America/New_York")
OFFICE = Calendar(ZONE, holidays=frozenset({date(2026, 7, 3), date(2026, 7, 4), date(2026, 12, 25)}))
OPEN_EVERY_DAY = Calendar(ZONE, weekend=frozenset())
NEVER_WORKS = Calendar(ZONE, weekend=frozenset(range(7)))
CLOSES_FIRST = Calendar(ZONE, opens=time(17), closes=time(9))

moments = st.datetimes(timezones=st.sampled_from([UTC, ZONE, ZoneInfo("Asia/Kathmandu"), ZoneInfo("Africa/Cairo")]))
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


@pytest.mark.parametrize("calendar", [OFFICE, OPEN_EVERY_DAY])
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
    assert OFFICE.opens < end.time() <= OFFICE.closes


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


@pytest.mark.parametrize("calendar", [OFFICE, OPEN_EVERY_DAY, NEVER_WORKS, CLOSES_FIRST])
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


@pytest.mark.parametrize(("day", "year"), [(date.min, 2), (date.max, 9998)])
def test_the_first_and_last_day_are_moved_inside(day: date, year: int) -> None:
    """The midnight of a day at the end of time is the edge."""
    assert year == OFFICE.midnight(day).astimezone(UTC).year


@pytest.mark.parametrize("day", [date(2, 1, 1), date(9998, 12, 31)])
def test_the_edge_itself_has_a_midnight(day: date) -> None:
    """The first and the last day within the years begin as any other day."""
    assert (day, time.min) == (OFFICE.midnight(day).date(), OFFICE.midnight(day).time())


@pytest.mark.parametrize("unit", ["business days", "business hours"])
@pytest.mark.parametrize("calendar", [NEVER_WORKS, CLOSES_FIRST])
def test_without_business_time_there_is_no_end(calendar: Calendar, unit: Unit) -> None:
    """Where nobody works, or the day ends before it begins, an hour of work lies at the edge of the years."""
    if calendar is CLOSES_FIRST and unit == "business days":
        assert at("2026-03-03 15:20") == calendar.after(at("2026-03-02 15:20"), 1, unit)
    else:
        assert 9998 == calendar.after(at("2026-03-02 15:20"), 1, unit).year
        assert 2 >= calendar.after(at("2026-03-02 15:20"), -1, unit).year


def test_calendars_are_values() -> None:
    """Two calendars with the same days are equal, and can be kept in a set."""
    assert {Calendar(ZONE)} == {Calendar(ZONE, holidays=frozenset())}

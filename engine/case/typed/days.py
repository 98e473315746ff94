"""Dates, times of day and moments as people type them: read by the way the office writes them, and by its clocks."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final, NoReturn

from engine.case.locale import offset
from engine.case.typed.pasted import Misread, as_typed

if TYPE_CHECKING:
    from engine.case.locale import Locale
    from engine.case.office import Office

_DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS: Final = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_RELATIVE: Final = {"today": 0, "tomorrow": 1, "yesterday": -1}
_NEAR: Final = timedelta(days=90)
"""A date without a year is taken for the one that lies nearest, if it is nearer than this."""

_YEAR_FIRST: Final = r"([0-9]{4})([-/])([0-9]{2})\2([0-9]{2})"
_IN_FIGURES: Final = r"([0-9]{1,2})([-/.])([0-9]{1,2})(?:\2([0-9]{4})|\.)?"
_SHORT_YEAR: Final = r"[0-9]{1,2}([-/.])[0-9]{1,2}\1[0-9]{2}"
_DAY_THEN_MONTH: Final = r"([0-9]{1,2})(?:st|nd|rd|th|\.)? ([a-z]{3,9})\.?(?:,? ([0-9]{4}))?"
_MONTH_THEN_DAY: Final = r"([a-z]{3,9})\.? ([0-9]{1,2})(?:st|nd|rd|th)?(?:,? ([0-9]{4}))?"
_WEEKDAY: Final = r"([a-z]{2,9})\.?,? (?=[a-z0-9])"
_TIME: Final = r"([0-9]{1,2})(?::([0-9]{2}))?(?::([0-9]{2}))?(?: ?([ap])\.?(?:m\.?)?)?"
_OFFSET: Final = r"(?<=[0-9m]) ?\(?(?:utc)? ?([+-][0-9]{2}:[0-9]{2}|z)\)?$"
_SPLIT: Final = r",? (?:at )?|(?<=[0-9])t(?=[0-9])"


def read_date(text: str, locale: Locale, now: datetime) -> date:
    """Read a date: `2026-11-23`, `11/23/2026`, `11/23`, `Nov 23`, `23 November 2026`, `today`, `tomorrow`.

    Raises:
        Misread: It is none of these, or could be read in two ways.
    """
    words = as_typed(text).casefold()
    if words in _RELATIVE:
        return now.date() + timedelta(days=_RELATIVE[words])
    if _number(_DAYS, words) is not None:
        _refuse("a day of the week alone can be the last one or the next; write the date, today or tomorrow")
    named = re.match(_WEEKDAY, words)
    weekday = _number(_DAYS, named[1]) if named else None
    day = _day(words if weekday is None or not named else words[named.end() :], locale, now)
    if weekday not in (None, day.weekday()):
        _refuse("this date is another day of the week; write the one or the other")
    return day


def _day(words: str, locale: Locale, now: datetime) -> date:
    expected = f"a date such as {locale.example_date}, today or tomorrow is expected"
    if found := re.fullmatch(_YEAR_FIRST, words):
        return _date(found[1], found[3], found[4], expected)
    if re.fullmatch(_SHORT_YEAR, words):
        _refuse(f"a year of four digits is expected, as in {locale.example_date}")
    if found := re.fullmatch(_DAY_THEN_MONTH, words):
        month, day, year = found[2], found[1], found[3]
    elif found := re.fullmatch(_MONTH_THEN_DAY, words):
        month, day, year = found[1], found[2], found[3]
    elif found := re.fullmatch(_IN_FIGURES, words):
        month, day = _in_order(found[1], found[3], found[2], locale)
        year = found[4]
    else:
        _refuse(expected)
    if not month.isdecimal():
        number = _number(_MONTHS, month)
        month = str(number + 1) if number is not None else _refuse(expected)
    return _date(year, month, day, expected) if year else _nearest(month, day, now.date(), expected)


def _in_order(first: str, second: str, mark: str, locale: Locale) -> tuple[str, str]:
    """Say which of two figures is the month, and which the day."""
    if locale.dates == "month/day/year" and mark != ".":
        return first, second
    if locale.dates == "day/month/year":
        return second, first
    if int(first) <= 12 and int(second) <= 12 and int(first) != int(second):  # noqa: PLR2004  # months in a year
        _refuse("this can be read as two different days; write it as year-month-day, such as 2026-11-23")
    return (first, second) if int(first) <= 12 and mark != "." else (second, first)  # noqa: PLR2004  # as above


def _date(year: str, month: str, day: str, expected: str) -> date:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        _refuse(expected)


def _nearest(month: str, day: str, today: date, expected: str) -> date:
    """Find the year of a date that was written without: the nearest, unless that is far away."""
    found = [one for year in (-1, 0, 1) if (one := _in_year(today.year + year, month, day))]
    if not found and not _in_year(2000, month, day):
        _refuse(expected)
    near = [one for one in found if abs(one - today) <= _NEAR]
    return near[0] if near else _refuse("it is not clear which year is meant; write the date with its year")


def _in_year(year: int, month: str, day: str) -> date | None:
    try:
        return date(year, int(month), int(day))
    except ValueError:
        return None


def read_time(text: str, locale: Locale, *, by_24: bool = False) -> time:
    """Read a time of day: `17:30`, `5pm`, `5:30 pm`.

    Args:
        text: What was typed.
        locale: The ways of the office.
        by_24: Whether it is certainly written by the clock of 24 hours.

    Raises:
        Misread: It is none of these, or may be in the morning or in the afternoon.
    """
    found = re.fullmatch(_TIME, as_typed(text).casefold())
    expected = f"a time such as {locale.example_time} or 5pm is expected"
    if not found or not (found[2] or found[4]):
        _refuse(expected)
    hour, minute, second = int(found[1]), int(found[2] or 0), int(found[3] or 0)
    if found[4]:
        if not 1 <= hour <= 12:  # noqa: PLR2004  # hours on a clock face
            _refuse(expected)
        hour = hour % 12 + (12 if found[4] == "p" else 0)
    elif locale.twelve_hours and not by_24 and 1 <= hour <= 12 and not _is_of_24(found):  # noqa: PLR2004  # as above
        _refuse("it is not clear whether this is in the morning; add am or pm")
    try:
        return time(hour, minute, second)
    except ValueError:
        _refuse(expected)


def _is_of_24(found: re.Match[str]) -> bool:
    """Whether a time is written as nobody would by a clock of 12 hours: `05:30`, `10:30:00`."""
    return found[1].startswith("0") or (found[3] is not None and len(found[1]) > 1)


def read_moment(text: str, office: Office, now: datetime) -> datetime:
    """Read a day with a time, in the office's zone unless it names another: `11/23/2026 17:30`, `today 5pm`.

    Raises:
        Misread: It is none of these, or a time that the clocks leave out or show twice that day.
    """
    locale = office.locale
    words = as_typed(text).casefold()
    shift = None
    found = re.search(_OFFSET, words)
    if found:
        words, shift = words[: found.start()], found[1]
    splits = [(words[: mark.start()], mark[0], words[mark.end() :]) for mark in re.finditer(_SPLIT, words)]
    split = next((one for one in splits if re.fullmatch(_TIME, one[2]) and not one[2].isdecimal()), None)
    if not split:
        _refuse(f"a day with a time such as {locale.example_date} {locale.example_time}, or today 5pm, is expected")
    day, mark, clock = split
    there = datetime.combine(read_date(day, locale, now), read_time(clock, locale, by_24=mark == "t"), UTC)
    if not date(2, 1, 1) <= there.date() <= date(9998, 12, 30):
        _refuse("a day of our time is expected")
    if shift:
        return datetime.fromisoformat(f"{there.isoformat()[:19]}{shift.upper()}").astimezone(now.tzinfo)
    return _on_the_clock(there, now)


def _on_the_clock(there: datetime, now: datetime) -> datetime:
    """Give the moment at which the office's clock shows a time."""
    first, second = (there.replace(tzinfo=now.tzinfo, fold=fold) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return first
    if first.astimezone(UTC).astimezone(now.tzinfo).replace(tzinfo=UTC) == there:
        message = "this time comes twice that day, as the clocks are put back; write"
        return _refuse(f"{message} {offset(first)} behind it for the first time, or {offset(second)} for the second")
    return _refuse("the clocks are put forward that day, and this time is left out; write another")


def _number(names: tuple[str, ...], word: str) -> int | None:
    """Give the number of a name, which may be cut after three letters or more."""
    found = [number for number, name in enumerate(names) if name.startswith(word) and len(word) >= 3]  # noqa: PLR2004
    return found[0] if len(found) == 1 else None


def _refuse(message: str) -> NoReturn:
    raise Misread(message)

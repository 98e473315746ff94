"""What `office.yaml` says of the office's calendar: its zone, its hours on each day of the week, its holidays."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from engine.condition.calendar import NINE_TO_FIVE, Calendar
from engine.condition.holidays import EveryYear, FromEaster, Holiday, NthWeekday
from engine.diagnostics import clean

if TYPE_CHECKING:
    from engine.condition.calendar import Span
    from engine.condition.holidays import Rule
    from engine.procedure.nodes import Mapping, Scalar

WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS: Final = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_NUMBERS: Final = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1}
_DAY: Final = 24 * 60
_ONE_SPAN: Final = r"([0-9]{1,2}):([0-9]{2}) ?- ?([0-9]{1,2}):([0-9]{2})"
_NTH: Final = r"(first|second|third|fourth|last) ([a-z]+) of ([a-z]+)"
_YEARLY: Final = r"([a-z]+) ([0-9]{1,2})"
_EASTER: Final = r"(?:([0-9]{1,3}) days? (before|after) )?easter"


class Unreadable(Exception):
    """Something in `office.yaml` has the right shape and still means nothing."""

    def __init__(self, where: Scalar, message: str) -> None:
        super().__init__(message)
        self.where = where


def read_calendar(root: Mapping) -> Calendar:
    """Read the office's calendar.

    Raises:
        Unreadable: A zone, an hour or a day is none.
    """
    return Calendar(_zone(root), _hours(root), tuple(_holidays(root.mapping("holidays"))))


def _zone(root: Mapping) -> ZoneInfo:
    name = root.scalar("zone")
    try:
        return ZoneInfo(name.text if name else "UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError) as cause:
        if not name:
            raise
        message = f"no time zone `{clean(name.text)}` is known here; name one such as America/New_York"
        raise Unreadable(name, message) from cause


def _hours(root: Mapping) -> tuple[tuple[Span, ...], ...]:
    if "hours" not in root:
        return NINE_TO_FIVE
    hours = root.mapping("hours")
    return tuple(tuple(_spans(hours.scalar(day))) for day in WEEKDAYS)


def _spans(told: Scalar | None) -> list[Span]:
    """Read `8:30-12:00, 13:00-17:00`; a day that is not named, or `closed`, has none."""
    if told is None or told.text == "closed":
        return []
    spans: list[Span] = []
    for part in told.text.split(","):
        found = re.fullmatch(_ONE_SPAN, part.strip())
        if not found:
            raise Unreadable(told, "hours are written like 8:30-17:00, with a rest like 8:30-12:00, 13:00-17:00")
        begin, end = int(found[1]) * 60 + int(found[2]), int(found[3]) * 60 + int(found[4])
        if int(found[2]) > 59 or int(found[4]) > 59 or end > _DAY:  # noqa: PLR2004  # minutes of an hour
            raise Unreadable(told, "a day has no such time; hours go from 0:00 to 24:00")
        if begin >= end or (spans and begin < spans[-1][1]):
            raise Unreadable(told, "the office would close before it opens; write the earlier time first")
        spans.append((begin, end))
    return spans


def _holidays(root: Mapping) -> list[Holiday]:
    return [Holiday(key.text, read_rule(rule)) for key, _ in root.entries for rule in root.scalars(key.text)]


def read_rule(told: Scalar) -> Rule:
    """Read `2026-11-26`, `december 25`, `fourth thursday of november` or `1 day after easter`.

    Raises:
        Unreadable: It is none of these, or no year has such a day.
    """
    text = " ".join(told.text.casefold().split())
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        try:
            return date.fromisoformat(text)
        except ValueError as cause:
            raise Unreadable(told, "no calendar has this day; write it as year-month-day") from cause
    if (found := re.fullmatch(_NTH, text)) and found[2] in WEEKDAYS and found[3] in _MONTHS:
        return NthWeekday(_NUMBERS[found[1]], WEEKDAYS.index(found[2]), _MONTHS.index(found[3]) + 1)
    if found := re.fullmatch(_EASTER, text):
        return FromEaster(int(found[1] or 0) * (-1 if found[2] == "before" else 1))
    if (found := re.fullmatch(_YEARLY, text)) and found[1] in _MONTHS:
        rule = EveryYear(_MONTHS.index(found[1]) + 1, int(found[2]))
        if rule.in_year(2000):
            return rule
        raise Unreadable(told, "no year has this day; write it like december 25")
    message = "a holiday is written like 2026-11-26, december 25, fourth thursday of november or 1 day after easter"
    raise Unreadable(told, message)

"""On which days does the office not work though it is no weekend: dates, and days that come back every year."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final, TypeAlias

from engine.frozen import dataclass

FIRST_YEAR: Final = 1970
LAST_YEAR: Final = 2099
"""The years for which days that come back every year are known; outside of them nobody asks for a working day."""


@dataclass(frozen=True, slots=True)
class EveryYear:
    """The same date every year; the 29th of February only in leap years."""

    month: int
    day: int

    def in_year(self, year: int) -> date | None:
        """Give the day in a year, if the year has it."""
        try:
            return date(year, self.month, self.day)
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class NthWeekday:
    """A day of the week in a month: the `number`-th, or the last if that is -1; Monday is 0."""

    number: int
    weekday: int
    month: int

    def in_year(self, year: int) -> date | None:
        """Give the day in a year; there always is one."""
        first = date(year, self.month, 1 if self.number > 0 else 22)
        days = (self.weekday - first.weekday()) % 7
        if self.number > 0:
            return first + timedelta(days + 7 * (self.number - 1))
        later = first + timedelta(days + 7)  # the last one is in the last seven days, or the one before
        return later if later.month == self.month else later - timedelta(7)


@dataclass(frozen=True, slots=True)
class FromEaster:
    """So many days after Easter Sunday, or before it."""

    days: int

    def in_year(self, year: int) -> date | None:
        """Give the day in a year."""
        return easter(year) + timedelta(self.days)


Rule: TypeAlias = "date | EveryYear | NthWeekday | FromEaster"


@dataclass(frozen=True, slots=True)
class Holiday:
    """A day, or one of every year, on which the office does not work."""

    name: str
    rule: Rule

    def days(self) -> list[date]:
        """Give all days that it is on."""
        if isinstance(self.rule, date):
            return [self.rule]
        found = [self.rule.in_year(year) for year in range(FIRST_YEAR, LAST_YEAR + 1)]
        return [day for day in found if day]


def easter(year: int) -> date:
    """Give Easter Sunday of the western churches.

    Source: the algorithm of J.-M. Oudin (1940), as in the Explanatory Supplement to the Astronomical Almanac.
    """
    century = year // 100
    golden = year % 19
    moon = (century - century // 4 - (century - (century - 17) // 25) // 3 + 19 * golden + 15) % 30
    moon -= (moon // 28) * (1 - (29 // (moon + 1)) * ((21 - golden) // 11))
    weekday = (year + year // 4 + moon + 2 - century + century // 4) % 7
    away = moon - weekday
    month = 3 + (away + 40) // 44
    return date(year, month, away + 28 - 31 * (month // 4))

"""How an office writes numbers, amounts, dates and times: what people are shown, and what they type is read by.

INVARIANT: what is shown can be typed again, and is read as the same value.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from engine.frozen import dataclass

if TYPE_CHECKING:
    from datetime import date, datetime, time
    from decimal import Decimal

DateOrder: TypeAlias = Literal["month/day/year", "day/month/year", "year-month-day"]

DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Locale:
    """The ways of one office.

    Args:
        dates: What comes first in `11/12/2026`; None if the office has not said, and people are asked back.
        decimal: What stands before the decimals.
        group: What stands between thousands.
        is_told: Whether the office has said how it writes numbers; if not, `1,200` and `1.200` can mean two things.
        twelve_hours: Whether 17:30 is written 5:30 pm.
        sign_follows: Whether the sign of the currency stands after the amount.
    """

    dates: DateOrder | None = None
    decimal: Literal[".", ","] = "."
    group: str = ","
    is_told: bool = False
    twelve_hours: bool = False
    sign_follows: bool = False

    def number(self, value: int | Decimal) -> str:
        """Write a number: `1200`, `2.5`."""
        return f"{value:f}".replace(".", self.decimal) if not isinstance(value, int) else str(value)

    def money(self, amount: Decimal, currency: str) -> str:
        """Write an amount: `$1,200.50`, a debt to them as `-$20.00`; elsewhere `1.200,50 €`."""
        swapped = {",": self.group, ".": self.decimal}
        digits = "".join(swapped.get(one, one) for one in f"{abs(amount):,.2f}")
        sign = "-" if amount < 0 else ""
        if self.sign_follows:
            return f"{sign}{digits} {currency}"
        return f"{sign}{currency}{' ' if currency[-1:].isalpha() else ''}{digits}"

    def day(self, day: date) -> str:
        """Write a day, the month by its name so that nobody can misread it: `Mon 23 Nov 2026`, `Mon Nov 23, 2026`."""
        weekday = DAYS[day.weekday()]
        if self.dates == "year-month-day":
            return f"{weekday} {day.year:04}-{day.month:02}-{day.day:02}"
        month = MONTHS[day.month - 1]
        if self.dates == "month/day/year":
            return f"{weekday} {month} {day.day}, {day.year:04}"
        return f"{weekday} {day.day:02} {month} {day.year:04}"

    def short_day(self, day: date, year: int) -> str:
        """Write a day for a list, with the year only if it is another one: `Tue 24 Nov`."""
        weekday, month = DAYS[day.weekday()], MONTHS[day.month - 1]
        if self.dates == "month/day/year":
            return f"{weekday} {month} {day.day}" + (f", {day.year}" if day.year != year else "")
        return f"{weekday} {day.day} {month}" + (f" {day.year}" if day.year != year else "")

    def clock(self, clock: time) -> str:
        """Write a time of day: `17:30`, `5:30 pm`; seconds only if there are some."""
        seconds = f":{clock.second:02}" if clock.second else ""
        if self.twelve_hours:
            half = "am" if clock.hour < 12 else "pm"  # noqa: PLR2004  # noon
            return f"{(clock.hour + 11) % 12 + 1}:{clock.minute:02}{seconds} {half}"
        return f"{clock.hour:02}:{clock.minute:02}{seconds}"

    def moment(self, local: datetime) -> str:
        """Write a moment in the office: `Mon 23 Nov 2026, 17:30`; with its offset where a time comes twice."""
        return f"{self.day(local)}, {self.clock(local.time())}{_which(local)}"

    def typed_day(self, day: date) -> str:
        """Write a day as it is typed: `11/23/2026`."""
        figures = f"{day.year:04}", f"{day.month:02}", f"{day.day:02}"
        match self.dates:
            case "month/day/year":
                return f"{figures[1]}/{figures[2]}/{figures[0]}"
            case "day/month/year":
                return f"{figures[2]}/{figures[1]}/{figures[0]}"
            case _:
                return "-".join(figures)

    def typed_moment(self, local: datetime) -> str:
        """Write a moment as it is typed: `11/23/2026 5:30 pm`."""
        return f"{self.typed_day(local.date())} {self.clock(local.time())}{_which(local)}"

    @property
    def example_date(self) -> str:
        """A date as people would type it here."""
        return {"month/day/year": "11/23/2026", "day/month/year": "23/11/2026"}.get(self.dates or "", "2026-11-23")

    @property
    def example_time(self) -> str:
        """A time of day as people would type it here."""
        return "5:30 pm" if self.twelve_hours else "17:30"


def _which(local: datetime) -> str:
    """Say which of two equal times a moment is, when the clocks are put back."""
    if local.replace(fold=0).utcoffset() == local.replace(fold=1).utcoffset():
        return ""
    return f" (UTC{offset(local)})"


def offset(moment: datetime) -> str:
    """Write how far the clock is from UTC: `-05:00`."""
    return moment.isoformat()[-6:]


PLAIN: Final = Locale()
"""An office that has said nothing."""

KEPT: Final = Locale(is_told=True)
"""How values are kept in a log and written in JSON."""

_US: Final = Locale("month/day/year", ".", ",", is_told=True, twelve_hours=True)
_UK: Final = Locale("day/month/year", ".", ",", is_told=True)
_CONTINENT: Final = Locale("day/month/year", ",", ".", is_told=True, sign_follows=True)
_BLANKS: Final = Locale("day/month/year", ",", " ", is_told=True, sign_follows=True)

LOCALES: Final[dict[str, Locale]] = {
    "de-AT": Locale("day/month/year", ",", ".", is_told=True),
    "de-CH": Locale("day/month/year", ".", "'", is_told=True),
    "de-DE": _CONTINENT,
    "en-AU": Locale("day/month/year", ".", ",", is_told=True, twelve_hours=True),
    "en-CA": Locale("year-month-day", ".", ",", is_told=True, twelve_hours=True),
    "en-GB": _UK,
    "en-IE": _UK,
    "en-NZ": Locale("day/month/year", ".", ",", is_told=True, twelve_hours=True),
    "en-US": _US,
    "es-ES": _CONTINENT,
    "es-MX": _UK,
    "es-US": _US,
    "fr-CA": Locale("year-month-day", ",", " ", is_told=True, sign_follows=True),
    "fr-FR": _BLANKS,
    "it-IT": _CONTINENT,
    "nl-NL": Locale("day/month/year", ",", ".", is_told=True),
    "pl-PL": _BLANKS,
    "pt-BR": Locale("day/month/year", ",", ".", is_told=True),
    "pt-PT": _BLANKS,
    "sv-SE": Locale("year-month-day", ",", " ", is_told=True, sign_follows=True),
}
"""How it is done where; the order and the signs are those of the Unicode CLDR."""

"""Reading what people type: one reader a type, from text to the typed value, or a sentence about what is expected.

Nothing is guessed: what could mean two things is asked back.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.case.office import Office
    from engine.condition.reading import Plain
    from engine.procedure.model import Fact


class Misread(Exception):
    """What was typed is not of the type; the sentence says what is expected, never what was typed."""


MOST_DIGITS: Final = 15
_MONEY: Final = re.compile(r"-?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]{1,2})?|-?[0-9]+(\.[0-9]{1,2})?")
_NUMBER: Final = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,9})?")
_TIME: Final = re.compile(r"([0-9]{1,2})(?::([0-9]{2}))?\s*([ap]m?)?")
_PHONE: Final = re.compile(r"\+?[0-9(][0-9 ().\-/]*( ?(x|ext\.?) ?[0-9]{1,6})?")
_EMAIL: Final = re.compile(r"[^@\s,;<>]+@[^@\s,;<>.]+(\.[^@\s,;<>.]+)+")
_SLASHED: Final = re.compile(r"([0-9]{1,2})[/.]([0-9]{1,2})[/.]([0-9]{4})")


def read_text(text: str, fact: Fact, office: Office, now: datetime) -> Plain:
    """Read what was typed for a fact.

    Raises:
        Misread: It is not of the fact's type.
    """
    return _READERS[fact.kind](text.strip(), fact, office, now)


def _words(text: str, fact: Fact, _office: Office, _now: datetime) -> str:
    if fact.kind == "text" and "\n" in text:
        message = "one line is expected"
        raise Misread(message)
    return text


def _yes_no(text: str, _fact: Fact, _office: Office, _now: datetime) -> bool:
    words = {"yes": True, "y": True, "true": True, "no": False, "n": False, "false": False}
    if text.casefold() not in words:
        message = "yes or no is expected"
        raise Misread(message)
    return words[text.casefold()]


def _choice(text: str, fact: Fact, _office: Office, _now: datetime) -> str:
    for option, label in (fact.options or {}).items():
        if text.casefold() in (option.casefold(), label.casefold()):
            return option
    message = f"one of these is expected: {', '.join(fact.options or {})}"
    raise Misread(message)


def _choices(text: str, fact: Fact, office: Office, now: datetime) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_choice(part.strip(), fact, office, now) for part in text.split(",")))


def _number(text: str, _fact: Fact, _office: Office, _now: datetime) -> int | Decimal:
    if not _NUMBER.fullmatch(text):
        message = "a number such as 3 or 2.5 is expected"
        raise Misread(message)
    return Decimal(text) if "." in text else int(text)


def _money(text: str, _fact: Fact, office: Office, _now: datetime) -> Decimal:
    bare = text.replace(office.currency, "", 1).replace(" ", "")
    if not _MONEY.fullmatch(bare) or len(bare) > MOST_DIGITS:
        message = f"an amount such as {office.currency}120.50 is expected"
        raise Misread(message)
    try:
        return Decimal(bare.replace(",", "")).quantize(Decimal("0.01"))
    except InvalidOperation as cause:
        message = f"an amount such as {office.currency}120.50 is expected"
        raise Misread(message) from cause


def read_date(text: str, now: datetime) -> date:
    """Read a date: `2026-11-23`, `today`, `tomorrow`, `yesterday`, or `11/23/2026` where it can mean only one day.

    Raises:
        Misread: It is none of these, or could be read in two ways.
    """
    days = {"today": 0, "tomorrow": 1, "yesterday": -1}
    if text.casefold() in days:
        return now.date() + timedelta(days=days[text.casefold()])
    try:
        return _slashed(text) or date.fromisoformat(text)
    except ValueError as cause:
        message = "a date such as 2026-11-23, today or tomorrow is expected"
        raise Misread(message) from cause


def _slashed(text: str) -> date | None:
    found = _SLASHED.fullmatch(text)
    if not found:
        return None
    first, second, year = (int(part) for part in found.groups())
    if first <= 12 and second <= 12 and first != second:  # noqa: PLR2004  # months in a year
        message = "this can be read as two different days; write it as year-month-day, such as 2026-11-23"
        raise Misread(message)
    return date(year, first, second) if first <= 12 else date(year, second, first)  # noqa: PLR2004  # as above


def read_time(text: str) -> time:
    """Read a time of day: `17:30`, `5pm`, `5:30 pm`.

    Raises:
        Misread: It is none of these.
    """
    found = _TIME.fullmatch(text.casefold())
    message = "a time such as 17:30 or 5pm is expected"
    if not found or not (found[2] or found[3]):
        raise Misread(message)
    hour, minute = int(found[1]), int(found[2] or 0)
    if found[3]:
        if not 1 <= hour <= 12:  # noqa: PLR2004  # hours on a clock face
            raise Misread(message)
        hour = hour % 12 + (12 if found[3].startswith("p") else 0)
    try:
        return time(hour, minute)
    except ValueError as cause:
        raise Misread(message) from cause


def read_moment(text: str, now: datetime) -> datetime:
    """Read a day with a time, in the office's zone unless it names another: `2026-11-23 17:30`, `today 5pm`.

    Raises:
        Misread: It is none of these.
    """
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment and len(text) > len("2026-11-23"):
        return moment if moment.tzinfo else moment.replace(tzinfo=now.tzinfo)
    day, _, rest = text.partition(" ")
    if not rest:
        message = "a day with a time such as 2026-11-23 17:30, or today 5pm, is expected"
        raise Misread(message)
    return datetime.combine(read_date(day, now), read_time(rest.strip()), now.tzinfo)


def _date(text: str, _fact: Fact, _office: Office, now: datetime) -> date:
    return read_date(text, now)


def _time(text: str, _fact: Fact, _office: Office, _now: datetime) -> time:
    return read_time(text)


def _moment(text: str, _fact: Fact, _office: Office, now: datetime) -> datetime:
    return read_moment(text, now)


def _phone(text: str, _fact: Fact, _office: Office, _now: datetime) -> str:
    digits = sum(character.isdigit() for character in text)
    if not _PHONE.fullmatch(text) or not 3 <= digits <= MOST_DIGITS + 6:  # noqa: PLR2004  # 3: house phones
        message = "a phone number such as 555-0123 is expected"
        raise Misread(message)
    return text


def _email(text: str, _fact: Fact, _office: Office, _now: datetime) -> str:
    if not _EMAIL.fullmatch(text):
        message = "an e-mail address such as name@example.com is expected"
        raise Misread(message)
    return text


def _person(text: str, _fact: Fact, office: Office, _now: datetime) -> str:
    for person in office.staff.values():
        if text.casefold() in (person.name.casefold(), person.full_name.casefold()):
            return person.name
    message = f"somebody on the staff list is expected: {', '.join(office.staff)}"
    raise Misread(message)


_READERS: Final[dict[str, Callable[[str, Fact, Office, datetime], Plain]]] = {
    "text": _words,
    "long_text": _words,
    "yes_no": _yes_no,
    "choice": _choice,
    "choices": _choices,
    "number": _number,
    "money": _money,
    "date": _date,
    "time": _time,
    "datetime": _moment,
    "phone": _phone,
    "email": _email,
    "file": _words,
    "person": _person,
}

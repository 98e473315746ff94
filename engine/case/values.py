"""Values in their three forms: kept in a log (JSON), computed with (typed), and shown to people (words)."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING

from engine.condition.reading import NONE, Absent

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.case.events import Json
    from engine.case.office import Office
    from engine.condition.reading import Plain, Value
    from engine.procedure.model import Fact


def decode(fact: Fact, kept: Json) -> Value:
    """Give the typed value of what a log keeps; None is *none*. A value of an older type reads as *none*."""
    if kept is None:
        return NONE
    read = _DECODERS.get(fact.kind, str)
    try:
        return read(kept)
    except (ValueError, ArithmeticError, TypeError):
        return NONE


def encode(value: Value) -> Json:
    """Give the kept form of a typed value."""
    if isinstance(value, Absent):
        return None
    if isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, tuple):
        return list(value)
    return value.isoformat()


def show(fact: Fact, value: Value, office: Office) -> str:
    """Give the value in words for people; empty if there is none."""
    if isinstance(value, Absent):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if fact.kind == "money" and isinstance(value, (int, Decimal)):
        return show_money(Decimal(value), office)
    if fact.kind in ("choice", "choices"):
        return _show_options(fact, value)
    if fact.kind == "person":
        person = office.staff.get(str(value))
        return person.full_name if person else str(value)
    return show_plain(value)


def show_plain(value: Plain) -> str:
    """Give a value of no declared fact in words."""
    if isinstance(value, datetime):
        return show_moment(value)
    if isinstance(value, date):
        return value.strftime("%a %d %b %Y")
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ", ".join(value)
    return str(value)


def show_money(amount: Decimal, office: Office) -> str:
    """Give an amount as people write it: `$1,200.50`, a debt to them as `-$20.00`."""
    sign = "-" if amount < 0 else ""
    return f"{sign}{office.currency}{abs(amount):,.2f}"


def show_moment(moment: datetime) -> str:
    """Give a moment as the office writes it."""
    return moment.strftime("%a %d %b %Y, %H:%M")


def _show_options(fact: Fact, value: Plain) -> str:
    labels = fact.options or {}
    chosen = value if isinstance(value, tuple) else (str(value),)
    return ", ".join(labels.get(option, option) for option in chosen)


def _number(kept: Json) -> Value:
    return kept if isinstance(kept, int) else Decimal(str(kept))


def _choices(kept: Json) -> Value:
    return tuple(str(option) for option in kept) if isinstance(kept, list) else (str(kept),)


_DECODERS: dict[str, Callable[[Json], Value]] = {
    "yes_no": bool,
    "number": _number,
    "money": lambda kept: Decimal(str(kept)),
    "choices": _choices,
    "date": lambda kept: date.fromisoformat(str(kept)),
    "time": lambda kept: time.fromisoformat(str(kept)),
    "datetime": lambda kept: datetime.fromisoformat(str(kept)),
    "list": lambda _kept: True,
}

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
        return f"{value:f}"
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
        return office.locale.money(Decimal(value), office.currency)
    if fact.kind in ("choice", "choices"):
        return _show_options(fact, value)
    if fact.kind == "person":
        return _show_person(str(value), office)
    return show_plain(value, office)


def show_plain(value: Plain, office: Office) -> str:
    """Give a value of no declared fact in words."""
    if isinstance(value, datetime):
        return show_moment(value, office)
    if isinstance(value, date):
        return office.locale.day(value)
    if isinstance(value, time):
        return office.locale.clock(value)
    if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
        return office.locale.number(value)
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def type_out(fact: Fact, value: Value, office: Office) -> str:
    """Give the value as it can be typed again, such as to correct a part of it."""
    if isinstance(value, datetime):
        return office.locale.typed_moment(office.calendar.local(value))
    if isinstance(value, date):
        return office.locale.typed_day(value)
    if isinstance(value, tuple):
        return "; ".join(value)
    if fact.kind == "money" and isinstance(value, Decimal):
        return office.locale.number(value)
    if fact.kind in ("choice", "person"):
        return "" if isinstance(value, Absent) else str(value)
    return show(fact, value, office)


def show_moment(moment: datetime, office: Office) -> str:
    """Give a moment as the office writes it, by its own clock."""
    return office.locale.moment(office.calendar.local(moment))


def _show_person(name: str, office: Office) -> str:
    """Give somebody's full name, with the short one where two have the same."""
    person = office.staff.get(name)
    if not person:
        return name
    several = sum(one.full_name.casefold() == person.full_name.casefold() for one in office.staff.values()) > 1
    return f"{person.full_name} ({name})" if several else person.full_name


def _show_options(fact: Fact, value: Plain) -> str:
    labels = fact.options or {}
    chosen = value if isinstance(value, tuple) else (str(value),)
    shown = [labels.get(option, option) for option in chosen]
    return ("; " if len(shown) > 1 and any("," in label for label in shown) else ", ").join(shown)


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

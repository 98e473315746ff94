"""From what is said about an office, in `office.yaml` or at the head of a rehearsal, to what the core knows of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from engine.case.locale import LOCALES, PLAIN
from engine.case.office import Office, Person
from engine.frozen import replace
from engine.office_times import read_calendar

if TYPE_CHECKING:
    from engine.case.locale import DateOrder, Locale
    from engine.procedure.nodes import Mapping


def office_of(said: Mapping) -> Office:
    """Make an office of what is said about it; a key that is not there has its usual value.

    Raises:
        Unreadable: A zone, an hour or a day is none.
    """
    people = [
        Person(
            person.text("name"),
            person.text("full_name") or person.text("name"),
            frozenset(role.text for role in person.scalars("roles")),
        )
        for person in said.mappings("staff")
    ]
    return Office(
        title=said.text("office"),
        calendar=read_calendar(said),
        staff={person.name: person for person in people},
        currency=said.text("currency") or "$",
        locale=_locale(said),
        practice=said.is_true("practice"),
    )


def _locale(said: Mapping) -> Locale:
    """The ways of the locale that is named, but for what the office does otherwise."""
    locale = LOCALES[said.text("locale")] if "locale" in said else PLAIN
    if "dates" in said:
        locale = replace(locale, dates=cast("DateOrder", said.text("dates")))
    if "decimal" in said:
        comma = said.text("decimal") == "comma"
        usual = locale.decimal == ("," if comma else ".")
        group = locale.group if usual else "." if comma else ","
        locale = replace(locale, decimal="," if comma else ".", group=group, is_told=True)
    if "clock" in said:
        locale = replace(locale, twelve_hours=said.text("clock") == "12 hours")
    return locale

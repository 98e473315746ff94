"""How people, roles, moments and texts are put into words on the screen.

INVARIANT: `clean` lets no character through that a terminal would obey or show in another order.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cli import output
from engine.office import OfficeFault

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from engine.case.agenda import Agenda
    from engine.case.office import Person
    from engine.desk import Desk

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Names:
    """What the case, its roles and the staff are called.

    Args:
        opens_with: The facts a case is opened with; the first says whom it is about.
    """

    roles: Mapping[str, str]
    staff: Mapping[str, Person]
    opens_with: tuple[str, ...] = ()
    outcomes: Mapping[str, str] = field(default_factory=dict)

    def about(self, agenda: Agenda) -> str:
        """Say whom the case is about."""
        told = [fact for fact in agenda.facts if not fact.at and fact.shown and fact.told_at == agenda.opened]
        first = [fact for name in self.opens_with for fact in agenda.facts if fact.key == name and fact.shown]
        return next((fact.shown for fact in (*first, *told)), "")

    def person(self, name: str | None) -> str:
        """Give the full name of somebody on the staff list."""
        found = self.staff.get(name or "")
        return found.full_name if found else (name or "somebody")

    def role(self, role: str) -> str:
        """Give the title of a role."""
        return self.roles.get(role) or role.replace("_", " ")

    def who(self, named: Iterable[str]) -> str:
        """Name roles with the people who have them, or a person: `Billing (Bea Young)`."""
        return ", or ".join(self._one(name) for name in named) or "anybody"

    def outcome(self, outcome: str) -> str:
        """Give the title of an outcome."""
        return self.outcomes.get(outcome) or outcome.replace("_", " ")

    def _one(self, name: str) -> str:
        if name in self.staff:
            return self.person(name)
        people = [person.full_name for person in self.staff.values() if name in person.roles]
        return f"{self.role(name)} ({', '.join(people)})" if people else self.role(name)


def name_all(desk: Desk, agenda: Agenda) -> Names:
    """Collect the names that the screens of a case need."""
    try:
        procedure = next((one for one in desk.procedures() if one.id == agenda.procedure), None)
    except OfficeFault:  # the case runs on its own text; only the titles of roles are missing then
        procedure = None
    if not procedure:
        return Names({}, desk.office.staff)
    outcomes = {outcome.id: outcome.title for outcome in procedure.outcomes}
    return Names(procedure.roles, desk.office.staff, procedure.opens_with, outcomes)


def clean(text: str) -> str:
    """Make text safe to show on one line: what a terminal would obey becomes a visible escape, a line end a space."""
    return output.clean(text).replace("\n", " ")


def moment(at: datetime, now: datetime) -> str:
    """Give a moment as people say it, in the zone of `now`: `today 17:00`, `Tue 24 Nov, 17:00`."""
    local = at.astimezone(now.tzinfo)
    time = f"{local.hour:02}:{local.minute:02}"
    if local.date() == now.date():
        return f"today {time}"
    year = f" {local.year}" if local.year != now.year else ""
    return f"{_DAYS[local.weekday()]} {local.day} {_MONTHS[local.month - 1]}{year}, {time}"


def since(at: datetime | None, now: datetime) -> str:
    """Give ` since ...`, or nothing where the moment is not known."""
    return f" since {moment(at, now)}" if at else ""


def listed(words: Iterable[str], most: int) -> str:
    """Put words on one line, at most so many: `a · b · and 3 more`."""
    found = list(words)
    rest = [f"and {len(found) - most} more"] if len(found) > most else []
    return " · ".join(found[:most] + rest)


def sentence(text: str) -> str:
    """Begin with a capital letter."""
    return text[:1].upper() + text[1:]

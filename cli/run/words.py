"""How people, roles, moments and texts are put into words on the screen.

INVARIANT: `clean` lets no character through that a terminal would obey or show in another order.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from cli import output
from engine.case.locale import PLAIN
from engine.frozen import dataclass, field

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from engine.case.agenda import Agenda, Flag
    from engine.case.locale import Locale
    from engine.case.office import Person
    from engine.seat import Seat


_MINUTE: Final = timedelta(minutes=1)
_HOUR: Final = timedelta(hours=1)
_SOME_HOURS: Final = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class Names:
    """What the case, its roles and the staff are called.

    Args:
        opens_with: The facts a case is opened with; the first says whom it is about.
        locale: How dates and times are written.
    """

    roles: Mapping[str, str]
    staff: Mapping[str, Person]
    opens_with: tuple[str, ...] = ()
    outcomes: Mapping[str, str] = field(default_factory=dict)
    locale: Locale = PLAIN

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


def name_all(desk: Seat, agenda: Agenda) -> Names:
    """Collect the names that the screens of a case need: those of the text that the case runs on."""
    procedure = desk.text_of(agenda)
    outcomes = {outcome.id: outcome.title for outcome in procedure.outcomes}
    return Names(procedure.roles, desk.office.staff, procedure.opens_with, outcomes, desk.office.locale)


def clean(text: str) -> str:
    """Make text safe to show on one line: what a terminal would obey becomes a visible escape, a line end a space."""
    return output.clean(text).replace("\n", " ")


def moment(at: datetime, now: datetime, locale: Locale = PLAIN) -> str:
    """Give a moment as people say it, in the zone of `now`: `today 17:00`, `Tue 24 Nov, 17:00`."""
    local = at.astimezone(now.tzinfo)
    time = locale.clock(local.time().replace(second=0))
    if local.date() == now.date():
        return f"today {time}"
    return f"{locale.short_day(local.date(), now.year)}, {time}"


def ago(at: datetime, now: datetime) -> str:
    """Say how long ago something was, as people say it: `a minute ago`, `3 hours ago`, `today 09:30`."""
    past = now - at
    if past < _MINUTE:
        return "a moment ago"
    if past < _HOUR:
        return "a minute ago" if past < 2 * _MINUTE else f"{past // _MINUTE} minutes ago"
    if past < _SOME_HOURS:
        return "an hour ago" if past < 2 * _HOUR else f"{past // _HOUR} hours ago"
    return moment(at, now)


def since(at: datetime | None, now: datetime, locale: Locale = PLAIN) -> str:
    """Give ` since ...`, or nothing where the moment is not known."""
    return f" since {moment(at, now, locale)}" if at else ""


def flag_words(flag: Flag, now: datetime, locale: Locale = PLAIN) -> str:
    """Say what is to be looked at, and since when: `open again since today 10:00, because it is to be done again`."""
    if flag.code == "open-again":
        return f"open again{since(flag.since, now, locale)}, because {flag.text}"
    when = f" ({since(flag.since, now, locale).strip()})" if flag.since and flag.code != "undo" else ""
    return f"{flag.text}{when}"


def listed(words: Iterable[str], most: int) -> str:
    """Put words on one line, at most so many: `a · b · and 3 more`."""
    found = list(words)
    rest = [f"and {len(found) - most} more"] if len(found) > most else []
    return " · ".join(found[:most] + rest)


def sentence(text: str) -> str:
    """Begin with a capital letter."""
    return text[:1].upper() + text[1:]

"""What the core may know of the office: its calendar, its ways of writing, who works there. Values, not read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.case.locale import PLAIN
from engine.frozen import dataclass, field

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engine.case.locale import Locale
    from engine.condition.calendar import Calendar


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody on the staff list: the short name they act under, the name to show, the roles they have."""

    name: str
    full_name: str
    roles: frozenset[str]


@dataclass(frozen=True, slots=True)
class Office:
    """One office.

    Args:
        staff: By short name.
        currency: The sign of the currency, such as `$`.
        locale: How numbers, dates and times are written.
        practice: Whether this is a practice office, where the clock may be set.
    """

    title: str
    calendar: Calendar
    staff: Mapping[str, Person] = field(default_factory=dict)
    currency: str = "$"
    locale: Locale = PLAIN
    practice: bool = False

    def who_has(self, roles: tuple[str, ...]) -> tuple[Person, ...]:
        """Give the people who have one of the roles, in the order of the staff list."""
        return tuple(person for person in self.staff.values() if person.roles.intersection(roles))

"""Who plays, and in which office: as the rehearsal says, or made of the roles of the procedure."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from engine.case.office import Office, Person
from engine.condition.calendar import Calendar
from engine.diagnostics import Diagnostic, diagnose

if TYPE_CHECKING:
    from engine.procedure.model import Procedure
    from engine.procedure.nodes import Mapping, Scalar
    from engine.rehearsal.script import Script

ANYBODY: Final = "anybody"
"""Who has all roles, where a rehearsal names no staff."""

MONDAY: Final = "2026-11-02 09:00"
"""When a story begins that says nothing about it."""


def cast(script: Script, procedure: Procedure) -> Office | Diagnostic:
    """Give the office in which a rehearsal plays; or the finding that there is no such time zone."""
    head = script.head
    zone = head.scalar("zone")
    try:
        calendar = Calendar(ZoneInfo(zone.text if zone else "UTC"))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return _no_zone(script, zone)
    people = [_person(one) for one in head.mappings("staff")] or list(_everybody(procedure))
    staff = {one.name: one for one in people}
    return Office(head.text("office") or "Rehearsal", calendar, staff, head.text("currency") or "$", practice=True)


def _no_zone(script: Script, zone: Scalar | None) -> Diagnostic:
    words = {"found": zone.text if zone else "", "expected": "a time zone that is known here"}
    span = zone.span if zone else script.head.span
    return diagnose("not-so-written", script.file, span, **words, example="America/New_York")


def _person(node: Mapping) -> Person:
    roles = frozenset(role.text for role in node.scalars("roles"))
    return Person(node.text("name"), node.text("full_name") or node.text("name"), roles)


def _everybody(procedure: Procedure) -> list[Person]:
    """Somebody with all roles, and one person for each role."""
    every = Person(ANYBODY, "Anybody", frozenset(procedure.roles))
    return [every, *(Person(role, title, frozenset({role})) for role, title in procedure.roles.items())]


def read_clock(text: str, office: Office) -> datetime | None:
    """Read a moment on the office's clock, such as `2026-11-02 09:00`; None if there is no such day or time."""
    try:
        return datetime.fromisoformat(text).replace(tzinfo=office.calendar.zone)
    except ValueError:
        return None

"""Who plays, and in which office: as the rehearsal says, or made of the roles of the procedure."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from engine.case.office import Person
from engine.frozen import replace
from engine.office_form import office_of
from engine.office_times import Unreadable
from engine.rehearsal.telling import tell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.case.office import Office
    from engine.diagnostics import Diagnostic
    from engine.procedure.model import Procedure
    from engine.rehearsal.script import Script

ANYBODY: Final = "anybody"
"""Who has all roles, where a rehearsal names no staff."""

CLOCK: Final = "2026-11-02 09:00"
"""How a moment is written."""


def cast(script: Script, procedures: Sequence[Procedure]) -> Office | Diagnostic:
    """Give the office in which a rehearsal plays; or what is said about it and means nothing."""
    try:
        office = office_of(script.head)
    except Unreadable as found:
        why, _, advice = str(found).partition("; ")
        return tell("not-of-an-office", script.file, found.where.span, found=found.where.text, why=why, advice=advice)
    staff = office.staff or {one.name: one for one in _everybody(procedures)}
    return replace(office, title=office.title or "Rehearsal", staff=staff, practice=True)


def _everybody(procedures: Sequence[Procedure]) -> list[Person]:
    """Somebody with all roles, and one person for each role."""
    roles = {role: title for procedure in reversed(procedures) for role, title in procedure.roles.items()}
    every = Person(ANYBODY, "Anybody", frozenset(roles))
    return [every, *(Person(role, title, frozenset({role})) for role, title in roles.items())]


def monday(office: Office) -> datetime:
    """Give the Monday morning on which a story begins that says nothing about it."""
    return datetime(2026, 11, 2, 9, tzinfo=office.calendar.zone)


def read_clock(text: str, office: Office) -> datetime | None:
    """Read a moment on the office's clock, such as `2026-11-02 09:00`; None if there is no such day or time."""
    try:
        return datetime.fromisoformat(text).replace(tzinfo=office.calendar.zone)
    except ValueError:
        return None

"""A case as the list of cases shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.frozen import dataclass

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case as the list of cases shows it; private facts are masked (`J··· E···`)."""

    case: str
    procedure: str
    title: str
    status: str
    outcome: str | None
    about: str
    """The first fact of `opens_with`, masked if private."""
    opened: datetime | None
    last: datetime | None
    mine: bool
    """Whether the actor may do one of the open steps."""
    open: tuple[str, ...]
    """Titles of what is open (private facts masked)."""
    waits_for: tuple[str, ...]
    overdue: bool


def unread_line(case: str, status: str, why: str) -> CaseLine:
    """Make the line of a case that cannot be read: it is damaged, or somebody is in the middle of writing it."""
    return CaseLine(
        case=case,
        procedure="",
        title="",
        status=status,
        outcome=None,
        about=status,
        opened=None,
        last=None,
        mine=False,
        open=(),
        waits_for=(why,),
        overdue=True,
    )

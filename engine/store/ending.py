"""Whether a case is over by its log, and since which year: closed and cancelled cases are kept apart from open ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engine.case.events import CaseCancelled, CaseClosed, CaseReopened

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engine.case.events import Recorded

_ENDS: Final = frozenset({CaseClosed, CaseCancelled})


def year_ended(entries: Iterable[Recorded], before: int | None = None) -> int | None:
    """Give the year (UTC) in which a case ended, or None while it is open.

    Args:
        entries: The entries to go through, in order.
        before: What was so before these entries.
    """
    year = before
    for entry in entries:
        kind = type(entry.event)
        if kind in _ENDS:
            year = entry.at.year
        elif kind is CaseReopened:
            year = None
    return year

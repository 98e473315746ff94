"""That somebody was shown all of a case is written down; where that cannot be, it is said, and shown all the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.output import warn

if TYPE_CHECKING:
    from engine.desk import Desk


def note_look(desk: Desk, case: str, what: str) -> None:
    """Write into the ledger who was shown a case, when and how."""
    from engine.store.faults import StoreFault

    try:
        desk.keeping.looked(case, what)
    except StoreFault as fault:  # staff must be able to see a case on a full disk
        warn(f"cuecard: that you looked could not be written down: {fault.message}")

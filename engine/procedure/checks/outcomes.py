"""Whether every case ends with an outcome that has a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.diagnostics import Diagnostic
    from engine.procedure.checks.spots import Spots
    from engine.procedure.model import Procedure


def find_unnamed_end(procedure: Procedure, spots: Spots) -> Iterator[Diagnostic]:
    """Find that a case can end without an outcome, because each of them depends on something."""
    outcomes = procedure.outcomes
    if outcomes and all(outcome.when or outcome.as_soon_as for outcome in outcomes):
        last = outcomes[-1].id
        yield spots.find("no-last-outcome", spots.outcome(last), name=last)

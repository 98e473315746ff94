"""Whether keys that a step can have say something where they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.diagnostics import Diagnostic
    from engine.procedure.checks.spots import Spots
    from engine.procedure.model import Procedure


def find_misplaced(procedure: Procedure, spots: Spots) -> Iterator[Diagnostic]:
    """Find keys that would do nothing where they stand, though the author relies on them."""
    for step in procedure.by_id.values():
        if step.give_up and not step.wait_for:
            yield spots.find("give-up-without-wait", spots.key(step.id, "give_up"), step=step.id)
        if step.steps and step.once:
            yield spots.find("not-on-a-group", spots.key(step.id, "once"), name="once", step=step.id)
        if step.steps and step.undo:
            yield spots.find("not-on-a-group", spots.key(step.id, "undo"), name="undo", step=step.id)

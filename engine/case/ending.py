"""How a case comes to its end: an outcome that ends it at once, or nothing is left that must be done (design 5.4.8)."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from engine.frozen import NamedTuple, replace

if TYPE_CHECKING:
    from datetime import datetime

    from engine.case.derive import Derivation
    from engine.case.state import Case
    from engine.procedure.model import Outcome


class Ending(NamedTuple):
    """An outcome that has ended the rest of the case, and since when."""

    outcome: Outcome
    since: datetime | None


def is_all_settled(derivation: Derivation) -> bool:
    """Whether nothing is left that must be done or waited for, apart from what flags ask."""
    for node in derivation.tree.last_first:
        if node.step.optional or derivation.settled(node):
            continue
        if not node.any_time or derivation.standing(node).status == "open":
            return False
    return True


def as_closed(derivation: Derivation) -> Case | None:
    """Give the case as it would be if it were closed now; None if something is left, or if it has come to its end."""
    if derivation.case.status not in ("open", "on hold") or not is_all_settled(derivation):
        return None
    case = derivation.case
    return replace(case, status="closed", ended=derivation.now.astimezone(UTC), ended_in=case.seq + 1)

"""How a group of steps, or a step that there is several times, was settled: by what is in it (design 5.4.2)."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING

from engine.case.standing import Standing, is_before, together
from engine.condition.truth import latest

if TYPE_CHECKING:
    from datetime import datetime

    from engine.case.derive import Derivation
    from engine.case.tree import Node


def summed_up(derivation: Derivation, node: Node) -> Standing | None:
    """Say how a group was settled, if it was: when all that is needed in it was."""
    if node.kind == "repeat" and (decided := derivation.attempts.decided(node)):
        return decided
    needed: list[Standing] = []
    for child in node.children:
        if child.is_inner or not child.step.optional:
            settled = derivation.settled(child)
            if settled is None:
                return None
            needed.append(settled)
    dismissed = derivation.dismissed(node)
    complete, since = _elements_known(derivation, node, dismissed)
    if not complete:
        return None
    if node.kind == "repeat" and dismissed:  # no attempt decided: it is what it was settled as
        return dismissed._replace(since=reduce(latest, (one.since for one in needed), since))
    children = (derivation.settled(child) for child in node.children)
    return together(needed, [one for one in children if one], dismissed, since)


def _elements_known(derivation: Derivation, node: Node, dismissed: Standing | None) -> tuple[bool, datetime | None]:
    """Whether all that a group will consist of is there, and since when; a dismissed one gets nothing new to do."""
    if node.kind == "group":
        return True, None
    if node.kind == "repeat" or not node.step.for_each:
        return dismissed is not None, dismissed.since if dismissed else None
    found = derivation.view(node.segments).elements(node.step.for_each.list)
    if dismissed and not (found.complete and is_before(found.since, dismissed.since)):
        return True, dismissed.since
    return found.complete, found.since

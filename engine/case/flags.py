"""Which settled steps a person has to look at again after a correction (design 5.4.3), and what that keeps open.

Flags are derived: put the old answer back, and they are gone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.case.agenda import Flag
from engine.case.explain import fill
from engine.case.signing import approvals, outdated

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from engine.case.derive import Derivation
    from engine.case.reliance import Correction
    from engine.case.tree import Node
    from engine.procedure.model import Step


def flags(derivation: Derivation, node: Node) -> tuple[Flag, ...]:
    """Give the flags of a step instance."""
    if node.kind != "leaf":
        return ()
    status = derivation.standing(node).status
    if status == "done":
        basis = _basis(derivation, node)
        return tuple(_of_done(*_at_its_end(derivation, node), basis)) if basis else ()
    return tuple(_of_undone(derivation, node)) if status in ("open", "waiting") else ()


def is_duty(derivation: Derivation, node: Node) -> bool:
    """Whether a settled step still asks something of somebody: an undo, or a flag on what cannot be undone."""
    return bool(node.step.undo or node.step.once) and asks_something(node.step, flags(derivation, node))


def asks_something(step: Step, found: tuple[Flag, ...]) -> bool:
    """Whether one of its flags asks something of somebody: as `is_duty`."""
    return any(flag.code == "undo" or (step.once and flag.code != "open-again") for flag in found)


def _at_its_end(derivation: Derivation, node: Node) -> tuple[Derivation, Node]:
    """Look at what is done as it will be looked at when the case has closed, if nothing but flags keeps it from that.

    What nobody does before the end is not needed then, and a condition may come out otherwise by it.
    """
    closing = derivation.closing
    then = closing.tree.by_address.get(node.address) if closing else None
    if not closing or not then:
        return derivation, node
    closing.discretion = derivation.discretion
    return closing, then


def _basis(derivation: Derivation, node: Node) -> int:
    """The entry up to which somebody looked at a step that is done: marked, signed or confirmed it; 0: nobody did."""
    mark = derivation.case.marks.get(node.address)
    entries = [mark.seq] if mark else []
    entries += [signature.seq for signature in approvals(derivation, node)] if node.step.only_signs else []
    return max(*entries, derivation.case.confirmed.get(node.address, 0)) if entries else 0


def _of_done(derivation: Derivation, node: Node, basis: int) -> Iterator[Flag]:
    if derivation.applies(node).value is False:  # `until` calls nothing off
        was_confirmed = derivation.case.confirmed.get(node.address) == basis
        if was_confirmed and derivation.reliance.was_called_off(node, basis):
            return
        since = derivation.applies(node).since
        if node.step.undo:
            yield Flag("undo", fill(node.step.undo, derivation, node.segments), since)
        else:
            yield Flag("no-longer-called-for", "done, but no longer called for", since)
    elif changed := derivation.reliance.outdated(node, basis):
        yield Flag("older-answers", f"done on older answers: {_names(derivation, changed)}", _last(changed))


def _of_undone(derivation: Derivation, node: Node) -> Iterator[Flag]:
    case = derivation.case
    mark, reopening = case.marks.get(node.address), case.reopened.get(node.address)
    subcase = case.subcases.get(node.address)
    voided = outdated(derivation, node) if node.step.sign else []
    if mark and (wanted := [name for name in node.step.ask if derivation.is_wanted(node, name)]):
        labels = ", ".join(derivation.procedure.facts[name].label for name in wanted)
        yield Flag("open-again", f"it was done, but is asked again: {labels}", mark.since)
    elif voided:
        yield Flag("open-again", f"it was signed on older answers: {_names(derivation, voided)}", _last(voided))
    elif mark and subcase and derivation.is_joining(node):
        yield Flag("open-again", f"the case {subcase.case} is {subcase.status}", subcase.since)
    elif mark:
        yield Flag("open-again", "it was done, but something is left of it", mark.since)
    elif reopening:
        reason = f": {reopening.reason}" if reopening.reason and not derivation.discretion.words else ""
        yield Flag("open-again", f"it is to be done again{reason}", reopening.since)


def _names(derivation: Derivation, changed: list[Correction]) -> str:
    return ", ".join(dict.fromkeys(derivation.procedure.facts[one.name].label for one in changed))


def _last(changed: list[Correction]) -> datetime:
    return max(one.at for one in changed)

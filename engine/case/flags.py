"""Which settled steps a person has to look at again after a correction (design 5.4.3), and what that keeps open.

Flags are derived: put the old answer back, and they are gone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.case.agenda import Flag
from engine.case.explain import fill
from engine.case.reliance import changed_since, last_change

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.case.derive import Derivation
    from engine.case.tellings import Mark
    from engine.case.tree import Node


def flags(derivation: Derivation, node: Node) -> tuple[Flag, ...]:
    """Give the flags of a step instance."""
    if node.kind != "leaf":
        return ()
    mark = derivation.case.marks.get(node.address)
    status = derivation.standing(node).status
    if mark and mark.kind == "done":
        return tuple(_of_done(derivation, node, mark) if status == "done" else _of_undone(derivation, node, mark))
    reopening = derivation.case.reopened.get(node.address)
    if reopening and status in ("open", "waiting"):
        reason = f": {reopening.reason}" if reopening.reason else ""
        return (Flag("open-again", f"to be done again{reason}", reopening.since),)
    return ()


def is_duty(derivation: Derivation, node: Node) -> bool:
    """Whether a settled step still asks something of somebody: an undo, or a flag on what cannot be undone."""
    found = {flag.code for flag in flags(derivation, node)}
    return "undo" in found or (node.step.once and bool(found - {"open-again"}))


def _of_done(derivation: Derivation, node: Node, mark: Mark) -> Iterator[Flag]:
    changed = changed_since(derivation, node, mark.basis)
    was_confirmed = mark.basis > mark.seq
    if _is_called_off(derivation, node) and not (was_confirmed and not changed):
        since = derivation.called(node).since
        if node.step.undo:
            yield Flag("undo", fill(node.step.undo, derivation, node.segments), since)
        else:
            yield Flag("no-longer-called-for", "done, but no longer called for", since)
    elif changed:
        names = ", ".join(derivation.procedure.facts[name].label for name in changed)
        yield Flag("older-answers", f"done on older answers: {names}", last_change(derivation, node, changed))


def _of_undone(derivation: Derivation, node: Node, mark: Mark) -> Iterator[Flag]:
    wanted = [name for name in node.step.ask if derivation.is_wanted(node, name)]
    labels = ", ".join(derivation.procedure.facts[name].label for name in wanted) or "something"
    yield Flag("open-again", f"was done, but is asked again: {labels}", mark.since)


def _is_called_off(derivation: Derivation, node: Node) -> bool:
    """Whether a `when` on the way down turned false, or the element was taken off; `until` calls nothing off."""
    for above in node.line():
        if above.element and above.element.removed:
            return True
        if above.step.when and not above.is_inner and derivation.read(above.step.when, above).value is False:
            return True
    return False

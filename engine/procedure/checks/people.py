"""Whether there can be somebody to do, and to sign, what is to be done, by what is written alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.diagnostics import Diagnostic
    from engine.procedure.checks.spots import Spots
    from engine.procedure.model import Procedure, Step


def find_nobody(procedure: Procedure, spots: Spots) -> Iterator[Diagnostic]:
    """Find steps that nobody can do or sign, because of who did other steps, or too few can sign."""
    for step in procedure.by_id.values():
        by = step.sign.by if step.sign else ()
        for number, other in enumerate(step.not_by):
            if not step.may_hand_to:
                yield from _excluded(procedure, spots, step, (step.who, other), ("not_by", number))
        for number, other in enumerate(step.sign.not_by if step.sign else ()):
            yield from _excluded(procedure, spots, step, (by, other), ("sign", "not_by", number))
        if step.sign and all(_only(procedure, (name,), step) for name in by) and len(by) < step.sign.at_least:
            span = spots.step(step.id, "sign", "at_least")
            yield spots.find("too-few-to-sign", span, step=step.id, least=step.sign.at_least, count=len(by))


def _excluded(
    procedure: Procedure, spots: Spots, step: Step, people: tuple[tuple[str, ...], str], path: tuple[str | int, ...]
) -> Iterator[Diagnostic]:
    """Find that the only one who may is the only one who may do the step that whoever did it may not."""
    who, other = people
    one = _only(procedure, who, step)
    if one and _only(procedure, procedure.by_id[other].who, step) == one:
        yield spots.find("nobody-can", spots.step(step.id, *path), step=step.id, one=one, other=other)


def _only(procedure: Procedure, who: tuple[str, ...], step: Step) -> str | None:
    """Give the fact that names the only person who may, the same one for all that is told at a step's place."""
    fact = procedure.facts.get(who[0]) if len(who) == 1 else None
    is_same = fact and fact.kind == "person" and fact.home == procedure.places[step.id].home[: len(fact.home)]
    return fact.id if fact and is_same else None

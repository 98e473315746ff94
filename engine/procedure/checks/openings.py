"""Whether the cases that steps open can be opened: with a procedure that exists, told what it needs to be told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.condition import FactType
from engine.condition.types import SPOKEN
from engine.diagnostics import suggest
from engine.procedure.row_types import fits

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from engine.condition import Condition
    from engine.diagnostics import Diagnostic
    from engine.procedure.checks.spots import Spots
    from engine.procedure.model import Fact, OpenCase, Procedure, Step


def find_bad_openings(
    procedure: Procedure, spots: Spots, others: Mapping[str, Procedure] | None
) -> Iterator[Diagnostic]:
    """Find sub-cases that could not be opened.

    Args:
        procedure: Whose steps open them.
        spots: Where it is written.
        others: The procedures beside it, by their names; None if they are not known, then only the own one is.
    """
    for step in procedure.by_id.values():
        opening = step.open_case
        if not opening:
            continue
        opened = procedure if opening.procedure == procedure.id else (others or {}).get(opening.procedure)
        if opened:
            yield from _told(step, opening, opened, spots, is_own=opened is procedure)
            yield from _not_told(step, opening, opened, spots)
        elif others is not None:
            help_ = suggest(opening.procedure, others)
            yield spots.find(
                "unknown-procedure", spots.step(step.id, "open_case", "procedure"), help_, name=opening.procedure
            )


def _told(step: Step, opening: OpenCase, opened: Procedure, spots: Spots, *, is_own: bool) -> Iterator[Diagnostic]:
    """Look at each fact that is told; of the own procedure `build` has looked at names and types already."""
    for name, value in opening.told.items():
        fact, span = opened.facts.get(name), spots.told(step.id, name)
        if fact and (fact.home or fact.kind == "list"):
            yield spots.find("not-for-opening", span, name=name, procedure=opened.id)
        elif not is_own:
            yield from _misfits(step, opened, (name, fact, value), spots)


def _misfits(
    step: Step, opened: Procedure, told: tuple[str, Fact | None, Condition], spots: Spots
) -> Iterator[Diagnostic]:
    name, fact, value = told
    span = spots.told(step.id, name)
    if fact is None:
        yield spots.find("not-a-fact-there", span, suggest(name, opened.facts), name=name, procedure=opened.id)
    elif fact.is_worked_out:
        yield spots.find("told-but-worked-out", span, who=f"step `{step.id}` tells", name=name)
    elif not fits(value.type, FactType(fact.kind, tuple(fact.options or ()))):
        kinds = {"kind": SPOKEN[fact.kind], "other": SPOKEN[value.type.kind]}
        yield spots.find("told-other-type", span, name=name, **kinds)


def _not_told(step: Step, opening: OpenCase, opened: Procedure, spots: Spots) -> Iterator[Diagnostic]:
    for name in opened.opens_with:
        if opened.facts[name].required and name not in opening.told:
            yield spots.find("opening-not-told", spots.telling(step.id), name=name, procedure=opened.id)

"""Whether every fact is told by somebody, and every worked-out one is good for something; warnings only."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.procedure.compiling import Compiler
    from engine.procedure.model import Fact, Procedure


def check_usage(compiler: Compiler, procedure: Procedure) -> None:
    """Find facts that nobody asks for, and worked-out ones that nothing uses."""
    told = set(_told(procedure))
    prints = any(step.print for step in procedure.by_id.values())
    for fact in procedure.facts.values():
        if fact.is_worked_out:
            if fact.id not in compiler.used and not prints:
                compiler.outline.find("never-used", fact.span, name=fact.id)
        elif not _is_asked(fact) and fact.id not in told:
            compiler.outline.find("never-asked", fact.span, name=fact.id)


def _is_asked(fact: Fact) -> bool:
    return bool(fact.asked_in or fact.brought_by or fact.element_of)


def _told(procedure: Procedure) -> Iterator[str]:
    yield from procedure.opens_with
    for step in procedure.by_id.values():
        if step.open_case and step.open_case.procedure == procedure.id:
            yield from step.open_case.told

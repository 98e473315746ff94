"""Whether every fact is told by somebody, and all that is declared is good for something; warnings only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.procedure.model import WaitForAny, WaitForArrival
from engine.procedure.readings import readings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.condition import Reads
    from engine.procedure.compiling import Compiler
    from engine.procedure.model import Fact, Procedure


def check_usage(compiler: Compiler, procedure: Procedure) -> None:
    """Find facts that nobody asks for, and what is declared and used by nothing."""
    _check_names(compiler, procedure)
    told = set(_told(procedure))
    prints = any(step.print for step in procedure.by_id.values())
    for fact in procedure.facts.values():
        if fact.is_worked_out:
            if fact.id not in compiler.used and not prints:
                compiler.outline.find("never-used", fact.span, name=fact.id)
        elif not _is_asked(fact) and fact.id not in told:
            compiler.outline.find("never-asked", fact.span, name=fact.id)


def _check_names(compiler: Compiler, procedure: Procedure) -> None:
    """Find roles, settings and arrivals that nothing names."""
    reads = list(_reads(procedure))
    used = {
        "role": {procedure.owner, *_people(procedure)},
        "setting": {name for one in reads for name in one.settings},
        "arrival": {*_awaited(procedure), *(name for one in reads for name in one.arrivals)},
    }
    outline = compiler.outline
    arrivals = {name: key for name, key in outline.arrivals.items() if not procedure.arrivals[name].brings}
    for what, keys in (("role", outline.roles), ("setting", outline.settings), ("arrival", arrivals)):
        for name, key in keys.items():
            if name not in used[what]:
                outline.find(f"{what}-not-used", key.span, name=name)


def _people(procedure: Procedure) -> Iterator[str]:
    for step in procedure.by_id.values():
        yield from (*step.who, *step.may_hand_to, *(step.sign.by if step.sign else ()))
        for one in step.remind:
            yield from filter(None, (one.who, one.hand_to))


def _awaited(procedure: Procedure) -> Iterator[str]:
    todo = [wait for step in procedure.by_id.values() for wait in step.wait_for]
    while todo:
        wait = todo.pop()
        if isinstance(wait, WaitForArrival):
            yield wait.arrival
        todo += wait.waits if isinstance(wait, WaitForAny) else ()


def _reads(procedure: Procedure) -> Iterator[Reads]:
    """Give what each condition, value and time looks at."""
    return (one.reads for one in readings(procedure))


def _is_asked(fact: Fact) -> bool:
    return bool(fact.asked_in or fact.brought_by or fact.element_of)


def _told(procedure: Procedure) -> Iterator[str]:
    yield from procedure.opens_with
    for step in procedure.by_id.values():
        if step.open_case and step.open_case.procedure == procedure.id:
            yield from step.open_case.told

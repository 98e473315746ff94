"""Opening a case: what has to be told, and what may be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.case import events
from engine.case.answers import Problem, as_kept, read_answer
from engine.case.refusals import Refusal, refuse

if TYPE_CHECKING:
    from engine.case import commands
    from engine.case.decide_answers import Decision
    from engine.case.deciding import Deciding
    from engine.case.events import Event
    from engine.procedure.model import Fact


def open_case(deciding: Deciding, command: commands.OpenCase) -> Decision:
    """Open a case with what `opens_with` asks; a sub-case may be told any fact of its procedure that is told at all."""
    procedure = deciding.procedure
    found: list[Event] = [
        events.CaseOpened(
            command.case,
            procedure.id,
            procedure.version,
            procedure.digest,
            command.parent,
            command.parent_step,
        )
    ]
    office = as_kept(deciding.asked.office) if command.parent else deciding.asked.office
    for name, given in command.told.items():
        fact = procedure.facts.get(name)
        refusal = _not_tellable(deciding, fact, name, is_subcase=command.parent is not None)
        if refusal or not fact:
            return refusal or _needed(deciding, [name])
        kept = read_answer(fact, given, office, deciding.asked.now)
        if isinstance(kept, Problem):
            return refuse("wrong-answer", field=name, fact=name, problem=kept.message)
        found.append(events.AnswerRecorded(name, kept))
    needed = [name for name in procedure.opens_with if name not in command.told]
    required = [name for name in needed if procedure.facts[name].required]
    if required:
        return _needed(deciding, required)
    return found + [events.AnswerRecorded(name, None) for name in needed]


def _not_tellable(deciding: Deciding, fact: Fact | None, name: str, *, is_subcase: bool) -> Refusal | None:
    procedure = deciding.procedure
    if not fact:
        listed = ", ".join(procedure.opens_with)
        advice = f"at the opening of `{procedure.id}` tell: {listed}"
        return refuse("unknown-fact", field=name, fact=name, next=advice)
    if fact.is_worked_out:
        return refuse("worked-out", field=name, fact=name)
    if fact.home or fact.kind == "list" or not (is_subcase or name in procedure.opens_with):
        return refuse("not-for-opening", field=name, fact=name)
    return None


def _needed(deciding: Deciding, names: list[str]) -> Refusal:
    facts = deciding.procedure.facts
    labels = ", ".join(f"{name} ({facts[name].label})" for name in names)
    example = " ".join(f"{name}=..." for name in names)
    procedure = deciding.procedure.id
    return refuse("facts-needed", field=names[0], facts=labels, procedure=procedure, example=example)

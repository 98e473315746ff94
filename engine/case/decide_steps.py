"""Decisions about steps: done, skipped, again, confirmed, taken, handed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.case import events
from engine.case.decide_answers import record_answers
from engine.case.explain import explain_step
from engine.case.flags import flags
from engine.case.missing import missing, missing_fact
from engine.case.people import may_hand_to, may_sign, names_of
from engine.case.portray import unskippable
from engine.case.refusals import Refusal, refuse
from engine.case.signing import approvals, signed
from engine.case.standing import is_before
from engine.case.tree import place_from
from engine.case.values import encode
from engine.condition.reading import UNKNOWN, Absent

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from engine.case import commands
    from engine.case.decide_answers import Decision
    from engine.case.deciding import Deciding
    from engine.case.events import Event, Json
    from engine.case.tree import Node


def mark_done(deciding: Deciding, command: commands.MarkDone) -> Decision:
    """Mark a step done, with the answers it still asks, all at once or not at all."""
    node = deciding.leaf(command.step)
    if isinstance(node, Refusal):
        return node
    told = _named_from(deciding, node, command.told) if node.place else command.told
    answers = record_answers(deciding, told, node) if told else []
    if isinstance(answers, Refusal):
        return answers
    if _is_all(deciding, node, answers):
        return deciding.not_allowed(node) or [*answers, events.StepDone(node.address)]
    after = deciding.after(answers)
    then = after.again(node)
    refusal = _not_doable(deciding, after, node) or _still_asking(after, then)
    if refusal:
        return refusal
    blanks = _blanks(after, then)
    opened = _subcase(after, then, command)
    return [*answers, *blanks, *opened, events.StepDone(node.address)]


def _is_all(deciding: Deciding, node: Node, answers: Sequence[Event]) -> bool:
    """Whether it can be seen at once that an open step is done with these answers: whatever it asks is among them."""
    step = node.step
    if step.sign or step.open_case or deciding.derivation.standing(node).status != "open":
        return False
    told = {event.fact for event in answers if isinstance(event, events.AnswerRecorded)}
    for name in step.ask:
        fact = deciding.procedure.facts[name]
        if name not in told or fact.when or fact.ask_again_if_changed:
            return False
    return True


def _named_from(deciding: Deciding, node: Node, told: Mapping[str, Json]) -> dict[str, Json]:
    """Give the facts of the element or attempt that a step is in the names that they have from outside."""
    facts = deciding.procedure.facts
    return {
        f"{node.address}/{name}" if name in facts and facts[name].home else name: given for name, given in told.items()
    }


def _not_doable(deciding: Deciding, after: Deciding, node: Node) -> Refusal | None:
    is_open = deciding.derivation.standing(node).status == "open"
    if not is_open and after.derivation.standing(after.again(node)).status != "open":
        return deciding.not_allowed(node) if _was_worked_on(deciding, node) else _not_open(deciding, node)
    return deciding.not_allowed(node)


def _was_worked_on(deciding: Deciding, node: Node) -> bool:
    """Whether the answers given in a step ended the case, so that the step itself could not be marked yet."""
    derivation = deciding.derivation
    ending = derivation.ending
    if not ending or derivation.aside(node) or node.address in deciding.case.marks:
        return False
    answers = [derivation.answer(node.segments, name) for name in node.step.ask]
    return any(one and one.step == node.address and is_before(ending.since, one.since) for one in answers)


def _not_open(deciding: Deciding, node: Node) -> Refusal:
    standing = deciding.derivation.standing(node)
    because = explain_step(deciding.derivation, node)
    case = deciding.case.id
    if standing.status in ("done", "skipped"):
        return refuse("already-settled", because, step=node.address, status=standing.status, case=case)
    waits = [one.name for one in missing(deciding.derivation, node)]
    advice = f"it waits for: {', '.join(waits)}" if waits else f"see: cuecard why {case} {node.address}"
    return refuse("not-open", because, step=node.address, status=standing.status, next=advice)


def _still_asking(deciding: Deciding, node: Node) -> Refusal | None:
    wanted = [name for name in node.step.ask if deciding.derivation.is_wanted(node, name)]
    if wanted:
        facts = [deciding.procedure.facts[name] for name in wanted]
        lacking = [one for fact in facts for one in missing_fact(deciding.derivation, fact, node.segments)]
        questions = "; ".join(dict.fromkeys(deciding.question(one) for one in lacking))
        keys = " ".join(dict.fromkeys(f"{one.key}=..." for one in lacking if one.key))
        advice = f"tell it with: cuecard answer {deciding.case.id} {keys}" if keys else "that has to be known first"
        return refuse("not-answered", (), wanted[0], step=node.address, questions=questions, next=advice)
    if node.step.sign and not signed(deciding.derivation, node):
        given = len(approvals(deciding.derivation, node))
        return refuse("not-signed", step=node.address, signed=given, needed=node.step.sign.at_least)
    return None


def _blanks(deciding: Deciding, node: Node) -> list[Event]:
    """Optional questions that were left blank are settled as none; not what was told and does not apply yet."""
    found: list[Event] = []
    for name in node.step.ask:
        if deciding.derivation.is_told(name, node.segments):
            continue
        reading = deciding.derivation.fact(name, node.segments)
        home = deciding.derivation.home(name, node.segments)
        if not deciding.procedure.facts[name].required and reading.value is UNKNOWN and home is not None:
            found.append(events.AnswerRecorded(name, None, place_from(home), node.address))
    return found


def _subcase(deciding: Deciding, node: Node, command: commands.MarkDone) -> list[Event]:
    opening = node.step.open_case
    if not opening or not command.subcase or node.address in deciding.case.subcases:
        return []
    told = {}
    for fact, value in opening.told.items():
        reading = deciding.derivation.read(value, node)
        if not isinstance(reading.value, Absent):
            told[fact] = encode(reading.value)
    child = command.subcase.procedure
    return [events.SubcaseOpened(node.address, command.subcase.case, child.id, child.version, child.digest, told)]


def skip_step(deciding: Deciding, command: commands.SkipStep) -> Decision:
    """Waive a step or a group that is not settled, with a reason."""
    node = deciding.node(command.step)
    if isinstance(node, Refusal):
        return node
    if not command.reason.strip():
        return refuse("reason-needed", field="reason")
    if deciding.derivation.standing(node).is_settled:
        return _not_open(deciding, node)
    kept = unskippable(deciding.derivation, node)
    if kept:
        return refuse("not-skippable", step=kept.address)
    return deciding.not_allowed(node) or [events.StepSkipped(node.address, command.reason.strip())]


def redo_step(deciding: Deciding, command: commands.RedoStep) -> Decision:
    """Have a step done again that was done or skipped."""
    node = deciding.node(command.step)
    if isinstance(node, Refusal):
        return node
    mark = deciding.case.marks.get(node.address)
    if not mark:
        return refuse("nothing-to-redo", step=node.address)
    if mark.kind == "done" and node.step.once:
        return refuse("done-once", step=node.address)
    subcase = deciding.case.subcases.get(node.address)
    if subcase:
        return refuse("opened-a-case", step=node.address, subcase=subcase.case)
    return deciding.not_allowed(node) or [events.StepReopened(node.address, command.reason.strip())]


def confirm_step(deciding: Deciding, command: commands.ConfirmStep) -> Decision:
    """Say that a flagged step stands as it was done, or that it was undone in the world."""
    node = deciding.leaf(command.step)
    if isinstance(node, Refusal):
        return node
    if not any(flag.code != "open-again" for flag in flags(deciding.derivation, node)):
        return refuse("nothing-to-confirm", step=node.address)
    return deciding.not_allowed(node) or [events.StepConfirmed(node.address, command.reason.strip())]


def sign_step(deciding: Deciding, command: commands.SignStep) -> Decision:
    """Sign a step, each person once; the last word counts."""
    node = deciding.leaf(command.step)
    if isinstance(node, Refusal):
        return node
    if not node.step.sign:
        return refuse("nothing-to-sign", step=node.address)
    if deciding.derivation.standing(node).status != "open":
        return _not_open(deciding, node)
    if not may_sign(deciding.derivation, node, deciding.asked.actor):
        who = names_of(deciding.procedure, deciding.asked.office, node.step.sign.by)
        return refuse("may-not-sign", step=node.address, who=who)
    refusal = deciding.did_other(node, node.step.sign.not_by)
    return refusal or [events.Signed(node.address, command.approved, command.reason.strip())]


def take_step(deciding: Deciding, command: commands.TakeStep) -> Decision:
    """Say that one is on a step."""
    node = deciding.node(command.step)
    if isinstance(node, Refusal):
        return node
    if deciding.derivation.standing(node).status != "open":
        return _not_open(deciding, node)
    return deciding.not_allowed(node) or [events.StepTaken(node.address)]


def hand_step(deciding: Deciding, command: commands.HandStep) -> Decision:
    """Hand a step to a role the procedure allows, or back to whom it belongs."""
    node = deciding.node(command.step)
    if isinstance(node, Refusal):
        return node
    if command.to not in deciding.procedure.roles:
        roles = ", ".join(deciding.procedure.roles)
        return refuse("unknown-role", field="to", role=command.to, roles=roles)
    if deciding.derivation.standing(node).is_settled:
        return _not_open(deciding, node)
    may = may_hand_to(node)
    if command.to not in may:
        return _may_not_hand(deciding, node, command.to)
    refusal = deciding.not_allowed(node)
    return refusal or [events.Handed(node.address, command.to, command.reason.strip())]


def _may_not_hand(deciding: Deciding, node: Node, role: str) -> Refusal:
    may = may_hand_to(node)
    named = names_of(deciding.procedure, deciding.asked.office, may)
    advice = f"it may be handed to: {named}" if may else "the procedure does not let it be handed on"
    return refuse("may-not-hand", step=node.address, role=role, next=advice)

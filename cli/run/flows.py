"""What the keys do that may be pressed at any moment: note, why, hand over, skip, jump, arrival, add to a list."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from cli.run import compose
from cli.run.answering import fits, understand
from cli.run.correct import correct
from cli.run.moment import ask_for, lacking
from cli.run.page import ENTER, Block, Choice, Keys
from cli.run.questions import field_for
from cli.run.talk import ask_line, hear, line_page, pick, side_page
from cli.run.trail import plain_title, units, word
from cli.run.words import moment, since
from engine.case.commands import AddElement, AddNote, HandStep, RecordAnswers, RecordArrival, SkipStep
from engine.case.refusals import Refusal
from engine.desk import Done
from engine.frozen import replace

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from cli.run import grammar
    from cli.run.page import Page, Talk
    from cli.run.visit import Visit
    from engine.case.agenda import ArrivalView, Ask, StepView
    from engine.case.commands import Command
    from engine.case.events import Json
    from engine.case.refusals import Because
    from engine.why import Why

    Flow: TypeAlias = Callable[[Visit, StepView | None, grammar.Command], Talk[None]]
    Make: TypeAlias = Callable[[Mapping[str, Json]], Command]


_NONE = object()


def obey(visit: Visit, step: StepView | None, command: grammar.Command) -> Talk[None]:
    """Do what a key stands for, and come back."""
    yield from _FLOWS[command.key](visit, step, command)


def note(visit: Visit, step: StepView | None, command: grammar.Command) -> Talk[None]:
    """Write something down, about the step if there is one."""
    text: str | None = command.rest
    while True:
        if not text:
            page = line_page(visit, step, "Note", "note", "Enter keeps it; left blank: no note")
            text = yield from ask_line(visit, page)
        if not text:
            return
        visit.drafts["note"] = text
        if isinstance(visit.act(AddNote(text, step.at if step else None)), Done):
            del visit.drafts["note"]
            visit.tell("The note is kept.")
            return
        text = None


def skip(visit: Visit, step: StepView | None, command: grammar.Command) -> Talk[None]:
    """Waive a step, with a reason."""
    if not step:
        return
    reason: str | None = command.rest
    while True:
        if not reason:
            title = f"Skip “{step.title}”: why?"
            page = line_page(visit, step, title, f"skip {step.at}", "A reason in a few words; left blank: do not skip")
            reason = yield from ask_line(visit, page)
        if not reason:
            return
        visit.drafts[f"skip {step.at}"] = reason
        if visit.act(SkipStep(step.at, reason)) is not None:
            del visit.drafts[f"skip {step.at}"]
            return
        reason = None


def hand(visit: Visit, step: StepView | None, _command: grammar.Command) -> Talk[None]:
    """Hand a step to a role it may be handed to."""
    if not step:
        return
    roles = compose.hands(step)
    picked = yield from pick(visit, step, f"Hand “{step.title}” to whom?", [visit.names.who([one]) for one in roles])
    if picked is None:
        return
    if isinstance(visit.act(HandStep(step.at, roles[picked])), Done):
        visit.tell(f"Handed to: {visit.names.who([roles[picked]])}.")


def why(visit: Visit, step: StepView | None, _command: grammar.Command) -> Talk[None]:
    """Explain why a step stands as it does."""
    if not step:
        return
    found = visit.desk.why(visit.case, step.at)
    if isinstance(found, Refusal):
        visit.warn(found.message)
        return
    page = side_page(visit, step, f"Why: {found.title}", Keys((Choice(ENTER, "back"),)))
    yield from hear(visit, replace(page, blocks=tuple(_why_blocks(visit, found))))


def _why_blocks(visit: Visit, found: Why) -> list[Block]:
    status = f"{found.status}{since(found.since, visit.agenda.now, visit.names.locale)}"
    reasons = tuple(_reason(visit, one) for one in found.because)
    conditions = tuple(f"{rule.key}: {rule.text} ({rule.verdict})" for rule in found.conditions)
    blocks = [
        Block("STATUS", (status,)),
        Block("REASON", reasons or ("It is its turn.",)),
        Block("WAITS FOR", found.waits_for),
        Block("OTHERWISE", tuple(f"It would apply with: {change}" for change in found.nearest)),
        Block("DATES", tuple("; ".join(one.text) for one in found.dates)),
        Block("RULE", (*conditions, f"{found.file}, line {found.line}"), "dim"),
    ]
    return [block for block in blocks if block.rows]


def _reason(visit: Visit, because: Because) -> str:
    text = because.text
    if not because.told_by:
        return text
    at = f", {moment(because.told_at, visit.agenda.now, visit.names.locale)}" if because.told_at else ""
    return f"{text} ({visit.names.person(because.told_by)}{at})"


def jump(visit: Visit, step: StepView | None, _command: grammar.Command) -> Talk[None]:
    """Go to another open step; shows how all steps of the trail stand."""
    agenda = visit.agenda
    steps = [one for one in agenda.walk() if one.at in agenda.open]
    labels = [f"{one.title}{_whose(visit, one)}" for one in steps]
    overview = tuple(f"{unit.number} {plain_title(unit.step)}: {word(unit.step)}" for unit in units(agenda))
    picked = yield from pick(visit, step, "Go to which open step?", labels, (Block("STEPS", overview, "dim"),))
    if picked is not None:
        visit.focus = steps[picked].at


def _whose(visit: Visit, step: StepView) -> str:
    return f", for {visit.names.who(step.who)}" if step.who and visit.person.roles.isdisjoint(step.who) else ""


def arrive(visit: Visit, step: StepView | None, _command: grammar.Command) -> Talk[None]:
    """Record that something came from outside, with what it brings."""
    arrivals = visit.agenda.arrivals
    labels = [f"{arrival.title}{_came(visit, arrival)}" for arrival in arrivals]
    picked = yield from pick(visit, step, "What came?", labels)
    if picked is None:
        return
    arrival = arrivals[picked]
    optional = [replace(ask, required=False) for ask in arrival.brings]

    def came(brought: Mapping[str, Json]) -> RecordArrival:
        return RecordArrival(arrival.id, {fact: value for fact, value in brought.items() if value is not None})

    if (yield from collect(visit, step, arrival.title, optional, came)):
        visit.tell(f"Recorded: {arrival.title}.")


def _came(visit: Visit, arrival: ArrivalView) -> str:
    return f" (came {moment(arrival.since, visit.agenda.now, visit.names.locale)})" if arrival.since else ""


def add(visit: Visit, step: StepView | None, _command: grammar.Command) -> Talk[None]:
    """Add an element to a list that was told already."""
    lists = compose.told_lists(visit.agenda)
    picked = 0
    if len(lists) > 1:
        chosen = yield from pick(visit, step, "Add to which list?", [ask.question for ask in lists])
        if chosen is None:
            return
        picked = chosen
    question = lists[picked]

    def added(told: Mapping[str, Json]) -> AddElement:
        return AddElement(question.key, dict(told))

    if (yield from collect(visit, step, f"Add: {question.question}", question.of, added)):
        visit.tell("Added.")


def supply(visit: Visit) -> Talk[None]:
    """Have an answer told that no open step asks and without which nothing goes on."""
    for missing in lacking(visit.agenda)[:1]:
        question = ask_for(visit.agenda, missing.key or missing.name, missing.name, missing.text)

        def told(answers: Mapping[str, Json], key: str = question.key) -> RecordAnswers:
            return RecordAnswers({key: next(iter(answers.values()))})

        yield from collect(visit, None, question.question, (question,), told)


def collect(visit: Visit, step: StepView | None, title: str, asks: Sequence[Ask], make: Make) -> Talk[bool]:
    """Ask several questions, then act on all answers at once; what is wrong is told at its field."""
    told: dict[str, Json] = {}
    while True:
        question = next((one for one in asks if one.fact not in told), None)
        if not question:
            result = visit.act(make(told))
            if isinstance(result, Done):
                return _forget(visit, title, asks)
            if not _ask_again(told, asks, result):
                return False
            continue
        name = f"{title}/{question.fact}"
        reply = yield from hear(visit, _collecting(visit, step, title, question, name))
        answer = understand(visit, question, reply, name)
        if answer and fits(visit, make({**told, question.fact: answer.value}), question):
            told[question.fact] = answer.value
        elif not visit.notices:
            return False


def _collecting(visit: Visit, step: StepView | None, title: str, question: Ask, name: str) -> Page:
    field = field_for(question, name, visit.drafts.get(name, question.offered or ""))
    page = side_page(visit, step, title, field)
    return replace(page, question=question.question, help=question.help)


def _forget(visit: Visit, title: str, asks: Sequence[Ask]) -> bool:
    for question in asks:
        visit.drafts.pop(f"{title}/{question.fact}", None)
    return True


def _ask_again(told: dict[str, Json], asks: Sequence[Ask], result: Refusal | None) -> bool:
    """Ask the refused question again; after a failed write or another's change the last one. False if there is none."""
    field = (result.field or "").rpartition("/")[2] if result else (asks[-1].fact if asks else "")
    return told.pop(field, _NONE) is not _NONE


def _correct(visit: Visit, step: StepView | None, _command: grammar.Command) -> Talk[None]:
    yield from correct(visit, step)


_FLOWS: dict[str, Flow] = {
    "n": note,
    "w": why,
    "b": _correct,
    "h": hand,
    "s": skip,
    "j": jump,
    "a": arrive,
    "+": add,
}

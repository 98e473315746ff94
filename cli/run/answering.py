"""From a reply at a question to an answer that is recorded, or told at the field why not.

INVARIANT: what was typed stays a draft until the desk has acknowledged it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from cli.run import compose, grammar
from cli.run.grammar import Pressed, Told
from cli.run.page import ENTER
from cli.run.questions import value_of_key, value_of_text
from cli.run.talk import hear
from cli.run.visit import Gathering, in_words
from cli.run.words import sentence
from engine.case.answers import CANNOT_BE_TOLD
from engine.case.commands import MarkDone, RecordAnswers
from engine.case.refusals import Refusal
from engine.desk import Done
from engine.frozen import dataclass
from engine.office import OfficeFault
from engine.store import ReadFailed, StoreLocked, WriteFailed

if TYPE_CHECKING:
    from cli.run.grammar import Reply
    from cli.run.page import Talk
    from cli.run.visit import Visit
    from engine.case.agenda import Ask, StepView
    from engine.case.commands import Command
    from engine.case.events import Json


@dataclass(frozen=True, slots=True)
class Answer:
    """A value that a reply stands for; None is none."""

    value: Json


def ask(visit: Visit, step: StepView, question: Ask) -> Talk[grammar.Command | None]:
    """Ask a question once and record the answer; a command that was given instead is handed back."""
    if question.type == "list" and question.of:
        return (yield from gather(visit, step, question))
    reply = yield from hear(visit, compose.asking(visit, step, question))
    if isinstance(reply, grammar.Command) and reply.key != grammar.UNTOLD:
        return reply
    answer = understand(visit, question, reply, question.key)
    if answer:
        record(visit, step, question, answer.value)
    return None


def understand(visit: Visit, question: Ask, reply: Reply, name: str) -> Answer | None:
    """Say which value a reply stands for; None if it is no answer, which is told on the next page."""
    if isinstance(reply, grammar.Command):
        return Answer(CANNOT_BE_TOLD)
    if isinstance(reply, Pressed):
        return Answer(value_of_key(question, reply.key))
    if not isinstance(reply, Told):
        return None
    visit.drafts[name] = reply.text
    if not reply.text.strip() and question.required:
        visit.warn("An answer is needed here; /- says that it cannot be told, /s skips the step, with a reason")
        return None
    if question.type == "file" and reply.text.strip():
        return _attached(visit, reply.text.strip())
    return Answer(value_of_text(question, reply.text))


def _attached(visit: Visit, typed: str) -> Answer | None:
    try:
        return Answer(visit.desk.attach(visit.case, Path(typed.strip("\"'"))))
    except (OfficeFault, ReadFailed, StoreLocked, WriteFailed) as fault:
        visit.warn(sentence(str(fault)))
        return None


def record(visit: Visit, step: StepView, question: Ask, value: Json) -> None:
    """Record an answer durably, and the step as done if that was all it holds."""
    done = visit.act(RecordAnswers({question.key: value}))
    if isinstance(done, Done):
        visit.drafts.pop(question.key, None)
        _settle(visit, step.at)
    else:
        _set_aside(visit, question)


def _settle(visit: Visit, at: str) -> None:
    """Mark a step done of which nothing is left, or whose answer has just ended the case."""
    step = visit.agenda.step(at)
    if not step or visit.agenda.status != "open":
        return
    is_ended = step.status == "not needed" and visit.agenda.ending is not None
    is_answered = step.status == "open" and not any(one.state == "asked" for one in step.asks)
    if is_ended or (is_answered and not compose.tasks(step) and not step.opens_case):
        visit.act(MarkDone(at))


def _set_aside(visit: Visit, question: Ask) -> None:
    """Keep what was typed for the correction of an answer that somebody else gave meanwhile."""
    typed = visit.drafts.get(question.key)
    asks = [one for step in visit.agenda.walk() for one in step.asks if one.key == question.key]
    if typed and asks and all(one.state == "told" for one in asks):
        visit.drafts[f"correct {question.key}"] = visit.drafts.pop(question.key)
        visit.warn(f"you had typed “{typed}”; b corrects the answer to it")


def gather(visit: Visit, step: StepView, question: Ask) -> Talk[grammar.Command | None]:
    """Ask one question about the next element of a list; the first left blank tells the list as a whole."""
    gathered = visit.gathered.setdefault(question.key, Gathering())
    inner = next(one for one in question.of if one.fact not in gathered.partial)
    reply = yield from hear(visit, compose.gathering(visit, step, question, inner, gathered))
    if isinstance(reply, grammar.Command) and reply.key != grammar.UNTOLD:
        return reply
    if not gathered.partial and is_blank(reply):
        tell_list(visit, step, question)
        return None
    name = f"{question.key}/{inner.fact}"
    answer = understand(visit, inner, reply, name)
    if answer and _takes(visit, question, gathered, inner, answer):
        visit.drafts.pop(name, None)
        _add(gathered, question)
    return None


def is_blank(reply: Reply) -> bool:
    """Whether a reply is Enter alone."""
    return (isinstance(reply, Pressed) and reply.key == ENTER) or (isinstance(reply, Told) and not reply.text.strip())


def tell_list(visit: Visit, step: StepView, question: Ask) -> None:
    """Tell the elements that were gathered; the list may be empty."""
    before = visit.agenda.seq
    elements = [dict(element) for element in visit.gathered[question.key].elements]
    record(visit, step, question, list(elements))
    if visit.agenda.seq != before and question.key not in visit.drafts:
        visit.gathered.pop(question.key, None)


def _takes(visit: Visit, question: Ask, gathered: Gathering, inner: Ask, answer: Answer) -> bool:
    """Have the desk look at an element's answer before the list is told, so that what is wrong shows at its field."""
    gathered.partial[inner.fact] = answer.value
    if not fits(visit, RecordAnswers({question.key: gathered.with_partial()}), inner):
        del gathered.partial[inner.fact]
        return False
    return True


def fits(visit: Visit, command: Command, question: Ask) -> bool:
    """Whether the desk has nothing against this one answer of a command that may still lack others."""
    tried = visit.desk.preview(visit.case, command)
    if isinstance(tried, Refusal) and (tried.field or "").rpartition("/")[2] == question.fact:
        visit.warn(in_words(tried))
        return False
    return True


def _add(gathered: Gathering, question: Ask) -> None:
    if len(gathered.partial) == len(question.of):
        gathered.elements.append(dict(gathered.partial))
        gathered.partial.clear()

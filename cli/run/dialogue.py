"""The guided run as a dialogue: what is to be done now is shown, what is entered is done, until nothing is left.

INVARIANT: each turn begins from the agenda alone, so a run that was cut off goes on where it was.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from cli.run import compose, farewell
from cli.run.answering import ask, tell_list
from cli.run.flows import obey, supply
from cli.run.grammar import Command, Pressed
from cli.run.moment import (
    Asking,
    Elsewhere,
    Finishing,
    Idle,
    LookingAgain,
    OpeningCase,
    Over,
    choose,
    every_ask,
)
from cli.run.page import ENTER, SPACE, Choice, Keys
from cli.run.talk import Leaving, hear, side_page
from cli.run.visit import Visit
from engine.case.commands import ConfirmStep, MarkDone, RedoStep, ResumeCase
from engine.desk import Done

if TYPE_CHECKING:
    from cli.run.moment import Moment
    from cli.run.page import Ending, Talk
    from engine.case.agenda import StepView


def talk(visit: Visit) -> Talk[Ending]:
    """Lead a person through a case until it is closed, nothing is open for them, or they leave."""
    try:
        return (yield from _lead(visit))
    except Leaving as leaving:
        left = visit.inner or visit
        if leaving.code == 0:
            _tell_gathered(left)
        return farewell.left(left, leaving.code)


def _lead(visit: Visit) -> Talk[Ending]:
    while True:
        moment = choose(visit.agenda, visit.person, visit.focus)
        if isinstance(moment, Over):
            return farewell.closed(visit)
        if isinstance(moment, Idle):
            if (yield from _be_idle(visit)):
                return farewell.idle(visit)
        else:
            yield from _turn(visit, moment)


def _turn(visit: Visit, moment: Moment) -> Talk[None]:
    match moment:
        case Asking():
            command = yield from ask(visit, moment.step, moment.ask)
        case Finishing():
            command = yield from _finish(visit, moment.step)
        case OpeningCase():
            command = yield from _open_case(visit, moment.step)
        case LookingAgain():
            command = yield from _look_again(visit, moment.step)
        case Elsewhere():
            command = yield from _look_on(visit, moment.step)
        case Idle() | Over():
            return
        case _:
            assert_never(moment)
    if command:
        yield from obey(visit, moment.step, command)


def _finish(visit: Visit, step: StepView) -> Talk[Command | None]:
    reply = yield from hear(visit, compose.finishing(visit, step))
    if isinstance(reply, Command):
        return reply
    if not isinstance(reply, Pressed):
        return None
    if reply.key == "p":
        _print(visit, step)
    elif reply.key == SPACE:
        _tick(visit, step)
    elif reply.key == ENTER and (visit.made.issuperset(step.prints) or _print(visit, step)):
        visit.act(MarkDone(step.at))
    return None


def _tick(visit: Visit, step: StepView) -> None:
    """Tick the next instruction; once all are, the step is done."""
    ticked = visit.ticked.get(step.at, frozenset())
    left = [index for index in range(len(compose.tasks(step))) if index not in ticked]
    visit.ticked[step.at] = ticked | frozenset(left[:1])
    if not left:
        visit.act(MarkDone(step.at))


def _print(visit: Visit, step: StepView) -> bool:
    """Make the documents of a step; whether all could be made."""
    for name in step.prints:
        made = visit.make(name)
        if not made:
            return False
        visit.tell(f"Made: {', '.join(str(path) for path in made.files)}")
    visit.ticked[step.at] = visit.ticked.get(step.at, frozenset()) | frozenset(range(len(step.prints)))
    return True


def _make_again(visit: Visit) -> None:
    """Make the documents that are out of date."""
    for stale in visit.agenda.outdated:
        made = visit.make(stale.document)
        if made:
            visit.tell(f"Made: {', '.join(str(path) for path in made.files)}")


def _open_case(visit: Visit, step: StepView) -> Talk[Command | None]:
    reply = yield from hear(visit, compose.opening_case(visit, step))
    if isinstance(reply, Command):
        return reply
    if isinstance(reply, Pressed):
        done = visit.act(MarkDone(step.at))
        if isinstance(done, Done):
            for case in done.opened:
                yield from _offer(visit, step, case)
    return None


def _offer(visit: Visit, step: StepView, case: str) -> Talk[None]:
    """Tell the new case's identifier, and go on with it now if that is wanted."""
    keys = Keys((Choice(ENTER, f"stay with {visit.case}"), Choice("g", f"go on with {case} now")))
    page = side_page(visit, step, f"Case {case} is open", keys)
    reply = yield from hear(visit, page)
    if not isinstance(reply, Pressed) or reply.key != "g":
        visit.tell(f"Case {case} is open; later: cuecard run {case}")
        return
    inner = Visit.begin(visit.desk, case)
    inner.within, visit.inner = visit.case, inner
    ending = yield from _lead(inner)
    visit.inner = None
    visit.agenda = visit.desk.agenda(visit.case)
    visit.tell(ending.lines[0])


def _look_again(visit: Visit, step: StepView) -> Talk[Command | None]:
    reply = yield from hear(visit, compose.looking_again(visit, step))
    if isinstance(reply, Command):
        return reply
    if isinstance(reply, Pressed):
        visit.act(ConfirmStep(step.at) if reply.key == "c" else RedoStep(step.at))
    return None


def _look_on(visit: Visit, step: StepView) -> Talk[Command | None]:
    reply = yield from hear(visit, compose.elsewhere(visit, step))
    if isinstance(reply, Command):
        return reply
    visit.focus = None
    return None


def _be_idle(visit: Visit) -> Talk[bool]:
    """Show what the case waits for; whether the person goes."""
    reply = yield from hear(visit, compose.idle(visit))
    if isinstance(reply, Command):
        yield from obey(visit, None, reply)
        return False
    if isinstance(reply, Pressed) and reply.key == "r":
        visit.act(ResumeCase())
        return False
    if isinstance(reply, Pressed) and reply.key == "t":
        yield from supply(visit)
        return False
    if isinstance(reply, Pressed) and reply.key == "p":
        _make_again(visit)
        return False
    return isinstance(reply, Pressed)


def _tell_gathered(visit: Visit) -> None:
    """Record the elements of unfinished lists, so that leaving loses nothing that was typed."""
    for key in list(visit.gathered):
        ask_ = next((one for one in every_ask(visit.agenda) if one.key == key), None)
        step = next((one for one in visit.agenda.walk() if ask_ in one.asks), None)
        if ask_ and step and visit.gathered[key].elements:
            tell_list(visit, step, ask_)

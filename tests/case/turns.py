"""The laws of one command: what it may do to a case, and how it stands before and after.

The first line of each docstring is the law. Where the design makes an exception, it stands there in its words.
"""

from __future__ import annotations

import copy
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from engine.case import commands, events
from engine.case.decide import decide
from engine.case.derive import derive
from engine.case.events import EVENT_TYPES
from engine.case.growing import follow
from engine.case.portray import is_over
from engine.case.refusals import Refusal
from engine.case.state import evolve, replay
from engine.condition.reading import UNKNOWN
from engine.procedure.model import WaitForCondition
from tests.case.comparing import settled
from tests.case.driving import PAUSES, SECRET, later
from tests.case.support import OFFICE

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from engine.case.agenda import Agenda
    from engine.case.derive import Derivation
    from engine.case.state import Case
    from engine.condition.reading import Value
    from tests.case.driving import Run, Turn

MAY_UNSETTLE: Final = (
    commands.OpenCase,
    commands.AmendAnswer,
    commands.AddElement,
    commands.RemoveElement,
    commands.RedoStep,
    commands.ReopenCase,
    commands.WithdrawArrival,
    commands.RecordSubcase,
)
"""Settled goes back to open through nothing else (design 5.4.4), but a move; before its opening a case is nothing."""


def may_unsettle(run: Run, turn: Turn) -> bool:
    """Whether a command is a correction, adds an element, or answers again what others are asked again because of."""
    origins = {name for fact in run.procedure.facts.values() for name in fact.ask_again_if_changed}
    told = [entry.event for entry in turn.log if isinstance(entry.event, events.AnswerRecorded)]
    again = any(one.fact in origins and turn.before.answers.get((one.place, one.fact)) for one in told)
    adds = any(isinstance(entry.event, events.ElementAdded) for entry in turn.log)
    return isinstance(turn.command, MAY_UNSETTLE) or again or adds


def growing(run: Run, turn: Turn) -> set[str]:
    """The steps that have more to come now: those outside of the sequence, where something came once more."""
    came = {entry.event.arrival for entry in turn.log if isinstance(entry.event, events.ArrivalRecorded)}
    is_many = any(run.procedure.arrivals[arrival].many for arrival in came)
    return {step.id for step in run.procedure.any_time} if is_many else set()


def every_decided_event_evolves(_run: Run, turn: Turn) -> None:
    """What is decided only adds to the log: entries numbered without gaps, each of which evolves."""
    case = turn.before
    for number, entry in enumerate(turn.log, turn.before.seq + 1):
        assert number == entry.seq
        assert type(entry.event).__name__ in EVENT_TYPES
        case = evolve(case, entry)
    assert turn.after == case


def decide_is_pure(run: Run, turn: Turn) -> None:
    """`decide` is deterministic and pure: asked twice it says the same, and what it was given is unchanged."""
    before = copy.deepcopy(turn.before)
    assert turn.decided == decide(run.procedure, before, turn.command, turn.asked)
    assert turn.before == before


def repeated_request_changes_nothing(run: Run, turn: Turn) -> None:
    """A repeated request id changes nothing, whatever it asks the second time."""
    if turn.log:
        assert decide(run.procedure, run.case, turn.command, turn.asked) == ()
        assert decide(run.procedure, run.case, commands.CancelCase("odd"), turn.asked) == ()


def refusals_tell_nothing(_run: Run, turn: Turn) -> None:
    """No value that somebody told stands in a refusal."""
    assert not (isinstance(turn.decided, Refusal) and SECRET in repr(turn.decided))


def answers_never_unsettle(run: Run, turn: Turn) -> None:
    """Answers of new facts, done, skip, arrive, sign never un-settle anything; nor does what is no correction."""
    if not may_unsettle(run, turn):
        before, after = run.look(turn.before, turn.asked.now), run.look(turn.after, turn.asked.now)
        assert not settled(before) - settled(after) - growing(run, turn), turn.command


def nothing_is_lost_until_the_next_look(run: Run, turn: Turn) -> None:
    """From one look at a case to the next, whatever time has passed, only corrections un-settle anything."""
    moment = run.next_look(turn)
    if moment and not may_unsettle(run, turn):
        before, after = run.look(turn.before, turn.asked.now), run.look(turn.after, moment)
        lost = settled(before) - settled(after) - growing(run, turn)
        assert not {at for at in lost if not in_an_attempt_to_come(run, turn.after, at)}, turn.command


def in_an_attempt_to_come(run: Run, case: Case, at: str) -> bool:
    """Whether a step is in an attempt in which nobody did anything yet: it goes when the repeated step is settled."""
    parts = at.split("/")
    for depth, part in enumerate(parts, 1):
        step, number, _ = part.partition("#")
        above = "/".join(parts[:depth])
        if number and run.procedure.by_id[step].repeat:
            acts = (*case.marks, *case.signatures)
            return not any(one == above or one.startswith(f"{above}/") for one in acts)
    return False


def time_unsettles_nothing(run: Run, turn: Turn) -> None:
    """A later `now` un-settles nothing, nor does it change how or since when anything is settled."""
    before = run.look(turn.after, turn.asked.now)
    for pause in run.some(PAUSES[4:], 1):
        after = run.look(turn.after, later(turn.asked.now, pause))
        stands = {step.at: (step.status, step.since) for step in after.walk()}
        for step in before.walk():
            if step.at in settled(before) and not step.steps:
                assert (step.status, step.since) == stands[step.at], step.at


def nothing_gets_stuck(run: Run, turn: Turn) -> None:
    """An open case always has something open, waiting for the outside, missing, or ending."""
    view = run.agenda(turn.after, turn.asked.now)
    if view.status == "open" and not view.open and not view.missing:
        assert is_over(derived(run, turn.after, turn.asked.now))


def what_waits_says_for_what(run: Run, turn: Turn) -> None:
    """A step that waits names what is missing."""
    for step in run.agenda(turn.after, turn.asked.now).walk():
        assert step.status != "waiting" or step.steps or step.missing, step.at


def known_verdicts_stay(run: Run, turn: Turn) -> None:
    """Answering an unknown fact never changes a verdict that was already known."""
    is_telling = isinstance(turn.command, (commands.RecordAnswers, commands.RecordArrival))
    if is_telling and turn.log:
        before = _verdicts(derived(run, turn.before, turn.asked.now))
        after = _verdicts(derived(run, turn.after, turn.asked.now))
        for at, value in before.items():
            assert value is UNKNOWN or value == after.get(at, value), at


def what_is_done_was_open(run: Run, turn: Turn) -> None:
    """A completed step was open in the agenda before, or the answers given with it opened it.

    A step whose own answers ended the case may still be marked: it was being worked on.
    """
    for entry in turn.log:
        if isinstance(entry.event, events.StepDone):
            before = run.look(turn.before, turn.asked.now)
            answers = [one for one in turn.log if one.seq < entry.seq]
            then = run.look(replay(answers, turn.before), turn.asked.now)
            stands = {_status(before, entry.event.step), _status(then, entry.event.step)}
            assert "open" in stands or before.ending, entry.event.step


def the_end_is_in_the_same_commit(run: Run, turn: Turn) -> None:
    """The case closes in the same commit in which it comes to its end; only a reopened one waits for a next command."""
    if turn.log and turn.after.status == "open" and not isinstance(turn.command, commands.ReopenCase):
        assert not is_over(derived(run, turn.after, turn.asked.now))


def nothing_is_left_when_it_closes(run: Run, turn: Turn) -> None:
    """A case closes with nothing open that must be done, and no flag on what cannot be undone (design 5.4.3)."""
    if any(isinstance(entry.event, events.CaseClosed) for entry in turn.log):
        steps = {step.at: step for step in run.look(turn.after, turn.asked.now).walk() if not step.steps}
        for at, step in steps.items():
            left = {flag.code for flag in step.flags} - {"open-again"}
            assert not (left and run.procedure.by_id[step.id].once), at
            assert "undo" not in left, at


def closing_changes_nothing(run: Run, turn: Turn) -> None:
    """Closing records what was so already: what was settled stands as it did, with the same flags."""
    if turn.log and isinstance(turn.log[-1].event, events.CaseClosed):
        before = run.look(replay(turn.log[:-1], turn.before), turn.asked.now)
        after = {step.at: step for step in run.look(turn.after, turn.asked.now).walk()}
        for step in before.walk():
            if step.at in settled(before):
                stands = after[step.at]
                assert (step.status, step.since, step.flags) == (stands.status, stands.since, stands.flags), step.at


def growing_is_deriving_afresh(run: Run, turn: Turn) -> None:
    """A derivation that goes on says the same as one made afresh, also at a later moment."""
    for now in (turn.asked.now, turn.asked.now + timedelta(days=40)):
        afresh = derived(run, turn.after, now)
        assert everything(afresh) == everything(follow(run.procedure, turn.after, now, OFFICE)), turn.command


CHEAP: Final[tuple[Callable[[Run, Turn], None], ...]] = (
    every_decided_event_evolves,
    repeated_request_changes_nothing,
    refusals_tell_nothing,
    nothing_is_lost_until_the_next_look,
    nothing_is_left_when_it_closes,
    closing_changes_nothing,
)
"""Laws that are looked at with every command of every run."""

DEAR: Final[tuple[Callable[[Run, Turn], None], ...]] = (
    decide_is_pure,
    answers_never_unsettle,
    time_unsettles_nothing,
    nothing_gets_stuck,
    what_waits_says_for_what,
    known_verdicts_stay,
    what_is_done_was_open,
    the_end_is_in_the_same_commit,
    growing_is_deriving_afresh,
)
"""Laws that derive the case anew, and are looked at with a few commands of a long run."""


def derived(run: Run, case: Case, now: datetime) -> Derivation:
    """Derive a case of a run."""
    return derive(run.procedure, case, now, OFFICE)


def everything(derivation: Derivation) -> dict[str, object]:
    """Whatever a derivation can be asked."""
    found: dict[str, object] = {}
    for node in derivation.tree.walk():
        found[node.address] = (derivation.standing(node), derivation.called(node), derivation.aside(node))
        found[f"{node.address}:"] = (derivation.passed(node), derivation.gate(node))
        for name in derivation.procedure.facts:
            found[f"{node.place}/{name}"] = derivation.fact(name, node.segments)
    return found


def _status(view: Agenda, at: str) -> str:
    step = view.step(at)
    return step.status if step else ""


def _verdicts(derivation: Derivation) -> dict[tuple[str, str], Value]:
    """Read every condition of every step instance."""
    found: dict[tuple[str, str], Value] = {}
    for node in derivation.tree.walk():
        step = node.step
        conditions = {"when": step.when, "until": step.until}
        conditions |= {
            f"wait {number}": wait.condition
            for number, wait in enumerate(step.wait_for)
            if isinstance(wait, WaitForCondition)
        }
        for name, condition in conditions.items():
            if condition and not node.is_inner:
                found[node.address, name] = derivation.read(condition, node).value
    return found

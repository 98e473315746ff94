"""The laws of design 5.4, each a function that fails on a run that breaks it; `LAWS` names them all.

The first line of each docstring is the law. Where the design makes an exception, it stands there in its words.
"""

from __future__ import annotations

import copy
import json
from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING, Final

from engine.case import commands, events
from engine.case.commands import Asked
from engine.case.decide import decide
from engine.case.derive import derive
from engine.case.events import EVENT_TYPES, from_json, to_json
from engine.case.growing import follow
from engine.case.portray import agenda, is_over
from engine.case.refusals import Refusal
from engine.case.state import Case, evolve, place_of, replay
from engine.condition.reading import UNKNOWN
from engine.procedure.model import WaitForCondition
from tests.case.comparing import plain, settled, told
from tests.case.driving import KEPT, PAUSES, SECRET, TEXTS
from tests.case.support import OFFICE, STAFF

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from engine.case.agenda import Agenda, Ask, StepView
    from engine.case.commands import Command
    from engine.case.derive import Derivation
    from engine.case.events import Json, Recorded
    from engine.case.office import Office
    from engine.case.standing import Standing
    from engine.case.tree import Node
    from engine.condition.reading import Value
    from engine.procedure.model import Procedure
    from tests.case.driving import Run

NEVER_UNSETTLE: Final = (
    commands.RecordAnswers,
    commands.MarkDone,
    commands.SkipStep,
    commands.RecordArrival,
    commands.SignStep,
    commands.TakeStep,
    commands.HandStep,
    commands.AddNote,
    commands.RecordDocument,
    commands.HoldCase,
    commands.ResumeCase,
    commands.ConfirmStep,
    commands.Tick,
)


def agenda_is_a_function_of_the_log(run: Run) -> None:
    """`agenda(replay(log))` is a function of the log: derived twice, and from the log's JSON, it is the same."""
    now = run.now
    kept = [from_json(json.loads(json.dumps(to_json(entry)))) for entry in run.log]
    assert list(run.log) == kept
    expected = run.agenda(run.case, now)
    assert expected == agenda(run.procedure, run.case, now, OFFICE)
    assert expected == agenda(run.procedure, replay(run.log), now, OFFICE)
    assert expected == agenda(run.procedure, replay(kept), now, OFFICE)


def order_of_reading_does_not_matter(run: Run) -> None:
    """A derivation reads the case and nothing else: whatever is asked first, every status comes out the same."""
    expected = {node.address: standing for node, standing in _standings(derive(*_arguments(run, run.case)))}
    backward = derive(*_arguments(run, run.case))
    for node in reversed(list(backward.tree.walk())):
        backward.called(node)
        backward.standing(node)
    assert expected == {node.address: standing for node, standing in _standings(backward)}


def growing_is_deriving_afresh(run: Run) -> None:
    """A derivation that goes on from one of a smaller case says the same as one made afresh."""
    case = Case()
    for turn in run.turns:
        case = replay(turn.log, case)
        arguments = _arguments(run, case, turn.asked.now)
        assert _everything(derive(*arguments)) == _everything(follow(*arguments)), turn.command


def _everything(derivation: Derivation) -> dict[str, object]:
    """Whatever a derivation can be asked."""
    found: dict[str, object] = {}
    for node in derivation.tree.walk():
        found[node.address] = (derivation.standing(node), derivation.called(node), derivation.aside(node))
        found[f"{node.address}:"] = (derivation.passed(node), derivation.gate(node))
        for name in derivation.procedure.facts:
            found[f"{node.place}/{name}"] = derivation.facts.read(name, node.segments)
    return found


def replay_goes_on(run: Run) -> None:
    """`replay(a + b)` equals going on from `replay(a)` with `b`."""
    for cut in range(len(run.log)):
        assert run.case == replay(run.log[cut:], replay(run.log[:cut]))


def every_decided_event_evolves(run: Run) -> None:
    """What is decided only adds to the log: entries numbered without gaps, each of which evolves."""
    for turn in run.turns:
        case = turn.before
        for number, entry in enumerate(turn.log, turn.before.seq + 1):
            assert number == entry.seq
            assert type(entry.event).__name__ in EVENT_TYPES
            case = evolve(case, entry)
        assert turn.after == case


def decide_is_pure(run: Run) -> None:
    """`decide` is deterministic and pure: asked twice it says the same, and what it was given is unchanged."""
    for turn in run.turns:
        before = copy.deepcopy(turn.before)
        assert turn.decided == decide(run.procedure, before, turn.command, turn.asked)
        assert turn.before == before


def nothing_gets_stuck(run: Run) -> None:
    """An open case always has something open, waiting for the outside, missing, or ending."""
    for turn in run.turns:
        view = run.agenda(turn.after, turn.asked.now)
        if view.status == "open" and not view.open and not view.missing:
            assert is_over(derive(*_arguments(run, turn.after, turn.asked.now)))


def what_waits_says_for_what(run: Run) -> None:
    """A step that waits names what is missing."""
    for turn in run.turns:
        for step in run.agenda(turn.after, turn.asked.now).walk():
            assert step.status != "waiting" or step.steps or step.missing, step.at


def answers_never_unsettle(run: Run) -> None:
    """Answers of new facts, done, skip, arrive, sign never un-settle anything; nor do hold, resume and confirm."""
    for turn in run.turns:
        if isinstance(turn.command, NEVER_UNSETTLE):
            before = settled(run.agenda(turn.before, turn.asked.now))
            assert not before - settled(run.agenda(turn.after, turn.asked.now)), turn.command


def answers_commute(run: Run) -> None:
    """Answers commute: told at one moment, in either order, they come to the same.

    Where one of them settles that the other does not apply, or ends the case, only one order is taken; that is none of
    the law's business.
    """
    view = run.agenda(run.case, run.now)
    asked = [ask for step in view.walk() for ask in step.asks if ask.state in ("asked", "later") and ask.type != "list"]
    for one, other in combinations(list({ask.key: ask for ask in asked}.values())[:4], 2):
        first, second = _telling(one), _telling(other)
        there, back = _after(run, first, second), _after(run, second, first)
        if there and back:
            assert told(run.agenda(there, run.now)) == told(run.agenda(back, run.now)), (first, second)


def what_is_offered_is_not_refused(run: Run) -> None:
    """What is offered is not refused: an open step can be done, skipped and taken; what is asked can be told."""
    view = run.agenda(run.case, run.now)
    for step in view.walk():
        for command in _offers(run, step, view) if view.status == "open" else ():
            for actor in _able(run, step):
                decided = decide(run.procedure, run.case, command, _asking(run, actor))
                assert not isinstance(decided, Refusal), (command, decided)


def what_is_not_open_is_refused(run: Run) -> None:
    """What is not open is refused.

    A step whose own answers ended the case may still be marked: it was being worked on.
    """
    view = run.agenda(run.case, run.now)
    worked = {answer.step for told in run.case.answers.values() for answer in told}
    for step in view.walk():
        is_done_for = view.ending is not None and step.at in worked
        if step.status != "open" and not is_done_for:
            decided = decide(run.procedure, run.case, commands.MarkDone(step.at), _asking(run, "cal"))
            assert isinstance(decided, Refusal), step.at


def time_unsettles_nothing(run: Run) -> None:
    """A later `now` un-settles nothing, nor does it change how or since when anything is settled."""
    for turn in run.turns:
        before = run.agenda(turn.after, turn.asked.now)
        for pause in PAUSES[4:]:
            after = run.agenda(turn.after, turn.asked.now + pause)
            stands = {step.at: (step.status, step.since) for step in after.walk()}
            for step in before.walk():
                if step.at in settled(before) and not step.steps:
                    assert (step.status, step.since) == stands[step.at], step.at


def repeated_request_changes_nothing(run: Run) -> None:
    """A repeated request id changes nothing, whatever it asks the second time."""
    for turn in run.turns:
        if turn.log:
            assert decide(run.procedure, run.case, turn.command, turn.asked) == ()
            assert decide(run.procedure, run.case, commands.CancelCase("odd"), turn.asked) == ()


def amend_replaces_in_place(run: Run) -> None:
    """Amend equals replay with the answer replaced in place; only flags, and who corrected it when, are more.

    An answer belongs to the situation it was given in (`ask_again_if_changed`), and a signature to what it covers:
    corrections of these are no replacements.
    """
    situations = {name for fact in run.procedure.facts.values() for name in fact.ask_again_if_changed}
    signed = any(run.case.signatures)
    for name, value, place in _amendable(run):
        if name in situations or signed:
            continue
        amended = _try(run, run.case, commands.AmendAnswer(_key(place, name), value, "misheard"))
        if not amended or amended[-1].event != events.AnswerAmended(name, value, place, "misheard"):
            continue
        replaced = replay(_replaced(run.log, name, place, value))
        after = replay(amended, run.case)
        assert plain(run.agenda(replaced, run.now)) == plain(run.agenda(after, run.now)), (place, name, value)


def amending_back_undoes(run: Run) -> None:
    """Amending back equals nothing having happened, flags included."""
    for name, value, place in _amendable(run):
        answer = run.case.answer(place, name)
        there = _try(run, run.case, commands.AmendAnswer(_key(place, name), value, "misheard"))
        if not there or not answer or len(there) > 1:
            continue
        back = _try(run, replay(there, run.case), commands.AmendAnswer(_key(place, name), answer.value, "no"))
        if not back or len(back) > 1:
            continue
        after = replay(back, replay(there, run.case))
        assert told(run.agenda(run.case, run.now)) == told(run.agenda(after, run.now)), (place, name, value)


def known_verdicts_stay(run: Run) -> None:
    """Answering an unknown fact never changes a verdict that was already known."""
    for turn in run.turns:
        if isinstance(turn.command, (commands.RecordAnswers, commands.RecordArrival)) and turn.log:
            before = _verdicts(derive(*_arguments(run, turn.before, turn.asked.now)))
            after = _verdicts(derive(*_arguments(run, turn.after, turn.asked.now)))
            for at, value in before.items():
                assert value is UNKNOWN or value == after.get(at, value), at


def what_is_done_was_open(run: Run) -> None:
    """A completed step was open in the agenda before, or the answers given with it opened it.

    A step whose own answers ended the case may still be marked: it was being worked on.
    """
    for turn in run.turns:
        for entry in turn.log:
            if isinstance(entry.event, events.StepDone):
                before = run.agenda(turn.before, turn.asked.now)
                answers = [one for one in turn.log if one.seq < entry.seq]
                then = run.agenda(replay(answers, turn.before), turn.asked.now)
                stands = {_status(before, entry.event.step), _status(then, entry.event.step)}
                assert "open" in stands or before.ending, entry.event.step


def refusals_tell_nothing(run: Run) -> None:
    """No value that somebody told stands in a refusal."""
    for turn in run.turns:
        if isinstance(turn.decided, Refusal):
            assert SECRET not in repr(decide(run.procedure, turn.before, turn.command, turn.asked))


def reasons_tell_nothing_private(run: Run) -> None:
    """A reason never holds the value of a private fact."""
    for step in run.agenda(run.case, run.now).walk():
        assert SECRET not in repr(step.because)


def the_end_is_in_the_same_commit(run: Run) -> None:
    """The case closes in the same commit in which it comes to its end; only a reopened one waits for a next command."""
    for turn in run.turns:
        if turn.log and turn.after.status == "open" and not isinstance(turn.command, commands.ReopenCase):
            assert not is_over(derive(*_arguments(run, turn.after, turn.asked.now)))


def a_moment_of_rest_changes_nothing(run: Run) -> None:
    """All that is unsettled waits while a case is on hold; resumed at once, it stands as before."""
    held = _try(run, run.case, commands.HoldCase("holidays"))
    if not held:
        return
    resting = replay(held, run.case)
    assert () == run.agenda(resting, run.now).open
    assert settled(run.agenda(run.case, run.now)) == settled(run.agenda(resting, run.now))
    resumed = _try(run, resting, commands.ResumeCase())
    if resumed and len(resumed) == 1:
        assert told(run.agenda(run.case, run.now)) == told(run.agenda(replay(resumed, resting), run.now))


def a_withdrawn_arrival_leaves_nothing(run: Run) -> None:
    """An arrival that is withdrawn at once leaves the case as it was.

    Of one that may come many times the number stays, and so does the instance of the step that waits for it.
    """
    expected = told(run.agenda(run.case, run.now))
    for arrival, declared in run.procedure.arrivals.items() if run.case.status == "open" else ():
        if declared.many:
            continue
        came = _try(run, run.case, commands.RecordArrival(arrival))
        if not came or len(came) > 1:
            continue
        here = replay(came, run.case)
        gone = _try(run, here, commands.WithdrawArrival(str(len(here.arrivals)), "by mistake"))
        assert gone
        if len(gone) == 1:
            assert expected == told(run.agenda(replay(gone, here), run.now))


# -- what the laws are stated with -------------------------------------------------------------------------------


def _arguments(run: Run, case: Case, now: datetime | None = None) -> tuple[Procedure, Case, datetime, Office]:
    return run.procedure, case, now or run.now, OFFICE


def _standings(derivation: Derivation) -> list[tuple[Node, Standing]]:
    roots = [(root, derivation.standing(root)) for root in derivation.tree.roots]  # attempts are made on the way
    return [(node, derivation.standing(node)) for root, _ in roots for node in root.walk()]


def _status(view: Agenda, at: str) -> str:
    step = view.step(at)
    return step.status if step else ""


def _asking(run: Run, actor: str, more: int = 0) -> Asked:
    return Asked(OFFICE, actor, run.now, f"another-{more}")


def _try(run: Run, case: Case, command: Command) -> tuple[Recorded, ...]:
    """Decide a command at the end of a run; nothing if it is refused."""
    decided = decide(run.procedure, case, command, _asking(run, "cal", case.seq))
    return () if isinstance(decided, Refusal) else decided


def _after(run: Run, *told: Command) -> Case | None:
    case = run.case
    for command in told:
        decided = _try(run, case, command)
        if not decided:
            return None
        case = replay(decided, case)
    return case


def _telling(ask: Ask) -> commands.RecordAnswers:
    return commands.RecordAnswers({ask.key: _first(ask)})


def _offers(run: Run, step: StepView, view: Agenda) -> Iterator[Command]:
    if step.steps or step.at not in view.open:
        return
    if step.status != "open":
        yield commands.ConfirmStep(step.at)
        return
    asks = [ask for ask in step.asks if ask.state in ("asked", "later")]
    yield commands.TakeStep(step.at)
    if not step.signatures_needed and not any(ask.state == "later" for ask in asks):
        yield commands.MarkDone(step.at, {ask.key: _first(ask) for ask in asks})
    if step.skippable:
        yield commands.SkipStep(step.at, "not now")
    for ask in asks:
        if (ask.at, ask.fact) not in run.case.answers:  # it may be told before it is known whether it applies
            yield commands.RecordAnswers({ask.key: _first(ask)})


def _first(ask: Ask) -> Json:
    return [] if ask.type == "list" else KEPT.get(ask.type, TEXTS)[0]


def _able(run: Run, step: StepView) -> list[str]:
    """Who may do a step, by its roles or its person; those who did something before are left out."""
    if run.procedure.by_id[step.id].not_by:
        return []
    return [name for name, one in STAFF.items() if not step.who or one.roles.intersection(step.who) or name in step.who]


def _amendable(run: Run) -> Iterator[tuple[str, Json, str]]:
    """Every fact of the case that was told once, with another value."""
    for (place, name), answers in run.case.answers.items():
        fact = run.procedure.facts[name]
        if len(answers) != 1 or (place, name) in run.case.corrected or fact.kind == "list":
            continue
        values = KEPT.get(fact.kind, TEXTS)
        yield name, values[0] if answers[0].value != values[0] else values[1], place


def _key(place: str, name: str) -> str:
    return f"{place}/{name}" if place else name


def _replaced(log: tuple[Recorded, ...], name: str, place: str, value: Json) -> Iterator[Recorded]:
    for entry in log:
        event = entry.event
        if isinstance(event, events.AnswerRecorded) and (event.fact, event.place) == (name, place):
            event = replace(event, value=value)
        if isinstance(event, events.ElementAdded) and place == place_of(event.place, event.list, event.element):
            event = replace(event, told={**event.told, name: value} if name in event.told else event.told)
        yield replace(entry, event=event)


def _verdicts(derivation: Derivation) -> dict[tuple[str, str], Value]:
    """Read every condition of every step instance."""
    found: dict[tuple[str, str], Value] = {}
    for node, _ in _standings(derivation):
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


LAWS: Final[tuple[Callable[[Run], None], ...]] = (
    agenda_is_a_function_of_the_log,
    order_of_reading_does_not_matter,
    growing_is_deriving_afresh,
    replay_goes_on,
    every_decided_event_evolves,
    decide_is_pure,
    nothing_gets_stuck,
    what_waits_says_for_what,
    answers_never_unsettle,
    answers_commute,
    what_is_offered_is_not_refused,
    what_is_not_open_is_refused,
    time_unsettles_nothing,
    repeated_request_changes_nothing,
    amend_replaces_in_place,
    amending_back_undoes,
    known_verdicts_stay,
    what_is_done_was_open,
    refusals_tell_nothing,
    reasons_tell_nothing_private,
    the_end_is_in_the_same_commit,
    a_moment_of_rest_changes_nothing,
    a_withdrawn_arrival_leaves_nothing,
)

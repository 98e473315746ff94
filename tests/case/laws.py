"""The laws of a case as it stands, each a function that fails on a run at whose end it is broken (design 5.4).

The first line of each docstring is the law. Where the design makes an exception, it stands there in its words.
"""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING, Final

from engine.case import commands, events
from engine.case.agenda import SETTLED
from engine.case.commands import Asked
from engine.case.decide import decide
from engine.case.derive import derive
from engine.case.events import from_json, to_json
from engine.case.portray import agenda
from engine.case.refusals import Refusal
from engine.case.standing import is_before
from engine.case.state import place_of, replay
from tests.case import turns
from tests.case.comparing import plain, settled, told
from tests.case.driving import SECRET, kept_values
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
    from engine.case.state import Case
    from engine.case.tree import Node
    from engine.procedure.model import Procedure
    from tests.case.driving import Run
    from tests.case.known import Choose

DEAR_TURNS: Final = 2
"""With how many commands of a long run the dear laws are looked at."""


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


def replay_goes_on(run: Run) -> None:
    """`replay(a + b)` equals going on from `replay(a)` with `b`."""
    for cut in run.some(range(len(run.log)), 3):
        assert run.case == replay(run.log[cut:], replay(run.log[:cut]))


def answers_commute(run: Run) -> None:
    """Answers commute: told at one moment, in either order, they come to the same.

    Where one of them settles that the other does not apply, or ends the case, only one order is taken; that is none of
    the law's business.
    """
    view = run.agenda(run.case, run.now)
    asked = [ask for step in view.walk() for ask in step.asks if ask.state in ("asked", "later") and ask.type != "list"]
    for one, other in run.some(list(combinations({ask.key: ask for ask in asked}.values(), 2))[:6], 1):
        first, second = _telling(run, one), _telling(run, other)
        there, back = _after(run, first, second), _after(run, second, first)
        if there and back:
            assert told(run.agenda(there, run.now)) == told(run.agenda(back, run.now)), (first, second)


def what_is_offered_is_not_refused(run: Run) -> None:
    """What is offered is not refused: an open step can be done, skipped and taken; what is asked can be told."""
    view = run.agenda(run.case, run.now)
    steps = list(view.walk()) if view.status == "open" else []
    offers = [(command, actor) for step in steps for command in _offers(run, step, view) for actor in _able(run, step)]
    for command, actor in run.some(offers, 4):
        decided = decide(run.procedure, run.case, command, _asking(run, actor))
        assert not isinstance(decided, Refusal), (command, decided)


def what_is_not_open_is_refused(run: Run) -> None:
    """What is not open is refused.

    A step whose own answers ended the case may still be marked: it was being worked on.
    """
    view = run.agenda(run.case, run.now)
    ending = derive(*_arguments(run, run.case)).ending
    answers = [answer for told in run.case.answers.values() for answer in told]
    worked = {answer.step for answer in answers if ending and is_before(ending.since, answer.since)}
    for step in run.some(list(view.walk()), 4):
        meant = {step.at, *(inner.at for inner in step.steps if inner.id == step.id)}
        if step.status != "open" and not meant & worked:
            decided = decide(run.procedure, run.case, commands.MarkDone(step.at), _asking(run, "cal"))
            assert isinstance(decided, Refusal), step.at


def amend_replaces_in_place(run: Run) -> None:
    """Amend equals replay with the answer replaced in place; only flags, and who corrected it when, are more.

    An answer belongs to the situation it was given in (`ask_again_if_changed`), and a signature to what it covers:
    corrections of these are no replacements.
    """
    facts = run.procedure.facts.values()
    situations = {name for fact in facts if fact.ask_again_if_changed for name in (fact.id, *fact.ask_again_if_changed)}
    signed = any(run.case.signatures)
    for name, value, place in run.some(list(_amendable(run)), 2):
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
    for name, value, place in run.some(list(_amendable(run)), 2):
        answer = run.case.answer(place, name)
        there = _try(run, run.case, commands.AmendAnswer(_key(place, name), value, "misheard"))
        if not there or not answer or len(there) > 1:
            continue
        back = _try(run, replay(there, run.case), commands.AmendAnswer(_key(place, name), answer.value, "no"))
        if not back or len(back) > 1:
            continue
        after = replay(back, replay(there, run.case))
        assert told(run.agenda(run.case, run.now)) == told(run.agenda(after, run.now)), (place, name, value)


def reasons_tell_nothing_private(run: Run) -> None:
    """A reason never holds the value of a private fact."""
    for step in run.agenda(run.case, run.now).walk():
        assert SECRET not in repr(step.because)


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
    for arrival, declared in run.some(list(run.procedure.arrivals.items()), 1) if run.case.status == "open" else ():
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


def groups_add_up(run: Run) -> None:
    """A group is settled when all that must be done in it is: done if any of it is, else skipped or gave up, else not.

    One that was left out as a whole, or that the case ended before, is what that made of it.
    """
    for step in run.look(run.case, run.now).walk():
        needed = [inner for inner in step.steps if not inner.optional or inner.id == step.id]
        if needed and any(inner.status not in SETTLED for inner in needed):
            assert step.status not in SETTLED, step.at
        elif needed and step.status == "done":
            assert "done" in {inner.status for inner in step.steps}, step.at


def what_is_open_was_reached(run: Run) -> None:
    """A step is open only where all before it in a sequence are settled, but for what is optional."""
    view = run.look(run.case, run.now)
    procedure = run.procedure
    groups = [(procedure.order, tuple(step for step in view.steps if not procedure.places[step.id].any_time))]
    groups += [(procedure.by_id[step.id].order, step.steps) for step in view.walk() if step.steps]
    for order, steps in groups:
        if order == "sequence" and not any(step.at.endswith("]") or "#" in step.at for step in steps):
            before = [step.status in SETTLED or step.optional for step in steps]
            for number, step in enumerate(steps):
                assert step.status != "open" or all(before[:number]), step.at


def enough_people_signed(run: Run) -> None:
    """A step that is done and asks for signatures has those of enough different people, unless it was called off."""
    derivation = derive(*_arguments(run, run.case))
    for step in run.look(run.case, run.now).walk():
        node = derivation.tree.by_address[step.at]  # one for each element or attempt, each has signatures of its own
        is_called = derivation.called(node).value is not False
        if step.signatures_needed and step.status == "done" and node.kind == "leaf" and is_called:
            signers = {one.by for one in step.signatures if one.counts}
            assert len(signers) >= step.signatures_needed, step.at


# -- what the laws are stated with -------------------------------------------------------------------------------


def _arguments(run: Run, case: Case, now: datetime | None = None) -> tuple[Procedure, Case, datetime, Office]:
    return run.procedure, case, now or run.now, OFFICE


def _standings(derivation: Derivation) -> list[tuple[Node, Standing]]:
    roots = [(root, derivation.standing(root)) for root in derivation.tree.roots]  # attempts are made on the way
    return [(node, derivation.standing(node)) for root, _ in roots for node in root.walk()]


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


def _telling(run: Run, ask: Ask) -> commands.RecordAnswers:
    return commands.RecordAnswers({ask.key: _first(run, ask)})


def _offers(run: Run, step: StepView, view: Agenda) -> Iterator[Command]:
    if step.steps or step.at not in view.open:
        return
    if step.status != "open":
        yield commands.ConfirmStep(step.at)
        return
    asks = [ask for ask in step.asks if ask.state in ("asked", "later")]
    yield commands.TakeStep(step.at)
    if not step.signatures_needed and not any(ask.state == "later" for ask in asks):
        yield commands.MarkDone(step.at, {ask.key: _first(run, ask) for ask in asks})
    if step.skippable:
        yield commands.SkipStep(step.at, "not now")
    for ask in asks:
        if (ask.at, ask.fact) not in run.case.answers:  # it may be told before it is known whether it applies
            yield commands.RecordAnswers({ask.key: _first(run, ask)})


def _first(run: Run, ask: Ask) -> Json:
    return [] if ask.type == "list" else kept_values(run.procedure.facts[ask.fact])[0]


def _able(run: Run, step: StepView) -> list[str]:
    """Who may do a step, by its roles or its person; those who did something before are left out."""
    if run.procedure.by_id[step.id].not_by:
        return []
    return [name for name, one in STAFF.items() if not step.who or one.roles.intersection(step.who) or name in step.who]


def _amendable(run: Run) -> Iterator[tuple[str, Json, str]]:
    """Every fact of the case that was told once, with another value."""
    for (place, name), answers in run.case.answers.items():
        fact = run.procedure.facts[name]
        is_again = bool(fact.ask_again_if_changed)
        if is_again or len(answers) != 1 or (place, name) in run.case.corrected or fact.kind == "list":
            continue
        values = kept_values(fact)
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


OF_A_CASE: Final[tuple[Callable[[Run], None], ...]] = (
    agenda_is_a_function_of_the_log,
    order_of_reading_does_not_matter,
    replay_goes_on,
    answers_commute,
    what_is_offered_is_not_refused,
    what_is_not_open_is_refused,
    amend_replaces_in_place,
    amending_back_undoes,
    reasons_tell_nothing_private,
    a_moment_of_rest_changes_nothing,
    a_withdrawn_arrival_leaves_nothing,
    groups_add_up,
    what_is_open_was_reached,
    enough_people_signed,
)

ALL: Final[tuple[Callable[..., None], ...]] = (*turns.CHEAP, *turns.DEAR, *OF_A_CASE)


def check(run: Run) -> None:
    """Look at every law with every command of a run, and at its end."""
    for law in ALL:
        check_law(run, law)


def check_law(run: Run, law: Callable[..., None]) -> None:
    """Look at one law with every command of a run, or at its end."""
    if law in OF_A_CASE:
        law(run)
        return
    for turn in run.turns:
        law(run, turn)


def check_some(run: Run, choose: Choose) -> None:
    """Look at the cheap laws with every command of a run, at the others with a few, and within it and at its end."""
    run.choose = choose
    for turn in run.turns:
        for cheap in turns.CHEAP:
            cheap(run, turn)
    for dear in turns.DEAR:
        for turn in run.some(run.turns, DEAR_TURNS):
            dear(run, turn)
    for of_case in OF_A_CASE:
        of_case(run.upto(choose(1, len(run.turns))))

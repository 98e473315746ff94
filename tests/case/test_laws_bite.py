"""Whether each law would show a mistake: a planted bug breaks it within a few runs."""

from __future__ import annotations

import random  # noqa: TID251  # made up from a seed, the same every time
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import pytest

from engine.case import decide as deciding
from engine.case import decide_steps, derive, events, explain, flags, growing, marked, portray, state
from engine.case.refusals import Refusal
from engine.case.standing import Standing
from engine.condition.reading import Reading
from tests.case import driving, laws, turns
from tests.case.driving import SECRET, seeded

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.case.state import Case
    from tests.case.driving import Run

    Plant = Callable[[pytest.MonkeyPatch], None]

RUNS: Final = 300
COMMANDS: Final = 50
"""The runs in which a planted bug has to show, and how long they are."""
AFTER: Final = 9
"""After so many entries some planted bugs begin to show."""


def changed(owner: object, name: str, change: Callable[..., Any]) -> Plant:
    """Plant a bug: what a function gives is given to `change`, after its arguments."""

    def plant(patch: pytest.MonkeyPatch) -> None:
        own = getattr(owner, name)

        def planted(*args: Any, **more: Any) -> Any:  # noqa: ANN401  # whatever the function takes
            return change(own(*args, **more), *args)

        patch.setattr(owner, name, planted)

    return plant


def put(owner: object, name: str, instead: object) -> Plant:
    """Plant a bug: something else stands in the place of a function."""
    return lambda patch: patch.setattr(owner, name, instead)


def both(*plants: Plant) -> Plant:
    """Plant several bugs."""

    def plant(patch: pytest.MonkeyPatch) -> None:
        for one in plants:
            one(patch)

    return plant


def done_waits_again(found: Standing, derivation: derive.Derivation, _node: object) -> Standing:
    """What is done waits again as soon as a case has ten entries."""
    return Standing("waiting", None) if found.status == "done" and derivation.case.seq > AFTER else found


def done_waits_on_mondays(found: Standing, derivation: derive.Derivation, _node: object) -> Standing:
    """What is done waits again on some days."""
    return Standing("waiting", None) if found.status == "done" and derivation.now.weekday() in (0, 2, 4) else found


def open_at_once(found: Standing, derivation: derive.Derivation, node: Any) -> Standing:  # noqa: ANN401
    """A step is open though those before it are not settled."""
    is_early = found.status == "waiting" and node.kind == "leaf" and derivation.called(node).value is True
    return Standing("open", None) if is_early and derivation.case.status == "open" else found


def forgetful(own: Callable[..., Any], procedure: object, case: Case, *more: object) -> object:
    """A repeated request is carried out again."""
    return own(procedure, replace(case, requests={}), *more)


def telling(found: object) -> object:
    """A refusal says what somebody told."""
    return replace(found, message=f"{found.message} {SECRET}") if isinstance(found, Refusal) else found


def numbered_wrong(found: Any) -> Any:  # noqa: ANN401  # what is decided
    """Entries are numbered with a gap."""
    return found if isinstance(found, Refusal) else tuple(replace(entry, seq=entry.seq + 1) for entry in found)


class Counting:
    """Answers otherwise every other time."""

    def __init__(self) -> None:
        self.times = 0

    def refuse(self, found: object, *_: object) -> object:
        """Refuse every other time, whatever was decided."""
        self.times += 1
        return Refusal("odd", "not now") if self.times % 2 else found


def without(kind: type) -> Callable[..., Any]:
    """Lose all entries of a kind."""
    own = state.replay

    def losing(log: Any, case: Case | None = None) -> Case:  # noqa: ANN401  # a log
        return own([entry for entry in log if not isinstance(entry.event, kind)], case)

    return losing


def turns_round(found: Reading, derivation: derive.Derivation, *_: object) -> Reading:
    """A condition turns true with time."""
    return Reading(derivation.case.seq > AFTER, found.since)


def over_with_a_duty(derivation: derive.Derivation) -> bool:
    """A case is at its end just when something is left that must be done."""
    return any(flags.is_duty(derivation, node) for node in derivation.tree.walk() if node.kind == "leaf")


def flagged_at_the_end(found: Any, derivation: derive.Derivation, _node: object) -> Any:  # noqa: ANN401  # flags
    """Flags are raised by the closing of a case."""
    return found if derivation.case.status != "closed" else (*found, "late")


def last_word(case: Case, log: Any, *_: object) -> Case:  # noqa: ANN401  # a log
    """What was told last counts for more."""
    return replace(case, outcome=str(log[-1].event) if log else None)


def groups_are_done(found: Standing, _derivation: object, node: Any) -> Standing:  # noqa: ANN401  # a node
    """A group is done whatever is left in it."""
    return Standing("done", None) if node.kind == "group" else found


def first_come(found: Reading, view: Any, *_: object) -> Reading:  # noqa: ANN401  # where it is read
    """A step is not called for as long as nobody has looked at it twice."""
    seen = vars(view).setdefault("seen", [])
    seen.append(1)
    return found if len(seen) % 5 else Reading(value=False, since=None)


PLANTS: Final[dict[Callable[..., None], Plant]] = {
    turns.every_decided_event_evolves: changed(driving, "decide", lambda found, *_: numbered_wrong(found)),
    turns.repeated_request_changes_nothing: put(turns, "decide", partial(forgetful, deciding.decide)),
    turns.refusals_tell_nothing: changed(driving, "decide", lambda found, *_: telling(found)),
    turns.nothing_is_lost_until_the_next_look: changed(derive.Derivation, "standing", done_waits_on_mondays),
    turns.nothing_is_left_when_it_closes: put(deciding, "is_over", over_with_a_duty),
    turns.closing_changes_nothing: changed(portray, "flags", flagged_at_the_end),
    turns.decide_is_pure: changed(turns, "decide", Counting().refuse),
    turns.answers_never_unsettle: changed(derive.Derivation, "standing", done_waits_again),
    turns.time_unsettles_nothing: changed(derive.Derivation, "standing", done_waits_on_mondays),
    turns.nothing_gets_stuck: put(portray, "_is_open", lambda *_: False),
    turns.what_waits_says_for_what: put(portray, "missing", lambda *_: ()),
    turns.known_verdicts_stay: changed(derive.Derivation, "read", turns_round),
    turns.what_is_done_was_open: put(decide_steps, "_not_doable", lambda *_: None),
    turns.the_end_is_in_the_same_commit: put(deciding, "is_over", lambda *_: False),
    turns.growing_is_deriving_afresh: put(growing, "_changed", lambda *_: 0),
    laws.agenda_is_a_function_of_the_log: changed(laws, "to_json", lambda found, _entry: found | {"actor": ""}),
    laws.order_of_reading_does_not_matter: changed(derive.Derivation, "called", first_come),
    laws.replay_goes_on: changed(laws, "replay", lambda case, _log, *more: replace(case, seq=case.seq + len(more))),
    laws.answers_commute: changed(laws, "replay", last_word),
    laws.what_is_offered_is_not_refused: changed(decide_steps, "unskippable", lambda _found, _derivation, node: node),
    laws.what_is_not_open_is_refused: put(decide_steps, "_not_doable", lambda *_: None),
    laws.amend_replaces_in_place: put(laws, "replay", without(events.AnswerAmended)),
    laws.amending_back_undoes: changed(flags, "_names", lambda found, derivation, _: f"{found} {derivation.case.seq}"),
    laws.reasons_tell_nothing_private: put(explain, "_fact_words", lambda _derivation, _fact, leaf: str(leaf.value)),
    laws.a_moment_of_rest_changes_nothing: put(laws, "replay", without(events.CaseResumed)),
    laws.a_withdrawn_arrival_leaves_nothing: put(laws, "replay", without(events.ArrivalWithdrawn)),
    laws.groups_add_up: changed(derive.Derivation, "standing", groups_are_done),
    laws.what_is_open_was_reached: changed(derive.Derivation, "standing", open_at_once),
    laws.enough_people_signed: changed(marked, "signed", lambda found, derivation, _: found or derivation.case.opened),
}


def breaks(law: Callable[..., None], run: Run) -> bool:
    """Whether a law is broken anywhere in a run."""
    ends = [len(run.turns), len(run.turns) // 2]
    try:
        if law in (*turns.CHEAP, *turns.DEAR):
            for turn in run.turns:
                law(run, turn)
        else:
            for end in ends:
                law(run.upto(end))
    except AssertionError:
        return True
    return False


def test_each_law_has_a_bug() -> None:
    """There is a planted bug for each law."""
    assert {*turns.CHEAP, *turns.DEAR, *laws.OF_A_CASE} == set(PLANTS)


@pytest.mark.no_cover
@pytest.mark.parametrize("law", PLANTS, ids=lambda law: law.__name__)
def test_laws_bite(law: Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> None:
    """A planted bug breaks its law within a few runs."""
    PLANTS[law](monkeypatch)
    for seed in range(RUNS):
        run = seeded(seed, COMMANDS)
        run.choose = random.Random(seed).randint  # noqa: S311  # nothing secret
        if breaks(law, run):
            return
    pytest.fail(f"{law.__name__} did not show the bug that was planted")

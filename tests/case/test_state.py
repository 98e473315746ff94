"""A case as told: what each event adds to it."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from engine.case import events, state
from engine.case.state import Case, evolve, place_of, replay
from engine.case.tellings import Answer, Element, Hold, Mark, Reopening, Subcase
from tests.case.support import START
from tests.case.test_events import EXAMPLES, recorded

if TYPE_CHECKING:
    from engine.case.events import Event

LATER = START + timedelta(hours=1)
OPENED = events.CaseOpened("C1", "small", 1, "ab")


def told(*happened: Event) -> Case:
    """Replay events, an hour apart."""
    return replay(recorded(event, seq, START + timedelta(hours=seq - 1)) for seq, event in enumerate(happened, 1))


def test_every_event_type_has_an_applier() -> None:
    """No event type is forgotten when a log is folded: what the fold itself does not add has a function that does."""
    apart = {events.AnswerRecorded, events.StepDone}
    assert set(events.EVENT_TYPES.values()) - apart == set(state._APPLY)  # noqa: SLF001  # the table is the point


@pytest.mark.parametrize("event", EXAMPLES, ids=lambda event: type(event).__name__)
def test_evolve_is_total(event: Event) -> None:
    """Any event can be added to any case, an empty one too; it is counted, and who asked for it is kept."""
    case = evolve(Case(), recorded(event, 7))
    assert (7, START, {"r7": 7}) == (case.seq, case.last, case.requests)


def test_replay_goes_on() -> None:
    """A log may be folded in two parts."""
    log = [recorded(event, seq) for seq, event in enumerate(EXAMPLES, 1)]
    for cut in range(len(log)):
        assert replay(log) == replay(log[cut:], replay(log[:cut]))


def test_replay_leaves_the_case_alone() -> None:
    """Adding to a case makes a new one."""
    before = told(OPENED, events.AnswerRecorded("f1", "yes"), events.StepDone("s1"))
    again = told(OPENED, events.AnswerRecorded("f1", "yes"), events.StepDone("s1"))
    replay([recorded(event, 9) for event in EXAMPLES], before)
    assert again == before


def test_a_case_cannot_be_changed() -> None:
    """A case is a value."""
    with pytest.raises(FrozenInstanceError):
        Case().seq = 1  # type: ignore[misc]  # that is the point


def test_the_first_entry_of_a_request_counts() -> None:
    """A request is known by the first entry that was recorded for it."""
    log = [recorded(OPENED, 1), recorded(events.CaseHeld("x"), 2)]
    same = [log[0], events.Recorded(2, START, START, "ann", "r1", log[1].event)]
    assert {"r1": 1} == replay(same).requests


def test_opened() -> None:
    """A sub-case knows who opened it."""
    case = told(events.CaseOpened("C1", "small", 2, "ab", "C0", "s1"))
    assert ("C1", "small", 2, "ab", "C0", "s1", START, "ann") == (
        case.id,
        case.procedure,
        case.version,
        case.digest,
        case.parent,
        case.parent_step,
        case.opened,
        case.opened_by,
    )


def test_moved() -> None:
    """A move changes the text the case runs on, and nothing else."""
    case = told(OPENED, events.CaseMoved(2, "cd"))
    assert ("small", 2, "cd") == (case.procedure, case.version, case.digest)


def test_answers_are_kept_in_order() -> None:
    """The last answer counts; those before it are kept."""
    case = told(events.AnswerRecorded("f1", "yes", "", "s1"), events.AnswerAmended("f1", "no"))
    first = Answer("yes", START, START, "ann", 1, "s1")
    last = Answer("no", START, LATER, "ann", 2, "s1")
    assert ((first, last), last) == (case.answers["", "f1"], case.answer("", "f1"))


def test_an_amended_answer_stands_in_the_old_place() -> None:
    """A corrected answer counts from when the first one was told."""
    answer = told(events.AnswerRecorded("f1", "yes"), events.AnswerAmended("f1", "no")).answer("", "f1")
    assert answer
    assert (START, LATER) == (answer.since, answer.told_at)


def test_amended_without_an_answer() -> None:
    """What nobody had told counts from its correction on."""
    answer = told(OPENED, events.AnswerAmended("f1", "no")).answer("", "f1")
    assert answer
    assert (LATER, None) == (answer.since, answer.step)


def test_unknown_answer() -> None:
    """Nothing is known of what nobody told."""
    assert told(OPENED).answer("", "f1") is None


def test_elements() -> None:
    """An element that was taken off keeps its number, and what was told of it stays."""
    case = told(
        events.ElementAdded("l1", 1, {"e1": "word"}),
        events.ElementAdded("l1", 2, {}),
        events.ElementRemoved("l1", 1),
    )
    gone, there = case.elements["", "l1"]
    assert Element(1, 1, START, START + timedelta(hours=2), 3) == gone
    assert Element(2, 2, LATER) == there
    assert case.answer("l1[1]", "e1") == Answer("word", START, START, "ann", 1)


def test_elements_inside_elements() -> None:
    """A list inside an element has its own numbers."""
    case = told(events.ElementAdded("l2", 1, {"e2": 3}, "l1[2]"))
    assert {("l1[2]", "l2")} == set(case.elements)
    assert case.answer("l1[2]/l2[1]", "e2")


def test_marks() -> None:
    """Done and skipped are what a person said of a step; the last word counts."""
    case = told(events.StepSkipped("s1", "not now"), events.StepDone("s1"), events.StepSkipped("s2", "why"))
    assert case.marks == {
        "s1": Mark("done", 2, LATER, "ann", ""),
        "s2": Mark("skipped", 3, START + timedelta(hours=2), "ann", "why"),
    }


def test_reopened_step() -> None:
    """A step that is to be done again carries no mark."""
    case = told(events.StepDone("s1"), events.StepReopened("s1", "again"))
    assert ({}, {"s1": Reopening(2, LATER, "ann", "again", ((START, LATER),))}) == (case.marks, case.reopened)
    case = told(events.StepDone("s1"), events.StepReopened("s1", "a"), events.StepReopened("s1", "b"))
    assert ((START, LATER),) == case.reopened["s1"].was


def test_confirmed_step() -> None:
    """A confirmed step was done when it was done, and looked at since."""
    case = told(events.StepDone("s1"), events.StepConfirmed("s1"))
    assert ({"s1": Mark("done", 1, START, "ann", "")}, {"s1": 2}) == (case.marks, case.confirmed)


def test_withdrawn_arrival_takes_away_what_it_brought() -> None:
    """Answers that an arrival brought go with it; corrections and other answers stay."""
    case = told(
        events.ArrivalRecorded("a1", 1, {"f1": "yes", "f2": 3}),
        events.AnswerRecorded("f1", "yes", arrival=1),
        events.AnswerRecorded("f2", 3, arrival=1),
        events.AnswerRecorded("f3", 4),
        events.AnswerAmended("f2", 5),
        events.ArrivalWithdrawn(1),
    )
    assert case.answer("", "f1") is None
    assert (5, 4) == tuple(answer.value for name in ("f2", "f3") if (answer := case.answer("", name)))
    assert [True] == [coming.withdrawn for coming in case.arrivals]


def test_other_arrivals_stay() -> None:
    """Withdrawing one coming leaves the others."""
    case = told(events.ArrivalRecorded("a1", 1, {}), events.ArrivalRecorded("a1", 2, {}), events.ArrivalWithdrawn(1))
    assert [True, False] == [coming.withdrawn for coming in case.arrivals]


def test_subcases() -> None:
    """A case knows of the cases it opened what it was told last."""
    case = told(
        events.SubcaseOpened("s1", "C2", "small", 1, "ab", {}), events.SubcaseChanged("s1", "C2", "closed", "left")
    )
    assert case.subcases == {"s1": Subcase("C2", "small", "closed", "left", LATER)}


def test_unknown_subcase() -> None:
    """News of a case that no step opened adds nothing."""
    assert {} == told(events.SubcaseChanged("s1", "C2", "closed", None)).subcases


def test_signatures() -> None:
    """Every word of everybody who signs is kept."""
    case = told(events.Signed("s1", approved=True), events.Signed("s1", approved=False, reason="seen again"))
    assert [(True, ""), (False, "seen again")] == [(one.approved, one.reason) for one in case.signatures["s1"]]


def test_taken_and_handed() -> None:
    """The last one who took a step is on it; the last hands it was given into hold it."""
    case = told(events.StepTaken("s1"), events.Handed("s1", "boss"), events.Handed("s1", "front", "back"))
    assert ("ann", ("front", "back")) == (case.taken["s1"].by, (case.handed["s1"].to, case.handed["s1"].reason))


def test_notes_and_documents() -> None:
    """Notes and documents are kept in their order."""
    case = told(events.NoteAdded("one"), events.NoteAdded("two", "s1"), events.DocumentMade("d", "ef"))
    assert [("one", None), ("two", "s1")] == [(note.text, note.step) for note in case.notes]
    assert [("d", "ef", 3)] == [(made.document, made.digest, made.seq) for made in case.documents]


def test_hold_and_resume() -> None:
    """A hold has a beginning and, once the case goes on, an end."""
    held = told(OPENED, events.CaseHeld("holidays"))
    assert ("on hold", (Hold(LATER, None, "holidays"),)) == (held.status, held.holds)
    resumed = told(OPENED, events.CaseHeld("holidays"), events.CaseResumed())
    assert ("open", (Hold(LATER, START + timedelta(hours=2), "holidays"),)) == (resumed.status, resumed.holds)


def test_two_holds() -> None:
    """A hold that ended keeps its end when another one ends."""
    rest = events.CaseHeld("x")
    case = told(OPENED, rest, events.CaseResumed(), rest, events.CaseResumed())
    assert [1, 1] == [round((hold.end - hold.start) / timedelta(hours=1)) for hold in case.holds if hold.end]


def test_closed_and_reopened() -> None:
    """A closed case has an outcome and an end, a reopened one neither."""
    closed = told(OPENED, events.CaseHeld("x"), events.CaseClosed("left"))
    end = START + timedelta(hours=2)
    assert ("closed", "left", end, end) == (closed.status, closed.outcome, closed.ended, closed.holds[0].end)
    reopened = evolve(closed, recorded(events.CaseReopened("not over"), 4))
    assert ("open", None, None, "not over") == (
        reopened.status,
        reopened.outcome,
        reopened.ended,
        reopened.ending_reason,
    )


def test_cancelled() -> None:
    """A cancelled case says why."""
    case = told(OPENED, events.CaseCancelled("no longer"))
    assert ("cancelled", None, "no longer") == (case.status, case.outcome, case.ending_reason)


def test_places() -> None:
    """Places are written from the outside in; attempts have a number after a `#`."""
    assert ["l1[2]", "l1[2]/l2[1]", "s1#3"] == [
        place_of("", "l1", 2),
        place_of("l1[2]", "l2", 1),
        place_of("", "s1#", 3),
    ]

"""What the looking commands show of what is rare: flags, sub-cases, dates, holds, every kind of entry."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from cli.call import Call
from cli.output import clean
from cli.render import draw
from cli.replies import tell_done
from cli.views.agenda import show_agenda
from cli.views.cases import list_cases
from cli.views.history import tell
from cli.views.sheet import Block, Cell
from engine.case import events
from engine.case.agenda import ArrivalView, Due, Flag
from engine.case.commands import AddNote
from engine.case.events import EVENT_TYPES
from engine.desk import CaseLine, Desk, Done

if TYPE_CHECKING:
    from pathlib import Path

    from cli.views.sheet import Sheet
    from engine.case.agenda import Agenda, StepView
    from engine.case.events import Event

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


@pytest.fixture
def desk(office: Path) -> Desk:
    """Sit down as pat."""
    return Desk.at(office, "pat")


@pytest.fixture
def agenda(desk: Desk, case: str) -> Agenda:
    """Give the agenda of a new case."""
    return desk.agenda(case)


def words(sheet: Sheet) -> list[str]:
    """Give the lines of a sheet, without their looks."""
    return [" ".join(cell.text for cell in row if cell.text) for block in sheet for row in block.rows]


def with_greet(agenda: Agenda, **changes: object) -> Agenda:
    """Change the first step of an agenda."""
    counter = agenda.steps[0]
    greet: StepView = replace(counter.steps[0], **changes)  # type: ignore[arg-type]  # fields of a step
    return replace(agenda, steps=(replace(counter, steps=(greet, *counter.steps[1:])), *agenda.steps[1:]))


def test_a_flag(agenda: Agenda, desk: Desk) -> None:
    """A flag stands under its step, and says since when."""
    flag = Flag("older-answers", "done on older answers", NOW - timedelta(days=1))
    shown = words(show_agenda(with_greet(agenda, flags=(flag,)), desk))
    assert "look at this: done on older answers (since Sun 22 Nov, 09:30)" in shown


def test_a_step_that_was_skipped(agenda: Agenda, desk: Desk) -> None:
    """A step that a person settled says who, when and why."""
    shown = words(show_agenda(with_greet(agenda, status="skipped", marked_by="bo", since=NOW, reason="known"), desk))
    assert "Bo Boss since today 09:30: known" in shown


def test_a_step_that_opened_a_case(agenda: Agenda, desk: Desk) -> None:
    """A step that opened a case names it; a case that was opened by another names that."""
    shown = words(show_agenda(replace(with_greet(agenda, subcase="AAA-111"), parent="BBB-222"), desk))
    assert "case AAA-111" in shown
    assert "opened from case BBB-222" in shown


def test_dates(agenda: Agenda, desk: Desk) -> None:
    """Dates are shown the next one first, with why, and to whom a reminder goes."""
    dues = (
        Due("greet", "reminder", "Greet", NOW + timedelta(hours=2), overdue=False, who=("boss",), why="2 hours after"),
        Due("greet", "due", "Greet", NOW - timedelta(hours=1), overdue=True, who=(), why="1 hour before"),
    )
    shown = words(show_agenda(replace(agenda, due=dues), desk))
    assert "today 08:30 overdue Greet: 1 hour before" in shown
    assert "today 11:30 reminder Greet (to Boss (Bo Boss)): 2 hours after" in shown
    assert shown.index("today 08:30 overdue Greet: 1 hour before") < len(shown) - 2


def test_an_end_that_is_near(agenda: Agenda, desk: Desk) -> None:
    """A case that only has to finish something says so."""
    assert "the case ends as soon as what is still open is done" in words(
        show_agenda(replace(agenda, ending="given"), desk)
    )


def test_an_arrival_that_says_otherwise(agenda: Agenda, desk: Desk) -> None:
    """An arrival that contradicts what was told says where."""
    slip = ArrivalView("slip", "The slip", (), (1,), NOW, conflicts=("slip_number",))
    shown = words(show_agenda(replace(agenda, arrivals=(slip,)), desk))
    assert "came since today 09:30 slip The slip (says otherwise than was told: slip_number)" in shown


def test_a_case_without_people(agenda: Agenda, desk: Desk) -> None:
    """A step that nobody is named for is for anybody; a closed case offers no way to go on."""
    shown = words(show_agenda(replace(with_greet(agenda, who=()), status="closed"), desk))
    assert "for anybody" in shown
    assert f"cuecard run {agenda.case}" not in shown


def test_an_overdue_case() -> None:
    """An overdue case says so in the list, and what is open in it, at most two."""
    line = CaseLine(
        "AAA-111",
        "p",
        "P",
        "open",
        None,
        "A···",
        NOW,
        None,
        mine=True,
        open=("A", "B", "C"),
        waits_for=(),
        overdue=True,
    )
    assert words(list_cases([line], NOW)) == ["AAA-111 A··· overdue: A · B · and 1 more"]


def test_a_case_that_waits_for_nothing() -> None:
    """A case in which nothing is open and nothing is missing says that too."""
    line = CaseLine("AAA-111", "p", "P", "open", None, "", NOW, NOW, mine=False, open=(), waits_for=(), overdue=False)
    assert words(list_cases([line], NOW)) == ["AAA-111 today 09:30 waits for: nothing that is known"]


def test_what_has_to_be_looked_at_after_an_act(agenda: Agenda, desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    """After an act, flags, contradictions and the cases that were opened are named."""
    flagged = with_greet(agenda, flags=(Flag("undo", "take it back", None),))
    slip = ArrivalView("slip", "The slip", (), (1,), NOW, conflicts=("slip_number",))
    tell_done(Call(), desk, Done(replace(flagged, arrivals=(slip,)), ("StepDone",), ("AAA-111",)))
    said = capsys.readouterr().out
    assert "  opened: AAA-111, go on there with: cuecard run AAA-111\n" in said
    assert "  to look at: Greet Zanzibar-Marker: take it back\n" in said
    assert "  to look at: The slip says otherwise than was told: slip_number\n" in said


ENTRIES: list[tuple[Event, str]] = [
    (events.CaseOpened("AAA-111", "p", 1, ""), "opened the case"),
    (events.CaseMoved(2, ""), "moved the case to version 2"),
    (events.AnswerRecorded("refused", value=True), "told Do they refuse it? yes"),
    (events.AnswerRecorded("thing", "Lamp", "things[1]"), "told Thing (things[1]): Lamp"),
    (events.AnswerRecorded("things", 2), "told What is in it? 2 in all"),
    (events.AnswerRecorded("gone", ["a", "b"]), "told gone: a, b"),
    (events.AnswerAmended("refused", None, "", "typo"), "corrected Do they refuse it? none, because: typo"),
    (events.ElementAdded("things", 1, {"thing": "Lamp", "worth": None}), "added to What is in it? thing: Lamp"),
    (events.ElementRemoved("things", 1, "", "gone"), "took number 1 off What is in it?, because: gone"),
    (events.StepTaken("greet"), "is on it: Greet Zanzibar-Marker"),
    (events.StepDone("greet"), "did: Greet Zanzibar-Marker"),
    (events.StepSkipped("weigh", "light"), "skipped: Weigh it, because: light"),
    (events.StepReopened("weigh"), "wants it done again: Weigh it"),
    (events.StepConfirmed("weigh"), "confirmed: Weigh it"),
    (events.ArrivalRecorded("slip", 1, {"slip_number": "7"}), "recorded that it came: The signed slip: slip number: 7"),
    (events.ArrivalRecorded("gone", 1, {}), "recorded that it came: gone"),
    (events.ArrivalWithdrawn(1, "wrong"), "withdrew arrival 1, because: wrong"),
    (events.Signed("weigh", approved=True), "signed: Weigh it"),
    (events.Signed("weigh", approved=False, reason="no"), "took back the signature of: Weigh it, because: no"),
    (events.SubcaseOpened("weigh", "BBB-222", "p", 1, "", {}), "opened case BBB-222 from: Weigh it"),
    (events.SubcaseChanged("gone", "BBB-222", "closed"), "case BBB-222 is closed, from: gone"),
    (events.Handed("weigh", "front_desk"), "handed to front desk: Weigh it"),
    (events.NoteAdded("fragile"), "noted: fragile"),
    (events.AnswerRedacted("weight"), "took out what was told of How heavy is it, in pounds?"),
    (events.NoteRedacted(7, "wrong parcel"), "took out the words of the note in entry 7, because: wrong parcel"),
    (events.FileRedacted("received.pdf"), "removed the file received.pdf"),
    (events.DocumentMade("receipt", ""), "made the document receipt"),
    (events.CaseHeld("lunch"), "put the case on hold, because: lunch"),
    (events.CaseResumed(), "took the case up again"),
    (events.CaseCancelled("twice"), "called the case off, because: twice"),
    (events.CaseClosed(None), "the case came to its end: no outcome"),
    (events.CaseClosed("gone"), "the case came to its end: gone"),
    (events.CaseReopened("again"), "reopened the case, because: again"),
]  # fmt: skip


@pytest.mark.parametrize(("event", "said"), ENTRIES, ids=[said for _, said in ENTRIES])
def test_an_entry_in_words(agenda: Agenda, event: Event, said: str) -> None:
    """Every entry of a log can be said in words, also about what is not there any more."""
    assert tell(event, agenda) == said


def test_every_kind_of_entry_has_an_example() -> None:
    """The examples above leave no kind of entry out."""
    assert {type(event) for event, _ in ENTRIES} == set(EVENT_TYPES.values())


def test_a_document_in_the_history(desk: Desk, case: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Documents that were made are listed."""
    from cli.views.case import show_case

    desk.make(case, "receipt")
    desk.act(case, AddNote("x"))
    draw(show_case(desk.agenda(case), desk.log(case), desk))
    assert "  today 09:30  Pat Porter  receipt\n" in capsys.readouterr().out


@pytest.mark.parametrize(("no_color", "reds"), [("", 1), ("1", 0)])
def test_colours(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], no_color: str, reds: int) -> None:
    """A terminal gets colours, unless NO_COLOR says otherwise; the words are the same."""
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "80")
    if no_color:
        monkeypatch.setenv("NO_COLOR", no_color)
    draw((Block("Title", ((Cell("late", "alert"),),)),))
    shown = capsys.readouterr().out
    assert shown.count("31m") == reds
    assert "late" in shown


def test_a_cleaned_text_is_stable() -> None:
    """Cleaning twice changes nothing more."""
    assert clean(clean("\x1b\u202e")) == clean("\x1b\u202e")

"""What comes from outside: duplicates, what is withdrawn, and what comes when a case is closed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine.case import commands
from tests.case.support import START, Play, procedure

LETTER = procedure(
    """
    - id: read
      wait_for: letter
      due: 2 days after letter
      ask: [town]
    - id: last
      do: Nothing
    """,
    "town:\n  type: text\n",
    "arrivals:\n  letter:\n    title: Their letter\n    brings: [town]\n",
)


def twice() -> Play:
    """A case in which a letter came twice, from two towns."""
    return Play(LETTER).arrive("letter", town="Dover").arrive("letter", town="York")


def test_a_duplicate_is_marked() -> None:
    """What comes again though it comes once is marked, changes nothing, and shows what it says otherwise."""
    play = twice()
    view = play.agenda.arrivals[0]
    assert ((1,), (2,), ("town",), "Dover") == (view.comings, view.duplicates, view.conflicts, play.value("town"))


def test_a_duplicate_counts_once_the_first_is_withdrawn() -> None:
    """Where the first turns out to be a mistake, what came again counts, with what it brought."""
    play = twice()
    play.events(commands.WithdrawArrival("1", "another case"))
    view = play.agenda.arrivals[0]
    assert ((2,), (), "York") == (view.comings, view.duplicates, play.value("town"))


def test_a_withdrawn_duplicate_leaves_the_first() -> None:
    """Where what came again is withdrawn, the first counts as before."""
    play = twice()
    play.events(commands.WithdrawArrival("letter", "another case"))
    view = play.agenda.arrivals[0]
    assert ((1,), (), "Dover") == (view.comings, view.duplicates, play.value("town"))


def test_a_duplicate_moves_no_clock() -> None:
    """Of what came again, when it happened is nothing to count from: dates stay those of the first."""
    play = Play(LETTER).arrive("letter").later(days=1)
    before = play.agenda.due
    assert before == play.arrive("letter", happened=START - timedelta(days=40)).agenda.due
    assert [START + timedelta(days=2)] == [due.moment for due in before]


@pytest.mark.parametrize("hours", [0, 1])
def test_what_comes_after_the_end_settles_nothing(hours: int) -> None:
    """What comes once a case has closed, be it in the same moment, counts for its steps when it is open again."""
    steps = "- id: call\n  do: Call\n- id: came\n  wait_for: letter\n  optional: yes\n"
    play = Play(procedure(steps, "", "arrivals:\n  letter:\n    title: A letter\n")).done("call").later(hours=hours)
    assert ("closed", "not needed") == (play.case.status, play.arrive("letter").status("came"))
    assert (1,) == play.agenda.arrivals[0].comings
    play.events(commands.ReopenCase("it came"))
    assert "done" == play.status("came")


def test_what_came_after_the_end_fills_in_at_reopening() -> None:
    """What came while a case was closed is told once it is open again, if it is not known."""
    play = Play(LETTER)
    play.events(commands.CancelCase("no longer"))
    play.arrive("letter", town="Dover").arrive("letter", town="York")
    assert "unknown" == play.value("town")
    play.events(commands.ReopenCase("it came"))
    assert ("Dover", "open") == (play.value("town"), play.status("read"))

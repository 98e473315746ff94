"""Which moments times come to: counted from what happened, and without the times in which the case rested."""

from __future__ import annotations

from datetime import datetime

from engine.case import commands
from engine.case.agenda import Due
from tests.case.support import ZONE, Play, procedure

STEPS = """
    - id: call
      do: Call them
    - id: answer
      wait_for: letter
      give_up: 3 days after call
      due: 1 day after call
      do: Read the letter
    - id: last
      do: Nothing
"""
REST = """
    arrivals:
      letter:
        title: Their letter
      complaint:
        title: A complaint
        many: yes
    any_time:
      - id: settle
        wait_for: complaint
        pause: yes
"""
WAITING = procedure(STEPS, "", f"{REST}        due: 2 days after complaint\n        do: Settle it\n")
IN_PARTS = procedure(
    STEPS, "", f"{REST}        order: any\n        steps: [{{id: hear, do: Hear}}, {{id: pay, do: Pay}}]\n"
)


def waiting() -> Play:
    """A case that waits for a letter, since an hour after it was opened."""
    return Play(WAITING).later(hours=1).done("call")


def dates(play: Play) -> dict[str, datetime]:
    """Each date of the case."""
    return {f"{due.at}: {due.kind}": due.moment for due in play.agenda.due}


def at(day: int, hour: int = 10) -> datetime:
    """A moment in November."""
    return datetime(2026, 11, day, hour, tzinfo=ZONE)


def test_gives_up() -> None:
    """A step that still waits gives up once its time has passed, since then."""
    play = waiting().later(days=3)
    assert ("gave up", at(5)) == (play.status("answer"), play.step("answer").since)


def test_what_came_in_time() -> None:
    """A step whose wait was over in time does not give up, however late it is looked at."""
    play = waiting().later(days=2).arrive("letter").later(days=9)
    assert "open" == play.status("answer")


def test_recorded_late() -> None:
    """What came in time but is recorded when the step has given up comes too late: it changes nothing."""
    play = waiting().later(days=4).arrive("letter", happened=at(3))
    assert "gave up" == play.status("answer")


def test_back_dated() -> None:
    """What is back-dated moves the clocks that count from it; a wait is over since it was recorded."""
    steps = """
    - id: read
      wait_for: letter
      due: 2 days after letter
      do: Read it
    """
    play = Play(procedure(steps, "", "arrivals:\n  letter:\n    title: A letter\n")).later(days=3)
    play.arrive("letter", happened=at(3, 9))
    assert (at(5, 9), at(5, 9)) == (dates(play)["read: due"], play.step("read").since)


def test_a_date_in_a_condition_does_not_stop() -> None:
    """A date inside a condition passes while the case is on hold: a verdict never waits for the office."""
    steps = """
    - id: call
      do: Call them
    - id: remind
      when: 3 days after call
      do: Remind them
    """
    play = Play(procedure(steps)).done("call").later(days=1)
    play.events(commands.HoldCase("holidays"))
    play.later(days=3).events(commands.ResumeCase())
    assert "open" == play.status("remind")


def test_clocks_stop_on_hold() -> None:
    """Dates move on by the time in which the case was on hold."""
    play = waiting().later(days=1)
    play.events(commands.HoldCase("holidays"))
    play.later(days=2).events(commands.ResumeCase())
    assert {"answer: due": at(3), "answer: gives up": at(7)} == dates(play)


def test_a_hold_over_the_night_in_which_clocks_are_changed() -> None:
    """A date moves on by the time that really passed."""
    play = Play(WAITING, now=datetime(2026, 10, 30, 10, tzinfo=ZONE)).done("call").later(hours=1)
    play.events(commands.HoldCase("holidays"))
    play.now = datetime(2026, 11, 2, 11, tzinfo=ZONE)
    play.events(commands.ResumeCase())
    assert datetime(2026, 11, 5, 11, tzinfo=ZONE) == dates(play)["answer: gives up"]


def test_clocks_stop_while_a_step_makes_all_others_wait() -> None:
    """Dates move on by the time in which a step made the rest wait; its own do not."""
    play = waiting().later(days=2).arrive("complaint").later(days=5)
    assert ("waiting", "open") == (play.status("answer"), play.status("settle#1"))
    assert {"answer: due": at(3), "answer: gives up": at(10), "settle#1: due": at(6)} == dates(play)
    play.done("settle#1").later(hours=1)
    assert ("waiting", {"answer: due": at(3), "answer: gives up": at(10)}) == (play.status("answer"), dates(play))
    assert "gave up" == play.later(days=1).status("answer")


def test_clocks_go_on_until_a_step_that_made_all_others_wait_is_done_again() -> None:
    """While it was done nothing waited: only the times in which it was open are taken off."""
    play = waiting().later(days=1).arrive("complaint").later(days=1).done("settle#1").later(days=1)
    assert at(6) == dates(play)["answer: gives up"]
    play.events(redo := commands.RedoStep("settle#1", "not settled after all"))
    play.later(days=3)
    assert ("waiting", at(9)) == (play.status("answer"), dates(play)["answer: gives up"])
    play.done("settle#1").later(hours=12).events(redo)
    play.later(hours=2).done("settle#1")
    assert at(9, 12) == dates(play)["answer: gives up"]


def test_several_steps_that_make_all_others_wait_are_done_again_one_by_one() -> None:
    """A step in parts makes the rest wait while one of them is open, be it the first time or again."""
    play = Play(IN_PARTS).later(hours=1).done("call").later(days=1).arrive("complaint")
    play.later(hours=4).done("settle#1/hear").later(hours=4).done("settle#1/pay").later(hours=4)
    assert at(5, 18) == dates(play)["answer: gives up"]
    play.events(commands.RedoStep("settle#1/hear", "not all was heard"))
    play.later(hours=2).events(commands.RedoStep("settle#1/pay", "it was more"))
    play.later(hours=3).done("settle#1/pay")
    assert at(5, 23) == dates(play)["answer: gives up"]
    play.later(hours=1).done("settle#1/hear").later(hours=4)
    assert at(6, 0) == dates(play)["answer: gives up"]


def test_rests_that_overlap_count_once() -> None:
    """A hold within a time in which a step made the rest wait stops no clock twice."""
    play = waiting().later(days=1).arrive("complaint").later(days=1)
    play.events(commands.HoldCase("holidays"))
    play.later(days=1).events(commands.ResumeCase())
    play.later(days=1).done("settle#1")
    assert at(8) == dates(play)["answer: gives up"]


def test_a_date_is_explained() -> None:
    """A date says what it is counted from."""
    due = next(due for due in waiting().agenda.due if due.kind == "due")
    why = "1 day after call (Mon 02 Nov 2026, 10:00)"
    assert Due("answer", "due", "Answer", at(3), overdue=False, who=(), why=why) == due

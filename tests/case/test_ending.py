"""What the end of a case calls off, keeps open, and leaves to be marked."""

from __future__ import annotations

from engine.case import commands
from tests.case.support import Play, procedure

STEPS = """
- id: ask_step
  ask: [wanted]
- id: visit
  do: Go there
  optional: yes
- id: send
  when: wanted or done(visit)
  do: Send it
  undo: Have it sent back
"""


def reopened() -> Play:
    """A case that was closed, and is open again with nothing left that must be done."""
    play = Play(procedure(STEPS, "wanted:\n  type: yes_no\n")).done("ask_step", wanted=True).done("send")
    assert "closed" == play.case.status
    play.events(commands.ReopenCase("not wanted"))
    return play


def duties(play: Play) -> list[str]:
    """What the flagged steps ask."""
    return [flag.text for step in play.agenda.walk() for flag in step.flags]


def test_called_off_by_the_end() -> None:
    """What will not be called for once nobody can do the rest any more is to be undone first."""
    play = reopened()
    assert [] == duties(play)
    play.amend(wanted=False)
    assert ("open", ("visit", "send"), ["Have it sent back"]) == (play.case.status, play.agenda.open, duties(play))
    play.events(commands.ConfirmStep("send"))
    assert ("closed", []) == (play.case.status, duties(play))


def test_called_for_before_the_end() -> None:
    """Done in time, what nobody had to do calls for a step all the same."""
    play = reopened().amend(wanted=False).done("visit")
    assert ("closed", []) == (play.case.status, duties(play))


def test_on_hold() -> None:
    """What is on hold is looked at in the same way."""
    play = reopened().amend(wanted=False)
    play.events(commands.HoldCase("holidays"))
    assert ["Have it sent back"] == duties(play)


CALL = procedure(
    """
    - id: call
      ask: [asked_for, refused]
    - id: note
      do: Note it
    """,
    "asked_for:\n  type: text\nrefused:\n  type: yes_no\n",
    """
    arrivals:
      letter:
        title: A letter
        brings: [refused]
    outcomes:
      over:
        title: They refused
        as_soon_as: refused
        still_do: [note]
    """,
)


def test_a_step_that_ended_the_case() -> None:
    """What was being worked on when its own answer ended the case is still marked."""
    play = Play(CALL).answer(asked_for="a day").later(hours=1).answer(refused=True).later(hours=1)
    assert ("not needed", "done") == (play.status("call"), play.done("call").status("call"))


def test_a_step_that_did_not_end_the_case() -> None:
    """What was begun, but ended by something else, is not needed any more."""
    play = Play(CALL).answer(asked_for="a day").later(hours=1).arrive("letter", refused=True)
    assert "not-open" == play.refusal(commands.MarkDone("call")).code

"""Steps of which only one at a time may be worked on: who is in whose way, and for how long."""

from __future__ import annotations

from typing import Final

import pytest

from engine.case.commands import MarkDone, SignStep, TakeStep
from tests.case.support import Play, procedure

LETTER: Final = "arrivals:\n  letter:\n    title: A letter\n"


def opened(one: str, other: str) -> Play:
    """Open a case with two groups of two steps each, which take turns; what is given stands in the second steps."""
    steps = f"""
    - id: turns
      order: one at a time
      steps:
        - id: one
          steps:
            - id: one_first
              do: Begin
            - id: one_last
              {one}
        - id: other
          steps:
            - id: other_first
              do: Begin
            - id: other_last
              {other}
    """
    return Play(procedure(steps, rest=LETTER))


def opens(play: Play) -> list[str]:
    """Give the open steps."""
    return list(play.agenda.open)


@pytest.mark.parametrize("begin", [TakeStep("one_first"), MarkDone("one_first")], ids=["taken", "done"])
def test_a_group_is_gone_through_to_its_end(begin: TakeStep | MarkDone) -> None:
    """Once a step of one group was taken or done, nothing of the other opens before the group is settled."""
    play = opened("do: End", "do: End")
    assert ["one_first", "other_first"] == opens(play)
    play.events(begin)
    if isinstance(begin, TakeStep):
        assert ["one_first"] == opens(play)
        play.done("one_first")
    assert ["one_last"] == opens(play)
    assert ["one"] == [one.name for one in play.step("other_first").missing]
    assert ["other_first"] == opens(play.done("one_last"))


def test_a_signature_begins_a_step() -> None:
    """Signing is work on a step as well."""
    steps = """
    - id: turns
      order: one at a time
      steps:
        - id: approve
          sign:
            by: [front, boss]
            at_least: 2
        - id: note
          do: Note
    """
    play = Play(procedure(steps))
    play.events(SignStep("approve"), "ann")
    assert ["approve"] == opens(play)


def test_while_one_waits_for_the_outside_the_other_goes_on() -> None:
    """A group in which nothing can be done is in nobody's way; when the letter has come, the one begun last goes on."""
    play = opened("wait_for: letter", "do: End").done("one_first")
    assert ["other_first"] == opens(play)
    play.done("other_first").arrive("letter")
    assert "done" == play.status("one")
    assert ["other_last"] == opens(play)


def test_they_never_keep_each_other_waiting() -> None:
    """Where one group waits for a step of the other, that step can be done."""
    play = opened("wait_for: other_first", "do: End").done("one_first")
    assert ["other_first"] == opens(play)
    assert "done" == play.done("other_first").status("one")


def test_a_group_that_is_settled_is_in_nobodys_way() -> None:
    """After one group the other is gone through to its end as well."""
    play = opened("do: End", "do: End").done("one_first", "one_last", "other_first")
    assert ["other_last"] == opens(play)
    assert "closed" == play.done("other_last").case.status

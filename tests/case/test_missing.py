"""What a waiting step waits for, by name, so that a person knows what to do about it."""

from __future__ import annotations

import pytest

from engine.case import commands
from tests.case.support import Play, procedure

STEPS = """
- id: ask_step
  ask: [price, visit_on, kind, detail]
- id: of_condition
  when: dear
  do: Do it
- id: of_step
  wait_for: ask_step
  do: Do it
- id: of_arrival
  wait_for:
    any_of: [letter, price > 100]
  do: Do it
- id: of_date
  wait_for: 2 days after visit_on
  do: Do it
- id: of_rows
  when: rate > 2
  do: Do it
- id: of_question
  when: detail
  do: Do it
- id: of_settled
  when: done(of_arrival)
  do: Do it
- id: of_moment
  when: 2 days after visit_on
  do: Do it
- id: of_distance
  wait_for: 1 day after ask_step
  do: Do it
"""
FACTS = """
price:
  type: number
  question: What does it cost?
visit_on:
  type: date
  title: Visit
kind:
  type: yes_no
  title: Kind
detail:
  type: yes_no
  when: kind
dear:
  value: price > 10
rate:
  value:
    - price when kind
    - 1 otherwise
"""
LETTER = "order: any\narrivals:\n  letter:\n    title: A letter\n"


def missing(play: Play, step: str) -> list[str]:
    """What a step waits for: its kind, name and words."""
    return [f"{one.kind} {one.name}: {one.text}" for one in play.step(step).missing]


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        ("of_condition", ["fact price: What does it cost?"]),
        ("of_step", ["step ask_step: Ask step"]),
        ("of_arrival", ["arrival letter: A letter", "fact price: What does it cost?"]),
        ("of_date", ["fact visit_on: Visit"]),
        ("of_rows", ["fact kind: Kind"]),
        ("of_question", ["fact kind: Kind"]),
        ("of_settled", ["step of_arrival: Of arrival"]),
        ("of_moment", ["fact visit_on: Visit"]),
        ("of_distance", ["step ask_step: Ask step"]),
    ],
)
def test_named(step: str, expected: list[str]) -> None:
    """Facts, steps and arrivals are named, down to what can be asked or has to come."""
    assert expected == missing(Play(procedure(STEPS, FACTS, LETTER)), step)


def test_named_once_more_is_known() -> None:
    """As more becomes known, what is left is named: the next fact, a date to come, a change of what is told."""
    play = Play(procedure(STEPS, FACTS, LETTER)).answer(price=5, kind=True, visit_on="2026-11-03")
    assert ["fact detail: detail"] == missing(play, "of_question")
    assert ["arrival letter: A letter", "fact price: a change of: What does it cost? 5"] == missing(play, "of_arrival")
    assert ["time 2 days after visit_on: 2 days after visit_on (Thu 05 Nov 2026, 00:00)"] == missing(play, "of_date")
    assert ["time 2 days after visit_on: 2 days after visit_on"] == missing(play, "of_moment")


def test_on_hold() -> None:
    """While a case is on hold, that is what every step waits for."""
    play = Play(procedure(STEPS, FACTS, LETTER))
    play.events(commands.HoldCase("holidays"))
    assert ["hold hold: the case is on hold"] == missing(play, "ask_step")


def test_a_pause_and_a_linked_case() -> None:
    """A step names the step that makes the rest wait, and the case it opened."""
    steps = """
    - id: other
      open_case:
        procedure: elsewhere
        wait: yes
    - id: last
      do: Nothing
    """
    rest = "any_time:\n  - id: settle\n    wait_for: letter\n    pause: yes\n    do: Settle it\n"
    play = Play(procedure(steps, "", LETTER + rest))
    play.events(commands.MarkDone("other", {}, commands.NewCase("C2", play.procedure)))
    assert ["case C2: the case C2 is open"] == missing(play, "other")
    assert ["step settle: Settle"] == missing(play.arrive("letter"), "last")


def test_a_list_that_a_needless_group_has_its_steps_for() -> None:
    """A step in a group that is not needed is settled only once its list is told: that is what is missing."""
    steps = """
        - id: begin
          ask: [wanted]
        - id: list_things
          ask: [things]
        - id: each
          when: wanted
          for_each: things
          steps:
            - id: one
              do: Do it
    """
    facts = """
        wanted:
          type: yes_no
        things:
          type: list
          of:
            thing:
              type: text
    """
    play = Play(procedure(steps, facts, "any_time:\n  - id: afterwards\n    when: skipped(one)\n    do: Do it\n"))
    play.done("begin", wanted="no")
    assert ("not needed", ["things"]) == (play.status("each"), [one.name for one in play.step("afterwards").missing])

"""A condition that goes through a list is read once for all steps that it is the same for."""

from __future__ import annotations

from typing import Final

import pytest

from engine.case.commands import AddElement
from engine.case.portray import portray
from engine.case.reads import depth_of
from tests.case.support import Play, procedure

FACTS: Final = """\
rooms:
  type: list
  of:
    room:
      type: text
    people:
      type: list
      of:
        person:
          type: text
        grown:
          type: yes_no
    full:
      value: count(people where grown) > 1
large:
  type: yes_no
"""

STEPS: Final = """\
- id: begin
  ask: [rooms, large]
- id: each
  for_each: rooms
  order: any
  steps:
    - id: list_people
      ask: [people]
    - id: greet
      when: {when}
      do: Greet
"""

DEPTHS: Final = {
    "count(rooms) > 2": 0,
    "large and count(rooms where full) > 2": 0,
    "count(people where grown) > 2": 1,
    "count(people) > 2 and count(rooms) > 1": 1,
    "large": None,
    "full": None,
    "count(rooms) > 2 and done(begin)": None,
}
"""How deep inside a condition is the same from."""


@pytest.mark.parametrize(("when", "depth"), DEPTHS.items())
def test_depth(when: str, depth: int | None) -> None:
    """What it goes through says from how far outside it reads the same; without a list that is not asked."""
    found = procedure(STEPS.format(when=when), FACTS)
    condition = found.by_id["greet"].when
    assert condition
    assert depth == depth_of(condition, found)


@pytest.mark.parametrize(
    ("when", "times"), [("count(rooms) > 2", 1), ("count(people where grown) > 2", 20), ("large", 0)]
)
def test_once_for_all(when: str, times: int) -> None:
    """It is read as often as it can be different."""
    play = Play(procedure(STEPS.format(when=when), FACTS))
    for number in range(20):
        play.events(AddElement("rooms", {"room": str(number)}))
    derivation = play.derivation
    portray(derivation)
    condition = derivation.procedure.by_id["greet"].when
    assert times == sum(about[0] == condition for about in derivation.kept.answers.known["_read"])


def test_each_by_itself() -> None:
    """What is different in each element stays so."""
    play = Play(procedure(STEPS.format(when="count(people where grown) > 0"), FACTS))
    for name in ("Hall", "Attic"):
        play.events(AddElement("rooms", {"room": name}))
    play.events(AddElement("rooms[2]/people", {"person": "Kim Example", "grown": "yes"}))
    play.events(AddElement("rooms[1]/people", {"person": "Lee Example", "grown": "no"}))
    play.done("begin", large="no", rooms=[]).tell({"rooms[1]/people": []})
    assert ("not needed", "open") == (play.status("each[1]/greet"), play.status("each[2]/greet"))

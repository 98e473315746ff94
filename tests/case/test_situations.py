"""Answers that are asked again when another changes: each belongs to the situation it was given in."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.case.support import START, Play, procedure

if TYPE_CHECKING:
    from engine.case.events import Json

FACTS = """
town:
  type: text
street:
  type: text
  ask_again_if_changed: [town]
house:
  type: number
  ask_again_if_changed: [street]
"""
STEPS = """
- id: where
  ask: [town, street, house]
- id: last
  do: Nothing
"""
MUTUAL = """
street:
  type: text
  ask_again_if_changed: [house]
house:
  type: number
  ask_again_if_changed: [street]
"""


def told() -> Play:
    """A case in which all was told."""
    return Play(procedure(STEPS, FACTS)).answer(town="York", street="High Street", house=1)


def values(play: Play) -> tuple[object, ...]:
    """What is known of town, street and house."""
    return tuple(play.value(name) for name in ("town", "street", "house"))


@pytest.mark.parametrize("order", [("street", "house"), ("house", "street")])
def test_told_in_either_order(order: tuple[str, str]) -> None:
    """What is told before what it depends on is known belongs to what that is told first: also if it is asked again."""
    again: dict[str, Json] = {"street": "Mill Lane", "house": 2}
    play = told().amend(town="Dover")
    assert ("Dover", "unknown", 1) == values(play)
    for name in order:
        play.answer(**{name: again[name]}) if play.value(name) == "unknown" else play.amend(**{name: again[name]})
    assert ("Dover", "Mill Lane", 2) == values(play)


def test_back_in_a_situation() -> None:
    """Back where they were given, answers count again that depend on each other."""
    play = told().amend(town="Dover").answer(street="Mill Lane")
    assert ("Dover", "Mill Lane", "unknown") == values(play)
    assert ("York", "High Street", 1) == values(play.answer(house=2).amend(town="York"))
    assert ("Dover", "Mill Lane", 2) == values(play.amend(town="Dover"))


def test_of_each_other() -> None:
    """Two that are asked again because of each other are told one after the other."""
    play = Play(procedure("- id: where\n  ask: [street, house]\n- id: last\n  do: Nothing", MUTUAL))
    play.answer(street="High Street").answer(house=1).amend(street="Mill Lane")
    assert ("Mill Lane", "unknown") == (play.value("street"), play.value("house"))
    assert 2 == play.answer(house=2).value("house")


@pytest.mark.parametrize(("required", "hours"), [("yes", 2), ("no", 0)])
def test_since_when_its_step_is_done(required: str, hours: int) -> None:
    """Told again, an answer that is needed is what its step is done since; one that may be left blank is not."""
    facts = f"town:\n  type: text\nnote:\n  type: text\n  required: {required}\n  ask_again_if_changed: [town]\n"
    steps = "- id: where\n  ask: [note]\n- id: last\n  ask: [town]\n"
    play = Play(procedure(steps, facts)).answer(town="York").done("where", note="a").later(hours=1).amend(town="Dover")
    play.later(hours=1).answer(note="b")
    assert ("done", START + timedelta(hours=hours)) == (play.status("where"), play.step("where").since)

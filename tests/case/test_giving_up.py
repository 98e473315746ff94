"""A step gives up waiting when its time has passed before what it waits for was recorded, to the very moment."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

import pytest

from engine.case.commands import SignStep
from tests.case.support import START, Play, procedure

if TYPE_CHECKING:
    from collections.abc import Callable

ARRIVALS: Final = "arrivals:\n  letter:\n    title: A letter\n  call_back:\n    title: A call\n"
STEPS: Final = """\
- id: all
  order: any
  steps:
    - id: begin
      do: Begin
    - id: other
      do: Other
    - id: approve
      sign:
        by: [front, boss]
    - id: tell
      ask: [ready]
    - id: go_on
      do: Go on
      wait_for: {wait}
      give_up: {give_up}
"""
FACTS: Final = "ready:\n  type: yes_no\nsent_on:\n  type: date\n"
ENOUGH: Final[dict[str, Callable[[Play], object]]] = {
    "letter": lambda play: play.arrive("letter"),
    "other": lambda play: play.done("other"),
    "approve": lambda play: play.events(SignStep("approve")),
    "ready": lambda play: play.answer(ready="yes"),
    "{any_of: [call_back, letter]}": lambda play: play.arrive("letter"),
}
"""What a step can wait for, and what brings it."""


def opened(wait: str, give_up: str) -> Play:
    """Open a case in which a step waits."""
    return Play(
        procedure(STEPS.format(wait=wait, give_up=give_up), FACTS, ARRIVALS + "opens_with: [sent_on]\n"),
        {"sent_on": "2026-11-02"},
    )


@pytest.mark.parametrize("wait", ENOUGH)
@pytest.mark.parametrize(
    ("days", "expected"), [(2.9, ("waiting", "open")), (3, ("gave up", "gave up")), (3.1, ("gave up", "gave up"))]
)
def test_when_the_time_has_passed(wait: str, days: float, expected: tuple[str, str]) -> None:
    """What comes before the time opens the step; what comes at the moment, or later, does not settle it otherwise."""
    play = opened(wait, "3 days after begin").done("begin")
    play.now += timedelta(days=days)
    before = play.status("go_on")
    ENOUGH[wait](play)
    assert expected == (before, play.status("go_on"))


@pytest.mark.parametrize("wait", ENOUGH)
@pytest.mark.parametrize("is_first", [True, False])
@pytest.mark.parametrize("anchor", ["call_back", "begin"])
def test_within_one_moment(wait: str, anchor: str, *, is_first: bool) -> None:
    """Of two things that are recorded within one moment the first counts."""
    if "any_of" in wait and anchor == "call_back":
        wait = "letter"
    play = opened(wait, f"0 hours after {anchor}")
    anchors: dict[str, Callable[[Play], object]] = {
        "begin": lambda play: play.done("begin"),
        "call_back": lambda play: play.arrive("call_back"),
    }
    for act in (ENOUGH[wait], anchors[anchor])[:: 1 if is_first else -1]:
        act(play)
    assert ("open" if is_first else "gave up") == play.status("go_on")


@pytest.mark.parametrize("wait", ENOUGH)
def test_a_date_that_was_told_before(wait: str) -> None:
    """A time that is counted from a date passes like any other."""
    play = opened(wait, "0 hours after sent_on")
    assert "gave up" == play.status("go_on")
    ENOUGH[wait](play)
    assert "gave up" == play.status("go_on")


def test_what_it_waits_for_is_what_it_gives_up_at() -> None:
    """Something that comes is in time for a clock that counts from it."""
    play = opened("[letter, 0 hours after letter]", "0 hours after letter")
    assert "open" == play.arrive("letter").status("go_on")
    play = opened("[letter, 1 hour after letter]", "0 hours after letter")
    assert "gave up" == play.arrive("letter").status("go_on")


@pytest.mark.parametrize("later", ["4 days after begin", "late", "today > 2026-11-05", "settled(late)", "letter"])
def test_one_of_several_that_is_there_later(later: str) -> None:
    """A step gave up for good, whatever else of what it waited for is there later, with time or by a person."""
    steps = STEPS + "    - id: late\n      do: Late\n      wait_for: letter\n      give_up: 4 days after begin\n"
    wait = f"{{any_of: [other, {later}]}}"
    play = Play(procedure(steps.format(wait=wait, give_up="0 hours after begin"), FACTS, ARRIVALS))
    before = play.done("begin", "other").step("go_on")
    after = play.later(days=6).arrive("letter").step("go_on")
    assert [("gave up", START)] * 2 == [(one.status, one.since) for one in (before, after)]

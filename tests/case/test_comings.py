"""A step outside of the order that opens once a coming: its waits and clocks are those of that coming."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

import pytest

from engine.case.commands import RecordArrival, WithdrawArrival
from tests.case.support import START, Play, procedure

ARRIVALS: Final = "arrivals:\n  letter:\n    title: A letter\n    many: yes\n"
DAY: Final = timedelta(days=1)


def played(keys: str) -> Play:
    """Open a case with a step for each letter, and let letters come on the first and the second day."""
    lines = "".join(f"    {key}\n" for key in keys.split("; "))
    any_time = f"any_time:\n  - id: answer\n    do: Answer\n{lines}"
    play = Play(procedure("- id: go_on\n  do: Go on", rest=ARRIVALS + any_time))
    for day in range(2):
        play.now = START + day * DAY
        play.events(RecordArrival("letter"))
    return play


def statuses(play: Play, day: float) -> list[str]:
    """Say how the instances stand so many days after the first letter."""
    play.now = START + day * DAY
    return [play.statuses[f"answer#{number}"] for number in (1, 2)]


@pytest.mark.parametrize("number", [1, 2])
def test_due(number: int) -> None:
    """A date counts from the coming that the instance is for."""
    play = played("wait_for: letter; due: 3 days after letter")
    moments = {due.at: due.moment for due in play.agenda.due}
    assert START + (number + 2) * DAY == moments[f"answer#{number}"]


@pytest.mark.parametrize(
    ("day", "expected"), [(1, ["waiting", "waiting"]), (2, ["open", "waiting"]), (3, ["open", "open"])]
)
def test_wait(day: int, expected: list[str]) -> None:
    """So does a wait."""
    assert expected == statuses(played("wait_for: [letter, 2 days after letter]"), day)


@pytest.mark.parametrize(
    ("day", "expected"), [(1, ["open", "open"]), (2, ["not needed", "open"]), (3, ["not needed", "not needed"])]
)
def test_until(day: int, expected: list[str]) -> None:
    """So does an `until`."""
    assert expected == statuses(played("wait_for: letter; until: 2 days after letter"), day)


@pytest.mark.parametrize(
    ("day", "expected"), [(1, ["waiting", "waiting"]), (2, ["gave up", "waiting"]), (3, ["gave up", "gave up"])]
)
def test_give_up(day: int, expected: list[str]) -> None:
    """So does giving up."""
    assert expected == statuses(played("wait_for: [letter, go_on]; give_up: 2 days after letter"), day)


def test_what_is_no_coming() -> None:
    """What names no coming is decided once for all of them."""
    play = played("wait_for: letter; until: done(go_on)")
    assert ["open"] * 2 == statuses(play, 1)
    play.now += DAY
    play.arrive("letter").done("go_on")
    assert "not needed" == play.statuses["answer"]


def test_withdrawn() -> None:
    """The instance of a coming that was withdrawn is not needed, and the others do not count from it."""
    play = played("wait_for: [letter, 2 days after letter]")
    play.events(WithdrawArrival("1", "by mistake"))
    assert ["not needed", "waiting"] == statuses(play, 2)
    assert ["not needed", "open"] == statuses(play, 3)

"""What a decision sees at once is what a closer look finds."""

from __future__ import annotations

import random  # noqa: TID251  # made up from a seed, the same every time
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import pytest

from engine.case import decide_steps
from engine.case.commands import MarkDone
from engine.case.decide import decide
from engine.case.state import Case, replay
from tests.case.driving import seeded

if TYPE_CHECKING:
    from engine.case.events import Recorded
    from engine.case.refusals import Refusal
    from tests.case.driving import Run

RUNS: Final = 15
COMMANDS: Final = 40


def decided(run: Run) -> list[tuple[Recorded, ...] | Refusal]:
    """Decide everything that was to be marked done in a run once more, each on the case as it was then, and bare."""
    choose = random.Random(len(run.log))  # noqa: S311  # nothing secret
    found = []
    for turn in run.turns:
        if isinstance(turn.command, MarkDone):
            few = dict(choose.sample(sorted(turn.command.told.items()), len(turn.command.told) // 2))
            for command in (turn.command, replace(turn.command, told=few)):
                before = replay(run.log[: turn.before.seq], Case())
                found.append(decide(run.procedure, before, command, turn.asked))
    return found


@pytest.fixture(name="played", scope="module")
def _played() -> list[Run]:
    return [seeded(seed, COMMANDS) for seed in range(RUNS)]


@pytest.mark.no_cover
@pytest.mark.parametrize(("at_once", "same"), [(False, True), (True, False)])
def test_at_once(played: list[Run], monkeypatch: pytest.MonkeyPatch, *, at_once: bool, same: bool) -> None:
    """Where nothing is seen at once, the same is decided; and if all were taken to be seen at once, it would not."""
    expected = [decided(run) for run in played]
    monkeypatch.setattr(decide_steps, "_is_all", lambda *_: at_once)
    assert same is (expected == [decided(run) for run in played])

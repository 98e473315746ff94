"""What a decision sees at once is what a closer look finds."""

from __future__ import annotations

import random  # noqa: TID251  # made up from a seed, the same every time
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import pytest

from engine.case import decide_answers, decide_steps, events
from engine.case.commands import Asked, MarkDone
from engine.case.decide import decide
from engine.case.deciding import Deciding
from engine.case.state import Case, replay
from tests.case.driving import seeded
from tests.case.support import OFFICE, Play, procedure

if TYPE_CHECKING:
    from collections.abc import Callable

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


def test_going_on_only_from_the_same() -> None:
    """What was tried with some events is gone on from with more, and not with others."""
    play = Play(procedure("- id: s1\n  do: Do it\n"))
    deciding = Deciding(play.procedure, play.case, Asked(OFFICE, "cal", play.now, "r2"))
    one, other, done = events.NoteAdded("one"), events.NoteAdded("other"), events.StepDone("s1")
    deciding.after([one])
    assert [one, done] == [entry.event for entry in deciding.after([one, done]).entries]
    assert [other] == [entry.event for entry in deciding.after([other]).entries]


@pytest.fixture(name="played", scope="module")
def _played() -> list[Run]:
    return [seeded(seed, COMMANDS) for seed in range(RUNS)]


def always(*_: object) -> bool:
    """See at once that all was told, whatever was."""
    return True


def never(*_: object) -> bool:
    """See nothing at once."""
    return False


def named(deciding: Deciding, _node: object, key: str) -> bool:
    """Take it that every fact is asked and not told yet."""
    return key in deciding.procedure.facts


@pytest.mark.no_cover
@pytest.mark.parametrize(
    ("glance", "seen", "same"),
    [("_is_all", never, True), ("_is_all", always, False), ("_is_asked", never, True), ("_is_asked", named, False)],
)
def test_at_once(
    played: list[Run], monkeypatch: pytest.MonkeyPatch, glance: str, seen: Callable[..., bool], *, same: bool
) -> None:
    """Where nothing is seen at once, the same is decided; and if all were taken to be seen at once, it would not."""
    expected = [decided(run) for run in played]
    monkeypatch.setattr({"_is_all": decide_steps, "_is_asked": decide_answers}[glance], glance, seen)
    assert same is (expected == [decided(run) for run in played])

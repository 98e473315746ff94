"""What stays known of a case that grows, in one of very many answers too; the law of it is in `turns`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from engine.case import derive, memory
from engine.case.growing import follow
from engine.case.portray import open_leaves
from engine.condition.reading import UNKNOWN, Reading
from tests.case.driving import seeded
from tests.case.support import OFFICE, Play, procedure
from tests.case.turns import growing_is_deriving_afresh

if TYPE_CHECKING:
    from engine.case.derive import Derivation
    from engine.case.memory import Era, Kept
    from tests.case.driving import Run

RUNS: Final = 12
COMMANDS: Final = 30


def holds(run: Run) -> bool:
    """Whether the law holds with every command of a run."""
    try:
        for turn in run.turns:
            growing_is_deriving_afresh(run, turn)
    except AssertionError:
        return False
    return True


def stays(_kept: Kept, era: Era, _changed: int) -> Era:
    """Leave nothing behind."""
    return era


@pytest.mark.no_cover
@pytest.mark.parametrize("planted", [False, True])
def test_in_eras(monkeypatch: pytest.MonkeyPatch, *, planted: bool) -> None:
    """Looked at by eras, a derivation that goes on says the same as one made afresh; with a bug in that it does not."""
    monkeypatch.setattr(memory, "_FEW", 0)
    if planted:
        monkeypatch.setattr(memory.Kept, "_leave", stays)
    assert planted is not all(holds(seeded(seed, COMMANDS)) for seed in range(RUNS))


def test_few_eras() -> None:
    """However often a case grows, its answers are in few eras, and almost all of them are."""
    play = Play(procedure("".join(f"- id: s{number}\n  do: Do it\n" for number in range(120))))
    counts = []
    for number in range(100):
        play.done(f"s{number}")
        eras = follow(play.procedure, play.case, play.now, OFFICE).kept.eras
        counts.append((len(eras), len({key for era in eras for key in era.keys})))
    assert 1 < max(many for many, _ in counts) <= 8
    assert counts[-1][1] > 250


def test_what_is_open() -> None:
    """Of a group that was reached its open steps are found, beside what is optional or open at any time."""
    steps = """
        - id: first
          steps:
            - id: begin
              do: Begin
            - id: extra
              do: Something more
              optional: yes
            - id: go_on
              do: Go on
        - id: second
          steps:
            - id: end
              do: End
    """
    play = Play(procedure(steps, rest="any_time:\n  - id: call\n    do: Call\n"))
    found = []
    for step in ("begin", "go_on", "end"):
        found.append([leaf.address for leaf in open_leaves(play.derivation)])
        play.done(step)
    assert [
        ["begin", "call"],
        ["extra", "go_on", "call"],
        ["extra", "end", "call"],
    ] == found


def unreached(_derivation: Derivation, _node: object) -> Reading:
    """Say of everything that it was not passed."""
    return Reading(UNKNOWN, None)


@pytest.mark.no_cover
@pytest.mark.parametrize("planted", [False, True])
def test_open_leaves(monkeypatch: pytest.MonkeyPatch, *, planted: bool) -> None:
    """The steps that are open are found without looking at all; were nothing ever passed, some would be missed."""
    expected, actual = [], []
    for run in (seeded(seed, COMMANDS) for seed in range(RUNS)):
        for turn in run.turns:
            derivation = derive.derive(run.procedure, turn.after, turn.asked.now, OFFICE)
            nodes = derivation.tree.walk()
            leaves = [node for node in nodes if node.kind == "leaf" and derivation.standing(node).status == "open"]
            expected.append([leaf.address for leaf in leaves])
            with monkeypatch.context() as patch:
                if planted:
                    patch.setattr(derive.Derivation, "passed", unreached)
                actual.append([leaf.address for leaf in open_leaves(derivation)])
    assert planted is (expected != actual)

"""What stays known of a case that grows, at whichever age; the law of it is in `turns`."""

from __future__ import annotations

import gc
import weakref
from typing import TYPE_CHECKING, Final

import pytest

from engine.case import derive, memory
from engine.case.growing import follow
from engine.case.portray import open_leaves
from engine.case.state import Case
from engine.condition.reading import UNKNOWN, Reading
from tests.case.driving import seeded
from tests.case.support import OFFICE, Play, procedure
from tests.case.turns import derived, everything, growing_is_deriving_afresh

if TYPE_CHECKING:
    from engine.case.derive import Derivation
    from engine.case.memory import Kept
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


def unchanged(kept: Kept, _changed: int) -> Kept:
    """Take it that nothing was changed."""
    return kept


@pytest.mark.no_cover
@pytest.mark.parametrize("planted", [False, True])
@pytest.mark.parametrize("oldest", [0, 2])
def test_at_all_ages(monkeypatch: pytest.MonkeyPatch, oldest: int, *, planted: bool) -> None:
    """However early a case is old, going on says the same as deriving afresh; with a bug in that it does not."""
    monkeypatch.setattr(memory, "_OLDEST", oldest)
    if planted:
        monkeypatch.setattr(memory.Kept, "grown", unchanged)
    assert planted is not all(holds(seeded(seed, COMMANDS)) for seed in range(RUNS))


@pytest.mark.no_cover
@pytest.mark.parametrize("planted", [False, True])
def test_younger_and_older(monkeypatch: pytest.MonkeyPatch, *, planted: bool) -> None:
    """A case says what it says afresh also after those that grew out of it were asked; with a bug in it does not."""
    if planted:
        monkeypatch.setattr(memory.Kept, "grown", unchanged)
    same = (
        everything(follow(run.procedure, case, turn.asked.now, OFFICE))
        == everything(derived(run, case, turn.asked.now))
        for run in (seeded(seed, COMMANDS) for seed in range(RUNS))
        for turn in run.turns
        for case in (turn.after, turn.before, turn.after)
    )
    assert planted is not all(same)


def test_going_on_two_ways() -> None:
    """Two cases that grew out of one differ only in what was told in each."""
    play = Play(procedure("- id: s1\n  do: Do it\n- id: s2\n  do: Do it\n- id: s3\n  do: Do it\n"))
    before = follow(play.procedure, play.case, play.now, OFFICE)
    other = Play(play.procedure, case=play.case)
    play.done("s1").done("s2")
    other.done("s1")
    statuses = [
        [follow(play.procedure, case, play.now, OFFICE).standing(node).status for node in before.tree.roots]
        for case in (play.case, other.case, before.case)
    ]
    assert [["done", "done", "open"], ["done", "open", "waiting"], ["open", "waiting", "waiting"]] == statuses


def test_growing_old() -> None:
    """Of a case that grows and grows, what is known stays few: each question has one answer, of no great age."""
    play = Play(procedure("".join(f"- id: s{number}\n  do: Do it\n" for number in range(120))))
    ages = []
    for number in range(100):
        play.done(f"s{number}")
        ages.append(follow(play.procedure, play.case, play.now, OFFICE).kept.age)
    assert set(range(1, memory._OLDEST + 1)) == set(ages)  # noqa: SLF001  # how old they get is the point


def test_what_was_broken_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where somebody broke off while something was being worked out, the case is derived afresh at the same moment."""
    play = Play(procedure("- id: s1\n  do: Do it\n- id: s2\n  do: Do it\n"))
    play.done("s1")

    def broken_off(*_: object) -> Reading:
        raise KeyboardInterrupt

    found = follow(play.procedure, play.case, play.now, OFFICE)
    with monkeypatch.context() as patch:
        patch.setattr(derive.Derivation, "applies", broken_off)
        with pytest.raises(KeyboardInterrupt):
            found.standing(found.tree.roots[1])
    found = follow(play.procedure, play.case, play.now, OFFICE)
    assert ["done", "open"] == [found.standing(node).status for node in found.tree.roots]


def test_gone_at_once() -> None:
    """What nobody needs any more is gone at once, and not only when somebody looks for what refers to itself."""
    play = Play(procedure("- id: s1\n  do: Do it\n- id: s2\n  do: Do it\n- id: s3\n  do: Do it\n"))
    gc.disable()
    try:
        found = []
        for step in ("s1", "s2"):
            found.append(weakref.ref(follow(play.procedure, play.case, play.now, OFFICE)))
            play.done(step)
        found.append(weakref.ref(follow(play.procedure, play.case, play.now, OFFICE)))
        assert [False, False, True] == [one() is not None for one in found]
        play.case = Case()
        assert found[-1]() is None
    finally:
        gc.enable()


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

"""No value of a derivation depends on what was asked for first, also where something hangs on itself."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING, Final

import pytest

from engine.case.commands import Asked, MarkDone, OpenCase
from engine.case.decide import decide
from engine.case.derive import Derivation
from engine.case.memory import Kept, Stack, remembered
from engine.case.refusals import Refusal
from engine.case.state import Case, replay
from engine.condition.reading import UNKNOWN, Reading
from engine.procedure.load import load_and_check
from tests.support import MONDAY, OFFICE

if TYPE_CHECKING:
    from engine.case.commands import Command
    from engine.case.events import Json

ENOUGH: Final = """\
procedure: find_witnesses
version: 1
title: Two witnesses are needed
steps:
  - id: list_people
    ask: [people]
  - id: ask_person
    for_each: people
    until: count(people where comes) >= 2
    ask: [comes]
  - id: agree
    do: Agree on a date
facts:
  people:
    type: list
    of:
      person:
        type: text
      comes:
        type: yes_no
"""

PEOPLE: Final[Json] = [{"person": name} for name in ("Kim Example", "Lee Example", "Max Example", "Noa Example")]


def derived(text: str, *acts: Command) -> Derivation:
    """Derive a case in which these things were done."""
    loaded = load_and_check(text, "procedure.yaml")
    assert not isinstance(loaded, tuple), loaded
    case = Case()
    for number, act in enumerate((OpenCase("C1"), *acts)):
        decided = decide(loaded.procedure, case, act, Asked(OFFICE, "pat", MONDAY, str(number)))
        assert not isinstance(decided, Refusal), decided
        case = replay(decided, case)
    return Derivation(loaded.procedure, case, MONDAY, OFFICE)


@pytest.mark.parametrize("order", [*permutations(range(4))], ids=str)
def test_whoever_is_looked_at_first(order: tuple[int, ...]) -> None:
    """Once two of four come, the two others are not asked, whichever of them is looked at first."""
    done = [MarkDone(f"ask_person[{number}]", {"comes": "yes"}) for number in (4, 1)]
    derivation = derived(ENOUGH, MarkDone("list_people", {"people": PEOPLE}), *done)
    nodes = derivation.tree.by_id["ask_person"][1:]
    found = {number: derivation.standing(nodes[number]).status for number in order}
    assert {0: "done", 1: "not needed", 2: "not needed", 3: "done"} == found


def test_a_long_way_round() -> None:
    """Steps that each wait for the two before are no more work inside a group that hangs on the last of them."""
    steps = "".join(
        f"      - id: s{number}\n        wait_for: [s{max(number - 1, 0)}, s{max(number - 2, 0)}]\n"
        for number in range(1, 60)
    )
    text = (
        "procedure: chain\nversion: 1\ntitle: A chain\nsteps:\n  - id: all\n    order: any\n    until: done(s59)\n"
        "    steps:\n      - id: s0\n        do: Begin\n" + steps
    )
    derivation = derived(text)
    assert {"open"} == {derivation.standing(derivation.tree.by_id[name][0]).status for name in ("all", "s0")}
    assert "closed" == derived(text, MarkDone("s0")).case.status


UNKNOWN_YET: Final = Reading(UNKNOWN, None)


class Circle:
    """Three questions in a circle, of which one knows an answer of its own."""

    def __init__(self, own: str | None) -> None:
        self.kept = Kept()
        self.stack = Stack()
        self.own = own
        self.asked = 0

    @remembered(None)
    def first(self, about: str) -> str | None:
        """Ask the second."""
        self.asked += 1
        return self.second(about)

    @remembered(None)
    def second(self, about: str) -> str | None:
        """Ask the third."""
        return self.third(about) or self.own

    @remembered(None)
    def third(self, about: str) -> str | None:
        """Ask the first."""
        return self.first(about)


@pytest.mark.parametrize("own", ["yes", None])
@pytest.mark.parametrize("order", [*permutations(("first", "second", "third"))], ids=str)
def test_a_circle(own: str | None, order: tuple[str, ...]) -> None:
    """What one in a circle knows, all know; if none knows anything, all are undecided; each is asked once and kept."""
    circle = Circle(own)
    assert [own] * 3 == [getattr(circle, question)("it") for question in order]
    before = circle.asked
    assert [own] * 3 == [getattr(circle, question)("it") for question in order]
    assert before == circle.asked


class Star:
    """One question that hangs on many, each of which hangs on it; the fifth of them knows an answer."""

    def __init__(self, points: int, own: str | None) -> None:
        self.kept = Kept()
        self.stack = Stack()
        self.points = points
        self.own = own
        self.asked = 0

    @remembered(UNKNOWN_YET)
    def middle(self, about: int) -> Reading:
        """Ask all of them."""
        self.asked += 1
        known = [self.point(number) for number in range(about, self.points)]
        return next((reading for reading in known if reading.value is not UNKNOWN), UNKNOWN_YET)

    @remembered(UNKNOWN_YET)
    def point(self, number: int) -> Reading:
        """Know it, or ask the one in the middle."""
        self.asked += 1
        if self.own and number == 5:
            return Reading(self.own, MONDAY)
        return self.middle(0)


@pytest.mark.parametrize("own", ["yes", None])
@pytest.mark.parametrize("points", [10, 100])
def test_a_star(points: int, own: str | None) -> None:
    """However many hang on each other, each is asked a few times only, and all say the same."""
    star = Star(points, own)
    assert {own or UNKNOWN} == {star.point(number).value for number in range(points)}
    assert star.asked <= 4 * points


class Knot:
    """A circle within a circle: the outer one comes to know an answer only after the inner one was gone through."""

    def __init__(self) -> None:
        self.kept = Kept()
        self.stack = Stack()

    @remembered(UNKNOWN_YET)
    def outer(self, about: str) -> Reading:
        """Ask the inner one, and know it in the end."""
        self.inner(about)
        return Reading("yes", MONDAY)

    @remembered(UNKNOWN_YET)
    def inner(self, about: str) -> Reading:
        """Ask the leaf, which asks back, and then the outer one."""
        self.leaf(about)
        return self.outer(about)

    @remembered(UNKNOWN_YET)
    def leaf(self, about: str) -> Reading:
        """Ask the inner one."""
        return self.inner(about)


@pytest.mark.parametrize("order", [*permutations(("outer", "inner", "leaf"))], ids=str)
def test_a_knot(order: tuple[str, ...]) -> None:
    """What leans on an undecided answer that itself leans on another is asked again when that is decided."""
    knot = Knot()
    assert ["yes"] * 3 == [getattr(knot, question)("it").value for question in order]

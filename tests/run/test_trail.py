"""Where we are in the steps of a case."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from cli.run.page import Stage, Stretch
from cli.run.trail import heading, still, trail
from engine.case.agenda import Flag, StepView

if TYPE_CHECKING:
    from engine.case.agenda import Agenda, StepStatus


def step(at: str, status: StepStatus = "waiting", *steps: StepView, flags: tuple[Flag, ...] = ()) -> StepView:
    """Make a step as the agenda shows it, its title its address."""
    return StepView(at, at, at, status, None, (), (), (), flags, (), steps)


class Shown:
    """Of an agenda what the trail looks at."""

    def __init__(self, *steps: StepView) -> None:
        self.called = steps


def agenda(*steps: StepView) -> Agenda:
    """Make an agenda of these steps."""
    return cast("Agenda", Shown(*steps))


def test_steps_that_stand_alike_are_drawn_together() -> None:
    """A stage is its steps in numbers, in stretches of the same status."""
    case = agenda(step("call", "open", step("a", "done"), step("b", "done"), step("c", "open"), step("d")))
    assert (Stage("call", (Stretch("1-2 done"), Stretch("3 HERE", is_here=True), Stretch("4 waiting"))),) == trail(
        case, "c"
    )


def test_top_level_steps_without_steps_are_one_stage() -> None:
    """A flat procedure has one line, numbered through."""
    case = agenda(step("a", "skipped"), step("b", "gave up"), step("c"))
    assert (Stage("Steps", (Stretch("1 skipped"), Stretch("2 gave up"), Stretch("3 waiting"))),) == trail(case, None)


def test_a_flagged_step_is_to_be_looked_at() -> None:
    """A flag anywhere inside shows."""
    flag = Flag("older-answers", "done on older answers", None)
    case = agenda(step("call", "done", step("a", "done", step("x", "done", flags=(flag,)))))
    assert (Stage("call", (Stretch("1 to look at"),)),) == trail(case, None)


def test_a_long_trail_is_summed_up() -> None:
    """Of many stages only the one where the person is is drawn out."""
    parts = [step(f"part{part}", "open", step(f"s{part}", "done"), step(f"t{part}")) for part in "12345"]
    case = agenda(*parts)
    assert (
        Stage("part2", (Stretch("3 done"), Stretch("4 HERE", is_here=True))),
        Stage("4 other parts", (Stretch("4 of 8 settled"),)),
    ) == trail(case, "t2")


def test_a_heading_names_the_groups_and_not_the_copies() -> None:
    """A step inside a group is named with it; a step done for each of a list is named once."""
    copy = StepView("open_for[1]", "open_for", "Open a case for Tim", "open", None, (), (), (), (), (), ())
    each = StepView("open_for", "open_for", "Open a case for [member]", "open", None, (), (), (), (), (), (copy,))
    case = agenda(step("call", "open", step("family", "open", each)))
    assert heading(case, copy) == "1. family > Open a case for Tim"


def test_a_step_outside_the_trail_has_its_own_title() -> None:
    """What cannot be found keeps its title."""
    assert heading(agenda(step("a")), step("b")) == "b"


def test_what_is_still_to_come_names_near_steps_one_by_one() -> None:
    """Inside the same group every step is named, later groups by their title, settled ones not at all."""
    group = step("group", "open", step("x", "open"), step("y"), step("z", "done"))
    case = agenda(step("call", "open", step("a", "done"), group, step("later", "waiting", step("p"), step("q"))))
    assert ("call", ("y", "later")) == still(case, "x")
    assert ("", ()) == still(case, "nowhere")

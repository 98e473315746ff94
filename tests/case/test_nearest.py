"""Which answers would open a step: exact suggestions, and that each does when it is told as people tell it."""

from __future__ import annotations

import random  # noqa: TID251  # made up from a seed, the same every time
from typing import Final

import pytest

from engine.case import commands
from engine.case.commands import Asked
from engine.case.derive import derive
from engine.case.nearest import Change, nearest
from engine.case.portray import agenda
from engine.case.refusals import Refusal
from tests.case.driving import Run, seeded
from tests.case.support import OFFICE, Play, procedure

RUNS: Final = 100

STEPS = """
- id: ask_step
  ask: [reason, price, colours, moved_on, note, goods]
- id: repair
  when: reason is broken
  do: Repair it
- id: refund
  when: price > 10 and reason is lost
  do: Pay it back
- id: paint
  when: colours includes red
  do: Paint it
- id: visit
  when: 2 weeks after moved_on
  do: Visit them
- id: ring
  when: note is not known
  do: Ring them
- id: write_off
  when: any(broken of goods)
  do: Write it off
- id: wait
  wait_for: price > 100
  do: Wait for it
- id: last
  do: Nothing
"""
FACTS = """
reason:
  type: choice
  title: Reason
  options:
    broken: Broken
    lost: Lost
price:
  type: number
colours:
  type: choices
  options:
    red: Red
    blue: Blue
moved_on:
  type: date
note:
  type: yes_no
  required: no
goods:
  type: list
  of:
    broken:
      type: yes_no
"""


def told() -> Play:
    """A case in which nothing but the last step is called for."""
    play = Play(procedure(STEPS, FACTS, "order: any\n"))
    return play.done(
        "ask_step",
        reason="lost",
        price=5,
        colours=["blue"],
        moved_on="2026-11-01",
        note=True,
        goods=[{"broken": False}],
    )


def shown(play: Play, step: str) -> list[list[str]]:
    """What is suggested for a step."""
    derivation = play.derivation
    found = nearest(derivation, derivation.tree.by_address[step])
    return [[f"{change.key}={change.shown}" for change in changes] for changes in found]


def test_a_choice() -> None:
    """The option is named that would call for a step, with its title."""
    derivation = told().derivation
    found = nearest(derivation, derivation.tree.by_address["repair"])
    assert ((Change("reason", "Reason", "broken", "Broken"),),) == found


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        ("refund", [["price=11"]]),
        ("paint", [["colours=Red"]]),
        ("visit", [["moved_on=Mon 19 Oct 2026"], ["moved_on=Sun 18 Oct 2026"]]),
        ("ring", [["note=none"]]),
        ("write_off", [["goods[1]/broken=yes"]]),
        ("wait", [["price=101"]]),
        ("last", []),
    ],
)
def test_suggestions(step: str, expected: list[list[str]]) -> None:
    """Numbers and days at the edge, options, that there is none, facts of elements, and waits are tried."""
    assert expected == shown(told(), step)


def test_two_answers() -> None:
    """Where one other answer is not enough, two are named."""
    assert [["reason=Lost", "price=11"]] == shown(told().amend(reason="broken"), "refund")


def test_a_list_that_is_not_told() -> None:
    """A list that nobody told may turn out to be empty."""
    steps = "- id: ask_step\n  ask: [goods]\n- id: close\n  when: count(goods) = 0\n  do: Close it"
    play = Play(procedure(steps, FACTS[FACTS.index("goods") :], "order: any\n"))
    assert [["goods=none"]] == shown(play, "close")


def test_nothing_for_a_case_that_rests() -> None:
    """While a case is on hold or closed, no answer opens anything."""
    play = told()
    play.events(commands.HoldCase("holidays"))
    assert [] == shown(play, "repair")


def tell(run: Run, changes: tuple[Change, ...]) -> Run:
    """Tell or correct answers by the commands that people use."""
    told = Run(run.text, run.procedure, list(run.turns))
    for number, change in enumerate(changes):
        place, _, name = change.key.rpartition("/")
        command: commands.Command = commands.RecordAnswers({change.key: change.value})
        if told.case.answer(place, name):
            command = commands.AmendAnswer(change.key, change.value, "misheard")
        turn = told.take(command, Asked(OFFICE, "ann", run.now, f"told-{number}"))
        assert not isinstance(turn.decided, Refusal), (turn.decided, changes)
    return told


@pytest.mark.no_cover
def test_flipping_the_named_facts_opens_the_step() -> None:
    """With exactly the named answers, a step is called for, and open unless it waits for something that is named."""
    tried = 0
    for seed in range(RUNS):
        run = seeded(seed, 15)
        run.choose = random.Random(seed).randint  # noqa: S311  # nothing secret
        derivation = derive(run.procedure, run.case, run.now, OFFICE)
        leaves = [node for node in derivation.tree.walk() if node.kind == "leaf"]
        shut = [node for node in leaves if derivation.standing(node).status in ("waiting", "not needed")]
        for node in run.some(shut, 6):
            waited = derivation.called(node).value is True
            for changes in nearest(derivation, node):
                after = tell(run, changes)
                step = agenda(run.procedure, after.case, run.now, OFFICE).step(node.address)
                assert step
                assert step.is_called
                assert step.status in ("open", "done") or (not waited and step.missing), (seed, changes)
                tried += 1
    assert tried > RUNS / 4

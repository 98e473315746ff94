"""Steps that never begin, and outcomes that no case ends with."""

from __future__ import annotations

import pytest

from engine.procedure.checks.reach import find_unreachable
from engine.procedure.checks.spots import Spots
from engine.procedure.proof.formula import Budget
from tests.procedure.whole import Finding, findings, places, read_document, written

FACTS = """
agreed:
  type: yes_no
balance:
  type: money
  min: 0
relatives:
  type: list
  of:
    age:
      type: number
"""

REST = """
arrivals:
  letter:
    title: A letter
outcomes:
  {early}
  last:
    title: All else
"""

ASK = "- id: ask\n  ask: [agreed, balance, relatives]\n"


def check(steps: str, early: str = "other:\n    title: Other\n    when: agreed") -> list[Finding]:
    """Check a procedure that asks, and goes on with these steps."""
    return findings(written(ASK + steps, FACTS, REST.format(early=early)))


@pytest.mark.parametrize(
    ("steps", "underlined", "key"),
    [
        ("- id: send\n  when: balance < 0\n  do: It\n", "balance < 0", "when"),
        ("- id: send\n  when: not letter\n  do: It\n", "not letter", "when"),
        ("- id: send\n  wait_for: agreed and not agreed\n  do: It\n", "agreed and not agreed", "wait_for"),
        (
            (
                "- id: one\n  when: agreed\n  skippable: false\n  do: One\n"
                "- id: send\n  when: not agreed and done(one)\n  do: It\n"
            ),
            "not agreed and done(one)",
            "when",
        ),
        (
            (
                "- id: each\n  for_each: relatives where age > 5\n  steps:\n"
                "    - id: send\n      when: age < 3\n      do: It\n"
            ),
            "age < 3",
            "when",
        ),
        (
            "- id: all\n  when: agreed and not agreed\n  steps:\n    - id: send\n      do: It\n",
            "agreed and not agreed",
            "when",
        ),
    ],
)
def test_never_begins(steps: str, underlined: str, key: str) -> None:
    """A step that begins on no path is found, at what keeps it from beginning."""
    text = written(ASK + steps, FACTS, REST.format(early="other:\n    title: Other\n    when: agreed"))
    (found,) = findings(text)
    assert ("never-begins", underlined) == (found.code, found.underlined)
    assert f"its `{key}` is not true" in message(text)


def message(text: str) -> str:
    """Give what is said of a procedure."""
    procedure, document = read_document(text)
    (found,) = find_unreachable(procedure, Spots(document), Budget(100_000))
    return found.message


@pytest.mark.parametrize(
    "steps",
    [
        "- id: send\n  when: balance = 0\n  do: It\n",
        "- id: one\n  when: agreed\n  do: One\n- id: send\n  when: not agreed and not done(one)\n  do: It\n",
        "- id: each\n  for_each: relatives where age > 5\n  when: agreed\n  do: It\n",
        "- id: try\n  repeat:\n    until: letter\n  do: It\n",
    ],
)
def test_begins(steps: str) -> None:
    """A step that begins on one path is none."""
    assert [] == check(steps)


@pytest.mark.parametrize(
    ("early", "underlined"),
    [
        ("odd:\n    title: Odd\n    when: balance < 0", "balance < 0"),
        ("odd:\n    title: Odd\n    when: not letter", "not letter"),
        ("odd:\n    title: Odd\n    when: gave_up(ask)", "gave_up(ask)"),
        ("odd:\n    title: Odd\n    as_soon_as: balance < 0", "balance < 0"),
        (
            "one:\n    title: One\n    when: agreed\n  odd:\n    title: Odd\n    when: agreed and letter",
            "agreed and letter",
        ),
        ("one:\n    title: One\n    as_soon_as: letter\n  odd:\n    title: Odd\n    when: letter", "letter"),
    ],
)
def test_never_ends_so(early: str, underlined: str) -> None:
    """An outcome that no case comes to is found, also where those above it take all its cases."""
    told = "mend the condition, or leave the outcome out"
    assert [Finding("never-ends-so", underlined, told)] == check("", early)


def test_steps_that_are_still_done() -> None:
    """A step for the time after an early end begins, though the rest has ended."""
    early = "gone:\n    title: Gone\n    as_soon_as: agreed\n    still_do: [note]"
    assert [] == check("- id: note\n  when: agreed\n  do: Note\n", early)
    assert [("never-begins", "agreed")] == [
        (one.code, one.underlined)
        for one in check("- id: note\n  when: agreed\n  do: It\n", early.replace("note", "ask"))
    ]


def test_no_last_outcome() -> None:
    """If every outcome depends on something, a case can end without a name."""
    outcomes = "outcomes:\n  odd:\n    title: Odd\n    when: agreed\n  soon:\n    title: Soon\n    as_soon_as: agreed\n"
    found = places(written(ASK, FACTS, outcomes))
    assert ("no-last-outcome", "soon") in found


def test_nothing_is_said_that_was_not_proven() -> None:
    """Where the budget is spent, no step is said to be unreachable."""
    procedure, document = read_document(written(f"{ASK}- id: send\n  when: balance < 0\n  do: It\n", FACTS))
    assert [] == [*find_unreachable(procedure, Spots(document), Budget(0))]

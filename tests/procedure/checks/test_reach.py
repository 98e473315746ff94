"""Steps that never begin, and outcomes that no case ends with."""

from __future__ import annotations

import pytest

from engine.procedure.checks.beginnings import Beginnings
from engine.procedure.checks.outcomes import find_unreachable
from engine.procedure.checks.reach import look_at_steps
from engine.procedure.checks.spots import Spots
from engine.procedure.proof.formula import Budget
from tests.procedure.whole import Finding, advice, places, read_document, underlined, written

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


OTHER = "other:\n    title: Other\n    when: agreed"


def unreached(text: str, budget: int = 100_000) -> list[Finding]:
    """Look only for what cannot be reached."""
    procedure, document = read_document(text)
    spots, left = Spots(document), Budget(budget)
    steps = look_at_steps(procedure, left, None, (Beginnings(procedure, spots).begins,))
    found = [*steps, *find_unreachable(procedure, spots, left)]
    return [Finding(one.code, underlined(text, one), one.help or "") for one in found]


def check(steps: str, early: str = OTHER) -> list[Finding]:
    """Check a procedure that asks, and goes on with these steps."""
    return unreached(written(ASK + steps, FACTS, REST.format(early=early)))


@pytest.mark.parametrize(
    ("steps", "words", "key"),
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
def test_never_begins(steps: str, words: str, key: str) -> None:
    """A step that begins on no path is found, at what keeps it from beginning."""
    text = written(ASK + steps, FACTS, REST.format(early=OTHER))
    assert [Finding("never-begins", words, "mend the condition, or leave the step out")] == unreached(text)
    assert text.index(f"{key}: {words}")


def test_what_is_said_once() -> None:
    """Where a condition is never true by its own words, only that is said of it."""
    text = written(f"{ASK}- id: send\n  when: agreed and not agreed\n  do: It\n", FACTS, REST.format(early=OTHER))
    said = [(one.code, one.underlined) for one in advice(text) if "agreed and" in one.underlined]
    assert [("never-true", "agreed and not agreed")] == said


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
    ("early", "words"),
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
def test_never_ends_so(early: str, words: str) -> None:
    """An outcome that no case comes to is found, also where those above it take all its cases."""
    told = "mend the condition, or leave the outcome out"
    assert [Finding("never-ends-so", words, told)] == check("", early)


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
    assert [] == unreached(written(f"{ASK}- id: send\n  when: balance < 0\n  do: It\n", FACTS), 0)

"""Conditions, and parts of them, that are always true, or never; options that hide a fact."""

from __future__ import annotations

import pytest

from tests.procedure.whole import advice, written

FACTS = """
agreed:
  type: yes_no
pieces:
  type: number
  min: 1
  max: 9
reason:
  type: choice
  options:
    moving: Moving
    other: Other
ways:
  type: choices
  options:
    post: Post
    fax: Fax
born:
  type: date
things:
  type: list
  of:
    age:
      type: number
      min: 0
twice:
  value: pieces + pieces
kind:
  type: choice
  options:
    moving: Moving
    other: Other
  value:
    - moving when reason is moving
    - other otherwise
small:
  type: yes_no
  when: pieces < 5
"""

REST = "arrivals:\n  letter:\n    title: A letter\nsettings:\n  limit: 3\n"
ASK = "- id: ask\n  ask: [agreed, pieces, reason, ways, born, things, small]\n"


def said(condition: str) -> list[tuple[str, str]]:
    """Give what is said about a condition, but for what the example is too short for."""
    text = written(f"{ASK}- id: send\n  when: {condition}\n  do: Send {{kind}} {{twice}}\n", FACTS, REST)
    return [(one.code, one.underlined) for one in advice(text) if one.code in {"never-true", "always-true"}]


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ("pieces > 9", "pieces > 9"),
        ("pieces < 5 and pieces > 5", "pieces < 5 and pieces > 5"),
        ("agreed or pieces = 0", "pieces = 0"),
        ("agreed and (reason is moving and reason is other)", "(reason is moving and reason is other)"),
        ("agreed or not (pieces > 9)", "(pieces > 9)"),
        ("agreed or not letter", "not letter"),
        ("born < 2020-01-01 and born > 2021-01-01", "born < 2020-01-01 and born > 2021-01-01"),
        ("done(ask) and skipped(ask)", "done(ask) and skipped(ask)"),
        ("small and pieces > 7", "small and pieces > 7"),
        ("kind is moving and reason is other", "kind is moving and reason is other"),
        ("ways includes post and not (ways includes post)", "ways includes post and not (ways includes post)"),
        ("agreed and no", "no"),
    ],
)
def test_never_true(condition: str, words: str) -> None:
    """What is true with no answers is found, the innermost of it underlined."""
    assert [("never-true", words)] == said(condition)


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ("pieces >= 1", "pieces >= 1"),
        ("agreed or pieces < 10", "pieces < 10"),
        ("reason in [moving, other]", "reason in [moving, other]"),
        ("agreed or not agreed", "agreed or not agreed"),
        ("count(things) >= 0 and agreed", "count(things) >= 0"),
        ("kind in [moving, other]", "kind in [moving, other]"),
    ],
)
def test_always_true(condition: str, words: str) -> None:
    """What is true with all answers is found; that there may be no answer is no reason for a condition."""
    assert (("always-true", words)) in said(condition)


@pytest.mark.parametrize(
    "condition",
    [
        *("pieces > 1", "pieces < limit", "agreed is known", "pieces is known and pieces < 9", "letter or agreed"),
        *("reason is moving or agreed", "done(ask)", "not done(ask)", "count(things) > 0", "any(things where age > 5)"),
        *("twice > 5", "3 days after ask", "agreed = small", "sum(age of things) > 0", "ways includes post"),
    ],
)
def test_neither(condition: str) -> None:
    """What may come out one way or the other is none, nor what only ever becomes true."""
    assert [] == said(condition)


def test_everywhere() -> None:
    """All places where conditions stand are looked at: facts, rows, waits, attempts, elements, outcomes."""
    steps = """
- id: ask
  ask: [pieces, things]
- id: each
  for_each: things where age < 0
  do: It
- id: wait
  wait_for:
    - any_of: [pieces < 0, ask]
  do: It
- id: try
  repeat:
    until: done_well and pieces > 9
    at_most: 2
  ask: [done_well]
- id: stop
  until: pieces > 10
  do: It {odd} {fee}
"""
    facts = """
pieces:
  type: number
  min: 0
  max: 9
things:
  type: list
  of:
    age:
      type: number
      min: 0
done_well:
  type: yes_no
  when: pieces > 11
odd:
  value: pieces > 12
fee:
  value:
    - 1 when pieces > 13
    - 2 otherwise
"""
    rest = "outcomes:\n  soon:\n    title: Soon\n    as_soon_as: pieces > 14\n  late:\n    title: Late\n"
    found = [one.underlined for one in advice(written(steps, facts, rest)) if one.code == "never-true"]
    expected = ["age < 0", "pieces < 0", "done_well", *(f"pieces > {number}" for number in (9, 10, 11, 12, 13))]
    assert ["pieces > 14", *expected] == found


def test_option_hides_fact() -> None:
    """An option that is called as another choice is told, one that is called as something else is not."""
    facts = """
plan:
  type: choice
  options:
    way: Way
    pieces: Pieces
way:
  type: choice
  options:
    mail: By mail
    fax: By fax
pieces:
  type: number
"""
    steps = "- id: ask\n  ask: [plan, way, pieces]\n- id: send\n  when: plan is {}\n  do: It\n"
    codes = [[one.code for one in advice(written(steps.format(name), facts))] for name in ("way", "pieces")]
    assert [["role-not-used", "option-hides-fact"], ["role-not-used"]] == codes

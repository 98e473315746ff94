"""What waits for itself, and what is asked too late."""

from __future__ import annotations

import pytest

from tests.procedure.whole import Finding, findings, places, written

FACTS = """
agreed:
  type: yes_no
paid:
  type: yes_no
visit_on:
  type: date
relatives:
  type: list
  of:
    name:
      type: text
called:
  type: yes_no
"""


@pytest.mark.parametrize(
    ("steps", "underlined", "told"),
    [
        ("- id: call\n  wait_for: call\n  do: Call\n", "call", "`call` waits for `call`"),
        (
            "- id: call\n  wait_for: send\n  do: Call\n- id: note\n  do: Note\n- id: send\n  do: Send\n",
            "send",
            "`call` waits for `send`, `send` comes after `call`",
        ),
        (
            "- id: call\n  steps:\n    - id: ring\n      when: done(call)\n      do: Ring\n",
            "done(call)",
            "`ring` depends on `call`, `call` is over when `ring` is",
        ),
        (
            (
                "- id: call\n  wait_for:\n    any_of: [note, send]\n  do: Call\n"
                "- id: note\n  do: Note\n- id: send\n  do: Send\n"
            ),
            "any_of: [note, send]",
            "`call` waits for `note`, `note` comes after `call`",
        ),
        (
            "- id: call\n  do: Call\n  due: 3 days after send\n- id: send\n  do: Send\n",
            "3 days after send",
            "`call` is due by `send`, `send` comes after `call`",
        ),
        (
            "- id: call\n  do: Call\n  wait_for: 3 days after send\n- id: send\n  do: Send\n",
            "3 days after send",
            "`call` waits for `send`, `send` comes after `call`",
        ),
        (
            "- id: call\n  do: Call\n  remind:\n    - who: front\n      at: 3 days after call\n",
            "3 days after call",
            "`call` reminds by `call`",
        ),
        (
            "- id: call\n  do: Call\n  wait_for: done(call) or settled(call)\n",
            "done(call) or settled(call)",
            "`call` depends on `call`",
        ),
        (
            (
                "- id: group\n  steps:\n    - id: one\n      steps:\n"
                "        - id: two\n          wait_for: group\n          do: It\n"
            ),
            "group",
            "`two` waits for `group`, `group` is over when `two` is",
        ),
    ],
)
def test_waits_for_itself(steps: str, underlined: str, told: str) -> None:
    """What leads back to itself is told in the author's words, at a place where it can be changed."""
    help_ = f"{told}; take one of these away"
    assert [Finding("waits-for-itself", underlined, help_)] == findings(written(steps))


@pytest.mark.parametrize(
    ("steps", "underlined", "help_"),
    [
        (
            "- id: call\n  when: agreed\n  do: Call\n- id: ask\n  ask: [agreed]\n",
            "agreed",
            "`ask` comes after `call`; ask `agreed` before it is needed",
        ),
        ("- id: ask\n  when: agreed\n  ask: [agreed]\n", "agreed", "ask `agreed` before it is needed"),
        (
            "- id: ask\n  wait_for: paid or agreed\n  ask: [agreed, paid]\n",
            "paid or agreed",
            "ask `agreed` before it is needed",
        ),
        (
            "- id: call\n  do: Call\n  due: 3 days before visit_on\n- id: ask\n  ask: [visit_on]\n",
            "3 days before visit_on",
            "`ask` comes after `call`; ask `visit_on` before it is needed",
        ),
        (
            "- id: each\n  for_each: relatives\n  do: Call\n- id: ask\n  ask: [relatives]\n",
            "relatives",
            "`ask` comes after `each`; ask `relatives` before it is needed",
        ),
        (
            "- id: call\n  when: agreed\n  do: Call\n- id: one\n  ask: [agreed]\n- id: two\n  ask: [agreed]\n",
            "agreed",
            "`one` comes after `call`; ask `agreed` before it is needed",
        ),
    ],
)
def test_asked_too_late(steps: str, underlined: str, help_: str) -> None:
    """A fact that is asked only after it is needed is found where it is needed."""
    assert [Finding("asked-too-late", underlined, help_)] == findings(written(steps, FACTS))


def test_asked_too_late_by_way_of_other_facts() -> None:
    """It is told which question is meant, also where it is needed only to work something out."""
    facts = f"{FACTS}owes:\n  value: not paid\n"
    steps = "- id: call\n  when: owes\n  do: Call\n- id: ask\n  ask: [paid]\n"
    told = "`ask` comes after `call`, `call` depends on `owes`; ask `paid` before it is needed"
    assert [Finding("asked-too-late", "not paid", told)] == findings(written(steps, facts))


def test_facts_that_apply_too_late() -> None:
    """A question that applies only after something later keeps its step open for ever."""
    facts = "agreed:\n  type: yes_no\n  when: done(send)\n"
    steps = "- id: ask\n  ask: [agreed]\n- id: send\n  do: Send\n"
    told = "`agreed` depends on `send`, `send` comes after `ask`, `ask` asks `agreed`; take one of these away"
    assert [Finding("waits-for-itself", "done(send)", told)] == findings(written(steps, facts))


@pytest.mark.parametrize(
    "steps",
    [
        "- id: ask\n  ask: [agreed, paid]\n",
        "- id: ask\n  ask: [agreed]\n- id: send\n  when: agreed\n  ask: [agreed]\n",
        "- id: one\n  optional: true\n  wait_for: two\n  do: One\n- id: two\n  do: Two\n",
        (
            "- id: one\n  steps:\n    - id: two\n      optional: true\n      wait_for: one\n      do: Two\n"
            "    - id: three\n      do: It\n"
        ),
        "- id: ask\n  ask: [agreed]\n- id: call\n  wait_for:\n    any_of: [letter, ask]\n  do: Call\n",
        "- id: call\n  when: brought is known\n  do: Call\n- id: ask\n  ask: [brought]\n",
        "- id: call\n  when: known_before\n  do: Call\n- id: ask\n  ask: [known_before]\n",
        "- id: try\n  repeat:\n    until: done(try)\n    every: 3 days after try\n  ask: [agreed]\n",
        "- id: ask\n  ask: [relatives]\n- id: each\n  for_each: relatives where name is known\n  ask: [called]\n",
    ],
)
def test_no_false_alarm(steps: str) -> None:
    """What comes about on some way without any skipping is none."""
    facts = f"{FACTS}brought:\n  type: text\nknown_before:\n  type: yes_no\n"
    rest = """
    opens_with: [known_before]
    arrivals:
      letter:
        title: A letter
        brings: [brought]
    """
    assert [] == places(written(steps, facts, rest))


def test_facts_of_one_step_may_depend_on_each_other() -> None:
    """A question may apply because of an answer given in the same step."""
    facts = "agreed:\n  type: yes_no\npaid:\n  type: yes_no\n  when: agreed\n"
    assert [] == places(written("- id: ask\n  ask: [paid, agreed]\n", facts))


def test_each_knot_is_told() -> None:
    """Two circles that have nothing to do with each other are two findings, in the order of the file."""
    steps = "- id: one\n  wait_for: one\n  do: One\n- id: two\n  wait_for: two\n  do: Two\n"
    assert [("waits-for-itself", "one"), ("waits-for-itself", "two")] == places(f"{written(steps)}order: any\n")


def test_long_circles_are_cut() -> None:
    """Of a long chain only the beginning is told."""
    steps = "".join(f"- id: s{at}\n  wait_for: s{(at + 1) % 12}\n  do: It\n" for at in range(12))
    (found,) = findings(f"{written(steps)}order: any\n")
    assert found.help.startswith("`s0` waits for `s1`, `s1` waits for `s2`")
    assert found.help.endswith("`s7` waits for `s8`, ...; take one of these away")


def test_a_thousand_steps() -> None:
    """A long sequence is no deep recursion."""
    steps = "".join(f"- id: s{at}\n  do: It\n" for at in range(1_000))
    assert [("waits-for-itself", "s999")] == places(written(f"- id: first\n  wait_for: s999\n  do: It\n{steps}"))


ATTEMPTS = """
- id: call
  repeat:
    until: agreed
  steps:
    - id: ring
      ask: [agreed]
    - id: note
      when: {when}
      do: Note it
- id: send
  when: sum and done(ring)
  wait_for: note
  do: Send it
"""


@pytest.mark.parametrize("value", ["agreed", "done(ring)"])
def test_what_is_worked_out_of_attempts(value: str) -> None:
    """Read within a repeated step, what is worked out of its attempts is known only when that is over."""
    told = "`note` depends on `sum`, `sum` reads what `call` came to, `call` is over when `note` is"
    help_ = f"{told}; take one of these away, or write what `sum` is worked out from where it is read"
    found = findings(written(ATTEMPTS.format(when="sum"), f"{FACTS}sum:\n  value: {value}\n"))
    assert [Finding("waits-for-itself", "sum", help_)] == found


def test_until_what_is_worked_out() -> None:
    """Nor can attempts go on until something comes true that is worked out of the one that decides."""
    steps = "- id: call\n  repeat:\n    until: sum\n  ask: [agreed]\n"
    told = "`call` depends on `sum`, `sum` reads what `call` came to; take one of these away, or write what `sum` is "
    found = findings(written(steps, f"{FACTS}sum:\n  value: agreed\n"))
    assert [Finding("waits-for-itself", "sum", f"{told}worked out from where it is read")] == found


@pytest.mark.parametrize("when", ["agreed", "done(ring)", "agreed and not skipped(ring)"])
def test_own_attempt(when: str) -> None:
    """Within a repeated step its own attempt is read, and after it what it came to: neither waits for itself."""
    assert [] == findings(written(ATTEMPTS.format(when=when), f"{FACTS}sum:\n  value: agreed\n"))

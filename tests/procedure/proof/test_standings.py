"""What steps say of each other: which promises follow from how steps are put together."""

from __future__ import annotations

import pytest

from tests.procedure.whole import findings, written

FACTS = """
agreed:
  type: yes_no
paid:
  type: yes_no
relatives:
  type: list
  of:
    name:
      type: text
called:
  type: yes_no
word:
  type: text
  required: false
reached:
  type: yes_no
"""

REST = """
arrivals:
  letter:
    title: A letter
  call_back:
    title: A call
    many: true
promises:
  - step: send
    {promise}
"""


def holds(steps: str, promise: str) -> bool:
    """Whether a promise about the step `send` is proven."""
    codes = {one.code for one in findings(written(steps, FACTS, REST.format(promise=promise)))}
    assert codes <= {"promise-opens-early", "promise-not-always"}
    return not codes


def only_after(steps: str, condition: str) -> bool:
    """Whether it is proven that `send` opens only after a condition."""
    return holds(steps, f"only_after: {condition}")


SEQUENCE = """
- id: first
  ask: [paid]
- id: ask
  {ask}
- id: send
  do: Send it
"""


@pytest.mark.parametrize(
    ("ask", "condition", "proven"),
    [
        ("ask: [agreed]", "settled(ask)", True),
        ("ask: [agreed]", "done(ask)", False),
        ("ask: [agreed]\n  skippable: false", "done(ask)", True),
        ("ask: [agreed]\n  skippable: false", "not skipped(ask)", True),
        ("ask: [agreed]\n  skippable: false", "agreed is known or agreed is not known", True),
        ("ask: [agreed]\n  optional: true", "settled(ask)", False),
        ("ask: [word]\n  skippable: false", "word is known or word is not known", False),
        ("do: Ask\n  when: letter", "letter", False),
        ("do: Ask\n  wait_for: letter", "letter or skipped(ask)", True),
        ("do: Ask\n  skippable: false\n  wait_for: letter", "letter", True),
        ("do: Ask\n  skippable: false\n  wait_for: letter\n  until: paid", "letter", False),
        ("do: Ask\n  skippable: false\n  wait_for: letter\n  until: paid", "letter or paid", True),
        ("do: Ask\n  skippable: false\n  wait_for: letter\n  give_up: 3 days after letter", "letter", True),
        ("do: Ask\n  skippable: false\n  wait_for: letter\n  give_up: 3 days after call_back", "letter", False),
        (
            "do: Ask\n  skippable: false\n  wait_for: letter\n  give_up: 3 days after call_back",
            "letter or call_back",
            True,
        ),
        ("do: Ask\n  skippable: false\n  wait_for:\n    any_of: [letter, call_back]", "letter", False),
        ("do: Ask\n  skippable: false\n  wait_for:\n    any_of: [letter, call_back]", "letter or call_back", True),
        ("do: Ask\n  skippable: false\n  wait_for: 3 days after letter", "letter", True),
        ("do: Ask\n  skippable: false\n  wait_for: paid or letter", "paid or letter", True),
    ],
)
def test_after_one_step(ask: str, condition: str, *, proven: bool) -> None:
    """What is true once the step before is settled."""
    assert proven == only_after(SEQUENCE.format(ask=ask), condition)


GROUP = """
- id: call
  order: any
  {group}
  steps:
    - id: ask
      ask: [agreed]
      {ask}
    - id: pay
      ask: [paid]
      {pay}
- id: send
  do: Send it
"""


@pytest.mark.parametrize(
    ("keys", "condition", "proven"),
    [
        ({}, "settled(ask) and settled(pay)", True),
        ({}, "done(call)", False),
        ({}, "done(call) or skipped(call)", True),
        ({"ask": "skippable: false"}, "done(call)", True),
        ({"group": "skippable: false"}, "done(call)", True),
        ({"ask": "when: letter", "group": "skippable: false"}, "done(ask)", True),
        ({"ask": "when: paid", "group": "skippable: false"}, "done(ask)", False),
        ({"group": "wait_for: letter\n  skippable: false"}, "letter", True),
        ({"ask": "optional: true"}, "settled(ask)", False),
        ({"ask": "optional: true"}, "settled(pay)", True),
        ({"ask": "optional: true", "pay": "skippable: false"}, "done(call)", True),
        ({"ask": "optional: true"}, "not skipped(pay) or skipped(call) or done(call)", True),
        ({"ask": "optional: true", "pay": "optional: true"}, "settled(call)", True),
        ({"ask": "optional: true", "pay": "optional: true"}, "done(call)", False),
        ({"ask": "optional: true", "pay": "optional: true"}, "not done(call)", True),
        ({"ask": "optional: true", "pay": "optional: true", "group": "skippable: false"}, "not skipped(call)", True),
        (
            {"group": "wait_for: letter\n  give_up: 3 days after call_back"},
            "letter or call_back or skipped(call)",
            True,
        ),
        ({"group": "wait_for: letter\n  give_up: 3 days after call_back\n  skippable: false"}, "letter", False),
        (
            {
                "group": "wait_for: letter\n  give_up: 3 days after call_back\n  skippable: false",
                "ask": "optional: true",
                "pay": "optional: true",
            },
            "not gave_up(call)",
            False,
        ),
    ],
)
def test_after_a_group(keys: dict[str, str], condition: str, *, proven: bool) -> None:
    """What is true once a group of steps is settled."""
    assert proven == only_after(GROUP.format(**{"group": "", "ask": "", "pay": ""} | keys), condition)


def test_inside_a_group() -> None:
    """A step in a group begins only when the group does."""
    steps = """
    - id: call
      wait_for: letter
      steps:
        - id: send
          do: Send it
    """
    assert only_after(steps, "letter")


EACH = """
- id: ask
  ask: [relatives]
- id: each
  for_each: relatives where name is known
  {each}
  steps:
    - id: ring
      ask: [called]
      {ring}
    - id: tell
      do: Tell them
- id: send
  do: Send it
"""


@pytest.mark.parametrize(
    ("keys", "condition", "proven"),
    [
        ({}, "settled(each)", True),
        ({}, "settled(ring)", False),  # if they are not called for, it is not known who there would have been
        ({"each": "skippable: false"}, "done(each)", False),
        ({"each": "wait_for: letter\n  skippable: false"}, "letter or not done(each)", True),
        ({"each": "wait_for: letter"}, "letter", False),
        ({"ring": "wait_for: letter\n      skippable: false"}, "letter or not done(ring)", False),
        ({"ring": "skippable: false"}, "not skipped(each)", False),
        ({"each": "skippable: false", "ring": "when: letter"}, "not skipped(each)", False),
        ({"ring": "wait_for: letter\n      give_up: 3 days after call_back"}, "not gave_up(ring)", False),
        ({}, "not gave_up(each)", True),
    ],
)
def test_after_elements(keys: dict[str, str], condition: str, *, proven: bool) -> None:
    """What is done for each element is known from outside only as far as it is the same for all of them."""
    assert proven == only_after(EACH.format(**{"each": "", "ring": ""} | keys), condition)


@pytest.mark.parametrize(
    ("condition", "proven"),
    [("done(ring)", True), ("called", True), ("name is known", True), ("agreed", False), ("letter", True)],
)
def test_inside_an_element(condition: str, *, proven: bool) -> None:
    """Inside of an element its own steps and facts are single ones."""
    steps = """
    - id: ask
      ask: [relatives, agreed]
    - id: each
      for_each: relatives where name is known
      wait_for: letter
      steps:
        - id: ring
          ask: [called]
          skippable: false
        - id: send
          when: called
          do: Send it
    """
    assert proven == only_after(steps, condition)


REPEAT = """
- id: try
  {keys}
  repeat:
    until: {until}
  ask: [reached]
- id: send
  do: Send it
"""


@pytest.mark.parametrize(
    ("keys", "until", "condition", "proven"),
    [
        ("skippable: false", "reached", "settled(try)", True),
        ("skippable: false", "reached", "reached or not done(try)", True),
        ("skippable: false", "reached or letter", "reached or letter or not done(try)", True),
        ("skippable: false", "reached", "reached", False),
        ("skippable: false", "reached\n    at_most: 3", "reached or not done(try)", False),
        ("skippable: false", "done(try)", "reached or not done(try)", False),
        ("for_each: relatives", "reached", "settled(try)", True),
    ],
)
def test_after_attempts(keys: str, until: str, condition: str, *, proven: bool) -> None:
    """A repeated step that is done was done with its `until` true."""
    steps = "- id: list\n  ask: [relatives]\n" + REPEAT.format(keys=keys, until=until)
    assert proven == only_after(steps, condition)


def test_after_a_step_at_any_time() -> None:
    """A step that is done at every coming of an arrival is known from outside only when it was done at all."""
    rest = """
    arrivals:
      call_back:
        title: A call
        many: true
    any_time:
      - id: note
        wait_for: call_back
        do: Note it
    promises:
      - step: send
        only_after: call_back
    """
    send = "- id: send\n  when: done(note)\n  do: Send it\n"
    assert [] == findings(written(send, "", rest))


@pytest.mark.parametrize(
    ("steps", "proven"),
    [
        ("- id: send\n  do: Send it\n", False),
        ("- id: send\n  do: Send it\n  skippable: false\n", True),
        ("- id: all\n  skippable: false\n  steps:\n    - id: send\n      do: Send it\n", True),
        ("- id: ask\n  ask: [paid]\n- id: send\n  do: Send it\n  skippable: false\n  when: paid\n", False),
        ("- id: ask\n  ask: [paid]\n- id: send\n  do: It\n  skippable: false\n  when: paid or not paid\n", True),
        ("- id: ask\n  ask: [paid]\n- id: send\n  do: It\n  skippable: false\n  when: paid is known\n", False),
        ("- id: ask\n  ask: [paid]\n- id: send\n  do: It\n  skippable: false\n  when: settled(ask)\n", True),
    ],
)
def test_always(steps: str, *, proven: bool) -> None:
    """A step is always done if nobody may skip it, and it is never not needed."""
    assert proven == holds(steps, "always: true")

"""Promises that do not hold: what is underlined, and the example that is told."""

from __future__ import annotations

import pytest

from engine.procedure.checks import promises
from engine.procedure.checks.graph import Graph
from engine.procedure.checks.spots import Spots
from engine.procedure.proof.formula import Budget
from engine.procedure.proof.searches import Snapshots
from tests.procedure.whole import Finding, findings, places, read_document, written

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


def check(steps: str, promise: str, more: str = "") -> list[Finding]:
    """Check a promise about the step `send`."""
    return findings(written(steps, FACTS, REST.format(promise=promise)) + more)


@pytest.mark.parametrize(
    ("steps", "condition", "help_"),
    [
        (
            "- id: ask\n  do: Ask\n- id: send\n  do: Send\n",
            "done(ask)",
            (
                "for example: `ask` is skipped; "
                "write `skippable: no` on `ask`, or put the condition into the `when` of `send`"
            ),
        ),
        (
            "- id: ask\n  ask: [paid]\n- id: send\n  do: Send\n",
            "paid",
            "for example: `paid` is no; put the condition into the `when` of `send`",
        ),
        (
            "- id: send\n  do: Send\n",
            "letter",
            "for example: `letter` has not come; put the condition into the `when` of `send`",
        ),
    ],
)
def test_only_after(steps: str, condition: str, help_: str) -> None:
    """A step that can open too early is told with an example, and what to do about it."""
    assert [Finding("promise-opens-early", condition, help_)] == check(steps, f"only_after: {condition}")


def test_only_after_two_skipped_steps() -> None:
    """All steps are named that may not be skipped if the example is not to happen."""
    steps = "- id: one\n  do: One\n- id: two\n  do: Two\n- id: send\n  do: Send\n"
    (found,) = check(steps, "only_after: done(one) or done(two)")
    assert "write `skippable: no` on `one` and `two`, or" in found.help


@pytest.mark.parametrize(
    ("steps", "told"),
    [
        ("- id: pay\n  do: Pay\n- id: send\n  do: Send\n", "`send` comes after `pay`"),
        (
            "- id: pay\n  do: Pay\n- id: note\n  do: Note\n- id: out\n  steps:\n    - id: send\n      do: Send\n",
            "`send` is part of `out`, `out` comes after `pay`",
        ),
        (
            (
                "- id: all\n  order: any\n  steps:\n    - id: pay\n      ask: [paid]\n"
                "    - id: send\n      when: paid\n      do: It\n"
            ),
            "`send` depends on `paid`, `paid` is asked in `pay`",
        ),
        (
            (
                "- id: all\n  order: any\n  steps:\n    - id: pay\n      ask: [paid]\n"
                "    - id: send\n      wait_for: letter or paid\n      do: It\n"
            ),
            "`send` depends on `paid`, `paid` is asked in `pay`",
        ),
        (
            (
                "- id: all\n  order: one at a time\n  steps:\n"
                "    - id: pay\n      do: Pay\n    - id: send\n      do: Send\n"
            ),
            "`send` takes turns with others, one of them is `pay`",
        ),
        (
            (
                "- id: all\n  order: any\n  steps:\n    - id: pay\n      do: Pay\n"
                "    - id: send\n      steps:\n        - id: scan\n          wait_for: pay\n          do: Scan\n"
            ),
            "`scan` waits for `pay`",
        ),
    ],
)
def test_never_waits_for(steps: str, told: str) -> None:
    """A step that can be held back is told with the way there."""
    help_ = f"{told}; take one of these away"
    assert [Finding("promise-held-back", "pay", help_)] == check(steps, "never_waits_for: [pay]")


def test_turns_at_the_top() -> None:
    """Steps at the top take turns too; those in one of them do not take turns with each other."""
    steps = (
        "- id: send\n  do: Send\n"
        "- id: all\n  order: any\n  steps:\n    - id: pay\n      do: Pay\n    - id: note\n      do: It\n"
    )
    turns = "order: one at a time\n"
    told = "`send` takes turns with others, one of them is `all`; take one of these away"
    assert [Finding("promise-held-back", "pay", told)] == check(steps, "never_waits_for: [pay]", turns)
    text = written(steps, "", REST.format(promise="never_waits_for: [pay]")).replace("step: send", "step: note")
    assert [] == places(text + turns)


def test_pauses() -> None:
    """A step that makes the rest wait holds everything back but what is in it."""
    rest = f"""{REST.format(promise="never_waits_for: [talk]")}
any_time:
  - id: calls
    wait_for: call_back
    pause: true
    steps:
      - id: talk
        do: Talk
      - id: note
        do: Note
"""
    told = "`send` rests while `calls` is open; take one of these away"
    steps = "- id: send\n  do: Send\n"
    assert [Finding("promise-held-back", "talk", told)] == findings(written(steps, "", rest))
    rest = rest.replace("step: send", "step: talk").replace("[talk]", "[note]")
    assert [] == findings(written(steps, "", rest))


@pytest.mark.parametrize(
    "steps",
    [
        "- id: send\n  do: Send\n- id: pay\n  do: Pay\n",
        "- id: all\n  order: any\n  steps:\n    - id: send\n      do: Send\n    - id: pay\n      do: Pay\n",
        "- id: pay\n  optional: true\n  do: Pay\n- id: send\n  do: Send\n",
        (
            "- id: all\n  order: any\n  steps:\n"
            "    - id: pay\n      ask: [paid]\n      due: 3 days after send\n    - id: send\n      do: It\n"
        ),
    ],
)
def test_is_not_held_back(steps: str) -> None:
    """What comes later, beside it, or need not be done, holds nothing back."""
    assert [] == check(steps, "never_waits_for: [pay]")


@pytest.mark.parametrize(
    ("steps", "help_"),
    [
        ("- id: send\n  do: Send\n", "for example: `send` is skipped; write `skippable: no` on `send`"),
        (
            "- id: ask\n  ask: [paid]\n- id: send\n  when: paid\n  skippable: false\n  do: Send\n",
            "for example: `paid` is no; take the `when` or `until` away that decides it",
        ),
        (
            "- id: send\n  wait_for: letter\n  give_up: 3 days after call_back\n  skippable: false\n  do: Send\n",
            "for example: `send` gave up; take the `give_up` away",
        ),
        (
            "- id: send\n  optional: true\n  skippable: false\n  do: Send\n- id: last\n  do: It\n",
            "`send` is optional; take that away",
        ),
        (
            (
                "- id: ask\n  ask: [relatives]\n- id: each\n  for_each: relatives\n  steps:\n"
                "    - id: send\n      do: Send\n"
            ),
            "`relatives` can be empty; let a step without `for_each` do it",
        ),
    ],
)
def test_always(steps: str, help_: str) -> None:
    """A step that may be left undone is told with an example, and what to do about it."""
    assert [Finding("promise-not-always", "true", help_)] == check(steps, "always: true")


def test_always_at_any_time() -> None:
    """A case need not come to what stands outside of the sequence."""
    rest = REST.format(promise="always: true") + "any_time:\n  - id: send\n    do: Send\n    skippable: false\n"
    help_ = "a case can end without what stands in `any_time`; move it to `steps`"
    assert [Finding("promise-not-always", "true", help_)] == findings(written("- id: ask\n  do: Ask\n", "", rest))


@pytest.mark.parametrize(
    ("still_do", "found"),
    [
        (
            "",
            [
                Finding(
                    "promise-not-always",
                    "true",
                    "for example: the case ends as `early`; "
                    "add it to the `still_do` of that outcome, as `still_do: [send]`",
                )
            ],
        ),
        ("still_do: [send]", []),
    ],
)
def test_always_with_early_ends(still_do: str, found: list[Finding]) -> None:
    """An outcome that ends the case at once must still do what is promised."""
    rest = f"""{REST.format(promise="always: true")}
outcomes:
  early:
    title: Early
    as_soon_as: letter
    {still_do}
  late:
    title: Late
"""
    assert found == findings(written("- id: send\n  do: Send\n  skippable: false\n", "", rest))


@pytest.mark.parametrize("promise", ["only_after: letter", "always: true", "never_waits_for: [ask]"])
@pytest.mark.parametrize("left", [0, 1])
def test_not_proven(promise: str, left: int) -> None:
    """A proof that takes too long is told as such, and the promise is not taken for kept."""
    steps = "- id: all\n  order: any\n  steps:\n    - id: ask\n      ask: [paid]\n    - id: send\n      do: Send\n"
    text = written(steps, FACTS, REST.format(promise=f"{promise}\n  - step: send\n    always: true"))
    procedure, document = read_document(text)
    poor = promises.Promises(Snapshots(procedure), Graph(procedure), Spots(document), Budget(left))
    assert "promise-not-proven" in {one.code for one in poor.find_broken()}

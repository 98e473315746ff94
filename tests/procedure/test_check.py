"""A procedure as a whole: the records release keeps its promises, and each of its gates is needed for one."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.condition.faults import MESSAGES as FAULTS
from engine.messages import WHOLE
from engine.procedure.check import check
from engine.procedure.proof.formula import Budget, Model
from engine.procedure.proof.searches import Snapshots, open_without
from tests.procedure.whole import diagnostics, findings, places, read_document, written

RELEASE = (Path(__file__).parent / "release.yaml").read_text(encoding="utf-8")
LINES = RELEASE.splitlines()

SEND = ("promise-opens-early", "written_request or to_specialist")
INACTIVATE = ("promise-opens-early", "done(notes) and gone_for_good")
NOTES = ("promise-not-always", "true")
HELD = [("promise-held-back", "check_balance"), ("promise-held-back", "settle_balance")]

BROKEN: dict[int, list[tuple[str, str]]] = {
    1: [NOTES],
    2: [],
    3: [],
    4: [],
    5: [INACTIVATE, NOTES],
    6: [],
    7: [],
    8: [SEND, ("give-up-without-wait", "give_up")],
    9: [SEND],
    10: [SEND],
    11: [INACTIVATE],
    12: [INACTIVATE],
}
"""What is found if one gate is taken away."""


def without(gate: int) -> str:
    """Give the records release without one of its gates."""
    return "\n".join(line for line in LINES if not line.endswith(f"# gate {gate}"))


def test_promises_are_kept() -> None:
    """The records release keeps all its promises, and nothing else is wrong with it."""
    assert [] == findings(RELEASE)


@pytest.mark.parametrize("gate", BROKEN)
def test_each_gate_is_needed(gate: int) -> None:
    """Without a gate exactly those promises break that need it."""
    assert sum(line.endswith(f"# gate {gate}") for line in LINES) == 1
    assert BROKEN[gate] == places(without(gate))


def test_a_gate_in_the_wrong_place() -> None:
    """If the records wait for the whole call, the balance holds them back."""
    text = RELEASE.replace("wait_for: [where, ask_for_request]", "wait_for: call")
    assert HELD == places(text)


def test_the_draft_had_holes() -> None:
    """As long as the written request can be waived, the records can go out without it, and the example says so."""
    (found,) = findings(without(9))
    assert found.help == (
        "for example: `request` is skipped, `reason` is our_office, `written_request` has not come; "
        "write `skippable: no` on `request`, or put the condition into the `when` of `send`"
    )


def test_an_example_is_a_model() -> None:
    """In what is found against a promise everything that was looked for is so, and every claim holds."""
    procedure, _ = read_document(without(9))
    promise = procedure.promises[0]
    assert promise.only_after
    found = open_without(Snapshots(procedure), promise.step, promise.only_after, Budget(100_000))
    assert isinstance(found.answer, Model)
    assert all(map(found.answer.holds, found.told))
    assert all(any(map(found.answer.holds, clause)) for clause in found.snapshot.theory.clauses)


def test_findings_are_in_the_order_of_the_file() -> None:
    """All passes are told together, sorted by place."""
    spans = [one.span for one in diagnostics(without(8))]
    assert sorted(spans) == spans


def test_no_proofs_in_a_circle() -> None:
    """Where something waits for itself, promises are not looked at: they would hold for the wrong reason."""
    steps = "- id: one\n  wait_for: two\n  do: One\n- id: two\n  do: Two\n"
    rest = "promises:\n  - step: two\n    only_after: gave_up(one)\n"
    assert [("waits-for-itself", "two")] == places(written(steps, "", rest))


def test_check_is_pure() -> None:
    """The same procedure gives the same findings."""
    procedure, document = read_document(without(12))
    assert check(procedure, document) == check(procedure, document)


def test_many_steps() -> None:
    """A procedure with hundreds of steps that depend on each other is no deep recursion, and comes to an end."""
    steps = "".join(f"- id: s{at}\n  when: not skipped(s{at - 1})\n  do: It\n" for at in range(1, 400))
    text = written("- id: s0\n  do: It\n" + steps, "", "promises:\n  - step: s399\n    only_after: settled(s0)\n")
    assert [] == findings(text)


def test_many_facts() -> None:
    """A long chain of worked-out facts is no deep recursion either."""
    facts = "f0:\n  type: number\n" + "".join(f"f{at}:\n  value: f{at - 1}\n" for at in range(1, 600))
    steps = "- id: ask\n  ask: [f0]\n- id: send\n  when: f599 > 5\n  do: It\n"
    rest = "promises:\n  - step: send\n    only_after: f0 > 4\n"
    assert [] == findings(written(steps, facts, rest))


def test_codes_are_told_once() -> None:
    """No code of a condition is one of a whole procedure."""
    assert FAULTS.keys().isdisjoint(WHOLE)

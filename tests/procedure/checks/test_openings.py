"""Cases that steps open: with which procedure, and what it is told."""

from __future__ import annotations

import pytest

from tests.procedure.whole import Finding, findings, places, read_document, written

OTHER = """\
procedure: referral
version: 1
title: A referral
opens_with: [patient, nickname]
steps:
  - id: ask
    ask: [urgent, fee, doctors, reason]
  - id: each
    for_each: doctors
    ask: [answered]
facts:
  patient:
    type: text
  nickname:
    type: text
    required: false
  urgent:
    type: yes_no
  fee:
    type: money
  reason:
    type: choice
    options:
      pain: Pain
      check: A check
  doctors:
    type: list
    of:
      doctor:
        type: text
  answered:
    type: yes_no
  dear:
    value: fee > 100
"""

FACTS = """
patient:
  type: text
agreed:
  type: yes_no
visits:
  type: number
reason:
  type: choice
  options:
    pain: Pain
    other: Another
relatives:
  type: list
  of:
    name:
      type: text
"""


def check(told: str, procedure: str = "referral") -> list[Finding]:
    """Check a step that opens a case and tells it something."""
    steps = f"""
- id: ask
  ask: [agreed, visits, reason, relatives]
- id: refer
  open_case:
    procedure: {procedure}
    with:
      {told}
"""
    other, _ = read_document(OTHER)
    return findings(written(steps, FACTS, "opens_with: [patient]"), None, {"referral": other})


@pytest.mark.parametrize("told", ["urgent: agreed", "fee: visits", "fee: 12", "nickname: patient"])
def test_fits(told: str) -> None:
    """Told are facts of the other procedure, each with a value of its type."""
    assert [] == check(f"patient: patient\n      {told}")


@pytest.mark.parametrize(
    ("told", "code", "help_"),
    [
        ("dokter: patient", "not-a-fact-there", "leave it out, or declare it there"),
        ("pacient: patient", "not-a-fact-there", "did you mean `patient`?"),
        ("dear: agreed", "told-but-worked-out", "leave it out here, or take the `value` away"),
        ("urgent: visits", "told-other-type", "pass on a fact of the same type"),
        ("reason: reason", "told-other-type", "pass on a fact of the same type"),
        ("doctors: relatives", "not-for-opening", "leave it out"),
        ("answered: agreed", "not-for-opening", "leave it out"),
    ],
)
def test_does_not_fit(told: str, code: str, help_: str) -> None:
    """What cannot be told is found at its name."""
    name = told.partition(":")[0]
    assert [Finding(code, name, help_)] == check(f"patient: patient\n      {told}")


def test_opening_not_told() -> None:
    """What the other procedure needs at its opening must be told; what it does not require, need not."""
    assert [Finding("opening-not-told", "with", "add `patient:` to `with`")] == check("urgent: agreed")


def test_unknown_procedure() -> None:
    """A procedure that is not beside this one is found, if it is known which are."""
    found = [Finding("unknown-procedure", "referal", "did you mean `referral`?")]
    assert found == check("patient: patient", "referal")
    steps = "- id: refer\n  open_case:\n    procedure: referal\n"
    assert [] == places(written(steps))


def test_own_procedure() -> None:
    """A procedure may open further cases of itself; their facts were compared when it was built."""
    steps = """
    - id: ask
      ask: [relatives]
    - id: each
      for_each: relatives
      open_case:
        procedure: small
        with:
          {told}
    """
    rest = "opens_with: [patient]"
    assert [] == places(written(steps.format(told="patient: name"), FACTS, rest))
    found = [("opening-not-told", "with"), ("not-for-opening", "relatives")]
    assert found == places(written(steps.format(told="relatives: relatives"), FACTS, rest))

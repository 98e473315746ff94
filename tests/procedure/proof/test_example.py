"""How a moment that was found is told."""

from __future__ import annotations

import pytest

from tests.procedure.whole import findings, written

FACTS = """
balance:
  type: money
  min: 0
visits:
  type: number
spare:
  type: number
agreed:
  type: yes_no
reason:
  type: choice
  options:
    moving: Moving
    insurance: Insurance
    other: Other
ways:
  type: choices
  options:
    mail: Mail
    fax: Fax
city:
  type: text
name:
  type: text
relatives:
  type: list
  of:
    age:
      type: number
rather:
  when: agreed
  type: yes_no
"""

REST = """
arrivals:
  letter:
    title: A letter
promises:
  - step: send
    only_after: {condition}
outcomes:
  early:
    title: Early
    as_soon_as: letter
    still_do: [send]
  late:
    title: Late
"""


def told(send: str, condition: str) -> str:
    """Give the example against a promise about `send`."""
    steps = f"""
- id: ask
  ask: [balance, visits, spare, agreed, reason, ways, city, name, relatives, rather]
- id: pay
  do: Pay
  wait_for: 3 days after ask
- id: send
  {send}
  do: Send it
"""
    promised = [
        one for one in findings(written(steps, FACTS, REST.format(condition=condition))) if "promise" in one.code
    ]
    (found,) = promised
    return found.help.removeprefix("for example: ").partition(";")[0]


@pytest.mark.parametrize(
    ("condition", "example"),
    [
        ("agreed", "`agreed` is no"),
        ("not agreed", "`agreed` is yes"),
        ("agreed is not known", "`agreed` is yes"),
        ("reason is insurance", "`reason` is moving"),
        ("reason is moving", "`reason` is insurance"),
        ("reason is not insurance", "`reason` is insurance"),
        ("reason in [moving, insurance]", "`reason` is other"),
        ("balance > 0", "`balance` is 0"),
        ("balance < 100", "`balance` is 100"),
        ("balance = 0", "`balance` is more than 0"),
        ("balance != 5", "`balance` is 5"),
        ("visits > 3", "`visits` is less than 3"),
        ("not (visits > 3 and visits < 5)", "`visits` is more than 3 and less than 5"),
        ('city is "Rome"', "`city` is other than Rome"),
        ("city is not known", "`city` is known"),
        ("ways includes fax", "`ways` does not include `fax`"),
        ("not (ways includes fax)", "`ways` is known, `ways` includes `fax`"),
        ("visits > spare", "`spare` equals `visits`"),
        ("visits != spare", "`spare` equals `visits`"),
        ("visits <= spare", "`spare` is less than `visits`"),
        ("visits + spare > 3", "`visits + spare` is less than 3"),
        ("count(relatives) > 2", "`count(relatives)` is less than 2"),
        ("any(relatives where age > 18)", "`any(relatives where age > 18)` is not true"),
        ("not any(relatives where age > 18)", "`any(relatives where age > 18)` is not false"),
        ("letter", "`letter` has not come"),
        ("5 days after letter", "`5 days after letter` has not passed"),
        ("rather", "`rather` is no"),
        ("done(pay)", "`pay` is skipped"),
        ("skipped(pay)", "`pay` is not skipped"),
        ("not settled(pay)", "nothing has happened yet"),
        ("no", "nothing has happened yet"),
    ],
)
def test_example(condition: str, example: str) -> None:
    """What is unusual comes first, then the answers, then what has come."""
    assert example == told("when: settled(pay)", condition)

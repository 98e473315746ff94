"""What a condition says: which other one must be true where it is."""

from __future__ import annotations

import pytest

from tests.procedure.whole import findings, written

FACTS = """
balance:
  type: money
  min: 0
  max: 100
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
visit_on:
  type: date
leaves_on:
  type: date
relatives:
  type: list
  of:
    age:
      type: number
    adult:
      value: age >= 18
owes:
  value: balance > 0
half:
  value: balance / 2
fee:
  value:
    - 5 when reason is moving
    - 9 when reason is insurance
kind:
  value:
    - moving when owes
    - reason otherwise
  type: choice
  options:
    moving: Moving
    insurance: Insurance
    other: Other
    unclear: Not clear
rather:
  when: agreed
  type: yes_no
"""

ASKED = "balance, visits, spare, agreed, reason, ways, city, visit_on, leaves_on, relatives, rather"


def follows(so: str, then: str) -> bool:
    """Whether it is proven that a step which begins when one condition is true begins only after another."""
    text = written(
        f"""
        - id: ask
          ask: [{ASKED}]
        - id: send
          wait_for: {so}
          do: Send it
        """,
        FACTS,
        f"""
        arrivals:
          letter:
            title: A letter
        settings:
          limit: 40
        promises:
          - step: send
            only_after: {then}
        """,
    )
    codes = {one.code for one in findings(text)}
    assert codes <= {"promise-opens-early", "never-begins"}
    assert "never-begins" not in codes
    return not codes


@pytest.mark.parametrize(
    ("so", "then"),
    [
        # Amounts with fixed numbers.
        ("balance > 5", "balance > 3"),
        ("balance > 5", "balance >= 5"),
        ("balance >= 5 and balance <= 5", "balance = 5"),
        ("5 < balance", "balance != 5"),
        ("balance is known", "balance >= 0 and balance <= 100"),
        ("balance > 99", "owes"),
        ("not owes", "balance is not known or balance = 0"),
        ("balance != 3", "balance < 3 or balance > 3"),
        ("balance in [1, 2]", "balance < 3"),
        ("balance not in [1, 2]", "balance != 1 and balance is known"),
        # Choices, and yes or no.
        ("reason is moving", "reason is not other"),
        ("reason not in [moving, other]", "reason is insurance"),
        ("reason is known and reason is not moving and reason is not other", "reason is insurance"),
        ("agreed is yes", "agreed"),
        ("agreed is no", "not agreed"),
        ("agreed is not no", "agreed"),
        ("ways includes fax", "ways is known"),
        ("not (ways includes fax)", "not (ways includes fax)"),
        ('city is "Rome"', 'city is not "Oslo"'),
        # Junctions.
        ("agreed and letter", "letter"),
        ("agreed", "agreed or letter"),
        ("not (agreed or owes)", "not agreed"),
        ("not (agreed and owes)", "not agreed or not owes"),
        ("yes", "yes or letter"),
        # Two values.
        ("visits > spare", "spare < visits"),
        ("visits > spare", "visits != spare"),
        ("visits = spare", "not (visits < spare) and visits is known"),
        ("visits > limit", "limit <= visits"),
        ("visits + spare > 3", "visits is known and spare is known"),
        ("visits + spare > 3", "visits + spare > 2"),
        ("visit_on < leaves_on", "leaves_on > visit_on"),
        ("visit_on > 2026-03-01", "visit_on > 2026-02-01"),
        ("3 days after visit_on < leaves_on", "visit_on is known"),
        ("agreed = owes and agreed", "agreed is known"),
        # Times.
        ("3 days after visit_on", "visit_on is known"),
        ("3 days after letter", "letter"),
        ("3 days after ask", "settled(ask)"),
        ("3 days after ask", "3 days after ask"),
        # Lists.
        ("count(relatives) > 2", "count(relatives) >= 2"),
        ("2 < count(relatives)", "not (count(relatives) < 3)"),
        ("count(relatives) in [3, 4]", "count(relatives) in [3, 4, 5]"),
        ("count(relatives) = 2", "count(relatives) <= 2 and count(relatives) != 3"),
        ("not (count(relatives) = 0)", "count(relatives) > 0"),
        ("count(relatives) > limit", "limit < count(relatives)"),
        ("count(relatives) + 1 > 2", "count(relatives) + 1 > 1"),
        ("count(relatives where adult) > 2", "count(relatives where adult) != 0"),
        ("sum(age of relatives) > 20", "sum(age of relatives) > 10"),
        ("lowest(age of relatives) > 20", "not (lowest(age of relatives) < 20)"),
        ("any(relatives where adult)", "any(relatives where adult)"),
        # Worked-out facts.
        ("half > 10", "balance is known"),
        ("half is known", "balance is known"),
        ("fee > 6", "reason is insurance"),
        ("fee is known", "reason is moving or reason is insurance"),
        ("fee is not known", "reason is not known or reason is other"),
        ("kind is insurance", "reason is insurance"),
        ("kind is not moving", "not owes"),
        ("kind is not unclear and kind is not moving", "not owes"),
        ("owes", "balance > 0"),
        # Facts that apply only sometimes.
        ("rather", "agreed"),
        ("rather is known", "agreed"),
    ],
)
def test_follows(so: str, then: str) -> None:
    """Where the one is true, the other is, in every case."""
    assert follows(so, then)


@pytest.mark.parametrize(
    ("so", "then"),
    [
        ("balance > 3", "balance > 5"),
        ("balance >= 5", "balance = 5"),
        ("not (balance > 3)", "balance <= 3"),
        ("not (reason is moving)", "reason in [insurance, other]"),
        ("reason is not moving", "reason is other"),
        ("reason is not known", "not agreed"),
        ("not agreed", "agreed is no"),
        ("ways includes fax", "ways includes mail"),
        ('city is not "Rome"', 'city is "Oslo"'),
        ("agreed or letter", "agreed"),
        ("not (agreed and owes)", "not agreed"),
        ("visits > spare", "spare > visits"),
        ("visits > limit", "visits > 40"),
        ("visits + spare > 3", "spare + visits > 2"),
        ("visits / spare != 0", "visits / spare > 0"),
        ("3 days after letter", "5 days after letter"),
        ("visit_on > today", "visit_on is known"),  # it does; what the clock says is not followed
        ("agreed", "letter"),
        ("count(relatives) > 2", "relatives is known"),
        ("count(relatives) < 2 or count(relatives) >= 2", "relatives is known"),
        ("count(relatives) > limit", "count(relatives) > 40"),
        ("count(relatives) + 1 > 2", "count(relatives) > 2"),
        ("count(relatives) > 2", "count(relatives) > 3"),
        ("sum(age of relatives) > 20", "sum(age of relatives) > 30"),
        ("not any(relatives where adult)", "any(relatives where adult)"),
        ("fee is not known", "reason is other"),
        ("kind is moving", "reason is moving"),
        ("agreed", "rather is known"),
    ],
)
def test_does_not_follow(so: str, then: str) -> None:
    """Where the one is true, the other need not be."""
    assert not follows(so, then)

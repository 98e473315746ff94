"""What may keep a case open for ever, and what is not known when it is needed."""

from __future__ import annotations

import pytest

from tests.procedure.whole import advice, written

FACTS = """
agreed:
  type: yes_no
visit:
  type: date
  required: no
balance:
  type: money
worth:
  type: money
"""
REST = "arrivals:\n  letter:\n    title: A letter\n    brings: [worth]\n  fax:\n    title: A fax\n"
ASK = "- id: ask\n  ask: [agreed, visit, balance]\n"
ENDLESS = {"wait-without-end", "known-by-arrival", "may-wait-for-ever", "repeat-never-changes", "never-over"}


def said(steps: str, codes: frozenset[str] | set[str] = ENDLESS) -> list[tuple[str, str]]:
    """Give what is said about steps that come after all was asked."""
    found = advice(written(ASK + steps, FACTS, REST))
    return [(one.code, one.underlined) for one in found if one.code in codes]


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ("wait_for: letter", [("wait-without-end", "letter")]),
        ("wait_for: 3 days after letter", [("wait-without-end", "3 days after letter")]),
        ("wait_for: [ask, fax]", [("wait-without-end", "fax")]),
        ("wait_for:\n    - any_of: [letter, fax]", [("wait-without-end", "any_of: [letter, fax]")]),
        ("when: worth > 5", [("known-by-arrival", "worth > 5")]),
        ("wait_for: agreed", [("may-wait-for-ever", "agreed")]),
        ("wait_for: 2 days before visit", [("may-wait-for-ever", "2 days before visit")]),
        ("wait_for:\n    - any_of: [agreed, balance > 5]", [("may-wait-for-ever", "any_of: [agreed, balance > 5]")]),
        ("wait_for:\n    - any_of: [letter, 3 days after ask]", []),
        ("wait_for:\n    - any_of: [agreed, letter]", []),
        ("wait_for: letter\n  give_up: 3 days after ask", []),
        ("wait_for: agreed\n  until: not agreed", []),
        ("wait_for: letter\n  optional: yes", []),
        ("wait_for: agreed\n  when: agreed", []),
        ("wait_for: balance > 5 or balance <= 5 or balance is not known", []),
        ("wait_for: visit < today", []),
    ],
)
def test_waits(keys: str, expected: list[tuple[str, str]]) -> None:
    """A wait that nothing ends is found, by what is written or by an example that was played."""
    assert expected == said(f"- id: send\n  {keys}\n  do: It\n")


def test_at_any_time() -> None:
    """What stands in `any_time` keeps no case open while it waits."""
    text = written(ASK, FACTS, REST) + "any_time:\n  - id: scan\n    wait_for: letter\n    do: Scan\n"
    assert [] == [one.code for one in advice(text) if one.code in ENDLESS]


@pytest.mark.parametrize(
    ("until", "is_found"),
    [("agreed", True), ("reached", False), ("letter", False), ("3 days after ask", False), ("well", True)],
)
def test_attempts(until: str, *, is_found: bool) -> None:
    """Attempts that have no part in whether there is another one are found."""
    facts = f"{FACTS}reached:\n  type: yes_no\nwell:\n  value: agreed and balance > 5\n"
    steps = f"{ASK}- id: call\n  repeat:\n    until: {until}\n  ask: [reached]\n"
    codes = [one.code for one in advice(written(steps, facts, REST))]
    assert is_found == ("repeat-never-changes" in codes)


def test_never_over() -> None:
    """A procedure of which no case ends is told once, without what follows from it for each outcome."""
    rest = f"{REST}outcomes:\n  odd:\n    title: Odd\n    when: agreed\n  over:\n    title: Over\n"
    steps = f"{ASK}- id: stay\n  skippable: no\n  wait_for: done(ask) and skipped(ask)\n  do: It\n"
    codes = {one.code for one in advice(written(steps, FACTS, rest))}
    assert {"never-over"} == codes & {"never-over", "never-ends-so", "never-begins"} - {"never-begins"}


@pytest.mark.parametrize(
    ("first", "keys", "is_found"),
    [
        ("order: any", "do: Tell {balance}", True),
        ("order: any", "do: Tell {double}", True),
        ("order: any", "wait_for: ask\n  do: Tell {balance}", False),
        ("order: sequence", "do: Tell {balance}", False),
        ("order: any", "when: balance > 5\n  do: Tell {balance}", False),
        ("order: any", "do: Tell {balance}\n  ask: [balance]", False),
        ("order: any", "do: Tell {name}", False),
        ("order: any", "title: Tell {balance}\n  do: It", True),
    ],
)
def test_words(first: str, keys: str, *, is_found: bool) -> None:
    """Words that put in what nobody need have told are found; what is asked there or at the opening is not."""
    facts = f"{FACTS}double:\n  value: balance * 2\nname:\n  type: text\n"
    text = written(f"{ASK}- id: tell\n  {keys}\n", facts, f"{REST}opens_with: [name]\n{first}\n")
    found = [one for one in advice(text) if one.code == "may-be-unknown"]
    assert is_found == bool(found)
    assert all(one.help.startswith("for example: the case is opened") for one in found)

"""Who can do a step, when its dates and reminders come, what its documents and texts hold."""

from __future__ import annotations

import pytest

from tests.procedure.whole import advice, findings, written

PEOPLE = "doctor:\n  type: person\nnurse:\n  type: person\n"
ROLES = "arrivals:\n  letter:\n    title: A letter\n"


@pytest.mark.parametrize(
    ("first", "second", "is_found"),
    [
        ("who: doctor", "who: doctor\n  not_by: [one]", True),
        ("who: doctor", "who: nurse\n  not_by: [one]", False),
        ("who: doctor", "who: [doctor, front]\n  not_by: [one]", False),
        ("who: front", "who: front\n  not_by: [one]", False),
        ("who: doctor", "who: doctor\n  not_by: [one]\n  may_hand_to: front", False),
        ("who: doctor", "sign:\n    by: doctor\n    not_by: [one]", True),
        ("who: front", "sign:\n    by: doctor\n    not_by: [one]", False),
    ],
)
def test_nobody(first: str, second: str, *, is_found: bool) -> None:
    """A step that only one person may do, who did the other one, can be done by nobody."""
    steps = f"- id: ask\n  ask: [doctor, nurse]\n- id: one\n  {first}\n  do: It\n- id: two\n  do: It\n  {second}\n"
    assert is_found == any(one.code == "nobody-can" for one in findings(written(steps, PEOPLE)))


@pytest.mark.parametrize(
    ("by", "least", "is_found"),
    [("[doctor, nurse]", 3, True), ("[doctor, nurse]", 2, False), ("[doctor, front]", 3, False)],
)
def test_too_few(by: str, least: int, *, is_found: bool) -> None:
    """More signatures than there are people who are named cannot be had."""
    steps = f"- id: ask\n  ask: [doctor, nurse]\n- id: two\n  sign:\n    by: {by}\n    at_least: {least}\n"
    assert is_found == any(one.code == "too-few-to-sign" for one in findings(written(steps, PEOPLE)))


@pytest.mark.parametrize(
    ("keys", "reminder", "is_found"),
    [
        ("due: 3 days after ask", "who: front\n    at: 5 days after ask", True),
        ("due: 3 days after ask", "who: front\n    every: 4 days after ask", True),
        ("due: 3 days after ask", "who: front\n    at: 3 days after ask", False),
        ("due: 3 days after ask", "who: boss\n    at: 5 days after ask", False),
        ("due: 3 days after ask", "who: front\n    at: 5 days after other", False),
        ("due: 3 business days after ask", "who: front\n    at: 4 months after ask", True),
        ("due: 3 business days after ask", "who: front\n    at: 4 days after ask", False),
        ("due: 1 week before visit", "who: front\n    at: 2 days before visit", True),
        ("due: 2 days before visit", "who: front\n    at: 1 week before visit", False),
        ("give_up: 1 month after ask\n  wait_for: letter", "hand_to: boss\n    at: 4 months after ask", True),
        ("give_up: 1 month after ask\n  wait_for: letter", "hand_to: boss\n    at: 20 days after ask", False),
    ],
)
def test_reminders(keys: str, reminder: str, *, is_found: bool) -> None:
    """A reminder that cannot come in time is found; one that may is not, nor one that tells somebody else."""
    send = f"- id: send\n  who: front\n  {keys}\n  do: It\n  remind:\n  - {reminder}\n"
    steps = f"- id: other\n  do: It\n- id: ask\n  ask: [visit]\n{send}"
    text = written(steps, "visit:\n  type: date\n", ROLES).replace("  front:", "  boss: Boss\n  front:")
    assert is_found == any(one.code == "reminder-too-late" for one in findings(text))


@pytest.mark.parametrize(
    ("when", "due", "is_found"),
    [
        ("not agreed", "2 days before visit", True),
        ("agreed", "2 days before visit", False),
        ("not agreed", "2 days after ask", False),
        ("gave_up(ask)", "2 days after ask", False),
    ],
)
def test_dates(when: str, due: str, *, is_found: bool) -> None:
    """A date that counts from what is never there is found."""
    facts = "agreed:\n  type: yes_no\nvisit:\n  type: date\n  when: agreed\n"
    steps = f"- id: ask\n  ask: [agreed, visit]\n- id: send\n  when: {when}\n  due: {due}\n  do: It\n"
    assert is_found == any(one.code == "never-has-a-date" for one in findings(written(steps, facts)))


@pytest.mark.parametrize(
    ("template", "codes"),
    [
        ("{patient}, {case}, {balance}, {double}", []),
        ("{patiant}", ["unknown-in-template"]),
        ("{name}", ["not-told-in-template"]),
        ("{alone}", ["not-told-in-template"]),
        ("{ patient } {Patient} {}", []),
    ],
)
def test_templates(template: str, codes: list[str]) -> None:
    """A template may put in what has one value in a case, and nothing else."""
    facts = """
patient:
  type: text
balance:
  type: money
double:
  value: balance * 2
alone:
  type: text
things:
  type: list
  of:
    name:
      type: text
"""
    text = written(
        "- id: ask\n  ask: [balance, things]\n- id: send\n  print: [letter]\n", facts, "opens_with: [patient]\n"
    )
    found = findings(text, lambda name: {f"{name}.txt": template})
    assert codes == [one.code for one in found if "template" in one.code]


@pytest.mark.parametrize(
    ("words", "underlined"),
    [
        ("say: >-\n    Good day\n    do: Call", "do:"),
        ("say: >-\n    Good day\n    - Call", "-"),
        ("say: |\n    Good day\n    - Call", None),
        ("say: >-\n    Good day\n    note: call", None),
    ],
)
def test_swallowed(words: str, underlined: str | None) -> None:
    """A key or an entry that became a part of a text is found, at its word."""
    found = [one.underlined for one in advice(written(f"- id: call\n  {words}\n")) if one.code == "key-in-text"]
    assert ([underlined] if underlined else []) == found


def test_not_used() -> None:
    """What is declared and named nowhere is found; what is named anywhere is not."""
    rest = """
settings:
  days: 3
  most: 5
  idle: 7
arrivals:
  letter:
    title: A letter
  fax:
    title: A fax
  call:
    title: A call
    brings: [said]
  mail:
    title: Mail
"""
    steps = """
- id: ask
  ask: [said]
- id: send
  wait_for: [letter, days days after ask]
  give_up: most days after ask
  do: It
- id: stop
  until: fax
  do: It
"""
    found = [(one.code, one.underlined) for one in advice(written(steps, "said:\n  type: text\n", rest))]
    assert [("role-not-used", "front"), ("setting-not-used", "idle"), ("arrival-not-used", "mail")] == found

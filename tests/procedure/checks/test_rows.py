"""Rows that never count, leave a gap, or contradict each other."""

from __future__ import annotations

import pytest

from tests.procedure.whole import advice, written

FACTS = """
agreed:
  type: yes_no
amount:
  type: money
  min: 0
place:
  type: choice
  options:
    north: North
    south: South
    east: East
fee:
"""


def said(rows: str, when: str = "") -> list[tuple[str, str, str]]:
    """Give what is said about rows."""
    body = "".join(f"    - {row}\n" for row in rows.split("; "))
    fact = f"{FACTS}{f'  when: {when}' if when else ''}\n  value:\n{body}"
    text = written("- id: ask\n  ask: [agreed, amount, place]\n- id: pay\n  do: Pay {fee}\n", fact)
    return [(one.code, one.underlined, one.help) for one in advice(text) if one.code.startswith("row")]


@pytest.mark.parametrize(
    ("rows", "underlined"),
    [
        ("1 when amount > 5; 2 when amount > 7; 3 otherwise", "2 when amount > 7"),
        ("1 when place is north; 2 when place in [north]; 3 otherwise", "2 when place in [north]"),
        ("1 when agreed is known; 2 when agreed is not known; 3 otherwise", "3 otherwise"),
    ],
)
def test_never_counts(rows: str, underlined: str) -> None:
    """A row that others above it leave nothing is found."""
    assert [("row-never-counts", underlined)] == [one[:2] for one in said(rows)]


@pytest.mark.parametrize(
    ("rows", "example"),
    [
        ("1 when place is north; 2 when place is south", "`place` is east"),
        ("1 when amount > 5; 2 when amount < 5", "`amount` is 5"),
        ("1 when agreed and amount > 5; 2 when not agreed", "`agreed` is yes, `amount` is"),
    ],
)
def test_gap(rows: str, example: str) -> None:
    """Answers with which no row is true are told."""
    ((code, _, help_),) = said(rows)
    assert "rows-leave-a-gap" == code
    assert help_.startswith(f"for example: {example}")


@pytest.mark.parametrize(
    ("rows", "example"),
    [
        ("1 when place is north; 2 when agreed; 3 otherwise", "`agreed` is yes, `place` is north"),
        ("1 when amount < 9; 2 when amount > 5; 3 otherwise", "`amount` is more than 5 and less than 9"),
    ],
)
def test_overlap(rows: str, example: str) -> None:
    """Rows of which neither is a narrower case of the other are told with answers that make both true."""
    ((code, _, help_),) = said(rows)
    assert "rows-overlap" == code
    assert set(example.split(", ")) <= set(help_.partition(";")[0].removeprefix("for example: ").split(", "))


@pytest.mark.parametrize(
    "rows",
    [
        "2 when amount > 500; 1 when amount > 50; 0 otherwise",
        "1 when place is north; 2 when place is south; 3 when place is east",
        "1 when agreed; 2 when not agreed",
        "1 when place is north and agreed; 2 when place is north; 3 otherwise",
        "1 when place is north; 1 when agreed; 3 otherwise",
        "1 when amount <= 5; 2 when amount > 5",
    ],
)
def test_nothing(rows: str) -> None:
    """Narrower cases first, all cases once, or the same value twice are as they should be."""
    assert [] == said(rows)


def test_only_where_it_applies() -> None:
    """What the `when` of the fact leaves out is no gap."""
    assert [] == said("1 when place is north; 2 when place is south", "place is not east")

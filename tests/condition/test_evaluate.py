"""What a condition comes to where something was told."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from engine.condition.reading import NONE, UNKNOWN, Reading
from tests.condition.worlds import World, condition, hour, told, value, verdict, with_facts, worth

if TYPE_CHECKING:
    from engine.condition.reading import Plain, StepVerb, Value

FRIDAY = date(2026, 3, 6)


@pytest.mark.parametrize(
    ("text", "values", "expected"),
    [
        ("size > 3", {"size": 4}, True),
        ("size > 3", {"size": 3}, False),
        ("3 < size", {"size": 4}, True),
        ("size >= 3", {"size": Decimal("3.0")}, True),
        ("size <= 3", {"size": Decimal("3.1")}, False),
        ("size = 3", {"size": 3}, True),
        ("size != 3", {"size": 3}, False),
        ("size is not 3", {"size": 4}, True),
        ("size > other_size", {"size": 4, "other_size": 3}, True),
        ("balance > limit", {"balance": Decimal("3.01")}, True),
        ("balance + size * 2 = 10", {"balance": Decimal(4), "size": 3}, True),
        ("reason is moving", {"reason": "moving"}, True),
        ("reason is not moving", {"reason": "moving"}, False),
        ("reason is 2", {"reason": "2"}, True),
        ("reason in [moving, other]", {"reason": "other"}, True),
        ("reason not in [moving, other]", {"reason": "other"}, False),
        ("size in [1, 2.5, limit]", {"size": Decimal("2.50")}, True),
        ("size in [1, -2.5, limit]", {"size": 3}, True),
        ("symptoms includes pain", {"symptoms": ("fever", "pain")}, True),
        ("symptoms includes pain", {"symptoms": ()}, False),
        ("plan is 'a'", {"plan": "a"}, True),
        ("plan is phone", {"plan": "a", "phone": "b"}, False),
        ("fixable", {"fixable": True}, True),
        ("not fixable", {"fixable": True}, False),
        ("fixable is no", {"fixable": False}, True),
        ("at < 09:30", {"at": time(9)}, True),
        ("letter_on < 2026-03-07", {"letter_on": FRIDAY}, True),
        ("letter_on = visit", {"letter_on": date(2026, 3, 2), "visit": hour(10)}, True),
        ("visit > letter_on", {"letter_on": date(2026, 3, 2), "visit": hour(10)}, False),
        ("visit in [2026-03-02]", {"visit": hour(10)}, True),
        ("visit = visit", {"visit": hour(10)}, True),
        ("fixable and size > 3", {"fixable": True, "size": 4}, True),
        ("fixable or size > 3", {"fixable": False, "size": 3}, False),
        ("yes", {}, True),
        ("not (no or false)", {}, True),
    ],
)
def test_what_was_told_decides(text: str, values: dict[str, Plain], expected: bool) -> None:  # noqa: FBT001  a verdict
    """A person who knows the answers says the same."""
    assert verdict(text, with_facts(**values)) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("size > 3", False),
        ("size <= 3", False),
        ("size != 3", False),
        ("3 > size", False),
        ("size + 1 > 3", False),
        ("1 - size > 3", False),
        ("size = other_size", False),
        ("size / 0 = 1", False),
        ("reason is moving", False),
        ("reason is not moving", False),
        ("not reason is moving", True),
        ("reason in [moving]", False),
        ("reason not in [moving]", False),
        ("symptoms includes pain", False),
        ("fixable", False),
        ("not fixable", True),
        ("fixable is no", False),
        ("plan is known", False),
        ("plan is not known", True),
        ("letter_on < visit", False),
        ("visit < visit", False),
        ("today > letter_on", False),
        ("now > visit", False),
        ("3 days after letter_on", False),
        ("count(quotes) > size", False),
        ("highest(size of quotes) > 1", UNKNOWN),
    ],
)
def test_none_compares_with_nothing(text: str, expected: Value) -> None:
    """Where all facts are none, comparisons are false, and so are their opposites."""
    names = ("size", "other_size", "reason", "symptoms", "fixable", "plan", "letter_on", "visit")
    assert verdict(text, with_facts(**dict.fromkeys(names, NONE))) is expected


@pytest.mark.parametrize(
    "text",
    [
        *("size > 3", "size = other_size", "-size > 3", "fixable", "not fixable", "plan is known", "plan is not known"),
        *("reason in [moving]", "symptoms includes pain", "letter_on < visit", "today > letter_on", "now > visit"),
        *("visit in [2026-03-02]", "visit - letter_on > 1", "done(call)", "letter", "3 days after letter_on"),
        *("3 days after call", "3 days after letter", "count(quotes) = 0", "sum(price of quotes) = 0"),
        *("any(written of quotes)", "every(written of quotes)", "fixable and repaired", "count(quotes) > size"),
    ],
)
def test_nothing_told_is_unknown(text: str) -> None:
    """Unknown is not false, not zero, not empty."""
    assert Reading(UNKNOWN, None) == condition(text).read(World())


@pytest.mark.parametrize(
    ("verb", "expected"), [("done", True), ("skipped", False), ("gave_up", False), ("settled", True)]
)
def test_a_settled_step_is_settled_in_one_way(verb: StepVerb, expected: bool) -> None:  # noqa: FBT001  a verdict
    """`done(x)` and its like read the step."""
    steps: dict[tuple[str, StepVerb], Reading] = {("call", verb): told(expected, 4)}
    assert told(expected, 4) == condition(f"{verb}(call)").read(World(steps=steps))


def test_an_arrival_that_has_come_is_true() -> None:
    """The name of an arrival is true since it happened."""
    assert told(True, 4) == condition("letter").read(World(arrivals={"letter": told(True, 4)}))


@pytest.mark.parametrize(
    ("text", "since"),
    [
        ("size > 3", 1),
        ("size > other_size", 2),
        ("size + other_size > balance", 3),
        ("size > 3 and other_size > 1", 2),
        ("size < 3 and other_size < 1", 1),
        ("other_size > 1 or size > 3", 1),
        ("plan is known", 4),
        ("plan = 'b' and doctor is known", 4),
        ("size in [5]", 1),
        ("visit - letter_on > 0", 6),
        ("letter_on < visit", 6),
    ],
)
def test_a_verdict_stands_since_its_operands_do(text: str, since: float) -> None:
    """`since` comes from the facts that decided."""
    facts = {
        "size": told(5, 1),
        "other_size": told(2, 2),
        "balance": told(Decimal(1), 3),
        "plan": told("a", 4),
        "letter_on": told(FRIDAY, 5),
        "visit": told(hour(500), 6),
    }
    assert hour(since) == condition(text).read(World(facts)).since


def test_a_constant_stands_always() -> None:
    """What no fact decided stands since always."""
    assert Reading(value=True, since=None) == condition("1 < 2").read(World())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("size", 5),
        ("size + 1", 6),
        ("-size", -5),
        ("7 - size * 2", -3),
        ("balance * 2", Decimal("2.50")),
        ("size / 2", Decimal("2.5")),
        ("letter_on - 2026-03-01", 5),
        ("letter_on", FRIDAY),
        ("3 days after letter_on", date(2026, 3, 9)),
        ("1 business day before letter_on", date(2026, 3, 5)),
        ("fixable", NONE),
        ("size / (size - 5)", NONE),
        ("other_size", UNKNOWN),
        ("other_size + 1", UNKNOWN),
        ("reason", "moving"),
    ],
)
def test_a_value_is_worked_out(text: str, expected: Value) -> None:
    """A value comes out as what it is, none and unknown included."""
    assert expected == worth(
        text,
        size=5,
        balance=Decimal("1.25"),
        letter_on=FRIDAY,
        reason="moving",
        fixable=NONE,  # type: ignore[arg-type]
    )


def test_unknown_over_none_is_none() -> None:
    """A calculation with none is none, though the other number is unknown."""
    assert told(NONE, 0) == value("size + other_size").read(with_facts(size=NONE))

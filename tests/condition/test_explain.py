"""Which leaves decided a verdict, or are missing."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from engine.condition.reading import NONE, UNKNOWN, Leaf, Reading
from tests.condition.worlds import OFFICE, World, condition, hour, quote, told, value, with_quotes

WORLD = World(
    {
        "fixable": told(True, 1),
        "repaired": told(False, 2),
        "size": told(5, 3),
        "plan": told(NONE, 4),
        "doctor": told(NONE, 5),
        "letter_on": told(date(2026, 3, 1), 6),
        "balance": told(Decimal(1), 6),
    },
    {("call", "done"): told(False, 7), ("call", "settled"): told(True, 7)},
    {"letter": told(True, 8)},
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("fixable", "fixable"),
        ("not fixable", "fixable"),
        ("size > 3", "size"),
        ("size > 3 and fixable", "size fixable"),
        ("size > 3 and repaired and plan is known", "repaired plan"),
        ("size > 3 or letter or fixable", "fixable"),
        ("repaired or size < 3", "repaired size"),
        ("size + balance > 1", "size balance"),
        ("size in [5]", "size"),
        ("plan is known", "plan"),
        ("plan = doctor", "plan"),
        ("plan = phone", "plan"),
        ("phone = plan", "plan"),
        ("done(call)", "done(call)"),
        ("letter", "letter"),
        ("1 < 2", ""),
        ("yes or size > 3", ""),
        ("repaired and at < 09:30", "repaired"),
        ("symptoms includes pain", "symptoms?"),
        ("phone = 'a'", "phone?"),
        ("at < 09:30 and phone = 'a'", "at? phone?"),
        ("at < 09:30 and fixable", "at?"),
        ("(repaired and at < 09:30) or other_size > size", "other_size?"),
        ("other_size + size > 1", "other_size?"),
        ("skipped(request)", "skipped(request)?"),
        ("fax", "fax?"),
        ("fax or fax", "fax?"),
    ],
)
def test_only_what_decided_is_told(text: str, expected: str) -> None:
    """Of a false `and` the false parts, of a true `or` the first true one; of unknown what is missing."""
    leaves = condition(text).explain(WORLD)
    named = [f"{leaf.verb}({leaf.name})" if leaf.verb else leaf.name for leaf in leaves]
    assert expected.split() == [name + "?" * (leaf.value is UNKNOWN) for name, leaf in zip(named, leaves, strict=True)]


def test_a_leaf_tells_value_and_since() -> None:
    """What was told, and since when, comes with its name."""
    assert (Leaf("fact", "size", "", 5, hour(3)),) == condition("size > 3").explain(WORLD)
    assert (Leaf("step", "call", "", value=False, since=hour(7), verb="done"),) == condition("done(call)").explain(
        WORLD
    )
    assert (Leaf("arrival", "letter", "", value=True, since=hour(8)),) == condition("letter").explain(WORLD)


def midnight(day: int) -> datetime:
    """Give the midnight of a day of March in the office."""
    return OFFICE.midnight(date(2026, 3, day))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "1 day after letter_on",
            [
                Leaf("fact", "letter_on", "", date(2026, 3, 1), hour(6)),
                Leaf("time", "1 day after letter_on", "", midnight(2), midnight(2)),
            ],
        ),
        ("2 days after letter_on", [Leaf("time", "2 days after letter_on", "", midnight(3), None)]),
        ("2 days after visit", [Leaf("fact", "visit", "", UNKNOWN, None)]),
        ("2 days after request", [Leaf("step", "request", "", UNKNOWN, None, "settled")]),
        (
            "today > letter_on",
            [
                Leaf("time", "today", "", date(2026, 3, 2), midnight(2)),
                Leaf("fact", "letter_on", "", date(2026, 3, 1), hour(6)),
            ],
        ),
        ("1 day after letter_on < 2026-03-03", [Leaf("fact", "letter_on", "", date(2026, 3, 1), hour(6))]),
    ],
)
def test_a_time_is_explained(text: str, expected: list[Leaf]) -> None:
    """A moment that has come is told with its anchor; one that has not is told as what is waited for."""
    assert expected == list(condition(text).explain(WORLD))


def test_a_time_without_a_moment_is_explained_by_its_anchor() -> None:
    """What is none will never have so many days after it."""
    world = World({"visit": told(NONE, 2)})
    assert (Leaf("fact", "visit", "", NONE, hour(2)),) == condition("2 days after visit").explain(world)


YES = quote(1, written=told(True, 2), price=told(Decimal(5), 3))
NO = quote(2, written=told(False, 1), price=told(NONE, 3))
OPEN = quote(3)
ALSO = quote(4, written=told(True, 1))


@pytest.mark.parametrize(
    ("text", "world", "expected"),
    [
        ("count(quotes) >= 1", with_quotes(YES, complete=False), "quotes"),
        ("count(quotes) >= 2", with_quotes(YES, complete=False), "quotes?"),
        ("count(quotes) >= 2", with_quotes(YES), "quotes"),
        ("count(quotes where written) >= 1", with_quotes(NO, YES, complete=False), "[1].written"),
        ("1 <= count(quotes where written)", with_quotes(NO, YES, complete=False), "[1].written"),
        ("count(quotes where written) >= 1", with_quotes(NO, OPEN), "[3].written?"),
        ("count(quotes where written) >= 1", with_quotes(NO, OPEN, complete=False), "quotes? [3].written?"),
        ("count(quotes where written) >= 1", with_quotes(NO), "quotes [2].written"),
        ("count(quotes where written) = 1", with_quotes(NO, YES), "quotes [2].written [1].written"),
        ("count(quotes where yes) >= 1", with_quotes(YES, complete=False), "quotes"),
        ("count(quotes where written) > size", with_quotes(NO, YES), "size?"),
        ("count(quotes where written) > size", with_quotes(OPEN), "size? [3].written?"),
        ("count(quotes) + 1 > 2", with_quotes(NO), "quotes"),
        ("count(quotes where written) + 1 > 2", with_quotes(NO, YES), "quotes [2].written [1].written"),
        ("count(quotes where written) + 1 > 2", with_quotes(NO, OPEN, complete=False), "quotes? [3].written?"),
        ("any(written of quotes)", with_quotes(YES, ALSO, OPEN, complete=False), "[4].written"),
        ("any(written of quotes)", with_quotes(NO), "quotes [2].written"),
        ("any(written of quotes)", with_quotes(NO, OPEN), "[3].written?"),
        ("any(written of quotes)", with_quotes(NO, OPEN, complete=False), "quotes? [3].written?"),
        ("any(yes of quotes)", with_quotes(YES), "quotes"),
        ("every(written of quotes)", with_quotes(NO, OPEN, complete=False), "[2].written"),
        ("every(written of quotes)", with_quotes(), "quotes"),
        ("sum(price of quotes) > 1", with_quotes(YES, NO), "quotes [1].price [2].price"),
        ("sum(price of quotes) > 1", with_quotes(YES, OPEN), "[3].price?"),
        ("sum(price of quotes) > 1", with_quotes(YES, OPEN, complete=False), "quotes? [3].price?"),
        ("sum(price of quotes where written) > 1", with_quotes(YES, NO), "quotes [1].written [2].written [1].price"),
        ("sum(price of quotes where written) > 1", with_quotes(YES, OPEN), "[3].written?"),
        ("sum(price of quotes where written) > 1", with_quotes(NO), "quotes [2].written"),
        ("sum(price of quotes where written) > 1", with_quotes(ALSO, OPEN), "[3].written? [4].price?"),
    ],
)
def test_a_list_is_explained(text: str, world: World, expected: str) -> None:
    """By the elements that decided, by the list where it had to be complete, or by what is missing of it."""
    leaves = condition(text).explain(world)
    named = [
        (f"{leaf.place.removeprefix('quotes')}." if leaf.place else "") + leaf.name + "?" * (leaf.value is UNKNOWN)
        for leaf in leaves
    ]
    assert expected.split() == named


def test_a_count_with_none_is_explained_by_what_is_none() -> None:
    """A comparison with none is false, whatever the count."""
    world = with_quotes(YES)
    world.facts = {"size": told(NONE, 6)}
    assert (Leaf("fact", "size", "", NONE, hour(6)),) == condition("count(quotes) > size").explain(world)


def test_a_list_leaf_tells_how_many_there_are() -> None:
    """The value of a list is the number of its elements."""
    world = with_quotes(YES, NO, since=5)
    assert (Leaf("list", "quotes", "", 2, hour(5)),) == condition("count(quotes) > 1").explain(world)
    assert (Leaf("list", "quotes", "", 2, hour(5)),) == value("count(quotes)").explain(world)


def test_the_element_that_decided_first_is_told() -> None:
    """Of several elements that are enough, the one that was told first."""
    world = with_quotes(YES, ALSO)
    assert (Leaf("fact", "written", "quotes[4]", value=True, since=hour(1)),) == condition(
        "any(written of quotes)"
    ).explain(world)


def test_a_verdict_without_since_is_the_first() -> None:
    """What stands since always stands longest."""
    world = World({"fixable": told(True, 0), "repaired": Reading(value=True, since=None)})
    [leaf] = condition("fixable or repaired").explain(world)
    assert "repaired" == leaf.name


def test_a_time_that_comes_this_minute_has_come() -> None:
    """The moment itself is no longer before it."""
    world = World({"visit": told(hour(9), 1)}, now=hour(10))
    assert hour(10) == condition("1 hour after visit").explain(world)[1].since
    world.now -= timedelta(seconds=1)
    assert condition("1 hour after visit").explain(world)[0].since is None

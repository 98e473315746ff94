"""What is true of the elements of a list while some are missing or not told."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.condition.comparing import TESTS
from engine.condition.lists import ENDLESS, in_range
from engine.condition.reading import NONE, UNKNOWN, Elements, Reading
from tests.condition.worlds import World, condition, hour, quote, told, value, with_quotes

if TYPE_CHECKING:
    from engine.condition.reading import Value
    from engine.condition.tree import ComparingSign

NOT_YET = Reading(UNKNOWN, None)


def written(*readings: Reading, complete: bool = True, since: float = 5) -> World:
    """Make a world with quotes of which only `written` is told."""
    elements = [quote(number, written=reading) for number, reading in enumerate(readings)]
    return with_quotes(*elements, complete=complete, since=since)


YES, NO, OPEN = told(True, 2), told(False, 3), NOT_YET


@pytest.mark.parametrize(
    ("text", "world", "expected"),
    [
        ("count(quotes) >= 2", written(YES, NO), told(True, 5)),
        ("count(quotes) >= 2", written(YES, NO, complete=False), told(True, 5)),
        ("count(quotes) >= 2", written(YES, complete=False), NOT_YET),
        ("count(quotes) >= 2", written(YES), told(False, 5)),
        ("count(quotes) < 2", written(YES, YES, complete=False), told(False, 5)),
        ("count(quotes) = 1", written(YES, YES, complete=False), told(False, 5)),
        ("count(quotes) = 2", written(YES, YES, complete=False), NOT_YET),
        ("count(quotes) != 1", written(YES, YES, complete=False), told(True, 5)),
        ("2 <= count(quotes)", written(YES, NO, complete=False), told(True, 5)),
        ("count(quotes where written) >= 1", written(YES, OPEN, complete=False), told(True, 2)),
        ("count(quotes where written) >= 1", written(OPEN, NO), NOT_YET),
        ("count(quotes where written) >= 1", written(NO, NO), told(False, 5)),
        ("count(quotes where written) >= 1", written(NO, told(False, 7)), told(False, 7)),
        ("count(quotes where written) >= 2", written(YES, NO, OPEN), NOT_YET),
        ("count(quotes where written) > 2", written(YES, NO, OPEN), told(False, 5)),
        ("count(quotes where written) = 1", written(YES, NO), told(True, 5)),
        ("count(quotes where written) >= 0", written(complete=False), Reading(value=True, since=None)),
        ("count(quotes) = count(quotes where written)", written(YES, YES), told(True, 5)),
        ("count(quotes) > count(quotes where written)", written(YES, OPEN), NOT_YET),
        ("count(quotes) + 1 > 2", written(YES, YES), told(True, 5)),
        ("count(quotes) + 1 > 2", written(YES, YES, complete=False), NOT_YET),
        ("count(quotes) in [1, 2]", written(YES, YES), told(True, 5)),
        ("any(written of quotes)", written(NO, YES, OPEN, complete=False), told(True, 2)),
        ("any(written of quotes)", written(NO, OPEN), NOT_YET),
        ("any(written of quotes)", written(NO, complete=False), NOT_YET),
        ("any(written of quotes)", written(NO, NO), told(False, 5)),
        ("any(quotes where written)", written(NO, YES), told(True, 2)),
        ("any(quotes where written)", written(), told(False, 5)),
        ("every(written of quotes)", written(NO, YES, OPEN, complete=False), told(False, 3)),
        ("every(written of quotes)", written(YES, OPEN), NOT_YET),
        ("every(written of quotes)", written(YES, complete=False), NOT_YET),
        ("every(quotes where written)", written(YES, YES), told(True, 5)),
        ("every(quotes where written)", written(), told(True, 5)),
        ("any(not written of quotes where written)", written(YES, NO), told(False, 5)),
        ("every(not written of quotes where written)", written(NO, NO), told(True, 5)),
        ("every(not written of quotes where written)", written(NO, YES), told(False, 2)),
    ],
)
def test_a_list_decides_as_soon_as_it_can(text: str, world: World, expected: Reading) -> None:
    """No further answer could change the verdict, and it stands since then."""
    assert expected == condition(text).read(world)


@pytest.mark.parametrize(
    ("text", "since"),
    [
        ("count(quotes where written) >= 1", 1),
        ("count(quotes where written) >= 2", 4),
        ("count(quotes where written) < 4", 7),
        ("count(quotes where written) < 5", 6),
        ("count(quotes where written) = 3", 8),
        ("count(quotes) >= 3", 3),
        ("count(quotes) < 9", 6),
    ],
)
def test_a_count_stands_since_it_was_enough(text: str, since: float) -> None:
    """Not since the last answer, but since the one that decided."""
    elements = [
        quote(number, written=reading)
        for number, reading in enumerate([told(True, 4), told(True, 1), told(False, 7), told(True, 8)])
    ]
    joined = [hour(number) for number in (0, 1, 3, 5)]
    world = World(lists={"quotes": Elements(elements, complete=True, since=hour(6), joined=joined)})
    assert hour(since) == condition(text).read(world).since


def test_what_stands_always_is_counted_first() -> None:
    """An element that always was one decides before any that became one."""
    elements = [quote(1, written=told(True, 3)), quote(2, written=Reading(True, None))]
    world = World(lists={"quotes": Elements(elements, complete=True, since=hour(6), joined=(None, None))})
    assert [Reading(True, None), told(True, 3)] == [
        condition(f"count(quotes where written) >= {number}").read(world) for number in (1, 2)
    ]


def test_a_count_that_is_compared_with_what_is_told_later() -> None:
    """The verdict stands since both are known."""
    world = World({"size": told(1, 9)}, lists={"quotes": Elements([quote(1)], complete=True, since=hour(6))})
    assert told(True, 9) == condition("count(quotes) = size").read(world)
    assert told(True, 9) == condition("size <= count(quotes)").read(world)


PRICES = [
    quote(1, price=told(Decimal("1.10"), 1), written=told(True, 2)),
    quote(2, price=told(NONE, 3), written=told(True, 1)),
    quote(3, price=told(Decimal("3.30"), 9), written=told(False, 4)),
]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("sum(price of quotes)", told(Decimal("4.40"), 9)),
        ("sum(price of quotes where written)", told(Decimal("1.10"), 5)),
        ("lowest(price of quotes)", told(Decimal("1.10"), 9)),
        ("highest(price of quotes)", told(Decimal("3.30"), 9)),
        ("sum(price of quotes where no)", told(Decimal(0), 5)),
        ("sum(2 of quotes)", told(6, 5)),
        ("lowest(price of quotes where no)", told(NONE, 5)),
        ("highest(price of quotes where price is not known)", told(NONE, 9)),
        ("count(quotes)", told(3, 5)),
        ("count(quotes where written)", told(2, 5)),
        ("sum(amount of quotes)", NOT_YET),
        ("sum(amount of quotes where no)", told(0, 5)),
        ("lowest(price of quotes where amount > 1)", NOT_YET),
        ("sum(1000000 * 1000000 * 1000000 * 1000000 * 1000000 of quotes)", told(NONE, 5)),
    ],
)
def test_elements_are_added_up(text: str, expected: Reading) -> None:
    """Elements where it is none are left out, and one that is unknown keeps the whole unknown."""
    assert expected == value(text).read(with_quotes(*PRICES, since=5))


@pytest.mark.parametrize("text", ["sum(price of quotes)", "lowest(price of quotes)", "count(quotes)"])
def test_what_is_missing_could_change_a_total(text: str) -> None:
    """As long as more elements may come, a total is unknown."""
    assert NOT_YET == value(text).read(with_quotes(*PRICES, complete=False))


@pytest.mark.parametrize(("text", "kind"), [("sum(price of quotes)", Decimal), ("sum(amount of quotes)", int)])
def test_the_sum_of_nothing_has_the_type_of_the_sum(text: str, kind: type) -> None:
    """Money stays money, though there is none."""
    assert kind is type(value(text).read(with_quotes()).value)


def test_an_element_reads_outwards() -> None:
    """A condition over elements reads the case's facts and steps, too."""
    case = World({"size": told(2, 4)}, {("call", "done"): told(True, 6)})
    elements = [World({"amount": told(number, 1)}, case.steps, outer=case) for number in (1, 3)]
    case.lists = {"quotes": Elements(elements, complete=True, since=hour(5))}
    assert told(True, 6) == condition("count(quotes where amount > size and done(call)) = 1").read(case)


def test_lists_can_be_nested() -> None:
    """A list of each element is counted there."""
    grounds = Elements([World({"ground": told(True)})], complete=True, since=hour(1))
    none_yet = Elements([], complete=True, since=hour(1))
    elements = [World(lists={"reasons": grounds}), World(lists={"reasons": none_yet})]
    assert told(True, 5) == condition("count(quotes where any(ground of reasons)) = 1").read(
        with_quotes(*elements, since=5)
    )


@pytest.mark.parametrize(
    ("sign", "fewest", "most", "other", "expected"),
    [
        (">=", 2, ENDLESS, 2, True),
        (">=", 1, ENDLESS, 2, UNKNOWN),
        (">=", 0, 1, 2, False),
        ("=", 0, 3, 2, UNKNOWN),
        ("=", 2, 2, 2, True),
        ("=", 3, ENDLESS, 2, False),
        ("!=", 0, 3, 2, UNKNOWN),
        ("!=", 0, 3, -1, True),
        ("<", 0, 3, Decimal("3.5"), True),
    ],
)
def test_a_range_is_compared(
    sign: ComparingSign, fewest: int, most: int | Decimal, other: int | Decimal, expected: Value
) -> None:
    """A number of which only the range is known is compared as far as that goes."""
    assert in_range(TESTS[sign], fewest, most, other) is expected


@given(
    sign=st.sampled_from(sorted(TESTS)),
    fewest=st.integers(0, 5),
    more=st.integers(0, 5),
    other=st.integers(-1, 11) | st.decimals(-1, 11, places=1),
)
def test_a_range_says_what_each_number_in_it_says(
    sign: ComparingSign, fewest: int, more: int, other: int | Decimal
) -> None:
    """If a range decides, every number in it gives the same; if all give the same, it decides for whole numbers."""
    verdicts = {TESTS[sign](number, other) for number in range(fewest, fewest + more + 1)}
    found = in_range(TESTS[sign], fewest, fewest + more, other)
    assert {found} == verdicts or (found is UNKNOWN and (len(verdicts) > 1 or other % 1))

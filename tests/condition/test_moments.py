"""Times counted from something, and the clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from engine.condition import Phrase, compile_phrase
from engine.condition.reading import NONE, UNKNOWN, Reading
from tests.condition.worlds import NAMES, OFFICE, World, condition, hour, told, value, with_facts

MONDAY = date(2026, 3, 2)


def phrase(text: str) -> Phrase:
    """Compile a phrase that is right."""
    found = compile_phrase(text, NAMES)
    assert isinstance(found, Phrase), found
    return found


def office(text: str) -> datetime:
    """Read a moment in the office's zone."""
    return datetime.fromisoformat(text).replace(tzinfo=OFFICE.zone)


WORLD = World(
    {"letter_on": told(MONDAY, 1), "visit": told(hour(6), 2)},
    {("call", "settled"): told(True, 3)},
    {"letter": told(True, 4)},
)
"""The visit is on Monday at 14:00 UTC, nine in the morning in New York."""


@pytest.mark.parametrize(
    ("text", "expected", "since"),
    [
        ("2 days after letter_on", "2026-03-04 00:00", 1),
        ("2 hours after letter_on", "2026-03-02 02:00", 1),
        ("letter_on", "2026-03-02 00:00", 1),
        ("visit", "2026-03-02 09:00", 2),
        ("24 hours before visit", "2026-03-01 09:00", 2),
        ("limit weeks after visit", "2026-03-23 09:00", 2),
        ("1 business day after call", "2026-03-03 06:00", 3),
        ("8 business hours after call", "2026-03-02 17:00", 3),
        ("1 month before letter", "2026-02-02 07:00", 4),
    ],
)
def test_a_moment_is_counted_from_its_anchor(text: str, expected: str, since: float) -> None:
    """A date counts from its midnight, a step from when it was settled, an arrival from when it happened."""
    assert Reading(office(expected), hour(since)) == phrase(text).moment(WORLD)


def test_a_moment_can_be_counted_several_times() -> None:
    """`every: 2 days after call` comes again after 4 days, and after 6."""
    every = phrase("2 days after call")
    assert [office(f"2026-03-0{day} 06:00") for day in (4, 6, 8)] == [
        every.moment(WORLD, times).value for times in (1, 2, 3)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2 days after letter_on", "2026-03-02 00:00"),
        ("24 hours before visit", "2026-03-02 09:00"),
        ("1 day after call", "2026-03-02 06:00"),
        ("1 day after letter", "2026-03-02 07:00"),
    ],
)
def test_the_anchor_can_be_read(text: str, expected: str) -> None:
    """What a time is counted from is a moment in the office's zone."""
    assert office(expected) == phrase(text).anchor_reading(WORLD).value


@pytest.mark.parametrize(
    ("world", "expected"),
    [
        (World(), Reading(UNKNOWN, None)),
        (with_facts(letter_on=NONE), told(NONE)),
    ],
)
def test_without_an_anchor_there_is_no_moment(world: World, expected: Reading) -> None:
    """A moment counted from what is unknown is unknown, from what is none is none."""
    assert expected == phrase("3 days after letter_on").moment(world)


@pytest.mark.parametrize(
    ("reading", "expected"),
    [
        (told(True, 3), told(hour(3), 3)),
        (told(False, 3), told(NONE, 3)),
        (told(NONE, 3), told(NONE, 3)),
        (Reading(value=True, since=None), Reading(UNKNOWN, None)),
        (Reading(UNKNOWN, None), Reading(UNKNOWN, None)),
    ],
)
def test_a_step_anchors_once_it_is_settled(reading: Reading, expected: Reading) -> None:
    """Only what is settled since some moment can be counted from."""
    world = World(steps={("call", "settled"): reading})
    assert expected == phrase("3 days after call").anchor_reading(world)


def test_a_phrase_tells_its_parts() -> None:
    """Amount, unit, direction and anchor can be shown."""
    found = phrase("limit business days before visit")
    assert (3, "business days", "before", "visit") == (found.amount, found.unit, found.direction, found.anchor)
    assert (frozenset({"visit"}), frozenset({"limit"})) == (found.reads.facts, found.reads.settings)


def test_a_date_alone_is_no_days_after_it() -> None:
    """`due: visit` is a phrase of amount 0."""
    assert (0, "visit") == (phrase("visit").amount, phrase("visit").anchor)


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [(-1, Reading(UNKNOWN, None)), (0, told(True, 27)), (60, told(True, 27))],
)
def test_a_time_is_true_once_it_has_come(minutes: int, expected: Reading) -> None:
    """Before that it is unknown, never false; after that it stands since then."""
    world = World({"visit": told(hour(3), 1)}, now=hour(27) + timedelta(minutes=minutes))
    assert expected == condition("24 hours after visit", "gate").read(world)


def test_a_time_that_was_over_when_told_stands_since_it_was_told() -> None:
    """Nothing can stand before it was known."""
    world = World({"visit": told(hour(-100), 4)})
    assert told(True, 4) == condition("1 hour after visit").read(world)


def test_the_hour_that_comes_twice_is_told_apart() -> None:
    """Half past one has not come for the second time when it has come for the first."""
    first = datetime(2026, 11, 1, 1, 40, tzinfo=OFFICE.zone)
    second = first.replace(minute=20, fold=1)
    world = World({"visit": told(second.astimezone(UTC), 0)}, now=first)
    assert condition("0 hours after visit").read(world).value is UNKNOWN
    assert condition("now >= visit").read(world).value is False
    assert condition("visit <= now").read(world).value is False
    told_twice = World({"visit": told(first.replace(minute=30), 0)})
    assert condition("1 hour after visit > visit").read(told_twice).value is True


@pytest.mark.parametrize(
    ("text", "expected", "since"),
    [
        ("now > visit", True, "2026-03-02 09:00"),
        ("visit < now", True, "2026-03-02 09:00"),
        ("now < visit", False, "2026-03-02 09:00"),
        ("now > 1 day after visit", False, "2026-03-01 00:00"),
        ("today > letter_on", False, "2026-03-01 00:00"),
        ("today >= letter_on", True, "2026-03-02 00:00"),
        ("letter_on <= today", True, "2026-03-02 00:00"),
        ("today < letter_on", False, "2026-03-02 00:00"),
        ("today = letter_on", True, "2026-03-02 00:00"),
        ("today != 2026-03-01", True, "2026-03-02 00:00"),
        ("today <= 2026-03-01", False, "2026-03-02 00:00"),
        ("today > 2026-02-20", True, "2026-02-21 00:00"),
        ("now > letter_on", False, "2026-03-01 00:00"),
        ("today = visit", True, "2026-03-02 00:00"),
        ("today <= now", True, "2026-03-02 11:00"),
        ("now >= 2 hours after visit", True, "2026-03-02 11:00"),
        ("now != 2 hours after visit", False, "2026-03-02 11:00"),
    ],
)
def test_what_the_clock_decided_stands_since_then(text: str, expected: bool, since: str) -> None:  # noqa: FBT001
    """Not since now: the clock goes on, and what it decided stands since it did."""
    facts = {"letter_on": MONDAY, "visit": office("2026-03-02 09:00")}
    world = World({name: Reading(one, office("2026-03-01 00:00")) for name, one in facts.items()})
    world.now = office("2026-03-02 11:00")
    assert Reading(expected, office(since)) == condition(text).read(world)


def test_the_clock_is_the_offices() -> None:
    """Today is the day it is in the office, since its midnight."""
    world = World(now=datetime(2026, 3, 3, 2, tzinfo=UTC))
    assert Reading(MONDAY, office("2026-03-02 00:00")) == value("today").read(world)
    assert Reading(world.now, world.now) == value("now").read(world)
    assert date(2026, 3, 3) == value("1 day after today").read(world).value
    assert office("2026-03-02 22:00") == value("1 hour after now").read(world).value

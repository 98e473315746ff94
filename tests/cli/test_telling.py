"""Reading `fact=value` from the command line."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from cli.telling import read_answers, read_moment
from cli.wrong import WrongUsage
from tests.support import MONDAY, OFFICE, ZONE

if TYPE_CHECKING:
    from engine.case.events import Json


@pytest.mark.parametrize(
    ("pair", "value"),
    [
        ("why=She said: a = b", "She said: a = b"),
        ("why=", None),
        ("why= ", " "),
        ("why=[]", []),
        ('why=[{"name": "Ann", "owes": 1.10, "age": 7}]', [{"name": "Ann", "owes": "1.10", "age": 7}]),
        ("why=[sic] as she said", "[sic] as she said"),
        ("why=" + "[" * 100_000, "[" * 100_000),
        ("why=7", "7"),
        ('why={"a": 1}', '{"a": 1}'),
    ],
    ids=["text", "none", "blank", "empty list", "list", "no list", "deep", "number", "object"],
)
def test_a_value(pair: str, value: Json) -> None:
    """A value is text as it was typed, nothing is none, and only a list is read as JSON, without floats."""
    assert read_answers([pair]) == {"why": value}


@pytest.mark.parametrize("pair", ["marker", "=marker", "ma rker=x", "a\x1bb=marker", ""])
def test_what_is_no_answer_is_told_without_repeating_it(pair: str) -> None:
    """An answer that is not written as fact=value is named by its place, and none of it is repeated."""
    with pytest.raises(WrongUsage, match="answer 2 is not written as fact=value") as told:
        read_answers(["a=1", pair])
    assert "marker" not in str(told.value)


def test_a_fact_is_told_once() -> None:
    """The same fact twice on one line is wrong usage."""
    with pytest.raises(WrongUsage, match="`a` is told twice"):
        read_answers(["a=1", "a=2"])


def test_an_address_is_a_key() -> None:
    """A fact of an element is named by its address."""
    assert read_answers(["relatives[2]/call#3/phone=5"]) == {"relatives[2]/call#3/phone": "5"}


def test_a_moment_without_a_zone_is_in_the_office() -> None:
    """A time without a zone is meant in the office's zone, one with a zone as it says."""
    at_half_past = datetime(2026, 11, 23, 9, 30, tzinfo=ZONE)
    assert read_moment("2026-11-23 09:30", OFFICE, MONDAY) == at_half_past
    assert read_moment("2026-11-23T15:30+01:00", OFFICE, MONDAY) == at_half_past
    assert read_moment("yesterday 5pm", OFFICE, MONDAY) == datetime(2026, 11, 1, 17, tzinfo=ZONE)
    assert read_moment(None, OFFICE, MONDAY) is None


def test_what_is_no_moment() -> None:
    """A time that cannot be read is wrong usage, with an example."""
    with pytest.raises(WrongUsage, match="such as 2026-11-23 17:30"):
        read_moment("yesterday", OFFICE, MONDAY)

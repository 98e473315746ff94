"""A share of what `make fuzz` and `make conditions` look at by the million; and that these notice what goes wrong."""

from __future__ import annotations

import sys

import pytest

from tests.fuzz import conditions, files
from tests.fuzz.batches import look_at_all


@pytest.mark.no_cover
def test_conditions() -> None:
    """Ten thousand hostile conditions are understood, or what is wrong in them is named; nothing else happens."""
    for number in range(10_000):
        conditions.look(number)


@pytest.mark.no_cover
def test_files() -> None:
    """Of hundreds of spoilt procedures, all that comes is a procedure, or findings that can be told."""
    for number in range(500):
        files.look(number)


@pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX systems")
@pytest.mark.parametrize(
    ("number", "said"),
    [
        (10, "exit code 1"),
        (20, "may take 50"),
        (30, "exit code -"),
        (40, "exit code -"),
        (50, "MemoryError"),
    ],
)
def test_what_goes_wrong_is_noticed(number: int, said: str) -> None:
    """A failure, a slow text, a hang, a crash, and too much memory are told with the number of the text."""
    told, [wrong] = look_at_all("planted", 10, number - 5, 1)
    assert told.startswith(f"10 planted from {number - 5}: 1 bad batches")
    assert wrong.startswith(f"number {number}: exit code ")
    assert said in wrong


def test_what_is_fine_is_counted() -> None:
    """Where nothing goes wrong, it is told how many they were, and which took longest."""
    told, wrong = look_at_all("planted", 20, 60, 2)
    assert (told.partition(";")[0], wrong) == ("20 planted from 60: 0 bad batches", [])

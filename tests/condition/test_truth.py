"""How verdicts combine, and since when."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.condition.reading import NONE, UNKNOWN, Reading
from engine.condition.truth import NOT_YET, as_verdict, earliest, junction, lacking, latest, opposite, weigh
from tests.condition.worlds import World, hour, told

verdicts = st.lists(st.builds(told, st.sampled_from([True, False, UNKNOWN]), st.integers(0, 9)))
moments = st.none() | st.integers(0, 9).map(hour)


@pytest.mark.parametrize(
    ("readings", "expected"),
    [
        ([], Reading(value=True, since=None)),
        ([told(True, 1), told(True, 3), told(True, 2)], told(True, 3)),
        ([told(True, 1), told(False, 3), told(False, 2)], told(False, 2)),
        ([told(False, 3), told(UNKNOWN)], told(False, 3)),
        ([told(UNKNOWN), told(True, 3)], NOT_YET),
        ([Reading(value=False, since=None), told(False, 3)], Reading(value=False, since=None)),
        ([Reading(value=True, since=None), told(True, 3)], told(True, 3)),
        ([told(True, 3), Reading(value=True, since=None)], told(True, 3)),
    ],
)
def test_and(readings: list[Reading], expected: Reading) -> None:
    """`and` is false since the first false one, true since the last true one, else unknown."""
    assert expected == weigh(readings, deciding=False)


@given(verdicts)
def test_or_mirrors_and(readings: list[Reading]) -> None:
    """`or` is `and` with true and false exchanged."""
    mirrored = [opposite(lambda _, one=one: one)(World()) for one in readings]  # type: ignore[misc]
    either = weigh(readings, deciding=True)
    both = weigh(mirrored, deciding=False)
    assert opposite(lambda _: either)(World()) == both


def test_a_junction_reads_each_part_once() -> None:
    """All parts are read, also those after one that decides: another may have decided earlier."""
    seen: list[int] = []

    def part(number: int, value: Reading) -> object:
        def read(_: object) -> Reading:
            seen.append(number)
            return value

        return read

    junction((part(1, told(False, 2)), part(2, told(False, 1))), deciding=False)(World())  # type: ignore[arg-type]
    assert [1, 2] == seen


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        (told(1), told(2), None),
        (told(NONE, 3), told(2), told(NONE, 3)),
        (told(2), told(NONE, 3), told(NONE, 3)),
        (told(NONE, 3), told(UNKNOWN), told(NONE, 3)),
        (told(UNKNOWN), told(NONE, 3), told(NONE, 3)),
        (told(NONE, 3), told(NONE, 2), told(NONE, 2)),
        (told(UNKNOWN), told(2), NOT_YET),
        (told(2), told(UNKNOWN), NOT_YET),
        (told(UNKNOWN), told(UNKNOWN), NOT_YET),
    ],
)
def test_none_wins_over_unknown(left: Reading, right: Reading, expected: Reading | None) -> None:
    """What is none stays none whatever the other turns out to be."""
    assert expected == lacking(left, right)


@pytest.mark.parametrize(("value", "expected"), [(NONE, False), (True, True), (False, False), (UNKNOWN, UNKNOWN)])
def test_none_is_no(value: bool, expected: bool) -> None:  # noqa: FBT001  a verdict
    """As a verdict none is false, and all else is what it is."""
    assert told(expected, 2) == as_verdict(told(value, 2))


@given(one=moments, other=moments)
def test_always_is_before_all(one: object, other: object) -> None:
    """No moment stands for always."""
    assert earliest(None, one) is None  # type: ignore[arg-type]
    assert one == latest(None, one) == latest(one, None) == latest(one, one)  # type: ignore[arg-type]
    assert {one, other} == {earliest(one, other), latest(one, other)}  # type: ignore[arg-type]

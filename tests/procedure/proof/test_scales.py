"""Values among fixed ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.condition.comparing import TESTS
from engine.condition.tree import ComparingSign
from engine.procedure.proof.formula import Budget, Model, Theory
from engine.procedure.proof.scales import Bounds, Scale

if TYPE_CHECKING:
    from collections.abc import Iterator

SIGNS = st.sampled_from(get_args(ComparingSign))
SAYINGS = st.lists(st.tuples(SIGNS, st.integers(-1, 6)), min_size=1, max_size=5)
LIMITS = st.one_of(st.none(), st.integers(0, 5))


def possible(bounds: Bounds) -> Iterator[float]:
    """Give values of every kind there is: the whole numbers around, and what lies between them."""
    for number in range(-6, 20):
        value = number / 2
        too_low = bounds.lowest is not None and value < bounds.lowest
        too_high = bounds.highest is not None and value > bounds.highest
        if not (too_low or too_high) and (not bounds.whole or value == int(value)):
            yield value


@given(SAYINGS, st.builds(Bounds, LIMITS, LIMITS, st.booleans()))
def test_only_what_a_value_can_be(sayings: list[tuple[ComparingSign, int]], bounds: Bounds) -> None:
    """Comparisons can be true together exactly when there is a value of which they are."""
    theory = Theory()
    scale = Scale(theory, ("value", "x"), bounds)
    values = [*possible(bounds)]
    is_possible = any(all(TESTS[sign](value, fixed) for sign, fixed in sayings) for value in values)
    if values:
        goals = [scale.says(sign, fixed) for sign, fixed in sayings]
        assert is_possible == isinstance(theory.search(goals, Budget(10_000)), Model)


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ([("=", 3)], (3, 3)),
        ([("<", 2)], (None, 2)),
        ([(">", 5)], (5, None)),
        ([(">", 2), ("<", 3)], (2, 3)),
    ],
)
def test_find(said: list[tuple[ComparingSign, int]], found: tuple[int | None, int | None]) -> None:
    """The fixed values around a value are found, or the one that it is."""
    theory = Theory()
    scale = Scale(theory, ("value", "x"), Bounds())
    for fixed in (2, 3, 5):
        scale.says("=", fixed)
    model = theory.search([scale.says(sign, fixed) for sign, fixed in said], Budget(1_000))
    assert isinstance(model, Model)
    assert found == scale.find(model)

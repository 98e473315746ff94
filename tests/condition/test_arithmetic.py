"""What comes out of a calculation."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.condition.arithmetic import LARGEST, calculate
from engine.condition.reading import NONE
from engine.condition.tree import CalculatingSign

if TYPE_CHECKING:
    from engine.condition.arithmetic import Number
    from engine.condition.reading import Value

numbers = st.integers() | st.decimals(allow_nan=False, allow_infinity=False)
signs = st.sampled_from(get_args(CalculatingSign))


@pytest.mark.parametrize(
    ("left", "sign", "right", "expected"),
    [
        (7, "+", 3, "10"),
        (7, "-", 3, "4"),
        (7, "*", 3, "21"),
        (6, "/", 3, "2"),
        (1, "/", 8, "0.125"),
        (Decimal("0.10"), "+", Decimal("0.20"), "0.30"),
        (Decimal("0.10"), "-", 1, "-0.90"),
        (3, "*", Decimal("33.33"), "99.99"),
        (Decimal("12345678901234567890.12"), "+", Decimal("0.01"), "12345678901234567890.13"),
        (10**30, "+", 0, str(10**30)),
        (-(10**30), "+", 0, str(-(10**30))),
    ],
)
def test_results_are_exact(left: Number, sign: CalculatingSign, right: Number, expected: str) -> None:
    """Money is not rounded, and whole numbers stay whole."""
    assert expected == str(calculate(sign, left, right))


@pytest.mark.parametrize(
    ("left", "sign", "right"),
    [
        (1, "/", 0),
        (0, "/", 0),
        (Decimal(1), "/", Decimal(0)),
        (10**30, "+", 1),
        (-(10**30), "-", 1),
        (Decimal("1E+30"), "*", Decimal("1.1")),
        (Decimal("9E+999999"), "*", Decimal("9E+999999")),
        (10**20, "*", 10**20),
    ],
)
def test_what_has_no_result_is_none(left: Number, sign: CalculatingSign, right: Number) -> None:
    """A division by zero, and what is too large to be meant, give none."""
    assert calculate(sign, left, right) is NONE


@given(sign=signs, left=numbers, right=numbers)
def test_calculating_never_fails(sign: CalculatingSign, left: Number, right: Number) -> None:
    """Whatever the numbers, the result is a number within the limit, or none."""
    result: Value = calculate(sign, left, right)
    assert result is NONE or (isinstance(result, int | Decimal) and -LARGEST <= result <= LARGEST)

"""How a value that does not fit is written rightly, in the author's words."""

from __future__ import annotations

import pytest

from engine.diagnostics import Span
from engine.procedure.nodes import Mapping, Scalar
from engine.procedure.source import read
from engine.procedure.spelling import as_key, as_names, as_number


def scalar(written: str) -> Scalar:
    """Read a single value as it is written in a file."""
    document = read(f"a: {written}\n", "a.yaml")
    assert not isinstance(document, tuple), document
    assert isinstance(document.root, Mapping)
    found = document.root.scalar("a")
    assert found
    return found


@pytest.mark.parametrize(
    ("written", "advice"),
    [
        ("'30'", "leave the quotes out, as in `30`"),
        ('"2.50"', "leave the quotes out, as in `2.50`"),
        ("007", "leave the zero in front out, as in `7`"),
        ("1,000", "write digits only, as in `1000`"),
        ("1'250_000.50", "write digits only, as in `1250000.50`"),
        ("2,5", "write a point before decimals, as in `2.5`"),
        ("1e3", "write it out, as in `1000`"),
        ("1.2.3e4", None),
        ("$ 12.50", "write the number alone, as in `12.50`"),
        ("30 days", "write the number alone, as in `30`"),
        ("v2", "write the number alone, as in `2`"),
        ("3.0", "write it without decimals, as in `3`"),
        ("3.5", None),
        ("twelve", None),
        ("12:30", None),
        ("true", None),
    ],
)
def test_numbers(written: str, advice: str | None) -> None:
    """A number with some ornament is shown without it."""
    assert advice == as_number(scalar(written), whole=True)


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("reason, balance", "write it like `[reason, balance]`"),
        ("(reason; balance)", "write it like `[reason, balance]`"),
        ("reason and balance & words", "write it like `[reason, balance, words]`"),
        ("reason balance", "write it like `[reason, balance]`"),
        ("reason", None),
        ("Reason, balance", None),
        ("reason, " * 50, None),
    ],
)
def test_names(text: str, advice: str | None) -> None:
    """Several names in one text are shown as a list."""
    assert advice == as_names(text)


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("front_desk:Front desk", "put a space after the colon, as in `front_desk: Front desk`"),
        ("12:30", None),
        ("front desk", None),
        ("a:" + "b" * 31, f"put a space after the colon, as in `a: {'b' * 31}`"),
        ("a:" + "b" * 32, None),
        ("a" * 117 + ":bc", f"put a space after the colon, as in `{'a' * 117}: bc`"),
        ("a" * 118 + ":bc", None),
    ],
)
def test_keys(text: str, advice: str | None) -> None:
    """A key that lacks only its space is shown with it."""
    assert advice == as_key(text)


@pytest.mark.parametrize("text", ["a " * 100_000, "a" * 100_000, "1," * 100_000, "0" * 100_000])
def test_long_texts(text: str) -> None:
    """Of very long texts nothing is said."""
    node = Scalar(text, text, text, "", Span(1, 1, 1, 2))
    assert (None, None, None) == (as_number(node, whole=False), as_names(text), as_key(text))

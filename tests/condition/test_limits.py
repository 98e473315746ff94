"""How much a condition may hold, to the character: as much as there may be is read, one more is told with the limit."""

from __future__ import annotations

import pytest

from engine.condition import compile_condition
from engine.condition.cursor import DEEPEST, MOST_PARTS
from engine.condition.faults import FaultError
from engine.condition.syntax import parse
from engine.condition.tokens import MOST_CHARACTERS
from tests.condition.worlds import NAMES

_SHALLOW = " and ".join(["(a)"] * 9)


@pytest.mark.parametrize(
    ("right", "wrong", "message"),
    [
        (
            "a" + " " * (MOST_CHARACTERS - 1),
            "a" + " " * MOST_CHARACTERS,
            f"this has {MOST_CHARACTERS + 1} characters, more than the {MOST_CHARACTERS} that a condition may have",
        ),
        (
            "not " + " or ".join(["a"] * (MOST_PARTS // 2)),
            "not not " + " or ".join(["a"] * (MOST_PARTS // 2)),
            f"this has more than the {MOST_PARTS} parts that a condition may have",
        ),
        (
            f"{_SHALLOW} and " + "(" * (DEEPEST - 2) + "b" + ")" * (DEEPEST - 2),
            f"{_SHALLOW} and " + "(" * (DEEPEST - 1) + "b" + ")" * (DEEPEST - 1),
            f"this is nested more than {DEEPEST} levels deep",
        ),
        (
            "(" * 9 + "(a) and " + "(" * (DEEPEST - 11) + "b" + ")" * (DEEPEST - 2),
            "(" * 9 + "(a) and " + "(" * (DEEPEST - 10) + "b" + ")" * (DEEPEST - 1),
            f"this is nested more than {DEEPEST} levels deep",
        ),
        (
            "a" + " + a" * (DEEPEST - 2) + " > 3",
            "a" + " + a" * (DEEPEST - 1) + " > 3",
            f"this is nested more than {DEEPEST} levels deep",
        ),
    ],
    ids=["characters", "parts", "brackets", "brackets in brackets", "sums"],
)
def test_limits(right: str, wrong: str, message: str) -> None:
    """What was read before does not make a later part count as less deep."""
    assert 0 == parse(right).start
    with pytest.raises(FaultError) as caught:
        parse(wrong)
    assert [message] == [one.message for one in caught.value.faults]


@pytest.mark.parametrize(
    ("text", "help_"),
    [
        ("size more 3", "write `>` for what is more"),
        ("size fewer than 3", "write `<` for what is less"),
        ("if fixable", "leave the word before it out"),
        ("fixable more", "write `>` for what is more"),
        ("more fixable", "write `>` for what is more"),
        ("fixable below letter", "write `<` for what is less"),
    ],
)
def test_words_that_are_none(text: str, help_: str) -> None:
    """What people write in their own words is told by the word, or by the one before it."""
    found = compile_condition(text, NAMES, "gate")
    assert isinstance(found, tuple)
    assert help_ == found[0].help

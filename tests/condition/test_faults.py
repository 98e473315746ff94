"""The sentences about conditions."""

from __future__ import annotations

import pytest

from engine import messages
from engine.condition.faults import MESSAGES, FaultError, each, fault
from engine.condition.naming import RESERVED
from engine.condition.syntax import parse
from tests.condition.test_check import SYNTAX, TOGETHER, TYPES


def test_every_sentence_has_an_example() -> None:
    """Each code is in a table of the tests for the checker, or a limit, or of a gate or phrase."""
    elsewhere = {
        *("condition-too-long", "condition-too-big", "condition-too-deep"),
        *("flips-with-time", "not-a-moment", "lost-within-list"),
    }
    tried = {code for _, code, _, _ in SYNTAX + TYPES} | elsewhere
    assert set(MESSAGES) == tried
    assert TOGETHER


@pytest.mark.parametrize(("code", "sentence"), MESSAGES.items(), ids=MESSAGES)
def test_a_sentence_is_one_plain_line(code: str, sentence: messages.Sentence) -> None:
    """It begins small, does not end with a full stop, and its code is in kebab case."""
    assert code == code.lower().replace("_", "-").replace(" ", "-")
    for said in filter(None, [sentence.message, sentence.help]):
        assert said[0] in "`{" or said[0].islower()
        assert said.isprintable()
        assert not said.endswith(".")


def test_a_code_has_one_sentence() -> None:
    """A code of a condition is no code of the document around it."""
    assert MESSAGES.keys().isdisjoint(messages.MESSAGES)


def test_faults_of_several_parts_are_gathered() -> None:
    """What is wrong in one part does not hide the next, and is told by place."""
    with pytest.raises(FaultError) as caught:
        each(parse, ["long =", "b", "a a"])
    assert [("out-of-place", 2), ("breaks-off", 5)] == [(one.code, one.start) for one in caught.value.in_order]


def test_the_words_of_an_author_are_made_safe() -> None:
    """What cannot be printed is escaped, what is long is cut."""
    found = fault("odd-character", 0, 1, found="\x1b" + "x" * 200)
    assert found.message.isprintable()
    assert len(found.message) < 150


def test_reserved_words_cannot_be_meant() -> None:
    """None of them can stand for a fact."""
    assert {"and", "not", "yes", "today", "after"} < RESERVED

"""The words, numbers, texts and signs that a condition is written with."""

from __future__ import annotations

import pytest

from engine.condition.faults import FaultError
from engine.condition.tokens import Token, tokenise


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("12", "number"),
        ("12.50", "number"),
        ("2026-01-31", "date"),
        ("9:30", "time"),
        ("09:30", "time"),
        ('"a \' b"', "text"),
        ("'a \" b'", "text"),
        ("balance", "word"),
        ("größe_2", "word"),
        ("<=", "sign"),
        ("]", "sign"),
    ],
)
def test_a_token_has_a_kind(text: str, kind: str) -> None:
    """Each is recognised whole, and the end follows."""
    assert [(kind, text), ("end", "")] == [token[:2] for token in tokenise(text)]


def test_tokens_know_their_place() -> None:
    """Offsets count from 0, and space is no token."""
    expected = [Token("word", "a", 1, 2), Token("sign", "<", 2, 3), Token("number", "5", 4, 5), Token("end", "", 6, 6)]
    assert expected == tokenise(" a< 5 ")


@pytest.mark.parametrize("text", ["a<-5", "a <= -5", "[a,b]", "a!=b", "2026-1-3"])
def test_nothing_between_tokens_is_lost(text: str) -> None:
    """Signs need no space around them."""
    assert text.replace(" ", "") == "".join(token.text for token in tokenise(text))


@pytest.mark.parametrize("text", ["", " ", "\n\t"])
def test_nothing_is_a_fault(text: str) -> None:
    """A condition without a word is told, and underlined whole."""
    with pytest.raises(FaultError) as caught:
        tokenise(text)
    assert [("condition-empty", 0, len(text))] == [(one.code, one.start, one.end) for one in caught.value.faults]

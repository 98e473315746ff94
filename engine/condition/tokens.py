"""Which words, numbers, texts and signs is a condition written with, and where?

INVARIANT: every text becomes tokens or one fault, in time linear in its length.
"""

from __future__ import annotations

import re
from typing import Final, Literal, TypeAlias

from engine.condition.faults import FaultError, fault
from engine.frozen import NamedTuple

TokenKind: TypeAlias = Literal["number", "date", "time", "text", "word", "sign", "end"]

MOST_CHARACTERS: Final = 1_000

_TOKEN: Final = re.compile(
    r"""
    (?P<space>\s+)
  | (?P<date>[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?!\w)|[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}(?!\w))
  | (?P<time>[0-9]{1,2}:[0-9]{2}(?!\w))
  | (?P<number>[0-9]\w*(?:\.\w*)?)
  | (?P<text>"[^"]*"|'[^']*')
  | (?P<word>[^\W\d]\w*)
  | (?P<foreign>==|<>|&&|\|\||=<|=>)
  | (?P<sign><=|>=|!=|[-=<>+*/()\[\],])
    """,
    re.VERBOSE,
)
_NUMBER: Final = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_SPELLINGS: Final = {
    "==": "=` or `is", "<>": "!=", "≠": "!=", "=<": "<=", "≤": "<=", "=>": ">=", "≥": ">=",
    "&&": "and", "&": "and", "||": "or", "|": "or", "!": "not",
    "–": "-", "−": "-", "×": "*", "·": "*", "÷": "/",  # noqa: RUF001  what word processors make of them
}  # fmt: skip
"""What people write in other places for the words and signs used here."""


class Token(NamedTuple):
    """A word, number, text or sign and its place: offsets count from 0, the end is the one after it."""

    kind: TokenKind
    text: str
    start: int
    end: int


def tokenise(text: str) -> list[Token]:
    """Cut a condition into tokens; the last one is always the end.

    Raises:
        FaultError: Some of it is no token, there is nothing in it, or too much.
    """
    if len(text) > MOST_CHARACTERS:
        raise FaultError(fault("condition-too-long", 0, len(text), length=len(text), limit=MOST_CHARACTERS))
    tokens: list[Token] = []
    at = 0
    while at < len(text):
        token = _token(text, at)
        at = token.end
        if token.text:
            tokens.append(token)
    if not tokens:
        raise FaultError(fault("condition-empty", 0, len(text)))
    tokens.append(Token("end", "", len(text), len(text)))
    return tokens


def _token(text: str, at: int) -> Token:
    """Take one token; one without text stands for space."""
    match = _TOKEN.match(text, at)
    kind, found = (match.lastgroup, match.group()) if match else (None, text[at])
    end = at + len(found)
    match kind:
        case "space":
            return Token("end", "", at, end)
        case "number" if not _NUMBER.fullmatch(found):
            raise FaultError(fault("not-a-number", at, end, found=found))
        case "date" | "time" | "number" | "text" | "word" | "sign":
            return Token(kind, found, at, end)
        case _ if found in _SPELLINGS:
            raise FaultError(fault("other-spelling", at, end, found=found, right=_SPELLINGS[found]))
        case _ if found in {"'", '"'}:
            raise FaultError(fault("open-quote", at, end))
        case _:
            raise FaultError(fault("odd-character", at, end, found=found))

"""Hostile conditions: read in every way there is, and those that are right in a world, within 20 ms of a processor.

Some are words and signs by chance, some are right ones that were spoilt or put together, some are one piece again and
again, some are deep.
"""

from __future__ import annotations

import random  # noqa: TID251  texts are made of their numbers
import re
from typing import TYPE_CHECKING, Final

from engine.condition import Condition, Phrase, compile_condition, compile_phrase, compile_value
from engine.condition.cursor import DEEPEST
from engine.condition.reading import Reading
from engine.condition.tokens import MOST_CHARACTERS
from tests.condition.test_whole import FAULTY, PHRASES, VALUES, VERDICTS, WORLDS
from tests.condition.worlds import NAMES

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.diagnostics import Fault

SECONDS: Final = 5
MOST: Final = 20
"""Milliseconds that one may take: to be understood, read, and give its reasons."""

PIECES: Final = (
    *("and", "or", "not", "is", "in", "known", "includes", "where", "of", "after", "before", "business", "days"),
    *("count", "sum", "any", "every", "lowest", "done", "settled", "a", "b", "reason", "5", "2.5", "'x'", "today"),
    *("2026-01-31", "09:30", "(", ")", "[", "]", ",", "+", "-", "*", "/", "=", "!=", "<", ">=", "==", "'", "$", "\n"),
    *(" ", "(" * 30, "9" * 60, "é", "\u202e", "\x1b", "3 days after a", "count(a where b)", "a" * 300),
    *("size", "quotes", "written", "visit", "letter", "call", "fixable", "moving", "9999-12-31", "0001-01-01"),
    *("1000000 months after", "0.000000001", "- ", "not ", "\ud800", "\x00", "İ", "ß", "\u0301", "\u00a0", "\uff1d"),
)

_RIGHT: Final = (*VERDICTS, *VALUES, *PHRASES)
_WORD: Final = re.compile(r"\w+|[^\w\s]+")
_WORDS: Final = (*sorted({word for text in _RIGHT for word in _WORD.findall(text)}), *PIECES)
_NESTING: Final = ("({})", "not {}", "-{}", "{} and {}", "({} or {})", "count(quotes where {})", "any({} of quotes)")
_MORE_NESTING: Final = (
    "{} + {}",
    "{} is {}",
    "{} in [{}]",
    "({} - {}) > 3",
    "sum({} of quotes where {})",
    "{} where {}",
)
_JOINING: Final = (
    "({}) and ({})",
    "({}) or ({})",
    "not ({})",
    "({1}) or ({0})",
    "count(quotes where {}) > 1",
    "({}) is yes",
)


def text_of(number: int) -> str:
    """Make the condition with a number; some are longer than a condition may be."""
    chance = random.Random(-number - 1)  # noqa: S311  the same number gives the same condition
    return _WAYS[number % len(_WAYS)](chance)


def _by_chance(chance: random.Random) -> str:
    return chance.choice(["", " ", " "]).join(chance.choices(PIECES, k=chance.randint(1, 300)))


def _short(chance: random.Random) -> str:
    return " ".join(chance.choices(PIECES, k=chance.randint(1, 12)))


def _again_and_again(chance: random.Random) -> str:
    pattern = "".join(chance.choices((*PIECES, *_RIGHT, " ", " "), k=chance.randint(1, 3)))
    longest = chance.choice([MOST_CHARACTERS, MOST_CHARACTERS, 20 * MOST_CHARACTERS])
    return (pattern * longest)[:longest]


def _spoilt(chance: random.Random) -> str:
    text = chance.choice((*_RIGHT, *_RIGHT, *FAULTY))
    for _ in range(chance.choice([1, 1, 2, 4])):
        place = chance.choice([*_WORD.finditer(text)] or [re.match("", text)])
        assert place
        text = text[: place.start()] + chance.choice(_WORDS) + text[place.end() :]
    return text


def _deep(chance: random.Random) -> str:
    """Put texts into one another, as deep as may be or deeper, until that is as long as a condition may be."""
    text = chance.choice(_RIGHT)
    forms = chance.choices(_NESTING + _MORE_NESTING, k=chance.randint(1, 4))
    times = chance.randint(1, 2 * DEEPEST)
    return _grown(text, times, lambda inner: chance.choice(forms).format(inner, chance.choice((*_RIGHT, inner))))


def _right(chance: random.Random) -> str:
    """Put together what is right by itself, with brackets around it, so that much of it is right as a whole."""
    text, times = chance.choice(VERDICTS), chance.randint(1, 30)
    return _grown(text, times, lambda inner: chance.choice(_JOINING).format(inner, chance.choice(VERDICTS)))


def _grown(text: str, times: int, grow: Callable[[str], str]) -> str:
    """Put a text into others so often, or until it would be longer than a condition may be."""
    for _ in range(times):
        grown = grow(text)
        if len(grown) > MOST_CHARACTERS:
            break
        text = grown
    return text


def _long(chance: random.Random) -> str:
    text = chance.choice(_RIGHT)
    while len(text) < MOST_CHARACTERS - 100:
        text += chance.choice([" and ", " or ", " and not ", " + ", ", "]) + chance.choice(_RIGHT)
    return text


_WAYS: Final[tuple[Callable[[random.Random], str], ...]] = (
    *(_spoilt, _right, _by_chance, _long, _short, _again_and_again, _deep),
)


def look(number: int) -> None:
    """Read the condition with a number in one of the ways that there are, and what is right in one of the worlds.

    Raises:
        AssertionError: What came back is neither something to be read nor faults in the text.
    """
    text = text_of(number)
    world = _WORLDS[number % len(_WORLDS)]
    found = _COMPILING[number % len(_COMPILING)](text)
    if isinstance(found, Condition):
        assert isinstance(found.read(world), Reading)
        assert isinstance(found.explain(world), tuple)
    elif isinstance(found, Phrase):
        assert isinstance(found.moment(world), Reading)
        assert isinstance(found.moment(world, 1_000_000), Reading)
    else:
        _is_told(text, found)


_WORLDS: Final = tuple(WORLDS.values())
_COMPILING: Final[tuple[Callable[[str], Condition | Phrase | tuple[Fault, ...]], ...]] = (
    lambda text: compile_condition(text, NAMES, "free"),
    lambda text: compile_condition(text, NAMES, "gate"),
    lambda text: compile_value(text, NAMES),
    lambda text: compile_condition(text, NAMES, "free"),
    lambda text: compile_value(text, NAMES),
    lambda text: compile_phrase(text, NAMES),
)
"""So many that each comes together with each way of making a text, and, but for worlds, with each world."""


def _is_told(text: str, found: tuple[Fault, ...]) -> None:
    assert found
    for one in found:
        assert 0 <= one.start <= one.end <= len(text)
        assert one.message.isprintable()
        assert one.help is None or one.help.isprintable()

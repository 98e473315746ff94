"""Spoilt procedures: read, built as published ones are, whose shape is not compared, and checked as authors' ones."""

from __future__ import annotations

import random  # noqa: TID251  texts are made of their numbers
import re
from typing import TYPE_CHECKING, Final

from engine.case.trial import try_out
from engine.diagnostics import in_order
from engine.procedure.build import Loaded, build
from engine.procedure.check import check
from engine.procedure.nodes import Document
from engine.procedure.schema import check_shape
from engine.procedure.source import read
from tests.procedure.examples import TEMPLATES, TESTS, good
from tests.procedure.hostile import SECONDS
from tests.procedure.mutations import BITS, ORIGINAL, WAYS
from tests.procedure.test_spoilt import is_told

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["MOST", "SECONDS", "look", "text_of"]

MOST: Final = None
_LARGE: Final = 3_000
"""Bytes; a file that has more takes ten times as long to be read, and is not spoilt as often."""


def _originals() -> Iterator[str]:
    for path in [*good(), *(path for name in ("bad", "mended") for path in sorted((TESTS / name).glob("*.yaml")))]:
        text = path.read_bytes().decode("utf-8", "replace")
        if not text.startswith("rehearsal:") and "\nrehearsal:" not in text:
            yield text


_ORIGINALS: Final = tuple(_originals())
SMALL: Final = tuple(text for text in _ORIGINALS if len(text) <= _LARGE)
LARGE: Final = tuple(text for text in _ORIGINALS if len(text) > _LARGE)
_WORD: Final = re.compile(r"[\w.-]+|[^\w\s]+")
_WORDS: Final = (*sorted({word for text in _ORIGINALS for word in _WORD.findall(text)}), "9" * 40, "a" * 200)


def text_of(number: int) -> str | bytes:
    """Make the text with a number: a spoilt procedure, some of them as bytes, or nothing but hard bits."""
    chance = random.Random(number)  # noqa: S311  the same number gives the same text
    match number % 25:
        case 0:
            return "".join(chance.choices(BITS, k=chance.randint(1, 200)))
        case 1:
            return _spoilt(ORIGINAL[: chance.randint(0, len(ORIGINAL))] if number % 2 else ORIGINAL, 12, chance)
        case 2:
            return _spoilt(chance.choice(LARGE), 3, chance)
        case 3 | 4:
            return _spoilt_bytes(chance.choice(SMALL), chance)
        case rest if rest % 2:
            return _spoilt(chance.choice(SMALL), 4, chance)
        case _:
            return _muddled(chance.choice(SMALL), chance)


def _spoilt(text: str, most: int, chance: random.Random) -> str:
    for _ in range(chance.randint(1, most)):
        way = chance.choice(WAYS)
        text = way(text, chance.randint(0, len(text)), chance.randint(0, 80), chance.choice(BITS))
    return text


def _muddled(text: str, chance: random.Random) -> str:
    """Put words where others stood: most of it can still be read, so that all the later stages have to do with it."""
    for _ in range(chance.randint(1, 4)):
        place = chance.choice(list(_WORD.finditer(text)))
        text = text[: place.start()] + chance.choice(_WORDS) + text[place.end() :]
    return text


def _spoilt_bytes(text: str, chance: random.Random) -> bytes:
    raw = bytearray(text.encode())
    for _ in range(chance.randint(1, 4)):
        raw[chance.randrange(len(raw))] = chance.randrange(256)
    return bytes(raw)


def look(number: int) -> None:
    """Read one text, and all that may be done with what comes of it.

    Raises:
        AssertionError: What came back cannot be told.
    """
    text = text_of(number)
    shown = text if isinstance(text, str) else text.decode("utf-8", "replace")
    document = read(text, "fuzz.yaml")
    if not isinstance(document, Document):
        is_told(shown, document)
        return
    built = build(document)
    is_told(shown, built)
    misfits = check_shape(document, "procedure")
    if misfits:
        is_told(shown, in_order((*document.warnings, *misfits)))
    elif isinstance(built, Loaded) and (len(shown) <= _LARGE or number % 10 == 0):
        found = check(built.procedure, document, lambda name: TEMPLATES.get(name, {}), {}, try_out)
        is_told(shown, Loaded(built.procedure, in_order(found)))

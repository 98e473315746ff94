"""What text looks like that was pasted from elsewhere, and the sentence for what cannot be read."""

from __future__ import annotations

from typing import Final


class Misread(Exception):
    """What was typed is not of the type; the sentence says what is expected, never what was typed."""


def as_typed(text: str) -> str:
    """Write pasted text with the signs that a keyboard has: minus, spaces, apostrophe, digits of full width.

    For numbers, dates and the like only; words stay as they were given.
    """
    return " ".join(text.translate(_SIGNS).split())


_DASHES: Final = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d"
_APOSTROPHES: Final = "\u2019\u2018\u02bc"
_UNSEEN: Final = (
    0xAD,
    0xFEFF,
    *range(0x200B, 0x2010),
    *range(0x202A, 0x202F),
    *range(0x2060, 0x2070),
)
"""Soft hyphens, joiners and marks of direction, as address books put them around numbers."""

_SIGNS: Final[dict[int, str | None]] = {
    **{code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},
    **{ord(sign): "-" for sign in _DASHES},
    **{ord(sign): "'" for sign in _APOSTROPHES},
    **dict.fromkeys(_UNSEEN),
}

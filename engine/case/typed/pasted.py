"""What text looks like that was pasted from elsewhere, and the sentence for what cannot be read."""

from __future__ import annotations

from typing import Final


class Misread(Exception):
    """What was typed is not of the type; the sentence says what is expected, never what was typed."""


def as_typed(text: str) -> str:
    """Write pasted text with the signs that a keyboard has: minus, spaces, apostrophe, digits of full width.

    For numbers, dates and the like only; words stay as they were given.
    """
    return " ".join(tidy(text).translate(_SIGNS).split())


def tidy(text: str) -> str:
    """Write words without what nobody sees and a screen may obey: control signs, and marks that turn its order round.

    Letters, accents and joiners stay, and so do halves of letters, which are refused where the words are kept.
    INVARIANT: what can be printed is written as it is.
    """
    return text if text.isprintable() else text.replace("\r\n", "\n").translate(_UNHEARD)


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

_UNHEARD: Final[dict[int, str | None]] = {
    **dict.fromkeys((*range(0x20), *range(0x7F, 0xA0))),
    **dict.fromkeys((0xAD, 0x180E, 0x200B, *range(0x2060, 0x2065), 0xFEFF)),
    **dict.fromkeys((0x61C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x2070))),
    **dict.fromkeys((*range(0xFFF9, 0xFFFC), 0xFFFE, 0xFFFF, *range(0xE0000, 0xE0080))),
    **dict.fromkeys((0x0A, 0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029), "\n"),
    0x09: " ",
}
"""Control signs, what is invisible, marks of direction, what is no character; ends of lines are all made one."""

_SIGNS: Final[dict[int, str | None]] = {
    **{code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},
    **{ord(sign): "-" for sign in _DASHES},
    **{ord(sign): "'" for sign in _APOSTROPHES},
    **dict.fromkeys(_UNSEEN),
}

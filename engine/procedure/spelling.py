"""How a value that does not fit would be written so that it does, in the author's own words."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from engine.procedure.nodes import Scalar

_LONGEST: Final = 120
"""Characters of a text that is looked at."""

_GROUPED: Final = re.compile(r"[0-9]{1,3}(?:[,_' ][0-9]{3})+(?:\.[0-9]+)?")
_WITH_COMMA: Final = re.compile(r"([0-9]{1,12}),([0-9]{1,2})")
_WITH_UNIT: Final = re.compile(r"[^0-9\s]{0,3}\s*([0-9]{1,12}(?:\.[0-9]{1,6})?)\s*[^0-9]*")
_LEADING: Final = re.compile(r"0+([0-9]{1,12})")
_POWER: Final = re.compile(r"[0-9.]{1,6}[eE]\+?[0-9]")
_NAMES: Final = re.compile(r"[({\[]?\s*([a-z]\w*(?:[,;/&\s]+[a-z]\w*)+)\s*[)}\]]?")
_KEY_AND_TEXT: Final = re.compile(r"([a-z]\w*):(\S.{0,30})")


def as_number(node: Scalar, *, whole: bool) -> str | None:
    """Tell how a number would be written that stands there in another way."""
    text = node.text.strip()
    if isinstance(node.value, Decimal) and whole and node.value == int(node.value):
        return f"write it without decimals, as in `{int(node.value)}`"
    if not isinstance(node.value, str) or len(text) > _LONGEST:
        return None
    if node.style and re.fullmatch(r"[0-9]{1,12}(?:\.[0-9]{1,6})?", text):
        return f"leave the quotes out, as in `{text}`"
    return _without_ornament(text)


def _without_ornament(text: str) -> str | None:
    if found := _LEADING.fullmatch(text):
        return f"leave the zero in front out, as in `{found[1]}`"
    if _GROUPED.fullmatch(text):
        return f"write digits only, as in `{re.sub('[^0-9.]', '', text)}`"
    if found := _WITH_COMMA.fullmatch(text):
        return f"write a point before decimals, as in `{found[1]}.{found[2]}`"
    if _POWER.fullmatch(text):
        return _written_out(text)
    if found := _WITH_UNIT.fullmatch(text):
        return f"write the number alone, as in `{found[1]}`"
    return None


def _written_out(text: str) -> str | None:
    try:
        return f"write it out, as in `{Decimal(text):f}`"
    except InvalidOperation:
        return None


def as_names(text: str) -> str | None:
    """Tell how several names would be written that stand there as one text."""
    found = _NAMES.fullmatch(text) if len(text) <= _LONGEST else None
    names = [name for name in re.split(r"[,;/&\s]+", found[1]) if name != "and"] if found else []
    return f"write it like `[{', '.join(names)}]`" if names else None


def as_key(text: str) -> str | None:
    """Tell that a space is missing after a colon, where a key with a value should be."""
    found = _KEY_AND_TEXT.fullmatch(text) if len(text) <= _LONGEST else None
    return f"put a space after the colon, as in `{found[1]}: {found[2]}`" if found else None

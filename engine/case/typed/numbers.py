"""Numbers and amounts as people type them: read by the way the office writes them."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from engine.case.typed.pasted import Misread, as_typed

if TYPE_CHECKING:
    from engine.case.locale import Locale

MOST_DIGITS: Final = 15
MOST_DECIMALS: Final = 9

_EITHER_WAY: Final = r"-?[1-9][0-9]{0,2}[.,][0-9]{3}"
"""Thousands for one, decimals for another."""


def read_number(text: str, locale: Locale) -> int | Decimal:
    """Read a number: `3`, `2.5`, `1,200`.

    Raises:
        Misread: It is none, or could be read in two ways.
    """
    if len(text) <= MOST_DIGITS and text.isdecimal() and text.isascii():
        return int(text)
    bare = as_typed(text)
    if not locale.is_told and re.fullmatch(_EITHER_WAY, bare):
        message = "this can be read as two different numbers; write it without the comma or the point"
        raise Misread(message)
    found = _digits(bare, locale, MOST_DECIMALS)
    if found is None:
        message = f"a number such as 3 or 2{locale.decimal}5 is expected"
        raise Misread(message)
    return Decimal(found) if "." in found else int(found)


def read_money(text: str, locale: Locale, currency: str) -> Decimal:
    """Read an amount: `$1,200.50`, `1200`, `-20`, `20 $`.

    Raises:
        Misread: It is none.
    """
    found = _digits(_without(currency, as_typed(text)), locale, 2)
    if found is None:
        message = f"an amount such as {locale.money(Decimal('120.50'), currency)} is expected"
        raise Misread(message)
    return Decimal(found).quantize(Decimal("0.01")) + 0  # plus nothing, so that there is no minus zero


def _without(currency: str, text: str) -> str:
    """Take the sign of the currency off, before the amount or after it."""
    minus, rest = ("-", text[1:].lstrip()) if text.startswith("-") else ("", text)
    sign = currency.casefold()
    folded = rest.casefold()
    if len(folded) != len(rest):  # letters that change their length have no place in an amount
        return text
    if folded.startswith(sign):
        rest = rest[len(sign) :].lstrip()
    elif folded.endswith(sign):
        rest = rest[: -len(sign)].rstrip()
    return minus + rest


def _digits(text: str, locale: Locale, decimals: int) -> str | None:
    """Give a number as a program writes it, or None."""
    point = re.escape(locale.decimal)
    for group in dict.fromkeys((locale.group, " ", "'")):
        whole = f"[0-9]{{1,3}}(?:{re.escape(group)}[0-9]{{3}})+|[0-9]+"
        found = re.fullmatch(f"(-?)({whole})(?:{point}([0-9]{{1,{decimals}}}))?", text)
        if found:
            digits = found[2].replace(group, "")
            return f"{found[1]}{digits}" + (f".{found[3]}" if found[3] else "") if len(digits) <= MOST_DIGITS else None
    return None

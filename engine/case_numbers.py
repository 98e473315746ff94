"""The number that a new case gets: short enough to be said on the phone, and always the same of the same seed."""

from __future__ import annotations

import hashlib
from typing import Final

_LETTERS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no letter can be taken for a number on the phone."""


def case_number(seed: str) -> str:
    """Make a number such as `K7M-2PQ`."""
    number = int.from_bytes(hashlib.sha256(seed.encode()).digest()[:8], "big")
    letters = []
    for _ in range(6):
        number, rest = divmod(number, 32)
        letters.append(_LETTERS[rest])
    return f"{''.join(letters[:3])}-{''.join(letters[3:])}"

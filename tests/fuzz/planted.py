"""Texts that go wrong in every way there is, so that a test can see that each way is noticed."""

from __future__ import annotations

import os
from time import process_time
from typing import Final

SECONDS: Final = 0.3
MOST: Final = 50


def look(number: int) -> None:
    """Fail, take too long, hang, crash, or take too much memory, by the number; of most numbers, all is well."""
    match number % 100:
        case 10:
            message = "planted"
            raise AssertionError(message)
        case 20:
            _busy(0.1)
        case 30:
            _busy(60)
        case 40:
            os.abort()
        case 50:
            bytearray(2**30)
        case _:
            pass


def _busy(seconds: float) -> None:
    began = process_time()
    while process_time() - began < seconds:
        pass

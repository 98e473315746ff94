"""What a file may hold after a power cut, if it was written and not synced."""

from __future__ import annotations

from functools import lru_cache
from itertools import permutations, product
from math import prod
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_MIXES: Final = 128
"""How many mixes of its pages a file is found with, if there are not too many to go through all."""


@lru_cache(maxsize=32)
def may_hold(contents: tuple[bytes, ...], grain: int, page: int) -> tuple[bytes, ...]:
    """Give what a file may hold after a power cut.

    Args:
        contents: What it held when it was synced, what it held since, and what it holds now.
        grain: At how many bytes each a write can be cut.
        page: So many bytes get to the disk together, if none of them is cut.
    """
    before, now = contents[0], contents[-1]
    if all(one == now for one in contents):
        return (now,)
    at = min(_same(before, one) for one in contents[1:])
    found = [before, now, now[:at] + bytes(len(now) - at), *contents]
    for cut in dict.fromkeys([*range(at + 1, len(now), grain), max(at, len(now) - 1)]):
        found += [now[:cut], now[:cut] + bytes(len(now) - cut), now[:at] + bytes(cut - at) + now[cut:]]
    for one, other in permutations(dict.fromkeys(contents), 2):
        found += _torn(one, other, grain)
    return tuple(dict.fromkeys([*found, *_mixed(contents, page)]))


def _torn(one: bytes, other: bytes, grain: int) -> Iterator[bytes]:
    """Give a file that has the begin of one content and the rest of another, or the length of one."""
    same, shorter = _same(one, other), min(len(one), len(other))
    if same < shorter:  # else one of them is only longer
        yield one[:shorter] + bytes(len(one) - shorter)
        for cut in range(same + 1, shorter + 1, grain):
            yield one[:cut] + other[cut:]


def _mixed(contents: Sequence[bytes], page: int) -> Iterator[bytes]:
    """Give a file each page of which got to the disk at another moment, or not, so that what was added is zeros there.

    Of very many pages, every other one got there at another moment.
    """
    places = range(0, longest := max(map(len, contents)), page)
    zeros = contents[0].ljust(longest, b"\0")
    pages = [list(dict.fromkeys(one[place : place + page] for one in (*contents, zeros))) for place in places]
    if prod(map(len, pages)) <= _MIXES:
        yield from (_joined(chosen, page) for chosen in product(*pages))
        return
    for two in permutations(dict.fromkeys(contents), 2):
        yield _joined([two[number % 2][place : place + page] for number, place in enumerate(places)], page)


def _joined(pages: Sequence[bytes], page: int) -> bytes:
    """Put pages together; where one is missing, or its end, before another, there are zeros."""
    last = max((number for number, one in enumerate(pages) if one), default=0)
    return b"".join(one.ljust(page, b"\0") for one in pages[:last]) + b"".join(pages[last : last + 1])


def _same(one: bytes, other: bytes) -> int:
    """Say how many bytes at the begin of two contents are the same."""
    least, most = 0, min(len(one), len(other))
    while least < most:
        middle = (least + most + 1) // 2
        least, most = (middle, most) if one[:middle] == other[:middle] else (least, middle - 1)
    return least

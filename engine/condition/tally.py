"""How much is worked up to a day: a sum over days that repeats every week, but for some days without any of it.

INVARIANT: counting costs the same for a day and for a thousand years.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

_WEEK: Final = 7
_FARTHEST: Final = 4_000_000
"""Days that are looked through at most; there are fewer in all years."""


class Tally:
    """A sum over days.

    Args:
        weights: What each day of the week gives, Monday first; never negative.
        free: Days that give nothing.
    """

    def __init__(self, weights: tuple[int, ...], free: Iterable[date]) -> None:
        lost = sorted((day.toordinal(), weights[day.weekday()]) for day in free if weights[day.weekday()])
        self.per_week = sum(weights)
        self._up_to_day = tuple(accumulate(weights, initial=0))
        self._free = tuple(ordinal for ordinal, _ in lost)
        self._lost = tuple(accumulate((weight for _, weight in lost), initial=0))

    def up_to(self, ordinal: int) -> int:
        """Sum up from the first day of all, which is number 1 and a Monday, up to a day."""
        weeks, rest = divmod(ordinal, _WEEK)
        return weeks * self.per_week + self._up_to_day[rest] - self._lost[bisect_right(self._free, ordinal)]

    def first_with(self, total: int, near: int) -> int | None:
        """Find the first day up to which there is that much, by its ordinal; None if there never is.

        Args:
            total: How much.
            near: The ordinal of a day to begin looking at.
        """
        low, high, step = near, near, _WEEK
        while self.up_to(high) < total:
            if step > _FARTHEST:
                return None
            high, step = high + step, step * 2
        step = _WEEK
        while self.up_to(low) >= total:
            if step > _FARTHEST:
                return None
            low, step = low - step, step * 2
        return low + bisect_left(range(low, high), total, key=self.up_to)

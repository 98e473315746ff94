"""Timing that a busy machine does not spoil: everything once a round, many rounds, and ratios of the medians."""

from __future__ import annotations

import time
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


class Took(NamedTuple):
    """What a piece of work took, in seconds: the median of the rounds, and the least."""

    median: float
    least: float


def interleaved(
    works: Mapping[str, Callable[[], object]], rounds: int, clock: Callable[[], float] = time.perf_counter
) -> dict[str, Took]:
    """Do each piece of work once a round.

    Args:
        works: What to do, by name.
        rounds: How often; one more before it warms up.
        clock: `time.process_time` where only the own work counts, and no waiting for a disk.
    """
    times: dict[str, list[float]] = {name: [] for name in works}
    for number in range(rounds + 1):
        for name, work in works.items():
            begin = clock()
            work()
            if number:
                times[name].append(clock() - begin)
    return {name: Took(median(taken), min(taken)) for name, taken in times.items()}

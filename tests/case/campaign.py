"""Plays many generated cases and looks at the laws with each: `make laws RUNS=200000`.

    python -m tests.case.campaign RUNS [FIRST]

Each run is made up from one number, so that it can be played again. What breaks a law is cut down to as few commands as
still break it, and printed with the procedure. On all processors, or as many as JOBS says, so long as there are runs.
"""

from __future__ import annotations

import os
import random  # noqa: TID251  # made up from a seed, the same every time
import sys
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from multiprocessing import get_context
from typing import TYPE_CHECKING, Final

from tests.case.driving import Run, seeded
from tests.case.laws import check, check_some

if TYPE_CHECKING:
    from collections.abc import Iterator

COMMANDS: Final = 50
"""The commands of one case, its opening included."""
_BATCH: Final = 50


@dataclass(frozen=True)
class Broken:
    """A run that breaks a law: its number, what was said, and the shortest run found that says it too."""

    seed: int
    said: str
    run: Run

    def __str__(self) -> str:
        return f"run {self.seed} breaks a law\n{self.run!r}\n{self.said}"


def look(seed: int) -> Broken | None:
    """Play one case and look at its laws."""
    run = seeded(seed, COMMANDS)
    said = _broken(run, seed)
    return Broken(seed, said, _shortened(run)) if said else None


def _broken(run: Run, seed: int) -> str:
    try:
        check_some(run, random.Random(seed).randint)  # noqa: S311  # nothing secret
    except AssertionError as error:
        return f"{_law(error)}: {error}"
    return ""


def _law(error: AssertionError) -> str:
    """The function that said no."""
    place, name = error.__traceback__, ""
    while place:
        name, place = place.tb_frame.f_code.co_name, place.tb_next
    return name


def _shortened(run: Run) -> Run:
    """Leave out every command that is not needed to break a law, looked at in full."""
    beginnings = (Run(run.text, run.procedure, run.turns[:turns]) for turns in range(1, len(run.turns) + 1))
    shortest = next((one for one in beginnings if _breaks(one)), None)
    if not shortest:
        return run
    size = len(shortest.turns) // 2
    while size:
        for start in range(len(shortest.turns) - size, 0, -size):
            shorter = _without(shortest, start, start + size)
            if _breaks(shorter):
                shortest = shorter
        size //= 2
    return shortest


def _breaks(run: Run) -> bool:
    try:
        check(run)
    except AssertionError:
        return True
    return False


def _without(run: Run, start: int, end: int) -> Run:
    left = Run(run.text, run.procedure)
    for turn in [*run.turns[:start], *run.turns[end:]]:
        left.take(turn.command, turn.asked)
    return left


def _batch(first: int, past: int) -> list[Broken]:
    return [found for seed in range(first, past) if (found := look(seed))]


def broken(runs: int, first: int = 0) -> Iterator[Broken]:
    """Play so many runs, on all processors or JOBS of them, and give those that break a law."""
    jobs = int(os.environ.get("JOBS") or 0) or None
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        starts = range(first, first + runs, _BATCH)
        batches = [pool.submit(_batch, start, min(start + _BATCH, first + runs)) for start in starts]
        for batch in as_completed(batches):
            yield from batch.result()


def main() -> int:
    """Play so many runs, and print those that break a law."""
    runs, first = int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0  # it was given
    found = 0
    for one in broken(runs, first):
        found += 1
        sys.stdout.write(f"{one}\n")
    sys.stdout.write(f"{runs} procedures, {runs * COMMANDS} commands, {found} runs that break a law\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

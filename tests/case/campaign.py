"""Plays many generated cases and looks at the laws with each: `make laws RUNS=200000`.

    python -m tests.case.campaign RUNS [FIRST]

Each run is made up from one number, so that it can be played again. What breaks a law is cut down to as few commands as
still break that law, and printed with the procedure. On all processors, or as many as JOBS says, so long as there are
runs.
"""

from __future__ import annotations

import os
import random  # noqa: TID251  # made up from a seed, the same every time
import sys
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, replace
from multiprocessing import get_context
from traceback import walk_tb
from typing import TYPE_CHECKING, Final

from tests.case.driving import Run, seeded
from tests.case.laws import ALL, check_law, check_some

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

COMMANDS: Final = 50
"""The commands of one case, its opening included."""
_BATCH: Final = 50
_LAWS: Final = {law.__name__: law for law in ALL}


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
    try:
        check_some(run, random.Random(seed).randint)  # noqa: S311  # nothing secret
    except AssertionError as error:
        law = _law(error)
        shortest = _shortened(replace(run, choose=None), law)
        return Broken(seed, f"{law.__name__}: {_said(shortest, law) or error}", shortest)
    return None


def _law(error: AssertionError) -> Callable[..., None]:
    """The law that said no."""
    frames = (frame.f_code.co_name for frame, _ in walk_tb(error.__traceback__))
    return next(_LAWS[name] for name in frames if name in _LAWS)


def _shortened(run: Run, law: Callable[..., None]) -> Run:
    """Leave out every command that is not needed to break a law, looked at in full."""
    beginnings = (run.upto(length) for length in range(1, len(run.turns) + 1))
    shortest = next((one for one in beginnings if _said(one, law)), None)
    if not shortest:
        return run
    size = len(shortest.turns) // 2
    while size:
        for start in range(len(shortest.turns) - size, 0, -size):
            shorter = _without(shortest, start, start + size)
            if _said(shorter, law):
                shortest = shorter
        size //= 2
    return shortest


def _said(run: Run, law: Callable[..., None]) -> str:
    """What a law says of a run, if the run breaks it."""
    try:
        check_law(run, law)
    except AssertionError as error:
        return str(error) or "it does not hold"
    return ""


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
        sys.stdout.flush()
    sys.stdout.write(f"{runs} procedures, {runs * COMMANDS} commands, {found} runs that break a law\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

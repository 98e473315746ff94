"""Tries a model of a store against every store, with acts in any order: `make machine MACHINE=200000`.

    python -m tests.store.machine RUNS [FIRST]

A run is up to 50 acts, made up by Hypothesis. They come in batches with a number each, from which a batch can be
repeated: `python -m tests.store.machine 250 FIRST`. What differs is cut down to as few acts as still differ, and
printed. On all processors, or as many as JOBS says.
"""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from time import monotonic
from typing import TYPE_CHECKING, Final

from hypothesis import HealthCheck, seed, settings
from hypothesis.stateful import invariant, run_state_machine_as_test

from engine.store import chain
from tests.store.test_machine import STEPS, Stores

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

BATCH: Final = 250
_OFTEN: Final = 20


class Counted(Stores):
    """Counts how much is done."""

    runs = 0
    acts = -1  # the invariants are looked at once before the first

    def __init__(self) -> None:
        super().__init__()
        type(self).runs += 1
        type(self).acts -= 1

    @invariant()
    def counted(self) -> None:
        """One more act is done."""
        type(self).acts += 1


def try_batch(first: int, how_many: int) -> None:
    """Try a batch in this process; print how many runs and acts it were."""
    chain.new_salt = lambda: "0" * 32  # the same entries are to have the same digests
    Counted.acts += 1
    chosen = settings(
        max_examples=how_many,
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(seed(first)(Counted), settings=chosen)
    print(Counted.runs, Counted.acts)  # noqa: T201  # what the first process reads


def _start(first: int, how_many: int) -> tuple[int, int, str]:
    """Try a batch in another process."""
    command = [sys.executable, "-m", "tests.store.machine", str(how_many), str(first), "--batch"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    if ran.returncode:
        return 0, 0, f"from {first}: exit code {ran.returncode}\n{ran.stdout}{ran.stderr}"
    runs, acts = map(int, ran.stdout.split())
    return runs, acts, ""


def _told(ran: Iterable[tuple[int, int, str]]) -> Iterator[tuple[int, int, str]]:
    for done, one in enumerate(ran, 1):
        if done % _OFTEN == 0:
            print(f"{done * BATCH:,} runs", flush=True)  # noqa: T201  # a script
        yield one


def main(arguments: list[str]) -> int:
    """Try so many runs; print those that differ."""
    how_many, first = int(arguments[0]), int(arguments[1] if arguments[1:] else 0)
    if arguments[2:] == ["--batch"]:
        try_batch(first, how_many)
        return 0
    starts = range(first, first + how_many, BATCH)
    began = monotonic()
    with ThreadPoolExecutor(int(os.environ.get("JOBS") or os.cpu_count() or 1)) as pool:
        ran = list(_told(pool.map(_start, starts, [min(BATCH, first + how_many - start) for start in starts])))
    runs, acts, wrong = sum(one[0] for one in ran), sum(one[1] for one in ran), [one[2] for one in ran if one[2]]
    said = f"{runs:,} runs, {acts:,} acts, {len(wrong)} batches that differ; {monotonic() - began:.0f} s"
    print("\n".join([*wrong, said]))  # noqa: T201  # a script
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

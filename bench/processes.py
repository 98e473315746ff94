"""Eight desks at once on one store: how many durable steps a second in all, and is each of them there afterwards?"""

from __future__ import annotations

import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final

from bench.job import ORDINARY
from bench.ours import Cuecard
from engine.store.tinydb import TinyStore

DESKS: Final = 8
CASES: Final = 25


def desk(folder: Path, number: int) -> None:
    """Play cases one after the other, durably."""
    store, engine = TinyStore(folder), Cuecard()
    engine.play(ORDINARY)  # so that what is imported at the first time is
    print("ready", flush=True)
    sys.stdin.read()
    for case in range(CASES):
        engine.keep(ORDINARY, f"DE{number}-{case:04}", store)


def eight_processes(folder: Path) -> dict[str, float]:
    """Let eight processes work, count what is in the store afterwards, and give the rate."""
    Cuecard().keep(ORDINARY, "DE9-0000", TinyStore(folder))  # so that the folders are there
    command = [sys.executable, "-m", "bench.processes", str(folder)]
    with ExitStack() as stack:
        pipes: Any = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        running: list[Any] = [
            stack.enter_context(subprocess.Popen([*command, str(number)], **pipes)) for number in range(DESKS)
        ]
        assert [one.stdout.readline() for one in running] == [b"ready\n"] * DESKS
        begin = time.perf_counter()
        for one in running:
            one.stdin.close()
        assert [one.wait() for one in running] == [0] * DESKS
        took = time.perf_counter() - begin
    store = TinyStore(folder)
    found = sorted(store.cases(closed=True))
    assert len(found) == DESKS * CASES + 1, len(found)
    entries = [store.load(case).entries for case in found]
    assert all([entry.seq for entry in log] == list(range(1, len(log) + 1)) for log in entries)
    return {"steps a second": DESKS * CASES * (len(ORDINARY.submissions) + 1) / took}


if __name__ == "__main__":
    desk(Path(sys.argv[1]), int(sys.argv[2]))

"""Very many cases and events: how long the list of open cases and a replay of a million events take, and what memory.

    python -m bench.large --open 500 5000 --events 1000000

A table; nothing passes or fails.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import tempfile
import time
import tracemalloc
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from bench.ten_steps import OFFICE, ROOT, renamed, submissions
from engine.case.events import from_json, to_json
from engine.case.state import replay
from engine.desk import Desk
from engine.store.tinydb import TinyStore

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.case.events import Recorded


def main() -> None:
    """Measure, and print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--open", type=int, nargs="+", default=[500, 5_000])
    parser.add_argument("--events", type=int, default=1_000_000)
    told = parser.parse_args()
    entries = [entry for one in submissions() for entry in one]
    for cases in told.open:
        with tempfile.TemporaryDirectory() as name:
            listing(Path(name), cases, entries)
    replaying(entries, told.events)


def listing(office: Path, cases: int, entries: list[Recorded]) -> None:
    """List so many open cases, first without and then with what was kept of them."""
    os.environ["CUECARD_CACHE"] = str(office / "kept")
    text = (ROOT / "procedures" / "record_release.yaml").read_text(encoding="utf-8")
    store = TinyStore(office / "cases")
    with patch("os.fsync"), patch("os.fdatasync"):
        store.keep_text(hashlib.sha256(text.encode()).hexdigest(), text)
        for number in range(cases):
            case = f"BEN-{number:07}"
            store.create(case, renamed(tuple(entries[:12]), case))
    first = _cpu(lambda: Desk(office, OFFICE, TinyStore(office / "cases"), "pat").cases())
    later = min(_cpu(lambda: Desk(office, OFFICE, TinyStore(office / "cases"), "pat").cases()) for _ in range(5))
    tracemalloc.start()
    lines = Desk(office, OFFICE, TinyStore(office / "cases"), "pat").cases()
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert cases == len(lines)
    print(f"list of {cases:,} open cases: first {first * 1e3:,.0f} ms, later {later * 1e3:.1f} ms, {most / 1e6:.1f} MB")


def replaying(entries: list[Recorded], events: int) -> None:
    """Decode and fold so many events, case by case, beside reading the JSON alone; in memory there is one case."""
    content = json.dumps([to_json(entry) for entry in entries]).encode()
    cases = events // len(entries)
    alone = _cpu(lambda: [None for _ in range(cases) if not json.loads(content)])
    whole = _cpu(lambda: [None for _ in range(cases) if not replay(map(from_json, json.loads(content))).seq])
    tracemalloc.start()
    for _ in range(1_000):
        replay(map(from_json, json.loads(content)))
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    took = f"json.loads alone {alone:.1f} s, decoded and folded {whole:.1f} s"
    print(f"replay of {events:,} events: {took}: {whole / alone:.2f} times; {most / 1e6:.1f} MB at most")


def _cpu(work: Callable[[], Any]) -> float:
    begin = time.process_time()
    work()
    return time.process_time() - begin


if __name__ == "__main__":
    main()

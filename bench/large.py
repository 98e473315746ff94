"""Very many cases and events: how long the list of open cases and a replay of a million events take, and what memory.

    python -m bench.large --open 500 5000 100000 --events 1000000

The list is that of the real command, and its memory that of the whole process as the system saw it (not on Windows).
A table; nothing passes or fails.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import time
import tracemalloc
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from unittest.mock import patch

from bench.ten_steps import ROOT, renamed, submissions
from engine.case.events import log_from_json, to_json
from engine.case.state import replay
from engine.store.tinydb import TinyStore

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.case.events import Recorded


def main() -> None:
    """Measure, and print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--open", type=int, nargs="+", default=[1, 500, 5_000])
    parser.add_argument("--events", type=int, default=1_000_000)
    told = parser.parse_args()
    entries = [entry for one in submissions() for entry in one]
    for cases in told.open:
        with tempfile.TemporaryDirectory() as name:
            listing(Path(name), cases, entries)
    replaying(entries, told.events)


def listing(office: Path, cases: int, entries: list[Recorded]) -> None:
    """List so many open cases with the real command: when nothing of them is kept, later, and as JSON."""
    text = (ROOT / "procedures" / "record_release.yaml").read_text(encoding="utf-8")
    office.joinpath("office.yaml").write_text(_STAFF, encoding="utf-8")
    store = TinyStore(office / "cases")
    with patch("os.fsync"), patch("os.fdatasync"):
        store.keep_text(hashlib.sha256(text.encode()).hexdigest(), text)
        for number in range(cases):
            case = f"BEN-{number:07}"
            store.create(case, renamed(tuple(entries[:12]), case))
    os.environ |= {"CUECARD_CACHE": str(office / "kept"), "CUECARD_OFFICE": str(office), "CUECARD_AS": "pat"}
    for what, words in (("first", ["cases"]), ("later", ["cases"]), ("as JSON", ["cases", "--json"])):
        began = time.perf_counter()
        used, most = _process([sys.executable, "-m", "cli.app", *words])
        took = f"{time.perf_counter() - began:.2f} s ({used:.2f} s used)"
        print(f"list of {cases:,} open cases, {what}: {took}, {most:,.0f} MB at most", flush=True)


_STAFF: Final = """\
office: Bench
zone: America/New_York
practice: true
staff:
  - name: pat
    full_name: Pat Example
    roles: [front_desk, billing, office_manager]
"""


def _process(command: list[str]) -> tuple[float, float]:
    """Run a command; give the seconds of the processor that it used, and the most memory it had, in MB."""
    ran = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, code, used = os.wait4(ran.pid, 0)
    ran.returncode = os.waitstatus_to_exitcode(code)
    assert ran.returncode == 0
    return used.ru_utime + used.ru_stime, used.ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)


def replaying(entries: list[Recorded], events: int) -> None:
    """Decode and fold so many events, case by case, beside reading the JSON alone; in memory there is one case."""
    content = json.dumps([to_json(entry) for entry in entries]).encode()
    cases = events // len(entries)
    alone = _cpu(lambda: [None for _ in range(cases) if not json.loads(content)])
    whole = _cpu(lambda: [None for _ in range(cases) if not replay(log_from_json(json.loads(content))).seq])
    tracemalloc.start()
    for _ in range(1_000):
        replay(log_from_json(json.loads(content)))
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

"""How long do verify, backup and restore take with very many cases? A table; nothing passes or fails.

    python -m bench.many_cases 100000

Half of the cases are closed, a tenth has a file; each has as many entries as the ten-step job records.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import patch

from bench.ten_steps import ROOT, renamed, submissions
from engine.store.audit import audit
from engine.store.backup import back_up, restore
from engine.store.ledger import Copied
from engine.store.tinydb import TinyStore

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.store.audit import Audit


def furnish(office: Path, cases: int) -> None:
    """Make an office with so many cases; nothing is synced meanwhile, which is the slow part of it."""
    (office / "procedures").mkdir(parents=True)
    text = (ROOT / "procedures" / "record_release.yaml").read_text(encoding="utf-8")
    for path in (office / "office.yaml", office / "procedures" / "record_release.yaml"):
        path.write_text(text, encoding="utf-8")
    steps = [entry for entries in submissions() for entry in entries]
    store = TinyStore(office / "cases")
    with patch("os.fsync"), patch("os.fdatasync"):
        store.keep_text(hashlib.sha256(text.encode()).hexdigest(), text)
        for number in range(cases):
            name = f"BEN-{number:07}"
            store.create(name, renamed(tuple(steps if number % 2 else steps[:20]), name))
            if number % 10 == 0:
                store.keep_file(name, "received.pdf", b"%PDF" * 500)


def timed(what: str, act: Callable[[], Audit]) -> None:
    """Print how long something takes."""
    begin = time.perf_counter()
    found = act()
    took = time.perf_counter() - begin
    wrong = sum(one.is_wrong for one in found.found)
    print(f"{what:8} {took:7.1f} s   {found.cases:,} cases, {found.entries:,} entries, {wrong} wrong")


def main() -> int:
    """Make the cases, and measure."""
    parser = argparse.ArgumentParser(prog="python -m bench.many_cases")
    parser.add_argument("cases", type=int, nargs="?", default=100_000)
    cases = parser.parse_args().cases
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        office, target = folder / "office", folder / "backup.zip"
        begin = time.perf_counter()
        furnish(office, cases)
        print(f"{'make':8} {time.perf_counter() - begin:7.1f} s   without syncing")
        store = TinyStore(office / "cases")
        timed("verify", lambda: audit(store))
        timed("backup", lambda: back_up(office, store, target, Copied("backup", "bench", "now")))
        print(f"{'':8} {target.stat().st_size / 1e6:7.1f} MB")
        timed("restore", lambda: restore(target, folder / "again", Copied("restored", "bench", "now")))
    return 0


if __name__ == "__main__":
    sys.exit(main())

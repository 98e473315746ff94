"""A year of an office, in short: cases opened and closed day by day in the real store, and what they come to.

    python -m bench.year --cases 1000

Nothing is synced meanwhile, which is the slow part of it. What one case comes to is then multiplied: docs/scale.md.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from statistics import median
from typing import Final
from unittest.mock import patch

from bench.ten_steps import NOW, OFFICE, ROOT, renamed, submissions
from engine.case.portray import agenda
from engine.case.state import replay
from engine.procedure.load import load
from engine.store.tinydb import TinyStore

OPEN_FOR: Final = 20
"""Of so many cases in a row, all are open at once: a letter is waited for."""


def main() -> None:
    """Play the cases, and print what they come to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=1_000)
    cases = parser.parse_args().cases
    steps = list(submissions())
    with tempfile.TemporaryDirectory() as name, patch("os.fsync"), patch("os.fdatasync"):
        folder = Path(name)
        store = TinyStore(folder)
        took: list[float] = []
        waiting: list[str] = []
        for number in range(cases):
            case = f"YEA-{number:07}"
            begin = time.process_time()
            store.create(case, renamed(steps[0], case))
            for entries in steps[1:9]:
                store.append(case, entries, expected=entries[0].seq - 1)
            took.append((time.process_time() - begin) / 9)
            waiting.append(case)
            if len(waiting) > OPEN_FOR:
                _close(store, waiting.pop(0), steps)
        while waiting:
            _close(store, waiting.pop(0), steps)
        logs = sum(path.stat().st_size for path in folder.glob("closed/*/*.json"))
        ledger = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) - logs
        entries_each = sum(map(len, steps))
        print(f"cases {cases:,}, entries {cases * entries_each:,} ({entries_each} each), submissions {len(steps)} each")
        print(
            f"bytes: logs {logs:,} ({logs // cases:,} each), ledger and the rest {ledger:,} ({ledger // cases:,} each)"
        )
        tenth = max(1, cases // 10)
        first, last = median(took[:tenth]), median(took[-tenth:])
        print(f"work a submission: first tenth {first * 1e3:.2f} ms, last tenth {last * 1e3:.2f} ms")
    print(f"dates that an open case carries: {_dates(steps)}")


def _close(store: TinyStore, case: str, steps: list[tuple[object, ...]]) -> None:
    for entries in steps[9:]:
        store.append(case, entries, expected=entries[0].seq - 1)  # type: ignore[arg-type,attr-defined]  # entries


def _dates(steps: list[tuple[object, ...]]) -> int:
    loaded = load((ROOT / "procedures" / "record_release.yaml").read_text(encoding="utf-8"), "record_release.yaml")
    assert not isinstance(loaded, tuple), loaded
    case = replay(entry for entries in steps[:9] for entry in entries)  # type: ignore[misc]  # entries
    return len(agenda(loaded.procedure, case, NOW + timedelta(days=1), OFFICE).due)


if __name__ == "__main__":
    main()

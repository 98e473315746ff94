"""How fast is the ten-step job? Ratios within one run, against floors of the same run; nothing passes or fails.

The job: open a records-release case, tell its answers one by one, record the arrival, close: 10 submissions.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from engine.case.commands import Asked, Command, MarkDone, OpenCase, RecordArrival
from engine.case.decide import decide
from engine.case.events import CaseOpened
from engine.case.office import Office, Person
from engine.case.refusals import Refusal
from engine.case.state import Case, replay
from engine.condition.calendar import Calendar
from engine.procedure.load import load
from engine.store.tinydb import TinyStore

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from engine.case.events import Recorded
    from engine.procedure.model import Procedure

ROOT: Final = Path(__file__).resolve().parent.parent
ROUNDS: Final = 30
ZONE: Final = ZoneInfo("America/New_York")
NOW: Final = datetime(2026, 11, 23, 10, 0, tzinfo=ZONE)
ROLES: Final = frozenset({"front_desk", "billing", "office_manager"})
OFFICE: Final = Office("Bench", Calendar(ZONE), {"pat": Person("pat", "Pat Example", ROLES)}, practice=True)

FIRST: Final = "BEN-CH00"

JOB: Final[tuple[Command, ...]] = (
    OpenCase(FIRST, {"patient": "Robin Sample", "phone": "555-0134"}),
    MarkDone("why", {"reason": "moving", "in_their_words": "a new job", "plans_return": "gone"}),
    MarkDone("ask_for_request"),
    MarkDone("where", {"destination": "Far Dental"}),
    MarkDone("who_else", {"relatives": []}),
    MarkDone("check_balance", {"balance": "0"}),
    MarkDone("look_for_visits", {"future_visits": "0"}),
    MarkDone("standing", {"good_patient": "no"}),
    MarkDone("notes", {"conversation": "kind", "their_coordinator": "pat", "their_doctor": "pat"}),
    RecordArrival("written_request"),
    MarkDone("request"),
    MarkDone("send"),
    MarkDone("inactivate"),
)


def submissions() -> Iterator[tuple[Recorded, ...]]:
    """Play the job once, in memory, and give what each submission records."""
    loaded = load((ROOT / "procedures" / "record_release.yaml").read_text(encoding="utf-8"), "record_release.yaml")
    assert not isinstance(loaded, tuple), loaded
    yield from _played(loaded.procedure)


def _played(procedure: Procedure) -> Iterator[tuple[Recorded, ...]]:
    case = Case()
    for number, command in enumerate(JOB):
        asked = Asked(OFFICE, "pat", NOW + timedelta(minutes=number), f"r{number}")
        decided = decide(procedure, case, command, asked)
        assert not isinstance(decided, Refusal), (command, decided)
        case = replay(decided, case)
        yield decided
    assert case.status == "closed", case.status


def best(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Give the best time of a piece of work, in seconds."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def in_memory() -> float:
    """Seconds a submission, in memory."""
    loaded = load((ROOT / "procedures" / "record_release.yaml").read_text(encoding="utf-8"), "record_release.yaml")
    assert not isinstance(loaded, tuple), loaded
    return best(lambda: list(_played(loaded.procedure))) / len(JOB)


def floor(folder: Path) -> float:
    """Seconds for appending 300 bytes and syncing them: what durability costs at least here."""
    with (folder / "floor").open("ab") as file:

        def append() -> None:
            file.write(b"x" * 300)
            file.flush()
            getattr(os, "fdatasync", os.fsync)(file.fileno())

        return best(append, 200)


def durable(folder: Path, cases: int) -> float:
    """Seconds a durable submission, with so many other cases in the store."""
    store = TinyStore(folder / f"cases{cases}")
    steps = list(submissions())
    for number in range(cases):
        store.create(f"BEN-{number:07}", renamed(steps[0], f"BEN-{number:07}"))
    rounds = [_timed(store, f"BEN-CH{number:02}", steps) for number in range(ROUNDS)]
    return sum(map(min, zip(*rounds, strict=True))) / len(steps)


def _timed(store: TinyStore, case: str, steps: list[tuple[Recorded, ...]]) -> list[float]:
    """Give the time of each submission, so that the best of each can be taken, as it is of the floor."""
    times = []
    for entries in steps:
        begin = time.perf_counter()
        if entries is steps[0]:
            store.create(case, renamed(entries, case))
        else:
            store.append(case, entries, expected=entries[0].seq - 1)
        times.append(time.perf_counter() - begin)
    return times


def renamed(entries: tuple[Recorded, ...], case: str) -> tuple[Recorded, ...]:
    """Give the entries of an opening for a case of another number."""
    opened = entries[0].event
    assert isinstance(opened, CaseOpened)
    return (replace(entries[0], event=replace(opened, case=case)), *entries[1:])


def start(*command: str) -> float:
    """Seconds to run a command to its end."""
    return best(lambda: subprocess.run(command, check=False, capture_output=True), 7)


def main() -> None:
    """Measure, and print one table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        lowest = floor(folder)
        one, many = durable(folder, 1), durable(folder, 1_000)
    nothing = start(sys.executable, "-c", "pass")
    helping = start(sys.executable, "-m", "cli.app", "answer", "--help")
    rows = (
        ("in memory, a submission", f"{in_memory() * 1e6:.0f} µs", ""),
        ("append 300 bytes + fdatasync", f"{lowest * 1e3:.2f} ms", "1x"),
        ("durable submission, 1 case", f"{one * 1e3:.2f} ms", f"{one / lowest:.1f}x"),
        ("durable submission, 1,000 cases", f"{many * 1e3:.2f} ms", f"{many / one:.2f}x of 1 case"),
        ("python -c pass", f"{nothing * 1e3:.0f} ms", "1x"),
        ("cuecard answer --help", f"{helping * 1e3:.0f} ms", f"{helping / nothing:.1f}x"),
    )
    for what, took, ratio in rows:
        print(f"{what:34} {took:>10}  {ratio}")


if __name__ == "__main__":
    main()

"""Writers that crowd, and writers that are killed: what was acknowledged must be there, exactly and without gaps.

    python -m tests.store.campaign --crowd 10000    eight processes on 1, 4 and 100 cases, so many entries each
    python -m tests.store.campaign --kills 10000    SIGKILL at any moment, four processes on one store

The tests run a small share of each. A process acknowledges an entry, once the store has returned, by a line of its own.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
from contextlib import ExitStack, contextmanager, nullcontext, suppress
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any

from engine.case.events import CaseClosed, CaseReopened, Event, NoteAdded
from engine.store import CaseExists, StoreFault
from engine.store.locks import Locks
from engine.store.tinydb import TinyStore
from tests.store.acts import unproven
from tests.store.entries import entry, opened
from tests.store.points import forked, was_killed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

CALM = 25
"""After how many kills the store is looked at, and begun anew."""

LONGEST = 40_000
"""What a writer that is killed says at most: so much is not written at one stroke."""


def write(root: Path, name: str, steps: Iterable[int], cases: int, longest: int = 0) -> None:
    """Append an entry to one of the cases at each step, and acknowledge it; every seventh is as long as may be."""
    store = TinyStore(root / "cases", timeout=60)
    with (root / f"{name}.acknowledged").open("a", encoding="ascii") as acknowledged:
        for step in steps:
            case = f"2025-{step % cases:04}"
            said, more = f"{name}-{step}", longest if step % 7 == 0 else 0
            with suppress(CaseExists):
                store.create(case, opened(case))
            with store.writing(case) as writing:
                seq = writing.log.seq + 1
                writing.append([entry(seq, happening(seq, said, more))])
            acknowledged.write(f"{case} {seq} {said} {more}\n")
            acknowledged.flush()


def happening(seq: int, said: str, more: int = 0) -> Event:
    """Give what happens at an entry, so that cases move to and fro; what is said tells it from all others."""
    said += "x" * more
    if seq % 10 == 0:
        return CaseClosed(said)
    return CaseReopened(said) if seq % 10 == 1 else NoteAdded(said)


def lost(root: Path) -> list[str]:
    """Name what was acknowledged and is not there, for a store that has seen nothing before."""
    store = TinyStore(root / "cases")
    lists = {case: closed for closed in (False, True) for case in store.cases(closed=closed)}
    logs = {case: store.load(case).entries for case in lists}
    wrong = [f"{case} is in the wrong list" for case in lists if lists[case] != (len(logs[case]) % 10 == 0)]
    for path in root.glob("*.acknowledged"):
        for line in path.read_text(encoding="ascii").splitlines():
            case, seq, said, more = line.split()
            there = logs.get(case, ())[int(seq) - 1 : int(seq)]
            if [one.event for one in there] != [happening(int(seq), said, int(more))]:
                wrong.append(f"{line} is lost")
    return wrong


@contextmanager
def lock_too_short() -> Iterator[None]:
    """Plant a bug: every lock is let go as soon as it is taken."""

    @contextmanager
    def held(self: Locks, name: str, *, timeout: float | None = None, file: str = "") -> Iterator[None]:
        with real(self, name, timeout=timeout, file=file):
            pass
        yield

    real, Locks.held = Locks.held, held  # type: ignore[method-assign]  # the bug
    try:
        yield
    finally:
        Locks.held = real  # type: ignore[method-assign]  # as it was


def crowd(writers: int, steps: int, cases: int, *more: str, where: Path | None = None) -> list[str]:
    """Let real processes write at once; every entry must be there, once."""
    with TemporaryDirectory(dir=where) as folder:
        root = Path(folder)
        command = [sys.executable, "-m", "tests.store.campaign", *more, "--write", folder, str(steps), str(cases)]
        with ExitStack() as stack:
            pipes: Any = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
            running: list[Any] = [
                stack.enter_context(subprocess.Popen([*command, f"writer{number}"], **pipes))
                for number in range(writers)
            ]
            ready = [process.stdout.readline() for process in running]
            begun = monotonic()
            for process in running:
                process.stdin.close()
            codes = [process.wait() for process in running]
        speed = writers * steps / (monotonic() - begun)
        print(f"{writers} processes, {cases} cases: {speed:.0f} entries a second")  # noqa: T201  # a report
        try:
            return _miscounted(root, writers * steps) + [
                f"a writer ended with {code}" for code in codes if code or not all(ready)
            ]
        except StoreFault as fault:
            return [str(fault)]


def _miscounted(root: Path, written: int) -> list[str]:
    """Say what is lost, wrong or too much after so many entries were written."""
    store = TinyStore(root / "cases")
    there = sum(store.load(case).seq - 1 for closed in (False, True) for case in store.cases(closed=closed))
    exact = [] if there == written else [f"{there} entries are there, {written} were written"]
    return lost(root) + unproven(store) + exact


def killed(child: int) -> list[str]:
    """End a process of ours without a word; it must have been at work until then."""
    if sys.platform != "win32":
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return [] if was_killed(status) else [f"a writer ended by itself: {status}"]


def kills(number: int, writers: int = 4, cases: int = 3) -> tuple[int, list[str]]:
    """Kill writers at any moment, again and again; give how much they had acknowledged, and what went wrong."""
    acknowledged = 0
    wrong: list[str] = []
    for first in range(0, number, CALM):
        with TemporaryDirectory() as folder:
            root = Path(folder)
            write(root, "first", range(1), 1)  # and so that no child spends its life importing
            wrong += killed_in(root, range(first, min(first + CALM, number)), writers, cases)
            wrong += lost(root) + unproven(TinyStore(root / "cases"))
            acknowledged += sum(path.read_bytes().count(b"\n") for path in root.glob("*.acknowledged"))
    return acknowledged, wrong


def killed_in(root: Path, turns: Iterable[int], writers: int, cases: int) -> list[str]:
    """Kill a writer at each turn, and let another take its place."""

    def begun(name: str) -> int:
        return forked(lambda: write(root, name, count(), cases, LONGEST))

    wrong = []
    children = [begun(f"writer{number}") for number in range(writers)]
    for turn in turns:
        sleep(0.003 + turn * 0.000_37 % 0.02)
        wrong += killed(children.pop(0))
        children.append(begun(f"turn{turn}"))
    return wrong + [said for child in children for said in killed(child)]


def main() -> int:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m tests.store.campaign")
    parser.add_argument("--crowd", type=int, default=0, metavar="ENTRIES")
    parser.add_argument("--kills", type=int, default=0, metavar="N")
    parser.add_argument("--lock-too-short", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--write", nargs=4, metavar=("FOLDER", "STEPS", "CASES", "NAME"), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.write:
        folder, steps, cases, name = asked.write
        print("ready", flush=True)  # noqa: T201  # to `crowd`, which lets all of them begin at once
        sys.stdin.read()
        with lock_too_short() if asked.lock_too_short else nullcontext():
            write(Path(folder), name, range(int(steps)), int(cases))
        return 0
    wrong = [said for cases in (1, 4, 100) if asked.crowd for said in crowd(8, asked.crowd, cases)]
    if asked.kills:
        acknowledged, said = kills(asked.kills)
        print(f"{asked.kills} kills, {acknowledged} entries acknowledged")  # noqa: T201  # a report
        wrong += said
    print("\n".join(wrong) or "nothing is lost")  # noqa: T201  # as above
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

"""The power fails, at any moment of a long day, in every way: nothing that was acknowledged is lost, all can be read.

    python -m tests.store.power 5000000      until so many states of the disk were gone through

Each act is played, each of its calls to the system is told to the model of a disk, and each state in which the disk can
be found is looked at by a store that has seen nothing before. States that differ only in half-written temporary files,
which nobody reads, are looked at once.
"""

from __future__ import annotations

import argparse
import hashlib
import shutil
import sys
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random  # noqa: TID251  # a day is the same each time it is played
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import pytest

from engine.case.events import CaseClosed, CaseReopened, NoteAdded
from engine.store import StoreFault, drive, tinydb
from engine.store.ledger import Looked
from engine.store.rebuild import rebuild
from engine.store.tinydb import TinyStore
from tests.store.acts import left_over, unproven
from tests.store.disk_model import Disk, State
from tests.store.entries import after, opened
from tests.store.world import FAST, meddling

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.case.events import Recorded

_LOOK: Final = Looked("2025-0000", "ann", "2025-03-03T09:30:00+00:00", "show")


MOST: Final = 16
"""How many states are looked at of each moment, if there are more."""


class Step(NamedTuple):
    """Something that is done."""

    act: Callable[[], object]
    acknowledge: Callable[[], None]
    """Takes up what is known once it is done."""
    going_on: tuple[str, int] = ("", 0)
    """The case that is written meanwhile, and how many entries it will have."""


@dataclass
class Day:
    """A day at the office, and what was acknowledged until now.

    Args:
        root: A folder to play in.
        seed: Which day.
        is_early: Whether an act is acknowledged before it is done: a planted bug.
    """

    root: Path
    seed: int
    is_early: bool = False
    states: int = 0
    looked_at: int = 0
    wrong: list[str] = field(default_factory=list)
    logs: dict[str, list[Recorded]] = field(default_factory=dict)
    files: dict[tuple[str, str], bytes] = field(default_factory=dict)
    chance: Random = field(default_factory=lambda: Random(0))  # noqa: S311  # the same each time
    going_on: tuple[str, int] = ("", 0)
    """The case that is being written, and how many entries it will have."""
    _seen: set[bytes] = field(default_factory=set)

    def play(self, acts: int, enough: int) -> None:
        """Play acts until there are enough of them, or of states, or something is wrong."""
        chance = Random(self.seed)  # noqa: S311  # the same day each time
        cases = self.root / "cases"
        cases.mkdir()
        disk = Disk(cases)
        store = TinyStore(cases)
        for number in range(acts):
            if self.wrong or self.states >= enough:
                return
            self._play(self._chosen(chance, store, number), disk, number)

    def _play(self, step: Step, disk: Disk, number: int) -> None:
        moments: list[tuple[str, Disk]] = []

        def watch(count: int, name: str, real: Callable[..., Any], args: Any, kwargs: Any) -> Any:  # noqa: ANN401  # as the system
            given = disk.watch(count, name, real, args, kwargs)
            if name in _CHANGING:
                moments.append((name, disk.copy()))
            return given

        with meddling(watch):
            step.act()
        self.going_on = step.going_on
        if self.is_early:
            step.acknowledge()
        for name, moment in moments:
            self._look(moment, f"act {number}, after {name}")
        if not self.is_early:
            step.acknowledge()
        self.going_on = ("", 0)
        self._look(disk, f"act {number}, acknowledged")

    def _chosen(self, chance: Random, store: TinyStore, number: int) -> Step:
        """Choose what is done next."""
        case = f"2025-{chance.randrange(4):04}"
        log = self.logs.get(case, [])
        kind = chance.choice(["note", "note", "note", "end", "end", "file", "look"]) if log else "open"
        said = "x" * chance.randrange(300)
        if kind == "look":
            return Step(lambda: store.note(_LOOK), lambda: None)
        if kind == "file":
            kept = {(case, f"{number}.txt"): said.encode()}
            return Step(lambda: store.keep_file(case, f"{number}.txt", said.encode()), lambda: self.files.update(kept))
        ends = bool(log) and isinstance(log[-1].event, CaseClosed)
        event = NoteAdded(said) if kind in ("note", "open") else CaseReopened(said) if ends else CaseClosed(said)
        more = [
            replace(one, request=f"act {number}") for one in (after(len(log), event) if log else opened(case, event))
        ]
        write = (lambda: store.append(case, more, expected=len(log))) if log else (lambda: store.create(case, more))
        return Step(write, lambda: self.logs.update({case: [*log, *more]}), (case, len(log) + len(more)))

    def _look(self, disk: Disk, when: str) -> None:
        told = sorted((case, len(log)) for case, log in self.logs.items())
        known = hashlib.sha256(repr((told, len(self.files))).encode())
        for state in disk.states(MOST, self.chance):
            self.states += 1
            digest = _digest(state, known.copy())
            if digest not in self._seen:
                self._seen.add(digest)
                self.looked_at += 1
                said = self._judged(state)
                if said:
                    self.wrong.append(f"{when}: {said}")
                    return

    def _judged(self, state: State) -> str:
        """Say what is wrong in a state of the disk."""
        found = self.root / "found" / "cases"
        shutil.rmtree(found.parent, ignore_errors=True)
        found.mkdir(parents=True)
        for name in sorted(state):
            content = state[name]
            if content is None:
                (found / name).mkdir()
            else:
                (found / name).write_bytes(content)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(drive, "boot", lambda _folder: "the next start of the machine")
            try:
                return self._lost(TinyStore(found, timeout=0))
            except StoreFault as fault:
                return f"{type(fault).__name__}: {fault}"

    def _lost(self, store: TinyStore) -> str:
        listed = {case: closed for closed in (False, True) for case in store.cases(closed=closed)}
        for case, log in self.logs.items():
            there = store.load(case).entries
            if there[: len(log)] != tuple(log):
                return f"{case}: what was acknowledged is lost"
            if len(there) != len(log) and (case, len(there)) != self.going_on:
                return f"{case}: half an act is there"
        for case, is_closed in listed.items():
            if is_closed != isinstance(_last_word(store.load(case).entries), CaseClosed):
                return f"{case}: in the wrong list"
        for (case, name), content in self.files.items():
            if store.file(case, name) != content:
                return f"{case}: {name} is not what was kept"
        wrong = unproven(store)
        return wrong[0] if wrong else self._goes_on(store, sorted(listed))

    def _goes_on(self, store: TinyStore, cases: list[str]) -> str:
        """See that work can go on, and that all holds together then; at each third look, after clearing up."""
        if self.looked_at % 3 == 0:
            told = [
                one.message for one in rebuild(store).told if not one.is_done and "procedure text" not in one.message
            ]
            told += left_over(store.root) + unproven(store)
            if told:
                return f"cleared up: {told[0]}"
        for case in cases[:1]:
            seq = store.load(case).seq
            store.append(case, after(seq, NoteAdded("on we go")), expected=seq)
        wrong = unproven(store)
        return f"afterwards: {wrong[0]}" if wrong else ""


_CHANGING: Final = frozenset(
    {"open", "write", "pwrite", "fsync", "fdatasync", "mkdir", "rename", "replace", "unlink", "ftruncate"}
)


def _digest(state: State, digest: hashlib._Hash) -> bytes:
    """Tell states apart that a reader can tell apart."""
    for name in sorted(state):
        content = b"" if _is_half(name) else state[name]
        digest.update(f"{name}\n{'folder' if content is None else len(content)}\n".encode())
        digest.update(content or b"")
    return digest.digest()


def _is_half(name: str) -> bool:
    return name.rpartition("/")[2].startswith(".")


def _last_word(entries: tuple[Recorded, ...]) -> object:
    words = [entry.event for entry in entries if isinstance(entry.event, (CaseClosed, CaseReopened))]
    return words[-1] if words else None


def days(enough: int, first: int = 0, *, is_early: bool = False) -> tuple[int, int, list[str]]:
    """Play days of twenty acts until so many states were gone through.

    Returns:
        How many that were, how many of them differed, and what was wrong.
    """
    states = looked_at = 0
    seed = first
    while states < enough:
        with TemporaryDirectory(dir=FAST) as name, pytest.MonkeyPatch.context() as patch:
            patch.setattr(tinydb, "LIMIT", (20_000, 500, 3_000)[seed % 3])  # the journal begins anew never, or often
            day = Day(Path(name).resolve(), seed, is_early, chance=Random(seed))  # noqa: S311  # the same each time
            day.play(20, enough - states)
        states += day.states
        looked_at += day.looked_at
        if day.wrong:
            return states, looked_at, [f"day {seed}, {said}" for said in day.wrong]
        seed += 1
    return states, looked_at, []


def main() -> int:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m tests.store.power")
    parser.add_argument("states", type=int, nargs="?", default=50_000)
    states, looked_at, wrong = days(parser.parse_args().states)
    print(f"{states} states of the disk, {looked_at} of them different to a reader")  # noqa: T201  # a report
    print("\n".join(wrong) or "nothing is lost")  # noqa: T201  # as above
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

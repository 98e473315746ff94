"""The power fails, at any moment of a long day, in every way: nothing that was acknowledged is lost, all can be read.

    python -m tests.store.power 5000000     until so many states of the disk were gone through, on all cores

Each act is played, each of its calls to the system is told to the model of a disk, and each state in which the disk can
be found is looked at by a store that has seen nothing before: it puts right what the power cut left. Then all that was
acknowledged is looked for (and that nothing is left of what was redacted), the cases are held against the ledger, work
goes on, and they are held against it again.

What is the same to a reader is looked at once: states that differ only in half-written temporary files, and what comes
after a store has put right what it found, where that is byte for byte what another state was put right to, and that was
looked at to the end. (Each twentieth of those is looked at to the end again: a store may remember more than it wrote.)
Of some states, the power fails again, at any moment, while a store puts right what the first time left, or works on.
What a line of the ledger says is worked out once a day.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
from itertools import count
from multiprocessing import get_context
from pathlib import Path
from random import Random  # noqa: TID251  # a day is the same each time it is played
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final, NamedTuple

import pytest

from engine.case.events import NoteAdded
from engine.store import StoreFault, drive, ledger, ledger_file, making, recovery, tinydb, vault
from engine.store.faults import Sealed
from engine.store.rebuild import rebuild
from engine.store.tinydb import TinyStore
from tests.store.acts import DIGEST, TEXT, left_over, unproven
from tests.store.disk_model import ROOT, Disk, State, moments
from tests.store.entries import after
from tests.store.found import Found
from tests.store.power_office import Office, astray, untold
from tests.store.power_steps import Known, Meanwhile, Step, chosen, lost
from tests.store.world import FAST

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from engine.case.events import Recorded

MOST: Final = 64
"""How many states are looked at of each moment, if there are more."""
_PASSPHRASE: Final = "correct horse battery"  # noqa: S105  # opens nothing of anybody
_ACTS: Final = 20
"""How many acts a day has."""
_AGAIN: Final = 20
"""Each so many states, one is looked at to the end even if another was put right to the same."""
_TWICE: Final = 400
"""Each so many states, the power fails again while one is put right."""
_MOST_TWICE: Final = 3
"""How many states are looked at of each moment then."""


class Kind(NamedTuple):
    """What a day is like: where the store is told to change its ways."""

    limit: int = 3_000
    """How long the journal may be before it begins anew."""
    largest: int = 1 << 17
    """How much of a case goes into the journal; what is longer is synced itself."""
    is_encrypted: bool = False
    is_wide: bool = False
    """Whether things are done with the office as a whole: `power_office.py`."""


KINDS: Final = (
    *(Kind(20_000), Kind(500), Kind(), Kind(20_000, 600), Kind(largest=650), Kind(is_encrypted=True)),
    *(Kind(is_wide=True), Kind(500, is_wide=True), Kind(20_000, is_encrypted=True, is_wide=True)),
)
"""The days take turns in these."""


@dataclass
class Day:
    """A day at the office, and what was acknowledged until now.

    Args:
        root: A folder to play in.
        seed: Which day.
        is_early: Whether an act is acknowledged before it is done: a planted bug.
        most: How many states are looked at of each moment, if there are more.
    """

    root: Path
    seed: int
    is_early: bool = False
    most: int = MOST
    is_hard: bool = False
    """Whether acts are refused: then nothing is done with the office as a whole."""
    states: int = 0
    looked_at: int = 0
    to_the_end: int = 0
    wrong: list[str] = field(default_factory=list)
    known: Known = field(default_factory=Known)
    meanwhile: Meanwhile = field(default_factory=Meanwhile)
    _seen: set[bytes] = field(default_factory=set)
    """States that were looked at, with what was acknowledged then."""
    _right: set[bytes] = field(default_factory=set)
    """What states were put right to, and held together to the end, with what was acknowledged then."""

    def __post_init__(self) -> None:
        """Take the chance of this day."""
        self.chance = Random(f"disk {self.seed}")  # noqa: S311  # the same each time
        self._found = Found(str(self.root / "found"))
        self.office = self.root / "office"
        self.cases = self.office / "cases"

    def play(self, acts: int, enough: int, kind: Kind) -> None:
        """Play acts until there are enough of them, or of states, or something is wrong."""
        chance = Random(self.seed)  # noqa: S311  # the same day each time
        self.cases.mkdir(parents=True)
        (self.office / "office.yaml").write_bytes(b"office: an office\n")
        store = TinyStore(self.cases)
        store.keep_text(DIGEST, TEXT)
        if kind.is_encrypted:
            store.change_keys(lambda keys: vault.new_key(keys, _PASSPHRASE).keys)
            self.known.words = _PASSPHRASE
        disk = Disk.holding(self.office, Found(str(self.office)).read())
        office = Office(self.office, disk, self.known, chance)
        for number in range(acts):
            if self.wrong or self.states >= enough:
                return
            step = office.chosen(number) if kind.is_wide and not self.is_hard else None
            self._play(step or chosen(chance, store, number, self.known), disk, number)

    def _play(self, step: Step, disk: Disk, number: int) -> None:
        step.before()
        after = moments(disk, step.act)
        said = step.see()
        if said:
            self.wrong.append(f"act {number}: {said}")
            return
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(drive, "boot", lambda _folder: "the next start of the machine")
            self.meanwhile = step.meanwhile
            if self.is_early:
                step.acknowledge()
            for name, moment in after:
                self._look(moment, f"act {number}, after {name}", self._few(moment))
            if not self.is_early:
                step.acknowledge()
            self.meanwhile = Meanwhile()
            self._look(disk, f"act {number}, acknowledged")
        os.environ[vault.PASSPHRASE] = self.known.words
        step.after()

    def _few(self, disk: Disk) -> int:
        """Say how many states to look at while what is made beside the cases has not got its name: nobody reads it."""
        made = self.meanwhile.made
        return _MOST_TWICE if made and not any((ROOT, name) in disk.names for name in made) else 0

    def _look(self, disk: Disk, when: str, most: int = 0) -> None:
        known = hashlib.sha256(self.known.told())
        for state in disk.states(most or self.most, self.chance):
            self.states += 1
            digest = _digest(state, known.copy())
            if digest in self._seen:
                continue
            self._seen.add(digest)
            self.looked_at += 1
            said = self._judged(state, known)
            if said:
                self.wrong.append(f"{when}: {said}")
            elif not most and not self.looked_at % _TWICE and not self.meanwhile.is_damaged:
                self._look_twice(state, when)
            if self.wrong:
                return

    def _look_twice(self, state: State, when: str) -> None:
        """Let the power fail again while what it left is put right, and while work goes on after that."""
        self._become(state)
        disk, path = Disk.holding(Path(self._found.path), state), self._found_cases
        again: dict[str, list[Recorded]] = {}
        started = moments(disk, lambda: again.update(_logs(TinyStore(path, timeout=0))))
        case = min(again, default="")
        log = again.get(case, [])
        more = after(len(log), NoteAdded("and again")) if case else []
        write = partial(TinyStore(path, timeout=0).append, case, more, expected=len(log))
        gone_on = moments(disk, write) if more else []
        self._found.forget()
        for name, moment in started:
            self._look(moment, f"{when}, and again after {name}", _MOST_TWICE)
        if more and not self.wrong:
            self._look_after(gone_on, again, (case, [*log, *more]), f"{when}, and then")

    def _look_after(
        self,
        gone_on: list[tuple[str, Disk]],
        logs: dict[str, list[Recorded]],
        more: tuple[str, list[Recorded]],
        when: str,
    ) -> None:
        """Look at what is there when the power fails for the second time, while a case is written.

        Args:
            gone_on: The disk after each call to the system.
            logs: What was there after the first time.
            more: The case, with the entries that it gets.
            when: For the report.
        """
        before = self.known, self.meanwhile
        self.known, self.meanwhile = replace(self.known, logs=logs), replace(self.meanwhile, case=more[0], log=more[1])
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(drive, "boot", lambda _folder: "the start after that")
            for name, moment in gone_on:
                self._look(moment, f"{when} after {name}", _MOST_TWICE)
            self.known.logs.update([more])
            for _, moment in gone_on[-1:]:
                self._look(moment, f"{when} acknowledged", _MOST_TWICE)
        self.known, self.meanwhile = before

    def _become(self, state: State) -> None:
        """Find this on the disk, and know the words that open it."""
        self._found.become(state)
        self._unlock(state)

    def _unlock(self, state: State) -> None:
        """Know the words that open what is there."""
        keys = state.get(f"cases/{vault.KEYS}")
        os.environ[vault.PASSPHRASE] = self.known.words
        if self.meanwhile.words:
            try:
                vault.Vault(lambda: keys).see_unlocked()
            except Sealed:
                os.environ[vault.PASSPHRASE] = self.meanwhile.words

    @property
    def _found_cases(self) -> Path:
        return Path(self._found.path) / "cases"

    def _judged(self, state: State, known: hashlib._Hash) -> str:
        """Say what is wrong in a state of the disk."""
        try:
            self._become(state)
            store = TinyStore(self._found_cases, timeout=0)
            there = self._found.read()
            said = astray(state, there, self.known, self.meanwhile)
            digest = _digest(there, known.copy())
            if said or (digest in self._right and self.looked_at % _AGAIN):
                return said
            self.to_the_end += 1
            self._found.forget()
            said = self._to_the_end(store)
        except StoreFault as fault:
            return f"{type(fault).__name__}: {fault}"
        self._right.add(digest)
        return said

    def _to_the_end(self, store: TinyStore) -> str:
        if self.meanwhile.again:
            said = self.meanwhile.again(Path(self._found.path))
            if said:
                return f"done again: {said}"
            if self.meanwhile.words:
                self._unlock(self._found.read())
                self._found.forget()
                store = TinyStore(self._found_cases, timeout=0)
        return lost(store, self.known, self.meanwhile) or untold(store, self.known) or self._goes_on(store)

    def _goes_on(self, store: TinyStore) -> str:
        """See that work can go on, and that all holds together then; at each third, after clearing up."""
        if self.to_the_end % 3 == 0:
            told = [one.message for one in rebuild(store).told if not one.is_done]
            told += left_over(store.root) + unproven(store)
            if told:
                return f"cleared up: {told[0]}"
        for case in sorted([*store.cases(), *store.cases(closed=True)])[:1]:
            seq = store.load(case).seq
            store.append(case, after(seq, NoteAdded("on we go")), expected=seq)
        wrong = unproven(store)
        return f"afterwards: {wrong[0]}" if wrong else ""


def _digest(state: State, digest: hashlib._Hash) -> bytes:
    """Tell states apart that a reader can tell apart."""
    for name in sorted(state):
        content = b"" if _is_half(name) else state[name]
        digest.update(f"{name}\n{'folder' if content is None else len(content)}\n".encode())
        digest.update(content or b"")
    return digest.digest()


def _is_half(name: str) -> bool:
    return name.rpartition("/")[2].startswith(".")


def _logs(store: TinyStore) -> dict[str, list[Recorded]]:
    return {case: list(store.load(case).entries) for case in [*store.cases(), *store.cases(closed=True)]}


class Figures(NamedTuple):
    """What was gone through."""

    days: int = 0
    states: int = 0
    looked_at: int = 0
    """How many of them differed to a reader."""
    to_the_end: int = 0
    """Of how many of those the rest was looked at too, not only how it was put right."""
    wrong: tuple[str, ...] = ()


def days(
    enough: int, first: int = 0, *, is_early: bool = False, most: int = MOST, jobs: int = 1, told: bool = False
) -> Figures:
    """Play days of twenty acts until so many states were gone through, or something is wrong.

    Args:
        enough: How many states.
        first: The first day; the others come after it.
        is_early: Whether an act is acknowledged before it is done: a planted bug.
        most: How many states are looked at of each moment, if there are more.
        jobs: How many days are played at a time. The figures are the same with any.
        told: Whether to say how far it has come.
    """
    done = Figures()
    begun = time.monotonic()
    with ExitStack() as stack:
        play = partial(day, enough=enough, is_early=is_early, most=most)
        for one in map(play, count(first)) if jobs == 1 else _side_by_side(play, first, jobs, stack):
            done = Figures(*(before + more for before, more in zip(done, one, strict=True)))  # type: ignore[operator]
            if told:
                seconds = time.monotonic() - begun
                said = f"{done.days} days, {done.states} states, {done.looked_at} looked at, in {seconds:.0f} s"
                print(said, file=sys.stderr)  # noqa: T201  # for whoever waits
            if done.wrong or done.states >= enough:
                break
    return done


def _side_by_side(play: Callable[[int], Figures], first: int, jobs: int, stack: ExitStack) -> Iterator[Figures]:
    """Give the figures of one day after the other; some are played ahead."""
    pool = ProcessPoolExecutor(jobs, mp_context=get_context("spawn"))
    stack.callback(pool.shutdown, cancel_futures=True)
    ahead = [pool.submit(play, seed) for seed in range(first, first + jobs)]
    for seed in count(first + jobs):
        yield ahead.pop(0).result()
        ahead.append(pool.submit(play, seed))


def day(seed: int, enough: int, *, is_early: bool = False, most: int = MOST, how: type[Day] = Day) -> Figures:
    """Play a day."""
    kind = KINDS[seed % len(KINDS)]
    read_line = lru_cache(10_000)(ledger.read_line)
    salts = Random(f"salts {seed}")  # noqa: S311  # the same each time
    with TemporaryDirectory(dir=FAST) as name, pytest.MonkeyPatch.context() as patch:
        patch.setattr(tinydb, "LIMIT", kind.limit)
        patch.setattr(making, "LARGEST", kind.largest)
        patch.setattr(os, "urandom", salts.randbytes)
        patch.setitem(vault.STRETCH, "n", 2)  # a passphrase of this day is no secret
        patch.setenv(vault.PASSPHRASE, _PASSPHRASE if kind.is_encrypted else "")
        for module in (ledger, ledger_file, recovery):  # a line says the same whenever it is read
            patch.setattr(module, "read_line", read_line)
        played = how(Path(name).resolve(), seed, is_early, most)
        played.play(_ACTS, enough, kind)
    wrong = tuple(f"day {seed}, {said}" for said in played.wrong)
    return Figures(1, played.states, played.looked_at, played.to_the_end, wrong)


def main() -> int:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m tests.store.power")
    parser.add_argument("states", type=int, nargs="?", default=50_000)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="how many days at a time")
    parser.add_argument("--first", type=int, default=0, help="the number of the first day")
    parser.add_argument("--most", type=int, default=MOST, help="how many states of each moment, if there are more")
    asked = parser.parse_args()
    begun = time.monotonic()
    done = days(asked.states, asked.first, most=asked.most, jobs=asked.jobs, told=True)
    seconds = time.monotonic() - begun
    print(  # noqa: T201  # a report
        f"{done.states} states of the disk in {done.days} days, {done.looked_at} of them different to a reader, "
        f"{done.to_the_end} put right to what was not seen before and looked at to the end, "
        f"in {seconds:.0f} s ({done.states / seconds:.0f} a second)"
    )
    print("\n".join(done.wrong) or "nothing is lost")  # noqa: T201  # as above
    return 1 if done.wrong else 0


if __name__ == "__main__":
    sys.exit(main())

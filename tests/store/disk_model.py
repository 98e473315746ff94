"""A model of a disk that loses power: what was synced is there, of the rest any part may be, torn or zeroed.

It is told the calls to the system as they are made, and gives every state in which the disk can be found afterwards:
each subset of the names that were made, changed or removed and not synced since, with each file that was written and
not synced as it was, as it is, as it was at a moment between, cut at any of its grains, with zeros in place of what was
written, or put together of any of these: each page may have got to the disk at another moment, or by half. More can be
lost here than on a real file system, which keeps some order; a rename is never half done.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from itertools import islice, product
from math import prod
from typing import TYPE_CHECKING, Any, Final

from tests.store.torn import may_hold
from tests.store.world import meddling

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path
    from random import Random  # noqa: TID251  # a day is the same each time it is played

FOLDER: Final = -1
"""What stands for a folder where names are found."""
ROOT: Final = 0
"""The number of the folder that all is in."""
KEPT: Final = 3
"""How many of the contents that a file had since it was synced are remembered: so many of the first and of the last."""

State = dict[str, bytes | None]
"""What is found on the disk: the content of each file, None for a folder."""


Entry = tuple[int, str]
"""A name in a folder, by the number of the folder: what is in it goes with it when it gets another name."""


@dataclass(frozen=True)
class NameOp:
    """A change of names: a file or folder, by its number, gets the name `new`, and loses the name `old`."""

    file: int
    old: Entry | None = None
    new: Entry | None = None

    @property
    def entries(self) -> set[Entry]:
        """The names that it is about."""
        return {entry for entry in (self.old, self.new) if entry}


@dataclass
class Disk:
    """Files below a folder, as they are and as they are sure to be.

    Args:
        root: The folder.
        grain: At how many bytes each a write can be cut.
        page: So many bytes get to the disk together, if none of them is cut.
    """

    root: Path
    grain: int = 64
    page: int = 4096
    names: dict[Entry, int] = field(default_factory=dict)
    sure_names: dict[Entry, int] = field(default_factory=dict)
    folders: set[int] = field(default_factory=lambda: {ROOT})
    """The numbers of all folders there ever were; all others are those of files."""
    contents: dict[int, bytes] = field(default_factory=dict)
    sure_contents: dict[int, bytes] = field(default_factory=dict)
    between: dict[int, tuple[bytes, ...]] = field(default_factory=dict)
    """What a file held since it was synced; the last is what it holds now."""
    pending: list[NameOp] = field(default_factory=list)
    open: dict[int, tuple[int, int]] = field(default_factory=dict, compare=False)
    """For each descriptor: the file or folder, and the place where it is written (-1: at its end)."""

    @classmethod
    def holding(cls, root: Path, state: State) -> Disk:
        """Give a disk on which this is sure to be."""
        disk = cls(root)
        for name in sorted(state):
            entry, content = disk._entry(f"{root}/{name}"), state[name]
            if entry and content is None:
                disk._made(entry)
            elif entry:
                disk.contents[disk._made(entry, b"")] = content or b""
        return replace(disk, sure_names=dict(disk.names), sure_contents=dict(disk.contents), pending=[])

    def hold(self, state: State) -> None:
        """Become a disk on which this is sure to be."""
        vars(self).update(vars(self.holding(self.root, state)))

    def sync_all(self) -> None:
        """Make sure all that was done."""
        self.sure_names, self.sure_contents = dict(self.names), dict(self.contents)
        self.between, self.pending = {}, []

    # -- what is told ----------------------------------------------------------------------------------------

    def watch(self, _number: int, name: str, real: Callable[..., Any], args: Any, kwargs: Any) -> Any:  # noqa: ANN401  # as the system
        """Make a call to the system, and take up what it did."""
        given = real(*args, **kwargs)
        act = getattr(self, f"_{name}", None)
        if act:
            act(given, *args)
        if name in _WRITING and args[0] in self.open:
            self._remember(self.open[args[0]][0])
        return given

    def _remember(self, file: int) -> None:
        before = self.between.get(file, ())
        self.between[file] = (*(before[:KEPT] + before[KEPT:][-KEPT:]), self.contents[file])

    def _entry(self, path: object) -> Entry | None:
        """Give the name at a path; None if it is elsewhere, or of no interest."""
        inside = str(path).removeprefix(f"{self.root}/")
        *above, name = inside.split("/")
        if inside == str(path) or "locks" in (*above, name):
            return None
        folder = ROOT
        for one in above:
            folder = self.names[folder, one]
        return folder, name

    def _made(self, entry: Entry, content: bytes | None = None) -> int:
        """Make a file, or a folder if there is no content."""
        number = len(self.contents) + len(self.folders)
        if content is None:
            self.folders.add(number)
        else:
            self.contents[number] = self.sure_contents[number] = content
        self._change(NameOp(number, new=entry))
        return number

    def _open(self, descriptor: int, path: object, flags: int, *_mode: int) -> None:
        entry = self._entry(path)
        place = -1 if flags & os.O_APPEND else 0
        if str(path) == str(self.root):
            self.open[descriptor] = (ROOT, place)
        elif entry:
            if entry not in self.names and flags & os.O_CREAT:
                self._made(entry, b"")
            self.open[descriptor] = (self.names[entry], place)

    def _close(self, _given: None, descriptor: int) -> None:
        self.open.pop(descriptor, None)

    def _write(self, count: int, descriptor: int, content: bytes) -> None:
        if descriptor in self.open:
            file, place = self.open[descriptor]
            before = self.contents[file]
            at = len(before) if place < 0 else place
            self.contents[file] = before[:at] + bytes(content[:count]) + before[at + count :]
            self.open[descriptor] = (file, place if place < 0 else at + count)

    def _pwrite(self, count: int, descriptor: int, content: bytes, at: int) -> None:
        if descriptor in self.open:
            file = self.open[descriptor][0]
            before = self.contents[file]
            self.contents[file] = before[:at] + bytes(content[:count]) + before[at + count :]

    def _ftruncate(self, _given: None, descriptor: int, size: int) -> None:
        if descriptor in self.open:
            file = self.open[descriptor][0]
            self.contents[file] = self.contents[file][:size]

    def _fsync(self, _given: None, descriptor: int) -> None:
        if descriptor not in self.open:
            return
        file, _ = self.open[descriptor]
        if file in self.folders:
            self._sync_folder(file)
            return
        self.sure_contents[file] = self.contents[file]
        self.between.pop(file, None)

    def _sync_folder(self, folder: int) -> None:
        """Make sure what was done to the names in a folder, and what was done before to the same files and names."""
        sure: list[NameOp] = []
        files: set[int] = set()
        entries: set[Entry] = set()
        for one in reversed(self.pending):
            if folder in {of for of, _ in one.entries} or one.file in files or one.entries & entries:
                sure.insert(0, one)
                files.add(one.file)
                entries |= one.entries
        for one in sure:
            self._apply(self.sure_names, one)
        self.pending = [one for one in self.pending if all(one is not other for other in sure)]

    _fdatasync = _fsync

    def _mkdir(self, _given: None, path: object, *_mode: int) -> None:
        entry = self._entry(path)
        if entry:
            self._made(entry)

    def _rename(self, _given: None, old: object, new: object) -> None:
        was, entry = self._entry(old), self._entry(new)
        if was and entry:
            self._change(NameOp(self.names[was], was, entry))

    _replace = _rename

    def _unlink(self, _given: None, path: object) -> None:
        entry = self._entry(path)
        if entry:
            self._change(NameOp(self.names[entry], entry))

    _rmdir = _unlink

    def _change(self, change: NameOp) -> None:
        self._apply(self.names, change)
        self.pending.append(change)

    def _apply(self, names: dict[Entry, int], change: NameOp) -> None:
        if change.old:
            names.pop(change.old, None)
        if change.new:
            if change.file in self.folders:  # it is never in two places
                for entry in [entry for entry, file in names.items() if file == change.file]:
                    del names[entry]
            names[change.new] = change.file

    def copy(self) -> Disk:
        """Give the disk as it is at this moment."""
        return replace(
            self,
            names=dict(self.names),
            sure_names=dict(self.sure_names),
            folders=set(self.folders),
            contents=dict(self.contents),
            sure_contents=dict(self.sure_contents),
            between=dict(self.between),
            pending=list(self.pending),
        )

    # -- what may be found -----------------------------------------------------------------------------------

    def states(self, most: int | None = None, chance: Random | None = None) -> Iterator[State]:
        """Give every state in which the disk can be found if the power fails now; so many by chance, if there are more.

        No two of them come about by the same writes getting to the disk.

        Args:
            most: How many at most; all if it is not said.
            chance: Chooses.
        """
        if chance is None or most is None:
            yield from self._all(self._names_found())
        elif 1 << len(self.pending) <= most and self._many(names := self._names_found()) <= most:
            yield from self._all(names)
        else:
            yield from islice(self._some(most, chance), most)

    def _all(self, names: list[dict[str, int]]) -> Iterator[State]:
        for reached in names:
            files = _files(reached)
            for contents in product(*(self._contents(file) for file in files)):
                yield _state(reached, files, contents)

    def _many(self, names: list[dict[str, int]]) -> int:
        """Say how many states there are with these names."""
        return sum(prod(len(self._contents(file)) for file in _files(reached)) for reached in names)

    def _some(self, most: int, chance: Random) -> Iterator[State]:
        """Give states by chance: hardly anything got to the disk, or nearly all; few files are by halves, or many."""
        seen: set[object] = set()
        for number in range(2 * most):
            share, halves = _SHARES[number % len(_SHARES)]
            reached = self._found(tuple(chance.random() < share for _ in self.pending))
            files = _files(reached)
            contents = [self._content(file, share, halves, chance) for file in files]
            key = (tuple(reached.items()), tuple(contents))
            if key not in seen:
                seen.add(key)
                yield _state(reached, files, contents)

    def _content(self, file: int, share: float, halves: float, chance: Random) -> bytes:
        """Choose what a file is found with: as it is, with this chance; as it was; or by halves."""
        if self.sure_contents[file] == self.contents[file] and file not in self.between:
            return self.contents[file]
        if chance.random() < halves:
            return chance.choice(self._contents(file))
        return (self.contents if chance.random() < share else self.sure_contents)[file]

    def _names_found(self) -> list[dict[str, int]]:
        """Give the names that can be found, with their files; each set of names once."""
        found = (self._found(chosen) for chosen in product((True, False), repeat=len(self.pending)))
        return list({tuple(sorted(reached.items())): reached for reached in found}.values())

    def _found(self, chosen: Iterable[bool]) -> dict[str, int]:
        """Give the names that are found if these changes of names have got to the disk."""
        names = dict(self.sure_names)
        for one, is_kept in zip(self.pending, chosen, strict=True):
            if is_kept:
                self._apply(names, one)
        within: dict[int, list[tuple[str, int]]] = {}
        for (folder, name), file in names.items():
            within.setdefault(folder, []).append((name, file))
        reached: dict[str, int] = {}
        folders = [("", ROOT)]
        for above, folder in folders:
            for name, file in within.get(folder, ()):
                reached[above + name] = FOLDER if file in self.folders else file
                if file in self.folders:
                    folders.append((f"{above}{name}/", file))
        return reached

    def _contents(self, file: int) -> tuple[bytes, ...]:
        return may_hold(
            (self.sure_contents[file], *self.between.get(file, (self.contents[file],))), self.grain, self.page
        )


def moments(disk: Disk, act: Callable[[], object]) -> list[tuple[str, Disk]]:
    """Do something, and give the disk as it is after each call to the system that changes it, with that call."""
    found = [("", disk.copy())]

    def watch(number: int, name: str, real: Callable[..., Any], args: Any, kwargs: Any) -> Any:  # noqa: ANN401  # as the system
        given = disk.watch(number, name, real, args, kwargs)
        if disk != found[-1][1]:
            found.append((name, disk.copy()))
        return given

    with meddling(watch):
        act()
    return found[1:]


_WRITING: Final = frozenset({"write", "pwrite", "ftruncate"})
_SHARES: Final = ((0.0, 0.2), (1.0, 0.2), (0.5, 0.5), (0.8, 0.2), (0.2, 0.5), (1.0, 0.0), (0.5, 1.0))
"""How much got to the disk, and how many of the files that were not synced are found by halves."""


def _files(reached: dict[str, int]) -> list[int]:
    return sorted({file for file in reached.values() if file != FOLDER})


def _state(reached: dict[str, int], files: Sequence[int], contents: Sequence[bytes]) -> State:
    by_file = dict(zip(files, contents, strict=True))
    return {name: None if file == FOLDER else by_file[file] for name, file in reached.items()}

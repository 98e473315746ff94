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
from functools import lru_cache
from itertools import islice, permutations, product
from math import prod
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path
    from random import Random  # noqa: TID251  # a day is the same each time it is played

FOLDER: Final = -1
"""What stands for the content of a folder."""
KEPT: Final = 3
"""How many of the contents that a file had since it was synced are remembered: so many of the first and of the last."""
_MIXES: Final = 128
"""How many mixes of its pages a file is found with, if there are not too many to go through all."""

State = dict[str, bytes | None]
"""What is found on the disk: the content of each file, None for a folder."""


@dataclass(frozen=True)
class NameOp:
    """A change of names: `file` gets the name `new`, and loses the name `old`."""

    old: str = ""
    new: str = ""
    file: int = 0

    @property
    def folder(self) -> str:
        """The folder whose syncing makes it durable."""
        return _above(self.new or self.old)


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
    names: dict[str, int] = field(default_factory=dict)
    sure_names: dict[str, int] = field(default_factory=dict)
    contents: dict[int, bytes] = field(default_factory=dict)
    sure_contents: dict[int, bytes] = field(default_factory=dict)
    between: dict[int, tuple[bytes, ...]] = field(default_factory=dict)
    """What a file held since it was synced; the last is what it holds now."""
    pending: list[NameOp] = field(default_factory=list)
    open: dict[int, tuple[int, int, str]] = field(default_factory=dict, compare=False)
    """For each descriptor: the file, the place where it is written (-1: at its end), and its name."""

    @classmethod
    def holding(cls, root: Path, state: State) -> Disk:
        """Give a disk on which this is sure to be."""
        files = [name for name, content in state.items() if content is not None]
        names = dict.fromkeys(state, FOLDER) | {name: file for file, name in enumerate(files, 1)}
        contents = {names[name]: content for name, content in state.items() if content is not None}
        return cls(root, names=names, sure_names=dict(names), contents=contents, sure_contents=dict(contents))

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

    def _path(self, path: object) -> str:
        text = str(path)
        inside = text.startswith(f"{self.root}/") and "/locks" not in text
        return text[len(str(self.root)) + 1 :] if inside else ("." if text == str(self.root) else "")

    def _open(self, descriptor: int, path: object, flags: int, *_mode: int) -> None:
        name = self._path(path)
        if not name:
            return
        if name not in self.names and flags & os.O_CREAT:
            file = len(self.contents) + 1
            self.contents[file] = self.sure_contents[file] = b""
            self._change(NameOp(new=name, file=file))
        place = -1 if flags & os.O_APPEND else 0
        self.open[descriptor] = (self.names.get(name, FOLDER), place, name)

    def _close(self, _given: None, descriptor: int) -> None:
        self.open.pop(descriptor, None)

    def _write(self, count: int, descriptor: int, content: bytes) -> None:
        if descriptor in self.open:
            file, place, name = self.open[descriptor]
            before = self.contents[file]
            at = len(before) if place < 0 else place
            self.contents[file] = before[:at] + bytes(content[:count]) + before[at + count :]
            self.open[descriptor] = (file, place if place < 0 else at + count, name)

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
        file, _, name = self.open[descriptor]
        if file != FOLDER:
            self.sure_contents[file] = self.contents[file]
            self.between.pop(file, None)
            return
        self._sync_folder(name)

    def _sync_folder(self, folder: str) -> None:
        """Make the names in a folder sure as they are; what came from another folder, or went there, is not in both."""
        for one in [one for one in self.pending if one.file == FOLDER and folder in (one.folder, _above(one.old))]:
            applied(self.sure_names, one)
            self.pending.remove(one)
        now = {file: name for name, file in self.names.items() if file != FOLDER}
        for name in [name for name in self.sure_names if _above(name) == folder and name not in self.names]:
            file = self.sure_names.pop(name)
            if file in now:
                self.sure_names[now[file]] = file
        for file, name in now.items():
            if _above(name) == folder:
                for other in [other for other, one in self.sure_names.items() if one == file]:
                    del self.sure_names[other]
                self.sure_names[name] = file
        self.pending = [one for one in self.pending if not self._is_sure(one, folder, now)]

    def _is_sure(self, change: NameOp, folder: str, now: dict[int, str]) -> bool:
        """Tell whether a change of names is over, now that a folder was synced."""
        if change.file == FOLDER:
            return False
        is_here = folder in (change.folder, _above(change.old))
        return is_here or (change.file in now and self.sure_names.get(now[change.file]) == change.file)

    _fdatasync = _fsync

    def _mkdir(self, _given: None, path: object, *_mode: int) -> None:
        if self._path(path):
            self._change(NameOp(new=self._path(path), file=FOLDER))

    def _rename(self, _given: None, old: object, new: object) -> None:
        if self._path(old) in self.names:
            self._change(NameOp(self._path(old), self._path(new), self.names[self._path(old)]))

    _replace = _rename

    def _unlink(self, _given: None, path: object) -> None:
        if self._path(path) in self.names:
            self._change(NameOp(old=self._path(path)))

    _rmdir = _unlink

    def _change(self, change: NameOp) -> None:
        applied(self.names, change)
        self.pending.append(change)

    def copy(self) -> Disk:
        """Give the disk as it is at this moment."""
        return replace(
            self,
            names=dict(self.names),
            sure_names=dict(self.sure_names),
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
                applied(names, one)
        return {name: file for name, file in names.items() if is_reached(name, names)}

    def _contents(self, file: int) -> tuple[bytes, ...]:
        return may_hold(
            (self.sure_contents[file], *self.between.get(file, (self.contents[file],))), self.grain, self.page
        )


_WRITING: Final = frozenset({"write", "pwrite", "ftruncate"})
_SHARES: Final = ((0.0, 0.2), (1.0, 0.2), (0.5, 0.5), (0.8, 0.2), (0.2, 0.5), (1.0, 0.0), (0.5, 1.0))
"""How much got to the disk, and how many of the files that were not synced are found by halves."""


@lru_cache(maxsize=32)
def may_hold(contents: tuple[bytes, ...], grain: int, page: int) -> tuple[bytes, ...]:
    """Give what a file may hold after a power cut.

    Args:
        contents: What it held when it was synced, what it held since, and what it holds now.
        grain: At how many bytes each a write can be cut.
        page: So many bytes get to the disk together, if none of them is cut.
    """
    before, now = contents[0], contents[-1]
    if all(one == now for one in contents):
        return (now,)
    at = min(_same(before, one) for one in contents[1:])
    found = [before, now, now[:at] + bytes(len(now) - at), *contents]
    for cut in dict.fromkeys([*range(at + 1, len(now), grain), max(at, len(now) - 1)]):
        found += [now[:cut], now[:cut] + bytes(len(now) - cut), now[:at] + bytes(cut - at) + now[cut:]]
    for one, other in permutations(dict.fromkeys(contents), 2):
        found += _torn(one, other, grain)
    return tuple(dict.fromkeys([*found, *_mixed(contents, page)]))


def _torn(one: bytes, other: bytes, grain: int) -> Iterator[bytes]:
    """Give a file that has the begin of one content and the rest of another, or the length of one."""
    same, shorter = _same(one, other), min(len(one), len(other))
    if same < shorter:  # else one of them is only longer
        yield one[:shorter] + bytes(len(one) - shorter)
        for cut in range(same + 1, shorter + 1, grain):
            yield one[:cut] + other[cut:]


def _mixed(contents: Sequence[bytes], page: int) -> Iterator[bytes]:
    """Give a file each page of which got to the disk at another moment, or not, so that what was added is zeros there.

    Of very many pages, every other one got there at another moment.
    """
    places = range(0, longest := max(map(len, contents)), page)
    zeros = contents[0].ljust(longest, b"\0")
    pages = [list(dict.fromkeys(one[place : place + page] for one in (*contents, zeros))) for place in places]
    if prod(map(len, pages)) <= _MIXES:
        yield from (_joined(chosen, page) for chosen in product(*pages))
        return
    for two in permutations(dict.fromkeys(contents), 2):
        yield _joined([two[number % 2][place : place + page] for number, place in enumerate(places)], page)


def _joined(pages: Sequence[bytes], page: int) -> bytes:
    """Put pages together; where one is missing, or its end, before another, there are zeros."""
    last = max((number for number, one in enumerate(pages) if one), default=0)
    return b"".join(one.ljust(page, b"\0") for one in pages[:last]) + b"".join(pages[last : last + 1])


def _same(one: bytes, other: bytes) -> int:
    """Say how many bytes at the begin of two contents are the same."""
    least, most = 0, min(len(one), len(other))
    while least < most:
        middle = (least + most + 1) // 2
        least, most = (middle, most) if one[:middle] == other[:middle] else (least, middle - 1)
    return least


def _files(reached: dict[str, int]) -> list[int]:
    return sorted({file for file in reached.values() if file != FOLDER})


def _above(name: str) -> str:
    """Give the folder of a name; nothing for no name."""
    return (name.rpartition("/")[0] or ".") if name else ""


def _state(reached: dict[str, int], files: Sequence[int], contents: Sequence[bytes]) -> State:
    by_file = dict(zip(files, contents, strict=True))
    return {name: None if file == FOLDER else by_file[file] for name, file in reached.items()}


def applied(names: dict[str, int], change: NameOp) -> None:
    """Change names; what is in a folder goes with it."""
    if change.file == FOLDER and change.old:
        for name in [name for name in names if name == change.old or name.startswith(f"{change.old}/")]:
            names[change.new + name.removeprefix(change.old)] = names.pop(name)
        return
    if change.old:
        names.pop(change.old, None)
    if change.new:
        names[change.new] = change.file


def is_reached(name: str, names: dict[str, int]) -> bool:
    """Tell whether all folders above a file are there."""
    while above := name.rpartition("/")[0]:
        if above not in names:
            return False
        name = above
    return True

"""A model of a disk that loses power: what was synced is there, of the rest any part may be, torn or zeroed.

It is told the calls to the system as they are made, and gives every state in which the disk can be found afterwards:
each subset of the names that were made, changed or removed and not synced since, with each file that was written and
not synced as it was, as it is, cut at any of its grains, or with zeros in place of what was written. More can be lost
here than on a real file system, which keeps some order; a rename is never half done.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from itertools import product
from math import prod
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path
    from random import Random  # noqa: TID251  # a day is the same each time it is played

FOLDER: Final = -1
"""What stands for the content of a folder."""

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
        return str(PurePosixPath(self.new or self.old).parent)


@dataclass
class Disk:
    """Files below a folder, as they are and as they are sure to be.

    Args:
        root: The folder.
        grain: At how many bytes each a write can be cut.
    """

    root: Path
    grain: int = 64
    names: dict[str, int] = field(default_factory=dict)
    sure_names: dict[str, int] = field(default_factory=dict)
    contents: dict[int, bytes] = field(default_factory=dict)
    sure_contents: dict[int, bytes] = field(default_factory=dict)
    pending: list[NameOp] = field(default_factory=list)
    open: dict[int, tuple[int, int, str]] = field(default_factory=dict)
    """For each descriptor: the file, the place where it is written (-1: at its end), and its name."""

    # -- what is told ----------------------------------------------------------------------------------------

    def watch(self, _number: int, name: str, real: Callable[..., Any], args: Any, kwargs: Any) -> Any:  # noqa: ANN401  # as the system
        """Make a call to the system, and take up what it did."""
        given = real(*args, **kwargs)
        act = getattr(self, f"_{name}", None)
        if act:
            act(given, *args)
        return given

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
            pending=list(self.pending),
        )

    # -- what may be found -----------------------------------------------------------------------------------

    def states(self, most: int | None = None, chance: Random | None = None) -> Iterator[State]:
        """Give every state in which the disk can be found if the power fails now; so many by chance, if there are more.

        Args:
            most: How many at most; all if it is not said.
            chance: Chooses.
        """
        if chance is None or most is None or self._many() <= most:
            for chosen in product((True, False), repeat=len(self.pending)):
                reached, files = self._found(chosen)
                for contents in product(*(self._contents(file) for file in files)):
                    yield _state(reached, files, contents)
            return
        for number in range(most):
            share = (0.0, 1.0, 0.5, 0.8, 0.2)[number % 5]
            reached, files = self._found(tuple(chance.random() < share for _ in self.pending))
            yield _state(reached, files, [chance.choice(self._contents(file)) for file in files])

    def _many(self) -> int:
        """Say how many states there are at most."""
        return (1 << len(self.pending)) * prod(len(self._contents(file)) for file in self.contents)

    def _found(self, chosen: tuple[bool, ...]) -> tuple[dict[str, int], list[int]]:
        """Give the names that are found if these changes of names have got to the disk, and their files."""
        names = dict(self.sure_names)
        for one, is_kept in zip(self.pending, chosen, strict=True):
            if is_kept:
                applied(names, one)
        reached = {name: file for name, file in names.items() if is_reached(name, names)}
        return reached, sorted({file for file in reached.values() if file != FOLDER})

    def _contents(self, file: int) -> list[bytes]:
        before, now = self.sure_contents[file], self.contents[file]
        if before == now:
            return [now]
        at = next((at for at, (one, other) in enumerate(zip(before, now, strict=False)) if one != other), len(before))
        at = min(at, len(now))
        new = len(now) - at
        found = [before, now, now[:at] + bytes(new)]
        for cut in [*range(at + 1, len(now), self.grain), len(now) - 1]:
            found += [now[:cut], now[:cut] + bytes(len(now) - cut), now[:at] + bytes(cut - at) + now[cut:]]
        return found


def _above(name: str) -> str:
    """Give the folder of a name; nothing for no name."""
    return str(PurePosixPath(name).parent) if name else ""


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
    above = PurePosixPath(name).parents
    return all(str(folder) == "." or str(folder) in names for folder in above)

"""A folder as it is found on one disk after the other: only what differs from the one before is written."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tests.store.disk_model import State

_LOCKS: Final = "locks"
"""A folder that stays as it is: what is in it says nothing of what was recorded."""


class Found:
    """A folder of cases on a disk that lost power.

    Args:
        path: The folder; it is made with the first state.
    """

    def __init__(self, path: str) -> None:
        self.path: Final = path
        self._there: State | None = None
        """What is in it, if that is known."""

    def become(self, state: State) -> None:
        """Make it what a disk holds; what is the same already is left alone."""
        os.makedirs(self.path, exist_ok=True)  # noqa: PTH103  # here and below: a million times
        there = dict(self.read() if self._there is None else self._there)
        self._there = None  # until all is done
        for name in sorted(there, reverse=True):
            if name not in state or (there[name] is None) != (state[name] is None):
                (_remove_folder if there.pop(name) is None else os.unlink)(f"{self.path}/{name}")
        for name in sorted(state):
            content = state[name]
            if content is None:
                if name not in there:
                    os.mkdir(f"{self.path}/{name}")  # noqa: PTH102
            elif there.get(name) != content:
                _write(f"{self.path}/{name}", content)

    def read(self) -> State:
        """Give what is in it now; until it is made another, nobody may change it."""
        found: State = {}
        folders = [""]
        while folders:
            above = folders.pop()
            with os.scandir(f"{self.path}/{above}") as there:
                for one in there:
                    name = f"{above}{one.name}"
                    if one.name == _LOCKS:
                        continue
                    if one.is_dir(follow_symlinks=False):
                        found[name] = None
                        folders.append(f"{name}/")
                    else:
                        found[name] = _content(one.path)
        self._there = found
        return found

    def forget(self) -> None:
        """Take it that somebody has changed it."""
        self._there = None


def _remove_folder(path: str) -> None:
    if os.path.lexists(f"{path}/{_LOCKS}"):
        shutil.rmtree(f"{path}/{_LOCKS}")
    os.rmdir(path)  # noqa: PTH106  # as above


def _content(path: str) -> bytes:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        return os.read(descriptor, os.fstat(descriptor).st_size)
    finally:
        os.close(descriptor)


def _write(path: str, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        os.write(descriptor, content)
    finally:
        os.close(descriptor)

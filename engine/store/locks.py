"""How one case is written by one desk at a time: striped lock files, so that their number does not grow with the cases.

INVARIANT: what is held is held by one thread of one process, from reading to writing.
"""

from __future__ import annotations

import os
import threading
import zlib
from contextlib import contextmanager, suppress
from time import monotonic, sleep
from typing import TYPE_CHECKING, Final

from engine.store.faults import StoreLocked
from engine.store.files import make_folder, telling
from engine.store.system import open_plain

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

STRIPES: Final = 64
_SHORTEST_PAUSE: Final = 0.000_5
_LONGEST_PAUSE: Final = 0.01


class _Mine(threading.local):
    """The stripes that this thread holds."""

    def __init__(self) -> None:
        self.stripes: set[int] = set()


class Locks:
    """The lock files of one store.

    Args:
        folder: Where they are.
        timeout: How long to wait for one, in seconds.
    """

    def __init__(self, folder: Path, timeout: float) -> None:
        self._folder = folder
        self._timeout = timeout
        self._mine = _Mine()

    @contextmanager
    def held(self, name: str, *, timeout: float | None = None) -> Iterator[None]:
        """Hold what has this name; what shares its stripe in the same thread is held with it.

        Raises:
            StoreLocked: Somebody else held it all the time.
            WriteFailed: The lock file cannot be used.
        """
        stripe = zlib.crc32(name.encode()) % STRIPES
        if stripe in self._mine.stripes:
            yield
            return
        descriptor = self._acquired(name, stripe, self._timeout if timeout is None else timeout)
        self._mine.stripes.add(stripe)
        try:
            yield
        finally:
            self._mine.stripes.discard(stripe)
            _release(descriptor)

    def _acquired(self, name: str, stripe: int, timeout: float) -> int:
        path = self._folder / f"{stripe:02x}.lock"
        end = monotonic() + timeout
        pause = _SHORTEST_PAUSE
        while (descriptor := self._attempt(path)) is None:
            if monotonic() >= end:
                raise StoreLocked(name, str(path))
            sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)
        return descriptor

    def _attempt(self, path: Path) -> int | None:
        """Try once; the descriptor holds the lock."""
        from filelock import lock_descriptor  # only who writes pays for its import

        with telling(path):
            descriptor = self._opened(path)
            held = False
            try:
                # A lock file that somebody removed meanwhile locks nothing.
                held = lock_descriptor(descriptor, blocking=False) and os.fstat(descriptor).st_nlink > 0
            finally:
                if not held:
                    os.close(descriptor)
        return descriptor if held else None

    def _opened(self, path: Path) -> int:
        flags = os.O_RDWR | os.O_CREAT
        try:
            return open_plain(path, flags)
        except FileNotFoundError:
            make_folder(self._folder, self._folder.parent)
            return open_plain(path, flags)


def _release(descriptor: int) -> None:
    """Let go, also of what a forked child has inherited; closing lets go too, whatever the system says to it."""
    from filelock import unlock_descriptor

    with suppress(OSError):
        unlock_descriptor(descriptor)
    with suppress(OSError):
        os.close(descriptor)

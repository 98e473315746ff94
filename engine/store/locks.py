"""How one case is written by one desk at a time: striped lock files, so that their number does not grow with the cases.

INVARIANT: what is held is held by one thread of one process, from reading to writing.
"""

from __future__ import annotations

import os
import threading
import zlib
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from time import monotonic, sleep
from typing import TYPE_CHECKING, Final

from engine.store.faults import StoreLocked, Unsettled, shown_number
from engine.store.files import make_folder, only_one, telling
from engine.store.system import lock, open_plain, unlock, write_at

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

STRIPES: Final = 64
_SHORTEST_PAUSE: Final = 0.000_5
_LONGEST_PAUSE: Final = 0.004
_LONGEST: Final = 4096
_LONG: Final = 1.0
"""After how many seconds of waiting somebody asks to be let in, for who writes without a pause would keep them out."""
_ASKED: Final = 2 * _LONGEST
"""Where that is asked in a lock: far behind what is said there."""
_TURN: Final = 1.5 * _LONGEST_PAUSE
"""How long whoever was asked holds back."""


_END: Final = b"\0"
"""Ends what is said in a lock: to write it anew is quicker than to cut the file, which the disk has to take up."""

_NOTHING: Final = b"\n" + _END


class _Mine(threading.local):
    """The lock files that this thread holds, with their descriptors, and what is said in them."""

    def __init__(self) -> None:
        self.files: dict[str, tuple[int, bytearray]] = {}


class Locks:
    """The lock files of one store.

    Args:
        folder: Where they are.
        timeout: How long to wait for one, in seconds.
        who: Whose desk it is, told to those who wait.
        orphaned: Looks after what a process held that was killed, by its name, before the lock serves anybody else.
    """

    def __init__(
        self, folder: Path, timeout: float, who: str = "", orphaned: Callable[[str], None] = lambda _name: None
    ) -> None:
        self._folder = folder
        self.timeout: Final = timeout
        self._who = who or "somebody"
        self._orphaned = orphaned
        self._mine = _Mine()
        self._paths: dict[str, Path] = {}
        """The lock files that were asked for: to put a path together takes as long as to open it."""

    @contextmanager
    def held(self, name: str, *, timeout: float | None = None, file: str = "") -> Iterator[None]:
        """Hold what has this name; what shares its lock file in the same thread is held with it.

        Args:
            name: What it is, for those who wait.
            timeout: How long to wait, if not as long as ever.
            file: The lock file, for what shares it with nothing else.

        Raises:
            StoreLocked: Somebody else held it all the time.
            WriteFailed: The lock file cannot be used.
        """
        is_alone = bool(file)
        file = file or f"{zlib.crc32(name.encode()) % STRIPES:02x}"
        if file in self._mine.files:
            descriptor, said = self._mine.files[file]
            said += f"{name}\n".encode()
            _say(descriptor, bytes(said))
            yield
            return
        descriptor = self._acquired(name, file, self.timeout if timeout is None else timeout)
        is_over = False
        said = bytearray(f"\n{self._who}\n{name}\n".encode())
        self._mine.files[file] = (descriptor, said)
        try:
            if not is_alone:
                self._look_after(descriptor)
            _say(descriptor, bytes(said))  # which the lock holds without
            yield
            is_over = True
        except Unsettled:
            raise
        except Exception:
            is_over = True
            raise
        finally:
            del self._mine.files[file]
            # What is locked alone has one name, that nobody typed, and nobody is told of it but who waits.
            _release(descriptor, is_wiped=is_over and not is_alone)

    def _look_after(self, descriptor: int) -> None:
        """Look after what was left in the lock by whoever was killed with it."""
        with suppress(OSError):
            said = os.read(descriptor, _LONGEST).partition(_END)[0]
            for left in said.decode(errors="replace").splitlines()[2:]:
                self._orphaned(left)

    def wait_for(self, name: str) -> None:
        """Wait until nobody holds what has this name.

        Raises:
            StoreLocked: Somebody held it all the time.
        """
        with self.held(name):
            pass

    def wait_for_all(self) -> None:
        """Wait until each lock that is held now was let go once.

        Raises:
            StoreLocked: Somebody held one all the time.
        """
        for file in (f"{stripe:02x}" for stripe in range(STRIPES)):
            if file not in self._mine.files:
                _release(self._acquired("a case", file, self.timeout), is_wiped=False)

    def _acquired(self, name: str, file: str, timeout: float) -> int:
        path = self._path(file)
        end = monotonic() + timeout
        while (descriptor := self._attempt(path, end)) is None:
            if monotonic() >= end:
                raise StoreLocked(shown_number(name), str(path), _holder(path, name))
        return descriptor

    def _path(self, file: str) -> Path:
        if file not in self._paths:
            self._paths[file] = self._folder / f"{file}.lock"
        return self._paths[file]

    def _attempt(self, path: Path, end: float) -> int | None:
        """Try until it is held, or the time is over, or the lock file is another; the descriptor holds the lock."""
        with telling(path):
            descriptor = self._opened(path)
            held, pause, waited = False, _SHORTEST_PAUSE, 0.0
            try:
                while not (is_locked := lock(descriptor)) and monotonic() < end:
                    sleep(pause)
                    waited += pause
                    pause = min(2 * pause, _LONGEST_PAUSE)
                    if waited >= _LONG:
                        _ask(descriptor)
                        waited = 0.0
                # A lock file that somebody removed meanwhile locks nothing.
                held = is_locked and only_one(descriptor).st_nlink > 0
            finally:
                if not held:
                    os.close(descriptor)
        return descriptor if held else None

    def _opened(self, path: Path) -> int:
        with suppress(FileNotFoundError):
            return open_plain(path, os.O_RDWR)
        make_folder(self._folder, self._folder.parent)
        return open_plain(path, os.O_RDWR | os.O_CREAT)


def _holder(path: Path, wanted: str) -> str:
    """Say who holds a lock, by what they wrote into it when they took it; nothing if that cannot be told."""
    try:
        with os.fdopen(open_plain(path, os.O_RDONLY), "rb") as file:
            file.seek(1)  # the first byte is the lock itself on Windows
            who, name = file.read(200).partition(_END)[0].decode().splitlines()[:2]
        since = datetime.fromtimestamp(path.lstat().st_mtime, UTC).astimezone()
    except (OSError, ValueError):
        return ""
    shared = "" if name == wanted else f", with {shown_number(name)}, whose lock it shares,"
    return f"by {who}{shared} since {since:%H:%M:%S}"


def _say(descriptor: int, said: bytes) -> None:
    with suppress(OSError):
        write_at(descriptor, said + _END, 0)


def _ask(descriptor: int) -> None:
    """Ask whoever holds a lock to hold back once it is let go."""
    with suppress(OSError):
        write_at(descriptor, _END, _ASKED)


def _wipe(descriptor: int) -> bool:
    """Leave nothing of what was said, or of what a dead holder said: it may be words that were typed for a case.

    Returns:
        Whether somebody has asked to be let in.
    """
    with suppress(OSError):
        size = os.fstat(descriptor).st_size
        write_at(descriptor, _NOTHING.ljust(size, b"\0"), 0)
        if size > _ASKED:
            os.ftruncate(descriptor, len(_NOTHING))
            return True
    return False


def _release(descriptor: int, *, is_wiped: bool) -> None:
    """Let go, also of what a forked child has inherited; closing lets go too, whatever the system says to it.

    Args:
        descriptor: The lock.
        is_wiped: Whether all is done that was begun; else the name stays in it, for whoever comes next.
    """
    is_asked = is_wiped and _wipe(descriptor)
    with suppress(OSError):
        unlock(descriptor)
    with suppress(OSError):
        os.close(descriptor)
    if is_asked:
        sleep(_TURN)

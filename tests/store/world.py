"""A world that breaks on purpose: the store's calls to the operating system are counted, and one of them goes wrong.

It is the system that is played here, not our own code.
"""

from __future__ import annotations

import errno
import os
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CALLS: Final = [
    *(("pwrite",) if sys.platform != "win32" else ()),
    *("open", "read", "write", "fsync", "fdatasync", "close"),
    *("stat", "lstat", "fstat", "listdir", "scandir"),
    *("replace", "rename", "mkdir", "rmdir", "unlink", "ftruncate"),
]
ERRORS: Final = [errno.ENOSPC, errno.EIO, errno.EACCES, errno.EROFS, errno.EMFILE, errno.EINTR]
WRITES: Final = ("write", "pwrite")
SHORT: Final = 0
"""A way to fail that is no error: the system writes only half, and says so."""

FAST: Final = Path("/dev/shm") if os.access("/dev/shm", os.W_OK) else None  # noqa: S108  # folders of our own in it
"""Where syncing costs nothing, for the tests that sync thousands of times; None where there is no such place."""

Meddle: TypeAlias = "Callable[[int, str, Callable[..., Any], Any, Any], Any]"
"""What happens instead of a call: gets its number (from 1), its name, the real call and what was given to it."""


@contextmanager
def meddling(meddle: Meddle) -> Iterator[None]:
    """Let every call to the system go through `meddle`."""
    count = 0

    def instead(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401  # whatever the system takes and gives
            nonlocal count
            count += 1
            return meddle(count, name, real, args, kwargs)

        return call

    with pytest.MonkeyPatch.context() as patch:
        for name in CALLS:
            patch.setattr(os, name, instead(name, getattr(os, name)))
        if sys.platform != "win32":
            import fcntl

            patch.setattr(fcntl, "flock", instead("flock", fcntl.flock))
        yield


def calls_of(act: Callable[[], object]) -> list[str]:
    """Name the calls to the system that an act makes, in order."""
    names: list[str] = []

    def note(_number: int, name: str, real: Callable[..., Any], args: Any, kwargs: Any) -> Any:  # noqa: ANN401  # as above
        names.append(name)
        return real(*args, **kwargs)

    with meddling(note):
        act()
    return names


def failing(at: int, number: int) -> Meddle:
    """Let one call fail; a file that could not be closed is closed all the same, as the systems do it."""

    def meddle(count: int, name: str, real: Callable[..., Any], args: Any, kwargs: Any) -> Any:  # noqa: ANN401  # as above
        if count != at or (number == SHORT and name not in WRITES):
            return real(*args, **kwargs)
        if number == SHORT:
            return real(args[0], args[1][: len(args[1]) // 2], *args[2:])
        if name == "close":
            real(*args, **kwargs)
        raise OSError(number, os.strerror(number))

    return meddle


def piecemeal(_count: int, name: str, real: Callable[..., Any], args: Any, kwargs: Any) -> Any:  # noqa: ANN401  # as above
    """Write and read a few bytes at a time."""
    if name == "write":
        return real(args[0], args[1][:7])
    if name == "read":
        return real(args[0], 7)
    return real(*args, **kwargs)

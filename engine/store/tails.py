"""How the end of a file is written anew in its place, by whoever holds its lock, where a journal makes it last.

Who reads it without the lock may find half of it, and waits for the lock then. Who was killed may have left half of it,
and whoever is next finishes it by the journal (`recovery.py`).

As for what is added to a file: a write that the power cuts off may be torn, but spares the bytes before it.

INVARIANT: nothing is written over but from where on the journal has it.
"""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from typing import TYPE_CHECKING

from engine.frozen import NamedTuple
from engine.store.faults import StoreFault, Unsettled, cause_of
from engine.store.files import only_one, replace, telling
from engine.store.system import open_plain, sync_content, write_at

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


class Tail(NamedTuple):
    """The end of a file, from where on it changes."""

    at: int
    was: bytes
    now: bytes


def grow(
    path: Path,
    end: Tail,
    former: Callable[[], bytes],
    witness: Callable[[], None],
    promise: Callable[[], Callable[[], None] | None],
) -> bool:
    """Write the end of a file in its place; when this returns, it is durable elsewhere.

    Args:
        path: The file.
        end: Its end.
        former: Gives all that it holds: put back if the end cannot be witnessed.
        witness: Writes elsewhere that this was written.
        promise: Makes the end durable elsewhere, and gives what takes that back; or does not.

    Returns:
        Whether it could be done so; else nothing was done, and the file is to be replaced.

    Raises:
        WriteFailed: The file holds what it held.
        Unsettled: It does not, or nobody knows.
    """
    descriptor = _opened(path, end)
    if descriptor is None:
        return False
    try:
        take_back = promise()
        if take_back is None:
            return False

        def undo(fault: BaseException) -> None:
            _put_back(descriptor, path, end, former(), fault)
            take_back()

        try:
            with telling(path):
                _write(descriptor, end.now, end.at)
        except BaseException as fault:
            undo(fault)
            raise
        try:
            witness()
        except Unsettled:
            raise
        except StoreFault as fault:
            undo(fault)
            raise
    finally:
        with suppress(OSError):  # it lasts already
            os.close(descriptor)
    return True


def _opened(path: Path, end: Tail) -> int | None:
    """Open a file to write its end; None if it is not what it was, or has another name as well."""
    try:
        descriptor = open_plain(path, os.O_RDWR)
    except OSError:
        return None
    with suppress(OSError):
        if only_one(descriptor).st_size == end.at + len(end.was):
            return descriptor
    with suppress(OSError):
        os.close(descriptor)
    return None


def _write(descriptor: int, content: bytes, at: int) -> None:
    if write_at(descriptor, content, at) != len(content):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _put_back(descriptor: int, path: Path, end: Tail, former: bytes, fault: BaseException) -> None:
    """Put a file back: as a new one, that nobody takes for the one they saw; or in its place, if the disk is full.

    Where the new one has the name, and nobody knows for how long, it is done to both.
    """
    with suppress(StoreFault):
        replace(path, former, lambda: former)
        return
    try:
        os.ftruncate(descriptor, end.at + len(end.was))
        _write(descriptor, end.was, end.at)
        sync_content(descriptor)  # or the disk may keep what was refused, under what is written next
    except OSError as error:
        raise Unsettled(str(path), getattr(fault, "cause", cause_of(error))) from fault

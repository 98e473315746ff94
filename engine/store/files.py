"""How files are read and written so that a crash, a full disk or a second process can do no harm.

INVARIANT: a file is replaced whole and durably, or stands as it was; nothing here follows a link.

Who writes a file holds its lock. So the temporary names can be fixed ones, and what a killed process left is found.
"""

from __future__ import annotations

import errno
import os
import stat
from contextlib import contextmanager, suppress
from time import sleep
from typing import TYPE_CHECKING, Final, TypeVar

from engine.frozen import NamedTuple
from engine.store.faults import ReadFailed, StoreFault, Unsettled, WriteFailed, cause_of
from engine.store.system import PATIENCE, PRIVATE_FOLDER, open_plain, sync, sync_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator
    from pathlib import Path

_Given = TypeVar("_Given")

_CHUNK: Final = 1 << 20
_PAUSE: Final = 0.02


class Identity(NamedTuple):
    """What shows that a file is the one that was seen before, untouched."""

    device: int
    number: int
    size: int
    modified: int
    changed: int


def nothing() -> None:
    """Do nothing."""


@contextmanager
def telling(path: Path) -> Iterator[None]:
    """Tell an error of the system as what it means: this file could not be written."""
    try:
        yield
    except OSError as error:
        raise WriteFailed(str(path), cause_of(error)) from error


def look(path: Path, known: Identity | None = None) -> tuple[Identity, bytes | None]:
    """Read a file; the content is None if the file is the known one, untouched.

    Raises:
        FileNotFoundError: There is none.
        ReadFailed: It is there, and no file that can be read.
    """
    try:
        descriptor = patiently(lambda: open_plain(path, os.O_RDONLY), PATIENCE)
        try:
            identity = _identity(os.fstat(descriptor))
            return identity, None if identity == known else _read_all(descriptor, identity.size)
        finally:
            os.close(descriptor)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise ReadFailed(str(path), cause_of(error)) from error


def pieces(path: Path, start: int = 0, most: int = _CHUNK) -> Generator[bytes]:
    """Read a file piece by piece, from a place on, so much at once at most; nothing if it is not there.

    Raises:
        ReadFailed: It is there, and no file that can be read.
    """
    try:
        descriptor = patiently(lambda: open_plain(path, os.O_RDONLY), PATIENCE)
        try:
            _see_ordinary(os.fstat(descriptor))
            os.lseek(descriptor, start, os.SEEK_SET)
            while piece := os.read(descriptor, most):
                yield piece
        finally:
            os.close(descriptor)
    except FileNotFoundError:
        return
    except OSError as error:
        raise ReadFailed(str(path), cause_of(error)) from error


def identity_of(path: Path) -> Identity | None:
    """Give what a file is known again by, if that can be told."""
    try:
        return _identity(path.lstat())
    except OSError:
        return None


def replace(
    path: Path,
    content: bytes,
    former: Callable[[], bytes | None] = nothing,
    witness: Callable[[], None] = nothing,
    promise: Callable[[], Callable[[], None] | None] = nothing,
) -> None:
    """Write a file whole; when this returns, it is durable.

    Args:
        path: The file; its folder is there.
        content: What it shall hold.
        former: Gives what it holds, None if it is new: put back if the new name could not be made durable.
        witness: Writes elsewhere that this was written; if it cannot, the file is put back too.
        promise: Makes the content durable elsewhere, so that the file need not be, and gives what takes that back; or
            does not.

    Raises:
        WriteFailed: The file stands as it was.
        Unsettled: It does not, or nobody knows.
    """
    with telling(path):
        take_back = _swap(path, content, promise)
    try:
        if take_back is None:
            with telling(path):
                sync_folder(path.parent)
        witness()
    except Unsettled:
        raise
    except StoreFault as fault:
        if _put_back(path, former):
            if take_back:
                take_back()
            raise
        raise Unsettled(str(path), getattr(fault, "cause", "its ledger is busy")) from fault


def only_one(descriptor: int) -> os.stat_result:
    """See that what is to be written to in its place is an ordinary file with this name alone, or with none any more.

    Raises:
        OSError: It is not, so that something else would be written as well.
    """
    facts = os.fstat(descriptor)
    _see_ordinary(facts)
    if facts.st_nlink > 1:
        raise OSError(errno.EMLINK, os.strerror(errno.EMLINK))
    return facts


def sync_file(path: Path) -> None:
    """Make what was written to a file durable.

    Raises:
        OSError: It did not work.
    """
    descriptor = open_plain(path, os.O_RDWR)
    try:
        sync(descriptor)
    finally:
        os.close(descriptor)


def sync_names(folder: Path) -> None:
    """Make the names in a folder durable, if it is there.

    Raises:
        WriteFailed: It did not work.
    """
    with telling(folder), suppress(FileNotFoundError):
        sync_folder(folder)


def touch(path: Path, *, is_durable: bool = True) -> None:
    """Make an empty file, if it is not there; durably, unless it can be made again.

    Raises:
        WriteFailed: It could not be made.
    """
    with telling(path):
        os.close(open_plain(path, os.O_WRONLY | os.O_CREAT))
        if is_durable:
            sync_folder(path.parent)


def make_folder(path: Path, root: Path) -> None:
    """Make a folder for its owner alone, durably, if it is not there; and those above it, up to `root`.

    Raises:
        WriteFailed: It is not there and cannot be made, or is a link.
    """
    with telling(path):
        if is_folder(path):
            return
        if path != root:
            make_folder(path.parent, root)
        with suppress(FileExistsError):  # somebody else was as quick
            path.mkdir(PRIVATE_FOLDER)
            if stat.S_IMODE(path.lstat().st_mode) != PRIVATE_FOLDER:  # an odd umask
                path.chmod(PRIVATE_FOLDER)
        sync_folder(path.parent)


def is_folder(path: Path) -> bool:
    """Tell whether there is a folder.

    Raises:
        OSError: There is something else, a link perhaps.
    """
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return False
    if not stat.S_ISDIR(mode):
        raise OSError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
    return True


def names(folder: Path) -> list[str]:
    """Give the names of what is in a folder; none if it is not there.

    Raises:
        ReadFailed: It is there and cannot be read.
    """
    try:
        return os.listdir(folder)  # noqa: PTH208  # names are all that is needed, and there may be 100,000
    except FileNotFoundError:
        return []
    except OSError as error:
        raise ReadFailed(str(folder), cause_of(error)) from error


def move(source: Path, target: Path, *, is_durable: bool = True) -> None:
    """Give a file or a folder another place, which must be free; durably, unless it can be made again.

    Raises:
        OSError: It did not work, or not durably.
    """
    if os.path.lexists(target):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target))
    patiently(lambda: source.rename(target), PATIENCE)
    if is_durable:
        sync_folder(target.parent)
        sync_folder(source.parent)


def remove(path: Path) -> None:
    """Remove a file if it is there and can be removed."""
    with suppress(OSError):
        path.unlink()


def discard(path: Path) -> None:
    """Remove a file, durably.

    Raises:
        WriteFailed: It is still there, or may be again after a crash.
    """
    with telling(path):
        patiently(path.unlink, PATIENCE)
        sync_folder(path.parent)


def fresh(path: Path) -> Path:
    """Give the temporary name under which a file is written."""
    return path.with_name(f".{path.name}.new")


def patiently(act: Callable[[], _Given], tries: int) -> _Given:
    """Do what another program's open file can make Windows refuse, a bounded number of times."""
    for _ in range(tries - 1):
        try:
            return act()
        except PermissionError:
            sleep(_PAUSE)
    return act()


def write_all(descriptor: int, content: bytes) -> None:
    """Write all of it, also where the system takes it in pieces."""
    rest = memoryview(content)
    while rest:
        taken = os.write(descriptor, rest)
        if not taken:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        rest = rest[taken:]


def _swap(
    path: Path, content: bytes, promise: Callable[[], Callable[[], None] | None] = nothing
) -> Callable[[], None] | None:
    temporary, take_back = fresh(path), None
    try:
        descriptor = _open_new(temporary)
        try:
            write_all(descriptor, content)
            take_back = promise()
            if take_back is None:
                sync(descriptor)
        finally:
            os.close(descriptor)
        patiently(lambda: temporary.replace(path), PATIENCE)
    except BaseException:
        remove(temporary)
        if take_back:
            take_back()
        raise
    return take_back


def _open_new(path: Path) -> int:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    try:
        return open_plain(path, flags)
    except FileExistsError:  # left by a process that was killed; the lock is ours
        path.unlink()
        return open_plain(path, flags)


def _put_back(path: Path, former: Callable[[], bytes | None]) -> bool:
    try:
        content = former()
        if content is None:
            path.unlink()
        else:
            _swap(path, content)
        sync_folder(path.parent)  # or what was refused may have the name again after a crash
    except (OSError, StoreFault):
        return False
    return True


def _see_ordinary(facts: os.stat_result) -> None:
    if not stat.S_ISREG(facts.st_mode):
        raise OSError(errno.EINVAL, "it is not an ordinary file")


def _identity(facts: os.stat_result) -> Identity:
    _see_ordinary(facts)
    return Identity(facts.st_dev, facts.st_ino, facts.st_size, facts.st_mtime_ns, facts.st_ctime_ns)


def _read_all(descriptor: int, size: int) -> bytes:
    """Read what was there when its size was asked for; what is added meanwhile belongs to another look."""
    pieces = []
    while size and (piece := os.read(descriptor, min(size, _CHUNK))):
        pieces.append(piece)
        size -= len(piece)
    return b"".join(pieces)

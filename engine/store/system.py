"""What differs between the systems cuecard runs on when a file is to be opened plainly, locked, and made durable."""

from __future__ import annotations

import errno
import os
import stat
import sys
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

PRIVATE_FILE: Final = 0o600
PRIVATE_FOLDER: Final = 0o700

if sys.platform == "win32":  # pragma: no cover  # each system runs its own branch

    def sync_disk(_path: Path) -> bool:
        """Make all of a disk durable, if the system can; tell whether it did."""
        return False

    PATIENCE: Final = 100
    """How often to try what the open file of another program can make the system refuse."""

    def open_plain(path: Path, flags: int) -> int:
        """Open a file for its bytes, for its owner alone; a link is refused, and child processes do not inherit it."""
        if path.is_symlink():
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
        return os.open(path, flags | os.O_BINARY, PRIVATE_FILE)

    def lock(descriptor: int) -> bool:
        """Take the lock of a file, unless somebody else holds it; tell whether it is held now."""
        from filelock import lock_descriptor  # only who writes pays for its import

        return lock_descriptor(descriptor, blocking=False)

    def write_at(descriptor: int, content: bytes, place: int) -> int:
        """Write at a place of a file; give how much of it was taken."""
        os.lseek(descriptor, place, os.SEEK_SET)
        return os.write(descriptor, content)

    def unlock(descriptor: int) -> None:
        """Let the lock of a file go."""
        from filelock import unlock_descriptor

        unlock_descriptor(descriptor)

    def sync(descriptor: int) -> None:
        """Make what was written to a file durable."""
        os.fsync(descriptor)

    sync_content = sync

    def sync_folder(path: Path) -> None:
        """Make the names in a folder durable: here the system does so on its own."""

else:
    import fcntl

    PATIENCE: Final = 1
    _HELD_BY_ANOTHER: Final = {errno.EACCES, errno.EAGAIN, errno.EWOULDBLOCK}

    def open_plain(path: Path, flags: int) -> int:
        """Open a file for its bytes, for its owner alone; a link is refused, and child processes do not inherit it."""
        descriptor = os.open(path, flags | os.O_NOFOLLOW | os.O_NONBLOCK, PRIVATE_FILE)
        if flags & os.O_CREAT:
            _keep_private(descriptor)
        return descriptor

    def _keep_private(descriptor: int) -> None:
        """Let the owner alone read and write what was made, whatever the umask; it may be older, and another's."""
        try:
            facts = os.fstat(descriptor)
            if stat.S_IMODE(facts.st_mode) != PRIVATE_FILE and facts.st_uid == os.geteuid():
                os.fchmod(descriptor, PRIVATE_FILE)
        except OSError:
            os.close(descriptor)
            raise

    def lock(descriptor: int) -> bool:
        """Take the lock of a file, unless somebody else holds it; tell whether it is held now."""
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as refused:
            if refused.errno in _HELD_BY_ANOTHER:
                return False
            raise
        return True

    def write_at(descriptor: int, content: bytes, place: int) -> int:
        """Write at a place of a file; give how much of it was taken."""
        return os.pwrite(descriptor, content, place)

    def unlock(descriptor: int) -> None:
        """Let the lock of a file go."""
        fcntl.flock(descriptor, fcntl.LOCK_UN)

    if sys.platform == "darwin":  # pragma: no cover  # fsync stops at the cache of the drive there

        def sync(descriptor: int) -> None:
            """Make what was written to a file durable."""
            try:
                fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
            except OSError:  # drives on the network know only the other
                os.fsync(descriptor)

        sync_content = sync

        def sync_disk(_path: Path) -> bool:
            """Make all of a disk durable, if the system can; tell whether it did."""
            return False

    else:

        def sync_disk(path: Path) -> bool:
            """Make all of a disk durable, if the system can; tell whether it did.

            Raises:
                OSError: The disk reports an error.
            """
            import ctypes  # only who restores an office needs it

            syncfs = getattr(ctypes.CDLL(None, use_errno=True), "syncfs", None)
            if syncfs is None:  # the C library is of another kind
                return False
            descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_DIRECTORY)
            try:
                if syncfs(descriptor):
                    number = ctypes.get_errno()
                    raise OSError(number, os.strerror(number))
            finally:
                os.close(descriptor)
            return True

        def sync(descriptor: int) -> None:
            """Make what was written to a file durable."""
            os.fsync(descriptor)

        def sync_content(descriptor: int) -> None:
            """Make what was added to a file durable, and its length; when it was changed may be lost."""
            os.fdatasync(descriptor)

    def sync_folder(path: Path) -> None:
        """Make the names in a folder durable."""
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_DIRECTORY)
        try:
            sync(descriptor)
        finally:
            os.close(descriptor)

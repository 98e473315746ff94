"""The file of the ledger: it is only ever added to, by one desk at a time, and each line is durable before the next.

INVARIANT: nothing that was written into the ledger is ever taken out of it, but for a line that was not acknowledged.
"""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final

from engine.frozen import NamedTuple
from engine.store.faults import Unsettled, cause_of
from engine.store.files import make_folder, only_one, pieces, telling, write_all
from engine.store.ledger import BEGINNING, LONGEST, Committed, Mended, PutBack, Tail, inscribed, read_line
from engine.store.system import open_plain, sync_content, sync_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from engine.store.ledger import Deed
    from engine.store.locks import Locks

NAME: Final = "ledger.jsonl"
_LATEST: Final = 1 << 20
"""How many bytes are written once more where syncing them may have failed: more than the journal has lines for."""


class _End(NamedTuple):
    """What was found at the end of the file."""

    size: int
    tail: Tail
    lost: int = 0
    """How many bytes after the last line are none."""
    is_cut: bool = False
    """Whether the end of the last line is missing."""


class LedgerFile:
    """The ledger of a store.

    Args:
        root: The folder of cases.
        locks: Its locks; that of the ledger is taken last, and nothing else while it is held.
        is_ahead: Tells whether there may be lines that are not durable yet, and can be made again.
    """

    def __init__(self, root: Path, locks: Locks, is_ahead: Callable[[], bool] = bool) -> None:
        self._path = root / NAME
        self._is_ahead = is_ahead
        self._locks = locks
        self._known = _End(0, BEGINNING, 0)

    def add(self, deed: Deed, *, is_durable: bool = True) -> None:
        """Write a line; when this returns, it is durable, unless it can be made again.

        Raises:
            WriteFailed: It is not there.
            Unsettled: It may be there.
        """
        with self._locks.held("the ledger", file="ledger"), self._opened() as (descriptor, size):
            if is_durable and self._is_ahead():  # so that of what is not, all can be made again
                sync_content(descriptor)
            end = self._end(size)
            lines, tail = b"\n" if end.is_cut else b"", end.tail
            for one in (Mended(end.lost), deed) if end.lost else (deed,):
                text, tail = inscribed(one, tail)
                lines += text + b"\n"
            self._write(descriptor, end.size, lines, is_durable=is_durable)
            self._known = _End(end.size + len(lines), tail)

    def size(self) -> int:
        """Give how long it is, while nobody is at a line, all of it being durable."""
        with self._locks.held("the ledger", file="ledger"):
            self.sync()
            with telling(self._path):
                return self._path.stat().st_size if self._path.exists() else 0

    def sync(self, *, anew: bool = False) -> None:
        """Make all that was written durable: what is shown of it must not be another after a power cut.

        Args:
            anew: Whether to write the latest lines once more, for syncing them may have failed before.
        """
        if not self._is_ahead():
            return
        if anew:
            with self._locks.held("the ledger", file="ledger"):
                self._write_anew()
        with telling(self._path), suppress(FileNotFoundError):
            descriptor = open_plain(self._path, os.O_RDWR)
            try:
                sync_content(descriptor)
            finally:
                os.close(descriptor)

    def _write_anew(self) -> None:
        with telling(self._path), suppress(FileNotFoundError):
            descriptor = open_plain(self._path, os.O_RDWR)
            try:
                start = max(0, only_one(descriptor).st_size - _LATEST)
                os.lseek(descriptor, start, os.SEEK_SET)
                latest = b"".join(iter(lambda: os.read(descriptor, _LATEST), b""))
                os.lseek(descriptor, start, os.SEEK_SET)
                write_all(descriptor, latest)
            finally:
                os.close(descriptor)

    def cut(self, size: int) -> None:
        """Take off the end what a power cut has left of lines that are written again.

        Raises:
            WriteFailed: It could not be done.
        """
        with self._locks.held("the ledger", file="ledger"), self._opened() as (descriptor, _):
            os.ftruncate(descriptor, size)
            self._known = _End(-1, BEGINNING)

    def lines(self, end: int | None = None, start: int = 0) -> Iterator[bytes]:
        """Give the lines that are there now, without their ends; those from one place of the file to another."""
        left = b""
        for piece in self.pieces(end, start):
            *whole, left = (left + piece).split(b"\n")
            yield from whole
        if left:
            yield left

    def last_of(self, case: str) -> int:
        """Give how many entries the last line of a case vouches for; 0 if it has none."""
        named = f'"case":"{case}"'.encode()
        read = (read_line(text) for text in self.lines() if named in text)
        found = [line.deed.entries for line in read if line and isinstance(line.deed, Committed | PutBack)]
        return found[-1] if found else 0

    def pieces(self, end: int | None = None, start: int = 0) -> Iterator[bytes]:
        """Give what the file holds from one place to another."""
        at = start
        for piece in pieces(self._path, start):
            yield piece if end is None else piece[: max(0, end - at)]
            at += len(piece)

    @contextmanager
    def _opened(self) -> Iterator[tuple[int, int]]:
        """Open it, and say how long it is."""
        with telling(self._path):
            flags = os.O_WRONLY | os.O_APPEND
            try:
                descriptor = open_plain(self._path, flags)
            except FileNotFoundError:
                make_folder(self._path.parent, self._path.parent)
                descriptor = open_plain(self._path, flags | os.O_CREAT)
            try:
                size = only_one(descriptor).st_size
                if not size:  # whoever made it may have been killed before its name lasted
                    sync_folder(self._path.parent)
                yield descriptor, size
            finally:
                with suppress(OSError):  # what was written is durable already
                    os.close(descriptor)

    def _end(self, size: int) -> _End:
        """Look at the end, unless it is where this desk left it; half a line is there after a crash."""
        if size == self._known.size:
            return self._known
        last = b"".join(pieces(self._path, max(0, size - 4 * LONGEST)))
        *texts, cut = last.split(b"\n")
        texts += [cut] if cut else []
        lost = 0
        for text in reversed(texts):
            line = read_line(text)
            if line:
                return _End(size, line.tail, lost, is_cut=bool(cut))
            lost += len(text) + 1
        return _End(size, BEGINNING, lost, is_cut=bool(cut))

    def _write(self, descriptor: int, size: int, lines: bytes, *, is_durable: bool) -> None:
        try:
            write_all(descriptor, lines)
            if is_durable:
                sync_content(descriptor)
        except OSError as error:
            self._known = _End(-1, BEGINNING)
            try:
                os.ftruncate(descriptor, size)
            except OSError:
                raise Unsettled(str(self._path), cause_of(error)) from error
            raise

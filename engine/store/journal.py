"""Where a commit is made to last before anything else is: one file that grows, so that an act waits for the disk once.

    cases/journal       the commits of late, each with the end of its case's file, from where on it changed
    cases/journal.old   those before, until their cases and the ledger are on the disk

A commit is written here and synced; then the file of the case and the ledger are written, and the system brings them
to the disk in its own time. As long as the machine runs, those files are what is so: of a commit of a killed process,
that is here alone, nothing comes, and one that is in the file of its case by half is finished. After a power cut, the
next start finds commits of another start of the machine, and puts into cases and ledger what did not get there
(`recovery.py`).

INVARIANT: a commit that was acknowledged is in the journal, or its case and its line are on the disk.
"""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import closing, suppress
from itertools import chain
from typing import TYPE_CHECKING, Final, NamedTuple

from engine.store import drive
from engine.store.faults import Unsettled, cause_of
from engine.store.files import make_folder, only_one, pieces, telling
from engine.store.shelf import content_of
from engine.store.system import open_plain, sync_content, sync_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NAME: Final = "journal"
OLD: Final = "journal.old"
LARGEST: Final = 1 << 17
"""More at once is synced itself: it would fill the journal."""
LIMIT: Final = 1 << 20
"""From this size on, cases and ledger are brought to the disk, and the journal begins anew."""
_DIGEST: Final = 64
_encode: Final = json.JSONEncoder(separators=(",", ":")).encode
_LONGEST_HEAD: Final = 1000


class Commit(NamedTuple):
    """A commit of a case.

    Args:
        boot: Which start of the machine it was written in.
        case: The case.
        after: How many entries it had before.
        entries: How many it has now.
        head: The digest of the last of them.
        year: The year in which it ended, None while it is open.
        was: The same before this commit.
        content: What the file of the case holds from there on; nothing where the commit was taken back.
        at: From where on.
    """

    boot: str
    case: str
    after: int
    entries: int
    head: str
    year: int | None
    was: int | None
    content: bytes
    at: int = 0


class Journal:
    """The journal of one store.

    Args:
        root: The folder of cases.
    """

    def __init__(self, root: Path) -> None:
        self._path = root / NAME
        self._former = root / OLD
        self.boot: Final = drive.boot(root)
        self.size = 0
        """How long it was when it was written last."""

    def add(self, commit: Commit) -> bool:
        """Make a commit last; tell whether that could be done, for else the file of the case has to last by itself.

        Raises:
            Unsettled: It may last, and could not be taken back.
        """
        text = _written(commit)
        try:
            while True:
                descriptor = self._opened()
                try:
                    size = only_one(descriptor).st_size
                    if not size:  # whoever made it may have been killed before its name was sure to last
                        sync_folder(self._path.parent)
                    if os.write(descriptor, text) != len(text):  # half of it, which nobody takes for a whole one
                        return False
                    if self._is_synced(descriptor, commit):
                        self.size = size + len(text)
                        return True
                finally:
                    with suppress(OSError):
                        os.close(descriptor)
        except OSError:
            return False

    def _is_synced(self, descriptor: int, commit: Commit) -> bool:
        """Sync it; tell whether it is still the journal, for somebody may have begun a new one meanwhile."""
        try:
            sync_content(descriptor)
        except OSError:
            self.take_back(commit)
            raise
        facts = os.fstat(descriptor)
        with suppress(FileNotFoundError):
            now = os.stat(self._path, follow_symlinks=False)  # noqa: PTH116  # quicker, at each act
            return (now.st_ino, now.st_dev) == (facts.st_ino, facts.st_dev)
        return False

    def take_back(self, commit: Commit) -> None:
        """Say that a commit did not come about.

        Raises:
            Unsettled: That could not be said; after a power cut it would come about.
        """
        text = _written(commit._replace(content=b""))
        try:
            descriptor = self._opened()
            try:
                if os.write(descriptor, text) != len(text):
                    os.write(descriptor, text)
                sync_content(descriptor)
            finally:
                os.close(descriptor)
        except OSError as error:
            raise Unsettled(str(self._path), cause_of(error)) from error

    def commits(self) -> list[Commit]:
        """Give the commits that are in it, in order, but for those that were taken back."""
        return _standing(chain(read(self._former), read(self._path))) if self.is_there() else []

    def is_of_another_boot(self) -> bool:
        """Tell whether there are commits of another start of the machine; the first one tells of all."""
        for path in (self._former, self._path):
            with closing(pieces(path, most=_LONGEST_HEAD)) as found:
                begin = next(found, b"")
            boot = _boot_of(begin) if begin else self.boot
            if boot is None:  # what was torn, or written by halves, comes first
                boot = next((one.boot for one in read(path)), self.boot)
            if boot != self.boot:
                return True
        return False

    def is_there(self) -> bool:
        """Tell whether there is anything."""
        return os.path.lexists(self._path) or self.is_aside()

    def is_aside(self) -> bool:
        """Tell whether something was put aside, and is not forgotten yet."""
        return os.path.lexists(self._former)

    def begin_anew(self) -> list[Commit]:
        """Put what is there aside, if nothing is yet; give what is aside.

        Raises:
            WriteFailed: It could not be done.
        """
        with telling(self._path):
            if not self.is_aside():
                with suppress(FileNotFoundError):
                    self._path.rename(self._former)
                    sync_folder(self._path.parent)
            self.size = 0
        return list(read(self._former))

    def forget(self, *, all_of_it: bool = False) -> None:
        """Remove what was put aside; or all.

        Raises:
            WriteFailed: It is still there, or may be again after a crash.
        """
        with telling(self._former):
            for path in (self._former, self._path) if all_of_it else (self._former,):
                path.unlink(missing_ok=True)
            sync_folder(self._path.parent)

    def _opened(self) -> int:
        flags = os.O_WRONLY | os.O_APPEND
        with suppress(FileNotFoundError):
            return open_plain(self._path, flags)
        make_folder(self._path.parent, self._path.parent)
        return open_plain(self._path, flags | os.O_CREAT)


def _written(commit: Commit) -> bytes:
    told = commit._asdict() | {"content": len(commit.content), "sha256": hashlib.sha256(commit.content).hexdigest()}
    head = _encode(told).encode()
    return b"\n#%b %b\n%b\n" % (hashlib.sha256(head).hexdigest().encode(), head, commit.content)


def read(path: Path) -> Iterator[Commit]:
    """Read a journal; what is no whole commit, as a crash leaves it, is passed over.

    Raises:
        ReadFailed: It is there and cannot be read.
    """
    content = content_of(path) or b""
    at = content.find(b"\n#")
    while at >= 0:
        commit, end = _read(content, at + 2)
        if commit:
            yield commit
        at = content.find(b"\n#", end)


def _read(content: bytes, at: int) -> tuple[Commit | None, int]:
    """Read what is at a place; None if it is no commit. Give where to look on, too."""
    end = content.find(b"\n", at, at + _LONGEST_HEAD)
    digest, head = content[at : at + _DIGEST], content[at + _DIGEST + 1 : end]
    if end < 0 or hashlib.sha256(head).hexdigest().encode() != digest:
        return None, at
    told = json.loads(head)
    held = content[end + 1 : end + 1 + told.pop("content")]
    if hashlib.sha256(held).hexdigest() != told.pop("sha256"):
        return None, at
    return Commit(**told, content=held), end + 1 + len(held)


def _boot_of(begin: bytes) -> str | None:
    """Give the start of the machine that a journal begins in; None if it does not begin with a commit."""
    digest, head = begin[2 : 2 + _DIGEST], begin[2 + _DIGEST + 1 :].partition(b"\n")[0]
    if hashlib.sha256(head).hexdigest().encode() != digest:
        return None
    return str(json.loads(head)["boot"])


def _standing(commits: Iterator[Commit]) -> list[Commit]:
    """Leave out what was taken back, or did not come about, since the next commit of the case goes on without it."""
    found: dict[int, Commit] = {}
    by_case: dict[str, list[int]] = {}
    for number, one in enumerate(commits):
        before = by_case.setdefault(one.case, [])
        while before and found[before[-1]].entries > one.after:
            del found[before.pop()]
        if one.content:
            found[number] = one
            before.append(number)
    return list(found.values())

"""A backup of an office in one ZIP file, as it is read: every file under its SHA-256, the cases as a store shows them.

INVARIANT: nothing is taken from an archive whose name leaves the folder, or whose content is not what was put in.
"""

from __future__ import annotations

import hashlib
import json
import re
import zipfile
import zlib
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Final

from engine.frozen import NamedTuple
from engine.store.faults import CaseNotFound, CorruptText, FileNotKept, StoreFault, TextNotFound, cause_of
from engine.store.page import read
from engine.store.vault import KEYS, Vault

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from engine.store import Log
    from engine.store.page import Page

MANIFEST: Final = "MANIFEST.jsonl"
"""The last file of an archive: a line for each other one, with its SHA-256 and size."""
LEDGER: Final = "cases/ledger.jsonl"
TEXTS: Final = "cases/texts"

_CHUNK: Final = 1 << 20
_CASE: Final = re.compile(r"cases/(?P<home>open|closed/[0-9]{4})/(?P<case>[0-9A-Z-]{4,20})[.]json")
_PART: Final = re.compile(r"[^\x00-\x1f\x7f/\\:*?\"<>|]{1,200}")


class BackupSpoilt(StoreFault):
    """A backup is not what was written."""

    help = "nothing was restored; use another backup"

    def __init__(self, file: str, why: str) -> None:
        super().__init__(file, why)
        self.message = f"{file} is not a backup that can be used: {why}"


class Member(NamedTuple):
    """A file in an archive."""

    name: str
    sha256: str
    size: int


class Archive:
    """An open archive; it gives the cases in it as a store does, for those who only look.

    Args:
        path: Where it is, for messages.
        file: The ZIP file.

    Raises:
        BackupSpoilt: It has no manifest, or another one than its files call for.
    """

    def __init__(self, path: str, file: zipfile.ZipFile) -> None:
        self._path = path
        self._file = file
        self.members = {member.name: member for member in self._manifest()}
        self.unread = set(self.members)
        """What was not read to its end yet, and so is not proven."""
        if [*self.members, MANIFEST] != file.namelist():
            raise BackupSpoilt(path, "its files are not those of its list")
        odd = [name for name in self.members if not is_inside(name)]
        if odd:
            raise BackupSpoilt(path, "it holds a file whose name leads out of the folder")
        found = (_CASE.fullmatch(name) for name in self.members)
        self._vault = Vault(lambda: self._whole(f"cases/{KEYS}") if f"cases/{KEYS}" in self.members else None)
        self._homes = {match["case"]: match["home"] for match in found if match}

    def content(self, name: str) -> Iterator[bytes]:
        """Give what a file holds, piece by piece.

        Raises:
            BackupSpoilt: It is not what was put in; told at its end.
        """
        digest, size, member = hashlib.sha256(), 0, self.members[name]
        with self._opened(name) as stream:
            while size <= member.size and (piece := stream.read(_CHUNK)):
                digest.update(piece)
                size += len(piece)
                yield piece
        if (digest.hexdigest(), size) != (member.sha256, member.size):
            raise BackupSpoilt(self._path, f"{name} is not what was put in")
        self.unread.discard(name)

    def cases(self, *, closed: bool = False) -> Iterator[str]:
        """Give the numbers of the open cases, or of those that ended."""
        return iter(sorted(case for case, home in self._homes.items() if (home != "open") == closed))

    def load(self, case: str) -> Log:
        """Give the log of a case."""
        return self.page(case).log

    def page(self, case: str) -> Page:
        """Give the log of a case, as it is written."""
        if case not in self._homes:
            raise CaseNotFound(case)
        where = f"cases/{self._homes[case]}/{case}.json"
        opened = self._vault.open(f"case {case}", self._whole(where))
        return read(case, f"{where} in {self._path}", opened)

    def text(self, digest: str) -> str:
        """Give a procedure's text."""
        name = f"{TEXTS}/{digest}.yaml"
        if name not in self.members:
            raise TextNotFound(digest)
        content = self._whole(name)
        if hashlib.sha256(content).hexdigest() != digest:
            raise CorruptText(digest, name)
        return content.decode()

    def file(self, case: str, name: str) -> bytes:
        """Give a file of a case."""
        where = f"cases/{self._homes.get(case, 'open')}/{case}/{name}"
        if where not in self.members:
            raise FileNotKept(case)
        return self._vault.open(f"file {name} of case {case}", self._whole(where))

    def settle(self, case: str) -> None:
        """Wait for nobody: nothing happens in an archive."""

    def lines(self) -> Iterator[bytes]:
        """Give the ledger, line by line."""
        left = b""
        for piece in self.content(LEDGER) if LEDGER in self.members else ():
            *whole, left = (left + piece).split(b"\n")
            yield from whole
        if left:
            yield left

    def _whole(self, name: str) -> bytes:
        return b"".join(self.content(name))

    def _manifest(self) -> Iterator[Member]:
        try:
            with self._opened(MANIFEST) as stream:
                for line in stream:
                    told = json.loads(line)
                    yield Member(str(told["file"]), str(told["sha256"]), int(told["size"]))
        except (ValueError, KeyError, TypeError):
            raise BackupSpoilt(self._path, "its list of files cannot be read") from None

    @contextmanager
    def _opened(self, name: str) -> Iterator[IO[bytes]]:
        with telling(self._path):
            try:
                stream = self._file.open(name)
            except KeyError:
                raise BackupSpoilt(self._path, "its list of files is missing") from None
            with stream:
                yield stream


@contextmanager
def telling(path: str) -> Iterator[None]:
    """Tell what the ZIP file or the system refuses as what it means: this backup cannot be used."""
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as fault:
        raise BackupSpoilt(path, "it is cut off, damaged, or no ZIP file") from fault
    except OSError as error:
        raise BackupSpoilt(path, cause_of(error)) from error


@contextmanager
def opened(path: Path) -> Iterator[Archive]:
    """Open an archive.

    Raises:
        BackupSpoilt: It is none, or not what was written.
    """
    with telling(str(path)):
        file = zipfile.ZipFile(path)
    with file:
        yield Archive(str(path), file)


def is_inside(name: str) -> bool:
    """Tell whether a file of this name stays in the folder it is put into."""
    parts = name.split("/")
    return all(_PART.fullmatch(part) and part not in (".", "..") for part in parts)

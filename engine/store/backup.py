"""How an office is copied into one file, while others go on working, and how a copy becomes an office again.

A backup is the office as it was at one line of the ledger: logs are only ever added to, so what was recorded after that
line is left out of each case. It is read again, file by file and case by case, before it is said to be good.

INVARIANT: what is not complete and proven has another name than was asked for, and what is there is never overwritten.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import stat
import zipfile
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final

from engine.store.archive import LEDGER, MANIFEST, TEXTS, Archive, Member, is_inside, opened
from engine.store.audit import audit
from engine.store.copying import copy, copy_at
from engine.store.faults import CaseNotFound, StoreFault, Unsettled, WriteFailed, cause_of
from engine.store.files import look, make_folder, names, pieces, sync_file, telling, write_all
from engine.store.ledger import Committed, Copied, Line, PutBack, walk
from engine.store.system import PRIVATE_FOLDER, open_plain, sync, sync_disk, sync_folder
from engine.store.tinydb import TinyStore
from engine.store.vault import KEYS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from engine.store.audit import Audit

_LEVEL: Final = 1
"""How hard to press: most of a backup's time is this, and a case shrinks to a quarter already."""
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
"""No file in an archive has a date: the same office gives the same archive."""


class Taken(WriteFailed):
    """There is something already where a backup or an office was to be put."""

    help = "nothing was written; name a file or a folder that is not there yet"

    def __init__(self, place: Path) -> None:
        super().__init__(str(place), "it is there already")
        self.message = f"{place} is there already"


def back_up(office: Path, store: TinyStore, target: Path, line: Copied) -> Audit:
    """Copy an office into one file, and prove the copy.

    Args:
        office: The folder of the office.
        store: Its cases.
        target: The file; it must not be there.
        line: What the ledger shall say of it.

    Returns:
        What the proof found; a case that is damaged is in the copy as it is, and found.

    Raises:
        Taken: The file is there.
        WriteFailed: It could not be written.
    """
    _see_that_free(target)
    store.note(line)
    part = target.with_name(f".{target.name}.part")
    try:
        with telling(target), _stream(part) as descriptor:
            _write(office, store, descriptor)
            sync(descriptor)
        with opened(part) as archive:
            found = audit(archive)
            _prove(archive)
        _publish(part, target)
    except BaseException:
        with suppress(OSError):
            part.unlink()
        raise
    return found


def restore(source: Path, office: Path, line: Copied) -> Audit:
    """Make an office of a backup, in a folder that is not there yet, or is empty.

    Args:
        source: The backup.
        office: The folder.
        line: What the ledger shall say of it.

    Returns:
        What was found in it; what was damaged when it was copied still is.

    Raises:
        BackupSpoilt: A file in it is not what was put in; nothing was restored.
        Taken: The folder is there, and not empty.
        WriteFailed: It could not be written.
    """
    _make_way(office)
    part = office.with_name(f".{office.name}.part")
    try:
        with opened(source) as archive, telling(office):
            shutil.rmtree(part, ignore_errors=True)
            _unpack(archive, part)
        store = TinyStore(part / "cases")
        found = audit(store)
        store.note(line)
        _make_way(office)
        _publish(part, office)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    return found


def _see_that_free(place: Path) -> None:
    if os.path.lexists(place):
        raise Taken(place)


def _make_way(folder: Path) -> None:
    """Take an empty folder away, for the one that will have its name."""
    with suppress(OSError):
        folder.rmdir()
    _see_that_free(folder)


def _publish(part: Path, place: Path) -> None:
    """Give what is complete its name, durably, or take the name back.

    Raises:
        WriteFailed: It has not got it.
        Unsettled: It may have it.
    """
    _see_that_free(place)
    with telling(place):
        part.rename(place)
    try:
        sync_folder(place.parent)
    except OSError as error:
        with _unsettled(place, error):
            place.rename(part)
        raise WriteFailed(str(place), cause_of(error)) from error


@contextmanager
def _unsettled(place: Path, error: OSError) -> Iterator[None]:
    try:
        yield
    except OSError:
        raise Unsettled(str(place), cause_of(error)) from error


class _Zip:
    """Writes an archive from beginning to end: each file, then the list of all."""

    def __init__(self, file: zipfile.ZipFile) -> None:
        self._file = file
        self._members: list[Member] = []

    def add(self, name: str, content: Iterable[bytes]) -> None:
        """Put a file in."""
        digest, size = hashlib.sha256(), 0
        with self._file.open(_entry(name), "w", force_zip64=True) as stream:
            for piece in content:
                digest.update(piece)
                size += len(piece)
                stream.write(piece)
        self._members.append(Member(name, digest.hexdigest(), size))

    def close(self) -> None:
        """Put the list in."""
        lines = (json.dumps({"file": one.name, "sha256": one.sha256, "size": one.size}) for one in self._members)
        with self._file.open(_entry(MANIFEST), "w", force_zip64=True) as stream:
            for line in lines:
                stream.write(f"{line}\n".encode())


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _EPOCH)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry._compresslevel = _LEVEL  # type: ignore[attr-defined]  # noqa: SLF001  # what `writestr` sets; public from 3.13 on
    entry.external_attr = 0o600 << 16
    return entry


def _write(office: Path, store: TinyStore, descriptor: int) -> None:
    with (
        store.keys_held("a backup"),  # all of it is to be opened with the keys that are in it
        zipfile.ZipFile(_Sink(descriptor), "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as file,
    ):
        archive = _Zip(file)
        if (store.root / KEYS).exists():
            archive.add(f"cases/{KEYS}", pieces(store.root / KEYS))
        for path in _plain_files(office):
            _, content = look(path)
            archive.add(path.relative_to(office).as_posix(), [content or b""])
        end = store.ledger.size()
        marks = _marks(store.lines(end))
        for case in sorted({*store.cases(), *store.cases(closed=True)}):
            _add_case(archive, store, case, marks, end)
        for name in filter(is_inside, sorted(names(store.root / "texts"))):
            archive.add(f"{TEXTS}/{name}", pieces(store.root / "texts" / name))
        archive.add(LEDGER, store.ledger.pieces(end))
        archive.close()


def _plain_files(office: Path) -> Iterator[Path]:
    """Give the files of the office that are no cases: what people wrote."""
    yield office / "office.yaml"
    yield from _walked(office / "procedures", office)


def _walked(folder: Path, office: Path) -> Iterator[Path]:
    for path in sorted(folder / name for name in names(folder)):
        mode = path.lstat().st_mode  # no link is followed
        if stat.S_ISDIR(mode):
            yield from _walked(path, office)
        elif stat.S_ISREG(mode) and is_inside(path.relative_to(office).as_posix()):
            yield path


def _marks(lines: Iterable[bytes]) -> dict[str, tuple[int, str]]:
    """Give how many entries each case has by the ledger, and the digest of the last of them."""
    found = (one.deed for one in walk(lines) if isinstance(one, Line))
    return {deed.case: (deed.entries, deed.head) for deed in found if isinstance(deed, Committed | PutBack)}


def _add_case(archive: _Zip, store: TinyStore, case: str, marks: dict[str, tuple[int, str]], end: int) -> None:
    known, head = marks.get(case, (0, ""))

    def keep(seq: int) -> int:
        """Leave out what was recorded after the line at which the copy ends; not what a crash left without a line."""
        if seq == known:
            return seq
        with suppress(StoreFault):
            store.settle(case)  # whoever is at it writes the line now
        return known if case in _marks(store.lines(start=end)) else seq

    try:
        made = copy_at(store, case, known, head) or copy(store, case, keep)
    except CaseNotFound:  # gone since it was listed; what the ledger says of it is for the audit
        return
    if made.content:
        name = made.path.relative_to(store.root.parent).as_posix()
        archive.add(name, [made.content])
        for file in made.files:
            with suppress(StoreFault):  # missed by the audit, if the ledger knows of it
                archive.add(f"{name.removesuffix('.json')}/{file}", [store.file_as_kept(case, file)])


class _Sink:
    """The open file as `zipfile` writes it: forwards only."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def write(self, content: bytes, /) -> int:
        """Write all of it."""
        write_all(self._descriptor, content)
        return len(content)

    def flush(self) -> None:
        """Keep nothing back."""

    def close(self) -> None:
        """Leave the descriptor open, so that it can be synced."""


@contextmanager
def _stream(part: Path) -> Iterator[int]:
    with suppress(FileNotFoundError):
        part.unlink()  # left by one that was killed
    descriptor = open_plain(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _prove(archive: Archive) -> None:
    """Read every file again that was not read yet.

    Raises:
        BackupSpoilt: One is not what was put in.
    """
    for name in sorted(archive.unread):
        for _ in archive.content(name):
            pass


def _unpack(archive: Archive, folder: Path) -> None:
    folder.mkdir(PRIVATE_FOLDER)
    made = {folder}
    for name in archive.members:
        path = folder / name
        if path.parent not in made:
            make_folder(path.parent, folder)
            made.update(parent for parent in path.parents if parent.is_relative_to(folder))
        descriptor = open_plain(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL)
        try:
            for piece in archive.content(name):
                write_all(descriptor, piece)
        finally:
            os.close(descriptor)
    if sync_disk(folder):
        return
    for name in archive.members:
        sync_file(folder / name)
    for place in made:
        sync_folder(place)

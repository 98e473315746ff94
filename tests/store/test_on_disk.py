"""What lies on the disk: ordinary TinyDB files, for their owner alone, that nothing is written through or around."""

from __future__ import annotations

import errno
import json
import os
import sys
import threading
from typing import TYPE_CHECKING, Any

import pytest
import tinydb
from tinydb.table import Document

from engine.case.events import CaseClosed
from engine.store import CaseExists, CaseNotFound, CorruptLog, CorruptText, FileNotKept, ReadFailed, WriteFailed
from engine.store import page as pages
from engine.store.case_file import EVENTS, CaseFile
from engine.store.chain import seal
from engine.store.making import Making
from engine.store.places import Place
from engine.store.seen import Seen
from engine.store.tinydb import TinyStore
from tests.store.acts import DIGEST, TEXT, left_over
from tests.store.entries import CASE, FULL, MARK, OTHER, notes, opened
from tests.store.world import calls_of, meddling

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tinydb.table import Table

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such thing, or not for everybody")


def test_a_case_is_an_ordinary_tinydb_file(tiny: TinyStore, folder: Path) -> None:
    """Plain TinyDB reads a case: the documents of its table are the entries, under their numbers."""
    tiny.create(CASE, opened(CASE, *FULL))
    with tinydb.TinyDB(folder / "open" / f"{CASE}.json", access_mode="r", encoding="utf-8") as db:
        documents = db.table(EVENTS).all()
        assert db.tables() == {"events", "head"}
    assert [1, 2, 3, 4, 5, 6] == [document.doc_id for document in documents] == [one["seq"] for one in documents]


def test_what_plain_tinydb_wrote_is_read(tiny: TinyStore, folder: Path) -> None:
    """A file that somebody copied with plain TinyDB is the same log, and goes on."""
    tiny.create(CASE, opened(CASE, *FULL))
    path = folder / "open" / f"{CASE}.json"
    tables = json.loads(path.read_bytes())
    path.write_text(json.dumps(tables, indent=1), encoding="utf-8", newline="\r\n")
    tiny.append(CASE, notes(6), expected=6)
    assert tiny.load(CASE).entries == tuple(opened(CASE, *FULL) + notes(6))


def test_tinydb_can_only_add(tiny: TinyStore, folder: Path) -> None:
    """Through our storage, TinyDB takes nothing away, changes nothing, and adds nothing but what was sealed."""
    tiny.create(CASE, opened() + notes(1))
    path = folder / "open" / f"{CASE}.json"
    page = pages.read(CASE, "a test", before := path.read_bytes())
    seen, making = Seen(Place(path, None), None, page), Making(tiny, page, is_quick=False)
    links = seal(CASE, notes(2), page.log)
    record = links[0].record
    table = tinydb.TinyDB(seen, links, making, storage=CaseFile).table(EVENTS)
    acts: list[Callable[[Table], object]] = [
        lambda table: table.remove(doc_ids=[2]),
        lambda table: table.truncate(),
        lambda table: table.insert({"seq": 3}),
        lambda table: table.insert(Document({"seq": 3}, 3)),
        lambda table: table.insert(Document(record, 4)),
    ]
    for sealed in ((), links):
        for act in acts:
            with pytest.raises(ValueError, match="only ever added to"):
                act(tinydb.TinyDB(seen, sealed, making, storage=CaseFile).table(EVENTS))
            assert before == path.read_bytes()
    table.insert(Document(record, 3))
    assert tuple(opened() + notes(1, 2)) == TinyStore(folder).load(CASE).entries


def test_locks_do_not_grow_with_the_cases(tiny: TinyStore, folder: Path) -> None:
    """There are 64 lock files at most and that of the ledger, however many cases."""
    for number in range(300):
        tiny.create(f"2025-{number:04}", opened(f"2025-{number:04}"))
    names = {path.name for path in (folder / "locks").iterdir()}
    assert {*(f"{stripe:02x}.lock" for stripe in range(64)), "ledger.lock"} == names


@posix
def test_files_are_for_their_owner_alone(tiny: TinyStore, folder: Path) -> None:
    """Whatever the umask: files 0600, folders 0700."""
    before = os.umask(0)
    try:
        tiny.create(CASE, opened(CASE, CaseClosed(None)))
        tiny.keep_file(CASE, "a.txt", b"")
        tiny.keep_text(DIGEST, TEXT)
        tiny.create(OTHER, opened(OTHER))
    finally:
        os.umask(before)
    modes = {path.stat().st_mode & 0o7777 | path.is_dir() << 12 for path in [folder, *folder.rglob("*")]}
    assert {0o600, 0o700 | 1 << 12} == modes


def test_an_append_costs_the_same_however_many_cases(tiny: TinyStore, folder: Path) -> None:
    """The calls to the system for one append are few, and the same with one case in the store and with hundreds."""
    tiny.create(CASE, opened())
    tiny.append(CASE, notes(1), expected=1)
    few = calls_of(lambda: tiny.append(CASE, notes(2), expected=2))
    other = TinyStore(folder)
    last = f"2024-{299:04}"
    for number in range(300):
        other.create(f"2024-{number:04}", opened(f"2024-{number:04}"))
    many = calls_of(lambda: other.append(last, notes(1), expected=1))
    assert few == many
    if sys.platform == "linux":
        letting_go = ["fstat", "pwrite", "flock", "close"]
        locking = ["open", "flock", "fstat", "read", "pwrite"]
        looking = ["stat"]
        keys = ["stat"]  # of which there are none
        journal = ["open", "fstat", "write", "fdatasync", "fstat", "stat", "close"]  # the one wait for the disk
        writing = ["open", "fstat", *journal, "pwrite"]
        line = ["open", "fstat", "write", "close"]
        ledger = ["open", "flock", "fstat", "pwrite", *line, "flock", "close"]
        assert [*locking, *looking, *keys, *writing, *ledger, "close", "stat", *letting_go] == few


def test_a_second_store_is_read_after(tiny: TinyStore, folder: Path) -> None:
    """What another desk wrote is seen, though this one remembers what it saw last."""
    other = TinyStore(folder, timeout=0)
    tiny.create(CASE, opened())
    for seq in range(1, 9, 2):
        tiny.append(CASE, notes(seq), expected=seq)
        other.append(CASE, notes(seq + 1), expected=seq + 1)
    assert tuple(opened() + notes(1, 8)) == tiny.load(CASE).entries == other.load(CASE).entries


def test_a_store_remembers_the_latest_few(tiny: TinyStore) -> None:
    """A desk that stays open for months does not keep every case in memory, and reads all of them all the same."""
    cases = [f"2025-{number:04}" for number in range(200)]
    for case in cases:
        tiny.create(case, opened(case))
    assert {1} == {tiny.load(case).seq for case in cases}
    remembered = [case for case in cases if "read" not in calls_of(lambda case=case: tiny.load(case))]  # type: ignore[misc]  # bound now
    assert len(remembered) <= 128


@pytest.mark.parametrize("content", [b"", b"garbage", b"{}", b"[1, 2"], ids=["empty", "garbage", "no log", "cut off"])
def test_a_damaged_file_is_left_alone(tiny: TinyStore, folder: Path, content: bytes) -> None:
    """A damaged case is told with its file, and nothing that is done with it changes it."""
    tiny.create(CASE, opened())
    path = folder / "open" / f"{CASE}.json"
    path.write_bytes(content)
    for act in (tiny.load, lambda case: tiny.append(case, notes(1), expected=1)):
        with pytest.raises(CorruptLog) as caught:
            act(CASE)
        assert str(path) == caught.value.where
        assert "backup" in str(caught.value)
    with pytest.raises(CaseExists):
        tiny.create(CASE, opened())
    assert ([CASE], content) == (list(tiny.cases()), path.read_bytes())


def test_a_swapped_file_shows(tiny: TinyStore, folder: Path) -> None:
    """A file that was given the name of another case is not read as its log."""
    tiny.create(CASE, opened())
    (folder / "open" / f"{CASE}.json").rename(folder / "open" / f"{OTHER}.json")
    with pytest.raises(CorruptLog, match="opening of this case"):
        tiny.load(OTHER)
    with pytest.raises(CaseNotFound):
        tiny.load(CASE)


def test_a_damaged_text_is_told_and_mended(tiny: TinyStore, folder: Path) -> None:
    """A procedure's text that was changed is not used; keeping the right text again puts it right."""
    tiny.keep_text(DIGEST, TEXT)
    path = folder / "texts" / f"{DIGEST}.yaml"
    path.write_text(MARK, encoding="utf-8")
    with pytest.raises(CorruptText) as caught:
        tiny.text(DIGEST)
    assert MARK not in str(caught.value)
    tiny.keep_text(DIGEST, TEXT)
    assert tiny.text(DIGEST) == TEXT


@posix
def test_a_link_in_place_of_a_case_is_refused(tiny: TinyStore, folder: Path) -> None:
    """A link is not followed, for reading or writing, though what it leads to is a whole log."""
    tiny.create(CASE, opened())
    path = folder / "open" / f"{CASE}.json"
    outside = path.rename(folder.parent / "outside.json")
    path.symlink_to(outside)
    before = outside.read_bytes()
    for act in (tiny.load, lambda case: tiny.append(case, notes(1), expected=1)):
        with pytest.raises(ReadFailed, match="links are not followed"):
            act(CASE)
    with pytest.raises(CaseExists):
        tiny.create(CASE, opened())
    assert before == outside.read_bytes()


@posix
def test_a_dangling_link_takes_a_number(tiny: TinyStore, folder: Path, tmp_path: Path) -> None:
    """A case is not created through a link that leads nowhere."""
    tiny.create(OTHER, opened(OTHER))
    (folder / "open" / f"{CASE}.json").symlink_to(tmp_path / "nowhere.json")
    with pytest.raises(CaseExists):
        tiny.create(CASE, opened())
    assert not (tmp_path / "nowhere.json").exists()


LINKED: dict[str, Callable[[TinyStore], object]] = {
    "open": lambda store: store.create(CASE, opened()),
    "moving": lambda store: store.create(CASE, opened(CASE, CaseClosed(None))),
    "texts": lambda store: store.keep_text(DIGEST, TEXT),
}


@posix
@pytest.mark.parametrize("name", LINKED)
def test_a_link_in_place_of_a_folder_is_refused(tiny: TinyStore, folder: Path, tmp_path: Path, name: str) -> None:
    """Nothing is written into a folder that is a link."""
    folder.mkdir()
    outside = tmp_path / "outside"
    outside.mkdir()
    (folder / name).symlink_to(outside, target_is_directory=True)
    with pytest.raises(WriteFailed, match="perhaps a link"):
        LINKED[name](tiny)
    assert [] == list(outside.iterdir())


@posix
def test_no_case_is_moved_through_a_link(tiny: TinyStore, folder: Path, tmp_path: Path) -> None:
    """If the folder of closed cases is a link, a case that closes stays where it is, and is listed as closed."""
    folder.mkdir()
    (tmp_path / "outside").mkdir()
    (folder / "closed").symlink_to(tmp_path / "outside", target_is_directory=True)
    tiny.create(CASE, opened(CASE, CaseClosed(None)))
    assert ([CASE], []) == (list(tiny.cases(closed=True)), list((tmp_path / "outside").iterdir()))


@posix
def test_a_link_in_place_of_the_folder_of_a_case_is_refused(tiny: TinyStore, folder: Path, tmp_path: Path) -> None:
    """A case's files are neither read nor written through a link."""
    tiny.create(CASE, opened())
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "a.txt").write_bytes(b"secret")
    (folder / "open" / CASE).symlink_to(tmp_path / "outside", target_is_directory=True)
    with pytest.raises(FileNotKept):
        tiny.file(CASE, "a.txt")
    with pytest.raises(WriteFailed, match="perhaps a link"):
        tiny.keep_file(CASE, "b.txt", b"")
    assert ["a.txt"] == [path.name for path in (tmp_path / "outside").iterdir()]


@posix
def test_the_folder_of_all_cases_may_be_a_link(tmp_path: Path) -> None:
    """An office may keep its cases on another disk."""
    (tmp_path / "disk").mkdir()
    (tmp_path / "cases").symlink_to(tmp_path / "disk", target_is_directory=True)
    store = TinyStore(tmp_path / "cases")
    store.create(CASE, opened())
    assert (tmp_path / "disk" / "open" / f"{CASE}.json").is_file()


def test_something_else_in_place_of_a_case_is_refused(tiny: TinyStore, folder: Path) -> None:
    """A folder that has the name of a case file is no case."""
    (folder / "open" / f"{CASE}.json").mkdir(parents=True)
    with pytest.raises(ReadFailed):
        tiny.load(CASE)


@posix
def test_a_pipe_in_place_of_a_case_is_refused(tiny: TinyStore, folder: Path) -> None:
    """What is no ordinary file is not read, and nobody waits for it."""
    tiny.create(OTHER, opened(OTHER))
    if sys.platform != "win32":
        os.mkfifo(folder / "open" / f"{CASE}.json")
    with pytest.raises(ReadFailed, match="not an ordinary file"):
        tiny.load(CASE)


def test_no_office_is_made_by_mistake(tmp_path: Path) -> None:
    """If the folder above is not there, an unplugged disk perhaps, nothing is made."""
    with pytest.raises(WriteFailed, match="its folder is missing"):
        TinyStore(tmp_path / "unplugged" / "cases").create(CASE, opened())
    assert [] == list(tmp_path.iterdir())


def test_what_is_no_case_is_not_listed(tiny: TinyStore, folder: Path) -> None:
    """Files of other programs, and halves of files, are no cases."""
    tiny.create(CASE, opened())
    for name in ("notes.txt", ".DS_Store", "~lock.json", f".{CASE}.json.swp", "con.json", "COM1.json", "desktop.ini"):
        (folder / "open" / name).write_bytes(b"")
    (folder / "closed" / "old").mkdir(parents=True)
    (folder / "closed" / "old" / f"{OTHER}.json").write_bytes(b"")
    assert ([CASE], []) == (list(tiny.cases()), list(tiny.cases(closed=True)))


def test_listing_opens_no_file(tiny: TinyStore) -> None:
    """A list costs one look into each folder, not one into each case."""
    for number in range(50):
        tiny.create(f"2025-{number:04}", opened(f"2025-{number:04}"))
    calls = calls_of(lambda: list(tiny.cases()))
    assert ["listdir", "listdir"] == calls


def test_what_a_killed_process_left_is_swept(tiny: TinyStore, folder: Path) -> None:
    """Halves of files are never read; the next listing, or the next write, removes them."""
    tiny.create(CASE, opened())
    tiny.keep_file(CASE, "a.txt", b"")
    for name in (f".{CASE}.json.new", f".{OTHER}.json.new", f"{CASE}/.b.txt.new"):
        (folder / "open" / name).write_text(MARK, encoding="utf-8")
    assert tiny.load(CASE).seq == 1
    assert [CASE] == list(tiny.cases())
    tiny.keep_file(CASE, "b.txt", b"2")
    assert [] == left_over(folder)


def test_a_half_in_the_way_is_written_over(tiny: TinyStore, folder: Path) -> None:
    """A write is not stopped by what a killed process left under the same name."""
    (folder / "open").mkdir(parents=True)
    (folder / "open" / f".{CASE}.json.new").write_bytes(b"half")
    tiny.create(CASE, opened())
    assert ([], 1) == (left_over(folder), TinyStore(folder).load(CASE).seq)


def test_what_is_being_written_is_not_swept(tiny: TinyStore, folder: Path) -> None:
    """A listing leaves alone what somebody who holds the case is writing."""
    tiny.create(CASE, opened())
    half = folder / "open" / f".{CASE}.json.new"
    with tiny.writing(CASE):
        half.write_bytes(b"half")
        listed: list[str] = []
        thread = threading.Thread(target=lambda: listed.extend(TinyStore(folder).cases()))
        thread.start()
        thread.join()
        assert ([CASE], b"half") == (listed, half.read_bytes())


def test_a_folder_that_cannot_be_looked_at_is_told(tiny: TinyStore, folder: Path) -> None:
    """Where the system keeps the folder of a case from its owner, that is told: its files are not said to be gone."""
    tiny.create(CASE, opened())
    tiny.keep_file(CASE, "a.txt", b"a letter")
    kept = folder / "open" / CASE

    def meddle(_count: int, name: str, real: Callable[..., Any], args: Any, kwargs: Any) -> Any:  # noqa: ANN401  # as the system
        if name in ("lstat", "open", "stat") and args[0] in (kept, kept / "a.txt"):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return real(*args, **kwargs)

    with meddling(meddle), pytest.raises(ReadFailed, match=rf"{CASE} could not be read: permission is denied"):
        tiny.file(CASE, "a.txt")

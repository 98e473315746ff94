"""Copies of an office: proven, taken while others work, and an office again; what is spoilt is never used."""

from __future__ import annotations

import json
import os
import sys
import threading
import zipfile
from typing import TYPE_CHECKING

import pytest

from engine.case.events import CaseClosed
from engine.store import WriteFailed
from engine.store.archive import MANIFEST, BackupSpoilt, is_inside, opened
from engine.store.audit import audit
from engine.store.backup import Taken, back_up, restore
from engine.store.ledger import Copied, Line, walk
from engine.store.tinydb import TinyStore
from tests.store.entries import CASE, OTHER, entry, notes
from tests.store.test_attacks import THIRD, file_of, furnished, running, write

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MADE = Copied("backup", "ann", "2025-03-03T09:30:00+00:00")
AGAIN = Copied("restored", "ann", "2025-03-04T09:30:00+00:00")

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such thing, or not for everybody")


@pytest.fixture
def office(folder: Path) -> Path:
    """Give the folder of an office with some cases."""
    (folder.parent / "procedures" / "documents").mkdir(parents=True)
    (folder.parent / "office.yaml").write_text("office: Example\n", encoding="utf-8")
    (folder.parent / "procedures" / "release.yaml").write_text("procedure: release\n", encoding="utf-8")
    (folder.parent / "procedures" / "documents" / "notes.txt").write_text("{patient}\n", encoding="utf-8")
    furnished(folder)
    return folder.parent


@pytest.fixture
def backup(office: Path, tmp_path: Path) -> Path:
    """Give a backup of it."""
    target = tmp_path / "monday.zip"
    assert back_up(office, store_of(office), target, MADE).is_right
    return target


def store_of(office: Path) -> TinyStore:
    """Give the cases of an office."""
    return TinyStore(office / "cases", timeout=0)


def contents(office: Path) -> dict[str, bytes]:
    """Give what is in an office, but for the locks and the ledger."""
    paths = {path.relative_to(office).as_posix(): path for path in office.rglob("*") if path.is_file()}
    return {
        name: path.read_bytes()
        for name, path in paths.items()
        if not name.startswith(("cases/locks/", "cases/ledger", "cases/journal"))
    }


def test_what_was_copied_comes_back(office: Path, backup: Path, tmp_path: Path) -> None:
    """A backup becomes an office with the same files, in a new folder, and nothing is found in it."""
    found = restore(backup, tmp_path / "again", AGAIN)
    assert contents(office) == contents(tmp_path / "again")
    assert ((), 3, 6) == (found.found, found.cases, found.entries)
    assert audit(store_of(tmp_path / "again"), audit(store_of(office)).tail.code).found == ()


def test_a_copy_stands_in_the_ledger(office: Path, backup: Path, tmp_path: Path) -> None:
    """That all was copied stands in the ledger, and that an office was restored stands in its own."""
    restore(backup, tmp_path / "again", AGAIN)
    deeds = [
        [one.deed for one in walk(store_of(place).lines()) if isinstance(one, Line)]
        for place in (office, tmp_path / "again")
    ]
    assert ([MADE], [MADE, AGAIN]) == (deeds[0][8:], deeds[1][8:])


def test_a_restored_office_goes_on(backup: Path, tmp_path: Path) -> None:
    """Cases of a restored office go on, and all still holds together."""
    restore(backup, tmp_path / "again", AGAIN)
    store = store_of(tmp_path / "again")
    store.append(CASE, notes(3), expected=3)
    store.keep_file(OTHER, "a.txt", b"another letter")
    assert ((), 4) == (audit(store).found, store.load(CASE).seq)


@posix
def test_a_restored_office_is_for_its_owner_alone(backup: Path, tmp_path: Path) -> None:
    """Whatever the umask, what is restored, and the backup itself, is for nobody else."""
    before = os.umask(0)
    try:
        restore(backup, tmp_path / "again", AGAIN)
    finally:
        os.umask(before)
    modes = {path.stat().st_mode & 0o777 for path in [backup, tmp_path / "again", *(tmp_path / "again").rglob("*")]}
    assert {0o600, 0o700} == modes


def test_an_ordinary_zip_file(office: Path, backup: Path) -> None:
    """A backup opens with whatever opens ZIP files; it holds the files of the office under their names."""
    with zipfile.ZipFile(backup) as file:
        assert file.testzip() is None
        there = {name: file.read(name) for name in file.namelist()}
    listed = [json.loads(line)["file"] for line in there.pop(MANIFEST).splitlines()]
    assert listed == list(there)
    assert contents(office).items() <= there.items()


def test_a_copy_is_of_one_moment(office: Path, tmp_path: Path) -> None:
    """What others do while the copy is made is not in it, not even in part: no case is ahead of another."""

    class Busy(TinyStore):
        """A store in which much happens as soon as its cases are listed to be copied."""

        def cases(self, *, closed: bool = False):  # type: ignore[no-untyped-def]  # noqa: ANN202  # as its base
            """Go on with one, close it, reopen none, and begin another; then list."""
            if not closed:
                other = store_of(office)
                other.append(CASE, notes(3), expected=3)
                other.append(CASE, [entry(5, CaseClosed(None))], expected=4)
                other.create("2025-0009", running("2025-0009"))
                other.keep_file(OTHER, "b.txt", b"b")
            return super().cases(closed=closed)

    found = back_up(office, Busy(office / "cases"), tmp_path / "monday.zip", MADE)
    assert ((), 3, 6) == (found.found, found.cases, found.entries)
    restore(tmp_path / "monday.zip", tmp_path / "again", AGAIN)
    again = store_of(tmp_path / "again")
    assert [CASE, OTHER] == list(again.cases())
    assert ([THIRD], 3) == (list(again.cases(closed=True)), again.load(CASE).seq)


def test_copies_are_made_while_others_write(office: Path, tmp_path: Path) -> None:
    """Copies that are made one after the other, while a desk writes as fast as it can, are all in order."""
    over = threading.Event()

    def go_on() -> None:
        store = TinyStore(office / "cases")
        seq = 3
        while not over.is_set():
            store.append(CASE, notes(seq), expected=seq)
            seq += 1

    busy = threading.Thread(target=go_on)
    busy.start()
    try:
        found = [back_up(office, store_of_all(office), tmp_path / f"{number}.zip", MADE) for number in range(5)]
    finally:
        over.set()
        busy.join()
    assert [()] * 5 == [one.found for one in found]
    assert sorted(one.entries for one in found) == [one.entries for one in found]


def store_of_all(office: Path) -> TinyStore:
    """Give the cases of an office, with patience."""
    return TinyStore(office / "cases")


@pytest.mark.usefixtures("no_chance")
def test_what_a_crash_left_is_copied_too(office: Path, tmp_path: Path) -> None:
    """An entry that has no line in the ledger yet is in the copy as it is in the office."""
    write(office / "cases", CASE, running(CASE, *notes(1, 3)))
    found = back_up(office, store_of(office), tmp_path / "monday.zip", MADE)
    assert [(CASE, False)] == [(one.case, one.is_wrong) for one in found.found]
    assert found.entries == 7


def test_a_damaged_case_is_copied_as_it_is(office: Path, tmp_path: Path) -> None:
    """A damaged case keeps no other from being copied; it is copied as it is, and named both times."""
    file_of(office / "cases").write_bytes(b"garbage")
    found = back_up(office, store_of(office), tmp_path / "monday.zip", MADE)
    again = restore(tmp_path / "monday.zip", tmp_path / "again", AGAIN)
    assert [[CASE]] * 2 == [[one.case for one in each.found if one.is_wrong] for each in (found, again)]
    assert file_of(tmp_path / "again" / "cases").read_bytes() == b"garbage"


def test_nothing_is_overwritten(office: Path, backup: Path) -> None:
    """A file that is there is not replaced by a backup, nor a folder that is not empty by an office."""
    before = backup.read_bytes()
    with pytest.raises(Taken, match="is there already; nothing was written"):
        back_up(office, store_of(office), backup, MADE)
    with pytest.raises(Taken, match="is there already"):
        restore(backup, office, AGAIN)
    assert (before, b"office: Example\n") == (backup.read_bytes(), (office / "office.yaml").read_bytes())


def test_an_empty_folder_may_be_filled(backup: Path, tmp_path: Path) -> None:
    """A folder that is there and empty becomes the office."""
    (tmp_path / "again").mkdir()
    restore(backup, tmp_path / "again", AGAIN)
    assert (tmp_path / "again" / "office.yaml").is_file()


def test_a_link_is_not_followed_out(office: Path, tmp_path: Path) -> None:
    """What a link in the office leads to is not copied."""
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    try:
        (office / "procedures" / "link.yaml").symlink_to(tmp_path / "secret.txt")
    except OSError:
        pytest.skip("this system makes no links for everybody")
    back_up(office, store_of(office), tmp_path / "monday.zip", MADE)
    with opened(tmp_path / "monday.zip") as archive:
        assert "procedures/link.yaml" not in archive.members


def rewritten(backup: Path, change: Callable[[dict[str, bytes]], object]) -> None:
    """Write a backup anew, with its files changed."""
    with zipfile.ZipFile(backup) as file:
        there = {name: file.read(name) for name in file.namelist()}
    change(there)
    with zipfile.ZipFile(backup, "w") as file:
        for name, content in there.items():
            file.writestr(name, content)


def led_out(there: dict[str, bytes]) -> None:
    """Give a file a name that leads out of the folder, in the list as well."""
    files = {"../x" if name == "office.yaml" else name: content for name, content in there.items()}
    files[MANIFEST] = files[MANIFEST].replace(b"office.yaml", b"../x")
    there.clear()
    there.update(files)


def scratched(path: Path) -> None:
    """Change a byte in the middle of what the largest file comes to."""
    with zipfile.ZipFile(path) as backup:
        largest = max(backup.infolist(), key=lambda one: one.compress_size)
    content = bytearray(path.read_bytes())
    content[largest.header_offset + 30 + len(largest.filename) + largest.compress_size // 2] ^= 0x55
    path.write_bytes(content)


SPOILT: dict[str, tuple[Callable[[Path], object], str]] = {
    "cut off": (lambda path: path.write_bytes(path.read_bytes()[:-100]), "cut off, damaged, or no ZIP file"),
    "a byte changed": (
        scratched,
        "is not a backup that can be used",
    ),
    "no ZIP file": (lambda path: path.write_bytes(b"garbage"), "no ZIP file"),
    "not there": (lambda path: path.unlink(), "ENOENT"),
    "no list": (lambda path: rewritten(path, lambda there: there.pop(MANIFEST)), "its list of files is missing"),
    "a list of nothing": (
        lambda path: rewritten(path, lambda there: there.update({MANIFEST: b"[]\n"})),
        "its list of files cannot be read",
    ),
    "a file missing": (
        lambda path: rewritten(path, lambda there: there.pop("office.yaml")),
        "its files are not those of its list",
    ),
    "a file too many": (
        lambda path: rewritten(path, lambda there: there.update({"x": b""})),
        "its files are not those of its list",
    ),
    "a file changed": (
        lambda path: rewritten(path, lambda there: there.update({"office.yaml": b"office: Other!!\n"})),
        "office.yaml is not what was put in",
    ),
    "a way out": (lambda path: rewritten(path, led_out), "a file whose name leads out of the folder"),
    "a file without end": (
        lambda path: rewritten(path, lambda there: there.update({"office.yaml": b"#" * 5_000_000})),
        "office.yaml is not what was put in",
    ),
}


@pytest.mark.parametrize("name", SPOILT)
def test_a_spoilt_backup_is_not_used(backup: Path, tmp_path: Path, name: str) -> None:
    """Whatever was done to a backup, nothing is restored from it, and nothing is left of the attempt."""
    spoil, told = SPOILT[name]
    spoil(backup)
    there = sorted(path.name for path in tmp_path.iterdir())
    with pytest.raises(BackupSpoilt, match=told):
        restore(backup, tmp_path / "again", AGAIN)
    assert there == sorted(path.name for path in tmp_path.iterdir())


@pytest.mark.parametrize("name", ["../x", "/x", "a/../../x", "a//b", "a\\..\\b", "C:/x", "a\nb", "", ".", "x" * 300])
def test_names_that_lead_out(name: str) -> None:
    """A name that is no plain path below the folder is not one that is put there."""
    assert is_inside(name) is False


def test_a_backup_that_cannot_be_written(office: Path, tmp_path: Path) -> None:
    """Where it cannot be written, nothing of it is there, and the fault names the file."""
    target = tmp_path / "no such folder" / "monday.zip"
    with pytest.raises(WriteFailed, match=r"monday\.zip could not be written: its folder is missing"):
        back_up(office, store_of(office), target, MADE)


def test_half_a_backup_is_in_nobodys_way(office: Path, tmp_path: Path) -> None:
    """What a killed backup or restore left behind is replaced by the next."""
    (tmp_path / ".monday.zip.part").write_bytes(b"half")
    (tmp_path / ".again.part" / "cases").mkdir(parents=True)
    back_up(office, store_of(office), tmp_path / "monday.zip", MADE)
    restore(tmp_path / "monday.zip", tmp_path / "again", AGAIN)
    assert ["again", "monday.zip"] == sorted(path.name for path in tmp_path.iterdir() if path.name != "cases")

"""One case comes back from a backup as far as the ledger vouches for it; what was lost is named, by verify too."""

from __future__ import annotations

import hashlib
import json
import shutil
from typing import TYPE_CHECKING

import pytest

from engine.case.events import AnswerRecorded, AnswerRedacted, CaseReopened, NoteAdded
from engine.store import CaseNotFound, CorruptLog, drive, vault
from engine.store.archive import opened
from engine.store.audit import Found, audit
from engine.store.backup import back_up
from engine.store.encrypting import encrypt
from engine.store.faults import Sealed
from engine.store.ledger import Committed, Kept, PutBack
from engine.store.put_back import NotPutBack, put_back
from engine.store.recovery import bring_to_disk
from engine.store.tinydb import TinyStore
from tests.store.acts import DIGEST
from tests.store.entries import CASE, MARK, OTHER, after, entry, notes
from tests.store.test_attacks import THIRD, deeds, file_of, furnished, running, write, write_ledger
from tests.store.test_backup import MADE

if TYPE_CHECKING:
    from pathlib import Path

    from engine.store.put_back import Returned

WHEN = "2025-03-05T09:30:00+00:00"


@pytest.fixture
def backup(folder: Path, tmp_path: Path) -> Path:
    """Make an office with some cases, and a backup of it; then two of the cases go on."""
    furnished(folder)
    made = copied(folder, tmp_path / "monday.zip")
    store = TinyStore(folder)
    store.append(CASE, notes(3, 2), expected=3)
    store.append(THIRD, [entry(3, CaseReopened("again"))], expected=2)
    bring_to_disk(store, 0)  # for what the journal holds is not lost
    return made


def copied(folder: Path, target: Path) -> Path:
    """Make a backup."""
    (folder.parent / "procedures").mkdir(exist_ok=True)
    (folder.parent / "office.yaml").write_text("office: Example\n", encoding="utf-8")
    back_up(folder.parent, TinyStore(folder), target, MADE)
    return target


def back(folder: Path, backup: Path, case: str = CASE) -> Returned:
    """Put a case back."""
    with opened(backup) as archive:
        return put_back(TinyStore(folder, timeout=0), archive, case, "ann", WHEN)


def found(folder: Path) -> list[tuple[str, str, bool]]:
    """Give what verify finds."""
    return [(one.case, one.message, one.is_wrong) for one in audit(TinyStore(folder, timeout=0)).found]


def test_a_case_that_is_gone(folder: Path, backup: Path) -> None:
    """A deleted case comes back as it was in the backup; what came after it is lost, and verify says so for ever."""
    file_of(folder).unlink()
    returned = back(folder, backup)
    assert (3, 2, ()) == (returned.entries, returned.lost, returned.aside)
    told = (CASE, "line 12: it was put back by ann on 2025-03-05; entries 4 to 5 are lost", False)
    assert [told] == found(folder)
    TinyStore(folder).append(CASE, notes(3), expected=3)
    assert [told] == found(folder)
    assert 4 == TinyStore(folder).load(CASE).seq


def test_what_can_still_be_read_is_not_lost(folder: Path, backup: Path) -> None:
    """Of a damaged file, the entries that came after the backup are taken over where they follow."""
    content = file_of(folder).read_bytes()
    whole = TinyStore(folder).load(CASE)
    file_of(folder).write_bytes(content.replace(b"note 2", b"note 9"))
    returned = back(folder, backup)
    assert (5, 0, whole) == (returned.entries, returned.lost, TinyStore(folder).load(CASE))
    assert [(CASE, "line 12: it was put back by ann on 2025-03-05; no entry is lost", False)] == found(folder)
    assert content == file_of(folder).read_bytes()


@pytest.mark.usefixtures("backup")
def test_what_the_journal_holds_is_not_lost(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A case that is gone comes back with what is still in the journal."""
    good = copied(folder, tmp_path / "good.zip")
    monkeypatch.setattr(drive, "boot", lambda _folder: "monday")
    TinyStore(folder).append(CASE, notes(5), expected=5)
    file_of(folder).unlink()
    returned = back(folder, good)
    assert (6, 0) == (returned.entries, returned.lost)


def test_what_was_there_is_set_aside(folder: Path, backup: Path) -> None:
    """The damaged file is kept, under a name that nothing else gets; a second one beside it, the same one once."""
    for number, spoilt in enumerate((b"first", b"second"), 1):
        file_of(folder).write_bytes(spoilt)
        path = folder / "aside" / CASE / (f"{CASE}.json" if number == 1 else f"{CASE}-2.json")
        assert (str(path),) == back(folder, backup).aside
        assert spoilt == path.read_bytes()
    file_of(folder).write_bytes(b"first")
    assert (str(folder / "aside" / CASE / f"{CASE}.json"),) == back(folder, backup).aside
    assert 2 == len(list((folder / "aside" / CASE).iterdir()))


def test_a_case_that_was_changed_comes_back(folder: Path, backup: Path) -> None:
    """A case that is whole in itself, and not what the ledger vouches for, comes back as it was."""
    before = TinyStore(folder).load(CASE)
    write(folder, CASE, running(CASE, entry(2, NoteAdded("nothing happened")), *notes(2, 3)))
    assert 3 == back(folder, backup).entries
    assert before.entries[:3] == TinyStore(folder).load(CASE).entries


def test_a_case_that_is_whole_is_left_alone(folder: Path, backup: Path) -> None:
    """It is no way to put a case back to an older state."""
    before = file_of(folder).read_bytes()
    with pytest.raises(NotPutBack, match="it is whole"):
        back(folder, backup)
    assert (before, 11) == (file_of(folder).read_bytes(), len(deeds(folder)))


def test_rolling_a_case_back_is_seen(folder: Path, backup: Path) -> None:
    """Whoever damages a case in order to put it back finds that verify tells what is lost, who did it and when."""
    file_of(folder).write_bytes(b"an accident")
    back(folder, backup)
    assert ["entries 4 to 5 are lost" in message for _, message, _ in found(folder)] == [True]


def test_a_line_that_puts_back_what_never_was_is_found(folder: Path, backup: Path) -> None:
    """A case that was changed, with a line that says it was put back so, is found."""
    assert backup.is_file()
    write(folder, CASE, running(CASE, entry(2, NoteAdded("nothing happened"))))
    head = TinyStore(folder).load(CASE).head
    write_ledger(folder, [*deeds(folder), PutBack(CASE, 2, head, "ann", WHEN)])
    assert (CASE, "line 12 puts it back to what the ledger never vouched for", True) in found(folder)


def test_a_line_that_cuts_is_seen(folder: Path, backup: Path) -> None:
    """A case that was cut, with a line that says it was put back so, is told as what it is: entries are lost."""
    assert backup.is_file()
    write(folder, CASE, running(CASE, *notes(1)))
    known = next(one for one in deeds(folder) if isinstance(one, Committed) and (one.case, one.entries) == (CASE, 1))
    write_ledger(folder, [*deeds(folder), PutBack(CASE, 1, known.head, "ann", WHEN)])
    assert any("entries 2 to 5 are lost" in message for _, message, _ in found(folder))


def test_a_backup_of_another_office(folder: Path, tmp_path: Path, backup: Path) -> None:
    """A backup whose entries the ledger does not vouch for is not used."""
    other = tmp_path / "other" / "cases"
    other.parent.mkdir()
    furnished(other)
    TinyStore(other).append(OTHER, notes(1), expected=1)
    foreign = copied(other, tmp_path / "foreign.zip")
    file_of(folder).unlink()
    with pytest.raises(NotPutBack, match="not what the ledger of this office vouches for"):
        back(folder, foreign)
    assert 3 == back(folder, backup).entries


def test_a_case_that_the_ledger_does_not_know(folder: Path, backup: Path) -> None:
    """What the office never recorded does not come into it."""
    write_ledger(folder, [one for one in deeds(folder) if getattr(one, "case", "") != CASE])
    with pytest.raises(NotPutBack, match="knows nothing of it"):
        back(folder, backup)


def test_a_case_that_is_not_in_the_backup(folder: Path, backup: Path) -> None:
    """A case that was opened after the backup was made cannot come back from it."""
    TinyStore(folder).create("2025-0004", running("2025-0004"))
    file_of(folder, "2025-0004").unlink()
    with pytest.raises(CaseNotFound):
        back(folder, backup, "2025-0004")


@pytest.mark.usefixtures("backup")
def test_a_refusal_leaves_the_journal(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who tries a backup that does not help loses nothing: what is in the journal comes back with the next one."""
    good = copied(folder, tmp_path / "good.zip")
    monkeypatch.setattr(drive, "boot", lambda _folder: "monday")
    TinyStore(folder).append(CASE, notes(5), expected=5)
    file_of(folder).write_bytes(b"garbage")
    later = copied(folder, tmp_path / "tuesday.zip")
    with pytest.raises(CorruptLog):
        back(folder, later)
    returned = back(folder, good)
    assert (6, 0) == (returned.entries, returned.lost)


def test_a_case_that_was_damaged_when_it_was_copied(folder: Path, tmp_path: Path, backup: Path) -> None:
    """A backup that holds a case damaged says so, and an older one helps."""
    file_of(folder).write_bytes(b"garbage")
    later = copied(folder, tmp_path / "tuesday.zip")
    with pytest.raises(CorruptLog):
        back(folder, later)
    assert 3 == back(folder, backup).entries


def test_it_goes_where_it_belongs(folder: Path, backup: Path) -> None:
    """A case that was closed when it was copied comes back among the closed ones, with its files."""
    TinyStore(folder).keep_file(THIRD, "b.txt", b"kept")
    file_of(folder, THIRD).write_bytes(b"garbage")
    returned = back(folder, backup, THIRD)
    store = TinyStore(folder)
    assert (2, 1, (), ()) == (returned.entries, returned.lost, returned.files, returned.gone)
    assert ([CASE, OTHER], [THIRD]) == (list(store.cases()), list(store.cases(closed=True)))
    assert b"kept" == store.file(THIRD, "b.txt")
    assert [] == [one for one in found(folder) if one[2]]


def test_files_come_back(folder: Path, backup: Path) -> None:
    """A kept file that is gone or changed comes back too, though the log is whole; what was there is set aside."""
    path = folder / "open" / OTHER / "a.txt"
    path.write_bytes(b"another letter")
    returned = back(folder, backup, OTHER)
    assert (("a.txt",), (), 0) == (returned.files, returned.gone, returned.lost)
    assert (b"a letter", b"another letter") == (path.read_bytes(), (folder / "aside" / OTHER / "a.txt").read_bytes())
    shutil.rmtree(path.parent)
    file_of(folder, OTHER).unlink()
    assert (("a.txt",), b"a letter") == (back(folder, backup, OTHER).files, path.read_bytes())
    assert [] == [one for one in found(folder) if one[2]]


def test_files_that_cannot_come_back_are_named(folder: Path, backup: Path) -> None:
    """A file that was kept after the backup was made is named as lost."""
    TinyStore(folder).keep_file(CASE, "b.txt", b"late")
    shutil.rmtree(folder / "open" / CASE)
    file_of(folder).unlink()
    assert ("b.txt",) == back(folder, backup).gone


def test_the_text_comes_back(folder: Path, backup: Path) -> None:
    """The text that a case runs on comes back with it."""
    file_of(folder).unlink()
    path = folder / "texts" / f"{DIGEST}.yaml"
    path.unlink()
    back(folder, backup)
    assert path.is_file()


def test_what_was_redacted_does_not_come_back(folder: Path, tmp_path: Path) -> None:
    """A value that was taken out after the backup stays out, whichever line of the file is damaged."""
    store = TinyStore(folder)
    furnished(folder)
    store.append(CASE, after(3, AnswerRecorded("phone", f"{MARK} 1")), expected=3)
    backup = copied(folder, tmp_path / "monday.zip")
    store.append(CASE, after(4, AnswerRedacted("phone")), expected=4)
    content = file_of(folder).read_bytes()
    lines = content.split(b"\n")
    for number in range(1, 5):
        spoilt = [*lines[:number], b'"x":{},', *lines[number + 1 :]]
        file_of(folder).write_bytes(b"\n".join(spoilt))
        assert (5, 0) == ((now := back(folder, backup)).entries, now.lost)
        assert MARK.encode() not in file_of(folder).read_bytes()
        assert json.loads(content)["head"] == json.loads(file_of(folder).read_bytes())["head"]


def test_a_case_of_one_file_too_many(folder: Path, backup: Path) -> None:
    """Where the case lies in another place as well, one file of it is left; what is damaged is set aside."""
    closed = folder / "closed" / "2024"
    closed.mkdir(parents=True)
    shutil.copy(file_of(folder), closed)
    file_of(folder).write_bytes(b"garbage")
    returned = back(folder, backup)
    assert (5, 1, False) == (returned.entries, len(returned.aside), (closed / f"{CASE}.json").exists())
    assert [Found(CASE, "line 12: it was put back by ann on 2025-03-05; no entry is lost", is_wrong=False)] == list(
        audit(TinyStore(folder)).found
    )


@pytest.mark.usefixtures("quick_keys")
def test_an_encrypted_case_comes_back(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A case that is encrypted comes back so, for whoever says the passphrase, and for nobody else."""
    monkeypatch.setenv(vault.PASSPHRASE, "correct horse battery")
    furnished(folder)
    encrypt(TinyStore(folder), "correct horse battery")
    backup = copied(folder, tmp_path / "monday.zip")
    whole = file_of(folder).read_bytes()
    file_of(folder).write_bytes(whole[:-1])
    monkeypatch.delenv(vault.PASSPHRASE)
    with pytest.raises(Sealed):
        back(folder, backup)
    file_of(folder).write_bytes(whole)
    with pytest.raises(Sealed):
        back(folder, backup)
    monkeypatch.setenv(vault.PASSPHRASE, "correct horse battery")
    file_of(folder).write_bytes(whole[:-1])
    assert 3 == back(folder, backup).entries
    assert file_of(folder).read_bytes().startswith(vault.MAGIC)
    assert [] == [one for one in found(folder) if one[2]]


@pytest.mark.parametrize("line", [b'"2":{"seq":2}', b'"2":{"seq":2,"previous":"x"}', b'"2":{"seq":[}', b'"2":{}'])
def test_what_is_no_entry_is_not_taken_over(folder: Path, backup: Path, line: bytes) -> None:
    """A line of the damaged file that does not follow the one before it comes from the backup."""
    lines = file_of(folder).read_bytes().split(b"\n")
    file_of(folder).write_bytes(b"\n".join([*lines[:2], line + b",", *lines[3:]]))
    returned = back(folder, backup)
    assert (5, 0) == (returned.entries, returned.lost)


def test_files_that_are_whole_are_left_alone(folder: Path, backup: Path) -> None:
    """Of a case whose log is damaged, kept files that are as they were need not come back, and are not set aside."""
    path = folder / "open" / OTHER / "a.txt"
    before = path.stat().st_ino
    file_of(folder, OTHER).write_bytes(b"garbage")
    returned = back(folder, backup, OTHER)
    assert ((), (), before) == (returned.files, returned.gone, path.stat().st_ino)
    assert (str(folder / "aside" / OTHER / f"{OTHER}.json"),) == returned.aside


def test_a_file_of_the_same_name_is_not_the_same(folder: Path, backup: Path) -> None:
    """Where a file was taken out, and another kept under its name, what was taken out does not come back for it."""
    store = TinyStore(folder)
    store.discard_file(OTHER, "a.txt")
    assert "a.txt" == store.keep_file(OTHER, "a.txt", b"another letter")
    shutil.rmtree(folder / "open" / OTHER)
    returned = back(folder, backup, OTHER)
    assert ((), ("a.txt",)) == (returned.files, returned.gone)
    assert not (folder / "open" / OTHER / "a.txt").exists()


def test_a_line_that_names_a_file_elsewhere_is_not_believed(folder: Path, backup: Path) -> None:
    """What the ledger calls a kept file is looked for beside its case alone, whatever was written into it."""
    (folder / "secret.txt").write_bytes(b"secret")
    (folder / "open" / CASE).mkdir()
    write_ledger(folder, [*deeds(folder), Kept(CASE, "../../secret.txt", hashlib.sha256(b"secret").hexdigest())])
    assert ("../../secret.txt",) == back(folder, backup).gone


@pytest.mark.usefixtures("no_chance")
def test_less_than_was_ever_recorded_is_not_put_back(folder: Path, tmp_path: Path) -> None:
    """A backup of another office, with fewer entries of the case than its first commit had here, is not used."""
    other = tmp_path / "other" / "cases"
    other.parent.mkdir()
    TinyStore(other).create(CASE, running(CASE))
    TinyStore(folder).create(CASE, running(CASE, *notes(1)))
    bring_to_disk(TinyStore(folder), 0)
    file_of(folder).unlink()
    with pytest.raises(NotPutBack, match="not what the ledger of this office vouches for"):
        back(folder, copied(other, tmp_path / "foreign.zip"))
    assert not file_of(folder).exists()


@pytest.mark.usefixtures("quick_keys", "backup")
def test_what_the_journal_holds_locked_is_asked_for(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the journal holds entries of a case that is gone, encrypted, they are not lost for want of a passphrase."""
    good = copied(folder, tmp_path / "good.zip")
    monkeypatch.setattr(drive, "boot", lambda _folder: "monday")
    monkeypatch.setenv(vault.PASSPHRASE, "correct horse battery")
    encrypt(TinyStore(folder), "correct horse battery")
    TinyStore(folder).append(CASE, notes(5), expected=5)
    file_of(folder).unlink()
    monkeypatch.delenv(vault.PASSPHRASE)
    with pytest.raises(Sealed):
        back(folder, good)
    monkeypatch.setenv(vault.PASSPHRASE, "correct horse battery")
    assert (6, 0) == ((returned := back(folder, good)).entries, returned.lost)

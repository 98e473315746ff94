"""The journal: what is in it, what it gives back after a power cut, and what it does not hide."""

from __future__ import annotations

import errno
import os
import stat
import sys
from typing import TYPE_CHECKING, Any

import pytest

from engine.case.events import AnswerRedacted, CaseClosed, CaseReopened, NoteAdded
from engine.store import ReadFailed, StoreLocked, WriteFailed, drive, making, tinydb
from engine.store import page as pages
from engine.store.audit import audit
from engine.store.journal import Commit, Journal, read
from engine.store.locks import Locks
from engine.store.parts import Parts
from engine.store.recovery import bring_to_disk
from engine.store.tinydb import TinyStore
from tests.store.acts import left_over, unproven
from tests.store.entries import CASE, MARK, OTHER, after, notes, opened
from tests.store.test_attacks import file_of
from tests.store.world import meddling

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import TypeAlias

    from engine.case.events import Recorded

    Spoilt: TypeAlias = Callable[[bytes], bytes] | bytes | None

ONE = Commit("a boot", CASE, 0, 1, "5f" * 32, None, None, b"the file of a case\n#and more")
TWO = ONE._replace(after=1, entries=2, head="6f" * 32, content=b"longer")


@pytest.fixture
def store(folder: Path, monkeypatch: pytest.MonkeyPatch) -> TinyStore:
    """Make a case with three entries, all of which are in the journal."""
    monkeypatch.setattr(drive, "boot", lambda _folder: "monday")
    made = TinyStore(folder, timeout=0)
    made.create(CASE, opened())
    made.append(CASE, notes(1), expected=1)
    made.append(CASE, notes(2), expected=2)
    return made


def restarted(folder: Path, monkeypatch: pytest.MonkeyPatch) -> TinyStore:
    """Start the machine again."""
    monkeypatch.setattr(drive, "boot", lambda _folder: "tuesday")
    return TinyStore(folder, timeout=0)


def as_it_was(folder: Path, entries: int) -> bytes:
    """Give what the file of the case held when it had so many entries."""
    return pages.cut(pages.read(CASE, "a test", file_of(folder).read_bytes()), entries).content


def journal(folder: Path) -> bytes:
    """Give what is in the journal."""
    return b"".join(path.read_bytes() for path in sorted(folder.glob("journal*")))


def test_what_is_written_is_read(tmp_path: Path) -> None:
    """Commits come back in order, whatever is in them; one that was taken back does not."""
    made = Journal(tmp_path)
    assert (True, True) == (made.add(ONE), made.add(TWO))
    assert [ONE, TWO] == made.commits()
    made.take_back(TWO)
    assert [ONE] == made.commits()


def test_what_was_taken_back_later_does_not_come_back(tmp_path: Path) -> None:
    """Nor if the journal began anew meanwhile."""
    made = Journal(tmp_path)
    made.add(ONE)
    made.add(TWO)
    made.begin_anew()
    made.take_back(TWO)
    assert [ONE] == made.commits()


def test_what_was_gone_on_without_does_not_come_back(tmp_path: Path) -> None:
    """A commit that the next one of the same case does not go on from did not come about; others are not touched."""
    made = Journal(tmp_path)
    other, again = TWO._replace(case=OTHER), TWO._replace(head="7f" * 32)
    for one in (ONE, other, TWO, again):
        made.add(one)
    assert [ONE, other, again] == made.commits()


@pytest.mark.parametrize("garbage", [b"\n#", b"\0" * 700, b"\n#" + b"5f" * 32 + b" {}\n", b"half a commit"])
def test_what_is_no_commit_is_passed_over(tmp_path: Path, garbage: bytes) -> None:
    """What a crash left by halves, at the beginning, between or at the end, hides no commit."""
    made = Journal(tmp_path)
    for one in (ONE, TWO):
        with (tmp_path / "journal").open("ab") as file:
            file.write(garbage)
        made.add(one)
    with (tmp_path / "journal").open("ab") as file:
        file.write(garbage)
    assert [ONE, TWO] == made.commits()
    assert made.is_of_another_boot()


def test_a_commit_that_is_cut_is_none(tmp_path: Path) -> None:
    """Of a commit that was torn anywhere, nothing is read."""
    Journal(tmp_path).add(ONE)
    whole = (tmp_path / "journal").read_bytes()
    for cut in range(len(whole) - 1):
        (tmp_path / "journal").write_bytes(whole[:cut])
        assert [] == list(read(tmp_path / "journal"))


@pytest.mark.skipif(sys.platform == "win32", reason="links of POSIX systems")
@pytest.mark.parametrize("plant", [os.symlink, os.link])
def test_nothing_is_written_through_a_link(folder: Path, store: TinyStore, plant: Callable[..., None]) -> None:
    """Where the journal is a link, or has a second name, the case lasts without it; the next start refuses a link."""
    victim = folder.parent / "victim"
    victim.write_bytes(b"not ours")
    (folder / "journal").unlink()
    plant(victim, folder / "journal")
    store.append(CASE, notes(3), expected=3)
    assert (b"not ours", 4) == (victim.read_bytes(), store.load(CASE).seq)
    if plant is os.symlink:
        with pytest.raises(ReadFailed, match="it is a link"):
            TinyStore(folder)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("gone", None),
        ("empty", b""),
        ("cut", lambda whole: whole[:100]),
        ("zeroed", lambda whole: whole[:60] + bytes(40) + whole[100:]),
        ("older", lambda _whole: None),
    ],
)
@pytest.mark.usefixtures("store")
def test_a_case_comes_back(folder: Path, monkeypatch: pytest.MonkeyPatch, name: str, content: Spoilt) -> None:
    """What a power cut leaves of a case is put right at the next start, and all holds together."""
    path = file_of(folder)
    whole = path.read_bytes()
    if name == "gone":
        path.unlink()
    elif name == "older":
        path.write_bytes(as_it_was(folder, 2))
    else:
        path.write_bytes(content(whole) if callable(content) else b"")
    again = restarted(folder, monkeypatch)
    assert (whole, b"") == (path.read_bytes(), journal(folder))
    assert ([], []) == (unproven(again), left_over(folder))


@pytest.mark.parametrize("left", ["as it was synced", "torn", "as it is"])
def test_a_commit_that_is_not_in_the_journal_comes_between(
    folder: Path, store: TinyStore, monkeypatch: pytest.MonkeyPatch, left: str
) -> None:
    """A commit that was too long for the journal lasts by itself; what came after it comes back from the journal."""
    with monkeypatch.context() as patch:
        patch.setattr(making, "LARGEST", 10)
        store.append(CASE, notes(3), expected=3)
    store.append(CASE, notes(4), expected=4)
    store.append(CASE, notes(5), expected=5)
    path = file_of(folder)
    whole, synced = path.read_bytes(), as_it_was(folder, 4)
    assert [one.after for one in store.journal.commits()] == [0, 1, 2, 4, 5]
    path.write_bytes({"torn": whole[: len(synced)], "as it is": whole}.get(left, synced))
    again = restarted(folder, monkeypatch)
    assert (whole, b"") == (path.read_bytes(), journal(folder))
    assert ([], []) == (unproven(again), left_over(folder))


def _later(whole: bytes, at: int) -> bytes:
    """Give a later part of a file as an earlier state had it, and the rest as it is."""
    return whole[:at] + b'\n},"head"' + whole[at + 9 :]


@pytest.mark.parametrize(
    ("spoil", "is_put_right"),
    [
        (lambda whole, _at: whole, True),
        (lambda whole, at: whole[: at + 1], True),
        (lambda whole, at: whole[:at], True),
        (lambda whole, at: whole[:at] + bytes(len(whole) - at), True),
        (_later, True),
        (lambda whole, at: whole[: at - 1], False),
        (lambda whole, at: whole[: at - 1] + b"\0" + whole[at:], False),
        (lambda whole, at: whole[:at] + b"!" + whole[at + 1 :], False),
        (lambda whole, _at: whole + b"\0", False),
        (lambda _whole, _at: b"", False),
        (lambda _whole, _at: None, False),
    ],
    ids=[
        *("whole", "cut after a byte", "cut before the first", "zeroed", "mixed of two states"),
        *("cut before", "zeroed before", "changed", "longer", "empty", "gone"),
    ],
)
def test_the_end_of_a_case_comes_back(
    folder: Path,
    store: TinyStore,
    monkeypatch: pytest.MonkeyPatch,
    spoil: Callable[[bytes, int], bytes | None],
    is_put_right: bool,  # noqa: FBT001  # a parameter of a test
) -> None:
    """Of a case that was on the disk, what was written since is put right; what was there before is left as it is."""
    bring_to_disk(store, 0)
    before = file_of(folder).read_bytes()
    for seq in (3, 4):
        store.append(CASE, notes(seq), expected=seq)
    whole = file_of(folder).read_bytes()
    spoilt = spoil(whole, before.rindex(b'\n},"head"'))
    file_of(folder).unlink()
    if spoilt is not None:
        file_of(folder).write_bytes(spoilt)
    again = restarted(folder, monkeypatch)
    left = file_of(folder).read_bytes() if file_of(folder).exists() else None
    assert (whole if is_put_right else spoilt) == left
    assert is_put_right == (not unproven(again))


def test_a_case_that_was_moved_comes_back(folder: Path, store: TinyStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """A case that was closed and reopened is where its log says, once, with its files."""
    store.keep_file(CASE, "a.txt", b"kept")
    before = file_of(folder).read_bytes()
    store.append(CASE, after(3, CaseClosed(None)), expected=3)
    (folder / "closed" / "2025" / CASE).rename(folder / "open" / CASE)
    file_of(folder).write_bytes(before)
    again = restarted(folder, monkeypatch)
    assert ([], [CASE], b"kept") == (list(again.cases()), list(again.cases(closed=True)), again.file(CASE, "a.txt"))
    again.append(CASE, after(4, CaseReopened("x")), expected=4)
    assert [] == unproven(again)


@pytest.mark.parametrize("lines", [0, 1, 2])
@pytest.mark.usefixtures("store")
def test_the_ledger_comes_back(folder: Path, monkeypatch: pytest.MonkeyPatch, lines: int) -> None:
    """Lines that did not get to the disk are written again after a remark, torn ones are replaced by them."""
    path = folder / "ledger.jsonl"
    whole = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(whole[:lines]) + bytes(len(whole[lines])) + b"".join(whole[lines + 1 :]))
    again = restarted(folder, monkeypatch)
    found = audit(again).found
    assert [] == [one.message for one in found if one.is_wrong and "procedure text" not in one.message]
    assert any(f"before line {lines + 1} a crash left a commit" in one.message for one in found)
    assert 3 == again.load(CASE).seq


def test_what_no_power_cut_leaves_is_found(folder: Path, store: TinyStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """A case that was edited is not replaced at the next start, and a line of another kind is not taken out."""
    store.keep_file(CASE, "a.txt", b"kept")
    edited = file_of(folder).read_bytes().replace(b"note 2", b"note 9")
    file_of(folder).write_bytes(edited)
    ledger = folder / "ledger.jsonl"
    changed = ledger.read_bytes().replace(b'"entries":2', b'"entries":9')
    ledger.write_bytes(changed)
    again = restarted(folder, monkeypatch)
    assert (edited, True) == (file_of(folder).read_bytes(), ledger.read_bytes().startswith(changed))
    told = " ".join(unproven(again))
    assert ("does not follow" in told, "the ledger is broken" in told) == (True, True)


@pytest.mark.usefixtures("store")
def test_nothing_is_put_back_while_the_machine_runs(folder: Path) -> None:
    """Who takes an entry off a case is found out: the journal is no cover, as long as there was no power cut."""
    file_of(folder).write_bytes(as_it_was(folder, 2))
    told = unproven(TinyStore(folder))
    assert ["it was cut or put back: line 3 vouches for 3 entries, and 2 are there"] == told


def test_what_was_refused_does_not_come_back(folder: Path, store: TinyStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """An act that failed after it was in the journal is taken back there, too."""

    def meddle(_count: int, name: str, real: Callable[..., Any], args: Any, kwargs: Any) -> Any:  # noqa: ANN401  # as the system
        if name == "pwrite" and args[2]:  # not a lock
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return real(*args, **kwargs)

    with meddling(meddle), pytest.raises(WriteFailed):
        store.append(CASE, notes(3), expected=3)
    assert 3 == restarted(folder, monkeypatch).load(CASE).seq


def test_what_is_taken_out_is_not_in_the_journal(folder: Path, store: TinyStore) -> None:
    """Before something is taken out of a case, the journal begins anew, and holds nothing of it afterwards."""
    store.append(CASE, after(3, NoteAdded(MARK)), expected=3)
    assert MARK.encode() in journal(folder)
    store.append(CASE, after(4, AnswerRedacted("phone")), expected=4)
    assert MARK.encode() not in journal(folder)


def test_nothing_is_taken_out_while_the_journal_cannot_begin_anew(folder: Path, store: TinyStore) -> None:
    """While somebody is at another case whose commits are in it, a redaction is refused, and nothing is changed."""
    store.create(OTHER, opened(OTHER))
    with Locks(folder / "locks", 0, "ann").held(f"case {OTHER}"), pytest.raises(StoreLocked):
        TinyStore(folder, timeout=0).append(CASE, after(3, AnswerRedacted("phone")), expected=3)
    assert 3 == store.load(CASE).seq
    store.append(CASE, after(3, AnswerRedacted("phone")), expected=3)
    assert b"" == journal(folder)


@pytest.mark.usefixtures("store")
def test_the_journal_is_kept_short(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once it is long, cases and ledger are brought to the disk and it begins anew; if that fails, later."""
    monkeypatch.setattr(tinydb, "LIMIT", 1)
    short = TinyStore(folder, timeout=0)
    with Locks(folder / "locks", 0, "ann").held("the journal", file="journal"):
        short.append(CASE, notes(3), expected=3)
    assert 4 == len(short.journal.commits())
    for seq in range(4, 9):
        short.append(CASE, notes(seq), expected=seq)
    assert len(short.journal.commits()) < 4
    bring_to_disk(short, 0)
    assert (b"", 9) == (journal(folder), TinyStore(folder).load(CASE).seq)


@pytest.mark.parametrize("act", [notes(3), after(3, CaseClosed(None))], ids=["note", "close"])
@pytest.mark.usefixtures("store")
def test_a_machine_that_does_not_tell_its_starts(
    folder: Path, monkeypatch: pytest.MonkeyPatch, act: list[Recorded]
) -> None:
    """Where nobody can tell whether there was a power cut, there is no journal, and what was in one is looked at."""
    monkeypatch.setattr(drive, "boot", lambda _folder: "")
    file_of(folder).write_bytes(b"")
    plain = TinyStore(folder, timeout=0)
    plain.append(CASE, act, expected=3)
    assert (b"", 4, []) == (journal(folder), plain.load(CASE).seq, unproven(plain))


@pytest.mark.parametrize("where", ["case", "ledger"])
def test_syncing_that_failed_once_is_not_believed_the_next_time(folder: Path, store: TinyStore, where: str) -> None:
    """A disk that failed may say the next time that all is well: case and ledger are written once more before that."""
    wanted = file_of(folder).stat().st_ino if where == "case" else (folder / "ledger.jsonl").stat().st_ino
    written: list[str] = []

    def fail(_count: int, name: str, real: Callable[..., Any], args: Any, kwargs: Any) -> Any:  # noqa: ANN401  # as the system
        if name in {"fsync", "fdatasync"} and os.fstat(args[0]).st_ino == wanted:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return real(*args, **kwargs)

    def watch(_count: int, name: str, real: Callable[..., Any], args: Any, kwargs: Any) -> Any:  # noqa: ANN401  # as above
        if name in {"write", "fsync", "fdatasync", "unlink"}:
            written.append(f"{name} {_is_of(folder, args[0])}")
        return real(*args, **kwargs)

    with meddling(fail), pytest.raises(WriteFailed):
        bring_to_disk(store, 0)
    assert [1, 2, 3] == [one.entries for one in store.journal.commits()]
    with meddling(watch):
        bring_to_disk(store, 0)
    told = list(dict.fromkeys(one for one in written if one.partition(" ")[2]))
    assert ["write case", "fsync case", "write ledger", "fdatasync ledger", "unlink journal.old"] == told
    assert (b"", 3, []) == (journal(folder), store.load(CASE).seq, unproven(store))


def _is_of(folder: Path, what: int | Path) -> str:
    """Name the file that a call to the system is about, nothing for a folder; whatever else is written is the case."""
    if not isinstance(what, int):
        return what.name
    facts = os.fstat(what)
    if stat.S_ISDIR(facts.st_mode):
        return ""
    return "ledger" if facts.st_ino == (folder / "ledger.jsonl").stat().st_ino else "case"


def test_the_parts_of_a_store(store: TinyStore) -> None:
    """A store on disk has the parts that the journal and what comes after a power cut work on."""
    parts: Parts = store
    wanted = {name for name in vars(Parts) if not name.startswith("_")}
    assert [] == [name for name in wanted if not hasattr(parts, name)]

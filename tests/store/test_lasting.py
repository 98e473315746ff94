"""What was acknowledged lasts, and what was refused stays away, where several things come together."""

from __future__ import annotations

import errno
import os
import stat
import sys
from typing import TYPE_CHECKING, Any

import pytest

from engine.case.events import CaseClosed, NoteAdded
from engine.store import CorruptLog, Unsettled, WriteFailed, drive, journal, tails
from engine.store.journal import LARGEST, Journal
from engine.store.recovery import bring_to_disk
from engine.store.tinydb import TinyStore
from tests.store.acts import left_over, unproven
from tests.store.entries import CASE, OTHER, after, notes, opened
from tests.store.hard_day import HardDay
from tests.store.power import day
from tests.store.test_attacks import file_of
from tests.store.test_recovery import ONE, as_it_was, restarted, store
from tests.store.world import meddling

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

__all__ = ["store"]  # a fixture

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the journal, without which no file grows, is Linux's")


def failing(*names: str, of: Callable[[str], bool]) -> AbstractContextManager[None]:
    """Let these calls to the system fail, if they are about a file or a folder of such a path."""

    def meddle(_count: int, name: str, real: Callable[..., Any], args: Any, kwargs: Any) -> Any:  # noqa: ANN401  # as the system
        if name in names and of(path_of(args[0])):
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return real(*args, **kwargs)

    return meddling(meddle)


def path_of(what: object) -> str:
    """Give the path of what a call to the system is about."""
    return os.readlink(f"/proc/self/fd/{what}") if isinstance(what, int) else str(what)  # noqa: PTH115  # the name alone


def no_line() -> AbstractContextManager[None]:
    """Let nothing get into the ledger."""
    return failing("write", of=lambda path: path.endswith("ledger.jsonl"))


def no_names() -> AbstractContextManager[None]:
    """Let no name in the folder of open cases become durable."""
    return failing("fsync", of=lambda path: path.endswith("/open"))


# -- what was acknowledged -------------------------------------------------------------------------------------------


def test_what_follows_a_large_commit_comes_back(
    folder: Path, store: TinyStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A commit that is too large for the journal lasts by itself; those before and after it are in the journal."""
    store.append(CASE, after(3, *[NoteAdded("x" * 19_000)] * (LARGEST // 19_000 + 1)), expected=3)
    before, seq = file_of(folder).read_bytes(), store.load(CASE).seq
    store.append(CASE, notes(seq), expected=seq)
    file_of(folder).write_bytes(before)
    again = restarted(folder, monkeypatch)
    assert (seq + 1, [], []) == (again.load(CASE).seq, unproven(again), left_over(folder))


@pytest.mark.parametrize(
    ("left", "is_put_right"),
    [
        (lambda _before, _grown: b"", True),
        (lambda _before, grown: grown[:-70], True),
        (lambda before, _grown: before, True),
        (lambda before, _grown: before.replace(b"note 2", b"note 9"), False),
    ],
    ids=["empty", "torn", "older", "changed"],
)
def test_what_was_written_whole_comes_back(
    folder: Path,
    store: TinyStore,
    monkeypatch: pytest.MonkeyPatch,
    left: Callable[[bytes, bytes], bytes],
    is_put_right: bool,  # noqa: FBT001  # a parameter of a test
) -> None:
    """A file that grew, and was then replaced since it had another name: what is found of either is put right."""
    bring_to_disk(store, 0)
    before = file_of(folder).read_bytes()
    store.append(CASE, notes(3), expected=3)
    grown = file_of(folder).read_bytes()
    (folder / "second").hardlink_to(file_of(folder))
    store.append(CASE, notes(4), expected=4)
    (folder / "second").unlink()
    whole, spoilt = file_of(folder).read_bytes(), left(before, grown)
    file_of(folder).write_bytes(spoilt)
    again = restarted(folder, monkeypatch)
    assert (whole if is_put_right else spoilt, is_put_right) == (file_of(folder).read_bytes(), not unproven(again))


def test_what_is_older_than_the_journal_is_put_right(
    folder: Path, store: TinyStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that was replaced may be found as it was before that, of which the journal knows nothing."""
    bring_to_disk(store, 0)
    before = file_of(folder).read_bytes()
    (folder / "second").hardlink_to(file_of(folder))
    store.append(CASE, notes(3), expected=3)
    (folder / "second").unlink()
    file_of(folder).write_bytes(before)
    again = restarted(folder, monkeypatch)
    assert (4, []) == (again.load(CASE).seq, unproven(again))


def test_a_journal_as_it_was_is_read(folder: Path, store: TinyStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """A journal that says of no commit from where on it is, has whole files; what came later goes on from them."""
    told = journal._encode  # noqa: SLF001  # how it is written
    with monkeypatch.context() as patch:
        patch.setattr(journal, "_encode", lambda said: told({name: said[name] for name in said if name != "at"}))
        (folder / "second").hardlink_to(file_of(folder))
        store.append(CASE, notes(3), expected=3)
    (folder / "second").unlink()
    store.append(CASE, notes(4), expected=4)
    heads = [line for line in (folder / "journal").read_bytes().splitlines() if b'"content":' in line]
    assert [False, True] == [b'"at":' in head for head in heads[-2:]]
    file_of(folder).write_bytes(b"")
    assert 5 == restarted(folder, monkeypatch).load(CASE).seq


def test_no_name_that_may_not_last_costs_a_case(folder: Path, store: TinyStore) -> None:
    """Where a case is written anew, and its name cannot be made durable, it is there as before, again and again."""
    bring_to_disk(store, 0)
    store.append(CASE, notes(3), expected=3)
    for _ in range(3):
        with no_names(), pytest.raises(WriteFailed):
            bring_to_disk(store, 0)
    bring_to_disk(store, 0)
    assert (4, []) == (TinyStore(folder).load(CASE).seq, unproven(store))


def test_a_start_that_fails_costs_no_case(folder: Path, store: TinyStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where what a power cut left is put right, and the name cannot be made durable, the next start does it."""
    bring_to_disk(store, 0)
    store.append(CASE, notes(3), expected=3)
    file_of(folder).write_bytes(as_it_was(folder, 3))
    with no_names(), pytest.raises(WriteFailed):
        restarted(folder, monkeypatch)
    assert 4 == restarted(folder, monkeypatch).load(CASE).seq


def test_a_case_that_did_not_get_to_the_disk_is_made_again(folder: Path, store: TinyStore) -> None:
    """Where syncing failed, the disk may hold something older, which is read once memory forgets the rest."""
    store.create(OTHER, opened(OTHER))
    bring_to_disk(store, 0)
    before, number = file_of(folder).read_bytes(), file_of(folder).stat().st_ino
    with no_line(), pytest.raises(WriteFailed):
        store.append(OTHER, notes(1), expected=1)  # which is taken back
    store.append(CASE, notes(3), expected=3)
    with failing("fsync", of=lambda path: path.endswith(f"{CASE}.json")), pytest.raises(WriteFailed):
        bring_to_disk(store, 0)
    file_of(folder).write_bytes(before)
    bring_to_disk(store, 0)
    again = TinyStore(folder)
    assert (4, 1, []) == (again.load(CASE).seq, again.load(OTHER).seq, unproven(again))
    assert number != file_of(folder).stat().st_ino


def left_in_the_lock(folder: Path, case: str) -> None:
    """Leave the name of a case in its lock, as whoever is killed at it does."""
    with pytest.raises(KeyboardInterrupt), TinyStore(folder).locks.held(f"case {case}"):
        raise KeyboardInterrupt


def test_whoever_comes_after_a_kill_looks_after_the_case(
    folder: Path, store: TinyStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A commit that is in the journal alone does not come about; one that is in the file gets its line."""
    for case, seq in ((CASE, 3), (OTHER, 0)):
        assert store.journal.add(ONE._replace(boot="monday", case=case, after=seq, entries=seq + 1))
        left_in_the_lock(folder, case)
        store.settle(case)
    assert [1, 2, 3] == [one.entries for one in store.journal.commits()]
    lines = (folder / "ledger.jsonl").read_bytes()
    store.append(CASE, notes(3), expected=3)
    (folder / "ledger.jsonl").write_bytes(lines)
    left_in_the_lock(folder, CASE)
    TinyStore(folder).settle(CASE)
    assert 4 == TinyStore(folder).ledger.last_of(CASE)
    again = restarted(folder, monkeypatch)
    assert (4, [], [CASE]) == (again.load(CASE).seq, unproven(again), list(again.cases()))


def test_who_waited_for_another_start_finds_it_done(
    folder: Path, store: TinyStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of two that start after a power cut, one puts right what it left."""
    store.append(CASE, notes(3), expected=3)
    monkeypatch.setattr(drive, "boot", lambda _folder: "tuesday")
    done: list[TinyStore] = []

    def meddle(_count: int, name: str, real: Callable[..., Any], args: Any, kwargs: Any) -> Any:  # noqa: ANN401  # as the system
        if name == "flock" and not done:
            done.append(store)
            done.append(TinyStore(folder, timeout=0))
        return real(*args, **kwargs)

    with meddling(meddle):
        done.append(TinyStore(folder, timeout=0))
    assert [4, 4] == [one.load(CASE).seq for one in done[1:]]


def test_where_a_large_commit_is_lasts_too(folder: Path, store: TinyStore) -> None:
    """Of a case that was moved, which only the journal knew, both folders are synced before it lasts by itself."""
    store.append(CASE, after(3, CaseClosed(None)), expected=3)
    synced: list[str] = []

    def watch(_count: int, name: str, real: Callable[..., Any], args: Any, kwargs: Any) -> Any:  # noqa: ANN401  # as the system
        if name == "fsync" and stat.S_ISDIR(os.fstat(args[0]).st_mode):
            synced.append(path_of(args[0]))
        return real(*args, **kwargs)

    with meddling(watch):
        store.append(CASE, after(4, *[NoteAdded("x" * 19_000)] * 8), expected=4)
    assert [str(folder / "open"), *[str(folder / "closed" / "2025")] * 2] == synced


def test_an_ending_lasts_without_the_journal(folder: Path, store: TinyStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the journal cannot be written, a case is closed durably: marked, written, moved, each of it synced."""
    bring_to_disk(store, 0)
    (folder / "journal").mkdir()
    synced: list[str] = []

    def watch(_count: int, name: str, real: Callable[..., Any], args: Any, kwargs: Any) -> Any:  # noqa: ANN401  # as the system
        if name == "fsync":
            synced.append(path_of(args[0]).rpartition("/")[2])
        return real(*args, **kwargs)

    with meddling(watch):
        store.append(CASE, after(3, CaseClosed(None)), expected=3)
    (folder / "journal").rmdir()
    assert ["open", "moving", f".{CASE}.json.new", "open", "closed", "2025", "open"] == [
        name for name in synced if name != "cases"
    ]
    again = restarted(folder, monkeypatch)
    assert ([CASE], []) == (list(again.cases(closed=True)), unproven(again))


# -- what was refused ------------------------------------------------------------------------------------------------


def test_what_was_refused_stays_away_when_the_journal_began_anew(
    folder: Path, store: TinyStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A commit that is in the journal of before is taken back in the one of now."""

    def meddle(_count: int, name: str, real: Callable[..., Any], args: Any, kwargs: Any) -> Any:  # noqa: ANN401  # as the system
        if name == "pwrite" and args[2]:  # not a lock
            (folder / "journal").rename(folder / "journal.old")
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return real(*args, **kwargs)

    with meddling(meddle), pytest.raises(WriteFailed):
        store.append(CASE, notes(3), expected=3)
    assert 3 == restarted(folder, monkeypatch).load(CASE).seq


def test_what_was_gone_past_does_not_come_about(tmp_path: Path) -> None:
    """A commit that nobody could take back is none, once its case went on from before it."""
    made = Journal(tmp_path)
    past = ONE._replace(after=1, entries=4, head="7f" * 32)
    follows = ONE._replace(after=1, entries=2, head="8f" * 32)
    elsewhere = past._replace(case=OTHER)
    for one in (ONE, past, elsewhere, follows):
        made.add(one)
    assert [ONE, elsewhere, follows] == made.commits()


def test_what_cannot_have_its_old_name_for_certain_has_its_old_content(folder: Path, store: TinyStore) -> None:
    """The new file has the name, and the old one may have it after a crash: both hold what was there before."""
    with file_of(folder).open("rb") as old:
        before = old.read()
        with no_line(), no_names(), pytest.raises(WriteFailed) as caught:
            store.append(CASE, notes(3), expected=3)
        old.seek(0)
        assert (before, before, False) == (
            file_of(folder).read_bytes(),
            old.read(),
            isinstance(caught.value, Unsettled),
        )


def calls(folder: Path, act: Callable[[], object]) -> Iterator[tuple[str, str]]:
    """Give what a refused act does to the file of the case and its folder, from its end on backwards."""
    made: list[tuple[str, str]] = []

    def watch(_count: int, name: str, real: Callable[..., Any], args: Any, kwargs: Any) -> Any:  # noqa: ANN401  # as the system
        made.append((name, path_of(args[0])) if args else (name, ""))
        return real(*args, **kwargs)

    with meddling(watch), no_line(), pytest.raises(WriteFailed):
        act()
    return ((name, path) for name, path in reversed(made) if path.startswith(str(folder / "open")))


def test_what_was_put_back_is_put_back_for_good(folder: Path, store: TinyStore) -> None:
    """The name of a file that was replaced and put back is synced; else what was refused may have it after a crash."""
    (folder / "second").hardlink_to(file_of(folder))
    done = calls(folder, lambda: store.append(CASE, notes(3), expected=3))
    wanted = [("fsync", str(folder / "open")), ("replace", str(folder / "open" / f".{CASE}.json.new"))]
    assert wanted == [one for one in done if one[0] in {"fsync", "replace"}][:2]


def test_what_was_put_back_in_its_place_is_synced(folder: Path, store: TinyStore) -> None:
    """Else the disk may take up what was refused, and then nothing that was written later."""
    with failing("open", of=lambda path: path.endswith(".new")):
        done = calls(folder, lambda: store.append(CASE, notes(3), expected=3))
    wanted = [(name, str(file_of(folder))) for name in ("fdatasync", "pwrite", "ftruncate")]
    assert wanted == [one for one in done if one[0] in {"fdatasync", "pwrite", "ftruncate"}][:3]


# -- what is read meanwhile ------------------------------------------------------------------------------------------


def test_who_read_half_an_end_reads_again_when_the_journal_is_gone(folder: Path, store: TinyStore) -> None:
    """The case may have been brought to the disk, and the journal with it, since a reader found half of it."""
    whole = file_of(folder).read_bytes()
    file_of(folder).write_bytes(whole[:-20])
    reader = TinyStore(folder)
    wrong: list[str] = []

    def meddle(_count: int, name: str, real: Callable[..., Any], args: Any, kwargs: Any) -> Any:  # noqa: ANN401  # as the system
        if name == "close" and not wrong and path_of(args[0]) == str(file_of(folder)):
            wrong.append(name)
            file_of(folder).write_bytes(whole)
            bring_to_disk(store, 0)
        return real(*args, **kwargs)

    with meddling(meddle):
        assert 3 == reader.load(CASE).seq


def test_what_has_its_line_is_damaged_if_it_is_cut(folder: Path, store: TinyStore) -> None:
    """No kill leaves a case that breaks off in a commit that is in the ledger: it is told, and left as it is."""
    bring_to_disk(store, 0)
    store.append(CASE, notes(3), expected=3)
    cut = file_of(folder).read_bytes()[:-10]
    file_of(folder).write_bytes(cut)
    for _ in range(2):
        with pytest.raises(CorruptLog, match="it is cut off"):
            TinyStore(folder).load(CASE)
    (told,) = unproven(TinyStore(folder))
    assert (cut, True) == (file_of(folder).read_bytes(), "it is cut off" in told)


def test_what_is_whole_by_now_is_not_written_again(folder: Path, store: TinyStore) -> None:
    """Who waited for a writer finds the same file as the writer left."""
    number = file_of(folder).stat().st_ino
    with store.locks.held(f"case {CASE}"):
        assert 3 == store._finished(CASE).page.log.seq  # noqa: SLF001  # what a reader does who found half of it
    assert number == file_of(folder).stat().st_ino


# -- all of it -------------------------------------------------------------------------------------------------------


@pytest.mark.no_cover
@pytest.mark.parametrize("seed", [0, 4, 5])
def test_a_power_cut_on_a_hard_day_loses_nothing(seed: int) -> None:
    """Whatever was refused before, in whatever way: nothing that was acknowledged is lost, nothing else comes back."""
    done = day(seed, 1_000, most=8, how=HardDay)
    assert ((), True) == (done.wrong, done.looked_at > 400)


PLANTED = {
    "what was refused stays in the journal": (journal, "_standing", list),
    "what is put back in its place is not synced": (tails, "sync_content", lambda _descriptor: None),
}


@pytest.mark.no_cover
@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_bug_is_caught(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A store that forgets one thing about acts that are refused is found out within a few days."""
    monkeypatch.setattr(*PLANTED[name])
    assert any(day(seed, 1_000, most=8, how=HardDay).wrong for seed in (0, 10))

"""Bringing to the disk what the journal holds: all of it is synced, and what could not be is written anew."""

from __future__ import annotations

import errno
import os
import sys
from typing import TYPE_CHECKING, Any

import pytest

from engine.case.events import CaseClosed
from engine.store import WriteFailed, drive
from engine.store.recovery import bring_to_disk
from engine.store.tinydb import TinyStore
from tests.store.entries import CASE, OTHER, after, notes, opened
from tests.store.test_attacks import file_of
from tests.store.world import meddling

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows syncs no folders")


@pytest.fixture
def store(folder: Path, monkeypatch: pytest.MonkeyPatch) -> TinyStore:
    """Make a case with three entries, all of which are in the journal."""
    monkeypatch.setattr(drive, "boot", lambda _folder: "monday")
    made = TinyStore(folder, timeout=0)
    made.create(CASE, opened())
    for seq in (1, 2):
        made.append(CASE, notes(seq), expected=seq)
    return made


def synced(act: Callable[[], object], but: Path | None = None) -> list[str]:
    """Do something, and name the files and folders that are synced; syncing one of them fails."""
    paths: dict[int, str] = {}
    found: list[str] = []

    def meddle(_count: int, name: str, real: Callable[..., Any], args: Any, kwargs: Any) -> Any:  # noqa: ANN401  # as the system
        if name in ("fsync", "fdatasync"):
            found.append(paths[args[0]])
            if but and found[-1] == str(but):
                raise OSError(errno.EIO, os.strerror(errno.EIO))
        given = real(*args, **kwargs)
        if name == "open":
            paths[given] = str(args[0])
        return given

    with meddling(meddle):
        act()
    return found


def test_all_that_the_journal_holds_is_synced(folder: Path, store: TinyStore) -> None:
    """Each case where it is, the folders it was in, the ledger, and that the journal is gone; nothing else."""
    store.create(OTHER, opened(OTHER))
    store.append(CASE, after(3, CaseClosed(None)), expected=3)
    expected = ["", f"closed/2025/{CASE}.json", f"open/{OTHER}.json", "closed/2025", "open", "ledger.jsonl", ""]
    assert [str(folder / name) for name in expected] == synced(lambda: bring_to_disk(store, 0))


@pytest.mark.parametrize("name", [f"open/{CASE}.json", "open", "ledger.jsonl"])
def test_what_cannot_be_synced_is_told(folder: Path, store: TinyStore, name: str) -> None:
    """The fault names the file or folder; the journal keeps what it holds; the next time, all is written anew."""
    number = file_of(folder).stat().st_ino
    with pytest.raises(WriteFailed) as caught:
        synced(lambda: bring_to_disk(store, 0), folder / name)
    assert (str(folder / name), "the disk reports an error (EIO)") == (caught.value.file, caught.value.cause)
    assert [1, 2, 3] == [one.entries for one in store.journal.commits()]
    bring_to_disk(store, 0)
    assert (False, True) == (store.journal.is_there(), number != file_of(folder).stat().st_ino)
    assert 3 == TinyStore(folder).load(CASE).seq


def test_a_closed_case_is_written_anew_where_it_is(folder: Path, store: TinyStore) -> None:
    """After a failed sync, a case that was closed meanwhile is whole in the folder of its year, and only there."""
    store.append(CASE, after(3, CaseClosed(None)), expected=3)
    home = folder / "closed" / "2025" / f"{CASE}.json"
    whole, number = home.read_bytes(), home.stat().st_ino
    with pytest.raises(WriteFailed):
        synced(lambda: bring_to_disk(store, 0), folder / "ledger.jsonl")
    bring_to_disk(store, 0)
    assert (whole, True, False) == (home.read_bytes(), number != home.stat().st_ino, file_of(folder).exists())

"""What goes wrong while an office is copied or restored: disks that fail, and what goes away meanwhile."""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from typing import TYPE_CHECKING, Any

import pytest

from engine.store import Unsettled, WriteFailed
from engine.store.archive import opened
from engine.store.backup import back_up, restore
from engine.store.recovery import bring_to_disk
from tests.store.entries import CASE, OTHER
from tests.store.test_attacks import THIRD, file_of
from tests.store.test_backup import AGAIN, MADE, backup, office, store_of
from tests.store.world import meddling

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

__all__ = ["backup", "office"]  # the fixtures

linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux makes all of a disk durable at once")


@pytest.mark.skipif(sys.platform == "win32", reason="names last there without being synced")
@pytest.mark.parametrize("failing", [("open",), ("open", "rename")], ids=["once", "for good"])
def test_a_name_that_may_not_last(office: Path, tmp_path: Path, failing: tuple[str, ...]) -> None:
    """A backup whose name may not last loses it; where it keeps it, it is not said that nothing was recorded."""
    target = tmp_path / "monday.zip"
    renamed: list[None] = []

    def meddle(_count: int, name: str, real: Callable[..., Any], args: Any, kwargs: Any) -> Any:  # noqa: ANN401  # as the system
        if renamed and name in failing:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        if name == "rename":
            renamed.append(None)
        return real(*args, **kwargs)

    store, is_kept = store_of(office), len(failing) > 1
    told = r"monday\.zip could not be written for certain" if is_kept else r"monday\.zip could not be written: the disk"
    with meddling(meddle), pytest.raises(WriteFailed, match=told) as fault:
        back_up(office, store, target, MADE)
    assert (is_kept, is_kept) == (isinstance(fault.value, Unsettled), target.exists())


def test_a_case_that_goes_while_all_is_copied(office: Path, tmp_path: Path) -> None:
    """A case that is removed after the cases were listed keeps no other from being copied, and is missed."""

    def meddle(_count: int, name: str, real: Callable[..., Any], args: Any, kwargs: Any) -> Any:  # noqa: ANN401  # as the system
        there = real(*args, **kwargs)
        if name == "listdir" and args[0] == office / "cases" / "open":
            file_of(office / "cases").unlink(missing_ok=True)
        return there

    store = store_of(office)
    bring_to_disk(store, 0)  # for from the journal it would be made again
    with meddling(meddle):
        found = back_up(office, store, tmp_path / "monday.zip", MADE)
    assert ([CASE], 3) == ([one.case for one in found.found if one.is_wrong], found.entries)
    with opened(tmp_path / "monday.zip") as archive:
        assert ([OTHER], [THIRD]) == (list(archive.cases()), list(archive.cases(closed=True)))


@linux
def test_each_file_is_synced_where_the_disk_is_not(
    backup: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no disk is synced as a whole, each file and folder is, before the office has its name."""
    synced: set[int] = set()
    before: list[set[int]] = []

    def meddle(_count: int, name: str, real: Callable[..., Any], args: Any, kwargs: Any) -> Any:  # noqa: ANN401  # as the system
        if name == "fsync":
            synced.add(os.fstat(args[0]).st_ino)
        if name == "rename":
            before.append(set(synced))
        return real(*args, **kwargs)

    monkeypatch.setattr(ctypes, "CDLL", lambda *_args, **_kwargs: object())
    again = tmp_path / "again"
    with meddling(meddle):
        restore(backup, again, AGAIN)
    with opened(backup) as archive:
        files = [again / name for name in archive.members]
    folders = {folder for path in files for folder in path.parents if folder.is_relative_to(again)}
    assert [] == [path for path in (*files, *folders) if path.stat().st_ino not in before[-1]]
    assert len(folders) > 5


@linux
def test_a_disk_that_cannot_be_synced_takes_no_office(
    backup: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the disk reports an error as all is made durable, it is told, and nothing is restored."""

    class Library:
        """A C library on a disk that is failing."""

        @staticmethod
        def syncfs(_descriptor: int) -> int:
            """Fail, and leave the reason."""
            ctypes.set_errno(errno.EIO)
            return -1

    monkeypatch.setattr(ctypes, "CDLL", lambda *_args, **_kwargs: Library)
    with pytest.raises(WriteFailed, match=r"again could not be written: the disk reports an error"):
        restore(backup, tmp_path / "again", AGAIN)
    assert ["monday.zip"] == sorted(path.name for path in tmp_path.iterdir())

"""Links, pipes, second names and odd umasks where the files of a store should be: nothing is written through them."""

from __future__ import annotations

import os
import stat
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from engine.store.faults import StoreFault
from engine.store.tinydb import TinyStore
from tests.store.entries import CASE, notes, opened

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="links, pipes and modes of POSIX systems")

VICTIM = b"not a file of ours\n"


@pytest.fixture
def victim(folder: Path) -> Path:
    """Make a file outside of the store, which nothing may change."""
    path = folder.parent / "victim"
    path.write_bytes(VICTIM)
    return path


def _append(store: TinyStore) -> None:
    store.append(CASE, notes(1), expected=1)


def _create(store: TinyStore) -> None:
    store.create(CASE, opened())


def _places(root: Path) -> dict[str, Path]:
    """Name what an append writes."""
    lock = next(path for path in (root / "locks").iterdir() if path.name != "ledger.lock")
    return {
        "case": root / "open" / f"{CASE}.json",
        "lock": lock,
        "ledger lock": root / "locks" / "ledger.lock",
        "ledger": root / "ledger.jsonl",
        "temporary": root / "open" / f".{CASE}.json.new",
    }


def _link(path: Path, victim: Path) -> None:
    path.unlink(missing_ok=True)
    path.symlink_to(victim)


def _second_name(path: Path, victim: Path) -> None:
    path.unlink(missing_ok=True)
    os.link(victim, path)


def _make_pipe(path: Path) -> None:
    if sys.platform != "win32":
        os.mkfifo(path)


def _pipe(path: Path, _victim: Path) -> None:
    path.unlink(missing_ok=True)
    _make_pipe(path)


@pytest.mark.parametrize("place", ["case", "lock", "ledger lock", "ledger", "temporary"])
@pytest.mark.parametrize("plant", [_link, _second_name, _pipe], ids=["link", "second name", "pipe"])
def test_what_is_planted_is_never_written_through(
    folder: Path, victim: Path, plant: Callable[[Path, Path], None], place: str
) -> None:
    """Whatever stands in the place of a file that is written, no other file is changed, and nothing waits for ever."""
    store = TinyStore(folder, timeout=0.5)
    _create(store)
    plant(_places(folder)[place], victim)
    other = TinyStore(folder, timeout=0.5)
    if place == "temporary":  # what a killed process left is swept away, whatever it is
        _append(other)
        assert [entry.seq for entry in TinyStore(folder).load(CASE).entries] == [1, 2]
    else:
        with pytest.raises(StoreFault) as raised:
            _append(other)
        assert str(folder) in str(raised.value) or CASE in str(raised.value)
    assert victim.read_bytes() == VICTIM


@pytest.mark.parametrize("name", ["open", "locks"])
def test_a_link_in_place_of_a_folder(folder: Path, tmp_path: Path, name: str) -> None:
    """A folder of the store that was swapped for a link to another is not written into."""
    (tmp_path / "elsewhere").mkdir()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(StoreFault):
        _create(TinyStore(folder, timeout=0.5))
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_link_in_place_of_the_folder_of_a_case(folder: Path, tmp_path: Path) -> None:
    """Files that belong to a case are not put through a link."""
    store = TinyStore(folder)
    _create(store)
    (tmp_path / "elsewhere").mkdir()
    (folder / "open" / CASE).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(StoreFault):
        store.keep_file(CASE, "received.pdf", b"x")
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_link_in_place_of_a_file_of_a_case(folder: Path, victim: Path) -> None:
    """A file of a case that was swapped for a link is not read, and another of its name is not written through it."""
    store = TinyStore(folder)
    _create(store)
    kept = store.keep_file(CASE, "received.pdf", b"scan")
    path = folder / "open" / CASE / kept
    _link(path, victim)
    with pytest.raises(StoreFault):
        store.file(CASE, kept)
    with suppress(StoreFault):  # or it gets another name
        store.keep_file(CASE, "received.pdf", b"another scan")
    assert victim.read_bytes() == VICTIM


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077, 0o177, 0o377, 0o777])
def test_an_odd_umask(tmp_path: Path, umask: int) -> None:
    """Files are for their owner alone, and can be read by their owner, whatever the umask."""
    folder = tmp_path / "cases"
    before = os.umask(umask)
    try:
        store = TinyStore(folder)
        _create(store)
        _append(store)
        store.keep_file(CASE, "received.pdf", b"scan")
    finally:
        os.umask(before)
    modes = {stat.S_IMODE(path.lstat().st_mode) for path in folder.rglob("*") if path.is_file()}
    folders = {stat.S_IMODE(path.lstat().st_mode) for path in (folder, *folder.rglob("*")) if path.is_dir()}
    assert (modes, folders) == ({0o600}, {0o700})
    assert [entry.seq for entry in TinyStore(folder).load(CASE).entries] == [1, 2]

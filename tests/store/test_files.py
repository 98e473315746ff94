"""What is done to a single file: all of it or nothing, through no link; each fault names the file and the cause."""

from __future__ import annotations

import errno
import os
import stat
import sys
import threading
from typing import TYPE_CHECKING

import pytest

from engine.store import files
from engine.store.faults import ReadFailed, StoreLocked, Unsettled, WriteFailed
from tests.store.world import calls_of, failing, meddling

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="modes, links and pipes are POSIX's")

NO_FOLDER = "its folder is missing (ENOENT)"
NO_FILE = "it is not an ordinary file (EINVAL)"
OTHER_THAN_A_FOLDER = "there is something else, perhaps a link, where a folder should be (ENOTDIR)"


def said(act: Callable[[], object], kind: type[ReadFailed | WriteFailed] = WriteFailed) -> tuple[str, str]:
    """Do what cannot be done, and give the file and the cause that the fault names."""
    with pytest.raises((ReadFailed, WriteFailed)) as caught:
        act()
    assert kind is caught.type
    told = vars(caught.value)
    return told["file"], told["cause"]


def mode(path: Path) -> int:
    """Give who may read and write a file."""
    return stat.S_IMODE(path.stat().st_mode)


def entries(folder: Path) -> list[str]:
    """Give the names in a folder."""
    return sorted(os.listdir(folder))  # noqa: PTH208  the names


def test_a_file_is_known_again(tmp_path: Path) -> None:
    """Untouched, it is not read again; changed, it is."""
    path = tmp_path / "a"
    path.write_bytes(b"one")
    identity, content = files.look(path)
    facts = path.stat()
    assert b"one" == content
    assert files.Identity(facts.st_dev, facts.st_ino, 3, facts.st_mtime_ns, facts.st_ctime_ns) == identity
    assert (identity, None) == files.look(path, identity)
    assert identity == files.identity_of(path)
    path.write_bytes(b"other")
    assert b"other" == files.look(path, identity)[1]


def test_what_is_no_file_is_not_looked_at(tmp_path: Path) -> None:
    """A folder is told with its cause; what is missing is missing."""
    assert (str(tmp_path), NO_FILE) == said(lambda: files.look(tmp_path), ReadFailed)
    assert (str(tmp_path), NO_FILE) == said(lambda: list(files.pieces(tmp_path)), ReadFailed)
    with pytest.raises(FileNotFoundError):
        files.look(tmp_path / "none")
    assert [] == list(files.pieces(tmp_path / "none"))
    assert (None, None) == (files.identity_of(tmp_path), files.identity_of(tmp_path / "none"))


@posix_only
def test_links_and_pipes_are_not_looked_at(tmp_path: Path) -> None:
    """Neither is followed or waited for."""
    (tmp_path / "a").write_bytes(b"one")
    link, pipe = tmp_path / "link", tmp_path / "pipe"
    link.symlink_to(tmp_path / "a")
    if sys.platform != "win32":
        os.mkfifo(pipe)
    refused = (str(link), "it is a link, and links are not followed here (ELOOP)")
    assert refused == said(lambda: files.look(link), ReadFailed)
    assert refused == said(lambda: list(files.pieces(link)), ReadFailed)
    assert (str(pipe), NO_FILE) == said(lambda: files.look(pipe), ReadFailed)
    assert (None, None) == (files.identity_of(link), files.identity_of(pipe))


def test_large_files_are_read_in_pieces(tmp_path: Path) -> None:
    """A mebibyte at a time, from the place that is asked for."""
    path = tmp_path / "large"
    content = bytes(range(256)) * 5000
    path.write_bytes(content)
    assert [1 << 20, len(content) - (1 << 20)] == [len(piece) for piece in files.pieces(path)]
    assert content == b"".join(files.pieces(path))
    assert content[777:] == b"".join(files.pieces(path, 777))
    assert content == files.look(path)[1]


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    """It holds the new content, for its owner alone, and nothing lies beside it."""
    path = tmp_path / "a"
    files.replace(path, b"one")
    files.replace(path, b"other", lambda: b"one")
    assert (b"other", ["a"]) == (path.read_bytes(), entries(tmp_path))


def test_what_a_killed_process_left_is_replaced(tmp_path: Path) -> None:
    """The temporary file of somebody who was killed is no obstacle, and none of it stays."""
    path = tmp_path / "a"
    assert tmp_path / ".a.new" == files.fresh(path)
    files.fresh(path).write_bytes(b"half of something longer")
    files.replace(path, b"one")
    assert (b"one", ["a"]) == (path.read_bytes(), entries(tmp_path))


def test_a_file_that_cannot_be_written_stands(tmp_path: Path) -> None:
    """What stands where the file should be stays, and no temporary file, nor what was promised of its content."""
    folder, taken_back = tmp_path / "a", [False]
    (folder / "inner").mkdir(parents=True)
    where, cause = said(lambda: files.replace(folder, b"one", promise=lambda: lambda: taken_back.append(True)))
    assert (str(folder), [False, True]) == (where, taken_back)
    assert cause.endswith(("(EISDIR)", "(EACCES)"))
    assert ["a"] == entries(tmp_path)
    assert (str(tmp_path / "none" / "b"), NO_FOLDER) == said(lambda: files.replace(tmp_path / "none" / "b", b"one"))


class Refusing:
    """A witness that cannot write down what it was called for."""

    def __init__(self, fault: Exception) -> None:
        self.fault = fault

    def __call__(self) -> None:
        """Refuse."""
        raise self.fault


FULL = WriteFailed("ledger", "the disk is full (ENOSPC)")


def test_without_a_witness_a_file_is_put_back(tmp_path: Path) -> None:
    """What cannot be witnessed was not written: the old content stands again, or no file."""
    path = tmp_path / "a"
    with pytest.raises(WriteFailed) as caught:
        files.replace(path, b"new", lambda: None, Refusing(FULL))
    assert (FULL, []) == (caught.value, entries(tmp_path))
    path.write_bytes(b"old")
    with pytest.raises(WriteFailed) as caught:
        files.replace(path, b"new", lambda: b"old", Refusing(FULL))
    assert (FULL, b"old", ["a"]) == (caught.value, path.read_bytes(), entries(tmp_path))


def test_what_cannot_be_put_back_is_unsettled(tmp_path: Path) -> None:
    """If the old content cannot be had either, nobody knows: the fault names the file and the first cause."""
    path = tmp_path / "a"

    def lost() -> bytes:
        raise ReadFailed("a backup", "the disk reports an error (EIO)")

    def told(fault: Exception) -> tuple[str, str]:
        return said(lambda: files.replace(path, b"new", lost, Refusing(fault)), Unsettled)

    assert (str(path), FULL.cause) == told(FULL)
    assert (str(path), "its ledger is busy") == told(StoreLocked("the ledger", "locks/ledger"))
    assert ("ledger", FULL.cause) == told(Unsettled("ledger", FULL.cause))
    assert b"new" == path.read_bytes()


def test_only_one_name(tmp_path: Path) -> None:
    """A file with another name as well is refused, and so is what is none; a file without any name is not."""
    path, other = tmp_path / "a", tmp_path / "b"
    path.write_bytes(b"one")
    with path.open("rb+") as opened:
        assert 3 == files.only_one(opened.fileno()).st_size
        other.hardlink_to(path)
        with pytest.raises(OSError, match=os.strerror(errno.EMLINK)) as caught:
            files.only_one(opened.fileno())
        assert errno.EMLINK == caught.value.errno
        if sys.platform != "win32":  # where an open file keeps its name
            other.unlink()
            path.unlink()
            assert 0 == files.only_one(opened.fileno()).st_nlink


@posix_only
def test_a_pipe_is_not_written_to() -> None:
    """It is no ordinary file."""
    reading, writing = os.pipe()
    try:
        with pytest.raises(OSError, match="not an ordinary file") as caught:
            files.only_one(writing)
        assert errno.EINVAL == caught.value.errno
    finally:
        os.close(reading)
        os.close(writing)


def test_syncing_needs_a_file(tmp_path: Path) -> None:
    """What is there is made durable and stays as it is; what is not there is not made."""
    path = tmp_path / "a"
    path.write_bytes(b"one")
    files.sync_file(path)
    assert b"one" == path.read_bytes()
    with pytest.raises(FileNotFoundError):
        files.sync_file(tmp_path / "none")
    assert ["a"] == entries(tmp_path)


def test_a_touched_file_is_there(tmp_path: Path) -> None:
    """It is made empty, or stays as it is; where it cannot be made, the fault says why."""
    path = tmp_path / "a"
    files.touch(path)
    assert b"" == path.read_bytes()
    path.write_bytes(b"one")
    files.touch(path)
    assert b"one" == path.read_bytes()
    assert (str(tmp_path / "none" / "b"), NO_FOLDER) == said(lambda: files.touch(tmp_path / "none" / "b"))


@posix_only
@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077, 0o277])
def test_what_is_made_is_its_owners_alone(tmp_path: Path, umask: int) -> None:
    """Whatever the umask, files can be read and written by their owner, folders entered as well, by nobody else."""
    before = os.umask(umask)
    try:
        files.make_folder(tmp_path / "x" / "y", tmp_path)
        files.touch(tmp_path / "x" / "y" / "a")
        files.replace(tmp_path / "x" / "b", b"one")
    finally:
        os.umask(before)
    modes = [mode(tmp_path / name) for name in ("x", "x/y", "x/y/a", "x/b")]
    assert [0o700, 0o700, 0o600, 0o600] == modes


def test_folders_are_made_up_to_the_root(tmp_path: Path) -> None:
    """Those above as well, but none above the root, and not again."""
    files.make_folder(tmp_path / "x" / "y" / "z", tmp_path)
    files.make_folder(tmp_path / "x" / "y" / "z", tmp_path)
    assert (tmp_path / "x" / "y" / "z").is_dir()
    root = tmp_path / "none" / "root"
    assert (str(root), NO_FOLDER) == said(lambda: files.make_folder(root, root))
    assert (str(root), NO_FOLDER) == said(lambda: files.make_folder(root / "in it", root))
    assert not root.parent.exists()


def test_a_folder_is_a_folder(tmp_path: Path) -> None:
    """A file in its place is told, and left alone."""
    path = tmp_path / "a"
    path.write_bytes(b"one")
    assert (True, False) == (files.is_folder(tmp_path), files.is_folder(tmp_path / "none"))
    with pytest.raises(OSError, match=os.strerror(errno.ENOTDIR)) as caught:
        files.is_folder(path)
    assert errno.ENOTDIR == caught.value.errno
    assert (str(path), OTHER_THAN_A_FOLDER) == said(lambda: files.make_folder(path, tmp_path))
    inside = path / "b"
    assert (str(inside), OTHER_THAN_A_FOLDER) == said(lambda: files.make_folder(inside, tmp_path))


@posix_only
def test_a_link_is_no_folder(tmp_path: Path) -> None:
    """Also if it leads to one."""
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    link = tmp_path / "link"
    assert (str(link), OTHER_THAN_A_FOLDER) == said(lambda: files.make_folder(link, tmp_path))


def test_names_in_a_folder(tmp_path: Path) -> None:
    """All of them; none where there is no folder; what is none is told."""
    for name in ("b", ".a"):
        (tmp_path / name).write_bytes(b"")
    assert [".a", "b"] == sorted(files.names(tmp_path))
    assert [] == files.names(tmp_path / "none")
    where, cause = said(lambda: files.names(tmp_path / "b"), ReadFailed)
    assert str(tmp_path / "b") == where
    assert cause.endswith(("(ENOTDIR)", "(EINVAL)"))


def test_moving_needs_a_free_place(tmp_path: Path) -> None:
    """What is in the place stays, and what was to be moved as well."""
    source, target = tmp_path / "a", tmp_path / "x" / "b"
    source.write_bytes(b"one")
    target.parent.mkdir()
    files.move(source, target)
    assert (b"one", ["x"]) == (target.read_bytes(), entries(tmp_path))
    source.write_bytes(b"other")
    with pytest.raises(FileExistsError) as caught:
        files.move(source, target)
    assert (errno.EEXIST, os.strerror(errno.EEXIST)) == (caught.value.errno, caught.value.strerror)
    assert str(target) == caught.value.filename
    assert (b"other", b"one") == (source.read_bytes(), target.read_bytes())
    with pytest.raises(FileNotFoundError):
        files.move(tmp_path / "none", tmp_path / "c")


@posix_only
def test_nothing_is_moved_onto_a_link(tmp_path: Path) -> None:
    """A link that leads nowhere is something that is there."""
    (tmp_path / "a").write_bytes(b"one")
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    with pytest.raises(FileExistsError):
        files.move(tmp_path / "a", tmp_path / "link")
    assert ["a", "link"] == entries(tmp_path)


def test_removing_and_discarding(tmp_path: Path) -> None:
    """Removing tries; discarding is sure, or says why not."""
    path = tmp_path / "a"
    for act in (files.remove, files.discard):
        path.write_bytes(b"one")
        act(path)
        assert [] == entries(tmp_path)
    files.remove(path)
    files.remove(tmp_path)
    assert tmp_path.is_dir()
    assert (str(path), NO_FOLDER) == said(lambda: files.discard(path))


def test_patience_has_an_end() -> None:
    """What is refused is tried as often as it is said, and no more; anything else is not tried again."""
    tried: list[int] = []

    def refused_twice() -> str:
        tried.append(len(tried))
        if len(tried) < 3:
            raise PermissionError(errno.EACCES, "in use")
        return "done"

    assert "done" == files.patiently(refused_twice, 3)
    tried.clear()
    with pytest.raises(PermissionError):
        files.patiently(refused_twice, 2)
    assert [0, 1] == tried
    tried.clear()
    with pytest.raises(PermissionError):
        files.patiently(refused_twice, 1)
    assert [0] == tried


@posix_only
def test_all_is_written_also_in_pieces() -> None:
    """A pipe takes what it has room for; the rest follows."""
    reading, writing = os.pipe()
    content = bytes(range(256)) * 1024
    taken: list[bytes] = []

    def drain() -> None:
        while piece := os.read(reading, 1 << 16):
            taken.append(piece)

    reader = threading.Thread(target=drain)
    reader.start()
    try:
        files.write_all(writing, content)
    finally:
        os.close(writing)
        reader.join(10)
        os.close(reading)
    assert content == b"".join(taken)


@posix_only
def test_each_call_that_fails_is_told(tmp_path: Path) -> None:
    """Whichever call of the system fails when a file is replaced: the old content stands, and it is told."""
    path = tmp_path / "a"
    path.write_bytes(b"old")

    def replaced() -> None:
        files.replace(path, b"new", lambda: b"old")

    calls = calls_of(replaced)
    for at, name in enumerate(calls, 1):
        path.write_bytes(b"old")
        with meddling(failing(at, errno.EIO)):
            told = said(replaced)
        assert (str(path), "the disk reports an error (EIO)") == told, name
        assert (b"old", ["a"]) == (path.read_bytes(), entries(tmp_path)), name
    assert ["open", "fstat", "write", "fsync", "close", "replace", "open", "fsync", "close"] == calls


@posix_only
def test_a_system_that_takes_nothing_is_full() -> None:
    """What takes none of it has no room."""
    with meddling(lambda *_: 0), pytest.raises(OSError, match=os.strerror(errno.ENOSPC)) as caught:
        files.write_all(1, b"one")
    assert errno.ENOSPC == caught.value.errno


def test_telling_names_file_and_cause(tmp_path: Path) -> None:
    """An error of the system becomes a fault of this file; any other error stays what it is."""

    def fail(error: Exception) -> None:
        with files.telling(tmp_path / "a"):
            raise error

    told = said(lambda: fail(OSError(errno.ENOSPC, "full")))
    assert (str(tmp_path / "a"), "the disk is full (ENOSPC)") == told
    with pytest.raises(KeyError):
        fail(KeyError("a"))

"""What happens when the operating system refuses: nothing is acknowledged, the old file stands, the cause is named."""

from __future__ import annotations

import errno
import os
import sys
from typing import TYPE_CHECKING, Any

import pytest

from engine.store import WriteFailed
from engine.store.faults import cause_of
from engine.store.files import patiently
from engine.store.tinydb import TinyStore
from tests.store.acts import DIGEST, TEXT, left_over
from tests.store.entries import CASE, notes, opened
from tests.store.world import failing, meddling, piecemeal

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def test_pieces_are_put_together(folder: Path) -> None:
    """A system that writes and reads a few bytes at a time changes nothing."""
    store = TinyStore(folder)
    with meddling(piecemeal):
        store.create(CASE, opened() + notes(1, 3))
        assert TinyStore(folder).load(CASE).entries == tuple(opened() + notes(1, 3))


def test_a_system_that_takes_nothing_is_a_full_disk(folder: Path) -> None:
    """A write that writes nothing is not tried for ever."""
    store = TinyStore(folder)

    def meddle(_count: int, name: str, real: Callable[..., Any], args: Any, kwargs: Any) -> Any:  # noqa: ANN401  # as the system
        return 0 if name == "write" else real(*args, **kwargs)

    with meddling(meddle), pytest.raises(WriteFailed, match="the disk is full"):
        store.create(CASE, opened())
    assert [] == list(store.cases())


def test_the_old_file_is_put_back_whatever_happens(folder: Path) -> None:
    """If even putting the old file back fails, the fault is the first one, and the log is whole."""
    store = TinyStore(folder)
    store.create(CASE, opened())

    def meddle(_count: int, name: str, real: Callable[..., Any], args: Any, kwargs: Any) -> Any:  # noqa: ANN401  # as the system
        if name == "fdatasync":
            replaced.append(None)
        elif replaced and name in ("open", "unlink"):
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return real(*args, **kwargs)

    replaced: list[None] = []
    with meddling(meddle), pytest.raises(WriteFailed, match="EIO"):
        store.append(CASE, notes(1), expected=1)
    assert TinyStore(folder).load(CASE).seq in (1, 2)


@pytest.mark.parametrize("call", ["write", "fdatasync", "pwrite"])
def test_an_interrupted_write_leaves_nothing(folder: Path, call: str) -> None:
    """Ctrl-C in the middle of a write: the old file stands, and nothing half written lies about."""
    store = TinyStore(folder)
    store.create(CASE, opened())

    def meddle(_count: int, name: str, real: Callable[..., Any], args: Any, kwargs: Any) -> Any:  # noqa: ANN401  # as the system
        if name == call and (name == "fdatasync" or b"note" in bytes(args[1])):
            raise KeyboardInterrupt
        return real(*args, **kwargs)

    with meddling(meddle), pytest.raises(KeyboardInterrupt):
        store.append(CASE, notes(1), expected=1)
    assert ([], 1) == (left_over(folder), store.load(CASE).seq)
    store.append(CASE, notes(1), expected=1)
    assert 2 == store.load(CASE).seq


def test_the_lock_of_a_removed_file_is_not_taken(folder: Path) -> None:
    """A lock file that is removed while somebody waits for it locks nothing: the wait goes on, on the new one."""
    store = TinyStore(folder)
    store.create(CASE, opened())

    def meddle(_count: int, name: str, real: Callable[..., Any], args: Any, kwargs: Any) -> Any:  # noqa: ANN401  # as the system
        given = real(*args, **kwargs)
        if name == "flock" and not removed:
            removed.extend((folder / "locks").glob("??.lock"))
            removed[0].unlink()
        return given

    removed: list[Path] = []
    with meddling(meddle):
        store.append(CASE, notes(1), expected=1)
    assert (True, 2) == (removed[0].exists(), store.load(CASE).seq)


def test_what_windows_refuses_is_tried_again() -> None:
    """Where another program has the file open, the act is repeated, a bounded number of times."""
    tries: list[int] = []

    def act() -> int:
        tries.append(1)
        if len(tries) < 3:
            raise PermissionError
        return len(tries)

    assert patiently(act, 3) == 3


def test_patience_ends() -> None:
    """What is refused again and again is refused."""
    tries: list[int] = []

    def act() -> None:
        tries.append(1)
        raise PermissionError

    with pytest.raises(PermissionError):
        patiently(act, 3)
    assert len(tries) == 3


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EINVAL, None], ids=["known", "other", "none"])
def test_every_cause_has_words(number: int | None) -> None:
    """A cause is told in words, with the code for whoever looks it up."""
    error = OSError() if number is None else OSError(number, os.strerror(number))
    told = {errno.ENOSPC: "the disk is full (ENOSPC)", errno.EINVAL: "invalid argument (EINVAL)"}
    assert told.get(number or 0, "the system gave no reason (no code)") == cause_of(error)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps no such bits")
def test_a_fault_says_what_to_do(folder: Path) -> None:
    """The whole sentence names the file, the cause and the way out."""
    store = TinyStore(folder)
    with meddling(failing(1, errno.EROFS)), pytest.raises(WriteFailed) as caught:
        store.keep_text(DIGEST, TEXT)
    assert str(caught.value) == (
        f"{caught.value.file} could not be written: the disk can only be read (EROFS); "
        "nothing was recorded; put this right, then do it again"
    )

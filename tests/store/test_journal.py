"""The journal where the system refuses: what could not be made to last is no commit, and nobody is told that it is."""

from __future__ import annotations

import errno
import os
import sys
from typing import TYPE_CHECKING, Any

import pytest

from engine.store import Unsettled, WriteFailed
from engine.store.journal import Journal
from tests.store.test_recovery import ONE, TWO
from tests.store.world import meddling

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SYNC = "fdatasync" if sys.platform == "linux" else "fsync"


@pytest.fixture
def made(tmp_path: Path) -> Journal:
    """Make a journal with a commit."""
    journal = Journal(tmp_path)
    assert journal.add(ONE)
    return journal


def short(_count: int, name: str, real: Callable[..., Any], args: Any, kwargs: Any) -> Any:  # noqa: ANN401  # as the system
    """Write half of everything."""
    return real(args[0], args[1][: len(args[1]) // 2]) if name == "write" else real(*args, **kwargs)


def unsynced(times: int) -> Callable[..., Any]:
    """Let nothing be synced, so many times."""
    failed: list[str] = []

    def meddle(_count: int, name: str, real: Callable[..., Any], args: Any, kwargs: Any) -> Any:  # noqa: ANN401  # as the system
        if name == SYNC and len(failed) < times:
            failed.append(name)
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return real(*args, **kwargs)

    return meddle


def test_half_a_commit_is_none(made: Journal) -> None:
    """What could be written by half only is none, and hides no later one."""
    with meddling(short):
        assert not made.add(TWO)
    assert [ONE] == made.commits()
    assert made.add(TWO)
    assert [ONE, TWO] == made.commits()


def test_what_is_not_synced_is_taken_back(made: Journal) -> None:
    """A commit that may not be on the disk is none."""
    with meddling(unsynced(1)):
        assert not made.add(TWO)
    assert [ONE] == made.commits()


def test_what_cannot_be_taken_back_is_unsettled(made: Journal) -> None:
    """A commit that may be on the disk, and may come about after a power cut, is told as such."""
    with meddling(unsynced(2)), pytest.raises(Unsettled, match="journal could not be written for certain"):
        made.add(TWO)


def test_taking_back_is_tried_twice(made: Journal) -> None:
    """Where half of it was written, as when the disk was full, there may be room the second time."""
    made.add(TWO)
    halves: list[str] = []

    def meddle(_count: int, name: str, real: Callable[..., Any], args: Any, kwargs: Any) -> Any:  # noqa: ANN401  # as the system
        if name == "write" and not halves:
            halves.append(name)
            return real(args[0], args[1][:9])
        return real(*args, **kwargs)

    with meddling(meddle):
        made.take_back(TWO)
    assert [ONE] == made.commits()


@pytest.mark.skipif(sys.platform == "win32", reason="an open file has another name afterwards")
@pytest.mark.parametrize("is_forgotten", [False, True])
def test_what_is_written_while_it_begins_anew_is_in_the_new_one(made: Journal, *, is_forgotten: bool) -> None:
    """A commit that got into the journal of before is written again into the one of now, and counts once."""
    moved: list[str] = []

    def meddle(_count: int, name: str, real: Callable[..., Any], args: Any, kwargs: Any) -> Any:  # noqa: ANN401  # as the system
        if name == SYNC and not moved:
            moved.append(name)
            made.begin_anew()
            if is_forgotten:
                made.forget()
        return real(*args, **kwargs)

    with meddling(meddle):
        assert made.add(TWO)
    assert ([TWO] if is_forgotten else [ONE, TWO]) == made.commits()
    made.forget()
    assert [TWO] == made.commits()


def boots(folder: Path) -> tuple[str, str]:
    """Make the journals of two starts of the machine: what is aside is of the first, the other of the second."""
    (folder / "journal").rename(folder / "journal.old")
    Journal(folder).add(TWO._replace(boot="another boot"))
    return ONE.boot, "another boot"


def looked_at(journal: Journal, boot: str) -> tuple[bool, int]:
    """Tell whether there is another start than this one, and how much was read to see it."""
    read: list[int] = []

    def meddle(_count: int, name: str, real: Callable[..., Any], args: Any, kwargs: Any) -> Any:  # noqa: ANN401  # as the system
        given = real(*args, **kwargs)
        if name == "read":
            read.append(len(given))
        return given

    vars(journal)["boot"] = boot
    with meddling(meddle):
        return journal.is_of_another_boot(), sum(read)


def test_the_first_commit_tells_of_which_start_all_are(made: Journal, tmp_path: Path) -> None:
    """It is enough to read its head, however long the journal is; where nothing is, nothing is read."""
    assert made.add(TWO._replace(content=b"x" * 5000))
    assert ((False, 1000), (True, 1000)) == (looked_at(made, ONE.boot), looked_at(made, "another boot"))
    made.forget(all_of_it=True)
    assert (False, 0) == looked_at(made, "another boot")
    made.add(ONE)
    first, second = boots(tmp_path)
    assert (True, True) == (looked_at(made, first)[0], looked_at(made, second)[0])


def test_where_the_first_is_torn_the_next_one_tells(made: Journal, tmp_path: Path) -> None:
    """A journal that begins with half a commit is read on; one without any is of no other start."""
    whole = (tmp_path / "journal").read_bytes()
    (tmp_path / "journal").write_bytes(whole[:99] + whole)
    assert (False, True) == (looked_at(made, ONE.boot)[0], looked_at(made, "another boot")[0])
    (tmp_path / "journal").write_bytes(whole[:99])
    assert not looked_at(made, "another boot")[0]


@pytest.mark.parametrize(
    ("call", "act", "file"),
    [
        ("rename", Journal.begin_anew, "journal"),
        ("unlink", Journal.forget, "journal.old"),
        ("fsync", Journal.forget, "journal.old"),
    ],
)
def test_what_cannot_begin_anew_is_told(
    made: Journal, tmp_path: Path, call: str, act: Callable[[Journal], object], file: str
) -> None:
    """The fault names the journal that could not be put aside, or forgotten; its commits are there as before."""
    if file == "journal.old":
        made.begin_anew()

    def meddle(_count: int, name: str, real: Callable[..., Any], args: Any, kwargs: Any) -> Any:  # noqa: ANN401  # as the system
        if name == call:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return real(*args, **kwargs)

    with meddling(meddle), pytest.raises(WriteFailed) as caught:
        act(made)
    assert (str(tmp_path / file), "the disk reports an error (EIO)") == (caught.value.file, caught.value.cause)
    assert ([] if call == "fsync" else [ONE]) == made.commits()


def test_there_is_nothing_to_put_aside(tmp_path: Path) -> None:
    """A journal that is not there begins anew all the same; it has no length."""
    journal = Journal(tmp_path)
    assert ([], 0) == (journal.begin_anew(), journal.size)
    journal.add(ONE)
    assert journal.size == (tmp_path / "journal").stat().st_size
    assert ([ONE], 0) == (journal.begin_anew(), journal.size)

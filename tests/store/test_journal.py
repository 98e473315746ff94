"""The journal where the system refuses: what could not be made to last is no commit, and nobody is told that it is."""

from __future__ import annotations

import errno
import os
import sys
from typing import TYPE_CHECKING, Any

import pytest

from engine.store import Unsettled
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

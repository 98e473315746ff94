"""What differs between systems: the lock of a file."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest

from engine.store.system import lock, open_plain, unlock

if TYPE_CHECKING:
    from pathlib import Path


def test_a_lock_is_held_by_one_at_a_time(tmp_path: Path) -> None:
    """Who comes second is told so, and gets the lock once it was let go."""
    first, second = (open_plain(tmp_path / "a.lock", os.O_RDWR | os.O_CREAT) for _ in range(2))
    try:
        assert [True, False] == [lock(first), lock(second)]
        unlock(first)
        assert lock(second)
    finally:
        os.close(first)
        os.close(second)


@pytest.mark.skipif(sys.platform == "win32", reason="descriptors of POSIX systems")
def test_a_lock_that_cannot_be_had_is_a_fault(tmp_path: Path) -> None:
    """What is wrong with the file itself is not taken for a lock that somebody holds."""
    closed = open_plain(tmp_path / "a.lock", os.O_RDWR | os.O_CREAT)
    os.close(closed)
    with pytest.raises(OSError, match="Bad file descriptor"):
        lock(closed)

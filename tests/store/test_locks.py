"""The locks of a store: who waits for all of them waits for others, and not for itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from engine.store import StoreLocked, locks
from engine.store.locks import Locks

if TYPE_CHECKING:
    from pathlib import Path


def test_who_has_waited_long_is_let_in(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who takes a lock again and again holds back for once where somebody has asked for it, and not otherwise."""
    slept: list[float] = []
    monkeypatch.setattr(locks, "_LONG", 0.01)
    monkeypatch.setattr(locks, "sleep", slept.append)
    busy, waiting = Locks(folder / "locks", 0, "ann"), Locks(folder / "locks", 0.05, "pat")
    with busy.held("case 2025-0001"):
        with pytest.raises(StoreLocked, match="by ann"):
            waiting.wait_for("case 2025-0001")
        longest = max(slept)
        slept.clear()
    (file,) = (folder / "locks").iterdir()
    assert (1, True, b"\n\0") == (len(slept), slept[0] > longest, file.read_bytes())
    waiting.wait_for("case 2025-0001")
    assert 1 == len(slept)


def test_nobody_waits_for_himself(folder: Path) -> None:
    """Who holds a case and waits for all waits for no lock of his own; somebody else does, and in vain."""
    mine, theirs = Locks(folder / "locks", 0, "ann"), Locks(folder / "locks", 0, "pat")
    with mine.held("case 2025-0001"):
        mine.wait_for_all()
        with pytest.raises(StoreLocked, match="by ann"):
            theirs.wait_for_all()
    theirs.wait_for_all()

"""The locks of a store: who waits for all of them waits for others, and not for itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from engine.store import StoreLocked
from engine.store.locks import Locks

if TYPE_CHECKING:
    from pathlib import Path


def test_nobody_waits_for_himself(folder: Path) -> None:
    """Who holds a case and waits for all waits for no lock of his own; somebody else does, and in vain."""
    mine, theirs = Locks(folder / "locks", 0, "ann"), Locks(folder / "locks", 0, "pat")
    with mine.held("case 2025-0001"):
        mine.wait_for_all()
        with pytest.raises(StoreLocked, match="by ann"):
            theirs.wait_for_all()
    theirs.wait_for_all()

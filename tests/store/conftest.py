"""The stores under test."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from engine.store.memory import MemoryStore
from engine.store.tinydb import TinyStore

if TYPE_CHECKING:
    from pathlib import Path

    from engine.store import Store


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a folder of cases that nobody has used."""
    return tmp_path.resolve() / "cases"


@pytest.fixture
def tiny(folder: Path) -> TinyStore:
    """Give a store on disk that does not wait for others."""
    return TinyStore(folder, timeout=0)


@pytest.fixture(params=["memory", "tinydb"])
def store(request: pytest.FixtureRequest, folder: Path) -> Store:
    """Give a store of each kind; none waits for others."""
    return MemoryStore(timeout=0) if request.param == "memory" else TinyStore(folder, timeout=0)

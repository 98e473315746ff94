"""The stores under test."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest

from engine.store import chain
from engine.store.memory import MemoryStore
from engine.store.tinydb import TinyStore
from tests.store.world import FAST

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.store import Store


@pytest.fixture
def folder() -> Iterator[Path]:
    """Give a folder of cases that nobody has used, in the folder of an office."""
    with TemporaryDirectory(dir=FAST) as root:
        office = Path(root).resolve() / "office"
        office.mkdir()
        yield office / "cases"


@pytest.fixture
def tiny(folder: Path) -> TinyStore:
    """Give a store on disk that does not wait for others."""
    return TinyStore(folder, timeout=0)


@pytest.fixture(params=["memory", "tinydb"])
def store(request: pytest.FixtureRequest, folder: Path) -> Store:
    """Give a store of each kind; none waits for others."""
    return MemoryStore(timeout=0) if request.param == "memory" else TinyStore(folder, timeout=0)


@pytest.fixture
def no_chance(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let all salts be the same, so that the same entries have the same digests."""
    monkeypatch.setattr(chain, "new_salt", lambda: "0" * 32)

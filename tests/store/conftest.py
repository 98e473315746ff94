"""The stores under test."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest

from engine.store import chain, vault
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


@pytest.fixture(params=["memory", "tinydb", "encrypted"])
def store(request: pytest.FixtureRequest, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """Give a store of each kind; none waits for others."""
    if request.param == "memory":
        return MemoryStore(timeout=0)
    tiny = TinyStore(folder, timeout=0)
    if request.param == "encrypted":
        monkeypatch.setitem(vault.STRETCH, "n", 2)
        monkeypatch.setenv(vault.PASSPHRASE, "correct horse battery")
        tiny.change_keys(lambda keys: vault.new_key(keys, "correct horse battery").keys)
    return tiny


@pytest.fixture
def no_chance(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let all salts be the same, so that the same entries have the same digests."""
    monkeypatch.setattr(chain, "new_salt", lambda: "0" * 32)


@pytest.fixture
def quick_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stretch passphrases less than is right, for there are many of them in tests."""
    monkeypatch.setitem(vault.STRETCH, "n", 2)

"""Power cuts while something is done with a whole office: that `tests/store/power_office.py` bites."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from engine.store import backup, encrypting, files, put_back, rebuild, tinydb
from engine.store.vault import KEYS
from tests.store.disk_model import Disk
from tests.store.power import day

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from engine.store.parts import Parts


def careless(path: Path, content: bytes, *_: Callable[[], object]) -> None:
    """Replace a file, and sync nothing."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("sync", "sync_folder"):
            patch.setattr(files, name, lambda _: None)
        files.replace(path, content)


def unwitnessed(path: Path, content: bytes, former: Callable[[], bytes | None] = files.nothing, *_: object) -> None:
    """Replace a file, and have nobody witness it."""
    files.replace(path, content, former)


def careless_of_keys(path: Path, content: bytes, *rest: Callable[[], None]) -> None:
    """Replace a file, and sync nothing if it is the one with the keys."""
    (careless if path.name == KEYS else files.replace)(path, content, *rest)


def forgetful(store: Parts, _patience: float) -> None:
    """Forget the journal, and sync nothing."""
    store.journal.forget(all_of_it=True)


PLANTED: dict[str, tuple[object, str, object, int]] = {
    "a backup is not synced": (backup, "sync", lambda _: None, 6),
    "the name of a copy is not synced": (backup, "sync_folder", lambda _: None, 6),
    "a disk with a restored office is not synced": (Disk, "sync_all", lambda _: None, 6),
    "the files of a restored office are not synced": (backup, "sync_file", lambda _: None, 8),
    "a case that is put back is not synced": (put_back, "replace", careless, 7),
    "that a case is put back is not written into the ledger": (put_back, "replace", unwitnessed, 7),
    "what was damaged is not set aside": (put_back, "_set_aside", lambda *_: "", 7),
    "the keys are not synced before they are used": (tinydb, "replace", careless_of_keys, 17),
    "what is encrypted anew is not synced": (encrypting, "replace", careless, 15),
    "nothing is encrypted anew": (encrypting, "_reseal", lambda _: 0, 17),
    "what is not encrypted stays in the journal": (encrypting, "bring_to_disk", lambda *_: None, 17),
    "the journal is forgotten when all is cleared up": (rebuild, "bring_to_disk", forgetful, 15),
    "that something is removed is not synced": (tinydb, "discard", lambda path: path.unlink(), 17),
}
"""Each with a day on which it is found out."""


@pytest.mark.no_cover
@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_bug_is_caught(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """An act on a whole office that leaves out one kind of syncing, or of putting down, is found out within a day."""
    module, function, instead, first = PLANTED[name]
    monkeypatch.setattr(module, function, instead)
    assert day(first, 20_000, most=4).wrong != ()

"""Power cuts: what `python -m tests.store.power` does for hours, for a little while; and that it bites."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from engine.store import files, journal, ledger_file, recovery, tinydb
from engine.store.files import write_all
from engine.store.system import open_plain, sync, sync_folder
from tests.store.disk_model import Disk
from tests.store.power import days
from tests.store.world import meddling

if TYPE_CHECKING:
    from pathlib import Path


def test_a_power_cut_loses_nothing() -> None:
    """Whatever is not synced when the power fails: all that was acknowledged is there, and work can go on."""
    states, looked_at, wrong = days(4_000)
    assert wrong == []
    assert (states >= 4_000, looked_at > 2_000) == (True, True)


PLANTED = {
    "the journal is not synced": (journal, "sync_content"),
    "the name of the journal is not synced": (journal, "sync_folder"),
    "a kept file is not synced": (files, "sync"),
    "a folder is not synced": (files, "sync_folder"),
    "the ledger is not synced": (ledger_file, "sync_content"),
    "cases are not synced before the journal begins anew": (recovery, "_sync"),
    "folders are not synced before the journal begins anew": (recovery, "sync_folder"),
    "nobody looks into the journal after a power cut": (tinydb, "recover"),
    "a case is not put back from the journal": (recovery, "_recover_case"),
    "the ledger is not put back from the journal": (recovery, "_recover_ledger"),
}


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_bug_is_caught(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A store that leaves out one kind of syncing is found out within a day."""
    module, function = PLANTED[name]
    monkeypatch.setattr(module, function, lambda *_: None)
    _, _, wrong = days(10_000, first=int("from the journal" not in name))
    assert wrong != []


def test_a_desk_that_acknowledges_early_is_caught() -> None:
    """A desk that says that it is done before it is, is found out within a day."""
    _, _, wrong = days(10_000, is_early=True)
    assert "lost" in wrong[0] or "CaseNotFound" in wrong[0]


def test_the_states_of_a_new_file(folder: Path) -> None:
    """A file that was written and not synced is not there, or any part of it is, until it and its folder are synced."""
    disk = Disk(folder.parent, grain=4)
    path = folder.parent / "a"
    with meddling(disk.watch):
        descriptor = open_plain(path, os.O_WRONLY | os.O_CREAT)
        write_all(descriptor, b"12345678")
        found = [state.get("a", b"none") for state in disk.states()]
        sync(descriptor)
        after = [state.get("a", b"none") for state in disk.states()]
        sync_folder(folder.parent)
        last = list(disk.states())
    assert {b"none", b"", b"12345678", b"\0" * 8, b"1", b"12345", b"12345\0\0\0", b"\0" * 5 + b"678"} <= set(found)
    assert [b"12345678", b"none"] == after
    assert [{"a": b"12345678"}] == last

"""Power cuts: what `python -m tests.store.power` does for hours, for a little while; and that it bites."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from engine.store import drive, files, journal, ledger_file, recovery, tinydb
from engine.store.files import discard, make_folder, sync_file, write_all
from engine.store.system import open_plain, sync, sync_content, sync_folder
from tests.store.disk_model import Disk, State
from tests.store.found import Found
from tests.store.power import KINDS, days
from tests.store.world import meddling

if TYPE_CHECKING:
    from engine.store.parts import Parts


def test_a_power_cut_loses_nothing() -> None:
    """Whatever is not synced when the power fails: all that was acknowledged is there, and work can go on."""
    done = days(5_300, most=3)
    assert done.wrong == ()
    assert done.days == len(KINDS)
    assert (done.states >= 5_300, done.looked_at > 3_000, done.to_the_end > 1_200) == (True, True, True)


PLANTED = {
    "the journal is not synced": (journal, "sync_content"),
    "the name of the journal is not synced": (journal, "sync_folder"),
    "a kept file is not synced": (files, "sync"),
    "a folder is not synced": (files, "sync_folder"),
    "the ledger is not synced": (ledger_file, "sync_content"),
    "cases are not synced before the journal begins anew": (recovery, "_sync"),
    "folders are not synced before the journal begins anew": (recovery, "sync_names"),
    "nobody looks into the journal after a power cut": (tinydb, "recover"),
    "what was redacted stays in the journal": (tinydb, "bring_to_disk"),
    "a case is not put back from the journal": (recovery, "_recover_case"),
    "the ledger is not put back from the journal": (recovery, "_recover_ledger"),
}


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_bug_is_caught(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A store that leaves out one kind of syncing, or of putting right, is found out within a day."""
    module, function = PLANTED[name]
    monkeypatch.setattr(module, function, lambda *_: None)
    first = 10 if "redacted" in name else int("from the journal" not in name)
    assert days(10_000, first).wrong != ()


def test_a_start_that_does_not_sync_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """A start that puts right what a power cut left, and does not sync it, is found out when the power fails again."""

    def careless(store: Parts) -> None:
        with pytest.MonkeyPatch.context() as patch:
            for name in ("sync", "sync_folder"):
                patch.setattr(files, name, lambda _: None)
            recovery.recover(store)

    monkeypatch.setattr(tinydb, "recover", careless)
    wrong, *_ = days(10_000).wrong
    assert "and again after" in wrong


def test_a_desk_that_does_not_sync_after_a_power_cut_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """A desk that works on after a power cut and does not sync its journal is found out when the power fails again."""

    def careless(descriptor: int) -> None:
        if drive.boot(Path("/")) != "the next start of the machine":
            sync_content(descriptor)

    monkeypatch.setattr(journal, "sync_content", careless)
    wrong, *_ = days(10_000).wrong
    assert ", and then " in wrong


def test_a_desk_that_acknowledges_early_is_caught() -> None:
    """A desk that says that it is done before it is, is found out within a day."""
    wrong, *_ = days(10_000, is_early=True).wrong
    assert "lost" in wrong or "CaseNotFound" in wrong


def test_side_by_side(capsys: pytest.CaptureFixture[str]) -> None:
    """Days that are played side by side give the figures that they give one after the other, and it is told."""
    alone = days(300, 7, most=1)
    assert days(300, 7, most=1, jobs=2, told=True) == alone
    assert f"{alone.days} days, {alone.states} states, {alone.looked_at} looked at, in" in capsys.readouterr().err


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


def test_the_states_of_a_file_that_was_written_twice_in_its_place(folder: Path) -> None:
    """Each page is found as it was synced, or as it was written at any time since, or by half; and nothing else is."""
    disk = Disk(folder.parent, grain=2, page=4)
    with meddling(disk.watch):
        for number, content in enumerate((b"aaaabbbb", b"ccccddddee", b"ccffgggghhhh")):
            descriptor = open_plain(folder.parent / "a", os.O_WRONLY | os.O_CREAT)
            write_all(descriptor, content)
            if number == 0:
                sync(descriptor)
                sync_folder(folder.parent)
            os.close(descriptor)
        found = {state["a"] or b"" for state in disk.states()}
        sync_file(folder.parent / "a")
        after = list(disk.states())
    pages = {one + other for one in (b"aaaa", b"cccc", b"ccff") for other in (b"bbbb", b"dddd", b"gggg")}
    assert pages | {one + rest for one in pages for rest in (b"ee", b"hhhh")} <= found
    assert {b"cccabbbb", b"aaacddddee", b"cccfgggghhhh", b"ccffggggee", b"aaaadddd\0\0\0\0"} <= found
    assert {byte for one in found for byte in one[:4]} == set(b"acf\0")
    assert {byte for one in found for byte in one[4:8]} == set(b"bdg\0")
    assert after == [{"a": b"ccffgggghhhh"}]


def test_the_states_of_a_folder_that_was_moved(folder: Path) -> None:
    """What is in a folder, and was synced there, is found wherever the folder is."""
    (folder / "open/a").mkdir(parents=True)
    disk = Disk.holding(folder, {"open": None, "open/a": None, "open/a/1": b"1", "open/b": b"2"})
    for path in ("open/a/1", "open/b"):
        (folder / path).touch()
    with meddling(disk.watch):
        make_folder(folder / "closed", folder)
        os.rename(folder / "open/a", folder / "closed/a")  # noqa: PTH104  # as it is watched
        discard(folder / "closed/a/1")
        os.rename(folder / "open/b", folder / "open/c")  # noqa: PTH104  # as above
        found = {tuple(sorted(state)) for state in disk.states()}
        sync_folder(folder / "closed")
        after = {tuple(sorted(state)) for state in disk.states()}
    moved = {("closed", "closed/a", "open", "open/b"), ("closed", "closed/a", "open", "open/c")}
    assert found == {("closed", "open", "open/a", "open/b"), ("closed", "open", "open/a", "open/c")} | moved
    assert after == moved


def test_only_some_of_what_was_written_in_between_is_remembered(folder: Path) -> None:
    """Of a file that is written very often and never synced, the first contents are remembered, and the last."""
    disk = Disk(folder.parent)
    with meddling(disk.watch):
        descriptor = open_plain(folder.parent / "a", os.O_WRONLY | os.O_CREAT)
        for letter in b"abcdefghij":
            write_all(descriptor, bytes([letter]))
        os.close(descriptor)
    assert disk.between == {1: (b"a", b"ab", b"abc", b"abcdefg", b"abcdefgh", b"abcdefghi", b"abcdefghij")}


def test_a_state_is_found_as_it_is(folder: Path) -> None:
    """A folder is made to hold one state after the other, whatever is in it; and a disk holds what is found."""
    states: list[State] = [
        {"open": None, "open/a.json": b"1", "journal": b"", "moving": None, "moving/a": b""},
        {"open": None, "open/a.json": b"22", "open/a": None, "open/a/scan.pdf": b"3" * 9000},
        {"open": b"no folder", "closed": None, "closed/2025": None, "closed/2025/a.json": b"22"},
        {"open": None, "open/a.json": b"22"},
        {},
    ]
    found, fresh = Found(str(folder)), Found(str(folder))
    for state in states:
        found.become(state)
        assert fresh.read() == state
        assert list(Disk.holding(folder, state).states()) == [state]
    (folder / "b").write_bytes(b"by another")
    found.forget()
    found.become(states[0])
    assert fresh.read() == states[0]

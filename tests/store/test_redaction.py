"""What was redacted is nowhere in the file of a case any more, and the file still vouches for all else."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from engine.case.events import AnswerAmended, AnswerRecorded, AnswerRedacted, CaseClosed, NoteAdded, NoteRedacted
from engine.store import CorruptLog, FileNotKept
from engine.store import page as pages
from engine.store.audit import Shown, audit
from engine.store.backup import back_up
from engine.store.chain import canonical
from engine.store.faults import BeingCopied
from engine.store.tinydb import TinyStore
from tests.store.entries import CASE, MARK, after, opened
from tests.store.test_backup import MADE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from engine.case.events import Event
    from engine.store import Store

TOLD: tuple[Event, ...] = (
    AnswerRecorded("phone", f"{MARK} 1"),
    NoteAdded(f"{MARK} called"),
    AnswerAmended("phone", f"{MARK} 2", "", f"not {MARK} 1"),
    AnswerRecorded("reason", "moving"),
)


def wrong(store: Shown) -> list[str]:
    """Say what does not hold together; the procedure's text was never kept here."""
    return [one.message for one in audit(store).found if "procedure text" not in one.message]


def told(store: Store) -> None:
    """Record answers and a note, each in a commit of its own."""
    store.create(CASE, opened())
    for seq, event in enumerate(TOLD, 1):
        store.append(CASE, after(seq, event), expected=seq)


def redact(store: Store) -> None:
    """Take the phone and the note out."""
    store.append(CASE, after(5, AnswerRedacted("phone")), expected=5)
    store.append(CASE, after(6, NoteRedacted(3)), expected=6)


def test_it_is_gone(store: Store) -> None:
    """No entry holds it any more; all others are as they were, and the log goes on."""
    told(store)
    before = store.load(CASE)
    redact(store)
    now = store.load(CASE)
    assert MARK not in repr(now.entries)
    assert [before.entries[0], before.entries[4]] == [now.entries[0], now.entries[4]]
    assert before.digests == now.digests[:5]
    store.append(CASE, after(7, NoteAdded("later")), expected=7)
    assert 8 == store.load(CASE).seq
    assert [] == wrong(store)


def test_it_is_gone_from_the_disk(folder: Path) -> None:
    """No file in the folder holds it; read afresh, the case is whole."""
    store = TinyStore(folder)
    told(store)
    redact(store)
    held = [path.name for path in folder.rglob("*") if path.is_file() and MARK.encode() in path.read_bytes()]
    assert [] == held
    again = TinyStore(folder)
    assert store.load(CASE) == again.load(CASE)
    assert [] == wrong(again)
    content = (folder / "open" / f"{CASE}.json").read_bytes()
    assert store.load(CASE) == pages.read(CASE, "here", content).log
    assert store.load(CASE) == pages.read(CASE, "here", json.dumps(json.loads(content), indent=2).encode()).log


def test_also_in_a_closed_case(folder: Path) -> None:
    """A case that is over stays where it is."""
    store = TinyStore(folder)
    told(store)
    store.append(CASE, after(5, CaseClosed(None)), expected=5)
    store.append(CASE, after(6, AnswerRedacted("phone")), expected=6)
    assert [CASE] == list(TinyStore(folder).cases(closed=True))
    assert [] == wrong(TinyStore(folder))


def test_another_desk_sees_it(folder: Path) -> None:
    """A desk that had read the case before does not go on from what it remembers."""
    one, other = TinyStore(folder), TinyStore(folder)
    told(one)
    assert MARK in repr(other.load(CASE))
    redact(one)
    assert MARK not in repr(other.load(CASE))


def test_each_telling_has_a_salt(folder: Path) -> None:
    """The same words have another digest each time, so that nobody finds them by trying; the salt goes with them."""
    store = TinyStore(folder)
    told(store)
    path = folder / "open" / f"{CASE}.json"
    salts = [record.get("salt") for record in json.loads(path.read_bytes())["events"].values()]
    assert [False, True, True, True, True] == [salt is not None for salt in salts]
    assert 4 == len({salt for salt in salts if salt})
    redact(store)
    records = json.loads(path.read_bytes())["events"]
    assert ["1", "5"] == [number for number, record in records.items() if "sha256" not in record and int(number) < 6]
    assert not any("salt" in record for record in records.values() if "sha256" in record)


def other_words(records: dict[str, Any]) -> None:
    """Put other words in place of what was redacted."""
    records["2"]["value"] = "555-0199"


def unsaid(records: dict[str, Any]) -> None:
    """Let an entry claim that it was redacted."""
    records["5"] |= {"value": "other", "sha256": records["6"]["previous"]}


def vouched_by_itself(records: dict[str, Any]) -> None:
    """Let an entry that is no redaction vouch for another."""
    records["5"] |= {"value": "other", "sha256": records["6"]["previous"], "redacted": {"5": "0" * 64}}


@pytest.mark.parametrize("attack", [other_words, unsaid, vouched_by_itself])
def test_it_is_no_cover(attack: Callable[[dict[str, Any]], None], folder: Path) -> None:
    """Only what a redaction made of an entry is taken for it."""
    store = TinyStore(folder)
    told(store)
    redact(store)
    path = folder / "open" / f"{CASE}.json"
    document = json.loads(path.read_bytes())
    attack(document["events"])
    path.write_bytes(canonical(document))
    with pytest.raises(CorruptLog):
        TinyStore(folder).load(CASE)


def test_a_file_is_removed(store: Store) -> None:
    """A file is gone, the ledger knows that it is, and removing it again is no fault."""
    store.create(CASE, opened())
    name = store.keep_file(CASE, "scan.pdf", b"scan")
    for _ in range(2):
        store.discard_file(CASE, name)
    with pytest.raises(FileNotKept):
        store.file(CASE, name)
    assert [] == wrong(store)
    store.discard_file(CASE, "../../office.yaml")


def test_nothing_is_taken_out_while_all_is_copied(folder: Path, tmp_path: Path) -> None:
    """A redaction while a backup is made is refused at once, before anything is written; the copy is right."""
    store = TinyStore(folder)
    told(store)
    store.keep_file(CASE, "a.txt", b"a letter")
    (folder.parent / "procedures").mkdir()
    (folder.parent / "office.yaml").touch()
    refused: list[str] = []

    class Busy(TinyStore):
        """A store in which somebody takes something out as soon as its cases are listed to be copied."""

        def cases(self, *, closed: bool = False):  # type: ignore[no-untyped-def]  # noqa: ANN202  # as its base
            """List the cases, and then take something out of one."""
            there = super().cases(closed=closed)
            if closed:
                other = TinyStore(folder, timeout=0)
                for act in (redact, lambda store: store.discard_file(CASE, "a.txt")):
                    with pytest.raises(BeingCopied) as fault:
                        act(other)
                    refused.append(str(fault.value))
            return there

    found = back_up(folder.parent, Busy(folder, who="ann"), tmp_path / "monday.zip", MADE)
    assert [] == [one.message for one in found.found if one.is_wrong and "procedure text" not in one.message]
    assert [f"nothing can be taken out of case {CASE} now: all is being copied by ann"] * 2 == [
        said.partition(" since ")[0] for said in refused
    ]
    redact(store)
    store.discard_file(CASE, "a.txt")
    assert [] == wrong(store)

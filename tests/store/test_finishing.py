"""Half an end of a case, of which its lock says nothing: it is finished before the journal forgets the rest of it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from engine.case.events import CaseClosed
from engine.store import WriteFailed
from engine.store.recovery import bring_to_disk
from engine.store.tinydb import TinyStore
from tests.store.acts import unproven
from tests.store.entries import CASE, after
from tests.store.test_attacks import file_of
from tests.store.test_lasting import failing, no_line
from tests.store.test_recovery import store

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["store"]  # a fixture

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the journal, without which no file grows, is Linux's")


@pytest.fixture
def half(folder: Path, store: TinyStore) -> bytes:
    """Leave half an end of a case, with nobody told of it by the lock; give the whole."""
    bring_to_disk(store, 0)
    size, lines = file_of(folder).stat().st_size, (folder / "ledger.jsonl").read_bytes()
    store.append(CASE, after(3, CaseClosed(None)), expected=3)
    (there,) = folder.rglob(f"{CASE}.json")
    whole = there.read_bytes()
    there.rename(file_of(folder)).write_bytes(whole[: size + 20])
    (folder / "ledger.jsonl").write_bytes(lines)
    return whole


def test_half_an_end_is_finished_before_the_journal_is_gone(folder: Path, half: bytes) -> None:
    """Nothing but the journal has the rest of it, and nobody may have read it since; it gets its line as well."""
    other = TinyStore(folder, timeout=0)
    bring_to_disk(other, 0)
    assert (False, half) == (other.journal.is_there(), file_of(folder).read_bytes())
    assert (4, []) == (other.ledger.last_of(CASE), unproven(TinyStore(folder)))


def test_a_case_that_was_not_moved_is_marked_before_the_journal_is_gone(folder: Path, half: bytes) -> None:
    """Else a power cut might leave it in the wrong list, for the mark that was made before was not synced."""
    file_of(folder).write_bytes(half)
    bring_to_disk(TinyStore(folder, timeout=0), 0)
    assert (folder / "moving" / CASE).exists()
    assert ([], [CASE]) == tuple(list(TinyStore(folder).cases(closed=closed)) for closed in (False, True))


@pytest.mark.usefixtures("half")
def test_half_an_end_without_room_for_its_line_is_left_as_it_is(folder: Path) -> None:
    """The next time it is finished; for a commit without its line, after which another follows, would be found."""
    left = file_of(folder).read_bytes()
    with no_line(), pytest.raises(WriteFailed):
        bring_to_disk(TinyStore(folder, timeout=0), 0)
    assert left == file_of(folder).read_bytes()
    bring_to_disk(other := TinyStore(folder, timeout=0), 0)
    assert (4, 4, []) == (other.load(CASE).seq, other.ledger.last_of(CASE), unproven(other))


@pytest.mark.usefixtures("half")
def test_while_half_an_end_cannot_be_finished_the_journal_stays(folder: Path) -> None:
    """On a full disk nothing else can be done; when there is room, it is finished."""
    other = TinyStore(folder, timeout=0)
    with failing("open", of=lambda path: path.endswith(".new")), pytest.raises(WriteFailed) as caught:
        bring_to_disk(other, 0)
    assert (str(file_of(folder)), [4]) == (caught.value.file, [one.entries for one in other.journal.commits()])
    assert 4 == TinyStore(folder).load(CASE).seq


@pytest.mark.usefixtures("half")
def test_a_link_does_not_keep_the_journal(folder: Path) -> None:
    """It is no case that could be finished: nobody reads it, and `verify` names it."""
    elsewhere = file_of(folder).rename(folder / "elsewhere")
    (folder / "closed" / "2025" / f"{CASE}.json").symlink_to(elsewhere)
    bring_to_disk(other := TinyStore(folder, timeout=0), 0)
    assert not other.journal.is_there()


@pytest.mark.usefixtures("half")
@pytest.mark.parametrize("left", [b"garbage", None], ids=["damaged", "gone"])
def test_what_no_kill_leaves_does_not_keep_the_journal(folder: Path, left: bytes | None) -> None:
    """A case that somebody damaged, or took away, is left as it is, and keeps nobody from going on."""
    file_of(folder).unlink()
    if left:
        file_of(folder).write_bytes(left)
    bring_to_disk(other := TinyStore(folder, timeout=0), 0)
    assert (False, left) == (other.journal.is_there(), left and file_of(folder).read_bytes())

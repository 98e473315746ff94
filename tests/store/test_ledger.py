"""The ledger: what a line says, what is its head, and what is read of a broken one."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

import pytest

from engine.case.events import CaseClosed
from engine.store import StoreLocked, WriteFailed
from engine.store.audit import audit
from engine.store.ledger import (
    BEGINNING,
    LONGEST,
    Break,
    Committed,
    Copied,
    Deed,
    Discarded,
    Kept,
    Line,
    Looked,
    Mended,
    PutBack,
    Tail,
    inscribed,
    matches,
    read_line,
    walk,
)
from engine.store.tinydb import TinyStore
from tests.store.entries import CASE, FULL, MARK, OTHER, after, notes, opened
from tests.store.world import failing, meddling

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from engine.store import Store

DEEDS: list[Deed] = [
    Committed(CASE, 0, 1, "5f" * 32),
    Kept(CASE, "a.txt", "5f" * 32),
    Looked(CASE, "ann", "2025-03-03T09:30:00+00:00", "show"),
    Copied("backup", "ann", "2025-03-03T09:30:00+00:00"),
    Mended(17),
    Discarded(CASE, "a.txt"),
    PutBack(CASE, 1, "5f" * 32, "ann", "2025-03-03T09:30:00+00:00"),
]


def ledger(*deeds: Deed) -> list[bytes]:
    """Give the lines of a ledger in which this was done."""
    tail, lines = BEGINNING, []
    for deed in deeds:
        line, tail = inscribed(deed, tail)
        lines.append(line)
    return lines


def read(lines: list[bytes]) -> list[Deed | str]:
    """Give what a ledger says, and what is wrong with it."""
    return [one.why if isinstance(one, Break) else one.deed for one in walk(lines)]


def said(store: Store) -> list[Deed | str]:
    """Give what the ledger of a store says."""
    return read(list(store.lines()))


def test_what_is_written_is_read() -> None:
    """Every kind of line comes back."""
    assert read(ledger(*DEEDS)) == DEEDS
    assert {type(deed) for deed in DEEDS} == set(Deed.__args__)


def test_a_line_can_be_reckoned_without_us() -> None:
    """A line is canonical JSON that carries the SHA-256 of the line before it; the first one 64 zeros."""
    first, second = ledger(*DEEDS[:2])
    assert json.loads(first) == {
        "line": 1,
        "kind": "Committed",
        "previous": "0" * 64,
        "case": CASE,
        "after": 0,
        "entries": 1,
        "head": "5f" * 32,
    }
    assert json.loads(second)["previous"] == hashlib.sha256(first).hexdigest()


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"\0\0\0",
        b"[]",
        b"7",
        b"{}",
        b"[" * 100_000,
        ledger(DEEDS[0])[0][:-1],
        ledger(DEEDS[0])[0] + b" ",
        ledger(DEEDS[0])[0].replace(b'"line":1', b'"line":true'),
        ledger(DEEDS[0])[0].replace(b'"line":1', b'"line":"1"'),
        ledger(DEEDS[0])[0].replace(b"Committed", b"Done"),
        ledger(DEEDS[0])[0].replace(b'"after":0,', b""),
    ],
    ids=["empty", "zeros", "list", "number", "nothing in it", "deep", "cut", "longer", "true", "text", "kind", "key"],
)
def test_what_is_no_line(text: bytes) -> None:
    """Only what was written as a line is read as one."""
    assert read_line(text) is None


def test_lines_must_follow_one_another() -> None:
    """A line that was taken out, doubled, or changed shows at the next one."""
    lines = ledger(*DEEDS)
    changed = lines[1].replace(b"a.txt", b"b.txt")
    assert read([*lines[:1], *lines[2:]])[1] == "line 3 does not follow the one before it"
    assert read([*lines[:2], *lines[1:]])[2] == "line 2 does not follow the one before it"
    assert read([lines[0], changed, *lines[2:]])[2] == "line 3 does not follow the one before it"
    assert read(lines[1:])[0] == "line 2 does not follow the one before it"


def test_half_a_line_is_of_a_crash() -> None:
    """Half a line at the end, or one that the next line has mended, is told as what a crash leaves."""
    lines = ledger(DEEDS[0], Mended(6))
    half = Break(1, "after line 1 there is half a line, as a crash leaves it", is_crash=True)
    assert [one for one in walk([lines[0], b"{half"]) if isinstance(one, Break)] == [half]
    assert [one for one in walk([lines[0], b"{half", lines[1]]) if isinstance(one, Break)] == [half]


def test_other_gaps_are_of_no_crash() -> None:
    """What nobody mended, what is longer than a line, or longer than was mended, is told as wrong."""
    lines = ledger(DEEDS[0], Mended(6))
    for spoilt in (
        [lines[0], b"{half", *ledger(*DEEDS)[1:2]],
        [lines[0], b"{other", lines[1]],
        [lines[0], b"x" * LONGEST],
    ):
        told = [one for one in walk(spoilt) if isinstance(one, Break)]
        assert [(1, False)] == [(one.after, one.is_crash) for one in told]


def test_a_head_is_short_and_forgiving() -> None:
    """A head names its line; it may be typed in small letters, without dashes, with O for 0 and I or L for 1."""
    tail = Tail(57, hashlib.sha256(b"a ledger").hexdigest())
    assert tail.code == "57-F00A-GCP0-WTZD-4D4A-CR0T-0QRB"
    typed = tail.code.lower().replace("0", "o").replace("1", "l")
    assert matches(tail, f" {typed} ") is True
    assert matches(tail, "57" + tail.code[2:].replace("-", "")) is True
    assert matches(tail, tail.code[:-1] + "Z") is False
    assert matches(Tail(56, tail.digest), tail.code) is None


@pytest.mark.parametrize("text", ["", "57", "57-ABC", "x-6H53-0K0R-8JMZ-R1G1-6W6R-2G6T", f"57-{'U' * 24}", MARK])
def test_what_is_no_head(text: str) -> None:
    """What cannot be a head is told so, and not compared."""
    with pytest.raises(ValueError, match="not a head"):
        matches(Tail(57, "5f" * 32), text)


def test_every_store_keeps_a_ledger(store: Store) -> None:
    """Each commit and each kept file has its line, in the order in which they came."""
    store.create(CASE, opened(CASE, *FULL))
    store.append(CASE, notes(6, 2), expected=6)
    store.keep_file(CASE, "a.txt", b"1")
    store.keep_file(CASE, "a.txt", b"1")
    store.create(OTHER, opened(OTHER))
    store.append(CASE, after(8, CaseClosed(None)), expected=8)
    log = store.load(CASE)
    kept = Kept(CASE, "a.txt", hashlib.sha256(b"1").hexdigest())
    assert said(store)[:2] == [Committed(CASE, 0, 6, log.digests[5]), Committed(CASE, 6, 8, log.digests[7])]
    assert kept in said(store)
    assert said(store)[-2:] == [Committed(OTHER, 0, 1, store.load(OTHER).head), Committed(CASE, 8, 9, log.head)]


def test_every_store_takes_notes(store: Store) -> None:
    """That somebody has looked stands in the ledger."""
    store.note(DEEDS[2])
    store.note(DEEDS[3])
    assert DEEDS[2:4] == said(store)


def test_nothing_told_is_in_the_ledger(store: Store) -> None:
    """No value of a case reaches the ledger."""
    store.create(CASE, opened(CASE, *FULL))
    assert MARK.encode() not in b"".join(store.lines())


def test_two_desks_write_one_ledger(folder: Path) -> None:
    """Lines of several desks follow one another."""
    stores = [TinyStore(folder), TinyStore(folder)]
    for number in range(6):
        stores[number % 2].note(Mended(number))
    assert [Mended(number) for number in range(6)] == said(stores[0])


@pytest.mark.parametrize("left", [b"{half", b"{half\n", b"\0" * 50, b"\0" * 50 + b"}\n"])
def test_half_a_line_is_mended(folder: Path, left: bytes) -> None:
    """What a crash left of a line stays, and the next line says how much it is."""
    store = TinyStore(folder)
    store.note(DEEDS[0])
    path = folder / "ledger.jsonl"
    path.write_bytes(path.read_bytes() + left)
    TinyStore(folder).note(DEEDS[1])
    store.note(DEEDS[2])
    half = "after line 1 there is half a line, as a crash leaves it"
    assert said(store) == [DEEDS[0], half, Mended(len(left.rstrip(b"\n")) + 1), DEEDS[1], DEEDS[2]]


def test_a_line_that_lacks_only_its_end_is_a_line(folder: Path) -> None:
    """A crash that took the end of a line, and nothing of what it says, has broken nothing."""
    store = TinyStore(folder)
    store.note(DEEDS[0])
    path = folder / "ledger.jsonl"
    path.write_bytes(path.read_bytes().rstrip(b"\n"))
    TinyStore(folder).note(DEEDS[1])
    assert DEEDS[:2] == said(store)


def test_a_ledger_that_was_spoilt_at_its_end_goes_on(folder: Path) -> None:
    """Where no line is found, a new one is written all the same, and the break shows."""
    store = TinyStore(folder)
    store.note(DEEDS[0])
    path = folder / "ledger.jsonl"
    path.write_bytes(b"x" * 9_000)
    TinyStore(folder).note(DEEDS[1])
    assert said(store)[0] == f"after line 0 there are {9_001} bytes that are no line"
    assert said(store)[-1] == DEEDS[1]


def test_long_ledgers_are_read_in_pieces(folder: Path) -> None:
    """A ledger that is longer than what is read at once is read to its end, and goes on at its end."""
    store = TinyStore(folder)
    path = folder / "ledger.jsonl"
    store.note(Mended(0))
    path.write_bytes(b"".join(line + b"\n" for line in ledger(*(Mended(number) for number in range(12_000)))))
    TinyStore(folder).note(DEEDS[0])
    assert [*(Mended(number) for number in range(12_000)), DEEDS[0]] == said(store)
    assert path.stat().st_size > 1 << 20


def test_a_ledger_that_cannot_be_written_puts_the_case_back(folder: Path) -> None:
    """Where its line cannot be written, an act is refused, the case is as before, and no line is left."""
    store = TinyStore(folder)
    store.create(CASE, opened())
    (folder / "ledger.jsonl").unlink()
    (folder / "ledger.jsonl").mkdir()
    with pytest.raises(WriteFailed) as caught:
        store.append(CASE, notes(1), expected=1)
    assert (str(folder / "ledger.jsonl"), 1) == (caught.value.file, TinyStore(folder).load(CASE).seq)


def test_who_waits_is_told_for_whom(folder: Path) -> None:
    """Who holds a case, and since when, is told to whoever waits in vain; of whom it is never told."""
    ana, ben = TinyStore(folder, timeout=0, who="ana"), TinyStore(folder, timeout=0, who="ben")
    ana.create(CASE, opened())
    with (
        ana.writing(CASE),
        pytest.raises(StoreLocked, match=rf"^case {CASE} is being written by ana since \d\d:\d\d:\d\d"),
    ):
        ben.append(CASE, notes(1), expected=1)


def test_who_waits_is_told_of_a_shared_lock(folder: Path) -> None:
    """Two cases may share a lock; whoever waits is told which one is at work."""
    ana, ben = TinyStore(folder, timeout=0, who="ana"), TinyStore(folder, timeout=0)
    ana.create(CASE, opened())
    names = [f"2025-{number:04}" for number in range(2, 300)]
    with ana.writing(CASE):
        faults = []
        for name in names:
            try:
                ben.create(name, opened(name))
            except StoreLocked as fault:
                faults.append(fault.message)
    assert faults
    assert f"by ana, with case {CASE}, whose lock it shares, since" in faults[0]


def test_a_lock_without_a_name_is_a_lock(folder: Path) -> None:
    """Where the lock says nothing of who holds it, that is all that is missing."""
    ana, ben = TinyStore(folder, timeout=0, who="ana"), TinyStore(folder, timeout=0)
    ana.create(CASE, opened())
    with meddling(failing(4, 28)), ana.writing(CASE):
        for lock in (folder / "locks").glob("??.lock"):
            lock.write_bytes(b"")
        with pytest.raises(StoreLocked, match="elsewhere right now"):
            ben.append(CASE, notes(1), expected=1)


def test_lines_are_short(store: Store) -> None:
    """The longest line there can be is far shorter than what is looked through for the last one."""
    longest = Kept("A" * 20, "f" * 91, "5f" * 32)
    store.note(longest)
    assert len(next(iter(store.lines()))) < LONGEST


def test_a_line_belongs_to_one_place() -> None:
    """A line tells its number and where the ledger ends with it."""
    (line,) = walk(ledger(DEEDS[4]))
    assert isinstance(line, Line)
    assert (1, "0" * 64, Mended(17)) == (line.tail.number, line.previous, line.deed)


def interrupted(folder: Path, number: int) -> None:
    """Let a desk be interrupted between a commit and its line."""

    def meddle(_count: int, name: str, real: Callable[..., Any], args: Any, kwargs: Any) -> Any:  # noqa: ANN401  # as the system
        if name == "open" and str(args[0]).endswith("ledger.jsonl"):
            raise KeyboardInterrupt
        return real(*args, **kwargs)

    with meddling(meddle), pytest.raises(KeyboardInterrupt):
        TinyStore(folder).append(CASE, notes(number), expected=number)


def test_a_commit_that_was_left_without_its_line_gets_one(folder: Path) -> None:
    """Whoever takes the lock of a killed desk gives its last commit a line first; that there was a crash stays."""
    store = TinyStore(folder)
    store.create(CASE, opened())
    for number in (1, 3, 5):
        interrupted(folder, number)
        store.append(CASE, notes(number + 1), expected=number + 1)
    commits = [Committed(CASE, at, at + 1, digest) for at, digest in enumerate(store.load(CASE).digests)]
    crash = Mended(0)
    assert said(store) == [commits[0], *(one for at in (1, 3, 5) for one in (crash, commits[at], commits[at + 1]))]
    told = "a crash left a commit without its line"
    assert [told in one.message for one in audit(store).found if not one.is_wrong] == [True] * 3


def test_whoever_shares_the_lock_makes_it_good(folder: Path) -> None:
    """It need not be the same case that is held next: the lock says which one was left."""
    store = TinyStore(folder)
    store.create(CASE, opened())
    interrupted(folder, 1)
    for number in range(2, 300):
        store.create(f"2025-{number:04}", opened(f"2025-{number:04}"))
    assert Committed(CASE, 1, 2, store.load(CASE).head) in said(store)


def test_a_lock_with_rubbish_in_it_is_a_lock(folder: Path) -> None:
    """Whatever lies in the file of a lock, it is taken as ever."""
    store = TinyStore(folder)
    store.create(CASE, opened())
    for path in (folder / "locks").iterdir():
        path.write_bytes(b"\n\xff\ncase ../x\ncase " + CASE.encode() + b"\ncase 2025-0999\n" * 400)
    store.append(CASE, notes(1), expected=1)
    assert said(store) == [Committed(CASE, at, at + 1, store.load(CASE).digests[at]) for at in (0, 1)]


def test_what_a_crash_leaves_is_shorter_than_a_line_can_be() -> None:
    """Gaps are counted over all that is no line, to the byte."""
    first, second = ledger(DEEDS[0], Mended(LONGEST))
    for rest in (b"x" * (LONGEST - 1), b"x" * (LONGEST - 3) + b"\n" + b"x"):
        spoilt = [first, *rest.split(b"\n")]
        assert [True] == [one.is_crash for one in walk(spoilt) if isinstance(one, Break)]
        assert [True] == [one.is_crash for one in walk([*spoilt, second]) if isinstance(one, Break)]
        told = [one.is_crash for one in walk([*spoilt, b""]) if isinstance(one, Break)]
        assert told == [False]

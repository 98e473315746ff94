"""The file of the ledger: what is read of which part of it, how its end is found, and what a failed write leaves."""

from __future__ import annotations

import errno
import os
import sys
from typing import TYPE_CHECKING, Any

import pytest

from engine.store.faults import StoreLocked, Unsettled, WriteFailed
from engine.store.ledger import BEGINNING, LONGEST, Committed, Deed, Discarded, Mended, inscribed
from engine.store.ledger_file import NAME, LedgerFile
from engine.store.locks import Locks
from tests.store.entries import CASE, OTHER
from tests.store.world import calls_of, failing, meddling

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="the calls of POSIX are counted")

FIRST, SECOND, THIRD = Committed(CASE, 0, 2, "5f" * 32), Discarded(CASE, "a.txt"), Committed(OTHER, 0, 1, "6a" * 32)


def ledger_in(folder: Path) -> LedgerFile:
    """Give the ledger of a folder of cases, as a desk that has not looked at it yet."""
    return LedgerFile(folder, Locks(folder / "locks", 5))


def lines_of(*deeds: Deed) -> list[bytes]:
    """Give the lines in which this is said, one after the other."""
    tail, lines = BEGINNING, []
    for deed in deeds:
        line, tail = inscribed(deed, tail)
        lines.append(line)
    return lines


def written(folder: Path) -> bytes:
    """Give all that the file holds."""
    return (folder / NAME).read_bytes()


def put(folder: Path, content: bytes) -> None:
    """Let this be the ledger."""
    folder.mkdir(exist_ok=True)
    (folder / NAME).write_bytes(content)


def test_there_is_none_at_first(folder: Path) -> None:
    """It is made with its first line, and so is its folder; before, it is empty."""
    ledger = ledger_in(folder)
    assert (0, [], [], 0) == (ledger.size(), list(ledger.lines()), list(ledger.pieces()), ledger.last_of(CASE))
    ledger.add(FIRST)
    assert lines_of(FIRST)[0] + b"\n" == written(folder)
    assert len(written(folder)) == ledger.size()


def test_each_deed_is_a_line(folder: Path) -> None:
    """Each follows the one before, whichever desk wrote that."""
    mine, other = ledger_in(folder), ledger_in(folder)
    mine.add(FIRST)
    other.add(SECOND)
    mine.add(THIRD)
    assert lines_of(FIRST, SECOND, THIRD) == list(mine.lines()) == written(folder).splitlines()


def test_a_part_of_it(folder: Path) -> None:
    """Lines and bytes can be read from one place to another."""
    ledger = ledger_in(folder)
    for deed in (FIRST, SECOND, THIRD):
        ledger.add(deed)
    whole = written(folder)
    one, two, three = lines_of(FIRST, SECOND, THIRD)
    first, second = len(one) + 1, len(one) + len(two) + 2
    assert [one, two] == list(ledger.lines(second))
    assert [two, three] == list(ledger.lines(start=first))
    assert [two] == list(ledger.lines(second, first))
    assert [one, two[:5]] == list(ledger.lines(first + 5))
    assert whole[7:40] == b"".join(ledger.pieces(40, 7))
    assert whole[7:] == b"".join(ledger.pieces(start=7))
    assert whole == b"".join(ledger.pieces(len(whole) + 9))
    assert b"" == b"".join(ledger.pieces(7, 40))


def test_a_part_of_a_long_one(folder: Path) -> None:
    """Where several pieces are read, the end is counted over all of them, and no line is cut between them."""
    lines = [b"%08d" % number * 10 for number in range(30_000)]
    whole = b"".join(line + b"\n" for line in lines)
    put(folder, whole)
    ledger = ledger_in(folder)
    assert lines == list(ledger.lines())
    for start, end in ((0, 2_000_000), (81, 2_000_025), (1_500_066, 2_200_008)):
        assert whole[start:end] == b"".join(ledger.pieces(end, start))
        assert whole[start:end].split(b"\n") == [*ledger.lines(end, start), *([b""] if (end % 81 == 0) else [])]


def test_the_last_of_a_case(folder: Path) -> None:
    """How many entries its last line vouches for; lines of others, and of files, say nothing of it."""
    ledger = ledger_in(folder)
    for deed in (FIRST, Committed(CASE, 2, 7, "5f" * 32), THIRD, SECOND, Mended(0)):
        ledger.add(deed)
    assert [7, 1, 0] == [ledger.last_of(case) for case in (CASE, OTHER, "2025-0003")]


@pytest.mark.parametrize(
    ("left", "lost"),
    [
        (b"{half", 6),
        (b"{half\n", 6),
        (b"one\nother\n", 10),
        (b"one\nother", 10),
        (b"x" * (3 * LONGEST), 3 * LONGEST + 1),
    ],
)
def test_what_a_crash_left_is_told_in_the_next_line(folder: Path, left: bytes, lost: int) -> None:
    """The bytes stay; the next line says how many they are, and the deed follows."""
    ledger_in(folder).add(FIRST)
    before = written(folder) + left
    put(folder, before)
    ledger_in(folder).add(SECOND)
    ends = b"" if left.endswith(b"\n") else b"\n"
    _, mended, deed = lines_of(FIRST, Mended(lost), SECOND)
    assert before + ends + mended + b"\n" + deed + b"\n" == written(folder)


def test_a_line_without_its_end_is_ended(folder: Path) -> None:
    """Nothing of what it says is lost, so nothing is mended."""
    one, two = lines_of(FIRST, SECOND)
    put(folder, one)
    ledger_in(folder).add(SECOND)
    assert one + b"\n" + two + b"\n" == written(folder)


def test_the_end_is_looked_for_in_the_last_lines_alone(folder: Path) -> None:
    """Four times the longest line is looked through: a line before that does not count."""
    put(folder, lines_of(FIRST)[0] + b"\n" + b"x" * (4 * LONGEST - 1) + b"\n")
    ledger_in(folder).add(SECOND)
    last = written(folder).splitlines()[-2:]
    assert last == lines_of(Mended(4 * LONGEST), SECOND)


def test_the_line_just_within_sight_counts(folder: Path) -> None:
    """A line of which the first byte is the first that is looked at is found."""
    one = lines_of(FIRST)[0]
    put(folder, b"x" * 99 + b"\n" + one + b"\n" + b"x" * (4 * LONGEST - len(one) - 2) + b"\n")
    ledger_in(folder).add(SECOND)
    lost = 4 * LONGEST - len(one) - 1
    assert written(folder).splitlines()[-2:] == lines_of(FIRST, Mended(lost), SECOND)[1:]


@posix_only
@pytest.mark.parametrize("failed", ["write", "fdatasync"])
def test_a_line_that_was_not_written_is_taken_back(folder: Path, failed: str) -> None:
    """The file is as long as before, the fault names it and the cause, and the next line follows the last one."""
    ledger = ledger_in(folder)
    ledger.add(FIRST)
    calls = calls_of(lambda: ledger.add(SECOND))
    at = [number for number, name in enumerate(calls, 1) if name == failed][-1 if failed == "fdatasync" else 0]
    before = written(folder)
    with meddling(failing(at, errno.EIO)), pytest.raises(WriteFailed) as caught:
        ledger.add(THIRD)
    assert (str(folder / NAME), "the disk reports an error (EIO)") == (caught.value.file, caught.value.cause)
    assert not isinstance(caught.value, Unsettled)
    assert before == written(folder)
    ledger.add(THIRD)
    assert lines_of(FIRST, SECOND, THIRD) == list(ledger.lines())


@posix_only
def test_a_line_that_cannot_be_taken_back_is_unsettled(folder: Path) -> None:
    """Nobody knows whether it is there; the fault names the file and the first cause, and the next line sees to it."""
    ledger = ledger_in(folder)
    ledger.add(FIRST)

    def meddle(_count: int, name: str, real: Callable[..., Any], args: Any, kwargs: Any) -> Any:  # noqa: ANN401  # as the system
        if name == "fdatasync":
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        if name == "ftruncate" and args[1]:
            raise OSError(errno.EROFS, os.strerror(errno.EROFS))
        return real(*args, **kwargs)

    with meddling(meddle), pytest.raises(Unsettled) as caught:
        ledger.add(SECOND)
    assert (str(folder / NAME), "the disk reports an error (EIO)") == (caught.value.file, caught.value.cause)
    ledger.add(THIRD)
    assert lines_of(FIRST, SECOND, THIRD) == list(ledger.lines())


def test_a_name_with_blanks_is_in_one_line(folder: Path) -> None:
    """Lines end at line ends alone."""
    ledger = ledger_in(folder)
    deeds = (FIRST, Discarded(CASE, "a scan of it.txt"))
    for deed in deeds:
        ledger.add(deed)
    assert lines_of(*deeds) == list(ledger.lines())


def test_who_waits_for_the_ledger_is_told_so(folder: Path) -> None:
    """Its lock is one of its own, and it is named for what it is."""
    waiting = LedgerFile(folder, Locks(folder / "locks", 0, who="ben"))
    with Locks(folder / "locks", 0, who="ana").held("the ledger", file="ledger"):
        for act in (waiting.size, lambda: waiting.add(FIRST)):
            with pytest.raises(StoreLocked, match=r"^the ledger is being written by ana since .*\bledger.lock\)"):
                act()


@posix_only
def test_a_ledger_that_cannot_be_looked_at(folder: Path) -> None:
    """The fault names the file, and the cause."""
    ledger = ledger_in(folder)
    ledger.add(FIRST)

    def meddle(_count: int, name: str, real: Callable[..., Any], args: Any, kwargs: Any) -> Any:  # noqa: ANN401  # as the system
        if name == "stat" and str(args[0]).endswith(NAME):
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return real(*args, **kwargs)

    with meddling(meddle), pytest.raises(WriteFailed) as caught:
        ledger.size()
    assert (str(folder / NAME), "the disk reports an error (EIO)") == (caught.value.file, caught.value.cause)


def test_what_is_written_again_is_cut_off(folder: Path) -> None:
    """The end is gone, and the next line follows the last one that is left; by whatever other name, it is refused."""
    ledger = ledger_in(folder)
    ledger.add(FIRST)
    whole = written(folder)
    ledger.add(SECOND)
    ledger.cut(len(whole))
    assert whole == written(folder)
    ledger.add(THIRD)
    assert lines_of(FIRST, THIRD) == list(ledger.lines())
    waiting = LedgerFile(folder, Locks(folder / "locks", 0, who="ben"))
    with (
        Locks(folder / "locks", 0, who="ana").held("the ledger", file="ledger"),
        pytest.raises(StoreLocked, match=r"^the ledger is being written by ana since .*\bledger.lock\)"),
    ):
        waiting.cut(0)
    (folder / "other").hardlink_to(folder / NAME)
    with pytest.raises(WriteFailed, match="EMLINK"):
        ledger.cut(0)
    assert lines_of(FIRST, THIRD) == list(ledger.lines())


@posix_only
def test_what_is_ahead_is_made_durable(folder: Path) -> None:
    """What is written and not durable yet is made so when it is asked for, and before a line that is."""
    plain, ahead = ledger_in(folder), LedgerFile(folder, Locks(folder / "locks", 5), lambda: True)
    ahead.sync()
    ahead.add(FIRST)
    assert [] == calls_of(plain.sync)
    assert ["open", "fdatasync", "close"] == calls_of(ahead.sync)
    acts = (
        lambda: plain.add(SECOND),
        lambda: ahead.add(SECOND),
        lambda: ahead.add(SECOND, is_durable=False),
    )
    assert [1, 2, 0] == [calls_of(act).count("fdatasync") for act in acts]
    with meddling(failing(2, errno.EIO)), pytest.raises(WriteFailed) as caught:
        ahead.sync()
    assert (str(folder / NAME), "the disk reports an error (EIO)") == (caught.value.file, caught.value.cause)

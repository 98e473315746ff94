"""Files that grow in their place: what is written over, what is put back, and what a reader finds meanwhile."""

from __future__ import annotations

import errno
import os
import sys
import threading
from typing import TYPE_CHECKING, Any

import pytest

from engine.case.events import CaseClosed
from engine.store import CorruptLog, StoreFault, StoreLocked, Unsettled, WriteFailed
from engine.store.tails import Tail, grow
from engine.store.tinydb import TinyStore
from tests.store.acts import left_over, unproven
from tests.store.entries import CASE, after, notes, opened
from tests.store.world import calls_of, meddling

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the journal, without which no file grows, is Linux's")

WAS, NOW = b"one two\n", b"one three four\n"
END = Tail(4, WAS[4:], NOW[4:])
FULL = WriteFailed("ledger", "the disk is full (ENOSPC)")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Make a file that is to grow."""
    made = tmp_path / "a"
    made.write_bytes(WAS)
    return made


class Promise:
    """Makes an end last elsewhere, and counts how often that was taken back."""

    def __init__(self) -> None:
        self.taken_back = 0

    def __call__(self) -> Callable[[], None]:
        """Promise it."""
        return self._take_back

    def _take_back(self) -> None:
        self.taken_back += 1


def grown(path: Path, promise: Callable[[], Callable[[], None] | None], fault: Exception | None = None) -> bool:
    """Let a file grow, with a witness that may refuse."""

    def witness() -> None:
        if fault:
            raise fault

    return grow(path, END, lambda: WAS, witness, promise)


def entry_left(*, of: Path) -> str:
    """Give the one name in a folder."""
    (name,) = os.listdir(of)  # noqa: PTH208  the names
    return name


def test_the_end_is_written_in_its_place(path: Path) -> None:
    """It is the same file afterwards, and nothing was put beside it."""
    number, promise = path.stat().st_ino, Promise()
    assert grown(path, promise)
    assert (NOW, number, 0) == (path.read_bytes(), path.stat().st_ino, promise.taken_back)
    assert "a" == entry_left(of=path.parent)


def test_what_is_not_promised_does_not_grow(path: Path) -> None:
    """Without a journal, it is for others to replace the file."""
    assert not grown(path, lambda: None)
    assert WAS == path.read_bytes()


def test_only_what_was_seen_grows(path: Path) -> None:
    """A file with another name, of another length, a link, or none: nothing is promised, and nothing written."""
    other = path.with_name("b")

    def refused() -> bool:
        return not grown(path, pytest.fail)

    other.hardlink_to(path)
    assert refused()
    other.unlink()
    path.write_bytes(WAS + b"more")
    assert refused()
    path.rename(other)
    path.symlink_to(other)
    assert refused()
    path.unlink()
    assert refused()
    assert (WAS + b"more", "b") == (other.read_bytes(), entry_left(of=path.parent))


def test_without_a_witness_it_is_put_back(path: Path) -> None:
    """It holds what it held, and is another file than the one that somebody may have seen in between."""
    number, promise = path.stat().st_ino, Promise()
    with pytest.raises(WriteFailed) as caught:
        grown(path, promise, FULL)
    assert (FULL, WAS, 1) == (caught.value, path.read_bytes(), promise.taken_back)
    assert number != path.stat().st_ino


def test_what_may_be_witnessed_stays(path: Path) -> None:
    """Where nobody knows whether there is a line of it, the file is left as it is, and so is the promise."""
    promise = Promise()
    for fault in (Unsettled("ledger", FULL.cause), KeyboardInterrupt()):
        path.write_bytes(WAS)
        with pytest.raises(type(fault)):
            grown(path, promise, fault)  # type: ignore[arg-type]  # Ctrl-C is no exception like others
        assert (NOW, 0) == (path.read_bytes(), promise.taken_back)


def _half(name: str, real: Callable[..., Any], args: Any, wrong: list[str]) -> Any:  # noqa: ANN401  # as the system
    """Write half of it, the first time; and let nothing be replaced."""
    if name == "pwrite" and not wrong:
        wrong.append(name)
        return real(args[0], args[1][:3], args[2])
    if name == "open" and str(args[0]).endswith(".new"):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    return real(*args)


def test_on_a_full_disk_it_is_put_back_in_its_place(path: Path) -> None:
    """Half of it was written, and there is no room for another file: the end is as it was all the same."""
    wrong: list[str] = []
    promise = Promise()
    with (
        meddling(lambda _count, name, real, args, _kwargs: _half(name, real, args, wrong)),
        pytest.raises(WriteFailed) as caught,
    ):
        grown(path, promise)
    assert (str(path), "the disk is full (ENOSPC)") == (caught.value.file, caught.value.cause)
    assert (WAS, 1) == (path.read_bytes(), promise.taken_back)
    assert "a" == entry_left(of=path.parent)


@pytest.mark.parametrize(
    ("fails", "fault", "cause"),
    [
        ("pwrite", None, "the disk is full (ENOSPC)"),
        ("", FULL, "the disk is full (ENOSPC)"),
        ("", StoreLocked("the ledger", "locks/ledger"), "the disk reports an error (EIO)"),
    ],
)
def test_what_cannot_be_put_back_is_unsettled(path: Path, fails: str, fault: Exception | None, cause: str) -> None:
    """If neither can be done, nobody knows: the fault names the file and the first cause, and nothing is taken back."""

    def meddle(_count: int, name: str, real: Callable[..., Any], args: Any, kwargs: Any) -> Any:  # noqa: ANN401  # as the system
        if name == fails:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        if name in ("ftruncate", "replace"):
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return real(*args, **kwargs)

    promise = Promise()
    with meddling(meddle), pytest.raises(Unsettled) as caught:
        grown(path, promise, fault)
    assert (str(path), cause, 0) == (caught.value.file, caught.value.cause, promise.taken_back)


def test_a_file_that_cannot_be_closed_was_written(path: Path) -> None:
    """It lasts already, so that nobody has to be told; and where nothing is written, nothing else is wrong."""

    def meddle(_count: int, name: str, real: Callable[..., Any], args: Any, kwargs: Any) -> Any:  # noqa: ANN401  # as the system
        given = real(*args, **kwargs)
        if name == "close":
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return given

    with meddling(meddle):
        assert grown(path, Promise())
        assert not grown(path, Promise())  # it has another length now
    assert NOW == path.read_bytes()


# -- in a store ------------------------------------------------------------------------------------------------------


@pytest.fixture
def store(folder: Path) -> TinyStore:
    """Make a case with three entries."""
    made = TinyStore(folder, timeout=0.2)
    made.create(CASE, opened())
    made.append(CASE, notes(1, 2), expected=1)
    return made


def file_of(folder: Path) -> Path:
    """Give the file of the case, while it is open."""
    return folder / "open" / f"{CASE}.json"


def halves(folder: Path, act: Callable[[], object]) -> Iterator[None]:
    """Do something, and leave each so much of the new end of the case as a kill leaves, or of the old one put back."""
    path, ledger = file_of(folder), folder / "ledger.jsonl"
    was, lines = path.read_bytes(), ledger.read_bytes()
    act()
    (there,) = folder.rglob(f"{CASE}.json")
    now = there.read_bytes()
    there.rename(path)
    begin = next(at for at, (one, other) in enumerate(zip(was, now, strict=False)) if one != other)
    written = [now[:size] + was[size:] for size in (begin + 1, len(was) - 1, len(was), len(was) + 1, len(now) - 1)]
    put_back = [was[:size] + now[size : len(was)] for size in (begin, begin + 1, len(was) - 1)]
    for left in written + put_back:
        path.write_bytes(left)
        ledger.write_bytes(lines)
        yield


def test_half_an_end_is_finished(folder: Path, store: TinyStore) -> None:
    """Whoever reads a case next finds all that was being written at the kill; whoever holds it next gives it a line."""
    for _ in halves(folder, lambda: store.append(CASE, notes(3, 2), expected=3)):
        assert tuple(opened() + notes(1, 4)) == TinyStore(folder).load(CASE).entries
    TinyStore(folder).append(CASE, notes(5), expected=5)
    assert ([], []) == (unproven(TinyStore(folder)), left_over(folder))


def test_half_an_ending_is_finished(folder: Path, store: TinyStore) -> None:
    """A case that was being closed is closed, and where closed ones are."""
    for _ in halves(folder, lambda: store.append(CASE, after(3, CaseClosed(None)), expected=3)):
        other = TinyStore(folder)
        assert 4 == other.load(CASE).seq
        assert ([], [CASE]) == (list(other.cases()), list(other.cases(closed=True)))
        (folder / "closed" / "2025" / f"{CASE}.json").rename(file_of(folder))


def test_nothing_else_is_finished(folder: Path, store: TinyStore) -> None:
    """A file that was emptied, cut further than a kill leaves it, or changed, is left as it is, and told."""
    whole = file_of(folder).read_bytes()
    last = whole.rindex(b"note 2")
    for spoilt in (b"", whole[:100], whole[:last] + b"nota" + whole[last + 4 :], whole + b"\0"):
        file_of(folder).write_bytes(spoilt)
        for other in (TinyStore(folder), store):
            with pytest.raises(CorruptLog):
                other.load(CASE)
        assert spoilt == file_of(folder).read_bytes()


def test_who_reads_in_the_middle_of_a_write_waits(folder: Path, store: TinyStore) -> None:
    """A reader without a lock who finds half an end reads again, when the writer is done."""
    found: list[int] = []

    def read() -> None:
        found.append(TinyStore(folder).load(CASE).seq)

    def meddle(_count: int, name: str, real: Callable[..., Any], args: Any, kwargs: Any) -> Any:  # noqa: ANN401  # as the system
        if name == "pwrite" and args[2] and not readers:  # not a lock
            real(args[0], args[1][:50], args[2])
            readers.append(threading.Thread(target=read))
            readers[0].start()
            readers[0].join(0.1)
            assert [] == found
        return real(*args, **kwargs)

    readers: list[threading.Thread] = []
    with meddling(meddle):
        store.append(CASE, notes(3), expected=3)
        readers[0].join(10)
    assert [4] == found


@pytest.mark.usefixtures("store")
def test_who_reads_does_not_wait_for_ever(folder: Path) -> None:
    """If the writer takes too long, the reader is told who it is; where no lock can be had, what is wrong."""
    path = file_of(folder)
    path.write_bytes(path.read_bytes()[:-40])
    with TinyStore(folder, who="ann").locks.held(f"case {CASE}"):
        caught: list[StoreFault] = []

        def read() -> None:
            try:
                TinyStore(folder, timeout=0.05).load(CASE)
            except StoreFault as fault:
                caught.append(fault)

        reader = threading.Thread(target=read)
        reader.start()
        reader.join(10)
    assert ["by ann since"] == [fault.holder[:12] for fault in caught if isinstance(fault, StoreLocked)]

    def meddle(_count: int, name: str, real: Callable[..., Any], args: Any, kwargs: Any) -> Any:  # noqa: ANN401  # as the system
        if name == "open" and "/locks/" in str(args[0]):
            raise OSError(errno.EROFS, os.strerror(errno.EROFS))
        return real(*args, **kwargs)

    with meddling(meddle), pytest.raises(CorruptLog):
        TinyStore(folder).load(CASE)


def test_a_long_case_waits_for_the_disk_once(folder: Path, store: TinyStore) -> None:
    """However long a case is, the journal gets only what is new, and the case is not written anew."""
    store.append(CASE, notes(3, 2000), expected=3)
    before = (folder / "journal").stat().st_size
    calls = calls_of(lambda: store.append(CASE, notes(2003), expected=2003))
    assert (1, 0, 0) == (calls.count("fdatasync"), calls.count("fsync"), calls.count("replace"))
    assert (folder / "journal").stat().st_size - before < 2000


@pytest.mark.usefixtures("store")
def test_what_somebody_formatted_is_written_anew(folder: Path) -> None:
    """A file that holds the log in other letters is replaced once, and grows from then on."""
    path = file_of(folder)
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    other = TinyStore(folder)
    numbers = [path.stat().st_ino]
    for seq in (3, 4):
        other.append(CASE, notes(seq), expected=seq)
        numbers.append(path.stat().st_ino)
    assert numbers[0] != numbers[1] == numbers[2]
    assert b"\r" not in path.read_bytes()

"""Do the cases, their files and texts, and the ledger hold together, and what shows if they do not.

What a crash leaves is told, and is no fault: half a line, or one commit that has no line of its own yet.

INVARIANT: nothing that is found repeats a value of a case.
"""

from __future__ import annotations

import hashlib
from array import array
from contextlib import suppress
from typing import TYPE_CHECKING, Final, Protocol

from engine.case.events import CaseMoved, CaseOpened
from engine.frozen import dataclass
from engine.store.chain import GENESIS
from engine.store.faults import CaseNotFound, Sealed, StoreFault
from engine.store.ledger import (
    BEGINNING,
    Break,
    Committed,
    Discarded,
    Kept,
    Line,
    Mended,
    PutBack,
    Tail,
    matches,
    walk,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from engine.store import Log

_DIGEST: Final = 32


class Shown(Protocol):
    """What a store shows to whoever only looks; a backup shows it too."""

    def cases(self, *, closed: bool = False) -> Iterator[str]:
        """Give the numbers of the open cases, or of those that ended."""
        ...

    def load(self, case: str) -> Log:
        """Give the log of a case."""
        ...

    def text(self, digest: str) -> str:
        """Give a procedure's text."""
        ...

    def file(self, case: str, name: str) -> bytes:
        """Give a file of a case."""
        ...

    def settle(self, case: str) -> None:
        """Wait until nobody is at a case."""
        ...

    def lines(self) -> Iterator[bytes]:
        """Give the ledger, line by line."""
        ...


@dataclass(frozen=True, slots=True)
class Found:
    """Something that does not hold together, or that a crash left.

    Args:
        case: The case it is about; empty if it is about the ledger.
        message: What is so, in words.
        is_wrong: Whether no crash explains it.
    """

    case: str
    message: str
    is_wrong: bool = True


@dataclass(frozen=True, slots=True)
class Audit:
    """What was gone through, and all that was found."""

    cases: int
    entries: int
    tail: Tail
    found: tuple[Found, ...]

    @property
    def is_right(self) -> bool:
        """Whether nothing is wrong."""
        return not any(one.is_wrong for one in self.found)


class Marks:
    """What the ledger says of one case, kept small: there may be millions of lines."""

    def __init__(self) -> None:
        self._numbers = array("q")
        self._heads = bytearray()
        self.files: dict[str, str] = {}
        self.returns: list[Found] = []
        """Where it was put back from a backup."""

    def add(self, line: int, deed: Committed) -> None:
        """Take up a commit."""
        self._numbers.extend((line, deed.after, deed.entries))
        self._heads += bytes.fromhex(deed.head)

    def put_back(self, line: int, deed: PutBack) -> None:
        """Take up that the case was put back; what came after that commit is vouched for no more."""
        before = self._numbers[-1] if self._numbers else 0
        while self._numbers and self._numbers[-1] > deed.entries:
            del self._numbers[-3:], self._heads[-_DIGEST:]
        is_known = [deed.entries, deed.head] == [*self._numbers[-1:], self._heads[-_DIGEST:].hex()]
        told = f"{_named(deed.entries, before)} lost" if before > deed.entries else "no entry is lost"
        self.returns.append(
            Found(deed.case, f"line {line}: it was put back by {deed.actor} on {deed.at[:10]}; {told}", is_wrong=False)
            if is_known
            else Found(deed.case, f"line {line} puts it back to what the ledger never vouched for")
        )

    @property
    def last(self) -> tuple[int, str]:
        """How many entries the ledger vouches for, and the digest of the last of them."""
        return (self._numbers[-1], self._heads[-_DIGEST:].hex()) if self._numbers else (0, GENESIS)

    def __iter__(self) -> Iterator[tuple[int, int, int, str]]:
        """Give line, entries before, entries after, and head, of each commit."""
        for at in range(len(self._numbers) // 3):
            line, after, entries = self._numbers[3 * at : 3 * at + 3]
            yield line, after, entries, self._heads[_DIGEST * at : _DIGEST * (at + 1)].hex()


def audit(store: Shown, since: str | None = None) -> Audit:
    """Go through all there is, while others may be at work.

    Args:
        store: The store.
        since: A head of the ledger that was kept elsewhere.

    Raises:
        ValueError: `since` is no head.
    """
    found, marks, tail = _ledger(store, since)
    listed = {case for closed in (False, True) for case in store.cases(closed=closed)}
    if tail == BEGINNING and len(listed) > 1:
        found.append(Found("", f"there is no ledger, and {len(listed)} cases are there"))
    entries, texts = 0, dict[str, str]()
    logs = ((case, _loaded(store, case)) for case in sorted(listed | marks.keys()))
    doubtful: list[tuple[str, Log | Found]] = []
    for case, log in logs:
        if isinstance(log, Found) or any(_case(case, log, marks.get(case, ()))):
            doubtful.append((case, _settled(store, case)))
        else:
            entries += log.seq
            found += _beside(store, case, log, marks[case].files, texts)
    found += [one for case in sorted(marks) for one in marks[case].returns]
    # What was recorded while this was read has its lines by now; those that came after the case was read are left out.
    again = _ledger(store, None)[1] if doubtful else {}
    for case, log in doubtful:
        now = again.get(case, Marks())
        if isinstance(log, Found):
            found += _missing(case, log, now)
            continue
        found += _case(case, log, [one for one in now if one[0] <= tail.number or one[2] <= log.seq])
        entries += log.seq
        found += _beside(store, case, log, now.files, texts)
    return Audit(len(listed | marks.keys()), entries, tail, tuple(found))


def _ledger(store: Shown, since: str | None) -> tuple[list[Found], dict[str, Marks], Tail]:
    found: list[Found] = []
    marks: dict[str, Marks] = {}
    tail, kept = BEGINNING, None if since is None else matches(BEGINNING, since)
    for one in walk(store.lines()):
        if isinstance(one, Break):
            found.append(Found("", one.why if one.is_crash else f"the ledger is broken: {one.why}", not one.is_crash))
            continue
        tail = one.tail
        if one.deed == Mended(0):
            found.append(Found("", f"before line {tail.number} a crash left a commit without its line", is_wrong=False))
        kept = kept if kept is not None or since is None else matches(tail, since)
        _take(one, marks)
    if since is not None and not kept:
        found.insert(0, Found("", _contradicts(since, tail, is_there=kept is not None)))
    return found, marks, tail


def marks_of(lines: Iterable[bytes]) -> dict[str, Marks]:
    """Give what a ledger says of each case."""
    marks: dict[str, Marks] = {}
    for one in walk(lines):
        if isinstance(one, Line):
            _take(one, marks)
    return marks


def holds(case: str, log: Log, marks: Marks) -> bool:
    """Tell whether a case is what the ledger vouches for, or ahead of it by one commit."""
    return not any(one.is_wrong for one in _case(case, log, marks))


def _take(line: Line, marks: dict[str, Marks]) -> None:
    deed = line.deed
    if isinstance(deed, Committed):
        marks.setdefault(deed.case, Marks()).add(line.tail.number, deed)
    elif isinstance(deed, PutBack):
        marks.setdefault(deed.case, Marks()).put_back(line.tail.number, deed)
    elif isinstance(deed, Kept):
        marks.setdefault(deed.case, Marks()).files[deed.file] = deed.sha256
    elif isinstance(deed, Discarded):
        marks.setdefault(deed.case, Marks()).files.pop(deed.file, None)


def _contradicts(since: str, tail: Tail, *, is_there: bool) -> str:
    if is_there:
        return f"the ledger is not the one that the head {since} was taken from: it was written anew"
    return f"the ledger ends at line {tail.number}, before the head {since}: it was cut, or an older copy was put back"


def _loaded(store: Shown, case: str) -> Log | Found:
    try:
        return store.load(case)
    except Sealed:  # it is not damaged, but nobody has said the passphrase
        raise
    except CaseNotFound:
        return Found(case, "the case is gone")
    except StoreFault as fault:
        return Found(case, fault.message)


def _settled(store: Shown, case: str) -> Log | Found:
    """Load a case, and wait until whoever is at it is done: between a commit and its line there is a moment."""
    log = _loaded(store, case)
    with suppress(StoreFault):
        store.settle(case)
    return log


def _missing(case: str, fault: Found, marks: Marks) -> Iterator[Found]:
    last = max((entries for _, _, entries, _ in marks), default=0)
    yield Found(case, f"{fault.message}; the ledger vouches for {last} entries")


def _case(case: str, log: Log, marks: Iterable[tuple[int, int, int, str]]) -> Iterator[Found]:
    """Hold a case against its lines."""
    yield from _clock(case, log)
    known = 0
    for line, after, entries, head in marks:
        if after > known:
            yield Found(case, f"{_between(known, after)} no line in the ledger but {line}, a later one", is_wrong=False)
        if after < known:
            yield Found(case, f"line {line} goes on from entry {after}, but there were {known} before it")
        if entries > log.seq:
            yield Found(
                case, f"it was cut or put back: line {line} vouches for {entries} entries, and {log.seq} are there"
            )
            return
        if log.digests[entries - 1] != head:
            yield Found(case, f"it was changed: its entry {entries} is not the one that line {line} vouches for")
            return
        known = entries
    if known < log.seq:
        yield _ahead(case, log, known)


def _ahead(case: str, log: Log, known: int) -> Found:
    """Say that a case is ahead of the ledger: by one commit after a crash, by more if somebody wrote around it."""
    is_one = len({entry.request for entry in log.entries[known:]}) == 1
    why = "a crash came between, the next act on the case makes it good" if is_one else "somebody wrote around it"
    return Found(case, f"{_between(known, log.seq)} no line in the ledger: {why}", is_wrong=not is_one)


def _between(known: int, last: int) -> str:
    return f"entry {last} has" if last == known + 1 else f"entries {known + 1} to {last} have"


def _named(known: int, last: int) -> str:
    return f"entry {last} is" if last == known + 1 else f"entries {known + 1} to {last} are"


def _clock(case: str, log: Log) -> Iterator[Found]:
    for before, entry in zip(log.entries, log.entries[1:], strict=False):
        if entry.at < before.at:
            yield Found(
                case, f"entry {entry.seq} is dated before the one above: the clock was set back", is_wrong=False
            )


def _beside(store: Shown, case: str, log: Log, files: dict[str, str], texts: dict[str, str]) -> Iterator[Found]:
    """Look at the files that were kept with a case, and at the texts it runs on."""
    for name, digest in files.items():
        try:
            is_same = hashlib.sha256(store.file(case, name)).hexdigest() == digest
        except StoreFault:
            yield Found(case, f"its file {name} is gone, or cannot be read")
            continue
        if not is_same:
            yield Found(case, f"its file {name} was changed")
    for digest in {entry.event.digest for entry in log.entries if isinstance(entry.event, (CaseOpened, CaseMoved))}:
        if digest not in texts:
            texts[digest] = _text(store, digest)
        if texts[digest]:
            yield Found(case, texts[digest])


def _text(store: Shown, digest: str) -> str:
    try:
        store.text(digest)
    except StoreFault as fault:
        return fault.message
    return ""

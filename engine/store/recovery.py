"""How cases and ledger get what stands in the journal: in the course of the work, and after a power cut.

In the course of the work, they are synced from time to time, and the journal begins anew. After a power cut they hold
what the disk happened to have: each case that is not what its last commit made of it, and could be so by a power cut,
is written again, and so are the lines of the ledger. What no power cut explains is left as it is, for `verify` to find.

INVARIANT: nothing but what a power cut leaves is replaced, and by nothing but what was recorded.
"""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from engine.store import page as pages
from engine.store.chain import EMPTY
from engine.store.faults import CaseNotFound, CorruptLog, WrongSeal
from engine.store.files import discard, make_folder, replace, sync_file, telling
from engine.store.ledger import BEGINNING, Committed, Line, Mended, read_line
from engine.store.shelf import content_of
from engine.store.system import sync_folder

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from engine.store.journal import Commit
    from engine.store.parts import Parts

_LOCK: Final = "journal"


def bring_to_disk(store: Parts, patience: float) -> None:
    """Bring to the disk what the journal holds, and let it begin anew.

    Args:
        store: The store.
        patience: How long to wait for whoever is at a case, or at the same.

    Raises:
        StoreLocked: Somebody was at it all the time; nothing is lost by that.
        WriteFailed: It could not be done; nothing is lost by that.
    """
    with store.locks.held("the journal", file=_LOCK, timeout=patience):
        while store.journal.is_there():
            # Syncing that failed may be said to succeed the next time, without anything having got to the disk.
            is_second_time = store.journal.is_aside()
            aside = store.journal.begin_anew()
            folders = {store.places.home(one.case, year).path.parent for one in aside for year in (one.year, one.was)}
            for case in dict.fromkeys(one.case for one in aside):
                with store.locks.held(f"case {case}", timeout=patience):
                    if is_second_time:
                        _write_anew(store, case)
                    _sync(store, case)
            for folder in folders:
                with telling(folder), suppress(FileNotFoundError):
                    sync_folder(folder)
            store.ledger.sync(anew=is_second_time)
            store.journal.forget()


def _write_anew(store: Parts, case: str) -> None:
    """Write a case again as it was made last, unless something else was made of it since."""
    made = [one for one in store.journal.commits() if one.case == case]
    if not made:
        return
    path, content = store.places.home(case, made[-1].year).path, made[-1].content
    if content_of(path) == content:
        replace(path, content)
    else:
        _recover_case(store, case, made)


def _sync(store: Parts, case: str) -> None:
    for place in store.places.candidates(case):
        if os.path.lexists(place.path) and not os.path.islink(place.path):  # noqa: PTH114  # a link is for others to find
            with telling(place.path), suppress(FileNotFoundError):
                sync_file(place.path)


def look_after(store: Parts, case: str) -> None:
    """Put right what a process left that was killed at a case: a commit without its line, or in the journal alone."""
    try:
        log = store.found(case).page.log
    except CaseNotFound:
        log = EMPTY
    for one in store.journal.commits() if store.journal.is_there() else ():
        if (one.case, one.boot) == (case, store.journal.boot) and one.entries > log.seq:
            store.journal.take_back(one)
    known = store.ledger.last_of(case) if log.seq else 0
    if known < log.seq:
        store.note(Mended(0))
        store.note(Committed(case, known, log.seq, log.head))


def recover(store: Parts) -> None:
    """Put into cases and ledger what a power cut kept from them, if there was one.

    Raises:
        StoreFault: It could not be done; the next start does it.
    """
    if not _is_due(store):
        return
    with store.locks.held("the journal", file=_LOCK):
        if not _is_due(store):  # somebody else was as quick
            return
        commits = store.journal.commits()
        by_case: dict[str, list[Commit]] = {}
        for one in commits:
            by_case.setdefault(one.case, []).append(one)
        for case, made in by_case.items():
            _recover_case(store, case, made)
        _recover_ledger(store, commits)
        store.journal.forget(all_of_it=True)


def _is_due(store: Parts) -> bool:
    """Tell whether there are commits of another start of the machine."""
    return store.journal.is_there() and store.journal.is_of_another_boot()


def _recover_case(store: Parts, case: str, made: list[Commit]) -> None:
    last = made[-1]
    home = store.places.home(case, last.year)
    made_to_be = (home.path, last.content)
    store.places.sweep(case)
    found = [(place.path, content_of(place.path)) for place in store.places.candidates(case)]
    there = [(path, content) for path, content in found if content is not None and (path, content) != made_to_be]
    if any(not _is_left_by_a_power_cut(store, path, content, made) for path, content in there):
        return
    make_folder(home.path.parent, store.root)
    if content_of(home.path) != last.content:
        replace(home.path, last.content)
    for path, _ in there:
        if path != home.path:
            discard(path)
    store.places.gather(home)
    store.places.clear(case)


def _is_left_by_a_power_cut(store: Parts, path: Path, content: bytes, made: list[Commit]) -> bool:
    """Tell whether a file is an earlier state of a case, or what is left of one."""
    if any(_is_torn(content, one.content) for one in made):
        return True
    case, last = made[-1].case, made[-1]
    try:
        log = pages.read(case, str(path), store.vault.open(f"case {case}", content)).log
    except (CorruptLog, WrongSeal):
        return False
    digests = pages.read(case, "the journal", store.vault.open(f"case {case}", last.content)).log.digests
    return log.digests == digests[: log.seq]


def _is_torn(content: bytes, whole: bytes) -> bool:
    """Tell whether content is a part of the whole, with zeros where the rest did not get there."""
    if len(content) > len(whole):
        return False
    return all(one in (0, other) for one, other in zip(content, whole, strict=False))


def _recover_ledger(store: Parts, commits: list[Commit]) -> None:
    known = {(one.case, one.entries, one.head) for one in commits}
    size, there, is_explained = _good(store.ledger.pieces(), known)
    if is_explained:
        store.ledger.cut(size)
    lacking = [one for one in commits if (one.case, one.entries, one.head) not in there]
    if lacking:
        store.ledger.add(Mended(0), is_durable=False)
    for one in lacking:
        store.ledger.add(Committed(one.case, one.after, one.entries, one.head), is_durable=False)
    store.ledger.sync()


def _good(pieces: Iterable[bytes], known: set[tuple[str, int, str]]) -> tuple[int, set[tuple[str, int, str]], bool]:
    """Give how much of a ledger hangs together, the commits there, and whether the rest is what a power cut leaves."""
    size, tail, good, is_over = 0, BEGINNING, 0, False
    there: set[tuple[str, int, str]] = set()
    is_explained = True
    for text in b"".join(pieces).splitlines(keepends=True):
        size += len(text)
        line = read_line(text.removesuffix(b"\n"))
        if not line:
            continue
        follows = (line.tail.number - 1, line.previous) == tail and text.endswith(b"\n")
        is_over |= not follows
        made = _commit_in(line)
        if is_over:
            is_explained &= made in known
            continue
        tail, good = line.tail, size
        there |= {made} & known if made else set()
    return good, there, is_explained and good < size


def _commit_in(line: Line) -> tuple[str, int, str] | None:
    deed = line.deed
    return (deed.case, deed.entries, deed.head) if isinstance(deed, Committed) else None

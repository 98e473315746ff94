"""How cases and ledger get what stands in the journal: in the course of the work, after a power cut, and after a kill.

In the course of the work, they are synced from time to time, and the journal begins anew. After a power cut they hold
what the disk happened to have: each case that is not what its last commit made of it, and could be so by a power cut,
is written again, and so are the lines of the ledger. What no power cut explains is left as it is, for `verify` to find.
Who is killed while the end of a case is written, leaves a half of it, which is finished.

INVARIANT: nothing but what a power cut or a kill leaves is replaced, and by nothing but what was recorded.
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
    from engine.store.page import Page
    from engine.store.parts import Parts

_LOCK: Final = "journal"
_STRETCH: Final = 256
"""So many bytes of a file are compared at once, if they can be."""


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
            homes = {year: one.case for one in aside for year in (one.year, one.was)}
            folders = [store.places.home(case, year).path.parent for year, case in homes.items()]
            for case in dict.fromkeys(one.case for one in aside):
                with store.locks.held(f"case {case}", timeout=patience):
                    if is_second_time:
                        _write_anew(store, case)
                    _sync(store, case)
            for folder in sorted(folders):
                with telling(folder), suppress(FileNotFoundError):
                    sync_folder(folder)
            store.ledger.sync(anew=is_second_time)
            store.journal.forget()


def _write_anew(store: Parts, case: str) -> None:
    """Write a case again as it was made last, unless something else was made of it since."""
    made = _by_case(store.journal.commits()).get(case)
    if not made:
        return
    path = store.places.home(case, made[-1].year).path
    content = content_of(path)
    if content is not None and _made_of(store, case, content, made) == content:
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
        for case, made in _by_case(commits).items():
            _recover_case(store, case, made)
        _recover_ledger(store, commits)
        store.journal.forget(all_of_it=True)


def _by_case(commits: list[Commit]) -> dict[str, list[Commit]]:
    """Give the commits of each case that follow one another; what was before one that lasts by itself, does too."""
    by_case: dict[str, list[Commit]] = {}
    for one in commits:
        made = by_case.setdefault(one.case, [])
        if made and made[-1].entries != one.after:
            made.clear()
        made.append(one)
    return by_case


def _is_due(store: Parts) -> bool:
    """Tell whether there are commits of another start of the machine."""
    return store.journal.is_there() and store.journal.is_of_another_boot()


def _recover_case(store: Parts, case: str, made: list[Commit]) -> None:
    home = store.places.home(case, made[-1].year)
    store.places.sweep(case)
    found = [(place.path, content_of(place.path)) for place in store.places.candidates(case)]
    there = [(path, content) for path, content in found if content is not None]
    made_of = (_made_of(store, case, content, made) for content in (*(content for _, content in there), b""))
    whole = next((one for one in made_of if one is not None), None)
    if whole is None:
        return
    there = [one for one in there if one != (home.path, whole)]
    if any(not _is_left_by_a_power_cut(store, path, content, whole, made) for path, content in there):
        return
    make_folder(home.path.parent, store.root)
    if content_of(home.path) != whole:
        replace(home.path, whole)
    for path, _ in there:
        if path != home.path:
            discard(path)
    store.places.gather(home)
    store.places.clear(case)


def finish(store: Parts, case: str) -> None:
    """Write the rest of what somebody was killed in the middle of writing, of a case that is held.

    Raises:
        StoreFault: It could not be done.
    """
    last = [one for one in store.journal.commits() if (one.case, one.boot) == (case, store.journal.boot)][-1:]
    for place in store.places.candidates(case) if last and last[0].at else ():  # else it was replaced
        content = content_of(place.path)
        whole = None if content is None else _made_of(store, case, content, last)
        if content and whole and _is_half(content, _page(store, case, whole), last[0].after):
            replace(place.path, whole)


def _is_half(content: bytes, page: Page, entries: int) -> bool:
    """Tell whether content begins as a page, and goes on as it was before with so many entries."""
    whole, before = page.content, pages.cut(page, entries).content
    most = min(len(content), len(whole))
    here = next((at for at in range(most) if content[at] != whole[at]), most)
    return len(content) >= len(before) and content[here:] == before[here:]


def _made_of(store: Parts, case: str, content: bytes, made: list[Commit]) -> bytes | None:
    """Give what commits make of a file; None if they are not commits of what it holds."""
    whole = content
    for one in made:
        if one.at > len(whole):
            return None
        whole = whole[: one.at] + one.content
    if any(not one.at for one in made):  # none of it hangs on what the file holds
        return whole
    try:
        log = _page(store, case, whole).log
    except (CorruptLog, WrongSeal):
        return None
    return whole if (log.seq, log.head) == (made[-1].entries, made[-1].head) else None


def _page(store: Parts, case: str, content: bytes) -> Page:
    return pages.read(case, "the journal", store.vault.open(f"case {case}", content))


def _is_left_by_a_power_cut(store: Parts, path: Path, content: bytes, whole: bytes, made: list[Commit]) -> bool:
    """Tell whether a file is an earlier state of a case, or made of parts of such states."""
    if _is_mixed(content, whole, _states(store, content, whole, made), made[0].at):
        return True
    case = made[-1].case
    try:
        log = pages.read(case, str(path), store.vault.open(f"case {case}", content)).log
    except (CorruptLog, WrongSeal):
        return False
    digests = _page(store, case, whole).log.digests
    return log.digests == digests[: log.seq]


def _states(store: Parts, content: bytes, whole: bytes, made: list[Commit]) -> list[bytes]:
    """Give what the file of a case held after each commit, the last one first, and before them."""
    states: list[bytes] = []
    state = content
    for one in made:
        state = state[: one.at] + one.content
        states.insert(0, state)
    if made[0].at:
        states.append(pages.cut(_page(store, made[0].case, whole), made[0].after).content)
    return states


def _is_mixed(content: bytes, whole: bytes, states: list[bytes], start: int) -> bool:
    """Tell whether content is what it shall be up to a place, and then, at each, as one of its states, or zero.

    The disk takes up pages of a file one by one, each as it was at some moment, and may have room for more of them.
    """
    if content[:start] != whole[:start] or len(content) > max(map(len, states)):
        return False
    stretches = ((at, at + _STRETCH) for at in range(start, len(content), _STRETCH))
    return all(_is_one_of(content[at:end], [one[at:end] for one in states]) for at, end in stretches)


def _is_one_of(found: bytes, states: list[bytes]) -> bool:
    """Tell whether each byte is that of one of these states, or zero; at once where all are, of the same state."""
    if not any(found) or any(one.startswith(found) for one in states):
        return True
    return all(not byte or any(at < len(one) and one[at] == byte for one in states) for at, byte in enumerate(found))


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

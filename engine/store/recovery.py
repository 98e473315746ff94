"""How cases and ledger get what stands in the journal: in the course of the work, after a power cut, and after a kill.

In the course of the work, they are synced from time to time, and the journal begins anew. After a power cut they hold
what the disk happened to have: each case that is not what its last commit made of it, and could be so by a power cut,
is written again, and so are the lines of the ledger. What no power cut explains is left as it is, for `verify` to find.
Who is killed while the end of a case is written, leaves a half of it, and no line of it in the ledger; it is finished
by whoever finds it, at the latest before the journal begins anew.

INVARIANT: nothing but what a power cut or a kill leaves is replaced, and by nothing but what was recorded.
"""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from engine.store import page as pages
from engine.store.chain import EMPTY
from engine.store.faults import CaseNotFound, CorruptLog, WrongSeal
from engine.store.files import discard, make_folder, pieces, replace, sync_file, sync_names, telling
from engine.store.ledger import BEGINNING, Committed, Line, Mended, read_line
from engine.store.shelf import content_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from engine.store.journal import Commit
    from engine.store.page import Page
    from engine.store.parts import Parts

_LOCK: Final = "journal"
_IS_ZERO: Final = bytes([1, *bytes(255)])


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
            for case, last in {one.case: one for one in aside}.items():
                with store.locks.held(f"case {case}", timeout=patience):
                    _see_finished(store, last)
                    if is_second_time:
                        _write_anew(store, case)
                    _sync(store, case)
            for folder in sorted(folders):
                sync_names(folder)
            store.ledger.sync(anew=is_second_time)
            store.journal.forget()


def _write_anew(store: Parts, case: str) -> None:
    """Write a case again as it was made last, unless something else was made of it since."""
    runs = _runs(one for one in store.journal.commits() if one.case == case)
    if not runs:
        return
    path = store.places.home(case, runs[-1][-1].year).path
    content = content_of(path)
    if content is not None and _made_of(store, content, runs[-1]) == content:
        replace(path, content, lambda: content)
    else:
        _recover_case(store, case, runs)


def _see_finished(store: Parts, last: Commit) -> None:
    """See that no case is left by half, or elsewhere than it belongs: nothing but the journal would put that right.

    Args:
        store: The store.
        last: The last commit of a case that is held, of those that will be forgotten.

    Raises:
        StoreFault: It cannot be finished.
    """
    home = store.places.home(last.case, last.year)
    is_link = os.path.islink(home.path)  # noqa: PTH114  # for others to find
    if is_link or b"".join(pieces(home.path, last.at)) == last.content:
        return
    with suppress(CaseNotFound, CorruptLog):
        try:
            seen = store.found(last.case)
        except CorruptLog:  # which does not say why it was not finished
            finish(store, last.case)
            seen = store.found(last.case)
        if seen.place.year != seen.page.year:
            store.places.mark(last.case)


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
        _vouch(store, Committed(case, known, log.seq, log.head))


def _vouch(store: Parts, made: Committed) -> None:
    """Give a commit the line that a kill has left out."""
    store.note(Mended(0))
    store.note(made)


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
            _recover_case(store, case, _runs(made))
        _recover_ledger(store, commits)
        store.journal.forget(all_of_it=True)


def _is_due(store: Parts) -> bool:
    """Tell whether there are commits of another start of the machine."""
    return store.journal.is_there() and store.journal.is_of_another_boot()


def _runs(made: Iterable[Commit]) -> list[list[Commit]]:
    """Part the commits of a case where its file was written whole: by one of them, or by one that is not among them."""
    runs: list[list[Commit]] = []
    for one in made:
        if not runs or not one.at or one.after != runs[-1][-1].entries:
            runs.append([])
        runs[-1].append(one)
    return runs


def _recover_case(store: Parts, case: str, runs: list[list[Commit]]) -> None:
    home = store.places.home(case, runs[-1][-1].year)
    store.places.sweep(case)
    found = [(place.path, content_of(place.path)) for place in store.places.candidates(case)]
    there = {path: content for path, content in found if content is not None}
    made_of = (_made_of(store, content, runs[-1]) for content in (*there.values(), b""))
    whole = next((one for one in made_of if one is not None), None)
    if whole is None:
        return
    others = {path: content for path, content in there.items() if (path, content) != (home.path, whole)}
    if not all(_is_left_by_a_power_cut(store, content, whole, runs) for content in others.values()):
        return
    make_folder(home.path.parent, store.root)
    if there.get(home.path) != whole:
        replace(home.path, whole, lambda: there.get(home.path))
    for path in others:
        if path != home.path:
            discard(path)
    store.places.gather(home)
    store.places.clear(case)


def finish(store: Parts, case: str) -> None:
    """Write the rest of what somebody was killed in the middle of writing, or of putting back, of a case that is held.

    Raises:
        StoreFault: It could not be done.
    """
    last = [one for one in store.journal.commits() if (one.case, one.boot) == (case, store.journal.boot)][-1:]
    for place in store.places.candidates(case) if last and last[0].at else ():  # else it was replaced
        _finish(store, place.path, last)


def _finish(store: Parts, path: Path, last: list[Commit]) -> None:
    content = content_of(path)
    whole = content and _made_of(store, content, last)
    if not content or not whole or not _is_mixed(store, content, last):
        return
    (one,) = last
    known = store.ledger.last_of(one.case)
    if known < one.entries:  # else it was written to its end, and is damaged
        made = Committed(one.case, known, one.entries, one.head)
        replace(path, whole, lambda: content, lambda: _vouch(store, made))


def _made_of(store: Parts, content: bytes, run: list[Commit]) -> bytes | None:
    """Give what commits make of a file; None if they are not commits of what it holds."""
    whole = content
    for one in run:
        if one.at > len(whole):
            return None
        whole = whole[: one.at] + one.content
    if not run[0].at:  # it does not hang on what the file holds
        return whole
    try:
        log = _page(store, run[0].case, whole).log
    except (CorruptLog, WrongSeal):
        return None
    return whole if (log.seq, log.head) == (run[-1].entries, run[-1].head) else None


def _before(store: Parts, whole: bytes, run: list[Commit]) -> bytes:
    """Give what a file held before commits made this of it."""
    return pages.cut(_page(store, run[0].case, whole), run[0].after).content


def _page(store: Parts, case: str, content: bytes) -> Page:
    return pages.read(case, "the journal", store.vault.open(f"case {case}", content))


def _is_left_by_a_power_cut(store: Parts, content: bytes, whole: bytes, runs: list[list[Commit]]) -> bool:
    """Tell whether a file is an earlier state of a case, or made of parts of such states."""
    if any(_is_mixed(store, content, run) for run in runs):
        return True
    case = runs[0][0].case
    try:
        log = _page(store, case, content).log
    except (CorruptLog, WrongSeal):
        return False
    return log.digests == _page(store, case, whole).log.digests[: log.seq]


def _is_mixed(store: Parts, content: bytes, run: list[Commit]) -> bool:
    """Tell whether content is, from where commits change it, at each place as after one of them, as before, or zero.

    The disk takes up pages of a file one by one, each as it was at some moment, and may have room for more of them.
    """
    whole = _made_of(store, content, run)
    if whole is None:
        return False
    start, ends = run[0].at, [(one.at, one.content) for one in run]
    if start:
        ends.append((start, _before(store, whole, run)[start:]))
    if len(content) > max(at + len(end) for at, end in ends):
        return False
    rest = content[start:]
    is_explained = bytearray(rest.translate(_IS_ZERO))
    for at, end in ends:
        there = rest[at - start :][: len(end)]
        if end.startswith(there):
            is_explained[at - start : at - start + len(there)] = bytes([1]) * len(there)
            continue
        for place, (found, made) in enumerate(zip(there, end, strict=False), at - start):
            is_explained[place] |= found == made
    return all(is_explained)


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

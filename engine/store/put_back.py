"""How one case that is damaged or gone comes back from a backup, into the office that goes on working.

What the ledger vouches for decides: the case comes back as it was after one of its commits, with as many entries as the
backup and what can still be read of the damaged file give. What is lost is named, and stands in the ledger.

INVARIANT: what is there is set aside before anything takes its place, and a case that is whole is never put back.
"""

from __future__ import annotations

import hashlib
import json
import re
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from engine.case.events import CaseMoved, CaseOpened
from engine.frozen import dataclass
from engine.store import page as pages
from engine.store.audit import Marks, holds, marks_of
from engine.store.chain import GENESIS
from engine.store.faults import CorruptLog, Sealed, StoreFault
from engine.store.files import discard, make_folder, names, replace
from engine.store.leavings import ASIDE
from engine.store.ledger import PutBack
from engine.store.names import check_case, is_safe, unique
from engine.store.recovery import bring_to_disk
from engine.store.shelf import content_of, file_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from engine.store.archive import Archive
    from engine.store.page import Page
    from engine.store.tinydb import TinyStore

_LINE: Final = re.compile(rb'"([1-9][0-9]{0,8})":(\{.*\}),?')


class NotPutBack(StoreFault):
    """A case cannot be put back, or need not be."""

    def __init__(self, case: str, why: str = "it is whole", what_to_do: str = "go on with it") -> None:
        super().__init__(case, why)
        self.message = f"case {case} is not put back: {why}"
        self.help = f"nothing was changed; {what_to_do}"


@dataclass(frozen=True, slots=True)
class Returned:
    """A case that was put back.

    Args:
        case: The case.
        entries: How many entries it has.
        lost: How many more the ledger vouches for.
        files: The kept files that were put back.
        gone: The kept files that are in the backup no more than here.
        aside: Where what was damaged is, if there was anything.
    """

    case: str
    entries: int
    lost: int
    files: tuple[str, ...]
    gone: tuple[str, ...]
    aside: tuple[str, ...]


def put_back(store: TinyStore, archive: Archive, case: str, actor: str, at: str) -> Returned:
    """Put a case back.

    Args:
        store: The cases of the office.
        archive: The backup.
        case: The case.
        actor: Who does it.
        at: When, in ISO 8601.

    Raises:
        NotPutBack: The case is whole, or the backup does not fit the ledger.
        CorruptLog: The case was damaged already when the backup was made.
    """
    check_case(case)
    with store.locks.held(f"case {case}"):
        marks = marks_of(store.lines()).get(case, Marks())
        _see_needed(store, case, marks)
        page = _restored(case, archive.page(case), _salvaged(store, case), marks)
        before, _ = marks.last
        # So that no power cut puts back what is set aside here; what is refused leaves the journal for another backup.
        bring_to_disk(store, store.locks.timeout)
        _keep_texts(store, archive, page)
        files = [(name, *_file_back(store, archive, page, name, digest)) for name, digest in marks.files.items()]
        aside = _written(store, page, PutBack(case, page.log.seq, page.log.head, actor, at))
    return Returned(
        case,
        page.log.seq,
        before - page.log.seq,
        tuple(name for name, is_back, _ in files if is_back),
        tuple(name for name, is_back, _ in files if is_back is False),
        (*aside, *(path for _, _, path in files if path)),
    )


def _see_needed(store: TinyStore, case: str, marks: Marks) -> None:
    if not marks.last[0]:
        raise NotPutBack(case, "the ledger of this office knows nothing of it", "look whether this is the right office")
    try:
        is_whole = holds(case, store.found(case).page.log, marks)
    except Sealed:
        raise
    except StoreFault:
        return
    if is_whole and not _lacking(store, case, marks):
        raise NotPutBack(case)


def _lacking(store: TinyStore, case: str, marks: Marks) -> bool:
    """Tell whether a file of a case is not as the ledger vouches for it."""
    return any(_digest_of(store, case, name) != digest for name, digest in marks.files.items())


# -- which entries --------------------------------------------------------------------------------------------------


def _salvaged(store: TinyStore, case: str) -> dict[int, bytes]:
    """Give the entries that can still be read, where the case is and in the journal; others say which are right."""
    found: dict[int, bytes] = {}
    made = [one.content for one in store.journal.commits() if one.case == case]
    for content in (*made, *(content for _, content in _there(store, case))):
        try:
            opened = store.vault.open(f"case {case}", content)
        except Sealed:
            raise
        except StoreFault:
            continue
        lines = (_LINE.fullmatch(line) for line in opened.split(b"\n"))
        found |= {int(line[1]): line[2] for line in lines if line}
    return found


def _there(store: TinyStore, case: str) -> Iterator[tuple[Path, bytes]]:
    """Give the files of a case as they are, wherever there is one."""
    for place in store.places.candidates(case):
        content = content_of(place.path)
        if content is not None:
            yield place.path, content


def _restored(case: str, copy: Page, salvaged: dict[int, bytes], marks: Marks) -> Page:
    """Give the case as it was after the last commit of which every entry can be had."""
    kept = pages.texts_of(copy)
    for texts in (_merged(kept, copy.log.digests, salvaged), kept):
        with suppress(CorruptLog):
            page = _as_vouched(pages.of_texts(case, texts), marks)
            if page is not None:
                return page
    raise NotPutBack(
        case,
        "what the backup holds of it is not what the ledger of this office vouches for",
        "use a backup of this very office, made after the case was opened",
    )


def _merged(kept: list[bytes], digests: tuple[str, ...], salvaged: dict[int, bytes]) -> list[bytes]:
    """Go through the entries, each from what is there if it is right, else from the copy.

    What is there comes first, for something may have been taken out of it since the copy was made.
    """
    texts: list[bytes] = []
    previous = GENESIS
    while True:
        number = len(texts) + 1
        wanted = digests[number - 1] if number <= len(digests) else None
        text = salvaged.get(number)
        digest = _vouching(text, number, previous) if text else None
        if text is None or digest is None or wanted not in (None, digest):
            if wanted is None:
                return texts
            text, digest = kept[number - 1], wanted
        texts.append(text)
        previous = digest


def _vouching(text: bytes, number: int, previous: str) -> str | None:
    """Give the digest of an entry that follows another one; None if it does not."""
    try:
        record = json.loads(text)
        follows = (record["seq"], record["previous"]) == (number, previous)
        return str(record.get("sha256") or hashlib.sha256(text).hexdigest()) if follows else None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _as_vouched(page: Page, marks: Marks) -> Page | None:
    """Cut a case after the last commit that the ledger vouches for; None if it vouches for others.

    Raises:
        CorruptLog: It vouches for none: a log of nothing is none.
    """
    count = 0
    for _, _, entries, head in marks:
        if entries > page.log.seq:
            break
        if page.log.digests[entries - 1] != head:
            return None
        count = entries
    return pages.without_redacted(pages.of_texts(page.case, pages.texts_of(page)[:count]))


# -- writing --------------------------------------------------------------------------------------------------------


def _written(store: TinyStore, page: Page, deed: PutBack) -> list[str]:
    """Set aside what is there, and write the case where it belongs; give where what was set aside is."""
    case = page.case
    home = store.places.home(case, page.year)
    content = store.vault.seal(f"case {case}", page.content)
    there = list(_there(store, case))
    aside = [_set_aside(store, case, f"{case}.json", former) for _, former in there if former != content]
    for path, _ in there:
        if path != home.path:
            discard(path)
    make_folder(home.path.parent, store.root)
    replace(home.path, content, lambda: dict(there).get(home.path), lambda: store.note(deed))
    with suppress(StoreFault):  # files that lie elsewhere are found there too
        store.places.gather(home)
        store.places.clear(case)
    return aside


def _set_aside(store: TinyStore, case: str, name: str, content: bytes) -> str:
    """Keep what was damaged, under a name that nothing has yet; give its path."""
    folder = store.root / ASIDE / case
    make_folder(folder, store.root)
    kept, is_new = unique(name, content, names(folder), lambda other: content_of(folder / other))
    if is_new:
        replace(folder / kept, content)
    return str(folder / kept)


def _file_back(store: TinyStore, archive: Archive, page: Page, name: str, digest: str) -> tuple[bool | None, str]:
    """Put a kept file back, if it is not as it was; say if that was done (None: not needed), and what is aside."""
    case = page.case
    if _digest_of(store, case, name) == digest:
        return None, ""
    try:
        content = archive.file(case, name)
    except StoreFault:
        return False, ""
    if hashlib.sha256(content).hexdigest() != digest:
        return False, ""
    path = store.places.home(case, page.year).folder / name
    former = content_of(path)
    aside = "" if former is None else _set_aside(store, case, name, former)
    make_folder(path.parent, store.root)
    replace(path, store.vault.seal(f"file {name} of case {case}", content), lambda: former)
    return True, aside


def _digest_of(store: TinyStore, case: str, name: str) -> str | None:
    """Give the digest of a kept file as it is here, whatever has become of the log beside it; None if there is none."""
    with suppress(StoreFault):
        for place in store.places.candidates(case) if is_safe(name) else ():
            kept = file_of(place.folder, name)
            if kept is not None:
                return hashlib.sha256(store.vault.open(f"file {name} of case {case}", kept)).hexdigest()
    return None


def _keep_texts(store: TinyStore, archive: Archive, page: Page) -> None:
    """Keep the texts that the case runs on, where they are gone."""
    events = [entry.event for entry in page.log.entries]
    for digest in {event.digest for event in events if isinstance(event, (CaseOpened, CaseMoved))}:
        try:
            store.text(digest)
        except StoreFault:
            with suppress(StoreFault):  # then `verify` names it
                store.keep_text(digest, archive.text(digest))

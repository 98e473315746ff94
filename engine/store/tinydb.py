"""The store on disk: one ordinary TinyDB file for each case, that grows or is replaced, durably, under a lock.

    cases/open/<case>.json   cases/open/<case>/   cases/closed/<year>/...   cases/locks/   cases/moving/
    cases/texts/<digest>.yaml   cases/texts/published.json   cases/ledger.jsonl

INVARIANT: what was acknowledged is on the disk, and what is on the disk was written by one desk at a time.
"""

from __future__ import annotations

import hashlib
from contextlib import ExitStack, contextmanager, suppress
from typing import TYPE_CHECKING, Final

from engine.case.events import AnswerRedacted, FileRedacted, NoteRedacted
from engine.store import (
    CaseExists,
    CaseNotFound,
    CorruptLog,
    FileNotKept,
    StoreFault,
    StoreLocked,
    TextNotFound,
    WrongSeal,
)
from engine.store import page as pages
from engine.store.case_file import written
from engine.store.chain import seal
from engine.store.ending import year_ended
from engine.store.faults import BeingCopied, ReadFailed, WriteFailed
from engine.store.files import discard, identity_of, look, make_folder, replace
from engine.store.journal import LIMIT, Journal
from engine.store.leavings import clear_leavings
from engine.store.ledger import Discarded, Kept
from engine.store.ledger_file import LedgerFile
from engine.store.locks import Locks
from engine.store.making import Making
from engine.store.names import check_case, is_case, is_digest, is_safe
from engine.store.places import Places
from engine.store.publishing import from_bytes, grown, to_bytes
from engine.store.recovery import bring_to_disk, finish, look_after, recover
from engine.store.seen import Memory, Seen
from engine.store.shelf import Sealer, content_of, encoded, file_of, keep_file, keep_text, text_of
from engine.store.vault import KEYS, Vault, keys_to
from engine.store.writing import Held, Once, append_expected

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    from engine.case.events import Recorded
    from engine.store import Log, Publication
    from engine.store.ledger import Deed
    from engine.store.places import Place
    from engine.store.vault import Keys

REDACTIONS: Final = (AnswerRedacted, NoteRedacted, FileRedacted)


class TinyStore:
    """Keeps a TinyDB file for each case.

    Args:
        folder: The office's folder of cases; made by the first write if only it is missing.
        timeout: How long to wait for another desk, in seconds.
        who: Whose desk it is, told to those who wait for it.
    """

    def __init__(self, folder: Path, *, timeout: float = 10.0, who: str = "") -> None:
        self.root: Final = (root := folder.resolve())  # it may be a link itself; nothing in it may
        self._texts, self._register_path = root / "texts", root / "texts" / "published.json"
        self.places: Final = Places(root)
        self.locks: Final = Locks(root / "locks", timeout, who, self._orphaned)
        self.journal: Final = Journal(root)
        self.ledger: Final = LedgerFile(root, self.locks, self.journal.is_there)
        self._once = Once()
        self._memory = Memory()
        self._keys_path = root / KEYS
        self.vault: Final = Vault(self._read_keys)
        self._enough = LIMIT
        recover(self)

    def create(self, case: str, entries: Sequence[Recorded]) -> None:
        """Begin the log of a case."""
        check_case(case)
        with self.locks.held(f"case {case}"):
            if self.places.is_taken(case):
                raise CaseExists(case)
            self._add(Seen(self.places.new(case), None, pages.blank(case)), entries)
        self._keep_journal_short()

    def load(self, case: str) -> Log:
        """Give the log of a case."""
        check_case(case)
        seen = self.found(case)
        if seen.place.year != seen.page.year:
            self._heal(case)
        return seen.page.log

    def append(self, case: str, entries: Sequence[Recorded], *, expected: int) -> None:
        """Record entries that were decided on the log as it was at entry number `expected`."""
        with self.writing(case) as writing:
            append_expected(writing, case, entries, expected)

    @contextmanager
    def writing(self, case: str) -> Iterator[Held]:
        """Hold a case from reading to writing."""
        check_case(case)
        with self.locks.held(f"case {case}"), self._once.held(case):
            seen = self._settled(self.found(case))

            def add(entries: Sequence[Recorded]) -> Log:
                nonlocal seen
                seen = self._add(seen, entries)
                return seen.page.log

            held = Held(seen.page.log, add)
            try:
                yield held
            finally:
                held.let_go()
        self._keep_journal_short()

    def _keep_journal_short(self) -> None:
        """Let the journal begin anew when it is long, if nobody is in the way; else the next one does."""
        if self.journal.size >= self._enough:
            self._enough = self.journal.size + LIMIT
            with suppress(StoreFault):
                bring_to_disk(self, 0)
                self._enough = LIMIT

    def cases(self, *, closed: bool = False) -> Iterator[str]:
        """Give the numbers of the open cases, or of those that are closed or cancelled, sorted."""
        found, doubtful = self.places.listed(closed=closed)
        for case in doubtful:
            self._heal(case)
            with suppress(StoreFault):  # a damaged one stays listed where it lies
                is_over = self.found(case).page.year is not None
                (found.add if is_over == closed else found.discard)(case)
        return iter(sorted(found))

    def known_by(self, cases: Iterable[str]) -> dict[str, tuple[object, ...]]:
        """Give what the logs of open cases are known again by without being read; of encrypted ones nothing."""
        return {} if self.vault.current else self.places.known(cases)

    def keep_text(self, digest: str, text: str) -> None:
        """Keep the text of a procedure, once, under its SHA-256."""
        content = encoded(digest, text)
        with self.locks.held(f"procedure text {digest[:12]}"):
            keep_text(self._texts / f"{digest}.yaml", content)

    def text(self, digest: str) -> str:
        """Give a procedure's text."""
        if not is_digest(digest):
            raise TextNotFound(digest)
        return text_of(self._texts / f"{digest}.yaml", digest)

    def publish(self, publication: Publication) -> None:
        """Put a version of a procedure in force."""
        self.text(publication.digest)
        with self.locks.held("the published versions"):
            content = content_of(self._register_path)
            now = grown(self._read_register(content), publication)
            if to_bytes(now) != content:
                replace(self._register_path, to_bytes(now), lambda: content)

    def publications(self) -> tuple[Publication, ...]:
        """Give all versions that were published, in this order."""
        return self._read_register(content_of(self._register_path))

    def _read_register(self, content: bytes | None) -> tuple[Publication, ...]:
        return () if content is None else from_bytes(content, str(self._register_path))

    def keep_file(self, case: str, name: str, content: bytes) -> str:
        """Keep a file with a case, and give the name it got."""
        check_case(case)
        with self.locks.held(f"case {case}"):
            seen = self._settled(self.found(case))
            digest = hashlib.sha256(content).hexdigest()
            store = Sealer(lambda kept: f"file {kept} of case {case}", self.vault)
            return keep_file(seen.place.folder, name, content, lambda kept: self.note(Kept(case, kept, digest)), store)

    def discard_file(self, case: str, name: str) -> None:
        """Remove a file of a case."""
        check_case(case)
        with self._apart_from_copies(case, None), self.locks.held(f"case {case}"):
            folder = self._settled(self.found(case)).place.folder
            if is_safe(name) and file_of(folder, name) is not None:
                clear_leavings(self, case)
                self.note(Discarded(case, name))
                discard(folder / name)

    def whereabouts(self, case: str, name: str) -> str:
        """Say where a person finds a file of a case."""
        check_case(case)
        return str(self.found(case).place.folder / name)

    def file(self, case: str, name: str) -> bytes:
        """Give a file of a case."""
        return self.vault.open(f"file {name} of case {case}", self.file_as_kept(case, name))

    def file_as_kept(self, case: str, name: str) -> bytes:
        """Give a file of a case as it is on the disk, encrypted if it is."""
        check_case(case)
        self.found(case)
        if is_safe(name):
            for place in self.places.hunted(case):
                content = file_of(place.folder, name)
                if content is not None:
                    return content
        raise FileNotKept(case)

    def keys_held(self, name: str = "the keys of the office") -> AbstractContextManager[None]:
        """Hold the keys of the office, so that they are not changed, and nothing is taken out of any case."""
        return self.locks.held(name, file="keys")

    @contextmanager
    def _apart_from_copies(self, case: str, timeout: float | None) -> Iterator[None]:
        """Take something out of a case while nobody copies all: a copy would have it by half.

        Raises:
            BeingCopied: Somebody does.
        """
        with ExitStack() as stack:
            try:
                stack.enter_context(self.locks.held("a backup", file="keys", timeout=timeout))
            except StoreLocked as busy:
                raise BeingCopied(f"case {case}", busy.where, busy.holder) from busy
            yield

    def _read_keys(self) -> bytes | None:
        try:
            self._keys_path.lstat()  # quicker than to open what is not there, at each act
        except FileNotFoundError:
            return None
        except OSError:
            pass  # for who reads it to tell
        return content_of(self._keys_path)

    def change_keys(self, change: Callable[[Keys | None], Keys | None]) -> None:
        """Change the keys of the office; when this returns, nobody seals with what was in use before."""
        path = self._keys_path
        with self.keys_held():
            keys = change(self.vault.keys)
            if keys is None and path.exists():
                discard(path)
            elif keys:
                make_folder(self.root, self.root)
                former = content_of(path)
                replace(path, keys_to(keys), lambda: former)
        self.locks.wait_for_all()

    def lines(self, end: int | None = None, start: int = 0) -> Iterator[bytes]:
        """Give the ledger, line by line; or what is between two places of its file."""
        if end is None:
            self.ledger.sync()  # who reads it may keep its head elsewhere
        return self.ledger.lines(end, start)

    def _orphaned(self, name: str) -> None:
        """Put right what a process left that was killed at a case."""
        case = name.removeprefix("case ")
        if is_case(case):
            with suppress(StoreFault):
                look_after(self, case)

    def settle(self, case: str) -> None:
        """Wait until nobody is at a case."""
        self.locks.wait_for(f"case {case}")

    def note(self, deed: Deed) -> None:
        """Write into the ledger."""
        self.ledger.add(deed)

    def found(self, case: str) -> Seen:
        """Give a case with the place of its file."""
        try:
            return self._found(case)
        except CorruptLog as fault:
            try:
                with self.locks.held(f"case {case}"):  # who is in the middle of writing it, is done then
                    return self._finished(case)
            except (ReadFailed, WriteFailed):
                raise fault from None

    def _finished(self, case: str) -> Seen:
        with suppress(CorruptLog):
            return self._found(case)
        finish(self, case)
        return self._found(case)

    def _found(self, case: str) -> Seen:
        known = self._memory.recall(case)
        if known is not None:
            with suppress(FileNotFoundError):
                return self._looked(case, known.place, known)
        for place in self.places.hunted(case):
            with suppress(FileNotFoundError):
                return self._looked(case, place, known and known._replace(place=place))
        raise CaseNotFound(case)

    def _looked(self, case: str, place: Place, known: Seen | None) -> Seen:
        if known is not None and known.identity and identity_of(place.path) == known.identity:
            return known
        identity, looked = look(place.path)
        content = looked or b""
        try:
            opened = self.vault.open(f"case {case}", content)
        except WrongSeal as fault:
            raise CorruptLog(case, str(place.path), fault.message) from fault
        page = pages.read(case, str(place.path), opened, known and known.page)
        return self._memory.keep(Seen(place, identity, page, page.is_held_by(content)))

    def _add(self, seen: Seen, entries: Sequence[Recorded]) -> Seen:
        if any(isinstance(entry.event, REDACTIONS) for entry in entries):
            with self._apart_from_copies(seen.page.case, 0):  # whoever copies may wait for this very case
                bring_to_disk(self, self.locks.timeout)  # so that the journal holds nothing of what is taken out
                clear_leavings(self, seen.page.case)
                return self._recorded(seen, entries, is_quick=False)
        return self._recorded(seen, entries, is_quick=bool(self.journal.boot))

    def _recorded(self, seen: Seen, entries: Sequence[Recorded], *, is_quick: bool) -> Seen:
        page, path = seen.page, seen.place.path
        links = seal(page.case, entries, page.log)
        moves = year_ended(entries, page.year) != page.year
        if moves:
            self.places.mark(page.case, is_durable=not is_quick)
        making = Making(self, page, is_quick=is_quick)
        file = written(seen, links, making)
        now = self._memory.keep(Seen(seen.place, identity_of(path), file.page, file.is_plain))
        return self._moved(now, is_durable=not making.is_quick) if moves else now

    def _settled(self, seen: Seen) -> Seen:
        """Move a case that is held and lies elsewhere than its log says."""
        return seen if seen.place.year == seen.page.year else self._moved(seen)

    def _moved(self, seen: Seen, *, is_durable: bool = True) -> Seen:
        place = self.places.settle(seen.page.case, seen.place, seen.page.year, is_durable=is_durable)
        return self._memory.keep(seen._replace(place=place, identity=identity_of(place.path)))

    def _heal(self, case: str) -> None:
        """Finish what a killed process began, if nobody is at the case; else who is at it does."""
        with suppress(StoreFault), self.locks.held(f"case {case}", timeout=0):
            self.places.sweep(case)
            try:
                self._moved(self.found(case))
            except CaseNotFound:
                self.places.clear(case)

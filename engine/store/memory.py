"""A store that keeps logs in this process only: for tests, and for trying a procedure out."""

from __future__ import annotations

import hashlib
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from engine.store import CaseExists, CaseNotFound, FileNotKept, StoreLocked, TextNotFound
from engine.store.chain import EMPTY, extended, seal
from engine.store.ending import year_ended
from engine.store.ledger import BEGINNING, Committed, Discarded, Kept, inscribed
from engine.store.names import check_case, unique
from engine.store.publishing import grown
from engine.store.shelf import encoded
from engine.store.writing import Held, Once, append_expected

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from engine.case.events import Recorded
    from engine.store import Log, Publication
    from engine.store.ledger import Deed


class MemoryStore:
    """Keeps everything in dictionaries; one thread writes at a time.

    Args:
        timeout: How long to wait for another thread, in seconds.
    """

    def __init__(self, *, timeout: float = 10.0) -> None:
        self._timeout = timeout
        self._lock = threading.RLock()
        self._once = Once()
        self._logs: dict[str, Log] = {}
        self._texts: dict[str, str] = {}
        self._register: tuple[Publication, ...] = ()
        self._files: dict[str, dict[str, bytes]] = {}
        self._lines: list[bytes] = []
        self._tail = BEGINNING

    def create(self, case: str, entries: Sequence[Recorded]) -> None:
        """Begin the log of a case."""
        check_case(case)
        with self._locked(f"case {case}"):
            if case in self._logs:
                raise CaseExists(case)
            self._extend(case, EMPTY, entries)

    def load(self, case: str) -> Log:
        """Give the log of a case."""
        check_case(case)
        try:
            return self._logs[case]
        except KeyError:
            raise CaseNotFound(case) from None

    def append(self, case: str, entries: Sequence[Recorded], *, expected: int) -> None:
        """Record entries that were decided on the log as it was at entry number `expected`."""
        with self.writing(case) as writing:
            append_expected(writing, case, entries, expected)

    @contextmanager
    def writing(self, case: str) -> Iterator[Held]:
        """Hold a case from reading to writing."""
        with self._locked(f"case {case}"), self._once.held(case):
            held = Held(self.load(case), lambda entries: self._extend(case, self._logs[case], entries))
            try:
                yield held
            finally:
                held.let_go()

    def cases(self, *, closed: bool = False) -> Iterator[str]:
        """Give the numbers of the open cases, or of those that are closed or cancelled, sorted."""
        logs = dict(self._logs)
        return iter(sorted(case for case in logs if _is_over(logs[case]) == closed))

    def known_by(self, cases: Iterable[str]) -> dict[str, tuple[object, ...]]:
        """Give what the logs of open cases are known again by."""
        return {case: (self._logs[case].head,) for case in cases if case in self._logs}

    def keep_text(self, digest: str, text: str) -> None:
        """Keep the text of a procedure under its SHA-256."""
        self._texts[digest] = encoded(digest, text).decode()

    def text(self, digest: str) -> str:
        """Give a procedure's text."""
        try:
            return self._texts[digest]
        except KeyError:
            raise TextNotFound(digest) from None

    def publish(self, publication: Publication) -> None:
        """Put a version of a procedure in force."""
        self.text(publication.digest)
        with self._locked("the published versions"):
            self._register = grown(self._register, publication)

    def publications(self) -> tuple[Publication, ...]:
        """Give all versions that were published, in this order."""
        return self._register

    def keep_file(self, case: str, name: str, content: bytes) -> str:
        """Keep a file with a case, and give the name it got."""
        with self._locked(f"case {case}"):
            self.load(case)
            files = self._files.setdefault(case, {})
            kept, _ = unique(name, content, files, files.get)
            files[kept] = content
            self.note(Kept(case, kept, hashlib.sha256(content).hexdigest()))
            return kept

    def discard_file(self, case: str, name: str) -> None:
        """Remove a file of a case."""
        with self._locked(f"case {case}"):
            if name in self._files.get(case, {}):
                self.note(Discarded(case, name))
                del self._files[case][name]

    def whereabouts(self, case: str, name: str) -> str:
        """Say where a person finds a file of a case: nowhere but here."""
        self.load(case)
        return name

    def file(self, case: str, name: str) -> bytes:
        """Give a file of a case."""
        self.load(case)
        try:
            return self._files.get(case, {})[name]
        except KeyError:
            raise FileNotKept(case) from None

    def lines(self) -> Iterator[bytes]:
        """Give the ledger as it is now, line by line."""
        return iter(tuple(self._lines))

    def settle(self, case: str) -> None:
        """Wait until nobody is at a case."""
        with self._locked(f"case {case}"):
            pass

    def note(self, deed: Deed) -> None:
        """Write into the ledger."""
        with self._locked("the ledger"):
            text, self._tail = inscribed(deed, self._tail)
            self._lines.append(text)

    def _extend(self, case: str, log: Log, entries: Sequence[Recorded]) -> Log:
        self._logs[case] = now = extended(log, seal(case, entries, log))
        self.note(Committed(case, log.seq, now.seq, now.head))
        return now

    @contextmanager
    def _locked(self, what: str) -> Iterator[None]:
        if not self._lock.acquire(timeout=self._timeout):
            raise StoreLocked(what, "another thread")
        try:
            yield
        finally:
            self._lock.release()


def _is_over(log: Log) -> bool:
    return year_ended(log.entries) is not None

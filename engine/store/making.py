"""How one commit is made to last: by the journal, so that the rest need not wait for the disk, or by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.store.journal import LARGEST, Commit
from engine.store.ledger import Committed

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.store import Log
    from engine.store.page import Page
    from engine.store.parts import Parts


class Making:
    """A commit that is being made.

    Args:
        store: The store.
        before: The case before it.
        is_quick: Whether the journal may be used.
    """

    def __init__(self, store: Parts, before: Page, *, is_quick: bool) -> None:
        self._store = store
        self._before = before
        self.is_quick = is_quick
        """Whether it lasts by the journal, so that all else can be made again."""

    def seal(self, content: bytes) -> bytes:
        """Give what the file of the case holds on the disk."""
        return self._store.vault.seal(f"case {self._before.case}", content)

    def promise(self, now: Page, content: bytes, at: int = 0) -> Callable[[], None] | None:
        """Put the commit into the journal, and give what takes it back; or tell that it has to last by itself.

        Args:
            now: The case with it.
            content: What the file of the case holds, from a place on.
            at: The place.
        """
        before, journal = self._before, self._store.journal
        log, year = now.log, now.year
        commit = Commit(journal.boot, before.case, before.log.seq, log.seq, log.head, year, before.year, content, at)
        if self.is_quick and len(content) <= LARGEST and journal.add(commit):
            return lambda: journal.take_back(commit)
        if self.is_quick:
            self.is_quick = False
            self._store.places.sync(before.case)  # where it is may have been in the journal alone
            if year != before.year:
                self._store.places.mark(before.case)
        return None

    def witness(self, log: Log) -> None:
        """Give the commit its line in the ledger."""
        before = self._before
        line = Committed(before.case, before.log.seq, log.seq, log.head)
        self._store.ledger.add(line, is_durable=not self.is_quick)

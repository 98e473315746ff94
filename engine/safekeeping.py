"""What an office has to show for its cases: that all hold together, where the ledger ends, who saw what; backups.

INVARIANT: what stands in the ledger names the staff and the case, and nothing of what was told.
"""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from engine.store.faults import CorruptLog
from engine.store.ledger import BEGINNING, Copied, Line, Looked, walk

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from engine.store import Store
    from engine.store.audit import Audit
    from engine.store.ledger import Tail
    from engine.store.put_back import Returned
    from engine.store.rebuild import Rebuilt


class Safekeeping:
    """The evidence of one office, as one person asks for it or adds to it.

    Args:
        office: The folder of the office.
        store: Where the cases are.
        actor: Who asks.
        now: Gives the moment.
    """

    def __init__(self, office: Path, store: Store, actor: str, now: Callable[[], datetime]) -> None:
        self._office = office
        self._store = store
        self._actor = actor
        self._now = now

    def verify(self, since: str | None = None) -> Audit:
        """Go through all there is, and hold the ledger against a head that was kept elsewhere.

        Raises:
            ValueError: `since` is no head.
        """
        from engine.store.audit import Audit, audit  # goes through everything; nothing else needs it
        from engine.store.rights import rights

        found = audit(self._store, since)
        return Audit(found.cases, found.entries, found.tail, (*found.found, *rights(self._office)))

    def rebuild(self) -> tuple[Rebuilt, Audit]:
        """Clear away what crashes left, make again what can be made again, and say what is wrong all the same."""
        from engine.kept import forget
        from engine.store.rebuild import rebuild
        from engine.store.tinydb import TinyStore

        forget()
        found = rebuild(TinyStore(self._office / "cases", who=self._actor))
        return found, self.verify()

    def put_back(self, source: Path, case: str) -> Returned:
        """Put back a case that is damaged or gone, from a backup, as far as it can be had.

        Raises:
            StoreFault: It could not be done, or need not be.
        """
        from engine.store.archive import opened  # loads zipfile
        from engine.store.put_back import put_back
        from engine.store.tinydb import TinyStore

        store = TinyStore(self._office / "cases", who=self._actor)
        with opened(source) as archive:
            return put_back(store, archive, case, self._actor, moment(self._now()))

    def head(self) -> Tail:
        """Give where the ledger ends: what to keep elsewhere."""
        tail = BEGINNING
        for one in walk(self._store.lines()):
            tail = one.tail if isinstance(one, Line) else tail
        return tail

    def damaged(self) -> tuple[str, ...]:
        """Give the open cases that cannot be read any more; nothing writes their files."""
        return tuple(case for case in self._store.cases() if not self._is_whole(case))

    def _is_whole(self, case: str) -> bool:
        try:
            self._store.load(case)
        except CorruptLog:
            return False
        return True

    def looked(self, case: str, what: str) -> None:
        """Write down that somebody was shown all of a case, before it is shown.

        Raises:
            StoreFault: It could not be written down.
        """
        self._store.note(Looked(case, self._actor, moment(self._now()), what))

    def back_up(self, target: Path) -> Audit:
        """Copy the office into one file that is not there yet, and prove the copy; others may go on working.

        Raises:
            StoreFault: It could not be done; there is no such file then.
        """
        from engine.store.backup import back_up  # loads zipfile
        from engine.store.tinydb import TinyStore

        line = Copied("backup", self._actor, moment(self._now()))
        return back_up(self._office, TinyStore(self._office / "cases", who=self._actor), target.absolute(), line)


def restore(source: Path, office: Path, actor: str, now: datetime) -> Audit:
    """Make an office of a backup, in a folder that is not there yet.

    Raises:
        StoreFault: It could not be done; there is no such folder then.
    """
    from engine.store.backup import restore  # loads zipfile

    return restore(source, office.absolute(), Copied("restored", actor, moment(now)))


def moment(now: datetime) -> str:
    """Give a moment as the ledger has it."""
    return now.astimezone(UTC).isoformat(timespec="seconds")

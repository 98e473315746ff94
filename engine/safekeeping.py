"""What an office has to show for its cases: that all hold together, the head of the ledger, who was shown what.

INVARIANT: what stands in the ledger names the staff and the case, and nothing of what was told.
"""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from engine.store.audit import audit
from engine.store.ledger import BEGINNING, Line, Looked, walk

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from engine.store import Store
    from engine.store.audit import Audit
    from engine.store.ledger import Tail


class Safekeeping:
    """The evidence of one office, as one person asks for it or adds to it.

    Args:
        store: Where the cases are.
        actor: Who asks.
        now: Gives the moment.
    """

    def __init__(self, store: Store, actor: str, now: Callable[[], datetime]) -> None:
        self._store = store
        self._actor = actor
        self._now = now

    def verify(self, since: str | None = None) -> Audit:
        """Go through all there is, and hold the ledger against a head that was kept elsewhere.

        Raises:
            ValueError: `since` is no head.
        """
        return audit(self._store, since)

    def head(self) -> Tail:
        """Give where the ledger ends: what to keep elsewhere."""
        tail = BEGINNING
        for one in walk(self._store.lines()):
            tail = one.tail if isinstance(one, Line) else tail
        return tail

    def looked(self, case: str, what: str) -> None:
        """Write down that somebody was shown all of a case, before it is shown.

        Raises:
            StoreFault: It could not be written down.
        """
        self._store.note(Looked(case, self._actor, self.moment(), what))

    def moment(self) -> str:
        """Give the moment as the ledger has it."""
        return self._now().astimezone(UTC).isoformat(timespec="seconds")

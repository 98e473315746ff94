"""What a desk has seen of cases, so that what it wrote or read a moment ago need not be read again."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Final

from engine.frozen import NamedTuple

if TYPE_CHECKING:
    from engine.store.files import Identity
    from engine.store.page import Page
    from engine.store.places import Place

_KEPT: Final = 128
"""How many logs are kept in memory, so that a desk that stays open need not read what it wrote."""


class Seen(NamedTuple):
    """A case as it was last read or written, and what its file is known again by."""

    place: Place
    identity: Identity | None
    page: Page
    is_plain: bool = False
    """Whether the file holds the page to the letter: not sealed, nor formatted anew by somebody."""


class Memory:
    """What was seen last: a file that is untouched since need not be read again."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._seen: dict[str, Seen] = {}

    def recall(self, case: str) -> Seen | None:
        """Give what is remembered of a case."""
        return self._seen.get(case)

    def keep(self, seen: Seen) -> Seen:
        """Remember the latest few."""
        with self._lock:
            self._seen.pop(seen.page.case, None)
            self._seen[seen.page.case] = seen
            if len(self._seen) > _KEPT:
                del self._seen[next(iter(self._seen))]
        return seen

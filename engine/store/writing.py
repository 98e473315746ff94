"""How a case is held from reading to writing, whatever the store: its log, and one way to add to it."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from engine.store import ConflictingWrite, StoreLocked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from engine.case.events import Recorded
    from engine.store import Log, Writing


class Held:
    """A case that is held.

    Args:
        log: Its log, as it was read.
        add: Makes entries durable and gives the log with them.
    """

    def __init__(self, log: Log, add: Callable[[Sequence[Recorded]], Log]) -> None:
        self._log = log
        self._add = add
        self._is_over = False

    @property
    def log(self) -> Log:
        """What is recorded now, with all that was appended here."""
        return self._log

    def append(self, entries: Sequence[Recorded]) -> None:
        """Record these entries, all or none; when this returns, they are durable."""
        if self._is_over:
            raise ValueError("the case is no longer held")
        if entries:
            self._log = self._add(entries)

    def let_go(self) -> None:
        """Take no more entries."""
        self._is_over = True


class Once(threading.local):
    """The cases that this thread holds: none is held twice, for the first to hold it would not see the second write."""

    def __init__(self) -> None:
        self._cases: set[str] = set()

    @contextmanager
    def held(self, case: str) -> Iterator[None]:
        """Hold a case.

        Raises:
            StoreLocked: This thread holds it already.
        """
        if case in self._cases:
            raise StoreLocked(f"case {case}", "this same thread")
        self._cases.add(case)
        try:
            yield
        finally:
            self._cases.discard(case)


def append_expected(writing: Writing, case: str, entries: Sequence[Recorded], expected: int) -> None:
    """Append what was decided on the log as it was at entry number `expected`.

    Raises:
        ConflictingWrite: The log went on meanwhile.
    """
    if writing.log.seq != expected:
        raise ConflictingWrite(case, expected, writing.log.seq)
    writing.append(entries)

"""The list of cases, without opening what has not changed: lines of open cases are kept until time could change them.

A line is known again by what its log is known again by, for one actor, one office and this very program; it holds
private facts masked, as the list shows them. What is kept is safe to delete, and made anew without a word.

INVARIANT: a list says the same with and without what was kept.
"""

from __future__ import annotations

import hashlib
from datetime import timedelta
from itertools import islice
from typing import TYPE_CHECKING, Final

from engine.case_line import CaseLine, unread_line
from engine.frozen import NamedTuple
from engine.kept import keep, packed, recall, unpacked
from engine.store import CorruptLog, CorruptText, StoreLocked, TextNotFound

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from engine.case.derive import Derivation
    from engine.case.office import Office
    from engine.store import Store


_FULL: Final = 500
"""Lines of a piece."""


class Known(NamedTuple):
    """A line, what its log is known again by, and from when to when it stays as it is."""

    log: tuple[object, ...]
    start: datetime
    end: datetime
    line: CaseLine


class Listing:
    """The lines of the open cases of one office, as one of its staff sees them.

    Args:
        store: Where the logs are.
        office: The office; what is in it is part of what lines are known again by.
        actor: Who looks.
        place: Where the office is.
        derive: Derives a case by its number, at a moment.
    """

    def __init__(
        self, store: Store, office: Office, actor: str, place: str, derive: Callable[[str, datetime], Derivation]
    ) -> None:
        self._store = store
        self._actor = actor
        self._derive = derive
        self._key = hashlib.sha256(f"{place}\n{actor}\n{_told(office)}".encode()).hexdigest()

    def lines(self, now: datetime, *, closed: bool = False, find: str = "") -> tuple[CaseLine, ...]:
        """Give the lines, mine first, then the longest waiting; with `find`, of the cases that hold a text."""
        names = self._store.cases(closed=closed)
        if closed or find:
            found = [line for name in names if (line := self._line(name, now, find)[0])]
        else:
            found = self._open(list(names), now)
        return tuple(sorted(found, key=lambda line: (not line.mine, not line.overdue, line.last or now)))

    def _open(self, names: list[str], now: datetime) -> list[CaseLine]:
        """Give the lines of open cases: what was kept and still stands, piece by piece, and all others made anew."""
        wanted = set(names)
        found: dict[str, CaseLine] = {}
        whole: list[bytes] = []
        loose: dict[str, Known] = {}
        is_changed = False
        for piece in self._recalled():
            known = _known(piece)
            right = self._right({name: one for name, one in known.items() if name in wanted}, now)
            found |= {name: one.line for name, one in right.items()}
            if len(right) == len(known) >= _FULL:
                whole.append(piece)
            else:
                loose |= right
                is_changed |= len(right) < len(known)
        for name in names:
            if name in found:
                continue
            log = self._store.known_by([name]).get(name)  # before it is looked into, for it may change meanwhile
            line, end = self._line(name, now, "")
            if line:
                found[name] = line
            if line and log and end > now:
                loose[name] = Known(log, now, end, line)
                is_changed = True
            if len(loose) >= _FULL:
                whole += _pieces(loose)
                loose = {}
        if is_changed:
            keep("lines", self._key, [*whole, *_pieces(loose)])
        return [found[name] for name in names if name in found]

    def _right(self, known: dict[str, Known], now: datetime) -> dict[str, Known]:
        """Give those lines that still stand."""
        logs = self._store.known_by(known)
        return {name: one for name, one in known.items() if one.log == logs.get(name) and one.start <= now < one.end}

    def _recalled(self) -> list[bytes]:
        known = recall("lines", self._key)
        return known if isinstance(known, list) else []

    def _line(self, case: str, now: datetime, find: str) -> tuple[CaseLine | None, datetime]:
        """Make the line of a case; one that cannot be read is listed as such, and hides none of the others."""
        from engine.desk_views import holds, line_of  # the engine, where a line has to be made

        try:
            derivation = self._derive(case, now)
        except (CorruptLog, CorruptText, TextNotFound) as fault:
            return unread_line(case, "damaged", fault.message), now
        except StoreLocked as fault:
            return unread_line(case, "being written", fault.message), now
        if find and not holds(derivation, find, self._actor):
            return None, now
        line = line_of(derivation, self._actor)
        midnight = now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
        return line, derivation.watch.until(midnight, now)


def _known(piece: bytes) -> dict[str, Known]:
    known = unpacked(piece)
    return known if isinstance(known, dict) else {}


def _pieces(known: dict[str, Known]) -> Iterator[bytes]:
    """Pack lines in pieces, of which one at a time is in memory, and only those are packed anew that have changed."""
    lines = iter(known.items())
    while part := dict(islice(lines, _FULL)):
        piece = packed(part)
        if piece:
            yield piece


def _told(office: Office) -> str:
    """Put all of an office into one text, the same in every run."""
    told = [repr(getattr(office, name)) for name in office.__match_args__ if name != "staff"]
    return "\n".join([*told, *(f"{one.name} {one.full_name} {sorted(one.roles)}" for one in office.staff.values())])

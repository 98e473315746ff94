"""How one record vouches for the one before it.

INVARIANT: each record carries the SHA-256 of the canonical JSON of the record before, the first one 64 zeros.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

from engine.case.events import EVENT_TYPES, CaseOpened, Recorded, from_json, to_json
from engine.store import ConflictingWrite, CorruptLog, Log, Unstorable

if TYPE_CHECKING:
    from collections.abc import Sequence

Record: TypeAlias = dict[str, Any]
"""One entry in its public JSON form, with `previous`."""

GENESIS: Final = "0" * 64
EMPTY: Final = Log((), ())

_encode: Final = json.JSONEncoder(ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")).encode


class Link(NamedTuple):
    """An entry that was sealed."""

    entry: Recorded
    """The entry, as it will be read again."""
    record: Record
    text: bytes
    """The canonical JSON of the record."""
    digest: str
    """The SHA-256 of it."""


def canonical(record: Record) -> bytes:
    """Give the one form of a record that is hashed: keys sorted, no spaces, UTF-8."""
    return _encode(record).encode()


def seal(case: str, entries: Sequence[Recorded], log: Log) -> list[Link]:
    """Make the records that continue a log.

    Raises:
        ConflictingWrite: The entries do not continue it.
        Unstorable: An entry would not come back as it is.
    """
    _check_numbers(case, entries, log.seq)
    if not log.entries:
        _check_opening(case, entries)
    links: list[Link] = []
    previous = log.head
    for entry in entries:
        link = _sealed(case, entry, previous)
        links.append(link)
        previous = link.digest
    return links


def extended(log: Log, links: Sequence[Link]) -> Log:
    """Give the log with these links at its end."""
    if not links:
        return log
    entries = (*log.entries, *(link.entry for link in links))
    return Log(entries, (*log.digests, *(link.digest for link in links)))


def verify(case: str, where: str, records: Sequence[Record], texts: Sequence[bytes], after: Log = EMPTY) -> Log:
    """Read records, each of which must follow the one before.

    Args:
        case: The case they are said to be of.
        where: What holds them, for the message.
        records: The records.
        texts: Their canonical JSON, in the same order.
        after: The log that they continue.

    Raises:
        CorruptLog: They are not what was sealed; the message names the entry and no value.
    """
    previous = after.head
    entries: list[Recorded] = []
    digests: list[str] = []
    for number, (record, text) in enumerate(zip(records, texts, strict=True), after.seq + 1):
        try:
            follows = record["seq"] == number and record["previous"] == previous
            entries.append(from_json(record))
        except (KeyError, TypeError, ValueError):
            raise CorruptLog(case, where, _unreadable(number, record)) from None
        if not follows:
            raise CorruptLog(case, where, f"entry {number} does not follow the one before it")
        previous = hashlib.sha256(text).hexdigest()
        digests.append(previous)
    log = Log(after.entries + tuple(entries), after.digests + tuple(digests))
    if not log.entries or not _opens(case, log.entries[0]):
        raise CorruptLog(case, where, "it does not begin with the opening of this case")
    return log


def _check_numbers(case: str, entries: Sequence[Recorded], last: int) -> None:
    if entries and entries[0].seq != last + 1:
        raise ConflictingWrite(case, entries[0].seq - 1, last)
    if [entry.seq for entry in entries] != list(range(last + 1, last + 1 + len(entries))):
        raise ValueError("the entries to be recorded are not numbered one after the other")


def _check_opening(case: str, entries: Sequence[Recorded]) -> None:
    if not entries or not _opens(case, entries[0]):
        raise ValueError("the first entry of a log must be the CaseOpened of its case")


def _opens(case: str, entry: Recorded) -> bool:
    return isinstance(entry.event, CaseOpened) and entry.event.case == case


def _sealed(case: str, entry: Recorded, previous: str) -> Link:
    try:
        text = canonical(to_json(entry) | {"previous": previous})
        record: Record = json.loads(text)
        again = from_json(record)
    except (TypeError, ValueError, RecursionError):
        raise Unstorable(case, entry.seq) from None
    if again != entry:
        raise Unstorable(case, entry.seq)
    return Link(again, record, text, hashlib.sha256(text).hexdigest())


def _unreadable(number: int, record: object) -> str:
    if isinstance(record, dict) and str(record.get("type")) not in EVENT_TYPES:
        return f"entry {number} is of no type that this version of cuecard knows"
    return f"entry {number} is not a recorded event"

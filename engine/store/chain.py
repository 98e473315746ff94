"""How one record vouches for the one before it.

INVARIANT: each record carries the SHA-256 of the canonical JSON of the record before, the first one 64 zeros.

Where a value was redacted, the record keeps the digest that it had (`sha256`), so that the chain stands; the entry that
redacted it vouches for what the record is now. What was told is sealed with a salt, which goes with the value: whoever
has a copy of the old line can prove what it was, and nobody can find it out by trying.
"""

from __future__ import annotations

import hashlib
import json
import os
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from engine.case.events import (
    EVENT_TYPES,
    AnswerAmended,
    AnswerRecorded,
    AnswerRedacted,
    ArrivalRecorded,
    CaseOpened,
    DocumentMade,
    ElementAdded,
    NoteAdded,
    NoteRedacted,
    Recorded,
    SubcaseOpened,
    from_json,
    to_json,
)
from engine.frozen import NamedTuple
from engine.store import ConflictingWrite, CorruptLog, Log, Unstorable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from engine.case.events import Event

Record: TypeAlias = dict[str, Any]
"""One entry in its public JSON form, with `previous`."""

GENESIS: Final = "0" * 64
EMPTY: Final = Log((), ())

_encode: Final = json.JSONEncoder(ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")).encode


_TELLING: Final = (AnswerRecorded, AnswerAmended, ElementAdded, ArrivalRecorded, SubcaseOpened, DocumentMade, NoteAdded)
"""What may hold words about a person: sealed with a salt, so that no digest gives away what was redacted."""
_REDACTIONS: Final = (AnswerRedacted, NoteRedacted)
_SALT: Final = 16
"""Random bytes of a salt."""


class Link(NamedTuple):
    """An entry that was sealed.

    Args:
        over: The entries that this one takes something out of, as they are from now on.
    """

    entry: Recorded
    """The entry, as it will be read again."""
    record: Record
    text: bytes
    """The canonical JSON of the record."""
    digest: str
    """The SHA-256 of it; of an entry that something was taken out of, that of what it was."""
    over: tuple[Link, ...] = ()


def canonical(record: Record) -> bytes:
    """Give the one form of a record that is hashed: keys sorted, no spaces, UTF-8."""
    return _encode(record).encode()


def new_salt() -> str:
    """Make a salt."""
    return os.urandom(_SALT).hex()


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
    for entry in entries:
        over = redacted(log, entry.event)
        more: Record = {"salt": new_salt()} if isinstance(entry.event, _TELLING) else {}
        link = _sealed(case, entry, more | {"previous": log.head}, over)
        links.append(link)
        log = extended(log, [link])
    return links


def redacted(log: Log, redaction: Event) -> tuple[Link, ...]:
    """Give the records that a redaction changes: without the value and its salt, each with the digest that it had."""
    if not isinstance(redaction, AnswerRedacted | NoteRedacted):
        return ()
    from engine.case.redacting import scrubbed  # only where something is taken out

    found: list[Link] = []
    for number, entry in scrubbed(log.entries, redaction).items():
        previous = log.digests[number - 2] if number > 1 else GENESIS
        digest = log.digests[number - 1]
        record: Record = to_json(entry) | {"previous": previous, "sha256": digest}
        found.append(Link(entry, record, canonical(record), digest))
    return tuple(found)


def extended(log: Log, links: Sequence[Link]) -> Log:
    """Give the log with these links at its end."""
    if not links:
        return log
    entries = [*log.entries, *(link.entry for link in links)]
    for link in links:
        for one in link.over:
            entries[one.entry.seq - 1] = one.entry
    return Log(tuple(entries), (*log.digests, *(link.digest for link in links)))


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
    redacted: dict[int, str] = {}
    for number, (record, text) in enumerate(zip(records, texts, strict=True), after.seq + 1):
        try:
            follows = record["seq"] == number and record["previous"] == previous
            entries.append(from_json(record))
        except (KeyError, TypeError, ValueError):
            raise CorruptLog(case, where, _unreadable(number, record)) from None
        if not follows:
            raise CorruptLog(case, where, f"entry {number} does not follow the one before it")
        previous = hashlib.sha256(text).hexdigest()
        if "sha256" in record:  # something was taken out of it: an entry further down vouches for what it is now
            redacted[number], previous = previous, str(record["sha256"])
        digests.append(previous)
    _see_vouched(case, where, records, redacted)
    log = Log(after.entries + tuple(entries), after.digests + tuple(digests))
    if not log.entries or not _opens(case, log.entries[0]):
        raise CorruptLog(case, where, "it does not begin with the opening of this case")
    return log


def _see_vouched(case: str, where: str, records: Sequence[Record], redacted: Mapping[int, str]) -> None:
    """See that each record which is not what it was is what a redaction made of it."""
    if not redacted:
        return
    vouched: dict[str, object] = {}
    for record in records:
        if EVENT_TYPES[record["type"]] in _REDACTIONS and isinstance(record.get("redacted"), dict):
            vouched |= record["redacted"]
    for number, digest in redacted.items():
        if vouched.get(str(number)) != digest:
            raise CorruptLog(case, where, f"entry {number} was changed, and no redaction vouches for it")


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


def _sealed(case: str, entry: Recorded, more: Record, over: tuple[Link, ...]) -> Link:
    if over:
        more["redacted"] = {str(one.entry.seq): hashlib.sha256(one.text).hexdigest() for one in over}
    try:
        words = _encode(to_json(entry) | more)
        text, record = words.encode(), json.loads(words)
        again = from_json(record)
    except (TypeError, ValueError, RecursionError):
        raise Unstorable(case, entry.seq) from None
    if again != entry:
        raise Unstorable(case, entry.seq)
    return Link(again, record, text, hashlib.sha256(text).hexdigest(), over)


def _unreadable(number: int, record: object) -> str:
    if isinstance(record, dict) and str(record.get("type")) not in EVENT_TYPES:
        return f"entry {number} is of no type that this version of cuecard knows"
    return f"entry {number} is not a recorded event"

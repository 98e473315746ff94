"""How the log of one case is written in its file: an ordinary TinyDB file, a line for each entry.

Two tables: `events`, where an entry's number is its document id, and `head`, which repeats the number and the SHA-256
of the last entry, so that a changed or missing last entry shows too. `schemas/case.schema.json` describes both.

INVARIANT: a page only ever grows at its end.
"""

from __future__ import annotations

import json
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from engine.store import CorruptLog, Log
from engine.store.chain import EMPTY, Record, canonical, extended, verify
from engine.store.ending import year_ended

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.store.chain import Link

_BEGIN: Final = b'{"events":{\n'
_BETWEEN: Final = b",\n"
_END: Final = b"\n}"
_HEAD: Final = _END + b',"head":{"1":{"seq":%d,"sha256":"%b"}}}\n'


class Page(NamedTuple):
    """The log of one case, as it is written and as it is read."""

    case: str
    records: dict[str, Record]
    """The documents of the table `events`, by their ids."""
    body: bytes
    """The lines of the entries."""
    log: Log
    year: int | None
    """The year in which the case ended, None while it is open."""

    @property
    def content(self) -> bytes:
        """What the file holds."""
        return _BEGIN + self.body + _HEAD % (self.log.seq, self.log.head.encode())


def blank(case: str) -> Page:
    """Give the page of a case that nothing is recorded of."""
    return Page(case, {}, b"", EMPTY, None)


def grown(page: Page, records: dict[str, Record], links: Sequence[Link]) -> Page:
    """Give the page with links at its end.

    Args:
        page: The page as it was.
        records: All documents of the table: those of the page, then those of the links, and nothing else.
        links: What was sealed to continue the page.
    """
    if list(records.values()) != [*page.records.values(), *(link.record for link in links)]:
        raise ValueError("a log is only ever added to")
    more = _lines([link.text for link in links], page.log.seq + 1)
    body = page.body + _BETWEEN + more if page.body else more
    year = year_ended((link.entry for link in links), page.year)
    return Page(page.case, records, body, extended(page.log, links), year)


def read(case: str, where: str, content: bytes) -> Page:
    """Read the file of a case.

    Raises:
        CorruptLog: It is not what was written.
    """
    tables = _tables(case, where, content)
    records = _in_order(case, where, tables["events"])
    with suppress(CorruptLog):  # the lines are hashed as they stand, so that nothing is encoded again
        return _page(case, where, records, _texts(content, len(records)), tables["head"])
    # Somebody has formatted the file anew, or it is damaged: what the records say decides.
    return _page(case, where, records, _canonical(case, where, records), tables["head"])


def _page(case: str, where: str, records: dict[str, Record], texts: list[bytes], head: object) -> Page:
    log = verify(case, where, list(records.values()), texts)
    if head != {"1": {"seq": log.seq, "sha256": log.head}}:
        raise CorruptLog(case, where, f"entry {log.seq} was changed, or is not the last that was recorded")
    return Page(case, records, _lines(texts, 1), log, year_ended(log.entries))


def _tables(case: str, where: str, content: bytes) -> dict[str, Any]:
    try:
        tables = json.loads(content)
    except (ValueError, RecursionError):
        raise CorruptLog(case, where, "it is cut off, or was no JSON to begin with") from None
    if not isinstance(tables, dict) or tables.keys() != {"events", "head"}:
        raise CorruptLog(case, where, "it is not the log of a case")
    return tables


def _in_order(case: str, where: str, events: object) -> dict[str, Record]:
    if not isinstance(events, dict):
        raise CorruptLog(case, where, "it is not the log of a case")
    numbers = [str(number) for number in range(1, len(events) + 1)]
    for number in numbers:
        if number not in events:
            raise CorruptLog(case, where, f"entry {number} is missing")
    return {number: events[number] for number in numbers}


def _texts(content: bytes, count: int) -> list[bytes]:
    """Cut the records out of a file that stands as it was written; of any other, give blanks that vouch for nothing."""
    lines = content[len(_BEGIN) : content.rfind(_END)].split(_BETWEEN)
    texts = [line.partition(b":")[2] for line in lines]
    is_as_written = len(texts) == count and content.startswith(_BEGIN + _lines(texts, 1) + _END)
    return texts if is_as_written else [b""] * count


def _lines(texts: list[bytes], first: int) -> bytes:
    return _BETWEEN.join([b'"%d":%b' % (number, text) for number, text in enumerate(texts, first)])


def _canonical(case: str, where: str, records: dict[str, Record]) -> list[bytes]:
    try:
        return [canonical(record) for record in records.values()]
    except (ValueError, RecursionError):  # NaN, half of a surrogate pair, or a nesting that was never written
        raise CorruptLog(case, where, "it holds what was never recorded") from None

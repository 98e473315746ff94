"""How the log of one case is written in its file: an ordinary TinyDB file, a line for each entry.

Two tables: `events`, where an entry's number is its document id, and `head`, which repeats the number and the SHA-256
of the last entry, so that a changed or missing last entry shows too. `schemas/case.schema.json` describes both.

INVARIANT: a page only ever grows at its end; all that changes before is what a redaction at the end takes out.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from engine.case.events import AnswerRedacted, NoteRedacted
from engine.frozen import NamedTuple
from engine.store import CorruptLog, Log
from engine.store.chain import EMPTY, Record, canonical, extended, redacted, verify
from engine.store.ending import year_ended

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from engine.store.chain import Link

_BEGIN: Final = b'{"events":{\n'
_BETWEEN: Final = b",\n"
_END: Final = b"\n}"


class Page(NamedTuple):
    """The log of one case, as it is written and as it is read."""

    case: str
    body: bytes
    """The lines of the entries."""
    log: Log
    year: int | None
    """The year in which the case ended, None while it is open."""

    @property
    def content(self) -> bytes:
        """What the file holds."""
        return _file(self.body, _head(self.log.seq, self.log.head))

    def is_held_by(self, content: bytes) -> bool:
        """Tell whether this is what the file holds, to the letter."""
        return _begins(content, self.body) and content[self.end :] == self.tail

    @property
    def end(self) -> int:
        """From which byte on the file changes when the page grows."""
        return len(_BEGIN) + len(self.body)

    @property
    def tail(self) -> bytes:
        """What the file holds from there on."""
        return _tail(_head(self.log.seq, self.log.head))


def blank(case: str) -> Page:
    """Give the page of a case that nothing is recorded of."""
    return Page(case, b"", EMPTY, None)


def grown(page: Page, links: Sequence[Link]) -> Page:
    """Give the page with links at its end, that were sealed to continue it."""
    body = _body(page) + _lines([link.text for link in links], page.log.seq + 1)
    year = year_ended((link.entry for link in links), page.year)
    now = Page(page.case, body, extended(page.log, links), year)
    over = {one.entry.seq: one for link in links for one in link.over}
    return _redacted(now, over) if over else now


def _redacted(page: Page, over: Mapping[int, Link]) -> Page:
    """Give the page with some of its entries replaced."""
    lines = page.body.split(_BETWEEN)
    for number, one in over.items():
        lines[number - 1] = _lines([one.text], number)
    return page._replace(body=_BETWEEN.join(lines))


def cut(page: Page, count: int) -> Page:
    """Give the page as it was when it had so many entries; what was redacted since is in none of its states."""
    if any(isinstance(entry.event, AnswerRedacted | NoteRedacted) for entry in page.log.entries[count:]):
        return page
    body = _BETWEEN.join(page.body.split(_BETWEEN)[:count])
    entries = page.log.entries[:count]
    return Page(page.case, body, Log(entries, page.log.digests[:count]), year_ended(entries))


def texts_of(page: Page) -> list[bytes]:
    """Give the canonical JSON of each entry of a page."""
    return [line.partition(b":")[2] for line in page.body.split(_BETWEEN)] if page.body else []


def of_texts(case: str, texts: Sequence[bytes]) -> Page:
    """Make a page of the canonical JSON of its entries.

    Raises:
        CorruptLog: They do not follow one another.
    """
    digest = _digest_in(texts[-1]) if texts else EMPTY.head
    return read(case, "what was put together", _file(_lines(list(texts), 1), _head(len(texts), digest)))


def ends_with(content: bytes, entries: int, head: str) -> bool:
    """Tell whether the file of a case, as it is written, says that it ends with this entry."""
    return content.endswith(_tail(_head(entries, head)))


def _head(entries: int, head: str) -> bytes:
    return b'{"1":{"seq":%d,"sha256":"%b"}}' % (entries, head.encode())


def _digest_in(text: bytes) -> str:
    """Give the digest that the chain goes on from: of a record that something was taken out of, what it was."""
    found = json.loads(text).get("sha256")
    return str(found) if found else hashlib.sha256(text).hexdigest()


def without_redacted(page: Page) -> Page:
    """Give the page without what its redactions took out, where a record still has it.

    Raises:
        CorruptLog: A redaction does not vouch for that.
    """
    over: dict[int, Link] = {}
    for entry in page.log.entries:
        before = Log(page.log.entries[: entry.seq - 1], page.log.digests[: entry.seq - 1])
        over |= {one.entry.seq: one for one in redacted(before, entry.event)}
    texts = texts_of(page)
    still = {number: one for number, one in over.items() if "sha256" not in json.loads(texts[number - 1])}
    return read(page.case, "what was put together", _redacted(page, still).content)


def read(case: str, where: str, content: bytes, known: Page | None = None) -> Page:
    """Read the file of a case.

    Args:
        case: The number of the case.
        where: The name of the file, for the message.
        content: What it holds.
        known: What it held when it was read last: only what came after is looked at, if the rest is the same.

    Raises:
        CorruptLog: It is not what was written.
    """
    # As it was written, the lines are hashed as they stand, and nothing is encoded again.
    for page in (known, blank(case)) if known else (blank(case),):
        with suppress(CorruptLog):
            return _read_on(page, where, content)
    # Somebody has formatted the file anew, or it is damaged: what the records say decides.
    return _read_on(blank(case), where, _formatted(case, where, content))


def _read_on(page: Page, where: str, content: bytes) -> Page:
    body = _body(page)
    if not _begins(content, body):
        raise CorruptLog(page.case, where, "it does not begin as it did")
    rest = content[len(_BEGIN) + len(body) :]
    first = page.log.seq + 1
    tables = _tables(page.case, where, _BEGIN + rest)
    records = _in_order(page.case, where, tables["events"], first)
    texts = _texts(rest, len(records))
    log = verify(page.case, where, list(records.values()), texts, page.log)
    if tables["head"] != {"1": {"seq": log.seq, "sha256": log.head}}:
        raise CorruptLog(page.case, where, f"entry {log.seq} was changed, or is not the last that was recorded")
    year = year_ended(log.entries[page.log.seq :], page.year)
    return Page(page.case, body + _lines(texts, first), log, year)


def _formatted(case: str, where: str, content: bytes) -> bytes:
    """Write what a file says as `Page.content` writes it."""
    tables = _tables(case, where, content)
    records = _in_order(case, where, tables["events"], 1)
    try:
        texts = [canonical(record) for record in records.values()]
        head = canonical(tables["head"])
    except (ValueError, RecursionError):  # NaN, half of a surrogate pair, or a nesting that was never written
        raise CorruptLog(case, where, "it holds what was never recorded") from None
    return _file(_lines(texts, 1), head)


def _tables(case: str, where: str, content: bytes) -> dict[str, Any]:
    try:
        tables = json.loads(content)
    except (ValueError, RecursionError):
        raise CorruptLog(case, where, "it is cut off, or was no JSON to begin with") from None
    if not isinstance(tables, dict) or tables.keys() != {"events", "head"}:
        raise CorruptLog(case, where, "it is not the log of a case")
    return tables


def _in_order(case: str, where: str, events: object, first: int) -> dict[str, Record]:
    if not isinstance(events, dict):
        raise CorruptLog(case, where, "it is not the log of a case")
    numbers = [str(number) for number in range(first, first + len(events))]
    for number in numbers:
        if number not in events:
            raise CorruptLog(case, where, f"entry {number} is missing")
    return {number: events[number] for number in numbers}


def _texts(lines: bytes, count: int) -> list[bytes]:
    """Cut records out of lines as `_lines` writes them; what is cut out of others vouches for nothing."""
    texts = [line.partition(b":")[2] for line in lines[: lines.rfind(_END)].split(_BETWEEN)]
    return texts if len(texts) == count else [b""] * count


def _body(page: Page) -> bytes:
    """Give what comes before the next line of a page."""
    return page.body + _BETWEEN if page.body else b""


def _begins(content: bytes, body: bytes) -> bool:
    """Tell whether a file begins with these lines; nothing is copied, for a case may be long."""
    return content.startswith(_BEGIN) and content.startswith(body, len(_BEGIN))


def _lines(texts: list[bytes], first: int) -> bytes:
    return _BETWEEN.join([b'"%d":%b' % (number, text) for number, text in enumerate(texts, first)])


def _file(body: bytes, head: bytes) -> bytes:
    return _BEGIN + body + _tail(head)


def _tail(head: bytes) -> bytes:
    return b'%b,"head":%b}\n' % (_END, head)

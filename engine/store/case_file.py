"""A case's file as TinyDB sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from tinydb import Storage, TinyDB
from tinydb.table import Document

from engine.store import page as pages
from engine.store.files import replace
from engine.store.tails import Tail, grow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.store.chain import Link
    from engine.store.making import Making
    from engine.store.page import Page
    from engine.store.seen import Seen

EVENTS: Final = "events"  # the name of the table


def written(seen: Seen, links: Sequence[Link], making: Making) -> CaseFile:
    """Add to the file of a case.

    Args:
        seen: The case as it was read under the lock that is held.
        links: What was sealed to continue it.
        making: Makes the commit last.
    """
    file = CaseFile(seen, links, making)
    TinyDB(storage=lambda: file).table(EVENTS).insert_multiple(Document(link.record, link.entry.seq) for link in links)
    return file


class CaseFile(Storage):
    """The file of a case: it only ever grows, whatever TinyDB is told; what is in it stays as it is.

    Args:
        seen: The case as it was read under the lock that is held.
        links: What was sealed to continue it.
        making: Makes the commit last.
    """

    def __init__(self, seen: Seen, links: Sequence[Link], making: Making) -> None:
        self._path = seen.place.path
        self._links = links
        self._making = making
        self.page = seen.page
        self.is_plain = seen.is_plain
        """Whether the file holds the page to the letter, so that it can grow in its place."""

    def read(self) -> dict[str, dict[str, Any]] | None:
        """Give no document of the table, however many it has: TinyDB would go through all of them to add one."""
        return {EVENTS: {}}

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        """Let the file grow, or replace it; when this returns, the commit lasts.

        Raises:
            ValueError: It is told anything but that the sealed entries come to what is there.
        """
        if not self._links or data != {EVENTS: {str(link.entry.seq): link.record for link in self._links}}:
            raise ValueError("a log is only ever added to")
        page = pages.grown(self.page, self._links)
        plain = page.content
        content = self._making.seal(plain)
        can_grow = self.is_plain and content is plain and self._making.is_quick
        if not (can_grow and self._is_grown(page, content)):
            self._replace(page, content)
        self.page = page
        self.is_plain = content is plain

    def _is_grown(self, page: Page, content: bytes) -> bool:
        end = Tail(self.page.end, self.page.tail, content[self.page.end :])
        return grow(
            self._path,
            end,
            lambda: self.page.content,
            lambda: self._making.witness(page.log),
            lambda: self._making.promise(page, end.now, end.at),
        )

    def _replace(self, page: Page, content: bytes) -> None:
        replace(
            self._path,
            content,
            lambda: self._making.seal(self.page.content) if self.page.log.entries else None,
            lambda: self._making.witness(page.log),
            lambda: self._making.promise(page, content),
        )

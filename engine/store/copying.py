"""How one case is copied as it was at a moment, while others may write it: for backups."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from engine.store import page as pages
from engine.store.faults import CaseNotFound, CorruptLog
from engine.store.files import names
from engine.store.names import is_safe
from engine.store.shelf import content_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from engine.store.parts import Parts


class Copy(NamedTuple):
    """A case to be put elsewhere."""

    path: Path
    """Where its file would be here."""
    content: bytes
    """What is to be in it; nothing if the case had not begun."""
    files: list[str]
    """The names of the files beside it."""


def copy_at(store: Parts, case: str, entries: int, head: str) -> Copy | None:
    """Give a case as its file is, without reading what is in it, if it ends with this very entry."""
    with suppress(CaseNotFound):
        path, content = _as_it_is(store, case)
        if pages.ends_with(content, entries, head) and not store.places.is_marked(case):
            return Copy(path, content, _files_of(store, case))
    return None


def copy(store: Parts, case: str, keep: Callable[[int], int]) -> Copy:
    """Give a case as it was when it had fewer entries, or as it is.

    Args:
        store: The store.
        case: The case.
        keep: How many entries to leave, told how many there are.
    """
    files = _files_of(store, case)
    try:
        page = store.found(case).page
    except CorruptLog:
        return Copy(*_as_it_is(store, case), files)
    kept = keep(page.log.seq)
    page = pages.cut(page, kept) if kept < page.log.seq else page
    content = store.vault.seal(f"case {case}", page.content) if page.log.seq else b""
    return Copy(store.places.home(case, page.year).path, content, files)


def _files_of(store: Parts, case: str) -> list[str]:
    found = {name for place in store.places.candidates(case) for name in names(place.folder)}
    return sorted(filter(is_safe, found))


def _as_it_is(store: Parts, case: str) -> tuple[Path, bytes]:
    for place in store.places.hunted(case):
        content = content_of(place.path)
        if content is not None:
            return place.path, content
    raise CaseNotFound(case)

"""Who else may write, or read, where the office keeps its cases; and whether a folder that is a link may be followed.

An office may keep `cases` or `procedures` on another disk, by a link of its own. A link is followed if it, and the
folder it leads to, are of this account (or of the system's), and nobody else may write in that folder: then nobody but
the office has put it there.

INVARIANT: nothing is read or written through a link that somebody else could have made or can change.
"""

from __future__ import annotations

import os
import stat
import sys
from typing import TYPE_CHECKING, Final

from engine.store.audit import Found
from engine.store.faults import StoreFault
from engine.store.files import names
from engine.store.ground import doubt

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FOLDERS: Final = ("cases", "procedures")
_WRITE: Final = stat.S_IWGRP | stat.S_IWOTH
_ANY: Final = stat.S_IRWXG | stat.S_IRWXO


class LinkRefused(StoreFault):
    """A folder of the office is a link that is not followed."""

    def __init__(self, link: str, why: str = "it leads nowhere", what_to_do: str = "take the link away") -> None:
        super().__init__(link, why)
        self.message = f"{link} is a link, and is not followed: {why}"
        self.help = f"nothing was read or written; {what_to_do}"


def see_links(office: Path) -> None:
    """See that the folders of an office that are links may be followed.

    Raises:
        LinkRefused: One may not.
    """
    for name in FOLDERS:
        if _is_link(office / name):
            _see_link(office / name)


def _is_link(path: Path) -> bool:
    """Tell whether this is a link; what cannot be looked at is not, and whoever opens it is told why."""
    return os.path.islink(path)  # noqa: PTH114  # `Path.is_symlink` may fail


def _see_link(link: Path) -> None:
    try:
        target = link.resolve(strict=True)
        facts, own = target.stat(), link.lstat()
    except (OSError, RuntimeError):
        raise LinkRefused(str(link)) from None
    if not stat.S_ISDIR(facts.st_mode):
        raise LinkRefused(str(link), f"{target} is no folder")
    if not (_is_ours(facts) and _is_ours(own)):
        raise LinkRefused(
            str(link),
            f"it, or {target}, is of another account",
            "if the office keeps its files there on purpose, make both your own: chown -h",
        )
    if sys.platform != "win32" and facts.st_mode & _WRITE:
        raise LinkRefused(
            str(link),
            f"others may write in {target}",
            f"if the office keeps its files there on purpose, take that from them: chmod go-w {target}",
        )


def rights(office: Path) -> Iterator[Found]:
    """Say where others may write or read, and where the folders of the office lead elsewhere."""
    for name in FOLDERS:
        if _is_link(office / name):
            target = (office / name).resolve()
            yield Found("", f"{office / name} is a link to {target}", is_wrong=False)
            found = doubt(target)
            if found:
                yield Found("", f"{found.message}; {found.help}", is_wrong=False)
    if sys.platform != "win32":  # pragma: no branch  # on Windows the rights of a profile are the system's
        yield from _rights(office)


def _rights(office: Path) -> Iterator[Found]:
    for path in (office, office / "office.yaml", office / "procedures"):
        yield from _of(path, _WRITE, "write")
    cases = office / "cases"
    closed = [cases / "closed" / name for name in names(cases / "closed")]
    inner = ("open", "closed", "texts", "locks", "moving", "aside", "ledger.jsonl", "keys.json")
    for path in (cases, *(cases / name for name in inner), *closed):
        yield from _of(path, _ANY, "read or write")


def _of(path: Path, forbidden: int, what: str) -> Iterator[Found]:
    try:
        facts = path.stat()
    except OSError:
        return
    if not _is_ours(facts):
        yield Found("", f"{path} is of another account of this machine", is_wrong=False)
    elif facts.st_mode & forbidden:
        letters = "go-w" if what == "write" else "go-rwx"
        yield Found("", f"others may {what} {path}; take that from them: chmod {letters} {path}", is_wrong=False)


if sys.platform == "win32":  # pragma: no cover  # the rights of a profile are the system's there

    def _is_ours(_facts: os.stat_result) -> bool:
        return True

else:

    def _is_ours(facts: os.stat_result) -> bool:
        return facts.st_uid in (os.geteuid(), 0)

"""Files on their way into a case, out of it, and onto paper.

INVARIANT: no name that a person gave a file gets into the name of one that is kept; nothing is written through a link.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING, Final

from engine.office import OfficeFault
from engine.store.faults import WriteFailed, cause_of
from engine.store.files import replace

if TYPE_CHECKING:
    from engine.store import Store

_KINDS: Final = {
    *("pdf", "png", "jpg", "jpeg", "tif", "tiff", "gif", "bmp", "heic", "webp", "dcm"),
    *("txt", "rtf", "doc", "docx", "odt", "xls", "xlsx", "ods", "csv", "htm", "html", "xml", "json"),
    *("eml", "msg", "zip", "mp3", "wav", "m4a", "mp4", "mov"),
}
"""Ends of names that say what kind of file it is; any other may be a part of somebody's name (`letter.smith`)."""


def received_name(path: Path) -> str:
    """Give the name under which a file is kept with a case."""
    kind = path.suffix.lower().removeprefix(".")
    return f"received.{kind}" if kind in _KINDS else "received"


def look_at(path: Path) -> None:
    """See that a file can be read, without waiting for what may never come.

    Raises:
        OSError: It cannot, or is no ordinary file.
    """
    os.close(_opened(path))


def attach(store: Store, case: str, path: Path) -> str:
    """Keep a copy of a file with a case; give the name it is kept under (the value of a `file` fact).

    Raises:
        OfficeFault: The file cannot be read.
    """
    store.load(case)
    try:
        with os.fdopen(_opened(path), "rb") as file:
            content = file.read()
    except OSError as cause:
        message = f"the file cannot be read: {cause.strerror}; nothing was recorded, check where it is"
        raise OfficeFault(message) from cause
    return store.keep_file(case, received_name(path), content)


def _opened(path: Path) -> int:
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(None, "it is not an ordinary file")
    return descriptor


def write_page(store: Store, case: str, name: str, page: str, folder: Path | None) -> Path:
    """Write a page of a document for its owner alone, into the case's folder or a given one.

    Raises:
        OfficeFault: It cannot be written.
    """
    if folder is None:
        return Path(store.whereabouts(case, store.keep_file(case, name, page.encode())))
    path = folder / f"{case}-{name}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        replace(path, page.encode())
    except OSError as cause:
        message = f"{path} cannot be written: {cause_of(cause)}"
        raise OfficeFault(message) from cause
    except WriteFailed as cause:
        raise OfficeFault(cause.message) from cause
    return path

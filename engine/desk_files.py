"""Files on their way into a case, out of it, and onto paper."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from engine.office import OfficeFault

if TYPE_CHECKING:
    from engine.store import Store


def attach(store: Store, case: str, path: Path) -> str:
    """Keep a copy of a file with a case; give the name it is kept under (the value of a `file` fact).

    Raises:
        OfficeFault: The file cannot be read.
    """
    store.load(case)
    try:
        content = path.read_bytes()
    except OSError as cause:
        message = f"the file cannot be read: {cause.strerror}; nothing was recorded, check where it is"
        raise OfficeFault(message) from cause
    return store.keep_file(case, f"received{path.suffix.lower()[:10]}", content)


def write_page(store: Store, case: str, name: str, page: str, folder: Path | None) -> Path:
    """Write a page of a document, into the case's folder or a given one.

    Raises:
        OfficeFault: It cannot be written.
    """
    if folder is None:
        return Path(store.whereabouts(case, store.keep_file(case, name, page.encode())))
    path = folder / f"{case}-{name}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text(page, encoding="utf-8")
    except OSError as cause:
        message = f"{path} cannot be written: {cause.strerror}"
        raise OfficeFault(message) from cause
    return path

"""Whole files that are kept: texts of procedures under their digest, and what belongs to a case in a folder beside it.

Who writes here holds the lock of the text or of the case.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from engine.frozen import NamedTuple
from engine.store.faults import CorruptText, ReadFailed, TextNotFound, WrongSeal, cause_of
from engine.store.files import look, make_folder, names, remove, replace
from engine.store.names import unique

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from engine.store.vault import Vault


def encoded(digest: str, text: str) -> bytes:
    """Give the bytes of a text.

    Raises:
        ValueError: The digest is not that of the text.
    """
    content = text.encode()
    if hashlib.sha256(content).hexdigest() != digest:
        raise ValueError("a text is kept under its own SHA-256")
    return content


def keep_text(path: Path, content: bytes) -> None:
    """Keep a text; one that is there already, and whole, is left alone."""
    if content_of(path) != content:
        make_folder(path.parent, path.parent.parent)
        replace(path, content)


def text_of(path: Path, digest: str) -> str:
    """Give a kept text.

    Raises:
        TextNotFound: It was never kept.
        CorruptText: It is not the text that was kept.
    """
    content = content_of(path)
    if content is None:
        raise TextNotFound(digest)
    if hashlib.sha256(content).hexdigest() != digest:
        raise CorruptText(digest, str(path))
    return content.decode()


class Sealer(NamedTuple):
    """How the files of a case are encrypted: under which name each is bound, and with whose keys."""

    name_of: Callable[[str], str]
    vault: Vault

    def seal(self, name: str, content: bytes) -> bytes:
        """Give what a file holds on the disk."""
        return self.vault.seal(self.name_of(name), content)

    def open(self, name: str, content: bytes | None) -> bytes | None:
        """Give what a file says; None if there is none, or it cannot be opened."""
        try:
            return None if content is None else self.vault.open(self.name_of(name), content)
        except WrongSeal:
            return None


def keep_file(folder: Path, name: str, content: bytes, witness: Callable[[str], None], sealer: Sealer) -> str:
    """Keep a file in the folder of a case, give the name it got, and have it witnessed."""
    make_folder(folder, folder)
    there = names(folder)
    for half in there:
        if half.startswith("."):  # left by a process that was killed
            remove(folder / half)
    kept, is_new = unique(name, content, there, lambda other: sealer.open(other, content_of(folder / other)))
    if is_new:
        replace(folder / kept, sealer.seal(kept, content), witness=lambda: witness(kept))
    else:
        witness(kept)  # whoever kept it may have been killed before this
    return kept


def file_of(folder: Path, name: str) -> bytes | None:
    """Give what a file in the folder of a case holds, or None if there is none; a folder that is a link has none."""
    try:
        is_link = folder.is_symlink()
    except OSError as error:
        raise ReadFailed(str(folder), cause_of(error)) from error
    return None if is_link else content_of(folder / name)


def content_of(path: Path) -> bytes | None:
    """Give what a file holds, or None if there is none."""
    try:
        return look(path)[1]
    except FileNotFoundError:
        return None

"""What is left of a case beside its file: halves that killed processes left, and what was damaged and is set aside.

INVARIANT: what is taken out of a case is in none of these afterwards.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Final

from engine.store.files import discard, is_folder, names

if TYPE_CHECKING:
    from pathlib import Path

    from engine.store.parts import Parts

ASIDE: Final = "aside"
"""The folder, beside the open and closed cases, for what was damaged: one in it for each case."""


def set_aside(store: Parts, case: str = "") -> list[Path]:
    """Give the files that are set aside, of one case or of all; what somebody else has put there is none of them.

    Raises:
        ReadFailed: A folder cannot be read.
    """
    folder = store.root / ASIDE
    found: list[Path] = []
    for one in [folder / name for name in ([case] if case else names(folder))]:
        with suppress(NotADirectoryError):
            found += [one / name for name in names(one)] if is_folder(one) else []
    return found


def clear_leavings(store: Parts, case: str) -> None:
    """Remove all that is left of a case that is held; nobody can take anything out of it.

    Raises:
        WriteFailed: Something is still there.
    """
    for path in (*store.places.halves(case), *set_aside(store, case)):
        discard(path)

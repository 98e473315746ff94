"""What is left of a case beside its file: halves that killed processes left, and what was damaged and is set aside.

INVARIANT: what is taken out of a case is in none of these afterwards.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engine.store.files import discard, is_folder, names

if TYPE_CHECKING:
    from pathlib import Path

    from engine.store.parts import Parts

ASIDE: Final = "aside"
"""The folder, beside the open and closed cases, for what was damaged: one in it for each case."""


def set_aside(store: Parts, case: str = "") -> list[Path]:
    """Give the files that are set aside, of one case or of all."""
    folder = store.root / ASIDE
    folders = [folder / name for name in ([case] if case else names(folder))]
    return [one / name for one in folders if is_folder(one) for name in names(one)]


def clear_leavings(store: Parts, case: str) -> None:
    """Remove all that is left of a case that is held; nobody can take anything out of it.

    Raises:
        WriteFailed: Something is still there.
    """
    for path in (*store.places.halves(case), *set_aside(store, case)):
        discard(path)

"""What is left of a case beside its file: halves that killed processes left, and what was damaged and is set aside.

INVARIANT: what is taken out of a case is in none of these afterwards.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engine.store.files import discard, names

if TYPE_CHECKING:
    from pathlib import Path

    from engine.store.parts import Parts

ASIDE: Final = "aside"
"""The folder, beside the open and closed cases, for what was damaged."""


def set_aside(store: Parts) -> list[Path]:
    """Give the files that are set aside."""
    return [store.root / ASIDE / name for name in names(store.root / ASIDE)]


def clear_leavings(store: Parts, case: str) -> None:
    """Remove all that is left of a case that is held; nobody can take anything out of it.

    Raises:
        WriteFailed: Something is still there.
    """
    aside = [path for path in set_aside(store) if path.name.lstrip(".").startswith((f"{case}.", f"{case}-"))]
    for path in (*store.places.halves(case), *aside):
        discard(path)

"""Where the files of cases are: open ones in one folder, ended ones in a folder for each year.

A case moves by rename, after the write that ended it. What the log says is so: a file that is elsewhere (a crash
between the write and the move) is moved by the next who holds the case. So that a listing need not open every file, a
mark is set before the write and taken away after the move: only marked cases can be in the wrong place.
"""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from engine.frozen import NamedTuple
from engine.pattern import pattern
from engine.store.faults import WriteFailed
from engine.store.files import (
    fresh,
    identity_of,
    is_folder,
    make_folder,
    move,
    names,
    remove,
    sync_names,
    telling,
    touch,
)
from engine.store.names import is_case

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_YEAR: Final = pattern(r"[0-9]{4}")
_CASE_FILE: Final = pattern(r"(?P<case>.+)[.]json")
_HALF: Final = pattern(r"[.](?P<case>.+)[.]json[.]new")

_MOVES: Final = 3


class Place(NamedTuple):
    """A file in which a case is, or could be."""

    path: Path
    year: int | None
    """The year in whose folder it is, None among the open ones."""

    @property
    def folder(self) -> Path:
        """The folder beside it, for the files that belong to the case."""
        return self.path.with_suffix("")


class Places:
    """The folders of one store.

    Args:
        root: The folder that holds them all.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._open = root / "open"
        self._closed = root / "closed"
        self._marks = root / "moving"

    def home(self, case: str, year: int | None) -> Place:
        """Give the place of a case that ended in this year, or is open."""
        folder = self._open if year is None else self._closed / f"{year:04}"
        return Place(folder / f"{case}.json", year)

    def new(self, case: str) -> Place:
        """Give the place of a case that begins; its folder is made if need be."""
        make_folder(self._open, self._root)
        return self.home(case, None)

    def candidates(self, case: str) -> Iterator[Place]:
        """Give the places in which a case may be found, the likeliest first."""
        yield self.home(case, None)
        for year in self._years():
            yield self.home(case, year)

    def hunted(self, case: str) -> Iterator[Place]:
        """Give the candidates again and again, for a case may be moved while somebody looks for it."""
        for _ in range(_MOVES):
            yield from self.candidates(case)

    def is_taken(self, case: str) -> bool:
        """Tell whether there is anything under this number."""
        return any(os.path.lexists(place.path) for place in self.candidates(case))

    def listed(self, *, closed: bool) -> tuple[set[str], set[str]]:
        """Give the cases whose files are here, and those to be looked at: marked, or left half written."""
        folders = [self._closed / f"{year:04}" for year in self._years()] if closed else [self._open]
        there = [name for folder in folders for name in names(folder)]
        return _cases(_CASE_FILE, there), _cases(_HALF, there) | set(filter(is_case, names(self._marks)))

    def known(self, cases: Iterable[str]) -> dict[str, tuple[object, ...]]:
        """Give what the files of open cases are known again by."""
        found = ((case, identity_of(self.home(case, None).path)) for case in cases)
        return {case: tuple(identity) for case, identity in found if identity}

    def mark(self, case: str, *, is_durable: bool = True) -> None:
        """Note that a case is about to change its place.

        Raises:
            WriteFailed: The note could not be made.
        """
        make_folder(self._marks, self._root)
        touch(self._marks / case, is_durable=is_durable)

    def settle(self, case: str, place: Place, year: int | None, *, is_durable: bool = True) -> Place:
        """Put a case where it belongs, and give its place; what does not work now is left for the next time."""
        home = self.home(case, year)
        if place != home:
            try:
                self._move(place, home, is_durable=is_durable)
            except (OSError, WriteFailed):
                return place
        self.clear(case)
        return home

    def clear(self, case: str) -> None:
        """Take away the mark."""
        remove(self._marks / case)

    def sweep(self, case: str) -> None:
        """Remove what a killed process left half written."""
        for place in self.candidates(case):
            remove(fresh(place.path))

    def sync(self, case: str) -> None:
        """Make durable in which of its places a case is.

        Raises:
            WriteFailed: It could not be done.
        """
        for place in self.candidates(case):
            sync_names(place.path.parent)

    def gather(self, home: Place) -> int:
        """Bring the files that belong to a case beside it, from the other places; give how many were brought."""
        count = 0
        for place in self.candidates(home.path.stem):
            with telling(place.folder):
                if place != home and is_folder(place.folder):
                    count += self._brought(place.folder, home.folder)
        return count

    def _brought(self, folder: Path, home: Path) -> int:
        make_folder(home, self._root)
        free = [name for name in names(folder) if not os.path.lexists(home / name)]
        for name in free:
            move(folder / name, home / name)
        with suppress(OSError):  # what could not be brought is still in it
            folder.rmdir()
        return len(free)

    def all(self) -> set[str]:
        """Give the numbers of all cases of which there is anything: a file, half a file, a folder, a mark."""
        there = names(self._marks)
        for folder in (self._open, *(self._closed / f"{year:04}" for year in self._years())):
            there += names(folder)
        return _cases(_CASE_FILE, there) | _cases(_HALF, there) | set(filter(is_case, there))

    def halves(self, case: str) -> list[Path]:
        """Give the files that a killed process left half written."""
        found = [fresh(place.path) for place in self.candidates(case)]
        found += [place.folder / name for place in self.candidates(case) for name in names(place.folder)]
        return [path for path in found if path.name.startswith(".") and os.path.lexists(path)]

    def is_marked(self, case: str) -> bool:
        """Tell whether a case was about to change its place."""
        return os.path.lexists(self._marks / case)

    def _move(self, place: Place, home: Place, *, is_durable: bool) -> None:
        make_folder(home.path.parent, self._root)
        # The folder goes first: where the file is right, the folder is.
        if is_folder(place.folder):
            move(place.folder, home.folder, is_durable=is_durable)
        move(place.path, home.path, is_durable=is_durable)

    def _years(self) -> list[int]:
        return sorted((int(name) for name in names(self._closed) if _YEAR.fullmatch(name)), reverse=True)


def _cases(form: re.Pattern[str], there: list[str]) -> set[str]:
    found = (form.fullmatch(name) for name in there)
    return {match["case"] for match in found if match is not None and is_case(match["case"])}

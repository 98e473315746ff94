"""How cases move: to the closed ones and back, through crashes, and under the eyes of those who look for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from engine.case.events import CaseClosed, CaseReopened
from engine.store.tinydb import TinyStore
from tests.store.acts import left_over, tree
from tests.store.entries import CASE, after, notes, opened
from tests.store.world import meddling

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def test_closed_cases_are_moved_aside(tiny: TinyStore, folder: Path) -> None:
    """A case moves with its folder when it ends, by the year of its end, and back when it goes on."""
    tiny.create(CASE, opened())
    tiny.keep_file(CASE, "a.txt", b"")
    assert [f"open/{CASE}.json", f"open/{CASE}/a.txt"] == tree(folder)
    tiny.append(CASE, after(1, CaseClosed(None)), expected=1)
    assert [f"closed/2025/{CASE}.json", f"closed/2025/{CASE}/a.txt"] == tree(folder)
    tiny.append(CASE, after(2, CaseReopened("x")), expected=2)
    assert [f"open/{CASE}.json", f"open/{CASE}/a.txt"] == tree(folder)


def misplaced(folder: Path) -> TinyStore:
    """Give a store in which a process was killed between the write that closed a case and the move."""
    store = TinyStore(folder, timeout=0)
    store.create(CASE, opened())
    store.keep_file(CASE, "a.txt", b"1")
    store.append(CASE, after(1, CaseClosed(None)), expected=1)
    for name in (f"{CASE}.json", CASE):
        (folder / "closed" / "2025" / name).rename(folder / "open" / name)
    (folder / "moving" / CASE).write_bytes(b"")
    return TinyStore(folder, timeout=0)


def test_listing_heals(folder: Path) -> None:
    """The lists tell what the log says, and the file is moved where it belongs."""
    store = misplaced(folder)
    assert ([], [CASE]) == (list(store.cases()), list(store.cases(closed=True)))
    assert [f"closed/2025/{CASE}.json", f"closed/2025/{CASE}/a.txt"] == tree(folder)


@pytest.mark.parametrize("act", ["load", "file", "append", "keep"])
def test_any_touch_heals_or_waits(folder: Path, act: str) -> None:
    """A case in the wrong place is found by every act, and by the time it is written it is in the right one."""
    store = misplaced(folder)
    match act:
        case "load":
            assert store.load(CASE).seq == 2
        case "file":
            assert store.file(CASE, "a.txt") == b"1"
            store.load(CASE)
        case "append":
            store.append(CASE, notes(2), expected=2)
        case _:
            store.keep_file(CASE, "b.txt", b"2")
    assert (folder / "closed" / "2025" / f"{CASE}.json").is_file()
    assert store.file(CASE, "a.txt") == b"1"


def test_a_folder_that_was_moved_alone_is_found(folder: Path) -> None:
    """A process that was killed between the move of the folder and that of the file has lost neither."""
    store = misplaced(folder)
    (folder / "open" / CASE).rename(folder / "closed" / "2025" / CASE)
    assert (2, b"1") == (store.load(CASE).seq, store.file(CASE, "a.txt"))
    assert [f"closed/2025/{CASE}.json", f"closed/2025/{CASE}/a.txt"] == tree(folder)


def test_a_mark_without_a_case_is_taken_away(tiny: TinyStore, folder: Path) -> None:
    """A process that was killed before it wrote the case it was about to create has left only a mark."""
    (folder / "moving").mkdir(parents=True)
    (folder / "moving" / CASE).write_bytes(b"")
    assert ([], []) == (list(tiny.cases()), left_over(folder))


def test_a_damaged_case_stays_listed_where_it_lies(folder: Path) -> None:
    """A case that cannot be read is not lost from the list."""
    store = misplaced(folder)
    (folder / "open" / f"{CASE}.json").write_bytes(b"garbage")
    assert ([CASE], []) == (list(store.cases()), list(store.cases(closed=True)))


def test_nothing_is_moved_over_something(folder: Path) -> None:
    """If there is a file where a case should go, it stands, and the case stays where it is, listed right."""
    store = misplaced(folder)
    taken = folder / "closed" / "2025" / f"{CASE}.json"
    taken.write_bytes(b"somebody's")
    assert ([], [CASE], 2) == (list(store.cases()), list(store.cases(closed=True)), store.load(CASE).seq)
    assert b"somebody's" == taken.read_bytes()


def test_a_case_that_is_moved_meanwhile_is_found(folder: Path) -> None:
    """Whoever has looked for a case in the old place and then in the new one, while it was moved back, looks again."""
    mover, reader = TinyStore(folder, timeout=0), TinyStore(folder, timeout=0)
    mover.create(CASE, opened(CASE, CaseClosed(None)))
    moved: list[None] = []

    def meddle(_count: int, name: str, real: Callable[..., Any], args: Any, kwargs: Any) -> Any:  # noqa: ANN401  # as the system
        if name == "listdir" and not moved:
            moved.append(None)
            mover.append(CASE, after(2, CaseReopened("x")), expected=2)
        return real(*args, **kwargs)

    with meddling(meddle):
        assert reader.load(CASE).seq == 3

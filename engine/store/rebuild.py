"""How what crashes and killed processes left behind is cleared away, and what can be made again is made again.

Each case is looked at under its lock, while others go on working. Nothing that was recorded is changed: a case goes
where its log says it belongs, its files go beside it, and a commit that a crash left without its line gets the line,
with a remark before it. What no crash explains is left as it is, for `verify` to find.

INVARIANT: whatever `verify` finds wrong before, it finds wrong afterwards.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Final

from engine.frozen import dataclass
from engine.store.audit import Marks, audit, holds, marks_of
from engine.store.faults import CaseNotFound, CorruptLog, StoreFault, StoreLocked, cause_of
from engine.store.files import identity_of, names
from engine.store.ledger import Committed, Mended
from engine.store.recovery import bring_to_disk
from engine.store.vault import KEYS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from engine.store.seen import Seen
    from engine.store.tinydb import TinyStore

_ADVICE: Final = "put it back from a backup with: cuecard restore BACKUP --case"
_PATIENCE: Final = 1.0
"""How long to wait for whoever is at a case, in seconds."""


@dataclass(frozen=True, slots=True)
class Told:
    """What was done, or was left as it is.

    Args:
        case: The case it is about; empty if it is about none.
        message: What is so, in words.
        is_done: Whether it was done.
    """

    case: str
    message: str
    is_done: bool = True


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What was gone through, and all that is to be told."""

    cases: int
    told: tuple[Told, ...]


def rebuild(store: TinyStore) -> Rebuilt:
    """Clear away what was left behind, and make again what can be made again."""
    cases = sorted(store.places.all())
    marks = marks_of(store.lines())
    told = [one for case in cases for one in _looked_after(store, case, lambda case: _case(store, case, marks))]
    is_right = audit(store).is_right
    if is_right:  # else `verify` might find less afterwards
        told += [one for case in cases for one in _looked_after(store, case, lambda case: _vouched(store, case, marks))]
    told += _texts(store)
    if is_right:  # else the journal may hold what a damaged case has lost
        with suppress(StoreFault):  # what it holds is safe there
            bring_to_disk(store, _PATIENCE)
    return Rebuilt(len(cases), tuple(dict.fromkeys(told)))  # who was busy may have been so twice


def _looked_after(store: TinyStore, case: str, look: Callable[[str], Iterable[Told]]) -> list[Told]:
    """Look after one case; what one of them refuses keeps no other from being looked after."""
    told: list[Told] = []
    try:
        with store.locks.held(f"case {case}", timeout=_PATIENCE):
            for one in look(case):
                told.append(one)  # noqa: PERF402  # so that what was done is told even if the rest fails
    except StoreLocked as busy:
        told.append(Told(case, busy.message, is_done=False))
    except CorruptLog as fault:
        told.append(Told(case, f"{fault.message}; {_ADVICE} {case}", is_done=False))
    except CaseNotFound:
        told.append(Told(case, f"its log is gone; {_ADVICE} {case}", is_done=False))
    except StoreFault as fault:
        told.append(Told(case, str(fault), is_done=False))
    return told


def _case(store: TinyStore, case: str, marks: Mapping[str, Marks]) -> Iterator[Told]:
    yield from (_removed(case, path) for path in store.places.halves(case))
    there = [place for place in store.places.candidates(case) if identity_of(place.path)]
    if not there and case not in marks:
        yield from _never_begun(store, case)
        return
    if len(there) > 1:
        places = " and ".join(str(place.path) for place in there)
        yield Told(case, f"there are two files of it: {places}; take one away: see cuecard verify", is_done=False)
        return
    yield from _at_home(store, store.found(case))


def _never_begun(store: TinyStore, case: str) -> Iterator[Told]:
    """Clear away the mark of a case that a crash kept from beginning."""
    if store.places.is_marked(case):
        store.places.clear(case)
        yield Told(case, "a crash kept it from being opened; its mark was removed")
    elif any(names(place.folder) for place in store.places.candidates(case)):
        yield Told(case, "there is a folder with files and no case; the ledger knows nothing of it", is_done=False)


def _at_home(store: TinyStore, seen: Seen) -> Iterator[Told]:
    """Put a case where its log says that it belongs, and its files beside it."""
    case, home = seen.page.case, store.places.home(seen.page.case, seen.page.year)
    where = "the open cases" if home.year is None else f"the cases that ended in {home.year}"
    brought = store.places.gather(home)
    if brought:
        yield Told(case, f"{brought} of its files lay elsewhere and were brought to where it belongs")
    if seen.place != home:
        if store.places.settle(case, seen.place, seen.page.year) == home:
            yield Told(case, f"it was moved to {where}, where its log says it belongs")
        else:
            yield Told(case, f"it belongs to {where}, and could not be moved there", is_done=False)
            return
    if store.places.is_marked(case):
        store.places.clear(case)
        yield Told(case, "it lies where it belongs; the mark of a move was removed")


def _vouched(store: TinyStore, case: str, marks: Mapping[str, Marks]) -> Iterator[Told]:
    """Give the last commit of a case its line in the ledger, where a crash left it without."""
    try:
        log = store.found(case).page.log
    except StoreFault:  # which was told already
        return
    if marks.get(case, Marks()).last[0] >= log.seq:
        return
    now = marks_of(store.lines()).get(case, Marks())  # others may have gone on since
    known = now.last[0]
    if known < log.seq and holds(case, log, now):
        store.note(Mended(0))
        store.note(Committed(case, known, log.seq, log.head))
        which = f"entry {log.seq}" if log.seq == known + 1 else f"entries {known + 1} to {log.seq}"
        yield Told(case, f"the ledger got the line that a crash left out, for {which}")


def _texts(store: TinyStore) -> Iterator[Told]:
    """Clear away what is half written beside the cases; whoever writes there holds a lock."""
    folder = store.root / "texts"
    for name in names(folder):
        if name.startswith("."):
            lock = f"procedure text {name[1:13]}" if name.endswith(".yaml.new") else "the published versions"
            with suppress(StoreLocked), store.locks.held(lock, timeout=_PATIENCE):
                yield _removed("", folder / name)
    if identity_of(store.root / f".{KEYS}.new"):
        with suppress(StoreLocked), store.keys_held():
            yield _removed("", store.root / f".{KEYS}.new")


def _removed(case: str, path: Path) -> Told:
    """Remove half a file that a crash left."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        return Told(case, f"{path}, which is half written, could not be removed: {cause_of(error)}", is_done=False)
    return Told(case, f"half a file that a crash left was removed: {path}")

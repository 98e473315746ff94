"""Every act that writes, with what must be so before and after it: for the tests that let the world break."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from engine.case.events import CaseClosed, CaseReopened
from engine.store import CaseNotFound, FileNotKept, StoreFault, TextNotFound
from engine.store.audit import audit
from engine.store.tinydb import TinyStore
from tests.store.entries import CASE, OTHER, after, notes, opened

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from engine.case.events import Recorded

TEXT = "procedure: record_release\n"
DIGEST = hashlib.sha256(TEXT.encode()).hexdigest()


@dataclass(frozen=True)
class Act:
    """Something that writes, done on a folder of cases.

    Args:
        name: For the report.
        before: Makes the store as it is before.
        act: The act itself.
        seen: What shows whether it has happened.
        done: What `seen` gives after it.
    """

    name: str
    before: Callable[[Path], object]
    act: Callable[[Path], object]
    seen: Callable[[Path], object]
    done: object


def on(act: Callable[[TinyStore], object]) -> Callable[[Path], object]:
    """Do something with a store that has seen nothing before, and that waits for nobody."""
    return lambda folder: act(TinyStore(folder, timeout=0))


def state(store: TinyStore) -> object:
    """Give how far the case is, and in which list it stands."""
    try:
        seq = store.load(CASE).seq
    except CaseNotFound:
        seq = 0
    return seq, CASE in store.cases(), CASE in store.cases(closed=True)


def text(store: TinyStore) -> object:
    """Give the kept text."""
    try:
        return store.text(DIGEST)
    except TextNotFound:
        return None


def files(store: TinyStore) -> object:
    """Give the kept files, as far as they are there."""
    found = []
    for name in ("a.txt", "a-2.txt"):
        try:
            found.append(store.file(CASE, name))
        except FileNotKept:
            found.append(b"")
    return found


def _kept(store: TinyStore) -> None:
    store.create(CASE, opened())
    store.keep_file(CASE, "a.txt", b"first")


def _closed(store: TinyStore) -> None:
    _kept(store)
    store.append(CASE, after(1, CaseClosed(None)), expected=1)


ACTS = [
    Act(
        "create",
        on(lambda store: store.create(OTHER, opened(OTHER))),
        on(lambda store: store.create(CASE, together(opened() + notes(1, 3)))),
        on(state),
        (4, True, False),
    ),
    Act(
        "create the first case",
        on(lambda _store: None),
        on(lambda store: store.create(CASE, opened())),
        on(state),
        (1, True, False),
    ),
    Act(
        "create, closed at once",
        on(lambda _store: None),
        on(lambda store: store.create(CASE, together(opened(CASE, CaseClosed(None))))),
        on(state),
        (2, False, True),
    ),
    Act(
        "append",
        on(lambda store: store.create(CASE, opened() + notes(1, 3))),
        on(lambda store: store.append(CASE, together(notes(4, 2)), expected=4)),
        on(state),
        (6, True, False),
    ),
    Act(
        "close",
        on(_kept),
        on(lambda store: store.append(CASE, after(1, CaseClosed(None)), expected=1)),
        on(state),
        (2, False, True),
    ),
    Act(
        "reopen",
        on(_closed),
        on(lambda store: store.append(CASE, after(2, CaseReopened("again")), expected=2)),
        on(state),
        (3, True, False),
    ),
    Act("keep a text", on(lambda _store: None), on(lambda store: store.keep_text(DIGEST, TEXT)), on(text), TEXT),
    Act(
        "keep a file",
        on(_kept),
        on(lambda store: store.keep_file(CASE, "a.txt", b"second")),
        on(files),
        [b"first", b"second"],
    ),
]


def together(entries: list[Recorded]) -> list[Recorded]:
    """Give entries as one request records them."""
    return [replace(entry, request=entries[0].request) for entry in entries]


def unproven(store: TinyStore) -> list[str]:
    """Name what is wrong by the ledger; the text that these cases run on is not kept, and that is left out."""
    return [one.message for one in audit(store).found if one.is_wrong and "procedure text" not in one.message]


def left_over(folder: Path) -> list[str]:
    """Name what is half written or marked in a folder of cases, and folders that are not beside their case."""
    halves = [path.name for path in folder.rglob(".*")]
    marks = [path.name for path in folder.glob("moving/*")]
    beside = [path for places in ("open/*", "closed/*/*") for path in folder.glob(places) if path.is_dir()]
    return sorted(halves + marks + [path.name for path in beside if not path.with_suffix(".json").is_file()])


def tree(folder: Path) -> list[str]:
    """Name the files in a folder of cases, without the locks and the ledger."""
    paths = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return sorted(path for path in paths if not path.startswith(("locks/", "ledger.", "journal")))


def judged(act: Act, folder: Path, before: object, fault: Exception | None) -> str:
    """Say what is wrong after an act in a broken world; nothing if all is well.

    Args:
        act: What was tried.
        folder: The cases; they are read by a store that has seen nothing before.
        before: What was so before.
        fault: What the act raised; None if it was acknowledged.
    """
    try:
        return _judged(act, folder, before, fault)
    except StoreFault as broken:
        return f"{act.name}: {broken}"


def _judged(act: Act, folder: Path, before: object, fault: Exception | None) -> str:
    now = act.seen(folder)
    if fault is None and now != act.done:
        return f"{act.name}: acknowledged and lost"
    if now not in (before, act.done):
        return f"{act.name}: neither done nor undone"
    if now == before:
        act.act(folder)
    if act.seen(folder) != act.done:
        return f"{act.name}: could not be done afterwards"
    store = TinyStore(folder, timeout=0)
    list(store.cases())
    list(store.cases(closed=True))
    if left_over(folder):
        return f"{act.name}: left {left_over(folder)}"
    return "; ".join(f"{act.name}: {said}" for said in unproven(store))

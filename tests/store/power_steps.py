"""What is done on a day on which the power may fail at any moment, and what is known once it was acknowledged."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, NamedTuple

from engine.case.events import CaseClosed, CaseReopened, NoteAdded, NoteRedacted
from engine.case.redacting import scrubbed
from engine.case.scrubbing import REDACTED
from engine.store import FileNotKept, Publication
from engine.store.ledger import Looked
from tests.store.entries import MORNING, after, opened

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random  # noqa: TID251  # a day is the same each time it is played

    from engine.case.events import Recorded
    from engine.store.tinydb import TinyStore

_LOOKED: Final = Looked("2025-0000", "ann", "2025-03-03T09:30:00+00:00", "show")
_CASES: Final = 4
_KINDS: Final = [
    "note",
    "note",
    "note",
    "note",
    "end",
    "end",
    "end",
    "file",
    "file",
    "look",
    "redact",
    "discard",
    "publish",
]


@dataclass
class Known:
    """What was acknowledged.

    Args:
        logs: The entries of each case.
        files: What each file holds, by its case and name.
        gone: Files that were removed, by case and name.
        published: The versions in force.
        taken_out: Words that were redacted, and may be nowhere on the disk.
    """

    logs: dict[str, list[Recorded]] = field(default_factory=dict)
    files: dict[tuple[str, str], bytes] = field(default_factory=dict)
    gone: set[tuple[str, str]] = field(default_factory=set)
    published: list[Publication] = field(default_factory=list)
    taken_out: list[bytes] = field(default_factory=list)

    def told(self) -> bytes:
        """Give what tells it from what was known at another time of the same day."""
        logs = sorted((case, len(log)) for case, log in self.logs.items())
        return repr((logs, sorted(self.files), sorted(self.gone), len(self.published), self.taken_out)).encode()


class Step(NamedTuple):
    """Something that is done."""

    act: Callable[[], object]
    acknowledge: Callable[[], None]
    """Takes up what is known once it is done."""
    meanwhile: tuple[str, list[Recorded]] = ("", [])
    """The case that is written meanwhile, and the entries it will have."""


def chosen(chance: Random, store: TinyStore, number: int, known: Known) -> Step:
    """Choose what is done next.

    Args:
        chance: Chooses.
        store: Where it is done.
        number: The number of the act, which is in what is written.
        known: What was acknowledged; a file that is about to be removed is taken out of it.
    """
    case = f"2025-{chance.randrange(_CASES):04}"
    kind = chance.choice(_KINDS)
    said = f"told at {number}: " + "x" * chance.randrange(300)
    log = known.logs.get(case, [])
    notes = [one for one in log if isinstance(one.event, NoteAdded) and one.event.text != REDACTED]
    files = sorted(name for of, name in known.files if of == case)
    if kind == "look":
        return Step(lambda: store.note(_LOOKED), lambda: None)
    if kind == "publish":
        return _published(store, said, known)
    if not log:
        return _recorded(store, case, [], opened(case, NoteAdded(said)), number, known)
    if kind == "file":
        kept = {(case, f"{number}.txt"): said.encode()}
        return Step(lambda: store.keep_file(case, f"{number}.txt", said.encode()), lambda: known.files.update(kept))
    if kind == "discard" and files:
        del known.files[case, name := chance.choice(files)]
        return Step(lambda: store.discard_file(case, name), lambda: known.gone.add((case, name)))
    if kind == "redact" and notes:
        return _redacted(store, case, log, chance.choice(notes), known)
    ends = isinstance(_last_word(log), CaseClosed)
    event = NoteAdded(said) if kind != "end" else CaseReopened(said) if ends else CaseClosed(said)
    return _recorded(store, case, log, after(len(log), event), number, known)


def _recorded(
    store: TinyStore, case: str, log: list[Recorded], more: list[Recorded], number: int, known: Known
) -> Step:
    more = [replace(one, request=f"act {number}") for one in more]
    write = (lambda: store.append(case, more, expected=len(log))) if log else (lambda: store.create(case, more))
    return Step(write, lambda: known.logs.update({case: [*log, *more]}), (case, [*log, *more]))


def _redacted(store: TinyStore, case: str, log: list[Recorded], note: Recorded, known: Known) -> Step:
    more = after(len(log), NoteRedacted(note.seq))
    now = scrubbed(log, more[0].event)
    logged = [*(now.get(one.seq, one) for one in log), *more]

    def acknowledge() -> None:
        known.logs[case] = logged
        if isinstance(note.event, NoteAdded):
            known.taken_out.append(note.event.text.partition("x")[0].encode())

    return Step(lambda: store.append(case, more, expected=len(log)), acknowledge, (case, logged))


def _published(store: TinyStore, text: str, known: Known) -> Step:
    digest = hashlib.sha256(text.encode()).hexdigest()
    version = Publication("record_release", len(known.published) + 1, digest, MORNING, "ann")

    def act() -> None:
        store.keep_text(digest, text)
        store.publish(version)

    return Step(act, lambda: known.published.append(version))


def lost(store: TinyStore, known: Known, meanwhile: tuple[str, list[Recorded]]) -> str:
    """Say what of all that was acknowledged is not there, or what is there by half."""
    listed = {case: closed for closed in (False, True) for case in store.cases(closed=closed)}
    for case in sorted(known.logs.keys() | listed):
        there = list(store.load(case).entries)
        if there != known.logs.get(case, []) and (case, there) != meanwhile:
            is_lost = len(there) <= len(known.logs.get(case, []))
            return f"{case}: {'what was acknowledged is lost' if is_lost else 'half an act is there'}"
        if listed.get(case) != isinstance(_last_word(there), CaseClosed):
            return f"{case}: in the wrong list"
    for (case, name), content in known.files.items():
        if store.file(case, name) != content:
            return f"{case}: {name} is not what was kept"
    for case, name in sorted(known.gone):
        try:
            store.file(case, name)
        except FileNotKept:
            continue
        return f"{case}: {name} is there again"
    published = list(store.publications())
    if published[: len(known.published)] != known.published or len(published) > len(known.published) + 1:
        return "what was published is lost"
    digests = [hashlib.sha256(store.text(one.digest).encode()).hexdigest() for one in published]
    return "" if digests == [one.digest for one in published] else "a text is not what was published"


def _last_word(log: list[Recorded]) -> object:
    return next((one.event for one in reversed(log) if isinstance(one.event, CaseClosed | CaseReopened)), None)

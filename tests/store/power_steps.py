"""What is done on a day on which the power may fail at any moment, and what is known once it was acknowledged."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, NamedTuple

from engine.case.events import (
    AnswerAmended,
    AnswerRecorded,
    AnswerRedacted,
    CaseClosed,
    CaseMoved,
    CaseOpened,
    CaseReopened,
    NoteAdded,
    NoteRedacted,
)
from engine.case.redacting import scrubbed
from engine.case.scrubbing import REDACTED
from engine.store import FileNotKept, Publication
from engine.store.ledger import Looked
from tests.store.acts import DIGEST
from tests.store.entries import MORNING, after, entry

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from random import Random  # noqa: TID251  # a day is the same each time it is played

    from engine.case.events import Event, Recorded
    from engine.store.tinydb import TinyStore
    from tests.store.disk_model import State

_LOOKED: Final = Looked("2025-0000", "ann", "2025-03-03T09:30:00+00:00", "show")
_CASES: Final = 4
_KINDS: Final = [
    "note",
    "note",
    "answer",
    "amend",
    "move",
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


_ANSWERED: Final = (AnswerRecorded, AnswerAmended)


@dataclass
class Known:
    """What was acknowledged.

    Args:
        logs: The entries of each case.
        files: What each file holds, by its case and name.
        gone: Files that were removed, by case and name.
        published: The versions in force.
        taken_out: Words that were redacted, and may be nowhere on the disk.
        words: The passphrase; empty if nothing is encrypted.
        made: What was made beside the cases: copies of the office.
        copied: The entries of each case when the backup was made.
        copied_files: The same of files.
        copied_with: The passphrase then.
        returned: The cases that were put back.
        aside: What was damaged in their place, with the case.
    """

    logs: dict[str, list[Recorded]] = field(default_factory=dict)
    files: dict[tuple[str, str], bytes] = field(default_factory=dict)
    gone: set[tuple[str, str]] = field(default_factory=set)
    published: list[Publication] = field(default_factory=list)
    taken_out: list[bytes] = field(default_factory=list)
    words: str = ""
    made: State = field(default_factory=dict)
    copied: dict[str, list[Recorded]] = field(default_factory=dict)
    copied_files: dict[tuple[str, str], bytes] = field(default_factory=dict)
    copied_with: str = ""
    returned: list[str] = field(default_factory=list)
    aside: list[tuple[str, bytes]] = field(default_factory=list)

    def told(self) -> bytes:
        """Give what tells it from what was known at another time of the same day."""
        logs = sorted((case, len(log)) for case, log in self.logs.items())
        cases = logs, sorted(self.files), sorted(self.gone), len(self.published), self.taken_out
        return repr((cases, self.words, sorted(self.made), self.returned, self.aside)).encode()


@dataclass
class Meanwhile:
    """What may be so or not while something is done.

    Args:
        case: The case that is written.
        log: The entries it will have.
        version: What is published.
        made: What is made beside the cases; all of it, or nothing.
        words: What will be the passphrase, if it is changed.
        is_damaged: Whether the case is damaged until it is put back.
        damaged: What is in its place; None if it is gone.
        taken_out_of: The case that something is taken out of.
        again: Does in an office again what was not done there, or by half, and says what is wrong.
    """

    case: str = ""
    log: list[Recorded] = field(default_factory=list)
    version: Publication | None = None
    made: State = field(default_factory=dict)
    words: str | None = None
    is_damaged: bool = False
    damaged: bytes | None = None
    taken_out_of: str = ""
    again: Callable[[Path], str] | None = None


class Step(NamedTuple):
    """Something that is done."""

    act: Callable[[], object]
    acknowledge: Callable[[], None]
    """Takes up what is known once it is done."""
    meanwhile: Meanwhile = Meanwhile()
    before: Callable[[], object] = bool
    """What happens to the office before, by nobody who works there."""
    see: Callable[[], str] = str
    """Says what is wrong with what was made, before the power fails."""
    after: Callable[[], object] = bool
    """What happens to the office afterwards."""


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
        begun = [entry(1, CaseOpened(case, "record_release", 1, DIGEST)), *after(1, NoteAdded(said))]
        return _recorded(store, case, [], begun, number, known)
    if kind == "file":
        kept = {(case, f"{number}.txt"): said.encode()}
        return Step(lambda: store.keep_file(case, f"{number}.txt", said.encode()), lambda: known.files.update(kept))
    if kind == "discard" and files:
        return _discarded(store, case, chance.choice(files), known)
    told = [*notes, *(one for one in log if isinstance(one.event, _ANSWERED) and one.event.value is not None)]
    if kind == "redact" and told:
        return _redacted(store, case, log, chance.choice(told), known)
    return _recorded(store, case, log, after(len(log), _event(kind, said, log, known)), number, known)


def _event(kind: str, said: str, log: list[Recorded], known: Known) -> Event:
    """Give what is recorded of a case."""
    if kind == "end":
        return CaseReopened(said) if isinstance(_last_word(log), CaseClosed) else CaseClosed(said)
    if kind == "answer":
        return AnswerRecorded("phone", said)
    if kind == "amend":
        return AnswerAmended("phone", said, "", "misheard")
    if kind == "move" and known.published:
        return CaseMoved(known.published[-1].version, known.published[-1].digest)
    return NoteAdded(said)


def _recorded(
    store: TinyStore, case: str, log: list[Recorded], more: list[Recorded], number: int, known: Known
) -> Step:
    more = [replace(one, request=f"act {number}") for one in more]
    write = (lambda: store.append(case, more, expected=len(log))) if log else (lambda: store.create(case, more))
    logged = [*log, *more]
    return Step(write, lambda: known.logs.update({case: logged}), Meanwhile(case, logged))


def _discarded(store: TinyStore, case: str, name: str, known: Known) -> Step:
    content = known.files.pop((case, name))

    def acknowledge() -> None:
        known.gone.add((case, name))
        known.taken_out.append(_begin(content.decode()))
        known.aside = [one for one in known.aside if one[0] != case]

    return Step(lambda: store.discard_file(case, name), acknowledge, Meanwhile(taken_out_of=case))


def _redacted(store: TinyStore, case: str, log: list[Recorded], told: Recorded, known: Known) -> Step:
    is_note = isinstance(told.event, NoteAdded)
    more = after(len(log), NoteRedacted(told.seq) if is_note else AnswerRedacted("phone", "", "it was another's"))
    now = scrubbed(log, more[0].event)
    logged = [*(now.get(one.seq, one) for one in log), *more]
    words = [_word(one.event) for one in log if one.seq in now]

    def acknowledge() -> None:
        known.logs[case] = logged
        known.taken_out += words
        known.aside = [one for one in known.aside if one[0] != case]

    meanwhile = Meanwhile(case, logged, taken_out_of=case)
    return Step(lambda: store.append(case, more, expected=len(log)), acknowledge, meanwhile)


def _word(event: Event) -> bytes:
    """Give the begin of what somebody told, which is nowhere else."""
    said = event.text if isinstance(event, NoteAdded) else event.value if isinstance(event, _ANSWERED) else None
    return _begin(str(said))


def _begin(said: str) -> bytes:
    """Give what no other words of this day begin with."""
    return said.partition("x")[0].encode()


def _published(store: TinyStore, text: str, known: Known) -> Step:
    digest = hashlib.sha256(text.encode()).hexdigest()
    version = Publication("record_release", len(known.published) + 1, digest, MORNING, "ann")

    def act() -> None:
        store.keep_text(digest, text)
        store.publish(version)

    return Step(act, lambda: known.published.append(version), Meanwhile(version=version))


def lost(store: TinyStore, known: Known, meanwhile: Meanwhile) -> str:
    """Say what of all that was acknowledged is not there, or what is there by half."""
    listed = {case: closed for closed in (False, True) for case in store.cases(closed=closed)}
    for case in sorted(known.logs.keys() | listed):
        there = list(store.load(case).entries)
        if there != known.logs.get(case, []) and (case, there) != (meanwhile.case, meanwhile.log):
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
    if published not in (known.published, [*known.published, meanwhile.version]):
        return "what was published is lost"
    digests = [hashlib.sha256(store.text(one.digest).encode()).hexdigest() for one in published]
    return "" if digests == [one.digest for one in published] else "a text is not what was published"


def _last_word(log: list[Recorded]) -> object:
    return next((one.event for one in reversed(log) if isinstance(one.event, CaseClosed | CaseReopened)), None)

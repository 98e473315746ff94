"""Publishing a version of a procedure, and what that means for the cases that run on earlier ones.

INVARIANT: nothing is put in force that was not checked, and no running case is touched by it.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Literal, TypeAlias

from engine.case.commands import Asked, MoveCase
from engine.case.decide import decide
from engine.case.refusals import Because, Refusal, refuse
from engine.case.state import replay
from engine.frozen import dataclass
from engine.office import OfficeFault
from engine.store import StoreFault

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from engine.case.office import Office
    from engine.case.state import Case
    from engine.diagnostics import Diagnostic
    from engine.procedure.model import Procedure
    from engine.shelf import Draft, Shelf
    from engine.store import Publication, Store

DraftState: TypeAlias = Literal["published", "to be published", "version to be raised", "with mistakes"]
Fate: TypeAlias = Literal["moves", "needs a person", "stays"]


@dataclass(frozen=True, slots=True)
class Listed:
    """A procedure of the office: what is in force, and how its file stands to it."""

    procedure: str
    title: str
    in_force: Publication | None
    draft: DraftState
    draft_version: int | None
    running: dict[int, int]
    """How many cases run, by version."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What a version would mean for a case that runs on another one."""

    case: str
    version: int
    fate: Fate
    because: tuple[Because, ...]


@dataclass(frozen=True, slots=True)
class Published:
    """A version that was put in force, or could be (`is_new` is False where it was already)."""

    procedure: str
    version: int
    is_new: bool
    warnings: tuple[Diagnostic, ...]
    effects: tuple[Effect, ...]


class Versions:
    """The versions of an office's procedures, as one person sees them at one moment."""

    def __init__(self, shelf: Shelf, store: Store, office: Office, actor: str, now: datetime) -> None:
        self._shelf = shelf
        self._store = store
        self._office = office
        self._actor = actor
        self._now = now

    def listed(self) -> tuple[Listed, ...]:
        """List the office's procedures."""
        running = [(case.procedure, case.version) for case in self._running()]
        return tuple(self._line(path.stem, running) for path in self._shelf.files())

    def publish(self, name: str, *, preview: bool = False) -> Published | Refusal:
        """Put what the file of a procedure holds in force; with `preview`, only say what that would mean.

        Raises:
            OfficeFault: There is no such file, or it has mistakes (which it carries).
            VersionTaken: The version was published with another text, or a later one was.
        """
        draft = self._draft(name)
        refusal = self._not_the_owner(draft.procedure)
        if refusal:
            return refusal
        before = self._shelf.published(name)
        is_new = before is None or before.digest != draft.procedure.digest
        effects = tuple(self._effects(draft.procedure))  # first: what cannot be told is not done either
        put = self._shelf.publication if preview else self._shelf.publish
        put(draft, self._now, self._actor)
        return Published(name, draft.procedure.version, is_new, draft.warnings, effects)

    def effects(self, name: str) -> tuple[Effect, ...]:
        """Say what the version in force would mean for the cases that run on earlier ones."""
        return tuple(self._effects(self._shelf.version(name, None)))

    def _draft(self, name: str) -> Draft:
        draft = self._shelf.draft(name)
        if isinstance(draft, tuple):
            message = f"`{name}` has mistakes, so it was not published; what is in force stays so"
            raise OfficeFault(message, draft)
        return draft

    def _not_the_owner(self, draft: Procedure) -> Refusal | None:
        """Say who may publish, if this person may not: the owner of what is in force, else of the draft."""
        published = self._shelf.published(draft.id)
        owner = (self._shelf.text(draft.id, published.digest) if published else draft).owner
        if not owner or owner in self._office.staff[self._actor].roles:
            return None
        able = [person.full_name for person in self._office.who_has((owner,))]
        ask = f"ask {', or '.join(able[:3])}" if able else f"give somebody the role `{owner}` in office.yaml"
        return refuse("not-the-owner", procedure=draft.id, owner=owner.replace("_", " "), next=ask)

    def _line(self, name: str, running: list[tuple[str, int]]) -> Listed:
        published = self._shelf.published(name)
        draft: Draft | tuple[Diagnostic, ...] = ()
        with suppress(OfficeFault):
            draft = self._shelf.draft(name)
        procedure = None if isinstance(draft, tuple) else draft.procedure
        shown = self._shelf.text(name, published.digest) if published else procedure
        versions = sorted(version for procedure_id, version in running if procedure_id == name)
        return Listed(
            procedure=name,
            title=shown.title if shown else "",
            in_force=published,
            draft=_state(procedure, published),
            draft_version=procedure.version if procedure else None,
            running={version: versions.count(version) for version in versions},
        )

    def _running(self) -> Iterator[Case]:
        """The open cases; a damaged one is left out, as it can be neither listed nor moved."""
        for name in self._store.cases():
            with suppress(StoreFault):
                yield replay(self._store.load(name).entries)

    def _effects(self, new: Procedure) -> Iterator[Effect]:
        for case in self._running():
            if case.procedure == new.id and case.digest != new.digest:
                asked = Asked(self._office, self._actor, self._now, "what if")
                old = self._shelf.text(case.procedure, case.digest)
                decided = decide(old, case, MoveCase(new), asked)
                yield _effect(case, decided if isinstance(decided, Refusal) else None)


def _effect(case: Case, refusal: Refusal | None) -> Effect:
    if refusal is None:
        return Effect(case.id, case.version, "moves", ())
    because = refusal.because or (Because("time", "case", "", refusal.message),)
    fate: Fate = "needs a person" if refusal.code == "move-needs-a-person" else "stays"
    return Effect(case.id, case.version, fate, because)


def _state(draft: Procedure | None, published: Publication | None) -> DraftState:
    if draft is None:
        return "with mistakes"
    if published is None or draft.version > published.version:
        return "to be published"
    return "published" if draft.digest == published.digest else "version to be raised"

"""Where one person sits in one office: who they are, what time it is, and what can be seen without doing anything.

The desk is all that can be done from here; it takes the whole engine, which a look at the list or at a case does not.
"""

from __future__ import annotations

import os
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from engine.office import OfficeFault, read_office

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Self

    from engine.case.agenda import Agenda
    from engine.case.derive import Derivation
    from engine.case.office import Office
    from engine.case.state import Case
    from engine.case_line import CaseLine
    from engine.procedure.model import Procedure
    from engine.shelf import Shelf
    from engine.store import Store


class Seat:
    """One person in one office."""

    def __init__(self, folder: Path, office: Office, store: Store, actor: str) -> None:
        self.folder = folder
        self.office = office
        self.actor = actor
        self._store = store

    @cached_property
    def _shelf(self) -> Shelf:
        from engine.shelf import Shelf

        return Shelf(self.folder / "procedures", self._store)

    @classmethod
    def at(cls, folder: Path, actor: str) -> Self:
        """Sit down in the office whose folder this is.

        Raises:
            OfficeFault: `office.yaml` is missing or wrong (carries findings), or the actor is not on the staff list.
        """
        from engine.store.tinydb import TinyStore  # the store in use is chosen here

        if any(os.path.islink(folder / name) for name in ("cases", "procedures")):  # noqa: PTH114  # quicker, at each start
            from engine.store.rights import see_links

            see_links(folder)
        office = read_office(folder)
        if actor not in office.staff:
            names = ", ".join(office.staff)
            message = f"`{actor}` is not on the staff list of {folder / 'office.yaml'}; use --as with one of: {names}"
            raise OfficeFault(message)
        return cls(folder, office, TinyStore(folder / "cases", who=actor), actor)

    def now(self) -> datetime:
        """The moment, in the office's zone; `CUECARD_NOW` in a practice office.

        Raises:
            OfficeFault: `CUECARD_NOW` is set and cannot be read.
        """
        zone = self.office.calendar.zone
        told = os.environ.get("CUECARD_NOW") if self.office.practice else None
        if not told:
            return datetime.now(zone)
        try:
            moment = datetime.fromisoformat(told)
        except ValueError as cause:
            message = "CUECARD_NOW is not a time; write it like 2026-11-23T09:30"
            raise OfficeFault(message) from cause
        return moment.astimezone(zone) if moment.tzinfo else moment.replace(tzinfo=zone)

    def cases(self, *, closed: bool = False, find: str = "") -> tuple[CaseLine, ...]:
        """List cases, mine first, then the longest waiting; `find` looks in all told facts without showing them."""
        from engine.listing import Listing  # only who lists needs it

        place = str(self.folder.absolute())
        listing = Listing(self._store, self.office, self.actor, place, self._derived)
        return listing.lines(self.now(), closed=closed, find=find)

    def agenda(self, case: str, *, hidden: bool = False) -> Agenda:
        """Give the agenda of a case; hidden: without what is private, whoever asks."""
        from engine.desk_views import portray_for

        derivation = self._derive(self._case(case), self.now())
        return portray_for(derivation, None if hidden else self.actor)

    def text_of(self, agenda: Agenda) -> Procedure:
        """Give the text that a case runs on."""
        return self._shelf.text(agenda.procedure, agenda.digest)

    def _derived(self, case: str, now: datetime) -> Derivation:
        return self._derive(Seat._case(self, case), now)

    def _case(self, name: str) -> Case:
        from engine.case.state import replay  # the engine, where a case has to be looked into; so below

        return replay(self._store.load(name).entries)

    def _derive(self, case: Case, now: datetime) -> Derivation:
        from engine.case.derive import derive

        return derive(self._shelf.text(case.procedure, case.digest), case, now, self.office)

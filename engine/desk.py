"""The imperative shell: the clock, identifiers, files; it asks the core what may happen and appends what did.

INVARIANT: nothing is acknowledged before the store has it.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from engine.case import events
from engine.case.commands import (
    Asked,
    MarkDone,
    MoveCase,
    NewCase,
    OpenCase,
    RecordDocument,
    RecordSubcase,
    RedactFile,
    Tick,
)
from engine.case.decide import decide
from engine.case.deciding import Deciding
from engine.case.growing import follow
from engine.case.refusals import Refusal, refuse
from engine.case.state import Case, replay
from engine.case_line import CaseLine
from engine.case_numbers import case_number
from engine.desk_views import Done, Made, Preview, portray_for, preview_of
from engine.frozen import replace
from engine.office import OfficeFault
from engine.seat import Seat
from engine.store import CaseExists, CaseNotFound, CorruptLog, CorruptText, StoreFault, StoreLocked, TextNotFound

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from engine.case.agenda import Agenda
    from engine.case.commands import Command
    from engine.case.events import Json, Recorded
    from engine.desk_versions import Versions
    from engine.procedure.model import Procedure
    from engine.safekeeping import Safekeeping
    from engine.store.audit import Audit
    from engine.store.rebuild import Rebuilt
    from engine.why import Why

__all__ = ["CaseLine", "Desk", "Done", "Made", "OfficeFault", "Preview"]


class Desk(Seat):
    """One person's desk in one office: every act of the command line is one call of it."""

    @cached_property
    def keeping(self) -> Safekeeping:
        """The evidence of the office."""
        from engine.safekeeping import Safekeeping  # only who asks for evidence waits for it; so below

        return Safekeeping(self.folder, self._store, self.actor, self.now)

    @staticmethod
    def restore(backup: Path, folder: Path, actor: str) -> Audit:
        """Make an office of a backup, in a folder that is not there yet, and say what was found in it."""
        from engine.safekeeping import restore

        return restore(backup, folder, actor, datetime.now(UTC))

    def rebuild(self) -> tuple[Rebuilt, Audit]:
        """Clear away what crashes left, make again what can be made again, and say what is wrong all the same."""
        found = self.keeping.rebuild()
        with suppress(StoreFault, OfficeFault):  # what keeps the lists from being made is told where they are asked for
            self.procedures()
            self.cases()
        return found

    def procedures(self) -> tuple[Procedure, ...]:
        """Give the procedures of the office that can be used, by id."""
        return self._shelf.procedures()

    # -- acts ------------------------------------------------------------------------------------------------

    def open_case(
        self,
        procedure: str,
        told: Mapping[str, Json],
        *,
        request: str | None = None,
        happened: datetime | None = None,
    ) -> Done | Refusal:
        """Open a case of a procedure (its id).

        Raises:
            OfficeFault: There is no such procedure, or it has mistakes.
        """
        asked = self._asked(request, None, happened)
        text = self._shelf.in_force(procedure, asked.now, self.actor)
        for attempt in range(100):
            case = case_number(f"{asked.request}/{attempt}")
            done = self._create(text, OpenCase(case, dict(told)), asked)
            if done:
                return done
        message = "no free case number was found"
        raise OfficeFault(message)

    def _create(self, procedure: Procedure, command: OpenCase, asked: Asked) -> Done | Refusal | None:
        decided = decide(procedure, Case(), command, asked)
        if isinstance(decided, Refusal):
            return decided
        try:
            self._store.create(command.case, decided)
        except CaseExists:
            case = replay(self._store.load(command.case).entries)
            return Done(self._portray(case), ()) if asked.request in case.requests else None
        return Done(self._portray(replay(decided), asked.now), _names(decided))

    def act(
        self,
        case: str,
        command: Command,
        *,
        request: str | None = None,
        expect: int | None = None,
        happened: datetime | None = None,
    ) -> Done | Refusal:
        """Carry out a command on a case, durably, or say why not. `MarkDone` on a step that opens a case opens it."""
        asked = self._asked(request, expect, happened)
        with self._store.writing(case) as writing:
            before = replay(writing.log.entries)
            procedure = self._shelf.text(before.procedure, before.digest)
            full = self._with_subcase(procedure, before, command, asked)
            decided = decide(procedure, before, full, asked)
            if isinstance(decided, Refusal):
                return decided
            refusal = self._rehearse_children(before, decided, asked)
            if refusal:
                return refusal
            if decided:
                writing.append(decided)
        after = replay(decided, before)
        opened: tuple[str, ...] = ()
        with suppress(StoreFault, OfficeFault):  # the act is kept; what is left undone here, `tick` does
            opened = self._follow_up(before, after, asked)
        return Done(self._portray(after, asked.now), _names(decided), opened)

    def move(self, case: str, version: int | None = None, *, agreed: bool = False) -> MoveCase:
        """Give the command that moves a case to a published version, or to the one in force; `act` carries it out.

        Raises:
            OfficeFault: There is no such version.
        """
        return MoveCase(self._shelf.version(self._case(case).procedure, version), agreed)

    @property
    def versions(self) -> Versions:
        """The versions of the office's procedures."""
        from engine.desk_versions import Versions

        return Versions(self._shelf, self._store, self.office, self.actor, self.now())

    def _asked(self, request: str | None, expect: int | None, happened: datetime | None) -> Asked:
        return Asked(self.office, self.actor, self.now(), request or os.urandom(16).hex(), happened, expect)

    def _with_subcase(self, procedure: Procedure, case: Case, command: Command, asked: Asked) -> Command:
        """Say which case a step would open, and on which text."""
        if not isinstance(command, MarkDone) or command.subcase:
            return command
        node = Deciding(procedure, case, asked).node(command.step)
        if isinstance(node, Refusal) or not node.step.open_case or node.address in case.subcases:
            return command
        child = self._shelf.in_force(node.step.open_case.procedure, asked.now, self.actor)
        identifier = case_number(f"{case.id}/{node.address}/{asked.request}")
        return MarkDone(command.step, command.told, NewCase(identifier, child))

    def _rehearse_children(self, case: Case, decided: Sequence[Recorded], asked: Asked) -> Refusal | None:
        """Whether the cases that would be opened can be, before anything is written."""
        for entry in decided:
            if isinstance(entry.event, events.SubcaseOpened):
                found = decide(
                    self._shelf.text(entry.event.procedure, entry.event.digest),
                    Case(),
                    _opening(case.id, entry.event),
                    replace(asked, expect=None),
                )
                if isinstance(found, Refusal):
                    return found
        return None

    def _follow_up(self, before: Case, after: Case, asked: Asked) -> tuple[str, ...]:
        """Open the cases that were announced, and tell the opener of this one what became of it.

        The announcement is in the log first, so that what an interruption left undone is done at the next touch.
        """
        opened = self._open_children(after)
        if after.parent and after.parent_step and after.status != before.status:
            self._tell_parent(after, asked)
        return tuple(case for case in opened if case not in {one.case for one in before.subcases.values()})

    def _tell_parent(self, case: Case, asked: Asked) -> None:
        told = RecordSubcase(case.parent_step or "", case.status, case.outcome)
        self.act(case.parent or "", told, request=f"{asked.request}/{case.id}")

    def _open_children(self, case: Case) -> list[str]:
        missing = [one.case for one in case.subcases.values() if not self._is_there(one.case)]
        if missing:
            for entry in self._store.load(case.id).entries:
                if isinstance(entry.event, events.SubcaseOpened) and entry.event.case in missing:
                    self._open_child(case, entry, entry.event)
        return missing

    def _is_there(self, case: str) -> bool:
        try:
            self._store.load(case)
        except CaseNotFound:
            return False
        except StoreFault:  # damaged, but there
            return True
        return True

    def _open_child(self, parent: Case, entry: Recorded, event: events.SubcaseOpened) -> None:
        request = f"{entry.request}/{event.case}"
        asked = Asked(self.office, entry.actor, entry.at, request, entry.happened)
        opening = _opening(parent.id, event)
        self._create(self._shelf.text(event.procedure, event.digest), opening, asked)

    def tick(self) -> tuple[str, ...]:
        """Record in every open case what time alone has brought about; give the cases that changed.

        Raises:
            StoreLocked: Somebody is at a case and does not let go of it; all others were seen to.
        """
        changed = []
        held: StoreLocked | None = None
        for case in list(self._store.cases()):
            try:
                done = self.act(case, Tick())
                caught = self._catch_up(self._case(case))
                if caught or (isinstance(done, Done) and done.events):
                    changed.append(case)
            except (CorruptLog, CorruptText, TextNotFound):
                pass  # a damaged one keeps no other from going on
            except StoreLocked as fault:
                held = held or fault
        if held:
            raise held
        return tuple(changed)

    def _catch_up(self, case: Case) -> bool:
        """Record what became of the cases that this one opened, if an interruption kept it from being told."""
        caught = False
        for step, known in case.subcases.items():
            now = replay(self._store.load(known.case).entries)
            if (now.status, now.outcome) != (known.status, known.outcome):
                caught |= isinstance(self.act(case.id, RecordSubcase(step, now.status, now.outcome)), Done)
        return caught

    # -- looks -----------------------------------------------------------------------------------------------

    def log(self, case: str) -> tuple[Recorded, ...]:
        """Give the log of a case."""
        return self._store.load(case).entries

    def preview(self, case: str, command: Command) -> Preview | Refusal:
        """Say what a command would do, without doing it."""
        asked = self._asked(None, None, None)
        before = self._case(case)
        procedure = self._shelf.text(before.procedure, before.digest)
        decided = decide(procedure, before, command, asked)
        if isinstance(decided, Refusal):
            return decided
        after = replay(decided, before)
        return preview_of(self._portray(before, asked.now), self._portray(after, asked.now))

    def why(self, case: str, name: str) -> Why | Refusal:
        """Explain a step (id or address) with its dates, an outcome, or a fact."""
        from engine.why import Places, why  # reads the text again, to name lines

        told = self._case(case)
        deciding = Deciding(self._shelf.text(told.procedure, told.digest), told, self._asked(None, None, None))
        return why(deciding, name, Places(*self._shelf.source(told.procedure, told.version, told.digest)))

    # -- files -----------------------------------------------------------------------------------------------

    def attach(self, case: str, path: Path) -> str:
        """Keep a copy of a file with the case; give the name it is kept under (the value of a `file` fact).

        Raises:
            OfficeFault: The file cannot be read.
        """
        from engine.desk_files import attach

        return attach(self._store, case, path)

    def discard(self, case: str, file: str, reason: str) -> Done | Refusal:
        """Remove a file that is kept with a case, and note in the case that it was removed, and why.

        Raises:
            FileNotKept: The case has no file of this name.
        """
        self._store.file(case, file)
        done = self.act(case, RedactFile(file, reason))
        if isinstance(done, Done):
            self._store.discard_file(case, file)
        return done

    def make(self, case: str, document: str, folder: Path | None = None) -> Made | Refusal:
        """Make a document from its templates: HTML and plain text, into the case's folder or a given one.

        Raises:
            OfficeFault: There is no such template, or the file cannot be written.
        """
        from engine.desk_files import write_page
        from engine.documents import fill_template, said_in, values_for

        told = self._case(case)
        procedure = self._shelf.text(told.procedure, told.digest)
        agenda = self._portray(told)
        if agenda.masked:
            return refuse("may-not-print", procedure=procedure.id, roles=", ".join(procedure.roles.values()))
        values = values_for(procedure, agenda, told, self.office, self.actor)
        templates = self._shelf.templates(document)
        if not templates:
            known = ", ".join(self._shelf.documents()) or "none"
            return refuse("unknown-document", document=document, known=known)
        pages = {kind: fill_template(template, values, as_html=kind == "html") for kind, template in templates.items()}
        files = tuple(write_page(self._store, case, f"{document}.{kind}", page, folder) for kind, page in pages.items())
        text = pages.get("txt") or next(iter(pages.values()))
        digest = hashlib.sha256(text.encode()).hexdigest()
        done = self.act(case, RecordDocument(document, digest, said_in(templates.values(), agenda)))
        return done if isinstance(done, Refusal) else Made(document, files, text, done.agenda)

    # -- inside ----------------------------------------------------------------------------------------------

    def _case(self, name: str) -> Case:
        case = super()._case(name)
        if case.subcases:
            self._open_children(case)
        return case

    def _portray(self, case: Case, now: datetime | None = None) -> Agenda:
        procedure = self._shelf.text(case.procedure, case.digest)
        return portray_for(follow(procedure, case, now or self.now(), self.office), self.actor)


def _opening(parent: str, event: events.SubcaseOpened) -> OpenCase:
    return OpenCase(event.case, event.told, parent, event.step)


def _names(decided: Sequence[Recorded]) -> tuple[str, ...]:
    return tuple(type(entry.event).__name__ for entry in decided)

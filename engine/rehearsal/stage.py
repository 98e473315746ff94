"""Where a story is played: a few linked cases in memory, a clock that is set, and somebody who acts.

No store and no desk: everything goes through `decide`, `replay` and `agenda`. After each act, and whenever time has
passed, the promises of the procedure are looked at, and whoever watches is shown how the case stands.
"""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from engine.case import commands, events
from engine.case.decide import decide
from engine.case.derive import Derivation, derive
from engine.case.keeping import Broken, broken_promises
from engine.case.portray import portray
from engine.case.refusals import Refusal, refuse
from engine.case.state import Case, replay
from engine.documents import fill_template, said_in, values_for

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from engine.case.agenda import Agenda
    from engine.case.commands import Command
    from engine.case.events import Json, Recorded
    from engine.case.office import Office
    from engine.procedure.model import Procedure

FIRST: str = "C1"
"""The number of the case with which a story begins."""


@dataclass
class Stage:
    """The cases of one story; `here` is the one that is worked on.

    Args:
        procedures: By id: the one that is rehearsed, and those that its steps open cases of.
        begins: The id of the one that is rehearsed.
        templates: Gives the templates of a document, by kind: `html`, `txt`.
        watch: Is shown each case after each act, and after time has passed.
    """

    procedures: Mapping[str, Procedure]
    begins: str
    office: Office
    actor: str
    now: datetime
    templates: Callable[[str], Mapping[str, str]] = lambda _: {}
    watch: Callable[[Derivation], None] = lambda _: None
    here: str = FIRST
    cases: dict[str, Case] = field(default_factory=dict)
    logs: dict[str, tuple[Recorded, ...]] = field(default_factory=dict)
    pages: dict[str, str] = field(default_factory=dict)
    broken: list[Broken] = field(default_factory=list)
    """Promises that were found broken so far, each once."""
    requests: int = 0
    _derived: Derivation | None = field(default=None, repr=False)

    def again(self) -> Stage:
        """Give a stage that stands like this one, for another story to go on from."""
        other = copy(self)
        other.cases, other.logs, other.pages = dict(self.cases), dict(self.logs), dict(self.pages)
        other.broken = list(self.broken)
        return other

    @property
    def case(self) -> Case:
        """The case that is worked on."""
        return self.cases[self.here]

    @property
    def procedure(self) -> Procedure:
        """The procedure of that case."""
        return self._procedure(self.case)

    @property
    def derivation(self) -> Derivation:
        """How it stands now, with all that can be asked about it."""
        return self._derive(self.case)

    @property
    def agenda(self) -> Agenda:
        """How it stands now."""
        return portray(self.derivation)

    @property
    def glance(self) -> Agenda:
        """The same without reasons, which is quicker."""
        return portray(self.derivation, reasons=False)

    def open(self, told: Mapping[str, Json]) -> Refusal | None:
        """Open the first case."""
        return self.act(commands.OpenCase(self.here, told))

    def act(self, command: Command, actor: str | None = None, happened: datetime | None = None) -> Refusal | None:
        """Have a command carried out on the case that is worked on, or give its refusal."""
        return self._act(self.here, command, actor or self.actor, happened)

    def set_clock(self, now: datetime) -> None:
        """Let time pass."""
        self.now = now
        for case in self.cases.values():
            self._look_at(case)

    def go_to(self, step: str) -> bool:
        """Go on in the case that a step opened, or (`parent`) in the one this was opened from, if there is one."""
        view = self.glance.step(step)
        there = self.case.parent if step == "parent" else view.subcase if view else None
        self.here = there or self.here
        return there is not None

    def make(self, document: str, actor: str | None = None) -> Refusal | None:
        """Make a document from its templates."""
        templates = self.templates(document)
        if not templates:
            return refuse("unknown-document", document=document, known="see the folder `documents`")
        by = actor or self.actor
        refused = self.act(commands.RecordDocument(document, "0" * 64, said_in(templates.values(), self.agenda)), by)
        if not refused:
            values = values_for(self.procedure, self.agenda, self.case, self.office, by)
            pages = {kind: fill_template(text, values, as_html=kind == "html") for kind, text in templates.items()}
            self.pages = pages
        return refused

    def _procedure(self, case: Case) -> Procedure:
        return self.procedures[case.procedure or self.begins]

    def _derive(self, case: Case) -> Derivation:
        known = self._derived
        if known is None or known.case is not case or known.now != self.now:
            known = self._derived = derive(self._procedure(case), case, self.now, self.office)
        return known

    def _act(
        self, name: str, command: Command, actor: str, happened: datetime | None, on: Procedure | None = None
    ) -> Refusal | None:
        self.requests += 1
        asked = commands.Asked(self.office, actor, self.now, f"request-{self.requests}", happened)
        before = self.cases.get(name, Case())
        decided = decide(on or self._procedure(before), before, self._complete(before, command), asked)
        if isinstance(decided, Refusal):
            return decided
        refused = self._refused_children(before, decided, asked)
        if refused:
            return refused
        self.logs[name] = (*self.logs.get(name, ()), *decided)
        self.cases[name] = replay(decided, before)
        self._look_at(self.cases[name])
        for entry in decided:
            if isinstance(entry.event, events.SubcaseOpened):
                self._open_child(name, entry.event, actor)
        self._tell_parent(before, self.cases[name], actor)
        return None

    def _complete(self, case: Case, command: Command) -> Command:
        """Say which case a step would open."""
        if not isinstance(command, commands.MarkDone) or command.subcase:
            return command
        view = portray(self._derive(case), reasons=False).step(command.step)
        if not view or not view.opens_case or view.subcase:
            return command
        opening = self._procedure(case).by_id[view.id].open_case
        child = self.procedures.get(opening.procedure) if opening else None
        new = commands.NewCase(f"{case.id}.{len(self.cases)}", child) if child else None
        return commands.MarkDone(command.step, command.told, new)

    def _refused_children(self, case: Case, decided: Sequence[Recorded], asked: commands.Asked) -> Refusal | None:
        """Whether the cases that would be opened can be, before anything is kept."""
        for entry in decided:
            if isinstance(entry.event, events.SubcaseOpened):
                child = self.procedures[entry.event.procedure]
                found = decide(child, Case(), _opening(case.id, entry.event), asked)
                if isinstance(found, Refusal):
                    return found
        return None

    def _open_child(self, parent: str, event: events.SubcaseOpened, actor: str) -> None:
        self._act(event.case, _opening(parent, event), actor, None, self.procedures[event.procedure])

    def _tell_parent(self, before: Case, after: Case, actor: str) -> None:
        if after.parent and after.parent_step and before.id and before.status != after.status:
            told = commands.RecordSubcase(after.parent_step, after.status, after.outcome)
            self._act(after.parent, told, actor, None)

    def _look_at(self, case: Case) -> None:
        derivation = self._derive(case)
        self.broken += [one for one in broken_promises(derivation) if one not in self.broken]
        self.watch(derivation)


def _opening(parent: str, event: events.SubcaseOpened) -> commands.OpenCase:
    return commands.OpenCase(event.case, event.told, parent, event.step)

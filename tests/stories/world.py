"""Where a story is played: a few linked cases in memory, a clock that is set, and somebody who acts.

No store and no desk: everything goes through `decide`, `replay` and `agenda`. After each act it is made sure that the
laws that hold everywhere held here: what the procedure promises, and that replaying the log gives the same case.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from engine.case import commands, events
from engine.case.decide import decide
from engine.case.derive import Derivation, derive
from engine.case.events import from_json, to_json
from engine.case.missing import missing
from engine.case.portray import agenda
from engine.case.refusals import Refusal
from engine.case.state import Case, evolve, replay
from engine.documents import fill_template, values_for
from tests.support import DOCUMENTS, MONDAY, OFFICE, ZONE, shipped

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engine.case.agenda import Agenda
    from engine.case.commands import Command
    from engine.case.events import Json, Recorded
    from engine.procedure.model import Procedure


@dataclass
class World:
    """The cases of one story; `here` is the one that is worked on."""

    procedure: Procedure
    actor: str = "pat"
    now: datetime = MONDAY
    here: str = "C1"
    cases: dict[str, Case] = field(default_factory=dict)
    logs: dict[str, list[Recorded]] = field(default_factory=dict)
    pages: dict[str, str] = field(default_factory=dict)
    requests: int = 0

    @property
    def case(self) -> Case:
        """The case that is worked on."""
        return self.cases[self.here]

    @property
    def agenda(self) -> Agenda:
        """How it stands now."""
        return agenda(self.procedure, self.case, self.now, OFFICE)

    @property
    def glance(self) -> Agenda:
        """The same without reasons, which is quicker."""
        return agenda(self.procedure, self.case, self.now, OFFICE, reasons=False)

    def open(self, told: Mapping[str, Json]) -> Refusal | None:
        """Open the first case."""
        return self.act(commands.OpenCase(self.here, told))

    def act(self, command: Command, actor: str | None = None, happened: datetime | None = None) -> Refusal | None:
        """Have a command carried out on the case that is worked on, or give its refusal."""
        return self._act(self.here, command, actor or self.actor, happened)

    def go_to(self, step: str) -> None:
        """Go on in the case that a step opened, or in the one this was opened from."""
        if step == "parent":
            assert self.case.parent, "this case was opened from no other"
            self.here = self.case.parent
            return
        view = self.agenda.step(step)
        assert view, step
        assert view.subcase, f"{step} has opened no case"
        self.here = view.subcase

    def make(self, document: str) -> Refusal | None:
        """Make a document from its templates."""
        values = values_for(self.procedure, self.agenda, self.case, OFFICE, self.actor)
        for kind in ("html", "txt"):
            template = (DOCUMENTS / f"{document}.{kind}").read_text(encoding="utf-8")
            self.pages[kind] = fill_template(template, values, as_html=kind == "html")
        return self.act(commands.RecordDocument(document, "0" * 64))

    def _act(self, name: str, command: Command, actor: str, happened: datetime | None) -> Refusal | None:
        self.requests += 1
        asked = commands.Asked(OFFICE, actor, self.now, f"request-{self.requests}", happened)
        before = self.cases.get(name, Case())
        decided = decide(self.procedure, before, self._complete(before, command), asked)
        if isinstance(decided, Refusal):
            return decided
        self.logs.setdefault(name, []).extend(decided)
        self.cases[name] = replay(decided, before)
        self._make_sure(name)
        for entry in decided:
            if isinstance(entry.event, events.SubcaseOpened):
                self._open_child(name, entry.event, actor)
        self._tell_parent(before, self.cases[name], actor)
        return None

    def _complete(self, case: Case, command: Command) -> Command:
        """Say which case a step would open."""
        if not isinstance(command, commands.MarkDone) or command.subcase:
            return command
        view = agenda(self.procedure, case, self.now, OFFICE, reasons=False).step(command.step)
        if not view or not view.opens_case or view.subcase:
            return command
        new = commands.NewCase(f"{case.id}.{len(self.cases)}", self.procedure)
        return commands.MarkDone(command.step, command.told, new)

    def _open_child(self, parent: str, event: events.SubcaseOpened, actor: str) -> None:
        refused = self._act(event.case, commands.OpenCase(event.case, event.told, parent, event.step), actor, None)
        assert not refused, refused

    def _tell_parent(self, before: Case, after: Case, actor: str) -> None:
        if after.parent and after.parent_step and before.id and before.status != after.status:
            told = commands.RecordSubcase(after.parent_step, after.status, after.outcome)
            refused = self._act(after.parent, told, actor, None)
            assert not refused, refused

    def _make_sure(self, name: str) -> None:
        case, log = self.cases[name], self.logs[name]
        assert case == replay(from_json(to_json(entry)) for entry in log)
        one_by_one = Case()
        for entry in log:
            one_by_one = evolve(one_by_one, entry)
        assert case == one_by_one
        assert not broken_promises(derive(self.procedure, case, self.now, OFFICE))


def broken_promises(derivation: Derivation) -> list[str]:
    """Give what the procedure promises and the case, as it stands, does not keep."""
    broken = []
    for promise in derivation.procedure.promises:
        for node in derivation.tree.by_id.get(promise.step, ()):
            status = derivation.standing(node).status
            if promise.only_after and status == "open" and derivation.read(promise.only_after, node).value is not True:
                broken.append(f"{node.address} is open, but not: {promise.only_after.text}")
            if promise.always and derivation.case.status == "closed" and status != "done":
                broken.append(f"the case is closed, and {node.address} is {status}")
            waits = {one.name for one in missing(derivation, node)}
            broken += [f"{node.address} waits for {other}" for other in waits.intersection(promise.never_waits_for)]
    return broken


def begin(given: Mapping[str, Mapping[str, str] | str]) -> World:
    """Open the case that a story begins with."""
    told = given.get("told", {})
    assert isinstance(told, dict)
    world = World(shipped(str(given["procedure"])), str(given.get("as", "pat")))
    world.now = read_clock(str(given["now"])) if "now" in given else MONDAY
    refused = world.open(told)
    assert not refused, refused
    return world


def read_clock(text: str) -> datetime:
    """Read a moment on the office's clock: `2026-11-02 09:00`."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)

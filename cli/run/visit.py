"""One person's visit to one case: what the desk last said, what was typed but not yet taken, what to tell next.

INVARIANT: what the desk has acknowledged is in the case; what it has not stays in `drafts` or `gathered` to be edited.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.run.changes import tell_changes
from cli.run.page import Notice
from cli.run.words import name_all, sentence
from engine.case.agenda import SETTLED
from engine.case.refusals import Refusal
from engine.desk import Done
from engine.frozen import dataclass, field
from engine.office import OfficeFault
from engine.store import ReadFailed, StoreLocked, Unstorable, WriteFailed

if TYPE_CHECKING:
    from cli.run.words import Names
    from engine.case.agenda import Agenda
    from engine.case.commands import Command
    from engine.case.events import Json
    from engine.case.office import Person
    from engine.desk import Desk, Made, Preview


@dataclass(slots=True)
class Gathering:
    """The elements of a list that were typed so far, and the one being typed."""

    elements: list[dict[str, Json]] = field(default_factory=list)
    partial: dict[str, Json] = field(default_factory=dict)

    def with_partial(self) -> list[Json]:
        """Give all elements, the unfinished one last."""
        return [*self.elements, *([dict(self.partial)] if self.partial else [])]


@dataclass(slots=True)
class Visit:
    """The one thing that changes during a run.

    Args:
        agenda: The case as the person has seen it; acts expect it to be still so.
        focus: The step that the person chose with `j`.
        drafts: What was typed and not acknowledged, by the name of the field.
        ticked: Instructions of a step that were ticked, by the step's address.
        gathered: Elements of lists that were typed, by the key of the list.
        made: Documents made during this visit.
        within: The case from which this one was opened just now, to go back to.
        inner: The visit to a case that was opened from this one, while it lasts.
    """

    desk: Desk
    case: str
    agenda: Agenda
    names: Names
    focus: str | None = None
    drafts: dict[str, str] = field(default_factory=dict)
    ticked: dict[str, frozenset[int]] = field(default_factory=dict)
    gathered: dict[str, Gathering] = field(default_factory=dict)
    made: set[str] = field(default_factory=set)
    notices: list[Notice] = field(default_factory=list)
    within: str = ""
    inner: Visit | None = None

    @classmethod
    def begin(cls, desk: Desk, case: str) -> Visit:
        """Look at a case for the first time."""
        agenda = desk.agenda(case)
        return cls(desk, case, agenda, name_all(desk, agenda))

    @property
    def person(self) -> Person:
        """Who is at the desk."""
        return self.desk.office.staff[self.desk.actor]

    def tell(self, text: str) -> None:
        """Have something told on the next page."""
        self.notices.append(Notice(text))

    def warn(self, text: str) -> None:
        """Have something that went wrong told on the next page, at the field."""
        self.notices.append(Notice(text, is_error=True))

    def act(self, command: Command) -> Done | Refusal | None:
        """Carry out a command on what the person has seen; None if it could not even be decided.

        What went wrong is told on the next page.
        """
        try:
            result = self.desk.act(self.case, command, expect=self.agenda.seq)
        except (ReadFailed, StoreLocked, Unstorable, WriteFailed) as fault:
            self.warn(f"NOT KEPT: {fault}. What you typed is still here")
            return None
        if isinstance(result, Refusal):
            return self._refused(result)
        self._moved_to(result.agenda)
        return result

    def make(self, document: str) -> Made | None:
        """Make a document; why it cannot be made is told on the next page."""
        try:
            made = self.desk.make(self.case, document)
        except (OfficeFault, ReadFailed, StoreLocked, WriteFailed) as fault:
            self.warn(f"Not made: {fault}")
            return None
        if isinstance(made, Refusal):
            self._refused(made)
            return None
        self.made.add(document)
        self.agenda = made.agenda
        return made

    def preview(self, command: Command) -> Preview | None:
        """Say what a command would do; a refusal is told on the next page."""
        result = self.desk.preview(self.case, command)
        if isinstance(result, Refusal):
            self._refused(result)
            return None
        return result

    def _refused(self, refusal: Refusal) -> Refusal | None:
        if refusal.code == "stale":
            self.catch_up()
            return None
        self.warn(in_words(refusal))
        return refusal

    def catch_up(self) -> None:
        """Look at the case again, and tell what somebody else did meanwhile."""
        seen, self.agenda = self.agenda.seq, self.desk.agenda(self.case)
        entries = [entry for entry in self.desk.log(self.case) if entry.seq > seen]
        told = tell_changes(entries, self.agenda, self.names)
        self.warn(f"meanwhile: {told}. Nothing you typed is lost: look again, then enter it again")

    def _moved_to(self, agenda: Agenda) -> None:
        before = {step.at: step.status for step in self.agenda.steps}
        self.agenda = agenda
        self.made -= {one.document for one in agenda.outdated}
        for step in agenda.steps if agenda.status == "open" else ():
            if step.steps and step.status in SETTLED and before.get(step.at) not in SETTLED:
                self.tell(f"“{step.title}” is {step.status}.")


def in_words(refusal: Refusal) -> str:
    """Put a refusal into a sentence for staff; of a wrong answer only what is expected, it is told at the field."""
    if refusal.code == "wrong-answer":
        return sentence(refusal.message.partition("`: ")[2] or refusal.message)
    return sentence("; ".join(part for part in (refusal.message, refusal.next) if part))

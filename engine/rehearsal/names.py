"""Whether every name in a rehearsal means something: steps, facts, options, arrivals, roles, people, documents.

    check_names(script, office, vocabulary) -> findings

What a story says is refused as unknown may be unknown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeAlias

from engine.case.answers import CANNOT_BE_TOLD
from engine.case.refusals import SENTENCES
from engine.case.typed import Misread, read_text
from engine.diagnostics import diagnose, suggest
from engine.procedure.nodes import Mapping, Scalar, Sequence
from engine.rehearsal.cast import CLOCK, monday, read_clock

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from engine.case.office import Office
    from engine.diagnostics import Diagnostic
    from engine.procedure.model import Fact, Procedure
    from engine.procedure.nodes import Node
    from engine.rehearsal.script import Line, Script

_ID: Final = re.compile(r"[a-z][a-z0-9_]*")
_PLACE: Final = re.compile(r"[#\[\]0-9]+$")
_NO_VALUE: Final = ("none", "unknown")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All names of a procedure and of those that its steps open cases of."""

    procedure: str
    steps: frozenset[str]
    facts: dict[str, Fact]
    arrivals: frozenset[str]
    roles: frozenset[str]
    outcomes: frozenset[str]
    documents: frozenset[str] | None

    @property
    def lists(self) -> frozenset[str]:
        """The facts that are lists."""
        return frozenset(name for name, fact in self.facts.items() if fact.kind == "list")


def vocabulary(procedure: Procedure, linked: Iterable[Procedure], documents: frozenset[str] | None) -> Vocabulary:
    """Collect the names; of a fact that several procedures declare, the first one's declaration."""
    every = [procedure, *linked]
    return Vocabulary(
        procedure.id,
        frozenset(step for one in every for step in one.by_id),
        {name: fact for one in reversed(every) for name, fact in one.facts.items()},
        frozenset(arrival for one in every for arrival in one.arrivals),
        frozenset(role for one in every for role in one.roles),
        frozenset(outcome.id for one in every for outcome in one.outcomes),
        documents,
    )


def check_names(script: Script, office: Office, known: Vocabulary) -> list[Diagnostic]:
    """Find every name that means nothing."""
    names = _Names(script.file, office, known)
    for person in script.head.mappings("staff"):
        for role in person.scalars("roles"):
            if suggest(role.text, known.roles):  # else it is a role of another procedure of the office
                names.check(role, role.text, "role", known.roles)
    names.check_beginning(script.head.mapping("given"))
    for story in script.stories:
        refused = story.given.text("refused")
        names.code(story.given.scalar("refused"))
        names.check_beginning(story.given, is_refused=bool(refused), may_be_unknown=refused.startswith("unknown"))
        for line in story.lines:
            names.check_line(line)
    return names.findings


@dataclass
class _Names:
    """The check of one rehearsal, and what it found."""

    file: str
    office: Office
    known: Vocabulary
    findings: list[Diagnostic] = field(default_factory=list)

    def check(self, node: Scalar, name: str, what: str, names: Collection[str]) -> None:
        """Find a name that is not one of these."""
        if name not in names:
            words = {"name": name, "what": what, "procedure": self.known.procedure, "names": tuple(sorted(names))}
            self.findings.append(
                diagnose("not-in-procedure", self.file, node.span, suggest(name, sorted(names)), **words)
            )

    def check_beginning(self, given: Mapping, *, is_refused: bool = False, may_be_unknown: bool = False) -> None:
        """Check with what a story begins."""
        self.person(given.scalar("as"))
        self.clock(given.scalar("now"))
        if not may_be_unknown:
            self._told(given.get("told"), with_values=not is_refused)

    def check_line(self, line: Line) -> None:
        """Check what happens, or what is looked at."""
        if isinstance(line.what, Mapping) and line.word == "then":
            self._look(line.what)
            return
        refused = line.keys.text("refused")
        self.code(line.keys.scalar("refused"))
        self.clock(line.keys.scalar("happened"))
        if refused.startswith("unknown"):
            return
        for key, node in line.keys.entries:
            check = NAMED.get(key.text)
            if check and isinstance(node, Scalar):
                check(self, node)
        told = line.what if line.word in ("answer", "amend") else line.keys.get("told")
        self._told(told, with_values=not refused)

    def _look(self, look: Mapping) -> None:
        for key, said in look.entries:
            of_key, of_value = SEEN[key.text]
            for name, value in said.entries if isinstance(said, Mapping) else ():
                of_key(self, name)
                for one in _singles(value):
                    of_value(self, one)
            for one in _singles(said):
                of_value(self, one)
        self._facts_seen(look.mapping("facts"))

    # -- names -----------------------------------------------------------------------------------------------

    def step(self, node: Scalar) -> None:
        """Check a step's id or address."""
        for part in node.text.split("/"):
            self.check(node, _PLACE.sub("", part), "step", self.known.steps)

    def step_or_parent(self, node: Scalar) -> None:
        """Check where a story goes on."""
        if node.text != "parent":
            self.step(node)

    def step_before_colon(self, node: Scalar) -> None:
        """Check the step that a date or a flag is of."""
        self.step(Scalar(node.text, node.text.partition(":")[0], node.raw, node.style, node.span))

    def arrival(self, node: Scalar) -> None:
        """Check an arrival, perhaps of one element, or by its number."""
        *places, name = node.text.split("/")
        self._places(node, places)
        if not name.isdigit():
            self.check(node, name, "arrival", self.known.arrivals)

    def list(self, node: Scalar) -> None:
        """Check a list, or an element of one."""
        *places, name = node.text.split("/")
        self._places(node, places)
        self.check(node, _PLACE.sub("", name), "list", self.known.lists)

    def fact(self, node: Scalar) -> None:
        """Check a fact, perhaps with its place."""
        *places, name = node.text.split("/")
        self._places(node, places)
        self.check(node, name, "fact", self.known.facts)

    def outcome(self, node: Scalar) -> None:
        """Check an outcome."""
        self.check(node, node.text, "outcome", {*self.known.outcomes, "none"})

    def role(self, node: Scalar) -> None:
        """Check a role."""
        self.check(node, node.text, "role", self.known.roles)

    def role_or_person(self, node: Scalar) -> None:
        """Check whose a step is."""
        self.check(node, node.text, "role", {*self.known.roles, *self.office.staff})

    def document(self, node: Scalar) -> None:
        """Check a document that is printed."""
        if self.known.documents is not None:
            self.check(node, node.text, "document", self.known.documents)

    def awaited(self, node: Scalar) -> None:
        """Check what is waited for, if it is a name and not a time."""
        parts = [_PLACE.sub("", part) for part in node.text.split("/")]
        if all(_ID.fullmatch(part) for part in parts):
            everything = {*self.known.steps, *self.known.facts, *self.known.arrivals, "hold"}
            for part in parts:
                self.check(node, part, "step, arrival or fact", everything)

    def nothing(self, node: Scalar) -> None:
        """Check words that are no name."""

    def _places(self, node: Scalar, places: Iterable[str]) -> None:
        for part in places:
            self.check(node, _PLACE.sub("", part), "step or list", {*self.known.steps, *self.known.lists})

    def person(self, node: Scalar | None) -> None:
        """Check that somebody is on the staff list."""
        if node and node.text not in self.office.staff:
            names = tuple(self.office.staff)
            words = {"name": node.text, "names": names}
            self.findings.append(diagnose("not-on-staff", self.file, node.span, suggest(node.text, names), **words))

    def code(self, node: Scalar | None) -> None:
        """Check that there is such a refusal."""
        if node and node.text not in SENTENCES:
            self._not_an_option("refused", node, tuple(SENTENCES))

    def clock(self, node: Scalar | None) -> None:
        """Check that there is such a day and time."""
        if node and not read_clock(node.text, self.office):
            words = {"found": node.text, "expected": "a day and a time that there are", "example": CLOCK}
            self.findings.append(diagnose("not-so-written", self.file, node.span, **words))

    # -- what is told ----------------------------------------------------------------------------------------

    def _told(self, told: Node | None, *, with_values: bool) -> None:
        for key, value in told.entries if isinstance(told, Mapping) else ():
            self.fact(key)
            fact = self.known.facts.get(key.text.rpartition("/")[2])
            if isinstance(value, Sequence) and fact and fact.kind == "list":
                for element in value.items:
                    self._told(element, with_values=with_values)
            elif fact and with_values:
                for one in _singles(value):
                    self._answer(fact, one)

    def _answer(self, fact: Fact, given: Scalar) -> None:
        if fact.kind not in ("choice", "choices", "person") or given.text.strip() in ("", CANNOT_BE_TOLD):
            return
        try:
            read_text(given.text, fact, self.office, monday(self.office))
        except Misread:
            self._not_an_option(fact.id, given, tuple(fact.options or self.office.staff))

    def _not_an_option(self, fact: str, given: Scalar, options: tuple[str, ...]) -> None:
        words = {"name": f"`{fact}`", "found": given.text, "options": options}
        self.findings.append(diagnose("not-one-of", self.file, given.span, suggest(given.text, options), **words))

    def _facts_seen(self, facts: Mapping) -> None:
        """Check the options among the facts that are looked at."""
        for key, said in facts.entries:
            fact = self.known.facts.get(key.text.rpartition("/")[2])
            if fact and fact.kind == "choice" and fact.options and isinstance(said, Scalar):
                labels = {*fact.options, *fact.options.values(), *_NO_VALUE}
                if said.text not in labels:
                    self._not_an_option(fact.id, said, (*fact.options, *_NO_VALUE))


def _singles(node: Node) -> tuple[Scalar, ...]:
    """Give a single value, or those that are listed."""
    items = node.items if isinstance(node, Sequence) else (node,)
    return tuple(one for one in items if isinstance(one, Scalar))


_Check: TypeAlias = "Callable[[_Names, Scalar], None]"

NAMED: Final[dict[str, _Check]] = {
    **dict.fromkeys(("done", "skip", "redo", "confirm", "sign", "take", "hand", "step"), _Names.step),
    **dict.fromkeys(("arrive", "withdraw"), _Names.arrival),
    **dict.fromkeys(("add", "remove"), _Names.list),
    "print": _Names.document,
    "to": _Names.role,
    "now": _Names.clock,
    "as": _Names.person,
    "go_to": _Names.step_or_parent,
}
"""What the words of a line name."""

SEEN: Final[dict[str, tuple[_Check, _Check]]] = {
    "case": (_Names.nothing, _Names.nothing),
    "outcome": (_Names.nothing, _Names.outcome),
    "ending": (_Names.nothing, _Names.outcome),
    "open": (_Names.nothing, _Names.step),
    "not_open": (_Names.nothing, _Names.step),
    "settled": (_Names.nothing, _Names.step),
    "status": (_Names.step, _Names.nothing),
    "waits_for": (_Names.step, _Names.awaited),
    "who": (_Names.step, _Names.role_or_person),
    "title": (_Names.step, _Names.nothing),
    "say": (_Names.step, _Names.nothing),
    "asks": (_Names.step, _Names.fact),
    "facts": (_Names.fact, _Names.nothing),
    "dates": (_Names.nothing, _Names.step_before_colon),
    "flags": (_Names.nothing, _Names.step_before_colon),
    "conflicts": (_Names.nothing, _Names.fact),
    "printed": (_Names.nothing, _Names.nothing),
    "printed_html": (_Names.nothing, _Names.nothing),
}
"""What the words of a look name: in the keys below it, and in the values."""

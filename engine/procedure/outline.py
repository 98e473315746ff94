"""Which names a procedure declares and where they stand, before anything refers to anything.

INVARIANT: in an outline each fact and each step has one name of its own; a second one is a finding and left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

from engine.diagnostics import MOST_FINDINGS, Diagnostic, Severity, Span, diagnose
from engine.frozen import NamedTuple
from engine.procedure.model import Place
from engine.procedure.nodes import Mapping, Scalar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.procedure.nodes import Document

FOR_EACH: Final = re.compile(r"\s*(.*?\S)(?:\s+where\s+(.*\S))?\s*", re.DOTALL)
"""`list where condition`."""


@dataclass(frozen=True, slots=True)
class DeclaredFact:
    """A fact as it is declared. `lists` are the lists around it, from the outside in."""

    id: str
    key: Scalar
    node: Mapping
    lists: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DeclaredStep:
    """A step as it is declared, with the steps in it.

    Args:
        outside: As `place.home`, but what the step itself is once per left out.
        who: Its own `who`, or that of the nearest group that has one.
    """

    id: str
    key: Scalar
    node: Mapping
    place: Place
    outside: tuple[str, ...]
    who: tuple[Scalar, ...]
    steps: tuple[DeclaredStep, ...]

    def walk(self) -> Iterator[DeclaredStep]:
        """Give the step and all below it, in the order of the file."""
        yield self
        for step in self.steps:
            yield from step.walk()


class _Around(NamedTuple):
    """What a step has from the group it is in."""

    ancestors: tuple[str, ...] = ()
    home: tuple[str, ...] = ()
    any_time: bool = False
    who: tuple[Scalar, ...] = ()


@dataclass
class Outline:
    """All names that a procedure declares, and what was found to be wrong so far."""

    file: str
    root: Mapping
    facts: dict[str, DeclaredFact] = field(default_factory=dict)
    steps: tuple[DeclaredStep, ...] = ()
    any_time: tuple[DeclaredStep, ...] = ()
    by_id: dict[str, DeclaredStep] = field(default_factory=dict)
    findings: list[Diagnostic] = field(default_factory=list)
    errors: int = 0

    @property
    def is_full(self) -> bool:
        """Whether so many errors were found that no more is looked for."""
        return self.errors >= MOST_FINDINGS

    def find(self, code: str, span: Span, instead: str | None = None, **words: object) -> None:
        """Keep a finding, made of its code."""
        self.keep(diagnose(code, self.file, span, instead, **words))

    def keep(self, finding: Diagnostic) -> None:
        """Keep a finding."""
        self.findings.append(finding)
        self.errors += finding.severity is Severity.ERROR

    @cached_property
    def option_titles(self) -> dict[str, str]:
        """Give what each option is called, by the first fact that has it."""
        groups = [fact.node.mapping("options") for fact in self.facts.values()]
        return {key.text: options.text(key.text) for options in reversed(groups) for key, _ in options.entries}

    def is_many(self, arrival: Scalar) -> bool:
        """Whether a word names an arrival that may come more than once."""
        return self.root.mapping("arrivals").mapping(arrival.text).is_true("many")

    @cached_property
    def people(self) -> frozenset[str]:
        """Give the facts that name a person."""
        return frozenset(name for name, fact in self.facts.items() if fact.node.text("type") == "person")

    @cached_property
    def people_lists(self) -> frozenset[str]:
        """Give the lists whose elements name people."""
        return frozenset(self.facts[name].lists[-1] for name in self.people if self.facts[name].lists)

    @cached_property
    def roles(self) -> dict[str, Scalar]:
        """Give the roles, with the keys that name them."""
        return self._keys("roles")

    @cached_property
    def arrivals(self) -> dict[str, Scalar]:
        """Give the arrivals, with the keys that name them."""
        return self._keys("arrivals")

    @cached_property
    def settings(self) -> dict[str, Scalar]:
        """Give the settings, with the keys that name them."""
        return self._keys("settings")

    def _keys(self, section: str) -> dict[str, Scalar]:
        return {key.text: key for key, _ in self.root.mapping(section).entries}

    def walk(self) -> Iterator[DeclaredStep]:
        """Give all steps in the order of the file."""
        for step in (*self.steps, *self.any_time):
            yield from step.walk()


def outline(document: Document) -> Outline:
    """Gather the names of a procedure."""
    root = document.root if isinstance(document.root, Mapping) else Mapping((), document.root.span)
    found = Outline(document.file, root)
    _gather_facts(found, root.mapping("facts"), ())
    found.steps = _gather_steps(found, root, "steps", _Around())
    found.any_time = _gather_steps(found, root, "any_time", _Around(any_time=True))
    return found


def _gather_facts(into: Outline, facts: Mapping, lists: tuple[str, ...]) -> None:
    for key, node in facts.entries:
        first = into.facts.get(key.text)
        if first:
            into.find("duplicate-id", key.span, what="fact", name=key.text, line=first.key.span.line)
        elif isinstance(node, Mapping):
            into.facts[key.text] = DeclaredFact(key.text, key, node, lists)
            _gather_facts(into, node.mapping("of"), (*lists, key.text))


def _gather_steps(into: Outline, group: Mapping, section: str, around: _Around) -> tuple[DeclaredStep, ...]:
    in_sequence = section == "steps" and group.text("order") in {"", "sequence"}
    found: list[DeclaredStep] = []
    for node in group.mappings(section):
        step = _gather_step(into, node, around, tuple(step.id for step in found) if in_sequence else ())
        if step:
            found.append(step)
    return tuple(found)


def _once_per(into: Outline, step: str, node: Mapping, around: _Around) -> Iterator[str]:
    """Tell what a step adds to the home of what is in it; attempts and comings are told from elements by a `#`."""
    each = FOR_EACH.fullmatch(node.text("for_each"))
    if each:
        yield each[1]
    is_many = around.any_time and not around.ancestors and any(map(into.is_many, node.scalars("wait_for")))
    if "repeat" in node or is_many:
        yield f"{step}#"


def _gather_step(into: Outline, node: Mapping, around: _Around, before: tuple[str, ...]) -> DeclaredStep | None:
    key = node.scalar("id")
    if key is None:
        return None
    first = into.by_id.get(key.text)
    if first:
        into.find("duplicate-id", key.span, what="step", name=key.text, line=first.key.span.line)
        return None
    home = (*around.home, *_once_per(into, key.text, node, around))
    who = node.scalars("who") or around.who
    place = Place(around.ancestors, before, home, around.any_time)
    leaf = DeclaredStep(key.text, key, node, place, around.home, who, ())
    into.by_id[key.text] = leaf
    inner = around._replace(ancestors=(*around.ancestors, key.text), home=home, who=who)
    into.by_id[key.text] = step = replace(leaf, steps=_gather_steps(into, node, "steps", inner))
    return step

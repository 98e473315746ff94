"""What a step rests on: the told facts and lists behind its words, questions and conditions, and what became of them.

What is *covered* are the answers themselves, down to the elements of the lists that are summed up or counted.
What is *seen* are the values in its words and questions, what it tells a linked case, and the verdicts of its
conditions: a correction that leaves all of these as they were is none for what was done there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.case.explain import segments_of
from engine.case.reach import place_meant
from engine.case.reads import Read, reads_in
from engine.case.then import FactsThen
from engine.case.tree import place_from
from engine.condition.reading import UNKNOWN, Absent
from engine.frozen import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from engine.case.derive import Derivation
    from engine.case.facts import Facts
    from engine.case.state import Case
    from engine.case.tree import Node, Segments
    from engine.condition import Condition
    from engine.procedure.model import Fact, Step


class Correction(NamedTuple):
    """A fact that was told again, or a list that grew or shrank after it was told. `last` is the last entry of it."""

    name: str
    segments: Segments
    last: int
    at: datetime

    def since(self, case: Case, entry: int) -> Correction:
        """As seen from an entry: an answer that is put back stands since it was first given after that."""
        told = case.answers.get((place_from(self.segments), self.name), ())
        same = [one.told_at for one in told if one.seq > entry and one.value == told[-1].value]
        return self._replace(at=min(same)) if same and told[-1].seq == self.last else self


class Reliance:
    """What the steps of one derivation rest on, looked up as far as anything was corrected at all."""

    def __init__(self, derivation: Derivation) -> None:
        self._derivation = derivation
        self._facts = derivation.procedure.facts
        self._corrections = _corrections(derivation.case)
        self._then: dict[int, FactsThen] = {}
        self._covered: dict[tuple[str, bool], frozenset[Read]] = {}

    def voided(self, node: Node, entry: int) -> list[Correction]:
        """Give what a signature covers and what is other now than at its entry: the step's own answers count too."""
        return self._changed(node, entry, self._all(node, own=True)) if self._corrections else []

    def outdated(self, node: Node, entry: int) -> list[Correction]:
        """Give the corrections since an entry by which something that is seen in a step became another."""
        if not self._corrections or not self._changed(node, entry, self._all(node, own=False)):
            return []
        then = self.then(entry)
        found: dict[Correction, None] = {}
        for name in _shown(node.step, self._facts):
            if self._is_other(self._shown(then, name, node), self._shown(self._derivation, name, node)):
                found |= dict.fromkeys(self._changed(node, entry, self._closed(self._showing(name))))
        for above, condition in _conditions(node):
            readings = (condition.read(facts.view(above.segments)) for facts in (then, self._derivation))
            if self._is_other(*(value for value, _ in readings)):
                reads = self._closed(reads_in(condition.tree))
                found |= dict.fromkeys(self._changed(above, entry, reads))
        return list(found)

    def then(self, entry: int) -> FactsThen:
        """Give the facts as they were told up to an entry."""
        if entry not in self._then:
            self._then[entry] = FactsThen(self._derivation, entry)
        return self._then[entry]

    def was_called_off(self, node: Node, entry: int) -> bool:
        """Whether a step was not called for by what had been told up to an entry."""
        if any(above.element and (above.element.removed_in or entry + 1) <= entry for above in node.line()):
            return True
        then = self.then(entry)
        return any(condition.read(then.view(above.segments)).value is False for above, condition in _gates(node))

    def _all(self, node: Node, *, own: bool) -> frozenset[Read]:
        key = (node.step.id, own)
        if key not in self._covered:
            names = (*_shown(node.step, self._facts), *(node.step.ask if own else ()))
            reads = [read for name in names for read in self._showing(name)]
            reads += [read for _, condition in _conditions(node) for read in reads_in(condition.tree)]
            self._covered[key] = self._closed(reads)
        return self._covered[key]

    def _showing(self, name: str) -> list[Read]:
        """What is read where a fact is shown: of a list all its elements."""
        return [Read(name), *(Read(inner, name) for inner in self._facts[name].of)]

    def _closed(self, reads: Iterable[Read]) -> frozenset[Read]:
        """Follow worked-out facts, the `when` of facts, and the situations of answers, down to told ones."""
        found: set[Read] = set()
        waiting = list(reads)
        while waiting:
            read = waiting.pop()
            if read not in found:
                found.add(read)
                fact = self._facts[read.name]
                waiting += _behind(fact, read.across)
                waiting += [one for part in fact.home for one in self._deciding(fact, part, read.across)]
        return frozenset(found)

    def _deciding(self, fact: Fact, part: str, across: str | None) -> Iterator[Read]:
        """What decides which attempt a fact is read of: in each of them, all that they go on until."""
        repeat = self._derivation.procedure.by_id[part[:-1]].repeat if part.endswith("#") else None
        if repeat:
            home = fact.home
            around = across if across in home and home.index(across) < home.index(part) else part
            for name, _ in reads_in(repeat.until.tree):
                yield Read(name, around)

    def _changed(self, node: Node, entry: int, reads: frozenset[Read]) -> list[Correction]:
        found = {
            one.since(self._derivation.case, entry): None
            for read in sorted(reads, key=lambda read: (read.name, read.across or ""))
            for one in self._corrections.get(read.name, ())
            if one.last > entry and self._is_meant(one, read, node, entry) and self._is_other_now(one, entry)
        }
        return list(found)

    def _is_meant(self, one: Correction, read: Read, node: Node, entry: int) -> bool:
        """Whether a fact at a place is one of those that are read, seen from a step, now or when an entry was made."""
        if read.across and any(read.across == part for part, _ in node.segments if part.endswith("#")):
            return False  # who is in an attempt reads of that one, whichever decides
        home = self._facts[one.name].home
        depth = home.index(read.across) if read.across in home else len(home)
        place = one.segments[:depth]
        return any(
            place == place_meant(facts, home[:depth], node.segments) for facts in (self._derivation, self.then(entry))
        )

    def _is_other_now(self, one: Correction, entry: int) -> bool:
        place, then, facts = place_from(one.segments), self.then(entry), self._derivation
        before, told = then.answers(place, one.name), facts.answers(place, one.name)
        if not before:
            return False
        if self._facts[one.name].kind != "list":
            return not told or told[-1].value != before[-1].value
        numbers = [[element.number for element in each.present(place, one.name)] for each in (then, facts)]
        return numbers[0] != numbers[1]

    def _shown(self, facts: Facts, name: str, node: Node) -> object:
        """A value as it is shown: of a list, those of all its elements."""
        value = facts.fact(name, node.segments).value
        if self._facts[name].kind != "list" or isinstance(value, Absent):
            return value
        scopes = facts.view(node.segments).elements(name).scopes
        return tuple(tuple(scope.fact(inner).value for inner in self._facts[name].of) for scope in scopes)

    def _is_other(self, then: object, now: object) -> bool:
        """Whether what was seen then is other now; what was not known then was not seen."""
        if then is UNKNOWN:
            return False
        if isinstance(then, tuple) and isinstance(now, tuple):
            return len(then) != len(now) or any(map(self._is_other, then, now))
        return then != now


def _behind(fact: Fact, across: str | None) -> Iterator[Read]:
    conditions = [one for row in fact.value for one in row if one] + ([fact.when] if fact.when else [])
    for condition in conditions:
        for name, inner in reads_in(condition.tree):
            yield Read(name, across or inner)
    for name in fact.ask_again_if_changed:
        yield Read(name, across)


def _shown(step: Step, facts: Mapping[str, Fact]) -> list[str]:
    """The facts in the words of a step, and those it asks that were asked before."""
    texts = [text for text in (step.say, *step.do) if text]
    asked = [name for name in step.ask if facts[name].asked_in[:1] != (step.id,)]
    own = set(step.ask) - set(asked)
    return list(dict.fromkeys([*(name for text in texts for name in text.names if name not in own), *asked]))


def _conditions(node: Node) -> Iterator[tuple[Node, Condition]]:
    """What a step is called for by, and what it tells the case it opens; each with where it is read."""
    yield from _gates(node)
    for told in node.step.open_case.told.values() if node.step.open_case else ():
        yield node, told


def _gates(node: Node) -> Iterator[tuple[Node, Condition]]:
    for above in node.line():
        where = above.step.for_each.where if above.step.for_each else None
        condition = where if above.is_inner else above.step.when
        if condition:
            yield above, condition


def _corrections(case: Case) -> dict[str, list[Correction]]:
    found: dict[str, list[Correction]] = {}
    for place, name in {*case.corrected, *case.withdrawn}:
        told = [(answer.seq, answer.told_at) for answer in case.answers.get((place, name), ())]
        told += [(seq, answer.told_at) for seq, answer in case.withdrawn.get((place, name), ())]
        found.setdefault(name, []).append(Correction(name, segments_of(place), *max(told)))
    for (place, name), elements in case.elements.items():
        listed = case.answers.get((place, name))
        if not listed:
            continue
        moves = [(element.seq, element.since) for element in elements if element.seq > listed[0].seq]
        moves += [
            (element.removed_in, element.removed) for element in elements if element.removed_in and element.removed
        ]
        if moves:
            found.setdefault(name, []).append(Correction(name, segments_of(place), *max(moves)))
    return found

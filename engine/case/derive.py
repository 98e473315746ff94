"""Which steps are settled, open or waiting, and what each fact's value is: one derivation of one case at one moment.

INVARIANT: a derivation reads the procedure, the case, the moment and the office, and nothing else; it changes nothing.
Statuses need facts and facts need statuses (a fact nobody will ask any more is none), so both live here, each
computed once. What hangs on itself is undecided as long as nothing else decides it, see `memory`.
"""

from __future__ import annotations

from functools import cached_property, reduce
from typing import TYPE_CHECKING, NamedTuple

from engine.case.attempts import Attempts
from engine.case.clocks import Watch, gave_up, moment, pauses
from engine.case.discretion import Discretion
from engine.case.facts import Facts, View
from engine.case.memory import Growth, Memory, lasts_if_false, remembered
from engine.case.reads import depth_of
from engine.case.reliance import Reliance
from engine.case.signing import signed
from engine.case.standing import Standing, both, earliest, first, is_before, together
from engine.case.taking import in_the_way, turns
from engine.case.tree import Tree
from engine.condition.reading import UNKNOWN, Reading
from engine.condition.truth import latest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from engine.case.agenda import Missing
    from engine.case.clocks import Rest
    from engine.case.office import Office
    from engine.case.refusals import Because
    from engine.case.state import Case
    from engine.case.tellings import Mark
    from engine.case.tree import Node, Segments
    from engine.condition import Condition, Phrase
    from engine.procedure.model import Outcome, Procedure, Wait


class Ending(NamedTuple):
    """An outcome that has ended the rest of the case, and since when."""

    outcome: Outcome
    since: datetime | None


_WAITING = Standing("waiting", None)
_UNKNOWN = Reading(UNKNOWN, None)


def derive(procedure: Procedure, case: Case, now: datetime, office: Office) -> Derivation:
    """Derive a case; where an `as_soon_as` has come true, the rest of the case is settled by it (design 5.3)."""
    found = Derivation(procedure, case, now, office)
    paused = pauses(found)
    if paused:
        found = _again(found, None)
        found.pauses = paused
    ending = found.find_ending()
    if ending:
        found = _again(found, ending)
        found.pauses = paused
    found.begin_attempts()
    return found


def _again(before: Derivation, ending: Ending | None) -> Derivation:
    """Begin anew, knowing what was found; what was seen of the time counts on."""
    found = Derivation(before.procedure, before.case, before.now, before.office, ending)
    found.watch = before.watch
    return found


class Derivation:
    """Statuses and readings of one case, worked out when asked for and kept for the time of one agenda."""

    def __init__(
        self,
        procedure: Procedure,
        case: Case,
        now: datetime,
        office: Office,
        ending: Ending | None = None,
        growth: Growth | None = None,
    ) -> None:
        self.procedure = procedure
        self.case = case
        self.now = now
        self.office = office
        self.ending = ending
        self.watch = Watch()
        self.pauses: tuple[Rest, ...] = ()
        edge = now.astimezone(case.last.tzinfo) if case.last else now
        before = growth.before if growth else None
        self.memory: Memory = Memory(edge, None, before.memory if before else None, growth.since if growth else None)
        self.tree: Tree = before.tree if before else Tree(procedure, case)
        self.facts: Facts = Facts(self, before.facts if before else None)
        self.attempts = Attempts(self)
        self._opened = Reading(value=True, since=case.opened)
        self.reliance = Reliance(self)
        self._depths: dict[Condition, int | None] = {}
        self.lacking: dict[tuple[Condition, Segments], tuple[Missing, ...]] = {}
        """What conditions that go through a list would have to know (see `missing`)."""
        self.traced: dict[tuple[Condition, Segments], tuple[Because, ...]] = {}
        """What decided such conditions (see `explain`)."""
        self.discretion = Discretion()
        self.reasons: dict[tuple[Node, bool], tuple[Because, ...]] = {}
        """Why a step is called for, or not, by its own conditions (see `explain`)."""

    def begin_attempts(self) -> None:
        """Make the attempts that have begun, so that all step instances can be found."""
        for node in self.tree.walk() if any(step.repeat for step in self.procedure.by_id.values()) else ():
            if node.kind == "repeat":
                self.settled(node)

    def view(self, segments: Segments) -> View:
        """Give the scope of a place."""
        return self.facts.view(segments)

    def clock_view(self, segments: Segments) -> View:
        """Give the scope of a place for clocks: arrivals stand since they happened, not since they were recorded."""
        return View(self, segments, self.facts, happened=True)

    def read(self, condition: Condition, node: Node) -> Reading:
        """Read a condition where a step instance stands; none of them stands since before the case was opened."""
        if condition.reads.lists:
            value, since = self.read_at(condition, node.segments)
        else:
            value, since = condition.read(self.view(node.segments))
        return Reading(value, latest(since, self.case.opened))

    def read_at(self, condition: Condition, segments: Segments) -> Reading:
        """Read a condition at a place; one that goes through a list only once for all places where it is the same."""
        if condition.reads.lists:
            return self._read((condition, self.outermost(condition, segments)))
        return condition.read(self.view(segments))

    @remembered(_UNKNOWN, lasting=lambda _, __: False)
    def _read(self, key: tuple[Condition, Segments]) -> Reading:
        return key[0].read(self.view(key[1]))

    def outermost(self, condition: Condition, segments: Segments) -> Segments:
        """Give the place furthest out from which a condition reads the same as from this one."""
        if condition not in self._depths:
            self._depths[condition] = depth_of(condition, self.procedure)
        return segments[: self._depths[condition]]

    def find_ending(self) -> Ending | None:
        """Find the outcome whose `as_soon_as` came true first; of several at once, the one further up."""
        endings = []
        for outcome in self.procedure.outcomes:
            if outcome.as_soon_as:
                value, since = outcome.as_soon_as.read(self.view(()))
                if value is True:
                    endings.append(Ending(outcome, latest(since, self.case.opened)))
        return min(endings, key=lambda ending: ending.since or self.now, default=None)

    def outcome(self) -> Outcome | None:
        """Name the end: the outcome that ended the case, else the first whose `when` is true (design 5.3)."""
        if self.ending:
            return self.ending.outcome
        for outcome in self.procedure.outcomes:
            if outcome.as_soon_as:
                continue
            if not outcome.when or outcome.when.read(self.view(())).value is True:
                return outcome
        return None

    # -- what a step is called for by ------------------------------------------------------------------------

    @remembered(_UNKNOWN)
    def applies(self, node: Node) -> Reading:
        """Whether a step is called for: its own and its ancestors' `when`, and whether its element is there."""
        above = self.applies(node.parent) if node.parent else self._opened
        return both((above, *self._conditions(node)))

    def _conditions(self, node: Node) -> Iterator[Reading]:
        if node.element and node.element.removed:
            yield Reading(value=False, since=node.element.removed)
        if node.step.when and not node.is_inner:
            yield self.read(node.step.when, node)
        if node.is_inner and node.step.for_each and node.step.for_each.where:
            yield self.read(node.step.for_each.where, node)

    def called(self, node: Node) -> Reading:
        """As `applies`, and false too once its own or an ancestor's `until` is true."""
        return self._still_called(node) if node.ends else self.applies(node)

    @remembered(_UNKNOWN, lasts_if_false)
    def _still_called(self, node: Node) -> Reading:
        above = self.called(node.parent) if node.parent else self._opened
        until = node.step.until
        over = self.read(until, node) if until and node.decides(until) else _UNKNOWN
        ended = [Reading(value=False, since=over.since)] if over.value is True else []
        return both((above, self.applies(node), *ended))

    # -- how it stands ---------------------------------------------------------------------------------------

    @remembered(_WAITING)
    def standing(self, node: Node) -> Standing:
        """Say how a step instance stands (design 5.4.1, 5.4.2)."""
        return self.settled(node) or self._unsettled(node)

    @remembered(None)
    def settled(self, node: Node) -> Standing | None:
        """Say how a step instance was settled, if it was; what only makes it wait for a while has no part in it."""
        return self._leaf(node) if node.kind == "leaf" else self._group(node)

    def _unsettled(self, node: Node) -> Standing:
        if node.kind != "leaf":
            standings = [self.standing(child) for child in node.children]
            opened = [standing.since for standing in standings if standing.status == "open"]
            return Standing("open", earliest(opened)) if opened else _WAITING
        gate = self.gate(node)
        if gate.value is not True or self.is_resting(node) or self.is_joining(node) or in_the_way(self, node):
            return _WAITING
        reopening = self.case.reopened.get(node.address)
        return Standing("open", latest(gate.since, reopening.since if reopening else None))

    def _leaf(self, node: Node) -> Standing | None:
        done = self._done(node)
        if done or not node.step.is_silent:
            return done or self.dismissed(node)
        gate = self.gate(node)
        by_itself = Standing("done", gate.since) if gate.value is True else None
        return first([self.aside(node), self._ended_early(node), by_itself, self._closed()])

    def _done(self, node: Node) -> Standing | None:
        since = signed(self, node) if node.step.only_signs else None
        if since:
            return Standing("done", since)
        mark = self.case.marks.get(node.address)
        if not mark or mark.kind != "done":
            return None
        if self.called(node).value is not False and self.is_outstanding(node):
            return None
        return Standing("done", self._done_since(node, mark))

    def _done_since(self, node: Node, mark: Mark) -> datetime:
        since = mark.since
        for name in node.step.ask:
            answer = self.facts.answer(node.segments, name)
            if answer:
                since = max(since, answer.since)
        subcase = self.case.subcases.get(node.address)
        if subcase and node.step.open_case and node.step.open_case.wait:
            since = max(since, subcase.since)
        return max(since, signed(self, node) or since)

    def is_outstanding(self, node: Node) -> bool:
        """Whether something a leaf asks for is still to be told, or a case it joins is still running (design 5.4.6)."""
        if any(self.is_wanted(node, name) for name in node.step.ask):
            return True
        if node.step.sign and not signed(self, node):
            return True
        return bool(node.step.open_case) and (node.address not in self.case.subcases or self.is_joining(node))

    def is_joining(self, node: Node) -> bool:
        """Whether a step waits for the case that it opened."""
        subcase = self.case.subcases.get(node.address)
        joins = node.step.open_case is not None and node.step.open_case.wait
        return joins and subcase is not None and subcase.status in ("open", "on hold")

    def is_resting(self, node: Node) -> bool:
        """Whether the case is on hold, or a step that makes the rest wait is open."""
        return self.case.status == "on hold" or bool(self.pausing(node))

    @cached_property
    def turns(self) -> dict[Node, int]:
        """Give the steps that have begun and that go on, of which only one at a time may; each with how late."""
        return turns(self)

    def pausing(self, node: Node) -> list[Node]:
        """Give the open steps that make a step wait (design 5.3, `pause`)."""
        roots = self.tree.pausing
        if not roots or any(above in roots for above in node.line()):
            return []
        return [root for root in roots if self.standing(root).status == "open"]

    def is_wanted(self, node: Node, name: str) -> bool:
        """Whether a step must still be told a fact: it is required and unknown."""
        fact = self.procedure.facts[name]
        return fact.required and self.facts.read(name, node.segments).value is UNKNOWN

    def dismissed(self, node: Node) -> Standing | None:
        """Say how a step was settled without being done, if it was: by what came first."""
        return first([self.aside(node), self._ended(node)])

    def _ended(self, node: Node) -> Standing | None:
        """What an end of the case makes of a step that is not settled otherwise: its outcome, or else its closing."""
        return self._ended_early(node) or self._closed()

    def _ended_early(self, node: Node) -> Standing | None:
        if self.ending and not any(above.step.id in self.ending.outcome.still_do for above in node.line()):
            return Standing("not needed", self.ending.since)
        return None

    def _closed(self) -> Standing | None:
        return Standing("not needed", self.case.ended) if self.case.status in ("closed", "cancelled") else None

    @remembered(None)
    def aside(self, node: Node) -> Standing | None:
        """As `dismissed`, but for the reasons that lie in the step itself: an ending of the case is none of them."""
        line, marks = node.line(), self.case.marks
        found: list[Standing | None] = []
        for above in line if marks else ():
            mark = marks.get(above.address)
            if mark and mark.kind == "skipped":
                found.append(Standing("skipped", mark.since))
        value, since = self.called(node)
        if value is False:
            found.append(Standing("not needed", since))
        gone = (gave_up(self, above) for above in line if above.step.give_up)
        return first([*found, *(Standing("gave up", since) for since in gone if since)])

    def _group(self, node: Node) -> Standing | None:
        if node.kind == "repeat" and (decided := self.attempts.decided(node)):
            return decided
        needed: list[Standing] = []
        for child in node.children:
            if child.is_inner or not child.step.optional:
                settled = self.settled(child)
                if settled is None:
                    return None
                needed.append(settled)
        dismissed = self.dismissed(node)
        complete, since = self._elements_known(node, dismissed)
        if not complete:
            return None
        if node.kind == "repeat" and dismissed:  # no attempt decided: it is what it was settled as
            return dismissed._replace(since=reduce(latest, (one.since for one in needed), since))
        children = (self.settled(child) for child in node.children)
        return together(needed, [one for one in children if one], dismissed, since)

    def _elements_known(self, node: Node, dismissed: Standing | None) -> tuple[bool, datetime | None]:
        """Whether all that a group will consist of is there, and since when; a dismissed one gets nothing new to do."""
        if node.kind == "group":
            return True, None
        if node.kind == "repeat" or not node.step.for_each:
            return dismissed is not None, dismissed.since if dismissed else None
        found = self.view(node.segments).elements(node.step.for_each.list)
        if dismissed and not (found.complete and is_before(found.since, dismissed.since)):
            return True, dismissed.since
        return found.complete, found.since

    # -- when it may begin -----------------------------------------------------------------------------------

    @remembered(_UNKNOWN)
    def gate(self, node: Node) -> Reading:
        """True once a step may begin: its group may, earlier siblings are settled, its wait is over, it applies.

        It looks at one after the other, and no further than to the first that keeps the step from beginning.
        """
        since = self.case.opened
        for reading in self._keys(node):
            if reading.value is not True:
                return _UNKNOWN
            since = latest(since, reading.since)
        return Reading(value=True, since=since)

    def _keys(self, node: Node) -> Iterator[Reading]:
        if node.parent:
            yield self.gate(node.parent)
            if node.parent.kind == "repeat":
                yield self.attempts.opens(node)
        if node.earlier:
            yield self.passed(node.earlier)
        if node.element:
            yield Reading(value=True, since=node.element.since)
        if node.step.wait_for and (not node.is_inner or node.comes_by):
            yield self.waited(node)
        yield self.applies(node)

    def passed(self, node: Node) -> Reading:
        """True once a step and all siblings before it are settled; an optional one never blocks."""
        chain = [node]
        while chain[-1].earlier and not self.memory.knows("_passed", chain[-1].earlier):
            chain.append(chain[-1].earlier)
        for one in chain[:0:-1]:  # from the first on, so that a long sequence is no deep recursion
            self._passed(one)
        return self._passed(node)

    @remembered(_UNKNOWN)
    def _passed(self, node: Node) -> Reading:
        before = [self._passed(node.earlier)] if node.earlier else []
        if node.step.optional:
            return both([*before, Reading(value=True, since=None)])
        settled = self.settled(node)
        return both([*before, Reading(value=True, since=settled.since) if settled else _UNKNOWN])

    def waited(self, node: Node) -> Reading:
        """True once all that a step waits for is there."""
        return both([self.wait(wait, node) for wait in node.step.wait_for])

    def wait(self, wait: Wait, node: Node) -> Reading:
        """Read one thing that a step waits for."""
        return self.view(node.segments).wait(wait, node)

    def moment(self, phrase: Phrase, node: Node, times: int = 1) -> datetime | None:
        """Give the moment a phrase means for a step."""
        found = moment(self, phrase, node, times)
        return found and found.moment

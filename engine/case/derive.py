"""Which steps are settled, open or waiting, and what each fact's value is: one derivation of one case at one moment.

INVARIANT: a derivation reads the procedure, the case, the moment and the office, and nothing else; it changes nothing.
Statuses need facts and facts need statuses (a fact nobody will ask any more is none), so both live here, each
computed once. A circle, which the checker refuses beforehand, reads as unknown instead of running for ever.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final, NamedTuple

from engine.case.agenda import SETTLED
from engine.case.facts import Facts, View
from engine.case.reliance import changed_since
from engine.case.tree import Tree
from engine.condition.reading import UNKNOWN, Reading

if TYPE_CHECKING:
    from engine.case.agenda import StepStatus
    from engine.case.office import Office
    from engine.case.state import Case, Mark, Signature
    from engine.case.tree import Node, Segments
    from engine.condition import Condition, Phrase
    from engine.condition.reading import Value
    from engine.procedure.model import Outcome, Procedure, Wait


class Standing(NamedTuple):
    """How a step instance stands, and since when."""

    status: StepStatus
    since: datetime | None

    @property
    def is_settled(self) -> bool:
        """Whether it is done, skipped, gave up or not needed."""
        return self.status in SETTLED


class Ending(NamedTuple):
    """An outcome that has ended the rest of the case, and since when."""

    outcome: Outcome
    since: datetime | None


MOST_ATTEMPTS: Final = 1_000
"""Attempts of one repeated step; further ones are not made."""

_WAITING = Standing("waiting", None)
_UNKNOWN = Reading(UNKNOWN, None)


def derive(procedure: Procedure, case: Case, now: datetime, office: Office) -> Derivation:
    """Derive a case; where an `as_soon_as` has come true, the rest of the case is settled by it (design 5.3)."""
    found = Derivation(procedure, case, now, office)
    ending = found.find_ending()
    return Derivation(procedure, case, now, office, ending) if ending else found


class Derivation:
    """Statuses and readings of one case, worked out when asked for and kept for the time of one agenda."""

    def __init__(
        self,
        procedure: Procedure,
        case: Case,
        now: datetime,
        office: Office,
        ending: Ending | None = None,
    ) -> None:
        self.procedure = procedure
        self.case = case
        self.now = now
        self.office = office
        self.ending = ending
        self.tree = Tree(procedure, case)
        self.facts = Facts(self)
        self._standings: dict[Node, Standing] = {}
        self._called: dict[Node, Reading] = {}
        self._passed: dict[Node, Reading] = {}
        self._gates: dict[Node, Reading] = {}
        self._views: dict[Segments, View] = {}
        self._attempt_gates: dict[Node, Reading] = {}

    def view(self, segments: Segments) -> View:
        """Give the scope of a place."""
        if segments not in self._views:
            self._views[segments] = View(self, segments)
        return self._views[segments]

    def read(self, condition: Condition, node: Node) -> Reading:
        """Read a condition where a step instance stands."""
        return condition.read(self.view(node.segments))

    def read_at(self, condition: Condition, segments: Segments) -> Reading:
        """Read a condition at a place."""
        return condition.read(self.view(segments))

    def find_ending(self) -> Ending | None:
        """Find the first outcome whose `as_soon_as` is true."""
        for outcome in self.procedure.outcomes:
            if outcome.as_soon_as:
                value, since = outcome.as_soon_as.read(self.view(()))
                if value is True:
                    return Ending(outcome, since)
        return None

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

    def called(self, node: Node) -> Reading:
        """Whether a step applies: its own and its ancestors' `when`, `until`, and whether its element is there."""
        if node not in self._called:
            self._called[node] = _UNKNOWN
            self._called[node] = self._call(node)
        return self._called[node]

    def _call(self, node: Node) -> Reading:
        readings = [self.called(node.parent)] if node.parent else [Reading(value=True, since=self.case.opened)]
        if node.element and node.element.removed:
            readings.append(Reading(value=False, since=node.element.removed))
        if not node.is_inner:
            readings += self._entry(node)
        elif node.step.for_each and node.step.for_each.where:
            readings.append(self.read(node.step.for_each.where, node))
        return both(readings)

    def _entry(self, node: Node) -> list[Reading]:
        readings = []
        if node.step.when:
            readings.append(self.read(node.step.when, node))
        if node.step.until:
            value, since = self.read(node.step.until, node)
            if value is True:
                readings.append(Reading(value=False, since=since))
        return readings

    # -- how it stands ---------------------------------------------------------------------------------------

    def standing(self, node: Node) -> Standing:
        """Say how a step instance stands (design 5.4.1, 5.4.2)."""
        if node not in self._standings:
            self._standings[node] = _WAITING
            self._standings[node] = self._leaf(node) if node.kind == "leaf" else self._group(node)
        return self._standings[node]

    def _leaf(self, node: Node) -> Standing:
        done = self._done(node)
        if done:
            return done
        dismissed = self.dismissed(node)
        if dismissed:
            return dismissed
        gate = self.gate(node)
        if gate.value is not True:
            return _WAITING
        if node.step.is_silent:
            return Standing("done", gate.since)
        if self.is_resting(node) or self.is_joining(node):
            return _WAITING
        reopening = self.case.reopened.get(node.address)
        return Standing("open", latest(gate.since, reopening.since if reopening else None))

    def _done(self, node: Node) -> Standing | None:
        signed = self.signed(node) if node.step.only_signs else None
        if signed:
            return Standing("done", signed)
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
            if answer and answer.seq > mark.seq and (name, node.place) not in self.case.amended:
                since = max(since, answer.since)
        return since

    def is_outstanding(self, node: Node) -> bool:
        """Whether something a leaf asks for is still to be told, or a case it joins is still running (design 5.4.6)."""
        if any(self.is_wanted(node, name) for name in node.step.ask):
            return True
        if node.step.sign and not self.signed(node):
            return True
        return bool(node.step.open_case) and (node.address not in self.case.subcases or self.is_joining(node))

    def is_joining(self, node: Node) -> bool:
        """Whether a step waits for the case that it opened."""
        subcase = self.case.subcases.get(node.address)
        joins = node.step.open_case is not None and node.step.open_case.wait
        return joins and subcase is not None and subcase.status in ("open", "on hold")

    def is_resting(self, node: Node) -> bool:
        """Whether the case is on hold, or a step that makes the rest wait is open (design 5.3, `pause`)."""
        if self.case.status == "on hold":
            return True
        pausing = [root for root in self.tree.roots if root.any_time and root.step.pause]
        if not pausing or any(above in pausing for above in node.line()):
            return False
        return any(self.standing(root).status == "open" for root in pausing)

    def approvals(self, node: Node) -> tuple[Signature, ...]:
        """Give the signatures that count: the last word of each person, while what it covers is unchanged."""
        last = {signature.by: signature for signature in self.case.signatures.get(node.address, ())}
        reopening = self.case.reopened.get(node.address)
        return tuple(
            signature
            for signature in last.values()
            if signature.approved
            and not (reopening and reopening.seq > signature.seq)
            and not changed_since(self, node, signature.seq, own=True)
        )

    def signed(self, node: Node) -> datetime | None:
        """Say when enough people had signed, if they have."""
        moments = sorted(signature.since for signature in self.approvals(node))
        needed = node.step.sign.at_least if node.step.sign else 0
        return moments[needed - 1] if 0 < needed <= len(moments) else None

    def is_wanted(self, node: Node, name: str) -> bool:
        """Whether a step must still be told a fact: it is required and unknown."""
        fact = self.procedure.facts[name]
        return fact.required and self.facts.read(name, node.segments).value is UNKNOWN

    def dismissed(self, node: Node) -> Standing | None:
        """Say how a step was settled without being done, if it was: skipped, not needed, or gave up."""
        aside = self.aside(node)
        if aside or not self.ending:
            return aside
        kept = self.ending.outcome.still_do
        if any(above.step.id in kept for above in node.line()):
            return None
        return Standing("not needed", self.ending.since)

    def aside(self, node: Node) -> Standing | None:
        """As `dismissed`, but for the reasons that lie in the step itself: an ending of the case is none of them."""
        for above in node.line():
            mark = self.case.marks.get(above.address)
            if mark and mark.kind == "skipped":
                return Standing("skipped", mark.since)
        value, since = self.called(node)
        if value is False:
            return Standing("not needed", since)
        for above in node.line():
            moment = self.gave_up(above)
            if moment:
                return Standing("gave up", moment)
        return None

    def gave_up(self, node: Node) -> datetime | None:
        """Say when a step gave up: its time passed before what it waited for was recorded."""
        if not node.step.give_up or node.is_inner:
            return None
        moment = self.moment(node.step.give_up, node)
        if moment is None or moment > self.now:
            return None
        waited = self.waited(node, recorded=True)
        return None if waited.value is True and waited.since and waited.since <= moment else moment

    def _group(self, node: Node) -> Standing:
        if node.kind == "repeat":
            return self._repeat(node)
        standings = [self.standing(child) for child in node.children]
        complete, since = self._elements_known(node)
        blocking = [
            standing
            for child, standing in zip(node.children, standings, strict=True)
            if not standing.is_settled and not child.step.optional
        ]
        if blocking or not complete:
            return self._unsettled_group(node, standings)
        settled = [standing for standing in standings if standing.is_settled]
        return _together(settled, self.dismissed(node), since)

    def _unsettled_group(self, node: Node, standings: list[Standing]) -> Standing:
        dismissed = self.dismissed(node)
        if dismissed and all(standing.is_settled for standing in standings):
            return dismissed
        opened = [standing.since for standing in standings if standing.status == "open"]
        return Standing("open", earliest(opened)) if opened else _WAITING

    def _elements_known(self, node: Node) -> tuple[bool, datetime | None]:
        if node.kind != "each":
            return True, None
        if not node.step.for_each:
            return False, None
        found = self.view(node.segments).elements(node.step.for_each.list)
        return found.complete, found.since

    # -- attempts --------------------------------------------------------------------------------------------

    def _repeat(self, node: Node) -> Standing:
        """Attempts one after the other; the first with `until` true decides, or the last of `at_most` (design 5.3)."""
        opens = Reading(value=True, since=None)
        for number in range(1, MOST_ATTEMPTS + 1):
            child = self.tree.attempt(node, number)
            self._attempt_gates[child] = opens
            standing = self.standing(child)
            if not standing.is_settled:
                break
            if self._is_last(node, child, standing):
                return standing
            if self._reads_until(node, child) is UNKNOWN:
                break
            opens = self._next_opens(node, child, standing)
        standings = [self.standing(child) for child in node.children]
        return self._unsettled_group(node, standings)

    def _is_last(self, node: Node, child: Node, standing: Standing) -> bool:
        most = node.step.repeat.at_most if node.step.repeat else None
        is_exhausted = most is not None and len(node.children) >= most
        return standing.status != "done" or is_exhausted or self._reads_until(node, child) is True

    def _reads_until(self, node: Node, child: Node) -> Value:
        return self.read(node.step.repeat.until, child).value if node.step.repeat else UNKNOWN

    def _next_opens(self, node: Node, child: Node, standing: Standing) -> Reading:
        every = node.step.repeat.every if node.step.repeat else None
        if not every:
            return Reading(value=True, since=standing.since)
        moment = self.moment(every, child)
        return Reading(value=True, since=moment) if moment and moment <= self.now else _UNKNOWN

    def deciding(self, node: Node) -> Node | None:
        """Give the attempt that decided a repeated step, once it is settled."""
        return node.children[-1] if self.standing(node).is_settled and node.children else None

    # -- when it may begin -----------------------------------------------------------------------------------

    def gate(self, node: Node) -> Reading:
        """Whether a step may begin: its group may, earlier siblings are settled, its wait is over, it applies."""
        if node not in self._gates:
            self._gates[node] = _UNKNOWN
            self._gates[node] = self._gate(node)
        return self._gates[node]

    def _gate(self, node: Node) -> Reading:
        readings = [self.gate(node.parent)] if node.parent else [Reading(value=True, since=self.case.opened)]
        if node.earlier:
            readings.append(self.passed(node.earlier))
        if node.element:
            readings.append(Reading(value=True, since=node.element.since))
        if node.parent and node.parent.kind == "repeat":
            readings.append(self._attempt_gates.get(node, _UNKNOWN))
        if not node.is_inner:
            readings.append(self.waited(node))
        readings.append(self.called(node))
        if any(rival is not node and self.is_taken(rival) for rival in node.rivals):
            readings.append(_UNKNOWN)
        return both(readings)

    def is_taken(self, node: Node) -> bool:
        """Whether somebody is on a step, or on one below it, and has not settled it."""
        begun = any(below.address in self.case.taken for below in node.walk())
        return begun and not self.standing(node).is_settled

    def passed(self, node: Node) -> Reading:
        """True once a step and all siblings before it are settled; an optional one never blocks."""
        if node not in self._passed:
            standing = self.standing(node)
            own = Reading(value=True, since=standing.since) if standing.is_settled or node.step.optional else _UNKNOWN
            self._passed[node] = both([self.passed(node.earlier), own]) if node.earlier else own
        return self._passed[node]

    def waited(self, node: Node, *, recorded: bool = False) -> Reading:
        """True once all that a step waits for is there; `recorded` dates arrivals by when they were written down."""
        if not node.step.wait_for:
            return Reading(value=True, since=None)
        return both([self.wait(wait, node, recorded=recorded) for wait in node.step.wait_for])

    def wait(self, wait: Wait, node: Node, *, recorded: bool = False) -> Reading:
        """Read one thing that a step waits for."""
        return self.view(node.segments).wait(wait, self, node, recorded=recorded)

    def moment(self, phrase: Phrase, node: Node, times: int = 1) -> datetime | None:
        """Give the moment a phrase means for a step; clocks stop while the case is on hold (design 5.4.9, 5.5)."""
        view = self.view(node.segments)
        value, _ = phrase.moment(view, times)
        anchor = phrase.anchor_reading(view).since
        return self._shifted(value, anchor) if isinstance(value, datetime) else None

    def _shifted(self, moment: datetime, anchor: datetime | None) -> datetime:
        for hold in self.case.holds:
            end = hold.end or self.now
            start = max(hold.start, anchor) if anchor else hold.start
            if start < moment and end > start:
                moment += end - start
        return moment


def both(readings: list[Reading]) -> Reading:
    """Kleene's and: false since the earliest false one, true since the latest, else unknown."""
    false = [since for value, since in readings if value is False]
    if false:
        return Reading(value=False, since=earliest(false))
    if any(value is not True for value, _ in readings):
        return _UNKNOWN
    since = None
    for reading in readings:
        since = latest(since, reading.since)
    return Reading(value=True, since=since)


def earliest(moments: list[datetime | None]) -> datetime | None:
    """Give the first of the moments that are known."""
    return min((moment for moment in moments if moment), default=None)


def latest(one: datetime | None, other: datetime | None) -> datetime | None:
    """Give the later of two moments, either of which may not be known."""
    if one and other:
        return max(one, other)
    return one or other


def _together(settled: list[Standing], dismissed: Standing | None, since: datetime | None) -> Standing:
    """Sum a group up: done if any is, else skipped or gave up if any is, else not needed (design 5.4.2)."""
    if not settled:
        return dismissed or Standing("not needed", since)
    for status in ("done", "skipped", "gave up", "not needed"):
        if any(standing.status == status for standing in settled):
            break
    for standing in settled:
        since = latest(since, standing.since)
    return Standing(status, since)

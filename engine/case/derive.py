"""Which steps are settled, open or waiting, and what each fact's value is: one derivation of one case at one moment.

INVARIANT: a derivation reads the procedure, the case, the moment and the office, and nothing else; it changes nothing.
Statuses need facts and facts need statuses (a fact nobody will ask any more is none), so both live here, each
computed once. What hangs on itself is undecided as long as nothing else decides it, see `memory`.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from engine.case.attempts import Attempts
from engine.case.clocks import Watch, gave_up, moment, pauses
from engine.case.discretion import OPENLY, Said
from engine.case.ending import Ending, as_closed
from engine.case.facts import Facts, View
from engine.case.groups import summed_up
from engine.case.marked import done
from engine.case.memory import NOW, STATUS, WORK, Kept, Stack, remembered
from engine.case.plan import plan_of
from engine.case.reliance import Reliance
from engine.case.standing import Standing, both, earliest, first
from engine.case.taking import in_the_way, turns
from engine.condition.reading import UNKNOWN, Reading
from engine.condition.truth import latest

if TYPE_CHECKING:
    from datetime import datetime

    from engine.case.clocks import Rest
    from engine.case.office import Office
    from engine.case.state import Case, CaseStatus
    from engine.case.tellings import Mark
    from engine.case.tree import Node, Segments, Tree
    from engine.condition import Condition, Phrase
    from engine.procedure.model import Outcome, Procedure, Wait


_WAITING = Standing("waiting", None)
_UNKNOWN = Reading(UNKNOWN, None)
_ALWAYS = Reading(value=True, since=None)
_NO_TURNS: dict[Node, int] = {}


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
    if not found.plan.is_whole:
        found.attempts.begin()
    return found


def _again(before: Derivation, ending: Ending | None) -> Derivation:
    """Begin anew, knowing what was found; what was seen of the time counts on."""
    found = Derivation(before.procedure, before.case, before.now, before.office, ending)
    found.watch = before.watch
    return found


class Derivation(Facts):
    """Statuses and readings of one case, worked out when asked for and kept for the time of one agenda."""

    def __init__(
        self, procedure: Procedure, case: Case, now: datetime, office: Office, ending: Ending | None = None
    ) -> None:
        plan = plan_of(procedure)
        self.tree: Tree = plan.tree(case)
        super().__init__(case, plan, Kept(), Stack(), self.tree.inputs)
        self.procedure = procedure
        self.office = office
        self.ending = ending
        self.pauses: tuple[Rest, ...] = ()
        self.watch = Watch()
        self.over = 0
        """So many steps of the sequence were over when it was last looked at."""
        self._opened = Reading(value=True, since=case.opened)
        self._now = now
        self.discretion = OPENLY
        self._attempts: Attempts | None = None
        self._reliance: Reliance | None = None
        self._said: Said | None = None

    def grown(self, case: Case, now: datetime, changed: int) -> Derivation:
        """Give the derivation of the case at a later moment, in which only some things have changed, by their bits."""
        found = object.__new__(Derivation)
        kept = self.kept.grown(changed & ~NOW if self.plan.is_timeless else changed)
        Facts.__init__(found, case, self.plan, kept, self.stack, self.inputs)
        found.tree, found.procedure, found.office = self.tree, self.procedure, self.office
        found.ending, found.pauses = None, ()
        found.watch = Watch() if changed & NOW else self.watch
        found.over = self.over
        found._opened = self._opened
        found._now = now
        found.discretion = OPENLY
        found._attempts = found._reliance = found._said = None
        return found

    @property
    def derivation(self) -> Derivation:
        """Itself: the facts of a derivation are those of now."""
        return self

    @property
    def said(self) -> Said:
        """What of it was put into words, with the discretion that is kept now."""
        if self._said is None or self._said.discretion != self.discretion:
            self._said = Said(self.discretion)
        return self._said

    @property
    def attempts(self) -> Attempts:
        """The attempts of its repeated steps."""
        self._attempts = self._attempts or Attempts(self)
        return self._attempts

    @property
    def reliance(self) -> Reliance:
        """What its steps rest on."""
        self._reliance = self._reliance or Reliance(self)
        return self._reliance

    @property
    def now(self) -> datetime:
        """The moment."""
        self.stack.seen |= NOW
        return self._now

    @cached_property
    def closing(self) -> Derivation | None:
        """As it would be if it were closed now; None as long as anything is left that must be done, and afterwards."""
        closed = as_closed(self)
        return derive(self.procedure, closed, self._now, self.office) if closed else None

    def is_at(self, now: datetime) -> bool:
        """Whether it is of a moment."""
        return self._now is now or (self._now == now and self._now.fold == now.fold)

    def mark(self, address: str) -> Mark | None:
        """Give what a person said of a step."""
        self.stack.seen |= self.inputs[address]
        return self.case.marks.get(address)

    def status(self) -> CaseStatus:
        """Say whether the case is open."""
        self.stack.seen |= STATUS
        return self.case.status

    def clock_view(self, segments: Segments) -> View:
        """Give the scope of a place for clocks: arrivals stand since they happened, not since they were recorded."""
        return View(self, segments, self, happened=True)

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

    @remembered(_UNKNOWN)
    def _read(self, key: tuple[Condition, Segments]) -> Reading:
        return key[0].read(self.view(key[1]))

    def outermost(self, condition: Condition, segments: Segments) -> Segments:
        """Give the place furthest out from which a condition reads the same as from this one."""
        return segments[: self.plan.depth_of(condition)]

    def find_ending(self) -> Ending | None:
        """Find the outcome whose `as_soon_as` came true first; of several at once, the one further up."""
        return self._ending(None) if self.plan.endings else None

    @remembered(None)
    def _ending(self, _about: None) -> Ending | None:
        endings = []
        for outcome, condition in self.plan.endings:
            value, since = condition.read(self.view(()))
            if value is True:
                endings.append(Ending(outcome, latest(since, self.case.opened)))
        return min(endings, key=lambda ending: ending.since or self.now) if endings else None

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

    def applies(self, node: Node) -> Reading:
        """Whether a step is called for: its own and its ancestors' `when`, and whether its element is there."""
        while not node.condition and not (node.element and node.element.removed):
            if not node.parent:
                return self._opened
            node = node.parent
        return self._applies(node)

    @remembered(_UNKNOWN)
    def _applies(self, node: Node) -> Reading:
        found = [self.applies(node.parent) if node.parent else self._opened]
        if node.element and node.element.removed:
            found.append(Reading(value=False, since=node.element.removed))
        if node.condition:
            found.append(self.read(node.condition, node))
        return both(found)

    def called(self, node: Node) -> Reading:
        """As `applies`, and false too once its own or an ancestor's `until` is true."""
        return self._still_called(node) if node.ends else self.applies(node)

    @remembered(_UNKNOWN)
    def _still_called(self, node: Node) -> Reading:
        found = [self.called(node.parent) if node.parent else self._opened, self.applies(node)]
        until = node.step.until
        over = self.read(until, node) if until and node.decides(until) else _UNKNOWN
        if over.value is True:
            found.append(Reading(value=False, since=over.since))
        return both(found)

    # -- how it stands ---------------------------------------------------------------------------------------

    @remembered(_WAITING)
    def standing(self, node: Node) -> Standing:
        """Say how a step instance stands (design 5.4.1, 5.4.2)."""
        return self.settled(node) or self._unsettled(node)

    @remembered(None)
    def settled(self, node: Node) -> Standing | None:
        """Say how a step instance was settled, if it was; what only makes it wait for a while has no part in it."""
        return self._leaf(node) if node.kind == "leaf" else summed_up(self, node)

    def _unsettled(self, node: Node) -> Standing:
        if node.kind != "leaf":
            standings = [self.standing(child) for child in node.children]
            opened = [standing.since for standing in standings if standing.status == "open"]
            return Standing("open", earliest(opened)) if opened else _WAITING
        value, since = self._gate(node)  # asked for no other reason, it need not be remembered
        if value is not True or self.is_resting(node) or self.is_joining(node) or in_the_way(self, node):
            return _WAITING
        reopening = self.case.reopened.get(node.address)
        return Standing("open", latest(since, reopening.since) if reopening else since)

    def _leaf(self, node: Node) -> Standing | None:
        marked = done(self, node)
        if marked or not node.is_silent:
            return marked or self.dismissed(node)
        gate = self.gate(node)
        by_itself = Standing("done", gate.since) if gate.value is True else None
        return first([self.aside(node), self._ended_early(node), by_itself, self._closed()])

    def is_resting(self, node: Node) -> bool:
        """Whether the case is on hold, or a step that makes the rest wait is open."""
        return self.status() == "on hold" or bool(self.tree.pausing and self.pausing(node))

    @property
    def turns(self) -> dict[Node, int]:
        """The steps that have begun and that go on, of which only one at a time may; each with how late."""
        return self._turns(None)

    @remembered(_NO_TURNS)
    def _turns(self, _about: None) -> dict[Node, int]:
        self.stack.seen |= WORK
        return turns(self)

    def pausing(self, node: Node) -> list[Node]:
        """Give the open steps that make a step wait (design 5.3, `pause`)."""
        roots = self.tree.pausing
        if not roots or any(above in roots for above in node.line()):
            return []
        return [root for root in roots if self.standing(root).status == "open"]

    def is_wanted(self, node: Node, name: str) -> bool:
        """Whether a step must still be told a fact: it is required and unknown."""
        if name in self.plan.plain and self.answers("", name):
            return False
        fact = self.procedure.facts[name]
        return fact.required and self.fact(name, node.segments).value is UNKNOWN

    def is_joining(self, node: Node) -> bool:
        """Whether a step waits for the case that it opened."""
        opening = node.step.open_case
        if opening is None or not opening.wait:
            return False
        subcase = self.case.subcases.get(node.address)
        return subcase is not None and subcase.status in ("open", "on hold")

    def dismissed(self, node: Node) -> Standing | None:
        """Say how a step was settled without being done, if it was: by what came first."""
        aside, ended = self.aside(node), (self._ended_early(node) if self.ending else None) or self._closed()
        return first([aside, ended]) if aside and ended else aside or ended

    def _ended_early(self, node: Node) -> Standing | None:
        """What its outcome makes of a step that is not settled otherwise."""
        if self.ending and not any(above.step.id in self.ending.outcome.still_do for above in node.line()):
            return Standing("not needed", self.ending.since)
        return None

    def _closed(self) -> Standing | None:
        """What the end of the case makes of it."""
        return Standing("not needed", self.case.ended) if self.status() in ("closed", "cancelled") else None

    @remembered(None)
    def aside(self, node: Node) -> Standing | None:
        """As `dismissed`, but for the reasons that lie in the step itself: an ending of the case is none of them."""
        found: list[Standing | None] = []
        for above in node.upward:
            mark = self.mark(above.address)
            if mark and mark.kind == "skipped":
                found.append(Standing("skipped", mark.since))
        value, since = self.called(node)
        if value is False:
            found.append(Standing("not needed", since))
        if node.gives_up:
            gone = (gave_up(self, above) for above in node.upward if above.step.give_up)
            found += [Standing("gave up", moment) for moment in gone if moment]
        return first(found) if found else None

    # -- when it may begin -----------------------------------------------------------------------------------

    @remembered(_UNKNOWN)
    def gate(self, node: Node) -> Reading:
        """True once a step may begin: its group may, earlier siblings are settled, its wait is over, it applies."""
        return self._gate(node)

    def _gate(self, node: Node) -> Reading:
        """Look at one after the other, and no further than to the first that keeps the step from beginning."""
        since, parent = self.case.opened, node.parent
        if parent:
            value, moment_ = self.gate(parent)
            if value is not True or (parent.kind == "repeat" and self.attempts.opens(node).value is not True):
                return _UNKNOWN
            since = latest(since, moment_)
            if parent.kind == "repeat":
                since = latest(since, self.attempts.opens(node).since)
        if node.earlier:
            value, moment_ = self.passed(node.earlier)
            if value is not True:
                return _UNKNOWN
            since = latest(since, moment_)
        if node.element:
            since = latest(since, node.element.since)
        if node.step.wait_for and (not node.is_inner or node.comes_by):
            value, moment_ = self.waited(node)
            if value is not True:
                return _UNKNOWN
            since = latest(since, moment_)
        value, moment_ = self.applies(node)
        return Reading(value=True, since=latest(since, moment_)) if value is True else _UNKNOWN

    @remembered(_UNKNOWN)
    def passed(self, node: Node) -> Reading:
        """True once a step and all siblings before it are settled; an optional one never blocks."""
        earlier = node.earlier
        if earlier and earlier.earlier and not self.kept.value("passed", earlier):
            self._pass_before(earlier)
        value, since = before = self.passed(earlier) if earlier else _ALWAYS
        if node.step.optional or value is not True:
            return before
        settled = self.settled(node)
        return Reading(value=True, since=latest(since, settled.since)) if settled else _UNKNOWN

    def _pass_before(self, node: Node) -> None:
        """Pass by what comes before a step, from the first on, so that a long sequence is no deep recursion."""
        chain = [node]
        while chain[-1].earlier and not self.kept.value("passed", chain[-1].earlier):
            chain.append(chain[-1].earlier)
        for one in chain[:0:-1]:
            self.passed(one)

    def waited(self, node: Node) -> Reading:
        """True once all that a step waits for is there."""
        return both([self.wait(wait, node) for wait in node.step.wait_for])

    def wait(self, wait: Wait, node: Node) -> Reading:
        """Read one thing that a step waits for."""
        return self.view(node.segments).wait(wait, node)

    def moment(self, phrase: Phrase, node: Node, times: int = 1) -> datetime | None:
        """Give the moment a phrase means for a step."""
        return (found := moment(self, phrase, node, times)) and found.moment

"""What each fact's value is, where it is read from: told, worked out, none, or unknown (design 5.1)."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

from engine.case.clocks import moment
from engine.case.memory import remembered
from engine.case.reach import instances, known_since, outside, place_meant
from engine.case.tree import place_from
from engine.case.values import decode
from engine.condition.reading import NONE, UNKNOWN, Elements, Reading
from engine.condition.truth import latest, weigh
from engine.procedure.model import (
    WaitForAny,
    WaitForArrival,
    WaitForCondition,
    WaitForMoment,
    WaitForStep,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from engine.case.derive import Derivation
    from engine.case.memory import Inputs, Kept, Stack
    from engine.case.plan import Plan
    from engine.case.standing import Standing
    from engine.case.state import Case
    from engine.case.tellings import Answer, Coming, Element
    from engine.case.tree import Node, Segments
    from engine.condition.calendar import Calendar
    from engine.condition.reading import StepVerb
    from engine.procedure.model import Fact, Wait

_UNKNOWN = Reading(UNKNOWN, None)
_ALWAYS = Reading(value=True, since=None)
_VERBS = {"done": "done", "skipped": "skipped", "gave_up": "gave up"}


class Facts(ABC):
    """The facts of one case, each read once per place: as they are now, or as they had been told up to an entry."""

    def __init__(self, case: Case, plan: Plan, kept: Kept, stack: Stack, inputs: Inputs) -> None:
        self.case = case
        self.plan = plan
        self._declared = plan.procedure.facts
        self.kept = kept
        self.stack = stack
        self.inputs = inputs
        self._views: dict[Segments, View] = {}

    @property
    @abstractmethod
    def derivation(self) -> Derivation:
        """Where steps stand."""

    def view(self, segments: Segments) -> View:
        """Give the scope of a place."""
        if not segments:  # not kept, so that a derivation that nobody needs any more is gone at once
            return View(self.derivation, segments, self)
        if segments not in self._views:
            self._views[segments] = View(self.derivation, segments, self)
        return self._views[segments]

    def answers(self, place: str, name: str) -> Sequence[Answer]:
        """Give all answers to a fact at a place, the last one last."""
        key = (place, name)
        self.stack.seen |= self.inputs[key]
        return self.case.answers.get(key, ())

    def present(self, place: str, name: str) -> list[Element]:
        """Give the elements of a list that were not taken off."""
        return [element for element in self.case.elements.get((place, name), ()) if not element.removed]

    def counts(self, coming: Coming) -> bool:
        """Whether an arrival was not withdrawn, and did not come after the end."""
        return not coming.withdrawn and (self.case.ended_in is None or coming.seq < self.case.ended_in)

    def attempt_meant(self, part: str, place: Segments) -> Segments | None:
        """Give the attempt of a repeated step at a place that is meant from outside: the one that decided it."""
        node = self.derivation.tree.repeated(part[:-1], place) if part.endswith("#") else None
        deciding = self.derivation.attempts.deciding(node) if node else None
        return deciding.segments if deciding else None

    def home(self, name: str, segments: Segments) -> Segments | None:
        """Give the place where a fact is told, seen from a place; None if it lies inside a list from there."""
        wanted = self._declared[name].home
        if not wanted:
            return ()
        own = segments[: len(wanted)]
        return own if tuple(part for part, _ in own) == wanted else None

    def answer(self, segments: Segments, name: str) -> Answer | None:
        """Give the answer to a fact that counts at a place: the last one given in the situation of now (5.4.5)."""
        if name in self.plan.plain:
            told = self.answers("", name)
            return told[-1] if told else None
        fact = self._declared[name]
        home = self.home(name, segments) if fact.home else ()
        return None if home is None else self._counting(fact, home)

    def _counting(
        self, fact: Fact, home: Segments, upto: int | None = None, within: tuple[str, ...] = ()
    ) -> Answer | None:
        """Give the answer that counts now, or did up to an entry; `within` whose situation that is asked for."""
        situation, told = fact.ask_again_if_changed, self.answers(place_from(home) if home else "", fact.id)
        if upto is not None:
            told = [answer for answer in told if answer.seq <= upto]
        if not situation or fact.id in within:
            return told[-1] if told else None
        within = (*within, fact.id)
        return next((answer for answer in reversed(told) if self._fits(answer, situation, home, upto, within)), None)

    def _fits(
        self, answer: Answer, situation: tuple[str, ...], home: Segments, upto: int | None, within: tuple[str, ...]
    ) -> bool:
        """Whether all an answer depends on is what it was when it was given; what was unknown, as it was told next."""
        for name in situation:
            fact, place = self._declared[name], self.home(name, home) or ()
            now = self._counting(fact, place, upto, within)
            if not now:
                continue
            later = (one for one in self.answers(place_from(place), name) if answer.seq < one.seq <= now.seq)
            then = self._counting(fact, place, answer.seq, within) or next(later, now)
            if then.value != now.value:
                return False
        return True

    def fact(self, name: str, segments: Segments) -> Reading:
        """Read a fact from a place."""
        if name in self.plan.plain and (told := self.answers("", name)):
            return Reading(decode(self._declared[name], told[-1].value), told[-1].since)
        around = self._declared[name].home
        if not around:
            return self._find((name, ()))
        home = place_meant(self, around, segments)
        if home is None:
            return _UNKNOWN
        found = self._find((name, home))
        if home == segments[: len(home)]:
            return found
        return Reading(found.value, latest(found.since, known_since(self.derivation, around, segments)))

    @remembered(_UNKNOWN)
    def _find(self, key: tuple[str, Segments]) -> Reading:
        fact, home = self._declared[key[0]], key[1]
        if not fact.when:
            return self._applying(fact, home)
        applies, since = fact.when.read(self.view(home))
        if applies is UNKNOWN:
            return _UNKNOWN
        if applies is not True:
            return Reading(NONE, since)
        found = self._applying(fact, home)
        return found if found.value is UNKNOWN else Reading(found.value, latest(found.since, since))

    def _applying(self, fact: Fact, home: Segments) -> Reading:
        if fact.value:
            return self._work_out(fact, home)
        told = self._counting(fact, home)
        return Reading(decode(fact, told.value), told.since) if told else self._unasked(fact, home)

    def _work_out(self, fact: Fact, home: Segments) -> Reading:
        """Read the first row that counts: it does since its `when`, and those before it, came out as they do."""
        view, counts = self.view(home), None
        for value, when in fact.value:
            verdict, since = when.read(view) if when else _ALWAYS
            if verdict is UNKNOWN:
                return _UNKNOWN
            counts = latest(counts, since)
            if verdict is True:
                found = value.read(view)
                return Reading(found.value, latest(found.since, counts))
        return Reading(NONE, counts)

    def _unasked(self, fact: Fact, home: Segments) -> Reading:
        """A fact that nobody told is none once nobody will ask it any more, else unknown."""
        if fact.brought_by:
            return _UNKNOWN
        if fact.element_of and not fact.asked_in:
            return Reading(NONE, self.case.opened)
        derivation, since = self.derivation, self.case.opened
        for step in fact.asked_in:
            nodes = instances(derivation, step, home)
            if nodes is None:
                return _UNKNOWN
            for node in nodes:
                aside = derivation.aside(node)
                if aside is None:
                    return _UNKNOWN
                since = latest(since, aside.since)
        return Reading(NONE, since)

    def is_told(self, name: str, segments: Segments) -> bool:
        """Whether somebody told it, be it that there is none."""
        return self.answer(segments, name) is not None


class View:
    """Where conditions look names up: the case seen from one place. Fulfils `engine.condition.reading.Scope`."""

    __slots__ = ("_derivation", "_facts", "_happened", "_segments")

    def __init__(self, derivation: Derivation, segments: Segments, facts: Facts, *, happened: bool = False) -> None:
        self._derivation = derivation
        self._segments = segments
        self._facts = facts
        self._happened = happened

    @property
    def place(self) -> str:
        """The address of the place."""
        return place_from(self._segments)

    @property
    def now(self) -> datetime:
        """The moment of the derivation."""
        self._derivation.watch.look()
        return self._derivation.now

    @property
    def calendar(self) -> Calendar:
        """The office's calendar."""
        return self._derivation.office.calendar

    def fact(self, name: str) -> Reading:
        """Read a declared fact."""
        return self._facts.fact(name, self._segments)

    def step(self, name: str, verb: StepVerb) -> Reading:
        """Tell whether a step is settled so: unknown until it is settled."""
        nearest = self._derivation.tree.nearest(name, self._segments)
        if nearest:
            one = self._derivation.settled(nearest)
            return Reading(_is_so([one], verb), one.since or self._derivation.case.opened) if one else _UNKNOWN
        meant = self.meant(name)
        if meant is None:
            return _UNKNOWN
        settled = [self._derivation.settled(node) for node in meant]
        standings = [standing for standing in settled if standing]
        if len(standings) < len(settled):
            return _UNKNOWN
        since = _last(standings) or self._derivation.case.opened
        since = latest(since, known_since(self._derivation, outside(self._derivation, name), self._segments))
        return Reading(_is_so(standings, verb), since)

    def meant(self, name: str) -> list[Node] | None:
        """The instances of a step that are meant from here; None as long as there may be others."""
        return instances(self._derivation, name, self._segments)

    def arrival(self, name: str) -> Reading:
        """True once it has come: since it was recorded, or for a clock since it happened; the first time counts."""
        came = self.came(name)
        if not came:
            return _UNKNOWN
        return Reading(value=True, since=came[0].since if self._happened else came[0].recorded)

    def came(self, name: str) -> list[Coming]:
        """Give the comings of an arrival that are meant; in a step that is done once a coming, that coming."""
        own = self._derivation.tree.comings.get(self._segments[:1])
        self._facts.stack.seen |= self._derivation.inputs["", "", name]
        meant = (own,) if own and own.arrival == name else self._derivation.case.arrivals
        return [coming for coming in meant if _is_meant(coming, name, self.place) and self._facts.counts(coming)]

    def elements(self, name: str) -> Elements:
        """Give the elements of a list."""
        facts = self._facts
        home = place_meant(facts, self._derivation.procedure.facts[name].home, self._segments)
        if home is None:
            return Elements((), complete=False, since=None)
        listed = facts.fact(name, home)
        present = facts.present(place_from(home), name)
        scopes = [facts.view((*home, (name, element.number))) for element in present]
        joined = [element.since for element in present]
        since = max((moment for moment in (listed.since, *joined) if moment), default=None)
        return Elements(scopes, listed.value is not UNKNOWN, since, joined)

    def wait(self, wait: Wait, node: Node) -> Reading:
        """Read one thing a step waits for: true once it is there."""
        match wait:
            case WaitForStep():
                return self.step(wait.step, "settled")
            case WaitForArrival():
                return self.arrival(wait.arrival)
            case WaitForCondition():
                reading = self._derivation.read(wait.condition, node)
                return reading if reading.value is True else _UNKNOWN
            case WaitForMoment():
                clock = moment(self._derivation, wait.phrase, node)
                return (
                    Reading(value=True, since=clock.since)
                    if clock and clock.since <= self._derivation.now
                    else _UNKNOWN
                )
            case WaitForAny():
                return weigh((self.wait(one, node) for one in wait.waits), deciding=True)


def _is_meant(coming: Coming, name: str, place: str) -> bool:
    return coming.arrival == name and f"{place}/".startswith(f"{coming.place}/".lstrip("/"))


def _is_so(standings: list[Standing], verb: StepVerb) -> bool:
    if verb == "settled":
        return True
    return any(standing.status == _VERBS[verb] for standing in standings)


def _last(standings: list[Standing]) -> datetime | None:
    return max((standing.since for standing in standings if standing.since), default=None)

"""A second opinion on what can happen: plays every case of a small procedure, one act at a time.

Written from design 5.4 and nothing of the proof; it knows no lists, attempts, dates or corrections.
"""

from __future__ import annotations

from collections import deque
from datetime import datetime
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias
from zoneinfo import ZoneInfo

from engine.condition.calendar import Calendar
from engine.condition.reading import NONE, UNKNOWN, Elements, Reading, Value
from engine.procedure.model import WaitForArrival, WaitForCondition, WaitForStep

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.condition import Condition
    from engine.condition.reading import StepVerb
    from engine.procedure.model import Fact, Outcome, Procedure, Step, Wait

NOW: Final = datetime(2026, 11, 2, 9, 0, tzinfo=ZoneInfo("UTC"))
Status: TypeAlias = Literal["waiting", "open", "done", "skipped", "gave up", "not needed"]
VERBS: Final = {"done": "done", "skipped": "skipped", "gave_up": "gave up"}


class State(NamedTuple):
    """What people told, what came, and what was said of steps."""

    told: frozenset[tuple[str, bool | None]] = frozenset()
    came: frozenset[str] = frozenset()
    marks: frozenset[tuple[str, Status]] = frozenset()


class World:
    """One state of a case, as everybody in it sees it. Fulfils `engine.condition.reading.Scope`."""

    place = ""
    now = NOW
    calendar = Calendar(ZoneInfo("UTC"))

    def __init__(self, procedure: Procedure, state: State, ending: Outcome | None = None) -> None:
        self.procedure = procedure
        self.state = state
        self.ending = ending
        self._statuses: dict[str, Status] = {}

    @cached_property
    def told(self) -> dict[str, bool | None]:
        """What was told of each fact."""
        return dict(self.state.told)

    # -- reading -----------------------------------------------------------------------------------------------

    def fact(self, name: str) -> Reading:
        """Read a fact."""
        return Reading(self._fact(self.procedure.facts[name]), None)

    def _fact(self, fact: Fact) -> Value:
        applies = fact.when.read(self).value if fact.when else True
        if applies is not True:
            return NONE if applies is False else UNKNOWN
        if fact.value:
            return self._work_out(fact)
        if fact.id in self.told:
            value = self.told[fact.id]
            return NONE if value is None else value
        return NONE if all(self.is_aside(step) for step in fact.asked_in) else UNKNOWN

    def _work_out(self, fact: Fact) -> Value:
        for value, when in fact.value:
            decides = when.read(self).value if when else True
            if decides is not False:
                return value.read(self).value if decides is True else UNKNOWN
        return NONE

    def step(self, name: str, verb: StepVerb) -> Reading:
        """Tell whether a step is settled so."""
        status = self.status(name)
        if status in {"waiting", "open"}:
            return Reading(UNKNOWN, None)
        return Reading(verb == "settled" or status == VERBS[verb], None)

    def arrival(self, name: str) -> Reading:
        """Tell whether an arrival has come."""
        return Reading(True if name in self.state.came else UNKNOWN, None)

    def elements(self, name: str) -> Elements:
        """There are no lists in these procedures."""
        raise NotImplementedError(name)

    def is_true(self, condition: Condition | None) -> bool:
        """Whether a condition is true; none is."""
        return condition is None or condition.read(self).value is True

    # -- statuses ----------------------------------------------------------------------------------------------

    def status(self, name: str) -> Status:
        """Say how a step stands."""
        if name not in self._statuses:
            step = self.procedure.by_id[name]
            self._statuses[name] = self._group(step) if step.steps else self._leaf(step)
        return self._statuses[name]

    def _leaf(self, step: Step) -> Status:
        mark = dict(self.state.marks).get(step.id)
        if mark:
            return mark
        if self.is_off(step.id):
            return "not needed"
        if self.ending and not {step.id, *self._groups(step.id)} & set(self.ending.still_do):
            return "not needed"
        return "open" if self.may_begin(step.id) else "waiting"

    def _group(self, step: Step) -> Status:
        statuses = [self.status(one.id) for one in step.steps]
        if any(status in {"open", "waiting"} for status in statuses):
            return "open" if "open" in statuses else "waiting"
        order: tuple[Status, ...] = ("done", "skipped", "gave up", "not needed")
        return next(status for status in order if status in statuses)

    def is_off(self, name: str) -> bool:
        """Whether a step or a group around it does not apply, or is no longer needed."""
        line = [self.procedure.by_id[one] for one in (name, *self._groups(name))]
        return any(
            (step.when is not None and step.when.read(self).value is False)
            or (step.until is not None and step.until.read(self).value is True)
            for step in line
        )

    def is_aside(self, name: str) -> bool:
        """Whether a step will not ask what it asks."""
        mark = dict(self.state.marks).get(name)
        return mark in {"skipped", "gave up"} or self.is_off(name)

    def may_begin(self, name: str) -> bool:
        """Whether the gate of a step is open."""
        step, place = self.procedure.by_id[name], self.procedure.places[name]
        reached = self.may_begin(place.ancestors[-1]) if place.ancestors else True
        before = all(self.is_settled(one) for one in place.before)
        return reached and before and all(map(self.is_over, step.wait_for)) and self.is_true(step.when)

    def is_over(self, wait: Wait) -> bool:
        """Whether what is waited for is there."""
        match wait:
            case WaitForStep():
                return self.is_settled(wait.step)
            case WaitForArrival():
                return wait.arrival in self.state.came
            case WaitForCondition():
                return self.is_true(wait.condition)
            case _:
                raise NotImplementedError

    def is_settled(self, name: str) -> bool:
        """Whether a step is settled."""
        return self.status(name) not in {"open", "waiting"}

    def _groups(self, name: str) -> tuple[str, ...]:
        return self.procedure.places[name].ancestors

    # -- what may happen next ----------------------------------------------------------------------------------

    def moves(self) -> Iterator[State]:
        """Give every state that one more act leads to."""
        if all(self.is_settled(step.id) for step in self.procedure.steps):
            return
        told, came, marks = self.state
        for name in self.procedure.arrivals:
            yield State(told, came | {name}, marks)
        for fact in self.procedure.facts.values():
            if not fact.value and fact.id not in self.told and self._fact(fact) is UNKNOWN:
                yield from (State(told | {(fact.id, value)}, came, marks) for value in (True, False, None))
        for step in self.procedure.by_id.values():
            if not step.steps and not self.is_settled(step.id):
                yield from (State(told, came, marks | {(step.id, mark)}) for mark in self._marks(step))

    def _marks(self, step: Step) -> Iterator[Status]:
        line = [self.procedure.by_id[one] for one in (step.id, *self._groups(step.id))]
        asked = [self.procedure.facts[name] for name in step.ask]
        if self.status(step.id) == "open" and all(self._fact(fact) is not UNKNOWN for fact in asked):
            yield "done"
        if all(one.skippable for one in line):
            yield "skipped"
        is_early = not all(map(self.is_over, step.wait_for))
        if step.give_up and is_early and self.is_settled(step.give_up.anchor):
            yield "gave up"


def play(procedure: Procedure, most: int) -> list[World] | None:
    """Give every state that a case can come to, or None if there are more than so many."""
    seen = {*openings(procedure)}
    todo = deque(seen)
    worlds: list[World] = []
    while todo:
        worlds.append(_ended(World(procedure, todo.popleft())))
        new = [state for state in worlds[-1].moves() if state not in seen]
        seen.update(new)
        todo.extend(dict.fromkeys(new))
        if len(seen) > most:
            return None
    return worlds


def openings(procedure: Procedure) -> Iterator[State]:
    """Give the states a case can begin in: the case that opens it may tell any fact, or none."""
    facts = [fact.id for fact in procedure.facts.values() if not fact.value]
    for values in product((True, False, None), repeat=len(facts)):
        told = zip(facts, values, strict=True)
        yield State(frozenset((name, value) for name, value in told if value is not None))


def _ended(world: World) -> World:
    for outcome in world.procedure.outcomes:
        if outcome.as_soon_as and world.is_true(outcome.as_soon_as):
            return World(world.procedure, world.state, outcome)
    return world

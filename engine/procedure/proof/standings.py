"""When does a step begin, and when is it done, skipped, not needed or given up, as statements.

INVARIANT: what is claimed of a step holds at every moment of every case without corrections (design 5.4.1, 5.4.2).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, assert_never

from engine.frozen import NamedTuple
from engine.procedure.model import WaitForAny, WaitForArrival, WaitForCondition, WaitForMoment, WaitForStep
from engine.procedure.proof.formula import FALSE, TRUE
from engine.procedure.proof.readings import Truth

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from engine.condition.reading import StepVerb
    from engine.procedure.model import Procedure, Step, Wait
    from engine.procedure.proof.formula import Name, Theory
    from engine.procedure.proof.readings import Presence, Readings


class Standing(NamedTuple):
    """The statements that a step is done, skipped, gave up, not needed for its own reasons, and settled at all."""

    done: int
    skipped: int
    gave_up: int
    not_needed: int
    settled: int


class Around(Protocol):
    """What the statements about steps need to know of the rest."""

    @property
    def theory(self) -> Theory:
        """Where to say it."""

    @property
    def procedure(self) -> Procedure:
        """Whose steps they are."""

    @property
    def readings(self) -> Readings:
        """Statements about conditions."""

    def is_single(self, step: str) -> bool:
        """Whether a step is one thing, seen from here, and not one for each element, attempt or arrival."""

    def presence(self, fact: str) -> Presence:
        """Say whether a fact has a value."""

    def came(self, arrival: str) -> int:
        """Say that an arrival has come."""

    def ended(self, step: str) -> int:
        """Say that the case has ended for a step."""

    def later(self, name: Name, statement: Callable[[], int]) -> int:
        """Give an atom that will be said to be the same as a statement."""

    def postpone(self, claims: Callable[[], None]) -> None:
        """Make claims when all that is being made now is there."""


class Standings:
    """Statements about steps; each step is made once."""

    def __init__(self, around: Around) -> None:
        self._around = around
        self._theory = around.theory
        self._standings: dict[str, Standing] = {}
        self._later: dict[tuple[str, str], int] = {}

    def step(self, name: str, verb: StepVerb) -> Truth:
        """Say whether a step is settled so: unknown until it is settled."""
        standing = self.standing(name)
        if verb == "settled":
            return Truth(standing.settled, FALSE)
        so = {"done": standing.done, "skipped": standing.skipped, "gave_up": standing.gave_up}[verb]
        return Truth(self._theory.every((standing.settled, so)), self._theory.every((standing.settled, -so)))

    def standing(self, name: str) -> Standing:
        """Say how a step is settled, if it is."""
        if name not in self._standings:
            self._standings[name] = self._make(name)
        return self._standings[name]

    def _make(self, name: str) -> Standing:
        step = self._around.procedure.by_id[name]
        if not self._around.is_single(name):
            return self._many(step)
        return self._group(step) if step.steps else self._leaf(step)

    # -- one leaf ----------------------------------------------------------------------------------------------

    def _leaf(self, step: Step) -> Standing:
        line = self._line(step.id)
        done = self._theory.atom(("done", step.id), likely=True)
        skipped = self._theory.atom(("skipped", step.id)) if all(one.skippable for one in line) else FALSE
        gave_up = self._theory.atom(("gave up", step.id)) if any(one.give_up for one in line) else FALSE
        not_needed = self._theory.every((self.is_off(step.id), -done, -skipped, -gave_up))
        ended = self._around.ended(step.id)
        settled = self._theory.some((done, skipped, gave_up, not_needed, ended))
        self._theory.exclude((done, skipped, gave_up))
        self._around.postpone(lambda: self._claim(step, done, gave_up))
        return Standing(done, skipped, gave_up, not_needed, settled)

    def _claim(self, step: Step, done: int, gave_up: int) -> None:
        self._theory.imply(done, self.begins(step.id))
        for name in step.ask:
            if self._around.procedure.facts[name].required:
                self._theory.imply(done, *self._around.presence(name))
        passed = [self._around.readings.passed(one.give_up.term) for one in self._line(step.id) if one.give_up]
        self._theory.imply(gave_up, *passed)

    def _line(self, name: str) -> list[Step]:
        """Give a step and the groups it is in."""
        by_id = self._around.procedure.by_id
        return [by_id[one] for one in (name, *self._around.procedure.places[name].ancestors)]

    # -- a group, and what is done once per element ------------------------------------------------------------

    def _group(self, step: Step) -> Standing:
        """Sum a group up: done if any in it is, else skipped or gave up if any is, else not needed."""
        every, some = self._theory.every, self._theory.some
        if all(one.optional for one in step.steps):
            return self._optional_only(step)
        settled = every(self.standing(one.id).settled for one in step.steps if not one.optional)
        parts = [self._counted(one) for one in step.steps]
        done = every((settled, some(one.done for one in parts)))
        skipped = every((settled, -done, some(one.skipped for one in parts)))
        gave_up = every((settled, -done, -skipped, some(one.gave_up for one in parts)))
        return Standing(done, skipped, gave_up, every((settled, -done, -skipped, -gave_up)), settled)

    def _counted(self, step: Step) -> Standing:
        """What is optional counts only if it was settled before the rest of its group was."""
        standing = self.standing(step.id)
        if not step.optional:
            return standing
        in_time = self._theory.atom(("in time", step.id))
        return Standing(*(self._theory.every((in_time, statement)) for statement in standing))

    def _optional_only(self, step: Step) -> Standing:
        """A group that nothing blocks is settled at once: not needed, unless it was waived or given up before."""
        line = self._line(step.id)
        skipped = self._theory.atom(("skipped", step.id)) if all(one.skippable for one in line) else FALSE
        gave_up = self._theory.atom(("gave up", step.id)) if any(one.give_up for one in line) else FALSE
        self._theory.claim(-skipped, -gave_up)
        return Standing(FALSE, skipped, gave_up, self._theory.every((-skipped, -gave_up)), TRUE)

    def _many(self, step: Step) -> Standing:
        """Say of a step that is done any number of times what holds of all of them together."""
        inside = list(walk(step))
        done = self._theory.atom(("done", step.id), likely=True)
        skipped = self._theory.atom(("skipped", step.id)) if any(one.skippable for one in inside) else FALSE
        gives_up = any(one.give_up for one in (*inside, *self._line(step.id)))
        gave_up = self._theory.atom(("gave up", step.id)) if gives_up else FALSE
        settled = self._theory.atom(("settled", step.id), likely=True)
        for one in (done, skipped, gave_up):
            self._theory.imply(one, settled)
        not_needed = self._theory.every((settled, -done, -skipped, -gave_up))
        self._around.postpone(lambda: self._theory.imply(done, self.begins(self._outermost(step.id))))
        self._around.postpone(lambda: self._claim_attempts(step, done))
        return Standing(done, skipped, gave_up, not_needed, self._theory.some((settled, self._around.ended(step.id))))

    def _outermost(self, name: str) -> str:
        """Give the group around a step, or itself, that is done once, though what is in it is not."""
        line = (*self._around.procedure.places[name].ancestors, name)
        return next(one for one in line if not self._around.is_single(one))

    def _claim_attempts(self, step: Step, done: int) -> None:
        """A repeated step without `at_most` that is done was done with its `until` true (design 5.3)."""
        repeat = step.repeat
        if not repeat or repeat.at_most is not None or step.for_each or self._outermost(step.id) != step.id:
            return
        if not repeat.until.reads.steps:
            self._theory.imply(done, self._around.readings.condition(repeat.until).true)

    # -- when it begins ----------------------------------------------------------------------------------------

    def begins(self, name: str) -> int:
        """Say that a step may begin: its group may, earlier siblings are settled, its wait is over, it applies."""
        return self._once("begins", name, self._begins)

    def is_off(self, name: str) -> int:
        """Say that a step is not needed: its own or an ancestor's `when` is false, or `until` true."""
        return self._once("is off", name, self._is_off)

    def is_reached(self, name: str) -> int:
        """Say that all that comes before a step by its place is over."""
        place = self._around.procedure.places[name]
        parent = self.begins(place.ancestors[-1]) if place.ancestors else TRUE
        return self._theory.every((parent, self._is_passed(place.before[-1]) if place.before else TRUE))

    def is_called(self, name: str) -> int:
        """Say that a step's own `when` is true, and of a step for elements that the element is one of those meant."""
        return self._theory.every(truth.true for truth in self._calls(name))

    def waited(self, name: str) -> int:
        """Say that all that a step waits for by its own words is there."""
        return self._theory.every(self._wait(wait) for wait in self._around.procedure.by_id[name].wait_for)

    def _begins(self, name: str) -> int:
        return self._theory.every((self.is_reached(name), self.waited(name), self.is_called(name)))

    def _is_off(self, name: str) -> int:
        step = self._around.procedure.by_id[name]
        place = self._around.procedure.places[name]
        reasons = [truth.false for truth in self._calls(name)]
        if step.until:
            reasons.append(self._around.readings.condition(step.until).true)
        if place.ancestors:
            reasons.append(self.is_off(place.ancestors[-1]))
        return self._theory.some(reasons)

    def _calls(self, name: str) -> Iterator[Truth]:
        step = self._around.procedure.by_id[name]
        if step.when:
            yield self._around.readings.condition(step.when)
        if step.for_each and step.for_each.where and self._around.is_single(name):
            yield self._around.readings.condition(step.for_each.where)

    def _is_passed(self, name: str) -> int:
        """Say that a step and all siblings before it are settled; an optional one never blocks."""
        return self._once("is passed", name, self._passes)

    def _passes(self, name: str) -> int:
        before = self._around.procedure.places[name].before
        own = TRUE if self._around.procedure.by_id[name].optional else self.standing(name).settled
        return self._theory.every((own, self._is_passed(before[-1]) if before else TRUE))

    def _wait(self, wait: Wait) -> int:
        match wait:
            case WaitForStep():
                return self.standing(wait.step).settled
            case WaitForArrival():
                return self._around.came(wait.arrival)
            case WaitForCondition():
                return self._around.readings.condition(wait.condition).true
            case WaitForMoment():
                return self._around.readings.passed(wait.phrase.term)
            case WaitForAny():
                return self._theory.some(self._wait(one) for one in wait.waits)
            case _:
                assert_never(wait)

    def _once(self, what: str, name: str, statement: Callable[[str], int]) -> int:
        if (what, name) not in self._later:
            self._later[what, name] = self._around.later((what, name), lambda: statement(name))
        return self._later[what, name]


def walk(step: Step) -> Iterator[Step]:
    """Give a step and all below it."""
    yield step
    for one in step.steps:
        yield from walk(one)

"""Whether every promise holds on every path; of one that does not, an example is told (design 5.3).

INVARIANT: a promise without a finding holds at every moment of every case without corrections.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from engine.frozen import dataclass
from engine.procedure.checks.needs import Node, tell
from engine.procedure.proof.example import telling
from engine.procedure.proof.formula import Model, Verdict
from engine.procedure.proof.searches import Snapshots, open_without, settled_undone
from engine.procedure.proof.standings import walk
from engine.procedure.proof.wishes import Sight, in_words, wish_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from engine.condition import Condition
    from engine.diagnostics import Diagnostic, Span
    from engine.procedure.checks.graph import Graph
    from engine.procedure.checks.spots import Spots
    from engine.procedure.model import Procedure, Promise, Step
    from engine.procedure.proof.formula import Budget
    from engine.procedure.proof.searches import Found
    from engine.procedure.proof.snapshot import Snapshot
    from engine.procedure.proof.wishes import Trial

Look: TypeAlias = "Callable[[Span], Diagnostic | None]"
"""Looks into one thing that is promised, and says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Promises:
    """The promises of one procedure, and what is needed to look into them.

    Args:
        snapshots: Of a procedure in which nothing waits for itself.
        graph: Its needs.
        spots: Where it is written.
        budget: How much may be spent on all proofs together.
        trial: Tries what was found, so that the way there can be told.
    """

    snapshots: Snapshots
    graph: Graph
    spots: Spots
    budget: Budget
    trial: Trial | None = None

    @property
    def procedure(self) -> Procedure:
        """Whose promises they are."""
        return self.snapshots.procedure

    def find_broken(self) -> Iterator[Diagnostic]:
        """Find the promises that do not hold on every path, or of which that cannot be told."""
        for number, promise in enumerate(self.procedure.promises):
            for span, look in self._parts(number, promise):
                found = look(span) if self.budget.left > 0 else self._not_proven(promise.step, span)
                if found:
                    yield found

    def _parts(self, number: int, promise: Promise) -> Iterator[tuple[Span, Look]]:
        """Give what one promise says, each with its place and how to look into it."""
        if promise.only_after:
            yield self.spots.promise(number, "only_after"), partial(self._only_after, promise.step, promise.only_after)
        for at, other in enumerate(promise.never_waits_for):
            span = self.spots.promise(number, "never_waits_for", at)
            yield span, partial(self._never_waits, promise.step, other)
        if promise.always:
            yield self.spots.promise(number, "always"), partial(self._always, promise.step)

    def _not_proven(self, name: str, span: Span) -> Diagnostic:
        return self.spots.find("promise-not-proven", span, step=name)

    def _way(self, found: Found, sight: Sight) -> str:
        """Tell the way to a moment that was found; where none worked out, what is so then."""
        wish = wish_for(found.snapshot, found.answer) if isinstance(found.answer, Model) else None
        acts = self.trial(self.procedure, wish, sight) if self.trial and wish else None
        return in_words(acts) if acts else found.example

    # -- only_after --------------------------------------------------------------------------------------------

    def _only_after(self, name: str, condition: Condition, span: Span) -> Diagnostic | None:
        """Look for a moment when the step is open, and the condition is not true."""
        found = open_without(self.snapshots, name, condition, self.budget)
        if not isinstance(found.answer, Model):
            return self._not_proven(name, span) if found.answer is Verdict.UNDECIDED else None
        skipped = found.snapshot.skipped(telling(found.snapshot, found.answer, found.told, name))
        advice = f"put the condition into the `when` of `{name}`"
        if skipped:
            advice = f"write `skippable: no` on {' and '.join(f'`{one}`' for one in skipped)}, or {advice}"
        help_ = f"for example: {self._way(found, Sight(name, 'open', untrue=condition))}; {advice}"
        return self.spots.find("promise-opens-early", span, help_, step=name, condition=condition.text)

    # -- never_waits_for ---------------------------------------------------------------------------------------

    def _never_waits(self, name: str, other: str, span: Span) -> Diagnostic | None:
        """Look for a way from the step, or a step in it, to the other: by needs, turns and pauses."""
        starts = [Node("begins", one.id) for one in walk(self.procedure.by_id[name])]
        self.budget.left -= len(self.graph.needs)
        chain = self.graph.way(starts, self._ends(name, other).difference(starts))
        if not chain:
            return None
        return self.spots.find(
            "promise-held-back", span, f"{tell(chain)}; take one of these away", step=name, other=other
        )

    def _ends(self, name: str, other: str) -> set[Node]:
        leaves = [one.id for one in walk(self.procedure.by_id[other]) if not one.steps]
        around = {one.id for one in self._line(other)}.difference(one.id for one in self._line(name))
        ends = {Node("settled", one) for one in (other, *leaves)} | {Node("begins", one) for one in leaves}
        return ends | {Node("open", one) for one in around}

    # -- always ------------------------------------------------------------------------------------------------

    def _always(self, name: str, span: Span) -> Diagnostic | None:
        """Look for a moment when the step is settled, but was not done."""
        reason = self._structural(name)
        if reason:
            return self.spots.find("promise-not-always", span, reason, step=name)
        found = settled_undone(self.snapshots, name, self.budget)
        if not isinstance(found.answer, Model):
            return self._not_proven(name, span) if found.answer is Verdict.UNDECIDED else None
        help_ = f"for example: {self._way(found, Sight(name, 'undone'))}; {_advice(found.snapshot, found.answer, name)}"
        return self.spots.find("promise-not-always", span, help_, step=name)

    def _structural(self, name: str) -> str | None:
        for step in self._line(name):
            if self.procedure.places[step.id].any_time:
                return "a case can end without what stands in `any_time`; move it to `steps`"
            if step.for_each:
                return f"`{step.for_each.list}` can be empty; let a step without `for_each` do it"
            if step.optional:
                return f"`{step.id}` is optional; take that away"
        return None

    def _line(self, name: str) -> Iterator[Step]:
        return (self.procedure.by_id[one] for one in (*self.procedure.places[name].ancestors, name))


def _advice(snapshot: Snapshot, model: Model, name: str) -> str:
    standing = snapshot.steps.standing(name)
    if model.holds(standing.skipped):
        return f"write `skippable: no` on `{name}`"
    if model.holds(standing.gave_up):
        return "take the `give_up` away"
    if model.holds(snapshot.ended(name)):
        return f"add it to the `still_do` of that outcome, as `still_do: [{name}]`"
    return "take the `when` or `until` away that decides it"

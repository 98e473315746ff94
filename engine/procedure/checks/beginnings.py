"""Whether every step can begin, and has its dates and what it names when it does.

INVARIANT: a step that is found never to begin does so in no case; of what may be missing an example is told.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from engine.condition.terms import StepTerm
from engine.frozen import dataclass
from engine.procedure.checks.rows import facts_behind
from engine.procedure.proof.formula import TRUE
from engine.procedure.proof.wishes import Sight

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.condition import Phrase
    from engine.diagnostics import Diagnostic, Span
    from engine.procedure.checks.reach import Goals, Question, Reach
    from engine.procedure.checks.spots import Spots
    from engine.procedure.model import Fact, Procedure, Step, Text


@dataclass(frozen=True, slots=True)
class Beginnings:
    """What is asked about a step for the moment when it begins.

    Args:
        procedure: Whose steps.
        spots: Where it is written.
    """

    procedure: Procedure
    spots: Spots

    # -- whether it begins ---------------------------------------------------------------------------------------

    def begins(self, reach: Reach, step: Step) -> Iterator[Question]:
        """Ask whether a step can begin, where it can be reached."""
        steps, reached = reach.snapshot.steps, reach.reached(step.id)
        begins, waited = (*reached, steps.begins(step.id)), (*reached, steps.waited(step.id))
        yield partial(self._begins, reach, step, (begins, waited, reached))

    def _begins(self, reach: Reach, step: Step, ways: tuple[Goals, Goals, Goals]) -> Iterator[Diagnostic]:
        begins, waited, reached = ways
        if reach.is_impossible(begins) and not reach.is_impossible(reached):
            key = "wait_for" if reach.is_impossible(waited) else "when"
            yield self.spots.find("never-begins", self.spots.step(step.id, key), step=step.id, key=key)

    # -- dates ---------------------------------------------------------------------------------------------------

    def dates(self, reach: Reach, step: Step) -> Iterator[Question]:
        """Ask whether the dates of a step can come to a day while it is open."""
        for phrase, span in self._phrases(step):
            counted = reach.snapshot.readings.anchored(phrase)
            if counted.told != TRUE:
                goals = (*reach.open(step.id), counted.told)
                yield partial(self._date, reach, step, phrase, span, goals)

    def _phrases(self, step: Step) -> Iterator[tuple[Phrase, Span]]:
        if step.due:
            yield step.due, self.spots.step(step.id, "due")
        for number, reminder in enumerate(step.remind):
            key = "every" if reminder.repeats else "at"
            yield reminder.phrase, self.spots.step(step.id, "remind", number, key)

    def _date(self, reach: Reach, step: Step, phrase: Phrase, span: Span, goals: Goals) -> Iterator[Diagnostic]:
        if reach.is_impossible(goals) and not reach.is_impossible(reach.open(step.id)):
            is_step = isinstance(phrase.term.anchor, StepTerm)
            why = "is not settled" if is_step else "has no value"
            yield self.spots.find("never-has-a-date", span, step=step.id, anchor=phrase.anchor, why=why)

    # -- what its words name -------------------------------------------------------------------------------------

    def words(self, reach: Reach, step: Step) -> Iterator[Question]:
        """Ask whether what stands in the words of a step is settled when it begins, where nobody skipped the question.

        Words that are still to be said after the case has ended early cannot wait for anything.
        """
        named = {} if step.steps else {fact.id: fact for text in _texts(step) for fact in self._facts(text)}
        for fact in named.values():
            if fact.id not in step.ask and not self._is_told_at_opening(fact):
                told, none = reach.snapshot.presence(fact.id)
                askers = {name for one in facts_behind(self.procedure, [fact.id]) for name in one.asked_in}
                skipped = [-reach.snapshot.steps.standing(name).skipped for name in sorted(askers)]
                goals = (*reach.open(step.id), *reach.running(), *skipped, -told, -none)
                yield partial(self._unknown, reach, step, fact, goals)

    def _facts(self, text: Text) -> Iterator[Fact]:
        return (self.procedure.facts[name] for name in text.names)

    def _is_told_at_opening(self, fact: Fact) -> bool:
        return fact.required and not fact.when and fact.id in self.procedure.opens_with

    def _unknown(self, reach: Reach, step: Step, fact: Fact, goals: Goals) -> Iterator[Diagnostic]:
        told = reach.example(goals, Sight(step.id, "open", unknown=fact.id), goals[-2:])
        if told:
            help_ = f"for example: {told}; let `{step.id}` wait for what asks it, or ask it here"
            span = self.spots.placeholder(step.id, fact.id)
            yield self.spots.find("may-be-unknown", span, help_, step=step.id, fact=fact.id)


def _texts(step: Step) -> Iterator[Text]:
    yield step.title
    yield from filter(None, (step.say, *step.do))

"""What is to be done now, by this person: chosen from the agenda alone.

INVARIANT: a moment is a function of the agenda, the person and the step they chose; nothing else is remembered.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from engine.case.agenda import SETTLED, Ask
from engine.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.case.agenda import Agenda, Missing, StepView
    from engine.case.office import Person


@dataclass(frozen=True, slots=True)
class Asking:
    """A question of an open step."""

    step: StepView
    ask: Ask


@dataclass(frozen=True, slots=True)
class Finishing:
    """An open step of which nothing is left to ask."""

    step: StepView


@dataclass(frozen=True, slots=True)
class OpeningCase:
    """An open step that opens a case of its own."""

    step: StepView


@dataclass(frozen=True, slots=True)
class LookingAgain:
    """A settled step that a person has to look at again, or to undo."""

    step: StepView


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """An open step of somebody else, looked at by choice."""

    step: StepView


@dataclass(frozen=True, slots=True)
class Idle:
    """Nothing is open for this person."""


@dataclass(frozen=True, slots=True)
class Over:
    """The case takes no more answers."""


Moment: TypeAlias = Asking | Finishing | OpeningCase | LookingAgain | Elsewhere | Idle | Over


def choose(agenda: Agenda, person: Person, focus: str | None = None) -> Moment:
    """Find what is to be done now: the step that was chosen, else the first in the file that this person may do."""
    if agenda.status in ("closed", "cancelled"):
        return Over()
    chosen = agenda.step(focus) if focus in agenda.open else None
    if chosen:
        return at(chosen) if may_do(chosen, person) else Elsewhere(chosen)
    for step in agenda.walk():
        if step.at in agenda.open and may_do(step, person):
            return at(step)
    return Idle()


def at(step: StepView) -> Moment:
    """Say what is to be done in an open step."""
    if step.status in SETTLED:
        return LookingAgain(step)
    asked = next((ask for ask in step.asks if ask.state == "asked"), None)
    if asked:
        return Asking(step, asked)
    return OpeningCase(step) if step.opens_case and not step.subcase else Finishing(step)


def may_do(step: StepView, person: Person) -> bool:
    """Whether a step is one of this person's roles, or theirs by name; where nobody is named, anybody may.

    Who did another step that keeps them from this one may not.
    """
    if person.name in step.barred:
        return False
    return not step.who or person.name in step.who or bool(person.roles.intersection(step.who))


def for_others(agenda: Agenda, person: Person) -> tuple[StepView, ...]:
    """Give the open steps that others have to do."""
    return tuple(step for step in agenda.walk() if step.at in agenda.open and not may_do(step, person))


def waiting(agenda: Agenda) -> tuple[tuple[StepView, Missing], ...]:
    """Give what waits for something from outside: an arrival, a moment, another case."""
    return tuple(
        (step, missing)
        for called in agenda.called
        for step in called.walk()
        if not step.steps and step.status == "waiting"
        for missing in step.missing
        if missing.kind not in ("step", "fact")
    )


def every_ask(agenda: Agenda) -> Iterator[Ask]:
    """Give every question of the case, those of elements and of arrivals among them."""
    for step in agenda.walk():
        for ask in step.asks:
            yield ask
            yield from ask.of
    for arrival in agenda.arrivals:
        yield from arrival.brings


def lacking(agenda: Agenda) -> tuple[Missing, ...]:
    """Give the answers without which nothing goes on, though no open step asks them."""
    if agenda.open or agenda.status != "open":
        return ()
    return tuple(missing for missing in agenda.missing if missing.kind == "fact" and missing.key)


def ask_for(agenda: Agenda, key: str, fact: str, title: str) -> Ask:
    """Find the question of a fact anywhere in the case; of one that no step asks, make a plain one."""
    asks = list(every_ask(agenda))
    for ask in asks:
        if ask.key == key and ask.at == key.rpartition("/")[0]:
            return ask
    like = next((ask for ask in asks if ask.fact == fact), None)
    place = key.rpartition("/")[0]
    return Ask(
        fact=fact,
        at=place,
        key=key,
        question=like.question if like else title,
        help=like.help if like else "",
        type=like.type if like else "text",
        required=like.required if like else True,
        private=like.private if like else False,
        options=like.options if like else (),
        state="asked",
        value=None,
        shown="",
        offered=like.offered if like else None,
        of=like.of if like else (),
        hint=like.hint if like else "",
    )

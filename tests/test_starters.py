"""The procedures that ship beside the first one: whoever works with them, in whatever order, every case ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.case import commands
from tests.support import OFFICE, PROCEDURES, shipped, stage_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from engine.case.agenda import Ask, StepView
    from engine.case.events import Json

T = TypeVar("T")

STARTERS: Final = ["recall_visit", "refund", "supplies_order"]

ANSWERS: Final[dict[str, list[str]]] = {
    "text": ["1234"],
    "long_text": ["some words"],
    "number": ["1", "3"],
    "money": ["20", "75.50", "600"],
    "date": ["2026-11-20", "2027-02-01"],
    "datetime": ["2026-11-20 10:00", "2027-02-01 15:30"],
    "phone": ["555-0123"],
    "person": [person.name for person in OFFICE.staff.values()],
    "yes_no": ["yes", "no"],
}
"""What can be said to a question of each type."""


class Staff:
    """People who do whatever is open, in any order, and say whatever can be said."""

    def __init__(self, name: str, draw: Callable[[st.SearchStrategy[Any]], Any]) -> None:
        self._draw = draw
        procedure = shipped(name)
        self.stage = stage_of(name)
        told = {fact: ANSWERS[procedure.facts[fact].kind][0] for fact in procedure.opens_with}
        refused = self.stage.open(told)
        assert not refused, refused
        self._comings = [one.id for one in procedure.arrivals.values()]

    def work(self) -> bool:
        """Do something that is open, or let time pass; False once the case is over."""
        agenda = self.stage.glance
        if agenda.status in ("closed", "cancelled"):
            return False
        needed = [step for step in agenda.walk() if step.at in agenda.open and not step.optional]
        if self._chance(8):
            self._arrive()
        elif self._chance(3):
            self._grow()
        elif needed:
            self._do(self._pick(needed))
        else:
            assert self.stage.agenda.missing, "nothing is open, and nothing is waited for"
            self.stage.now = OFFICE.calendar.after(self.stage.now, self._pick([1, 5, 40]), "days")
            self.stage.act(commands.Tick())
        return True

    def _do(self, step: StepView) -> None:
        if step.signatures_needed:
            self._sign(step)
            return
        if step.skippable and self._chance(5):
            self._by_somebody(commands.SkipStep(step.at, "not now"))
            return
        if step.status != "open":
            self._by_somebody(commands.ConfirmStep(step.at))
            return
        while asked := self._asked(step.at):
            refused = self.stage.act(commands.RecordAnswers({asked.key: self._answer(asked)}))
            assert not refused, refused
        self._by_somebody(commands.MarkDone(step.at))

    def _sign(self, step: StepView) -> None:
        for person in OFFICE.staff:
            self.stage.act(commands.SignStep(step.at), person)
        if self.stage.glance.step(step.at) == step:  # nobody is left who may
            self.stage.act(commands.CancelCase("nobody may sign"))

    def _by_somebody(self, command: commands.Command) -> None:
        """Have somebody act who may; where nobody is left who may, let the case go."""
        people = list(OFFICE.staff)
        first = self._pick(range(len(people)))
        for person in (*people[first:], *people[:first]):
            refused = self.stage.act(command, person)
            if not refused:
                return
            assert refused.code in {"not-your-step", "did-the-other-step"}, refused
        raise AssertionError(command)

    def _asked(self, at: str) -> Ask | None:
        step = self.stage.glance.step(at)
        asks = step.asks if step and step.status == "open" else ()
        return next((ask for ask in asks if ask.state == "asked" and (ask.required or self._chance(50))), None)

    def _answer(self, ask: Ask) -> Json:
        if ask.type == "list":
            return [self._element(ask) for _ in range(self._pick([0, 1, 2]))]
        if ask.options:
            return self._pick([option.id for option in ask.options])
        return self._pick(ANSWERS[ask.type])

    def _element(self, ask: Ask) -> dict[str, Json]:
        return {one.fact: self._answer(one) for one in ask.of}

    def _arrive(self) -> None:
        name = self._pick(self._comings)
        listed = [
            f"{key}[{element.number}]/" for (_, key), all_ in self.stage.case.elements.items() for element in all_
        ]
        self.stage.act(commands.RecordArrival(f"{self._pick(listed or [''])}{name}"))

    def _grow(self) -> None:
        lists = [ask for step in self.stage.glance.walk() for ask in step.asks if ask.type == "list" and ask.value]
        for ask in lists:
            self.stage.act(commands.AddElement(ask.key, self._element(ask)))

    def _chance(self, percent: int) -> bool:
        return self._pick(range(100)) >= 100 - percent

    def _pick(self, choices: Sequence[T]) -> T:
        picked: T = self._draw(st.sampled_from(choices))
        return picked


@pytest.mark.parametrize("name", STARTERS)
@given(data=st.data())
@settings(max_examples=settings().max_examples // 8)  # a run is 50 acts or more
def test_every_run_comes_to_an_end(name: str, data: st.DataObject) -> None:
    """However people work, the promises hold after each act (the stage makes sure), and the case ends with a name."""
    staff = Staff(name, data.draw)
    for _ in range(400):
        if not staff.work():
            break
    view = staff.stage.agenda
    assert view.status in ("closed", "cancelled")
    assert view.outcome or view.status == "cancelled"


def test_all_that_ship_are_here() -> None:
    """A procedure that ships is tried here, or is the first one."""
    there = {path.stem for path in PROCEDURES.glob("*.yaml") if not path.stem.endswith(".rehearsal")}
    assert there == {"record_release", *STARTERS}


@pytest.mark.parametrize("name", STARTERS)
def test_what_is_about_a_person_is_private(name: str) -> None:
    """Where a procedure is about a patient, names, phones, money and their words are masked in lists and logs."""
    facts = shipped(name).facts
    telling = ("phone", "money", "long_text") if "patient" in facts else ()
    assert [] == [fact.id for fact in facts.values() if fact.kind in telling and not fact.private]


@pytest.mark.parametrize("name", STARTERS)
def test_every_question_of_a_person_is_written_as_one(name: str) -> None:
    """Whatever is told has a question to read, and a title for lists."""
    told = [fact for fact in shipped(name).facts.values() if not fact.is_worked_out]
    assert [] == [fact.id for fact in told if not fact.question.strip() or not fact.title.strip()]

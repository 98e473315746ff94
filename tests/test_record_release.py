"""The first procedure: its ten steps are those of the policy, its promises are proved, every run ends."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cli.gathering import procedures_in
from cli.run.trail import units
from engine.case import commands
from engine.procedure.load import load_and_check
from engine.procedure.templates import OWN_NAMES, names_in
from tests.support import DOCUMENTS, OFFICE, PROCEDURES, shipped, stage_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from engine.case.agenda import Ask, StepView
    from engine.case.events import Json

T = TypeVar("T")

FILE = PROCEDURES / "record_release.yaml"
TEXT = FILE.read_text(encoding="utf-8")

TEN = [
    "why",
    "repair",
    "where_to",
    "family",
    "balance_first",
    "visits",
    "welcome_back",
    "notes",
    "release",
    "inactivate",
]


def test_where_we_are_is_told_by_the_numbers_of_the_policy() -> None:
    """The steps inside the two parts are the ten of the policy, in its order, so that the trail shows its numbers."""
    stage = stage_of("record_release")
    stage.open({"patient": "Rosa Example", "phone": "555-0101"})
    assert list(enumerate(TEN, 1)) == [(unit.number, unit.step.id) for unit in units(stage.agenda)]


def test_each_of_the_ten_says_its_number() -> None:
    """Above each of the ten stands its number in the policy."""
    numbered = re.findall(r"^ +# ([0-9]+)\n +- id: (\w+)$", TEXT, re.MULTILINE)
    assert [(str(number), name) for number, name in enumerate(TEN, 1)] == numbered


def test_what_is_about_a_person_is_private() -> None:
    """Names, phones, money, whatever is told in their own words: all of it is masked in lists and logs."""
    facts = shipped("record_release").facts.values()
    telling = ("phone", "money", "long_text", "file", "text")
    assert [] == [fact.id for fact in facts if fact.kind in telling and not fact.private]


def test_every_question_of_a_person_is_written_as_one() -> None:
    """Whatever is asked in a step has a question to read."""
    procedure = shipped("record_release")
    asked = {name for step in procedure.by_id.values() for name in step.ask}
    assert [] == sorted(name for name in asked if not procedure.facts[name].question.strip())


@pytest.mark.parametrize("kind", ["html", "txt"])
def test_the_note_names_all_that_the_doctor_needs(kind: str) -> None:
    """Both forms of the chart note hold the same facts."""
    names = re.findall(r"\{([a-z_]+)\}", (DOCUMENTS / f"chart_notes.{kind}").read_text(encoding="utf-8"))
    told = {"reason", "in_their_words", "conversation", "relatives", "balance", "future_visits", "destination"}
    assert told <= set(names)


@pytest.mark.parametrize("path", sorted(DOCUMENTS.iterdir()), ids=lambda path: path.name)
def test_a_template_names_only_what_there_is(path: Path) -> None:
    """Every placeholder of a template that ships is one of its own names, or a fact of a procedure that prints it."""
    known = set(OWN_NAMES)
    for file in procedures_in(PROCEDURES):
        procedure = shipped(file.stem)
        if any(path.stem in step.print for step in procedure.by_id.values()):
            known |= procedure.facts.keys()
    assert [] == [name for name in names_in(path.read_text(encoding="utf-8")) if name not in known]


def test_the_note_fetches_nothing() -> None:
    """The page prints without a network: no address, no script."""
    page = (DOCUMENTS / "chart_notes.html").read_text(encoding="utf-8")
    assert [] == re.findall(r"https?:|src=|<script|@import|url\(", page)


BREAKING: dict[str, tuple[str, dict[str, str]]] = {
    "the records wait for the whole call": (
        "promise-held-back",
        {"wait_for: where_to\n        steps:": "wait_for: call\n        steps:"},
    ),
    "the notes are forgotten for who stays": ("promise-not-always", {"still_do: [notes, stays]": "still_do: [stays]"}),
    "the notes may be waived": ("promise-not-always", {"wait_for: call\n        skippable: no\n": "wait_for: call\n"}),
    "inactivated before billing has called": (
        "promise-opens-early",
        {"wait_for: [call, notes, release, chase_balance]": "wait_for: [call, notes, release]"},
    ),
    "inactivated though they come back": ("promise-opens-early", {"        when: gone_for_good\n": ""}),
    "sent without a request": (
        "promise-opens-early",
        {
            "(written_request and not gave_up(request))": "not gave_up(request)",
            "wait_for: written_request\n            skippable: no\n": "wait_for: written_request\n",
        },
    ),
}
"""Edits of the file, and the finding each of them comes to."""


@pytest.mark.parametrize("name", BREAKING)
def test_a_change_that_breaks_a_promise_is_found(name: str) -> None:
    """What the policy demands cannot be edited away without a finding."""
    code, edits = BREAKING[name]
    text = TEXT
    for old, new in edits.items():
        assert 1 == text.count(old)
        text = text.replace(old, new)
    found = load_and_check(text, "changed.yaml")
    assert isinstance(found, tuple)
    assert code in {finding.code for finding in found}


class Staff:
    """People who do whatever is open, in any order, and say whatever can be said."""

    def __init__(self, draw: Callable[[st.SearchStrategy[Any]], Any]) -> None:
        self._draw = draw
        self.stage = stage_of("record_release")
        self.stage.open({"patient": "Rosa Example", "phone": "555-0101"})

    def work(self) -> bool:
        """Do something that is open, or let time pass; False once the case is over."""
        agenda = self.stage.glance
        if agenda.status == "closed":
            return False
        if self._chance(10):
            self._arrive()
        elif agenda.open:
            self._do(self._pick([step for step in agenda.walk() if step.at in agenda.open]))
        else:
            assert self.stage.agenda.missing, "nothing is open, and nothing is waited for"
            self.stage.now = OFFICE.calendar.after(self.stage.now, self._pick([5, 40]), "days")
            self.stage.act(commands.Tick())
        return True

    def _do(self, step: StepView) -> None:
        able = [person.name for person in OFFICE.staff.values() if person.roles.intersection(step.who)]
        actor = self._pick(able)
        if step.skippable and self._chance(10):
            self.stage.act(commands.SkipStep(step.at, "hung up"), actor)
        elif step.status != "open":
            self.stage.act(commands.ConfirmStep(step.at), actor)
        else:
            while asked := self._asked(step.at):
                refused = self.stage.act(commands.RecordAnswers({asked.key: self._answer(asked)}), actor)
                assert not refused, refused
            self.stage.act(commands.MarkDone(step.at), actor)

    def _asked(self, at: str) -> Ask | None:
        step = self.stage.glance.step(at)
        return next((ask for ask in step.asks if ask.state == "asked"), None) if step else None

    def _answer(self, ask: Ask) -> Json:
        if ask.type == "list":
            return [{"relative": "Ann Example", "relative_phone": "555-0111"}] * self._pick([0, 0, 1, 2])
        if ask.options:
            return self._pick([option.id for option in ask.options])
        return self._pick(["0", "2", "30"]) if ask.type in ("number", "money") else "some words"

    def _arrive(self) -> None:
        arrival = self._pick(["written_request", "written_request", "written_request", "stays_after_all"])
        self.stage.act(commands.RecordArrival(arrival))

    def _chance(self, percent: int) -> bool:
        return self._pick(range(100)) >= 100 - percent

    def _pick(self, choices: Sequence[T]) -> T:
        picked: T = self._draw(st.sampled_from(choices))
        return picked


@given(st.data())
@settings(max_examples=settings().max_examples // 8)  # a run is 50 acts or more
def test_every_run_comes_to_an_end(data: st.DataObject) -> None:
    """However people work, the promises hold after each act (the stage makes sure), and the case ends with its note."""
    staff = Staff(data.draw)
    for _ in range(400):
        if not staff.work():
            break
    view = staff.stage.agenda
    assert view.status == "closed"
    assert view.outcome
    notes = view.step("notes")
    assert notes
    assert notes.status == "done"

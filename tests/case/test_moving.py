"""Moving a running case to another text of its procedure: what is refused, what needs a person, what is kept."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from engine.case import commands
from engine.case.commands import MoveCase
from engine.case.decide import decide
from engine.case.events import CaseClosed, CaseMoved
from engine.case.portray import agenda
from engine.case.refusals import Refusal
from engine.case.state import replay
from tests.case.driving import Run, runs
from tests.case.procedures import texts
from tests.case.support import OFFICE, Play, procedure, read

STEPS = """\
- id: ask
  title: Ask
  ask: [amount, way]
- id: pay
  title: Pay
  do: Pay it
  once: yes
- id: file
  title: File it
  do: File it
"""
FACTS = """\
amount:
  type: money
way:
  type: choice
  options:
    card: Card
    cash: Cash
"""


def paid() -> Play:
    """Play the case to where the money is paid."""
    return Play(procedure(STEPS, FACTS)).done("ask", amount="5", way="card").done("pay")


def refused(play: Play, steps: str, facts: str = FACTS, rest: str = "") -> list[str]:
    """Give the code and the reasons of a move that is refused."""
    found = play.refusal(MoveCase(procedure(steps, facts, rest)))
    return [found.code, *(because.text for because in found.because)]


def test_moved() -> None:
    """A case that is moved goes on from what was told, on the new text."""
    play = paid()
    new = replace(procedure(STEPS + "- id: call\n  title: Call\n  do: Call them\n", FACTS), version=2)
    assert [CaseMoved(2, new.digest)] == play.events(MoveCase(new))
    play.procedure = new
    play.done("file")
    assert ("open", 2, ("call",)) == (play.case.status, play.case.version, play.agenda.open)


def test_the_same_text() -> None:
    """Moving to the text that the case is on records nothing."""
    play = paid()
    assert [] == play.events(MoveCase(play.procedure))


def test_what_is_not_known_any_more_is_kept() -> None:
    """An answer, and a mark, that the new text has no place for stay in the case, and count again if it goes back."""
    play = paid()
    old, before = play.procedure, play.agenda
    new = procedure("- id: file\n  title: File it\n  do: File it\n", "other:\n  type: text\n")
    play.events(MoveCase(new))
    play.procedure = new
    assert ("file",) == play.agenda.open
    play.events(MoveCase(old))
    play.procedure = old
    assert before.steps == play.agenda.steps
    assert before.facts == play.agenda.facts


def test_another_procedure() -> None:
    """A case stays one of its procedure."""
    other = read("procedure: other\nversion: 1\ntitle: Other\nsteps:\n  - id: one\n    title: One\n    do: It\n")
    assert "other-procedure" == paid().refusal(MoveCase(other)).code


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (commands.HoldCase("holidays"), "on-hold"),
        (commands.CancelCase("no longer"), "closed"),
    ],
)
def test_only_an_open_case(command: commands.Command, code: str) -> None:
    """A case that rests or is over is not moved."""
    play = paid()
    play.events(command)
    assert [code] == refused(play, STEPS + "- id: call\n  title: Call\n  do: Call\n")


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        (FACTS.replace("money", "number"), "`amount` was told as money, and would be number"),
        (FACTS.replace("type: money", "value: 3 + 4"), "`amount` was told, and would be worked out"),
        (
            FACTS.replace("card: Card", "check: Check"),
            "`way` was told, and what was chosen would be no option any more",
        ),
    ],
)
def test_told_facts_fit(facts: str, why: str) -> None:
    """What was told is not taken for something else."""
    steps = STEPS.replace("[amount, way]", "[way]") if "value:" in facts else STEPS
    assert ["cannot-move", why] == refused(paid(), steps, facts)


def test_into_a_list() -> None:
    """A fact of the case does not become one of an element."""
    facts = (
        "way:\n  type: choice\n  options:\n    card: Card\nsums:\n  type: list\n  of:\n    amount:\n      type: money\n"
    )
    found = refused(paid(), STEPS.replace("amount, way", "sums, way"), facts)
    assert ["cannot-move", "`amount` was told, and would belong to another list or repetition"] == found


def test_into_a_repetition() -> None:
    """A step that was marked does not become one of an attempt."""
    steps = STEPS.replace(
        "- id: pay\n  title: Pay\n", "- id: pay\n  title: Pay\n  repeat:\n    until: sure\n  ask: [sure]\n"
    )
    found = refused(paid(), steps, FACTS + "sure:\n  type: yes_no\n")
    assert ["cannot-move", "`pay` would belong to another list or repetition"] == found


def test_nothing_comes_before_what_cannot_be_undone() -> None:
    """A step that is done once and for all gets nothing new before it."""
    steps = STEPS.replace("- id: pay", "- id: approve\n  title: Approve\n  do: Approve\n- id: pay")
    assert ["cannot-move", "`pay` cannot be undone, and something would come before it"] == refused(paid(), steps)


def test_promises_hold() -> None:
    """A case is not moved to where it would break a promise."""
    rest = "promises:\n  - step: file\n    only_after: amount > 10\n"
    found = refused(paid(), STEPS, FACTS, rest)
    assert ["cannot-move", "it was promised otherwise: `file` is open, though not `amount > 10`"] == found


def test_work_anew_needs_a_person() -> None:
    """Where a done step would be open again, a person has to agree; then it is moved."""
    play = paid()
    new = procedure(STEPS.replace("[amount, way]", "[amount, way, who]"), FACTS + "who:\n  type: text\n")
    found = play.refusal(MoveCase(new))
    assert ("cannot-move", "`pay` cannot be undone, and something would come before it") == (
        found.code,
        found.because[0].text,
    )
    play = Play(procedure(STEPS, FACTS)).done("ask", amount="5", way="card")
    found = play.refusal(MoveCase(new))
    assert ("move-needs-a-person", "`ask` was settled, and would be open again") == (found.code, found.because[0].text)
    assert [CaseMoved] == [type(event) for event in play.events(MoveCase(new, agreed=True))]


def test_an_end_needs_a_person() -> None:
    """Where the case would end, a person has to agree; then it ends in the same commit."""
    play = paid()
    new = procedure(STEPS[: STEPS.index("- id: file")], FACTS)
    found = play.refusal(MoveCase(new))
    assert ("move-needs-a-person", "the case would end: without an outcome") == (found.code, found.because[0].text)
    assert [CaseMoved, CaseClosed] == [type(event) for event in play.events(MoveCase(new, agreed=True))]


TRIED = settings.get_profile(settings.get_current_profile_name()).max_examples // 2


@settings(max_examples=TRIED, suppress_health_check=list(HealthCheck))
@given(runs(), texts())
def test_any_case_to_any_text(run: Run, text: str) -> None:
    """Whatever the texts, a move is refused or carried out; nothing told is lost, and it leads back to the same."""
    new = read(text)
    asked = replace(run.turns[-1].asked, request="move", expect=None)
    decided = decide(run.procedure, run.case, MoveCase(new, agreed=True), asked)
    if isinstance(decided, Refusal) or not decided:
        return
    moved = replay(decided, run.case)
    assert moved.answers == run.case.answers
    assert moved.marks == run.case.marks
    view = agenda(new, moved, run.now, OFFICE)
    assert view.status == "closed" or view.open or view.missing
    back = decide(new, moved, MoveCase(run.procedure, agreed=True), replace(asked, request="back"))
    if not isinstance(back, Refusal) and len(back) == 1:
        again = agenda(run.procedure, replay(back, moved), run.now, OFFICE)
        assert run.agenda(run.case, run.now).steps == again.steps

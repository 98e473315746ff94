"""Who may not do a step because of another one that they did, and that they are told so before they begin."""

from __future__ import annotations

from engine.case import commands
from engine.desk_views import line_of
from tests.case.support import Play, procedure

STEPS = """\
- id: pay
  title: Pay
  who: [front, boss]
  do: Pay
- id: check
  title: Check
  who: [front, boss]
  not_by: [pay]
  do: Check
- id: approve
  title: Approve
  who: [front, boss]
  sign:
    by: [front, boss]
    not_by: [check]
"""


def test_who_did_the_other_step() -> None:
    """Whoever marked the other step done is barred from this one, whatever roles they have; others are not."""
    play = Play(procedure(STEPS)).done("pay", actor="cal")
    assert ((), ("cal",)) == (play.step("pay").barred, play.step("check").barred)
    assert "did-the-other-step" == play.refusal(commands.MarkDone("check"), "cal").code
    play.done("check", actor="ann")
    assert ("ann",) == play.step("approve").barred
    assert "did-the-other-step" == play.refusal(commands.SignStep("approve"), "ann").code


def test_a_case_is_not_theirs() -> None:
    """In the list of cases it is not for whoever is barred from all that is open in it."""
    play = Play(procedure(STEPS)).done("pay", actor="cal")
    assert [False, True, True] == [line_of(play.derivation, name).mine for name in ("cal", "ann", "ben")]


def test_done_again_by_somebody_else() -> None:
    """Where the other step is done again, only the last one who did it is barred."""
    play = Play(procedure(STEPS)).done("pay", actor="cal")
    play.events(commands.RedoStep("pay", "wrong sum"), "cal")
    play.done("pay", actor="ben")
    assert ("ben",) == play.step("check").barred

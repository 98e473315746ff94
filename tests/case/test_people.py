"""Who may do a step, in whose hands it is, and who is put into words."""

from __future__ import annotations

from engine.case import commands
from engine.case.people import may_do, names_of
from tests.case.support import OFFICE, Play, procedure

STEPS = procedure(
    """
    - id: name_advisor
      ask: [advisor]
    - id: write
      who: front
      may_hand_to: [boss]
      remind:
        - hand_to: boss
          at: 2 days after name_advisor
        - who: advisor
          at: 1 day after name_advisor
      do: Write to them
    - id: advise
      who: advisor
      do: Advise them
    - id: everybody
      do: Nothing
    """,
    "advisor:\n  type: person\n  required: no\n",
)


def begun(advisor: str | None = "dan") -> Play:
    """A case in which an advisor was named."""
    return Play(STEPS).done("name_advisor", advisor=advisor)


def test_who() -> None:
    """A step is for its roles, for the person that a fact names, or for anybody; a fact that is none names nobody."""
    play = begun()
    named = [play.step(name).who for name in ("write", "advise", "everybody")]
    assert [("front",), ("dan",), ()] == named
    assert () == begun(advisor=None).step("advise").who


def test_may_do() -> None:
    """Who has the role or is the person may do it."""
    derivation = begun().derivation
    may = {
        name: [actor for actor in OFFICE.staff if may_do(derivation, derivation.tree.by_address[name], actor)]
        for name in ("write", "advise", "everybody")
    }
    assert {"write": ["ann", "cal"], "advise": ["dan"], "everybody": list(OFFICE.staff)} == may


def test_the_later_of_handing_and_escalation() -> None:
    """A `hand_to` that passed takes a step over; handed back by a person, it stays with whom it was given to."""
    play = begun().later(days=1)
    play.events(commands.HandStep("write", "front"))
    assert ("front",) == play.step("write").who
    play.later(days=1)
    assert ("boss",) == play.step("write").who
    play.events(commands.HandStep("write", "front"), "ben")
    assert ("front",) == play.later(days=9).step("write").who


def test_reminded() -> None:
    """A reminder goes to the role, or to the person that a fact names."""
    assert [("dan",)] == [due.who for due in begun().agenda.due if due.kind == "reminder"]


def test_names() -> None:
    """Roles and people are put into words by their titles and full names."""
    assert "Front desk, or Dan None" == names_of(STEPS, OFFICE, ("front", "dan"))
    assert ("somebody", "anybody") == (names_of(STEPS, OFFICE, ("somebody",)), names_of(STEPS, OFFICE, ()))

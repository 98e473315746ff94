"""Which settled steps have to be looked at again after a correction, and which do not."""

from __future__ import annotations

from datetime import timedelta

from engine.case import commands
from engine.case.agenda import Flag
from tests.case.support import START, Play, procedure

REPAIR = procedure(
    """
    - id: ask_step
      ask: [reason, price, note, colour]
    - id: repair
      when: price > 10
      say: We repair it for {price} in {colour}
      undo: Give it back unrepaired
    - id: call
      when: reason is broken or price > 100
      do: Call them
    - id: again
      ask: [reason]
    - id: total
      do: "Write down {twice}"
    - id: last
      do: Nothing
    """,
    """
    reason:
      type: choice
      options:
        broken: Broken
        lost: Lost
        other: Other
    price:
      type: number
    note:
      type: text
      required: no
    colour:
      type: text
    twice:
      value: price * 2 - price * 2
    """,
)


def told(reason: str = "broken", price: int = 20, **more: str) -> Play:
    """A case in which everything was told, an hour ago."""
    return Play(REPAIR).done("ask_step", reason=reason, price=price, colour="red", **more).later(hours=1)


def flags(play: Play) -> dict[str, str]:
    """What each flagged step is flagged with."""
    return {step.at: flag.text for step in play.agenda.walk() for flag in step.flags}


def test_done_on_older_answers() -> None:
    """A step is flagged whose words showed another value; its own first answers flag nothing."""
    play = told().done("repair").amend(colour="blue")
    assert {"repair": "done on older answers: colour"} == flags(play)
    assert [Flag("older-answers", "done on older answers: colour", START + timedelta(hours=1))] == list(
        play.step("repair").flags
    )
    assert {} == flags(play.amend(colour="red"))


def test_asked_again_in_another_step() -> None:
    """A step that asks what was asked before showed the answer."""
    play = told().done("repair", "call", "again").amend(reason="lost")
    assert {"again": "done on older answers: reason", "call": "done, but no longer called for"} == flags(play)


def test_a_verdict_that_stays_flags_nothing() -> None:
    """A correction behind a condition is none for the step as long as the condition comes out the same."""
    play = told(price=200).done("repair", "call")
    assert {"repair": "done on older answers: price"} == flags(play.amend(price=300))
    assert {"repair": "done on older answers: price"} == flags(play.amend(reason="other"))


def test_a_value_that_stays_flags_nothing() -> None:
    """What is worked out and comes to the same value is the same answer."""
    play = told().done("repair", "call", "again", "total")
    assert {"repair": "done on older answers: price"} == flags(play.amend(price=30))


def test_called_off() -> None:
    """A step that is no longer called for is flagged as such; with something to undo, that is a duty."""
    play = told().done("repair", "call").amend(reason="lost", price=1)
    assert {"repair": "Give it back unrepaired", "call": "done, but no longer called for"} == flags(play)
    assert ("repair", "again") == play.agenda.open


def test_confirmed_as_called_off() -> None:
    """What was undone in the world is no duty any more, whatever else is corrected, until it is called for again."""
    play = told().done("repair", "call").amend(price=1)
    play.events(commands.ConfirmStep("repair"))
    assert {} == flags(play)
    assert {} == flags(play.amend(colour="blue"))
    assert {"repair": "done on older answers: price, colour"} == flags(play.amend(price=20))


def test_called_off_again() -> None:
    """A step that was confirmed while it was called for is flagged when it is called off."""
    play = told().done("repair").amend(colour="blue")
    play.events(commands.ConfirmStep("repair"))
    assert {} == flags(play)
    assert {"repair": "Give it back unrepaired"} == flags(play.amend(price=1))


def test_what_was_not_known_then() -> None:
    """An answer that nobody had given when a step was done was not seen there."""
    steps = """
    - id: call
      say: They said {note}
    - id: ask_step
      ask: [note]
    - id: last
      do: Nothing
    """
    play = Play(procedure(steps, "note:\n  type: text")).done("call").done("ask_step", note="one").amend(note="two")
    assert {} == flags(play)


def test_element_is_not_meant_any_more() -> None:
    """A step is called off whose element is no longer one of those meant, or was taken off."""
    steps = """
    - id: goods_step
      ask: [goods]
    - id: check
      for_each: goods where broken
      do: Check it
    - id: last
      do: Nothing
    """
    facts = """
    goods:
      type: list
      of:
        broken:
          type: yes_no
    """
    play = Play(procedure(steps, facts)).done("goods_step", goods=[{"broken": True}, {"broken": True}])
    play.done("check[1]", "check[2]").amend(**{"goods[1]/broken": False})
    play.events(commands.RemoveElement("goods[2]", "not there"))
    called_off = "done, but no longer called for"
    assert {"check[1]": called_off, "check[2]": called_off} == flags(play)
    play.events(commands.ConfirmStep("check[2]"))
    assert {"check[1]": called_off} == flags(play)


def test_a_list_that_was_shown() -> None:
    """A step that showed a list is flagged when an element is added, taken off, or corrected."""
    steps = """
    - id: goods_step
      ask: [goods]
    - id: read_out
      say: You order {goods}
    - id: last
      do: Nothing
    """
    facts = """
    goods:
      type: list
      title: Goods
      of:
        article:
          type: text
    """
    play = Play(procedure(steps, facts)).done("goods_step", goods=[{"article": "pens"}]).done("read_out").later(hours=1)
    play.events(commands.AddElement("goods", {"article": "ink"}))
    assert {"read_out": "done on older answers: Goods"} == flags(play)
    play.events(commands.RemoveElement("goods[2]", "a mistake"))
    assert {} == flags(play)
    assert {"read_out": "done on older answers: article"} == flags(play.amend(**{"goods[1]/article": "paper"}))


def test_withdrawn_with_its_arrival() -> None:
    """An answer that was withdrawn with its arrival flags what was done on it, until it is told the same again."""
    steps = """
    - id: call
      wait_for: letter
      say: They write from {town}
    - id: last
      ask: [town]
    """
    rest = "arrivals:\n  letter:\n    title: A letter\n    brings: [town]\n"
    play = Play(procedure(steps, "town:\n  type: text", rest)).arrive("letter", town="Dover").done("call")
    assert {} == flags(play)
    play.events(commands.WithdrawArrival("letter", "another letter"))
    assert {"call": "done on older answers: town"} == flags(play)
    assert {} == flags(play.answer(town="Dover"))


def test_asked_again() -> None:
    """A done step whose question is open again says which."""
    steps = """
    - id: reason_step
      ask: [reason]
    - id: detail_step
      ask: [detail]
    - id: last
      do: Nothing
    """
    facts = """
    reason:
      type: text
    detail:
      type: text
      ask_again_if_changed: [reason]
    """
    play = Play(procedure(steps, facts)).done("reason_step", reason="a").done("detail_step", detail="b")
    assert {"detail_step": "it was done, but is asked again: detail"} == flags(play.amend(reason="c"))
    assert {} == flags(play.amend(reason="a"))


def test_redoing_flags_nothing() -> None:
    """A step that is done again flags nothing that was done after it."""
    play = told().done("repair", "call")
    play.events(commands.RedoStep("ask_step", "again"))
    assert {"ask_step": "it is to be done again: again"} == flags(play)


def test_a_duty_keeps_a_case_open() -> None:
    """A case stays open while something is to be undone, and closes with the word that it was."""
    play = told().done("repair", "call", "again", "total").amend(price=1, reason="lost")
    play.done("last")
    assert ("open", ("repair",)) == (play.case.status, play.agenda.open)
    play.events(commands.ConfirmStep("repair"))
    assert "closed" == play.case.status


SIGNED = """
- id: goods_step
  ask: [goods]
- id: approve
  for_each: goods
  when: urgent
  undo: Tell them it is not approved
  sign:
    by: [boss]
- id: last
  ask: [urgent]
"""
GOODS = """
urgent:
  type: yes_no
goods:
  type: list
  of:
    article:
      type: text
"""


def signed() -> Play:
    """A case in which the only article was approved."""
    play = Play(procedure(SIGNED, GOODS)).answer(urgent=True).done("goods_step", goods=[{"article": "pens"}])
    play.events(commands.SignStep("approve"), "ben")
    return play


def test_signed_and_taken_off() -> None:
    """A step that was only signed is flagged too when it is called off, until somebody confirms it."""
    play = signed()
    play.events(commands.RemoveElement("goods[1]", "not there"))
    assert {"approve[1]": "Tell them it is not approved"} == flags(play)
    play.events(commands.ConfirmStep("approve[1]"))
    assert ({}, "done") == (flags(play), play.status("approve[1]"))


def test_signed_and_void() -> None:
    """A signature that is void because its step is not called for leaves nothing to undo: the step is not needed."""
    play = signed().amend(urgent=False)
    assert ({}, "not needed") == (flags(play), play.status("approve[1]"))


def test_linked_case_reopened() -> None:
    """A step that waited for its linked case says when that was reopened, or that something is left of it."""
    steps = """
    - id: other
      open_case:
        procedure: small
        wait: yes
    - id: last
      do: Nothing
    """
    play = Play(procedure(steps))
    play.events(commands.MarkDone("other", {}, commands.NewCase("C2", play.procedure)))
    play.events(commands.RecordSubcase("other", "closed", None))
    assert ({}, "done") == (flags(play), play.status("other"))
    play.events(commands.RecordSubcase("other", "open", None))
    assert ({"other": "the case C2 is open"}, "waiting") == (flags(play), play.status("other"))


def test_told_to_the_linked_case() -> None:
    """A step that opened a case is flagged when what it told there is amended."""
    steps = """
    - id: name_step
      ask: [name, town]
    - id: other
      open_case:
        procedure: elsewhere
        with:
          name: name
    - id: last
      do: Nothing
    """
    play = Play(procedure(steps, "name:\n  type: text\ntown:\n  type: text")).done("name_step", name="a", town="b")
    play.events(commands.MarkDone("other", {}, commands.NewCase("C2", play.procedure)))
    assert {} == flags(play.amend(town="c"))
    assert {"other": "done on older answers: name"} == flags(play.amend(name="c"))

"""How steps stand, where rules of design 5.4 meet; exact cases that the laws once turned up among them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine.case import commands
from tests.case.support import START, Play, procedure

GOODS = """
goods:
  type: list
  of:
    article:
      type: text
"""


def test_optional_for_each() -> None:
    """An optional step that is done for each element is open while one of them is, and nothing waits for it."""
    steps = """
    - id: list_goods
      ask: [goods]
    - id: offer
      for_each: goods
      optional: yes
      say: We offer {article}
    - id: last
      do: Nothing
    """
    play = Play(procedure(steps, GOODS)).done("list_goods", goods=[{"article": "pens"}])
    assert ("open", "open", "open") == (play.status("offer"), play.status("offer[1]"), play.status("last"))
    assert "done" == play.done("offer[1]").status("offer")


def test_ended_since_its_outcome() -> None:
    """What an outcome ended is not needed since that came true, also once the case is closed and open again."""
    steps = """
    - id: call
      ask: [solved]
    - id: write
      do: Write a letter
    - id: file
      do: File it
    """
    rest = """
    outcomes:
      solved:
        title: Solved
        as_soon_as: solved
        still_do: [file]
      other:
        title: Not solved
    """
    play = Play(procedure(steps, "solved:\n  type: yes_no", rest)).later(hours=1).answer(solved=True).later(hours=1)
    play.done("call", "file")
    since = START.replace(hour=10)
    assert ("closed", "not needed", since) == (play.case.status, play.status("write"), play.step("write").since)
    play.later(hours=1).events(commands.ReopenCase("not over"))
    assert ("open", "not needed", since) == (play.case.status, play.status("write"), play.step("write").since)


def test_told_before_it_applies() -> None:
    """A fact that was told before its `when` came true has its value since then, and so has what comes of it."""
    steps = """
    - id: ask
      ask: [urgent, urgent_call]
    - id: hurry
      when: urgent
      do: Hurry
      due: 3 hours after hurry
    """
    facts = "urgent:\n  type: yes_no\n  when: letter\nlate:\n  value: not urgent_call\n  when: letter\n"
    facts += "urgent_call:\n  type: yes_no\n"
    play = Play(procedure(steps, facts, f"order: any\n{LETTER}")).later(hours=1).answer(urgent=True, urgent_call=False)
    assert "waiting" == play.status("hurry")
    play.later(hours=1).arrive("letter")
    came = START.replace(hour=11)
    assert ("open", came) == (play.status("hurry"), play.step("hurry").since)
    assert [came, came] == [play.derivation.view(()).fact(name).since for name in ("urgent", "late")]


def test_told_before_it_applies_is_not_blank() -> None:
    """What was told is kept when its step is done while nobody knows whether it applies; what was not is blank."""
    steps = "- id: ask\n  ask: [color, size]\n- id: say\n  ask: [colored]\n"
    facts = "colored:\n  type: yes_no\n" + "".join(
        f"{name}:\n  type: text\n  required: no\n  when: colored\n" for name in ("color", "size")
    )
    play = Play(procedure(steps, facts, "order: any\n")).answer(color="red").done("ask")
    play.done("say", colored=True)
    assert ("red", None) == (play.value("color"), play.value("size"))


CALLS = """
- id: call
  repeat:
    until: reached or letter
    at_most: 3
  ask: [reached]
- id: last
  do: Nothing
"""
REACHED = "reached:\n  type: yes_no\n"
LETTER = "arrivals:\n  letter:\n    title: A letter\n"


def test_attempts() -> None:
    """A step is repeated until its condition comes true; that is when it is done, and the last attempt counts."""
    play = Play(procedure(CALLS, REACHED, LETTER)).later(hours=1)
    play.events(commands.MarkDone("call#1", {"reached": False}))
    assert ("waiting", None) == (play.status("last"), play.agenda.step("call#2"))
    play.later(hours=1).arrive("letter")
    assert ("done", START.replace(hour=11)) == (play.status("call"), play.step("call").since)


def test_no_attempt_after_the_end() -> None:
    """What settles a repeated step as a whole leaves no attempt that could only begin later."""
    play = Play(procedure(CALLS.replace("reached or letter", "not letter"), REACHED, LETTER)).later(hours=1)
    play.events(commands.MarkDone("call#1", {"reached": False}))
    play.later(hours=1).events(commands.CancelCase("no longer"))
    play.later(hours=1).arrive("letter")
    assert (["call", "call#1", "last"], "not needed") == ([step.at for step in play.agenda.walk()], play.status("call"))


def test_an_attempt_in_which_something_was_done_stays() -> None:
    """An attempt that was skipped before its time is there for good, also where the case ends within that time."""
    calls = CALLS.replace("at_most: 3", "every: 2 days").replace("reached or letter", "reached")
    play = Play(procedure(calls, REACHED)).later(hours=1)
    play.events(commands.MarkDone("call#1", {"reached": False}))
    play.later(hours=1).events(commands.SkipStep("call#2", "they moved away"))
    before = play.statuses
    assert ("skipped", "skipped", "open") == (before["call"], before["call#2"], before["last"])
    play.later(hours=1).done("last")
    assert ("closed", before | {"last": "done"}) == (play.case.status, play.statuses)


def test_what_is_worked_out_is_so_since_its_row_counts() -> None:
    """A value of a row stands since the row counts: what depends on it does not begin before that."""
    steps = """
    - id: ask
      do: Ask for the money
    - id: pay
      give_up: 2 days after ask
      wait_for: [money]
      do: Book it
    - id: last
      do: Nothing
    """
    rest = """
    arrivals:
      money:
        title: The money
      letter:
        title: A letter
    any_time:
      - id: look
        when: urgency > 1
        pause: yes
        do: Look at it first
    """
    fact = """
    urgency:
      type: number
      value:
        - 2 when letter
        - 1 otherwise
    """
    play = Play(procedure(steps, fact, rest)).done("ask").later(days=3)
    assert "gave up" == play.status("pay")
    play.later(hours=1).arrive("letter")
    assert ("gave up", play.now) == (play.status("pay"), play.step("look").since)


def test_until_ends_what_waits() -> None:
    """A step that only waits is not needed once its `until` is true; one that was done stays done."""
    steps = """
    - id: write
      until: letter
      do: Write to them
    - id: remind
      wait_for: 3 days after write
      until: letter
      do: Remind them
    - id: last
      do: Nothing
    """
    play = Play(procedure(steps, "", LETTER)).done("write").later(hours=1).arrive("letter")
    assert ("done", "not needed", "open") == (play.status("write"), play.status("remind"), play.status("last"))


def test_reopened() -> None:
    """A reopened case in which nothing is left to do closes again only with the next command."""
    play = Play(procedure("- id: last\n  do: Nothing")).done("last")
    play.events(commands.ReopenCase("a mistake"))
    found = [play.agenda.status]
    play.events(commands.Tick())
    assert ["open", "closed"] == [*found, play.agenda.status]


def test_linked_case() -> None:
    """A linked case is waited for until it is closed or cancelled, and again if it is reopened."""
    steps = """
    - id: other
      open_case:
        procedure: elsewhere
        wait: yes
    - id: last
      do: Nothing
    """
    play = Play(procedure(steps))
    play.events(commands.MarkDone("other", {}, commands.NewCase("C2", play.procedure)))
    found = []
    for status in ("open", "cancelled", "on hold", "closed", "open"):
        play.events(commands.RecordSubcase("other", status, None))
        found.append(play.status("other"))
    assert ["waiting", "done", "waiting", "done", "waiting"] == found


def test_read_from_outside_of_its_attempt() -> None:
    """What an attempt was told is known outside since that attempt decided, not since it was told."""
    steps = f"""
    {CALLS.strip().replace(chr(10), chr(10) + "    ")}
    - id: thank
      when: reached
      do: Thank them
    """
    play = Play(procedure(steps, REACHED, LETTER)).later(hours=1).tell({"call#1/reached": True}).later(hours=1)
    play.events(commands.MarkDone("call#1"))
    derivation = play.derivation
    assert (True, START.replace(hour=11)) == derivation.called(derivation.tree.by_address["thank"])


def test_coming_after_the_end() -> None:
    """A step that is still to be done after an end is opened by a coming after it too, as long as the case is open."""
    steps = """
    - id: call
      ask: [solved]
    - id: file
      do: File it
    """
    rest = """
    arrivals:
      letter:
        title: A letter
        many: yes
    outcomes:
      solved:
        title: Solved
        as_soon_as: solved
        still_do: [file, reply]
      other:
        title: Not solved
    any_time:
      - id: answer
        wait_for: letter
        order: any
        steps:
          - id: read
            do: Read it
          - id: reply
            do: Reply
    """
    play = Play(procedure(steps, "solved:\n  type: yes_no", rest)).answer(solved=True)
    before = play.status("answer")
    assert ("not needed", "open") == (before, play.arrive("letter").status("answer#1/reply"))


@pytest.mark.parametrize("hours", [0, 1])
def test_what_is_optional_is_done_afterwards(hours: int) -> None:
    """What is optional and done once the rest of its group was settled, even in the same moment, changes nothing."""
    steps = """
    - id: round
      order: any
      repeat:
        until: agreed
      steps:
        - id: offer
          when: wanted
          ask: [agreed]
        - id: note
          do: Note it
          optional: yes
    - id: last
      ask: [wanted]
    """
    facts = "agreed:\n  type: yes_no\nwanted:\n  type: yes_no\n"
    play = Play(procedure(steps, facts)).answer(wanted=False)
    before = play.statuses
    assert ("not needed", "open") == (before["round"], before["round#1/note"])
    assert before | {"round#1/note": "done"} == play.later(hours=hours).done("round#1/note").statuses


@pytest.mark.parametrize("most", ["", "at_most: 2"])
def test_an_earlier_attempt_is_done_again(most: str) -> None:
    """A repeated step is over since all of its attempts are, also where one before the last was done again."""
    steps = f"- id: call\n  repeat:\n    until: reached\n    {most}\n  ask: [reached]\n- id: last\n  do: Nothing\n"
    play = (
        Play(procedure(steps, "reached:\n  type: yes_no\n")).done("call#1", reached=False).done("call#2", reached=True)
    )
    assert START == play.step("call").since
    play.events(commands.RedoStep("call#1", "again"))
    assert START + timedelta(hours=1) == play.later(hours=1).done("call#1").step("call").since

"""What a step rests on that reads of a repeated step from outside: the attempt that decided when it was done."""

from __future__ import annotations

import pytest

from engine.case import commands
from tests.case.support import Play, procedure

CALLS = procedure(
    """
    - id: call
      repeat:
        until: reached
        at_most: 3
      ask: [reached, amount]
    - id: approve
      say: Pay {amount}?
      sign:
        by: [boss]
    - id: pay
      when: amount > 5
      do: Pay it
    - id: last
      do: Nothing
    """,
    """
    reached:
      type: yes_no
    amount:
      type: money
    """,
)

VISITS = procedure(
    """
    - id: town_step
      ask: [town]
    - id: visit
      repeat:
        until: seen
      ask: [seen]
      optional: yes
    - id: send
      when: seen
      do: Send it
      once: yes
    """,
    """
    town:
      type: text
    seen:
      type: yes_no
      ask_again_if_changed: [town]
    """,
)

OLDER = "done on older answers"


def flags(play: Play) -> dict[str, str]:
    """What each flagged step is flagged with."""
    return {step.at: flag.text for step in play.agenda.walk() for flag in step.flags}


def signers(play: Play) -> list[str]:
    """Whose signatures count."""
    return [one.by for one in play.step("approve").signatures if one.counts]


def approved(*calls: tuple[bool, str]) -> Play:
    """A case in which somebody was called, the amount was approved, and paid."""
    play = Play(CALLS)
    for number, (reached, amount) in enumerate(calls, 1):
        play.done(f"call#{number}", reached=reached, amount=amount)
    play.events(commands.SignStep("approve"), "ben")
    return play.done("approve", "pay")


def test_another_attempt_decides() -> None:
    """What was signed and done on what one attempt was told is no word on what another is told that decides instead."""
    play = approved((True, "10")).amend(**{"call#1/reached": False})
    assert ([], "waiting") == (signers(play), play.status("approve"))
    play.done("call#2", reached=True, amount="500")
    assert ([], "Pay $500.00?") == (signers(play), play.step("approve").say)
    play.events(commands.SignStep("approve"), "ben")
    assert (["ben"], {"approve": f"{OLDER}: reached"}) == (signers(play), flags(play))
    assert (["ben"], "Pay $10.00?") == (signers(play.amend(**{"call#1/reached": True})), play.step("approve").say)


def test_the_verdict_that_was_seen() -> None:
    """A step is flagged whose condition read of an attempt that decides no more, and comes out otherwise without it."""
    play = approved((True, "10")).amend(**{"call#1/reached": False})
    assert f"{OLDER}: reached" == flags(play)["pay"]
    assert "pay" not in flags(play.done("call#2", reached=True, amount="20"))
    assert "done, but no longer called for" == flags(play.amend(**{"call#2/amount": "2"}))["pay"]
    assert {} == flags(play.amend(**{"call#1/reached": True}))


def test_an_earlier_attempt_decides() -> None:
    """Corrected so that it decides, an earlier attempt is what counts; what it was told is other than what was seen."""
    play = approved((False, "10"), (False, "20"), (False, "30"))
    assert ["ben"] == signers(play)
    assert [] == signers(play.amend(**{"call#1/reached": True}))
    assert {"approve": "it was signed on older answers: reached"} == flags(play)
    assert {} == flags(play.amend(**{"call#1/reached": False}))


def test_an_attempt_to_be_done_again() -> None:
    """An attempt that is to be done again flags nothing, unless what it was told then is corrected."""
    play = approved((True, "10"))
    play.events(commands.RedoStep("call#1", "again"))
    assert {"call#1": "it is to be done again: again"} == flags(play)
    assert ["ben"] == signers(play.amend(**{"call#1/amount": "12"}))
    assert [] == signers(play.done("call#1"))
    assert ["ben"] == signers(play.amend(**{"call#1/amount": "10"}))


@pytest.mark.parametrize("attempts", [1, 2])
def test_what_an_attempt_asks_again(attempts: int) -> None:
    """What cannot be undone keeps a case open if it was done on an answer of an attempt that is asked again."""
    play = Play(VISITS).done("town_step", town="Dover")
    for number in range(1, attempts + 1):
        play.done(f"visit#{number}", seen=number == attempts)
    play.done("send")
    assert ("closed", {}) == (play.case.status, flags(play))
    play.events(commands.ReopenCase("another town"))
    play.amend(town="Deal")
    assert ("open", f"{OLDER}: town") == (play.case.status, flags(play)["send"])
    play.events(commands.ConfirmStep("send"))
    assert ("closed", {}) == (play.case.status, flags(play))


def test_own_attempt() -> None:
    """A step within an attempt reads of that one, whatever others are told, and whichever decides."""
    steps = """
    - id: round
      repeat:
        until: answer is agreed
      steps:
        - id: offer
          ask: [answer, price]
        - id: check
          say: They want {price}
          sign:
            by: [boss]
    - id: last
      do: Nothing
    """
    facts = """
    answer:
      type: choice
      options:
        agreed: Agreed
        refused: Refused
        later: Later
    price:
      type: money
    """
    play = Play(procedure(steps, facts))
    for number, answer in enumerate(("refused", "refused", "agreed"), 1):
        play.done(f"round#{number}/offer", answer=answer, price="10")
        play.events(commands.SignStep(f"round#{number}/check"), "ben")
        play.done(f"round#{number}/check")
    assert {} == flags(play.amend(**{"round#1/answer": "later"}))
    assert ["round#2/check"] == list(flags(play.amend(**{"round#2/price": "12"})))


def test_what_comes_many_times() -> None:
    """Of what is done once for each of many arrivals none is meant from outside: it shows and flags nothing."""
    steps = "- id: call\n  say: They write {wish}\n- id: last\n  do: Nothing\n"
    rest = """
    arrivals:
      letter:
        title: A letter
        many: yes
    any_time:
      - id: read
        wait_for: letter
        ask: [wish]
    """
    play = Play(procedure(steps, "wish:\n  type: text\n", rest)).arrive("letter").done("read#1", wish="a day")
    assert {} == flags(play.done("call").amend(**{"read#1/wish": "two days"}))

"""Which signatures count, after corrections of what they cover and changes of mind."""

from __future__ import annotations

from engine.case import commands
from tests.case.support import START, Play, procedure

APPROVE = procedure(
    """
    - id: amount_step
      ask: [amount]
    - id: approve
      say: Pay {amount}?
      sign:
        by: [boss]
        at_least: 2
    - id: pay
      do: Pay it
    """,
    """
    amount:
      type: money
    """,
)

GOODS = procedure(
    """
    - id: goods_step
      ask: [goods]
    - id: approve
      when: sum(price of goods) > 10
      sign:
        by: [boss]
    - id: pay
      do: Pay it
    """,
    """
    goods:
      type: list
      of:
        price:
          type: money
        colour:
          type: text
    """,
)

COMMITTEE = procedure(
    """
    - id: members_step
      ask: [members, chair]
    - id: approve
      sign:
        by: [members, chair, boss]
        at_least: 2
    """,
    """
    members:
      type: list
      of:
        member:
          type: person
    chair:
      type: person
      required: no
    """,
)


def sign(play: Play, actor: str, *, approved: bool = True) -> Play:
    """Have somebody sign `approve`."""
    play.events(commands.SignStep("approve", approved), actor)
    return play


def signers(play: Play) -> list[str]:
    """Whose signatures count."""
    return [one.by for one in play.step("approve").signatures if one.counts]


def asked_for(amount: str) -> Play:
    """A case in which an amount waits for two signatures."""
    return Play(APPROVE).done("amount_step", amount=amount)


def ordered(*prices: str) -> Play:
    """A case in which goods wait for a signature."""
    return Play(GOODS).done("goods_step", goods=[{"price": price, "colour": "red"} for price in prices])


def members(*names: str, chair: str | None = None) -> Play:
    """A case in which people that were told are asked to sign."""
    return Play(COMMITTEE).done("members_step", members=[{"member": name} for name in names], chair=chair)


def test_enough_signatures_and_the_mark_settle_a_step() -> None:
    """A step with words to read is done by its mark, once two people have signed; one person counts once."""
    play = sign(sign(asked_for("10"), "ben"), "ben")
    assert (["ben"], "not-signed") == (signers(play), play.refusal(commands.MarkDone("approve")).code)
    sign(play.later(hours=1), "cal").later(hours=1).done("approve")
    assert ("done", START.replace(hour=11)) == (play.status("approve"), play.step("approve").since)


def test_only_signed() -> None:
    """A step that is only signed is done since the signature that was enough."""
    play = sign(ordered("11").later(hours=1), "ben").later(hours=1)
    assert ("done", START.replace(hour=10)) == (play.status("approve"), play.step("approve").since)


def test_a_correction_voids_what_was_signed() -> None:
    """A signature is void where what it covers is corrected; put back, it counts again."""
    play = sign(sign(asked_for("10"), "ben"), "cal").done("approve").amend(amount="12")
    assert ([], "open") == (signers(play), play.status("approve"))
    assert ["it was signed on older answers: amount"] == [flag.text for flag in play.step("approve").flags]
    play.amend(amount="10")
    assert (["ben", "cal"], "done") == (signers(play), play.status("approve"))


def test_signed_again_and_put_back() -> None:
    """Who signed before and after a correction has signed both; a voided signature hides no other one."""
    play = sign(sign(asked_for("10"), "ben").amend(amount="12"), "ben")
    assert (["ben"], ["ben"]) == (signers(play), signers(play.amend(amount="10")))


def test_a_refusal_takes_back_all_earlier_signatures() -> None:
    """Who says that they do not approve has no signature left, whatever was amended in between; they may sign anew."""
    play = sign(sign(asked_for("10"), "ben").amend(amount="12"), "ben", approved=False).amend(amount="10")
    assert ([], [False]) == (signers(play), [one.approved for one in play.step("approve").signatures])
    assert ["ben"] == signers(sign(play, "ben"))


def test_done_again_is_signed_again() -> None:
    """Signatures from before a step was to be done again do not count."""
    play = sign(sign(asked_for("10"), "ben"), "cal").done("approve")
    play.events(commands.RedoStep("approve", "again"))
    assert ([], "open") == (signers(play), play.status("approve"))
    assert ["it is to be done again: again"] == [flag.text for flag in play.step("approve").flags]


def test_an_element_added_voids() -> None:
    """A signature on a sum is void once the list has another element, and counts again without it."""
    play = sign(ordered("11"), "ben")
    play.events(commands.AddElement("goods", {"price": "1", "colour": "red"}))
    assert ([], "open") == (signers(play), play.status("approve"))
    play.events(commands.RemoveElement("goods[2]", "a mistake"))
    assert (["ben"], "done") == (signers(play), play.status("approve"))


def test_an_element_removed_voids() -> None:
    """A signature on a sum is void once an element was taken off the list."""
    play = sign(ordered("11", "12"), "ben")
    play.events(commands.RemoveElement("goods[1]", "a mistake"))
    assert [] == signers(play)


def test_an_element_corrected_voids() -> None:
    """A signature on a sum covers what is summed up, of each element, and nothing else of it."""
    play = sign(ordered("11", "12"), "ben").amend(**{"goods[2]/colour": "blue"})
    assert ["ben"] == signers(play)
    assert [] == signers(play.amend(**{"goods[2]/price": "13"}))


def test_people_on_a_list_sign() -> None:
    """Who is on the list, is the person told, or has the role may sign; nobody else."""
    play = members("ann", chair="dan")
    assert "may-not-sign" == members("ann").refusal(commands.SignStep("approve"), "dan").code
    assert ["ann", "dan"] == signers(sign(sign(play, "ann"), "dan"))


def test_who_is_taken_off_the_list_has_no_say() -> None:
    """The signature of somebody who was named, and is not any more, does not count; of one with the role it does."""
    play = sign(sign(members("ann", "ben"), "ann"), "ben")
    assert "closed" == play.case.status
    play.events(commands.ReopenCase("changed"))
    play.events(commands.RemoveElement("members[1]", "left"))
    play.events(commands.RemoveElement("members[2]", "left"))
    assert (["ben"], "open") == (signers(play), play.status("approve"))


def test_who_signed_may_not_do_the_other_step() -> None:
    """Signing a step counts as having done it where another may not be done by the same person."""
    steps = """
    - id: approve
      sign:
        by: [boss]
    - id: pay
      not_by: [approve]
      do: Pay it
    """
    play = sign(Play(procedure(steps)), "ben")
    assert "did-the-other-step" == play.refusal(commands.MarkDone("pay"), "ben").code
    assert "closed" == play.done("pay", actor="cal").case.status

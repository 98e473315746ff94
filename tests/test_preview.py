"""What a preview says that a correction would change."""

from __future__ import annotations

from engine.desk_views import preview_of
from tests.case.support import Play, procedure

SHOP = procedure(
    """
    - id: begin
      ask: [goods, hurry]
    - id: count_up
      do: "Write down {total}"
    - id: ask_boss
      when: total > 100
      do: Ask
    - id: end
      do: Go
    """,
    """
    goods:
      type: list
      of:
        article:
          type: text
        price:
          type: money
        doubled:
          value: price * 2
        hidden:
          private: yes
          value: price * 3
    hurry:
      type: yes_no
    total:
      value: sum(price of goods)
    """,
)


def test_a_preview_tells_what_is_worked_out_otherwise_and_what_stays() -> None:
    """Values that are worked out are named with what they would be; what stays done is counted."""
    play = Play(SHOP).answer(goods=[{"article": "Lamp", "price": "20"}], hurry=True).done("begin", "count_up")
    before = play.agenda
    found = preview_of(before, play.tell({}).amend(**{"goods[1]/price": "200"}).agenda)
    assert (
        "Ask boss: applies now",
        "End: waits again",
        "Count up: done on older answers: price",
        "doubled (Lamp) is $400.00, not $40.00",
        "hidden (Lamp) changes",
        "total is $200.00, not $20.00",
        "1 step stays done as before",
    ) == found.changes
    assert (("begin",), ("ask_boss",), ("count_up",)) == (found.stays, found.reopens, found.flags)


def test_a_preview_of_nothing_else_says_nothing() -> None:
    """Where no step and no value hangs on the answer, nothing is listed."""
    play = Play(SHOP).answer(goods=[], hurry=True).done("begin")
    before = play.agenda
    assert () == preview_of(before, play.amend(hurry=False).agenda).changes

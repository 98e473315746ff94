"""How a date came about: from what it was counted, which days counted, and when the clock stood still."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.case import commands
from engine.case.derive import derive
from engine.case.reckoning import reckonings
from engine.condition.calendar import Calendar
from engine.condition.holidays import Holiday, NthWeekday
from tests.case.support import OFFICE, START, ZONE, Play, procedure

if TYPE_CHECKING:
    from engine.case.reckoning import Reckoning

DATED = procedure(
    """
    - id: call
      title: Call them
      do: Call
    - id: wait
      wait_for: 2 weeks after call
      do: Wait
    - id: write
      title: Write to them
      wait_for: letter
      due: 3 business days after call
      remind:
        - who: front
          every: 5 business hours after call
        - hand_to: boss
          at: patience days after call
      give_up: 1 month after visit_on
      do: Write
    - id: try_again
      repeat:
        until: reached
        at_most: 3
        every: 2 business days
      ask: [reached]
    """,
    """
    visit_on:
      type: date
    reached:
      type: yes_no
    """,
    """\
    order: any
    opens_with: [visit_on]
    settings:
      patience: 10
    arrivals:
      letter:
        title: A letter
    """,
)
THANKSGIVING = replace(
    OFFICE,
    calendar=Calendar(
        ZONE,
        (((510, 720), (780, 1020)),) * 5 + ((), ()),
        (Holiday("Thanksgiving", NthWeekday(4, 3, 11)),),
    ),
)
MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=ZONE)


def called(at: datetime = MONDAY) -> Play:
    """A case in which the call was made at a time."""
    return Play(DATED, {"visit_on": "2026-11-20"}, now=at).done("call")


def dates(play: Play, at: str) -> dict[str, Reckoning]:
    """Give the dates of a step, by their keys and phrases."""
    derivation = derive(play.procedure, play.case, play.now, THANKSGIVING)
    found = reckonings(derivation, derivation.tree.by_address[at])
    return {f"{one.key}: {one.phrase}": one for one in found}


def test_a_due_date_is_counted_around_a_holiday() -> None:
    """It names the days that were counted, the holiday that was not, and what it is counted from."""
    due = dates(called(), "write")["due: 3 business days after call"]
    assert (
        "due: 3 business days after call: Fri 27 Nov 2026, 10:00",
        "it is counted from Mon 23 Nov 2026, 10:00",
        "counted: Tue 24 Nov, Wed 25 Nov, Fri 27 Nov",
        "not counted: Thu 26 Nov (Thanksgiving)",
    ) == due.text
    assert [("step", "call", "Call them: done", MONDAY)] == [
        (one.kind, one.name, one.text, one.told_at) for one in due.because
    ]


def test_every_date_of_a_step_is_explained() -> None:
    """What it waits for, reminders, a handing over and the end of waiting have their dates as well."""
    assert [
        "due: 3 business days after call",
        "remind: 5 business hours after call",
        "remind: patience days after call",
        "give_up: 1 month after visit_on",
    ] == list(dates(called(), "write"))
    assert ["wait_for: 2 weeks after call"] == list(dates(called(), "wait"))


def test_business_hours_say_how_much_of_each_day() -> None:
    """A rest at noon counts as nothing."""
    reminder = dates(called(), "write")["remind: 5 business hours after call"]
    assert "remind: 5 business hours after call: Mon 23 Nov 2026, 16:00" == reminder.text[0]
    assert "counted: Mon 23 Nov (5 h)" == reminder.text[2]
    play = called().later(hours=6.5)
    again = dates(play, "write")["remind: 5 business hours after call"]
    assert (True, MONDAY + timedelta(hours=6)) == (again.passed, again.moment)


def test_a_repeated_reminder_says_how_often() -> None:
    """The second time is twice as far from the beginning."""
    play = called().later(hours=8)
    play.events(commands.AddNote("called again", "write"))
    again = dates(play, "write")["remind: 2 times 5 business hours after call"]
    assert "counted: Mon 23 Nov (6 h), Tue 24 Nov (4 h)" == again.text[2]


def test_a_setting_is_named() -> None:
    """Where the number of days comes from the settings, it says so."""
    assert "`patience` is 10 in the settings" in dates(called(), "write")["remind: patience days after call"].text


def test_a_date_that_is_not_known_yet_says_what_is_missing() -> None:
    """Before the call nothing can be counted."""
    due = dates(Play(DATED, {"visit_on": "2026-11-20"}), "write")["due: 3 business days after call"]
    assert ("due: 3 business days after call: not known yet",) == due.text
    assert ["Call them: open"] == [one.text for one in due.because]


def test_an_answer_that_a_date_is_counted_from() -> None:
    """A date from an answer says who told it."""
    found = dates(called(), "write")["give_up: 1 month after visit_on"]
    assert "give_up: 1 month after visit_on: Sun 20 Dec 2026, 00:00" == found.text[0]
    assert [("visit on: Fri 20 Nov 2026", "cal")] == [(one.text, one.told_by) for one in found.because]


def test_a_hold_stops_the_clock() -> None:
    """It is told from when to when it stood still, and why; one that goes on has no end."""
    play = called().later(days=1)
    play.events(commands.HoldCase("they think it over"))
    play.later(hours=25)
    assert (
        "the clock stood still from Tue 24 Nov 2026, 10:00 on: they think it over"
        == dates(play, "write")["due: 3 business days after call"].text[-1]
    )
    play.events(commands.ResumeCase())
    due = dates(play, "write")["due: 3 business days after call"]
    assert "due: 3 business days after call: Sat 28 Nov 2026, 11:00" == due.text[0]
    stood = "the clock stood still from Tue 24 Nov 2026, 10:00 to Wed 25 Nov 2026, 11:00: they think it over"
    assert stood == due.text[-1]


def test_the_time_between_two_attempts() -> None:
    """The next attempt says from when it may be made, counted from the one before."""
    play = called().done("try_again#1", reached=False)
    (every,) = dates(play, "try_again#2").values()
    assert ("every", datetime(2026, 11, 25, 10, 0, tzinfo=ZONE)) == (every.key, every.moment)


@given(st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 1)))  # noqa: DTZ001  a clock
def test_it_is_the_moment_that_the_agenda_goes_by(clock: datetime) -> None:
    """INVARIANT: the moment is the very one that the agenda goes by; as many days are counted as the rule says."""
    play = called(clock.replace(tzinfo=ZONE))
    derivation = derive(play.procedure, play.case, play.now, THANKSGIVING)
    node = derivation.tree.by_address["write"]
    due = reckonings(derivation, node)[0]
    assert node.step.due
    assert derivation.moment(node.step.due, node) == due.moment
    assert 3 == len(due.counted)
    assert due.moment
    assert due.counted[-1].day == due.moment.date()
    between = {one.day for one in (*due.counted, *due.left_out)}
    days = (due.moment.date() - clock.date()).days
    assert {clock.date() + timedelta(number) for number in range(1, days + 1)} == between


def test_far_dates_are_not_gone_through() -> None:
    """Of what lies years away, the first and the last days are named."""
    far = procedure(
        "- id: call\n  do: Call\n- id: later\n  due: 2000 business days after call\n  do: Do it\n"
        "- id: very_late\n  due: 900000 business days after call\n  do: Do it"
    )
    play = Play(far).done("call")
    derivation = play.derivation
    later, very_late = (reckonings(derivation, derivation.tree.by_address[name])[0] for name in ("later", "very_late"))
    assert later.text[2].endswith("2000 days in all")
    assert (True, (), ()) == (very_late.moment is not None, very_late.counted, very_late.left_out)


@pytest.mark.parametrize("days", [1, 2])
def test_days_before_are_counted_backwards(days: int) -> None:
    """What comes before a date is counted back from it."""
    before = procedure(
        f"- id: get_ready\n  due: {days} business days before visit_on\n  do: Get ready",
        "visit_on:\n  type: date",
        "opens_with: [visit_on]\n",
    )
    play = Play(before, {"visit_on": "2026-11-30"}, now=START)
    derivation = derive(play.procedure, play.case, play.now, THANKSGIVING)
    (due,) = reckonings(derivation, derivation.tree.by_address["get_ready"])
    assert [date(2026, 11, 27), date(2026, 11, 25)][:days] == [one.day for one in due.counted]

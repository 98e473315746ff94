"""Odd clocks: set back, put forward and back for the summer, a leap day; entries count by their numbers anyway."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from engine.case.commands import AddNote, AmendAnswer, RecordAnswers, RecordArrival, Tick
from engine.desk import Desk, Done
from tests.cli.said import make_office

if TYPE_CHECKING:
    from pathlib import Path

    from engine.case.agenda import Agenda
    from engine.case.commands import Command


class Clock:
    """A desk whose clock is set before each act."""

    def __init__(self, office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.desk = Desk.at(office, "pat")
        self._monkeypatch = monkeypatch
        self.set("2026-11-23T09:30")
        done = self.desk.open_case("parcel", {"person": "Robin Sample"})
        assert isinstance(done, Done)
        self.case = done.agenda.case

    def set(self, now: str) -> None:
        """Set the clock."""
        self._monkeypatch.setenv("CUECARD_NOW", now)

    def act(self, now: str, command: Command) -> Agenda:
        """Do something at a moment."""
        self.set(now)
        done = self.desk.act(self.case, command)
        assert isinstance(done, Done), done.message
        return done.agenda

    def moments(self) -> list[datetime]:
        """Give when each entry was recorded, in the order in which they count."""
        log = self.desk.log(self.case)
        assert [entry.seq for entry in log] == list(range(1, len(log) + 1))
        return [entry.at for entry in log]


@pytest.fixture
def clock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Give a desk in London, with a case."""
    return Clock(make_office(tmp_path / "parcels"), monkeypatch)


def test_a_clock_that_was_set_back(clock: Clock) -> None:
    """What comes later counts later, whatever the clock says; it is dated by the clock, and the audit tells of it."""
    clock.act("2026-11-23T11:00", RecordAnswers({"weight": "5"}))
    agenda = clock.act("2026-11-22T08:00", AmendAnswer("weight", "7", "misread"))
    assert [fact.value for fact in agenda.facts if fact.fact == "weight"] == [7]
    assert clock.moments()[-1] < clock.moments()[-2]
    (found,) = clock.desk.keeping.verify().found
    assert (False, "entry 4 is dated before the one above: the clock was set back") == (found.is_wrong, found.message)


def test_a_case_goes_on_with_a_clock_that_was_set_back(clock: Clock) -> None:
    """With the clock set back by a year, every kind of act goes on as ever, and the case is shown."""
    for now in ("2026-11-24T09:00", "2025-11-24T09:00", "2027-11-24T09:00", "2024-02-29T09:00"):
        clock.act(now, AddNote("one"))
        clock.act(now, Tick())
        assert clock.desk.agenda(clock.case).open == ("greet",)
    clock.act("2023-01-01T00:00", RecordArrival("slip", {}))
    assert type(clock.desk.log(clock.case)[-1].event).__name__ == "ArrivalRecorded"


def test_the_hour_that_comes_twice(clock: Clock) -> None:
    """When the clocks go back, 01:30 comes twice: both are kept as what they are, an hour apart."""
    clock.act("2027-10-31T01:30:00+01:00", AddNote("summer"))
    clock.act("2027-10-31T01:30:00+00:00", AddNote("winter"))
    summer, winter = clock.moments()[-2:]
    assert timedelta(hours=1) == winter - summer
    assert clock.desk.keeping.verify().found == ()


def test_the_hour_that_does_not_come(clock: Clock) -> None:
    """When the clocks go forward, 01:30 does not come; a clock that says so all the same stops nobody."""
    clock.act("2027-03-28T01:30", AddNote("no such time"))
    assert clock.moments()[-1] in (datetime(2027, 3, 28, 0, 30, tzinfo=UTC), datetime(2027, 3, 28, 1, 30, tzinfo=UTC))
    assert clock.desk.agenda(clock.case).open == ("greet",)


def test_a_leap_day(clock: Clock) -> None:
    """A case goes on over a leap day."""
    clock.act("2028-02-29T23:59", AddNote("leap"))
    clock.act("2028-03-01T00:01", AddNote("march"))
    assert clock.moments()[-1] - clock.moments()[-2] == timedelta(minutes=2)

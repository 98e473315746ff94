"""How people, roles, moments and texts are put into words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from cli.run.visit import Visit
from cli.run.words import Names, ago, clean, listed, moment, sentence, since
from engine.case.office import Person
from tests.run.conftest import open_case
from tests.run.player import Player

if TYPE_CHECKING:
    from engine.desk import Desk

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("America/New_York"))
STAFF = {"ann": Person("ann", "Ann Front", frozenset({"front_desk"}))}
NAMES = Names({"front_desk": "Front desk", "billing": "Billing"}, STAFF)


def test_how_long_ago_something_was() -> None:
    """The last hours are counted, what is longer ago is said as a moment; with the clock set back, it was just now."""
    past = [-600, 0, 59, 60, 119, 120, 3599, 3600, 7200, 21_599, 21_600]
    assert [ago(NOW - timedelta(seconds=seconds), NOW) for seconds in past] == [
        *("a moment ago", "a moment ago", "a moment ago", "a minute ago", "a minute ago", "2 minutes ago"),
        *("59 minutes ago", "an hour ago", "2 hours ago", "5 hours ago", "today 04:00"),
    ]


def test_moments_are_said_as_people_say_them() -> None:
    """Today is today; the year is said where it is another; the zone is the office's."""
    assert ["today 17:05", "Tue 24 Nov, 10:00", "Sat 2 Jan 2027, 10:00", "today 08:00"] == [
        moment(NOW.replace(hour=17, minute=5), NOW),
        moment(NOW + timedelta(days=1), NOW),
        moment(NOW + timedelta(days=40), NOW),
        moment(datetime(2026, 11, 23, 13, 0, tzinfo=UTC), NOW),
    ]


def test_since() -> None:
    """What began at no known time says nothing of it."""
    assert ["", " since today 10:00"] == [since(None, NOW), since(NOW, NOW)]


def test_roles_are_named_with_their_people() -> None:
    """A role nobody has is named alone, a person by the full name, nobody as anybody."""
    assert ["Front desk (Ann Front), or Billing", "Ann Front", "office manager", "anybody"] == [
        NAMES.who(["front_desk", "billing"]),
        NAMES.who(["ann"]),
        NAMES.who(["office_manager"]),
        NAMES.who([]),
    ]
    assert ["Ann Front", "bea", "somebody"] == [NAMES.person(name) for name in ("ann", "bea", None)]


def test_an_outcome_without_a_title_is_named_by_its_id() -> None:
    """Its words are those of the id."""
    assert NAMES.outcome("no_request") == "no request"


def test_clean_text_is_one_line_that_no_terminal_obeys() -> None:
    """Control and direction characters become escapes, line ends blanks."""
    assert clean("a\x1b[2J\u202eb\nc") == "a\\x1b[2J\\u202eb c"


def test_long_lists_are_cut() -> None:
    """What is left out is counted."""
    assert ["a · b", "a · b · and 2 more"] == [listed("ab", 2), listed("abcd", 2)]


def test_sentences_begin_with_a_capital() -> None:
    """Only the first letter changes."""
    assert ["An iPad", ""] == [sentence("an iPad"), sentence("")]


def test_a_case_runs_on_while_its_procedure_is_being_mended(desk: Desk) -> None:
    """With a broken file in the office the run goes on; whom it is about is known from the case."""
    case = open_case(desk)
    (desk.folder / "procedures/lost_crown.yaml").write_text("procedure: [", encoding="utf-8")
    player = Player(desk, case)
    assert ("Jane Example", "1. Ask about the pain") == (player.page.frame.about, player.page.heading)
    (desk.folder / "procedures/lost_crown.yaml").write_bytes(b"\xff")
    assert Visit.begin(desk, case).names.role("front_desk") == "Front desk"


def test_names_are_those_of_the_text_a_case_runs_on(desk: Desk) -> None:
    """A role that is called otherwise in a later version keeps its title in the cases that run on the earlier one."""
    case = open_case(desk)
    file = desk.folder / "procedures/lost_crown.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("version: 1", "version: 2").replace("Front desk", "Reception"), encoding="utf-8")
    assert Visit.begin(desk, case).names.role("front_desk") == "Front desk"

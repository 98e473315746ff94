"""What `office.yaml` may say, and what is told where it is wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Final

import pytest

from engine.case.locale import LOCALES, PLAIN
from engine.office import OfficeFault, office_from_text
from engine.procedure.schema import load_schema
from tests.case.yaml_text import to_yaml
from tests.support import OFFICE, OFFICE_YAML

if TYPE_CHECKING:
    from engine.case.locale import Locale

SCHEMA: Final = load_schema("office")


def test_the_office_as_written() -> None:
    """A right file gives the office, its people by their short names."""
    office = office_from_text(OFFICE_YAML, "office.yaml")
    assert (office.title, office.practice, office.staff) == (OFFICE.title, True, OFFICE.staff)


def test_a_key_that_is_not_known() -> None:
    """A misspelt key is a finding with its place."""
    with pytest.raises(OfficeFault) as fault:
        office_from_text(OFFICE_YAML.replace("zone:", "zoen:"), "office.yaml")
    assert [(one.code, one.span.line) for one in fault.value.findings] == [("unknown-key", 3)]


def test_two_people_of_one_name() -> None:
    """Two people with one short name are refused, for nobody could tell who acted."""
    with pytest.raises(OfficeFault, match="the same name"):
        office_from_text(OFFICE_YAML.replace("name: sam", "name: pat"), "office.yaml")


def test_a_zone_that_is_not_known() -> None:
    """A time zone nobody knows is refused."""
    with pytest.raises(OfficeFault, match="no time zone"):
        office_from_text(OFFICE_YAML.replace("America/New_York", "Mars/Olympus"), "office.yaml")


TIMES = """\
hours:
  monday: 8:30-12:00, 13:00-17:00
  tuesday: 9:00 - 24:00
  wednesday: closed
holidays:
  Thanksgiving: fourth thursday of november
  Christmas:
    - December 25
    - 2026-12-24
  Good Friday: 2 days before easter
  Easter: easter
"""


def test_hours_and_holidays_as_written() -> None:
    """The calendar has the hours of each day, and all days of each holiday with its name."""
    calendar = office_from_text(OFFICE_YAML + TIMES, "office.yaml").calendar
    assert (((510, 720), (780, 1020)), ((540, 1440),), (), (), (), (), ()) == calendar.hours
    days = [date(2026, 11, 26), date(2026, 12, 24), date(2027, 12, 25), date(2027, 12, 24), date(2026, 4, 3)]
    assert ["Thanksgiving", "Christmas", "Christmas", None, "Good Friday"] == list(map(calendar.holiday, days))


def test_without_hours_the_office_works_nine_to_five() -> None:
    """An office that says nothing of its hours has the usual ones."""
    assert OFFICE.calendar == office_from_text(OFFICE_YAML, "office.yaml").calendar


@pytest.mark.parametrize(
    ("ways", "expected"),
    [
        ("", PLAIN),
        ("locale: en-US\n", LOCALES["en-US"]),
        ("locale: en-US\nclock: 24 hours\n", replace(LOCALES["en-US"], twelve_hours=False)),
        ("locale: en-CA\ndates: day/month/year\n", replace(LOCALES["en-CA"], dates="day/month/year")),
        ("decimal: comma\n", replace(PLAIN, decimal=",", group=".", is_told=True)),
        ("decimal: point\n", replace(PLAIN, is_told=True)),
        ("locale: fr-FR\ndecimal: comma\n", LOCALES["fr-FR"]),
        ("locale: fr-FR\ndecimal: point\n", replace(LOCALES["fr-FR"], decimal=".", group=",")),
    ],
)
def test_ways_of_writing(ways: str, expected: Locale) -> None:
    """The locale says how things are written, and single keys say what is done otherwise."""
    assert expected == office_from_text(OFFICE_YAML + ways, "office.yaml").locale


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("hours:\n  monday: 17:00-9:00\n", "line {}: the office would close before it opens"),
        ("hours:\n  monday: 9:00-12:00, 11:00-17:00\n", "line {}: the office would close before it opens"),
        ("hours:\n  monday: 9:00-25:00\n", "line {}: a day has no such time"),
        ("hours:\n  monday: 9:75-12:00\n", "line {}: a day has no such time"),
        ("hours:\n  monday: nine to five\n", "line {}: hours are written like"),
        ("holidays:\n  New: 2026-02-30\n", "line {}: no calendar has this day"),
        ("holidays:\n  New: february 30\n", "line {}: no year has this day"),
        ("holidays:\n  New: fifth monday of may\n", "line {}: a holiday is written like"),
        ("holidays:\n  New: first moonday of may\n", "line {}: a holiday is written like"),
        ("holidays:\n  New: may\n", "line {}: a holiday is written like"),
    ],
)
def test_times_that_are_none(wrong: str, said: str) -> None:
    """What has the right shape and means nothing is refused with its line."""
    with pytest.raises(OfficeFault) as fault:
        office_from_text(OFFICE_YAML + wrong, "office.yaml")
    line = OFFICE_YAML.count("\n") + 2
    assert f"office.yaml, {said.format(line)}" == str(fault.value)[: len(f"office.yaml, {said.format(line)}")]


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ("hours:\n  someday: 9:00-17:00\n", "unknown-key"),
        ("hours: 9:00-17:00\n", "wrong-type"),
        ("holidays: [2026-12-25]\n", "wrong-type"),
        ("locale: en-XX\n", "not-one-of"),
        ("dates: month first\n", "not-one-of"),
        ("decimal: ','\n", "not-one-of"),
        ("clock: 13 hours\n", "not-one-of"),
    ],
)
def test_what_has_another_shape(wrong: str, code: str) -> None:
    """A misspelt word is a finding with its place."""
    with pytest.raises(OfficeFault) as fault:
        office_from_text(OFFICE_YAML + wrong, "office.yaml")
    assert [code] == [one.code for one in fault.value.findings]


def test_a_currency_is_no_digit() -> None:
    """A sign that could be taken for a part of the number is refused."""
    with pytest.raises(OfficeFault) as fault:
        office_from_text(OFFICE_YAML.replace('"$"', '"1"'), "office.yaml")
    assert ["not-so-written"] == [one.code for one in fault.value.findings]


def _examples() -> list[tuple[str, object]]:
    found = [(name, example) for name, one in SCHEMA["properties"].items() for example in one["examples"]]
    return [one for one in found if one[0] not in ("office", "staff", "zone", "currency", "practice")]


@pytest.mark.parametrize(("key", "example"), _examples())
def test_examples_of_the_schema_are_read(key: str, example: object) -> None:
    """What the language reference shows of an office's times and ways can be written so."""
    office_from_text(OFFICE_YAML + to_yaml({key: example}), "office.yaml")


@pytest.mark.parametrize("example", SCHEMA["$defs"]["day"]["examples"])
def test_examples_of_days_are_read(example: str) -> None:
    """What the language reference shows of holidays can be written so."""
    calendar = office_from_text(OFFICE_YAML + to_yaml({"holidays": {"Day": example}}), "office.yaml").calendar
    assert 1 == len(calendar.holidays)


@pytest.mark.parametrize("owner", ["", "person", "hours"])
def test_each_key_is_described_shown_and_has_its_default(owner: str) -> None:
    """The schema of the office is its reference, as that of procedures is."""
    whole = {"": SCHEMA, "person": SCHEMA["$defs"]["person"], "hours": SCHEMA["properties"]["hours"]}[owner]
    lacking = [
        name
        for name, one in whole["properties"].items()
        if not (one["description"].endswith(".") and one["examples"])
        or ("default" in one) is (name in whole.get("required", []))
    ]
    assert [] == lacking


def test_the_schema_knows_the_same_locales() -> None:
    """The locales that an editor offers are those that are known."""
    assert sorted(LOCALES) == SCHEMA["properties"]["locale"]["enum"]

"""What `office.yaml` may say, and what is told where it is wrong."""

from __future__ import annotations

import pytest

from engine.office import OfficeFault, office_from_text
from tests.support import OFFICE, OFFICE_YAML


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

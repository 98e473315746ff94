"""Three ways from a text to a procedure: which stages each goes through, and what it is told of."""

from __future__ import annotations

from typing import Final

import pytest

from engine.procedure.build import Loaded
from engine.procedure.load import load, load_and_check, load_checked

TEXT: Final = """\
procedure: release
version: 1
title: A release
steps:
  - id: ask
    ask: [patient]
  - id: pack
    do: Pack it
    print: [slip]
  - id: refer
    open_case:
      procedure: referral
      with:
        patient: patient
facts:
  patient:
    type: text
"""
REFERRAL: Final = """\
procedure: referral
version: 1
title: A referral
opens_with: [patient]
steps:
  - id: ask
    do: Ask {patient}
facts:
  patient:
    type: text
"""

WAYS = {"load": load, "load_and_check": load_and_check, "load_checked": load_checked}


def codes(found: Loaded | tuple[object, ...]) -> list[str]:
    """Give the codes of what was found, be it that it could be loaded."""
    return [str(getattr(one, "code", "")) for one in (found.warnings if isinstance(found, Loaded) else found)]


@pytest.mark.parametrize("way", WAYS)
def test_a_clean_text_is_the_same_procedure_every_way(way: str) -> None:
    """All of them build the same of it."""
    found = WAYS[way](REFERRAL.encode(), "referral.yaml")
    assert isinstance(found, Loaded)
    assert ("referral", ("patient",), ()) == (found.procedure.id, found.procedure.opens_with, found.warnings)
    assert found == load(REFERRAL, "another name.yaml")


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    ("text", "code"), [("a: [", "unclosed-bracket"), (REFERRAL.replace("{patient}", "{patiant}"), "unknown-fact")]
)
def test_a_finding_names_the_file(way: str, text: str, code: str) -> None:
    """What cannot be read, or not be built, is told with the name of the file, whichever way it is loaded."""
    found = WAYS[way](text, "referral.yaml")
    assert isinstance(found, tuple)
    assert ({"referral.yaml"}, [code]) == ({one.file for one in found}, codes(found))


@pytest.mark.parametrize("way", WAYS)
def test_warnings_come_with_the_procedure(way: str) -> None:
    """What is only warned of does not stop a procedure from being loaded, whichever way."""
    found = WAYS[way](REFERRAL.replace("steps:", "roles:\n  desk: The desk\nsteps:"), "referral.yaml")
    assert isinstance(found, Loaded)
    assert ["role-not-used"] == codes(found)


def test_the_shape_is_compared_once() -> None:
    """A key too many is found, but not in a text that was checked when it was published."""
    odd = REFERRAL + "colour: red\n"
    assert [["unknown-key"], ["unknown-key"]] == [codes(load(odd, "p.yaml")), codes(load_and_check(odd, "p.yaml"))]
    assert load_checked(odd, "p.yaml") != load(odd, "p.yaml")
    assert isinstance(load_checked(odd, "p.yaml"), Loaded)


def test_checking_looks_at_what_stands_beside() -> None:
    """The templates and the other procedures are looked at where they are given, and not missed where they are not."""
    referral = load(REFERRAL, "referral.yaml")
    assert isinstance(referral, Loaded)
    beside = {"referral": referral.procedure}
    assert [] == codes(load_and_check(TEXT, "p.yaml"))
    assert [] == codes(load_and_check(TEXT, "p.yaml", lambda _: {"slip.txt": "For {patient}"}, beside))
    assert ["missing-template"] == codes(load_and_check(TEXT, "p.yaml", lambda _: {}, beside))
    assert ["unknown-procedure"] == codes(load_and_check(TEXT, "p.yaml", None, {}))
    known = load_and_check(TEXT, "p.yaml", lambda _: {"slip.txt": "For {patient}"}, beside)
    built = load(TEXT, "p.yaml")
    assert isinstance(known, Loaded)
    assert isinstance(built, Loaded)
    assert built.procedure == known.procedure

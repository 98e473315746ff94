"""docs/writing-procedures.md: every example in it is right, and every key of the language is in it."""

from __future__ import annotations

import re
from datetime import date, time
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from engine.office import office_from_text
from engine.picture import render_text
from engine.procedure.load import Loaded, load, load_and_check
from engine.procedure.schema import load_schema
from engine.rehearsal import Beside, Script, read_script, rehearse
from engine.rehearsal.looks import LOOKS
from engine.rehearsal.script import BELONGS
from tests.procedure.schema_walk import properties

if TYPE_CHECKING:
    from engine.diagnostics import Diagnostic

PAGE: Final = (Path(__file__).resolve().parent.parent / "docs" / "writing-procedures.md").read_text(encoding="utf-8")
EXAMPLES: Final = re.findall(r"^```yaml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
WHOLE: Final = [text for text in EXAMPLES if text.startswith("procedure:")]
REHEARSALS: Final = [text for text in EXAMPLES if text.startswith("rehearsal:")]
OFFICES: Final = [text for text in EXAMPLES if text.startswith("office:")]
PARTS: Final = [text for text in EXAMPLES if text not in WHOLE + REHEARSALS + OFFICES]

BASE: Final = """\
procedure: example
version: 1
title: An example
opens_with: [patient, phone]
order: any
roles:
  front_desk: Front desk
  billing: Billing
  office_manager: Office manager
  doctor: Doctor
settings:
  days_to_pay: 30
arrivals:
  written_request:
    title: The signed form
steps:
  - id: call
    title: Call {patient} at {phone}
    ask: [reason, balance, words, fixable, symptoms, visit_on, family, their_doctor]
outcomes:
  over:
    title: It is over
facts:
  patient:
    type: text
  phone:
    type: phone
  reason:
    type: choice
    options:
      moving: Moving
      insurance: Insurance
      other: Another reason
  balance:
    type: money
  words:
    type: long_text
  fixable:
    type: yes_no
  symptoms:
    type: choices
    options:
      pain: Pain
      fever: Fever
  visit_on:
    type: date
  family:
    type: list
    of:
      grown:
        type: yes_no
      owes:
        type: money
  their_doctor:
    type: person
"""
"""What stands around an example that is a part of a procedure: what the part declares anew replaces what is here."""

EXTENDED: Final = ("roles", "settings", "arrivals", "facts", "steps")
"""Sections of which the entries here stay."""


def sections(text: str) -> dict[str, str]:
    """Take a document apart by its top-level keys."""
    return dict(re.findall(r"^(\w+):((?:.*\n)(?:[ \n].*\n?)*)", text, re.MULTILINE))


def entries(body: str) -> dict[str, str]:
    """Take a section apart: each fact, arrival or step by its name."""
    found = re.findall(r"^  (?:- id: )?(\w+)\b.*\n(?:    .*\n|\n)*", body, re.MULTILINE)
    texts = re.finditer(r"^  (?:- id: )?\w+\b.*\n(?:    .*\n|\n)*", body, re.MULTILINE)
    return dict(zip(found, (text[0] for text in texts), strict=True))


def spliced(part: str) -> str:
    """Put a part of a procedure into the whole one above."""
    whole = sections(BASE)
    for key, body in sections(part).items():
        kept = entries(whole.get(key, "")) if key in EXTENDED else {}
        whole[key] = "\n" + "".join((kept | entries(body)).values()) if kept else body
    return "".join(f"{key}:{body}" for key, body in whole.items())


def findings(text: str) -> tuple[Diagnostic, ...]:
    """Check a document, with templates for whatever it prints."""
    found = load_and_check(text, "procedures/lost_item.yaml", lambda name: {f"{name}.txt": "{case}"})
    return found if isinstance(found, tuple) else found.warnings


def told(text: str, *, unasked: bool) -> list[str]:
    """Give what is found; in a part, a fact that nothing asks or uses is only left out here."""
    left_out = (
        {"never-asked", "never-used", "role-not-used", "setting-not-used", "arrival-not-used"} if unasked else set()
    )
    return [render_text(one, text) for one in findings(text) if one.code not in left_out]


def table(heading: str) -> list[str]:
    """Give what is written in the first column of the table below a heading."""
    return re.findall(r"^\| `([^`]+)` \|", PAGE.partition(f"\n## {heading}\n")[2].partition("\n## ")[0], re.MULTILINE)


@pytest.mark.parametrize("text", WHOLE, ids=lambda text: text.split()[1])
def test_a_whole_procedure(text: str) -> None:
    """An example that is a whole procedure checks without a finding."""
    assert [] == told(text, unasked=False)


@pytest.mark.parametrize("text", PARTS, ids=range(len(PARTS)))
def test_a_part_of_one(text: str) -> None:
    """An example that is a part checks without a finding where it belongs."""
    assert [] == told(spliced(text), unasked=True)


def test_there_is_a_whole_procedure() -> None:
    """The page begins with a procedure that can be copied."""
    assert EXAMPLES[:1] == WHOLE


@pytest.mark.parametrize("text", table("Conditions"))
def test_a_condition(text: str) -> None:
    """Each condition in the table can be written."""
    assert [] == told(spliced(f"steps:\n  - id: one\n    do: Look\n    when: {text}\n"), unasked=True)


@pytest.mark.parametrize("text", table("Times"))
def test_a_time(text: str) -> None:
    """Each time in the table can be written."""
    assert [] == told(spliced(f"steps:\n  - id: one\n    do: Look\n    due: {text}\n"), unasked=True)


@pytest.mark.parametrize("key", sorted({key for _, key, _ in properties(load_schema("procedure"))}))
def test_every_key_has_an_example(key: str) -> None:
    """Each key of the language stands in an example."""
    assert any(re.search(rf"^[ -]*{key}:", text, re.MULTILINE) for text in EXAMPLES)


@pytest.mark.parametrize("kind", load_schema("procedure")["$defs"]["fact"]["properties"]["type"]["enum"])
def test_every_type_is_named(kind: str) -> None:
    """Each type of a fact is on the page."""
    assert f"`{kind}`" in PAGE


def rehearsed(procedure: str) -> list[str]:
    """Rehearse the example beside a procedure; draw what is found."""
    loaded = load(procedure, "procedures/lost_item.yaml")
    script = read_script(REHEARSALS[0], "procedures/lost_item.rehearsal.yaml")
    assert isinstance(loaded, Loaded)
    assert isinstance(script, Script)
    beside = Beside({"lost_item": loaded.procedure}, {"lost_item": "procedures/lost_item.yaml"})
    return [render_text(one, REHEARSALS[0]) for one in rehearse(script, beside).findings]


def test_the_rehearsal() -> None:
    """The stories on the page come out as they are told."""
    assert [] == rehearsed(WHOLE[0])
    assert 1 == len(REHEARSALS)


def test_every_word_of_a_story_is_in_the_tables() -> None:
    """What can happen in a story, what goes with it, and what can be looked at: all of it is on the page."""
    section = PAGE.partition("\n## Rehearsing\n")[2].partition("\n## ")[0]
    happens, looked_at = section.partition("| looked at |")[::2]
    beside = {key for keys in BELONGS.values() for key in keys}
    assert [] == [word for word in {*BELONGS, *beside} if not re.search(rf"`{word}[`:]", happens)]
    assert [] == [word for word in LOOKS if f"`{word}`" not in looked_at]


def test_what_the_checker_says() -> None:
    """The findings on the page are those that come of the mistakes."""
    wrong = WHOLE[0].replace("ask: [found]", "ask: [fund]")
    other = WHOLE[0].replace("    when: found\n    do: Put", "    do: Put")
    shown = re.findall(r"^```text\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    assert shown == ["\n\n".join(drawn) + "\n" for drawn in (told(wrong, unasked=True), rehearsed(other))]


@pytest.mark.parametrize("text", OFFICES)
def test_an_office_is_read(text: str) -> None:
    """What is shown of `office.yaml` can be written so, and means what the page says of it."""
    office = office_from_text(text, "office.yaml")
    days = [date(2026, 11, 26), date(2027, 12, 25), date(2026, 4, 6), date(2026, 3, 5), date(2026, 3, 6)]
    assert ["Thanksgiving", "Christmas Day", "Easter Monday", "The office moves", None] == list(
        map(office.calendar.holiday, days)
    )
    assert ("$1,200.50", "11/23/2026", "17:30") == (
        office.locale.money(Decimal("1200.5"), office.currency),
        office.locale.typed_day(date(2026, 11, 23)),
        office.locale.clock(time(17, 30)),
    )


def test_every_key_of_an_office_is_shown() -> None:
    """The page names each key of `office.yaml` but for the practice office, which nobody writes by hand."""
    lacking = [key for key in load_schema("office")["properties"] if f"{key}" not in PAGE]
    assert ["practice"] == lacking


def test_it_is_ten_pages() -> None:
    """A printed page has some 450 words; there are ten, apart from the part about rehearsing."""
    language = re.sub(r"^## Rehearsing$.*?(?=^## )", "", PAGE, flags=re.MULTILINE | re.DOTALL)
    assert len(language.split()) <= 4500

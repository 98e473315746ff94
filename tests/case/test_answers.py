"""What is kept of what people type, by type, and what is said where it cannot be read."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from engine.case.answers import Problem, broken_rule, is_right, read_answer, read_element
from engine.case.locale import LOCALES
from engine.diagnostics import Span
from engine.procedure.model import Fact
from tests.condition.worlds import condition
from tests.support import MONDAY, OFFICE

if TYPE_CHECKING:
    from engine.case.events import Json
    from engine.condition.reading import Plain

OPTIONS = {"moving": "Moving", "other": "Another reason"}


def fact(kind: str, **more: Any) -> Fact:  # noqa: ANN401  # whatever a fact is declared with
    """Declare a fact."""
    options = OPTIONS if kind in {"choice", "choices"} else None
    return Fact("asked", kind, Span(1, 1, 1, 1), options=options, **more)  # type: ignore[arg-type]  # a type's name


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("text", "  Robin Sample ", "Robin Sample"),
        ("long_text", "one\ntwo", "one\ntwo"),
        ("yes_no", "Y", True),
        ("yes_no", "no", False),
        ("choice", "moving", "moving"),
        ("choice", "another reason", "other"),
        ("choices", "Moving, other, moving", ["moving", "other"]),
        ("choices", ["moving"], ["moving"]),
        ("choices", ["other", "moving"], ["other", "moving"]),
        ("yes_no", True, True),
        ("yes_no", False, False),
        ("number", 12, 12),
        ("number", "3", 3),
        ("number", "2.5", "2.5"),
        ("money", "$1,200.5", "1200.50"),
        ("money", "1200", "1200.00"),
        ("money", "-20", "-20.00"),
        ("date", "2026-11-23", "2026-11-23"),
        ("date", "11/23/2026", "2026-11-23"),
        ("date", "23.11.2026", "2026-11-23"),
        ("date", "tomorrow", "2026-11-03"),
        ("time", "5pm", "17:00:00"),
        ("time", "12:05 am", "00:05:00"),
        ("datetime", "today 5pm", "2026-11-02T17:00:00-05:00"),
        ("datetime", "2026-11-23 17:30", "2026-11-23T17:30:00-05:00"),
        ("phone", "(555) 0134 ext 2", "(555) 0134 ext 2"),
        ("email", "robin@example.com", "robin@example.com"),
        ("person", "Pat Example", "pat"),
        ("file", "received.pdf", "received.pdf"),
        ("money", "?", None),
    ],
)
def test_kept(kind: str, typed: Json, kept: Json) -> None:
    """What is typed is kept in one form."""
    assert read_answer(fact(kind), typed, OFFICE, MONDAY) == kept


@pytest.mark.parametrize(
    ("kind", "typed", "said"),
    [
        ("text", "one\ntwo", "one line is expected"),
        ("text", "", "an answer is needed, or ? if it cannot be told"),
        ("text", ["Robin"], "one plain value is expected"),
        ("choices", ["moving", 3], "one plain value is expected"),
        ("choices", {"moving": True}, "one plain value is expected"),
        ("number", 2.5, "one plain value is expected"),
        ("yes_no", "maybe", "yes or no is expected"),
        ("choice", "movign", "one of these is expected: moving, other"),
        ("number", "three", "a number such as 3 or 2.5 is expected"),
        ("money", "1,20", "an amount such as $120.50 is expected"),
        ("money", "1.234", "an amount such as $120.50 is expected"),
        (
            "date",
            "03/04/2026",
            "this can be read as two different days; write it as year-month-day, such as 2026-11-23",
        ),
        ("date", "2026-02-30", "a date such as 2026-11-23, today or tomorrow is expected"),
        ("time", "5", "a time such as 17:30 or 5pm is expected"),
        ("time", "13pm", "a time such as 17:30 or 5pm is expected"),
        ("time", "25:00", "a time such as 17:30 or 5pm is expected"),
        ("datetime", "today", "a day with a time such as 2026-11-23 17:30, or today 5pm, is expected"),
        ("phone", "call me", "a phone number such as 555-0123 is expected"),
        ("email", "robin@example", "an e-mail address such as name@example.com is expected"),
    ],
)
def test_asked_back(kind: str, typed: Json, said: str) -> None:
    """What cannot be read, or could mean two things, is asked back without being repeated."""
    assert read_answer(fact(kind), typed, OFFICE, MONDAY) == Problem(said)


@pytest.mark.parametrize(
    ("declared", "typed", "said"),
    [
        (fact("number", minimum=Decimal(1)), "0", "at least 1 is expected"),
        (fact("number", maximum=Decimal(10)), "11", "at most 10 is expected"),
        (fact("text", format="zip_code"), "1234", "a ZIP code such as 12345 or 12345-6789 is expected"),
        (fact("text"), "x" * 501, "at most 500 characters can be kept"),
    ],
)
def test_rules(declared: Fact, typed: str, said: str) -> None:
    """The rules of a fact come from its declaration."""
    assert read_answer(declared, typed, OFFICE, MONDAY) == Problem(said)


EDGES: dict[str, tuple[Plain, ...]] = {
    "text": ("", "12345", "1234", "x" * 500, "x" * 501),
    "long_text": ("one\ntwo", "x" * 20_000, "x" * 20_001),
    "yes_no": (True, False),
    "choice": ("moving", "neither"),
    "choices": (("moving",), ("moving", "neither"), ()),
    "number": (0, 1, 5, 6, Decimal("0.99"), Decimal("5.01")),
    "money": (Decimal("0.99"), Decimal("1.00"), Decimal("5.00"), Decimal("5.01")),
    "date": (date(2026, 11, 23),),
    "time": (time(17, 30),),
    "datetime": (MONDAY,),
    "phone": ("555-0134", "5" * 61),
    "email": ("robin@example.com", "r" * 255),
    "file": ("received.pdf", "r" * 256),
    "person": ("pat", "nobody"),
}
"""Values at the edges of the rules, by type."""


@pytest.mark.parametrize("kind", sorted(EDGES))
def test_the_quick_look_says_what_the_rules_say(kind: str) -> None:
    """A value that the quick look lets through is one that the rules of its fact let through, and the other way."""
    plain = [fact(kind)]
    limited = [fact(kind, minimum=Decimal(1), maximum=Decimal(5))] if kind in ("number", "money") else []
    formed = [fact(kind, format="zip_code")] if kind == "text" else []
    for declared in plain + limited + formed:
        for value in EDGES[kind]:
            assert is_right(declared, value, OFFICE) == (broken_rule(declared, value, OFFICE) is None), (kind, value)


@pytest.mark.parametrize(
    ("kind", "value", "said"),
    [
        ("choice", "neither", "one of these is expected: moving, other"),
        ("choices", ("moving", "neither"), "one of these is expected: moving, other"),
        ("number", "three", "another kind of answer is expected"),
        ("time", "noon", "another kind of answer is expected"),
    ],
)
def test_broken_rules(kind: str, value: Plain, said: str) -> None:
    """The sentence for a broken rule says what is expected."""
    assert broken_rule(fact(kind), value, OFFICE) == Problem(said)


RELATIVE: dict[str, Fact] = {
    "name": fact("text"),
    "age": fact("number", required=False),
    "called": fact("yes_no", asked_in=("call",)),
    "reached_by": fact("phone", when=condition("fixable")),
    "is_adult": fact("yes_no", value=((condition("fixable"), None),)),
}
"""The facts of one element of a list: needed, optional, asked later, needed at times, worked out."""


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ({"name": "Robin", "age": "40"}, {"name": "Robin", "age": 40}),
        ({"name": " Robin "}, {"name": "Robin", "age": None}),
        ({"name": "Robin", "age": "", "called": None, "is_adult": ""}, {"name": "Robin", "age": None}),
        (
            {"name": "Robin", "called": "yes", "reached_by": "555-0134"},
            {"name": "Robin", "age": None, "called": True, "reached_by": "555-0134"},
        ),
        ({"age": 3}, ("name", Problem("an answer is needed, or ? if it cannot be told"))),
        ({"name": ""}, ("name", Problem("an answer is needed, or ? if it cannot be told"))),
        ({"name": "?"}, {"name": None, "age": None}),
        ({"name": "Robin", "age": "old"}, ("age", Problem("a number such as 3 or 2.5 is expected"))),
        ({"name": "Robin", "is_adult": True}, ("is_adult", Problem("this is worked out, and cannot be told"))),
        (
            {"name": "Robin", "nick": "Rob"},
            ("", Problem("an element of this list has only: name, age, called, reached_by, is_adult")),
        ),
        (
            ["Robin"],
            ("", Problem("each element is written as an object with: name, age, called, reached_by, is_adult")),
        ),
    ],
)
def test_elements(given: Json, kept: dict[str, Json] | tuple[str, Problem]) -> None:
    """Of an element each fact is kept; of a wrong one is said which fact, and what is expected."""
    assert read_element(RELATIVE, given, OFFICE, MONDAY) == kept


def test_an_element_is_read_as_the_office_writes() -> None:
    """A day and an amount in an element are read by the ways and the clock of the office, like any other."""
    visit = {"on": fact("date"), "paid": fact("money")}
    german = replace(OFFICE, locale=LOCALES["de-DE"])
    assert read_element(visit, {"on": "tomorrow", "paid": "1.200,50"}, german, MONDAY) == {
        "on": "2026-11-03",
        "paid": "1200.50",
    }


def test_blank() -> None:
    """An optional question that is left blank is none."""
    assert read_answer(fact("money", required=False), " ", OFFICE, MONDAY) is None

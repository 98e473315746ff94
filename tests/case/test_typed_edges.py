"""Where reading ends and asking back begins: a step on either side of each limit, and every sentence as it is said."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, get_args

import pytest

from engine.case.answers import Problem, read_answer
from engine.case.typed import hint
from engine.case.typed.pasted import tidy
from engine.diagnostics import Span
from engine.procedure.model import Fact, FactKind
from tests.case.test_typed import office
from tests.support import MONDAY, OFFICE, ZONE

if TYPE_CHECKING:
    from engine.case.events import Json

OPTIONS: Final = {"moving": "Moving", "sharp": "Pain, sharp", "other": "Another reason"}
_UNCLEAR_YEAR: Final = "it is not clear which year is meant; write the date with its year"
_UNCLEAR_HALF: Final = "it is not clear whether this is in the morning; add am or pm"
_TWO_DAYS: Final = "this can be read as two different days; write it as year-month-day, such as 2026-11-23"
_NO_DATE: Final = "a date such as 2026-11-23, today or tomorrow is expected"
_NO_NUMBER: Final = "a number such as 3 or 2.5 is expected"
_NO_PHONE: Final = "a phone number such as 555-0123 is expected"


def fact(kind: str, **more: Any) -> Fact:  # noqa: ANN401  # whatever a fact is declared with
    """Declare a fact."""
    if kind in {"choice", "choices"}:
        more = {"options": OPTIONS, **more}
    return Fact("asked", kind, Span(1, 1, 1, 1), **more)  # type: ignore[arg-type]  # a type's name


@pytest.mark.parametrize(
    ("way", "kind", "typed", "kept"),
    [
        ("", "date", "12/13/2026", "2026-12-13"),
        ("", "date", "13/12/2026", "2026-12-13"),
        ("", "date", "13/5/2026", "2026-05-13"),
        ("", "date", "5/13/2026", "2026-05-13"),
        ("", "date", "23/11/2026", "2026-11-23"),
        ("", "date", "12.12.2026", "2026-12-12"),
        ("", "date", "12/11/2026", Problem(_TWO_DAYS)),
        ("en-US", "date", "8/4", "2026-08-04"),
        ("en-US", "date", "8/3", Problem(_UNCLEAR_YEAR)),
        ("en-US", "date", "1/31", "2027-01-31"),
        ("en-US", "date", "2/1", Problem(_UNCLEAR_YEAR)),
        ("", "date", "Feb 29", Problem(_UNCLEAR_YEAR)),
        ("", "date", "Feb 30", Problem(_NO_DATE)),
        ("", "date", "11.23.2026", Problem(_NO_DATE)),
        ("", "date", "Fob 23 2026", Problem(_NO_DATE)),
        ("", "date", "Ju 23 2026", Problem(_NO_DATE)),
        ("en-US", "time", "1am", "01:00:00"),
        ("en-US", "time", "12pm", "12:00:00"),
        ("en-US", "time", "0am", Problem("a time such as 5:30 pm or 5pm is expected")),
        ("en-US", "time", "1:30", Problem(_UNCLEAR_HALF)),
        ("en-US", "time", "13:30", "13:30:00"),
        ("en-US", "time", "0:30", "00:30:00"),
        ("en-US", "time", "10:30:00", "10:30:00"),
        ("en-US", "time", "1:30:00", Problem(_UNCLEAR_HALF)),
        ("", "datetime", "9998-12-30 10:00", "9998-12-30T10:00:00-05:00"),
        ("", "datetime", "9998-12-31 10:00", Problem("a day of our time is expected")),
        ("", "datetime", "9999-12-30 10:00", Problem("a day of our time is expected")),
        ("", "datetime", "0002-01-01 10:00+00:00", "0002-01-01T05:03:58-04:56:02"),
        ("", "datetime", "0001-12-31 10:00+00:00", Problem("a day of our time is expected")),
        ("", "number", "999999999999999", 999_999_999_999_999),
        ("", "number", "1000000000000000", Problem(_NO_NUMBER)),
        ("", "number", "1.123456789", "1.123456789"),
        ("", "number", "1.1234567891", Problem(_NO_NUMBER)),
        ("en-US", "number", "1 200", 1200),
        ("en-US", "number", "1'200", 1200),
        ("", "money", "- $20", "-20.00"),
        ("", "money", "- 20 $", "-20.00"),
        ("", "money", "1.25", "1.25"),
        ("", "money", "999999999999999", "999999999999999.00"),
        ("", "money", "1000000000000000", Problem("an amount such as $120.50 is expected")),
        ("", "text", "a\u200db", "a\u200db"),
        ("", "money", "1.255", Problem("an amount such as $120.50 is expected")),
        ("", "phone", "123", "123"),
        ("", "phone", "12", Problem(_NO_PHONE)),
        ("", "phone", "tel 555-0123", Problem(_NO_PHONE)),
        ("", "phone", "5" * 21, "5" * 21),
        ("", "phone", "5" * 22, Problem(_NO_PHONE)),
        ("", "choice", "pain ,sharp", "sharp"),
        ("", "choice", "PAIN,SHARP", "sharp"),
        ("", "choices", "moving, nothing", Problem("one of these is expected: moving, sharp, other")),
        ("", "text", "\u200b", Problem("words are expected")),
        ("", "text", "one\r\ntwo", Problem("one line is expected")),
        ("", "person", "nobody", Problem(f"somebody on the staff list is expected: {', '.join(OFFICE.staff)}")),
    ],
)
def test_edges(way: str, kind: str, typed: str, kept: Json | Problem) -> None:
    """Just inside a limit is read, just outside is asked back."""
    assert kept == read_answer(fact(kind), typed, office(way), MONDAY)


def test_the_nearest_year() -> None:
    """In January a day in December is that of the year before."""
    january = datetime(2027, 1, 4, 9, tzinfo=ZONE)
    assert "2026-12-20" == read_answer(fact("date"), "Dec 20", OFFICE, january)
    assert "2027-01-20" == read_answer(fact("date"), "Jan 20", OFFICE, january)


def test_a_currency_whose_letters_grow() -> None:
    """A letter that is two when it is made small is no sign of a currency, and no amount."""
    typed = read_answer(fact("money"), "20 \u1e9e", office("", "\u1e9e"), MONDAY)
    assert Problem("an amount such as \u1e9e 120.50 is expected") == typed


def test_the_name_of_an_option_comes_before_the_words_of_another() -> None:
    """Of several options, one is first looked for by its name, then by its very words, then by words alike."""
    crossed = fact("choices", options={"one": "the", "the": "One"})
    assert ["the"] == read_answer(crossed, "the", OFFICE, MONDAY)
    alike = fact("choices", options={"great": "Pain", "small": "pain"})
    assert ["great"] == read_answer(alike, "Pain", OFFICE, MONDAY)
    assert ["small"] == read_answer(alike, "pain", OFFICE, MONDAY)
    assert Problem("one of these is expected: great, small") == read_answer(alike, "PAIN", OFFICE, MONDAY)


@pytest.mark.parametrize(
    ("text", "tidied"),
    [
        ("Renée \u4f60\u597d", "Renée \u4f60\u597d"),
        ("a\x07b\x1b[31mc", "ab[31mc"),
        ("one\r\ntwo\rthree\u2028four\n", "one\ntwo\nthree\nfour\n"),
        ("a\tb", "a b"),
        ("\u202eevil\u2069", "evil"),
        ("a\u200db", "a\u200db"),
        ("\ufffd\ufffc\x00", "\ufffd\ufffc"),
        ("\ufff9a\ufffb\uffff", "a"),
    ],
)
def test_tidied(text: str, tidied: str) -> None:
    """What nobody sees and a screen may obey is taken out, ends of lines are made one, all else stays."""
    assert tidied == tidy(text)


def test_what_can_be_printed_stays() -> None:
    """INVARIANT: what can be printed is written as it is, also beside a sign that is taken out."""
    printable = "".join(sign for sign in map(chr, range(0x11_0000)) if sign.isprintable())
    assert printable == tidy(printable)
    assert printable == tidy(printable + "\x00")


HINTS: Final = {
    "text": "",
    "long_text": "",
    "yes_no": "",
    "list": "",
    "number": "a number, such as 3 or 2,5",
    "money": "an amount, such as 120 or 120,50",
    "date": "a date, such as 23/11/2026, today or tomorrow",
    "time": "a time, such as 17:30 or 5pm",
    "datetime": "a day and a time, such as 23/11/2026 17:30 or today 5pm",
    "phone": "a phone number, such as 555-0123",
    "email": "an e-mail address, such as name@example.com",
    "file": "the path of the file; a copy is kept with the case",
    "person": "a name on the staff list",
    "choice": "the number or the words of one of these",
    "choices": "the numbers or words, with commas between them",
}


@pytest.mark.parametrize("kind", get_args(FactKind))
def test_hints(kind: str) -> None:
    """How an answer may be typed is said as the office writes; nothing is said of plain words."""
    assert HINTS[kind] == hint(fact(kind), office("de-DE"))


def test_hints_are_examples_of_what_is_read() -> None:
    """What a hint gives as an example can be typed."""
    told = {kind: HINTS[kind].rpartition(" or ")[2] for kind in ("number", "money", "date", "time", "datetime")}
    here = replace(office("de-DE"), currency="€")
    kept = {kind: read_answer(fact(kind), typed, here, MONDAY) for kind, typed in told.items()}
    expected = {
        "number": "2.5",
        "money": "120.50",
        "date": "2026-11-03",
        "time": "17:00:00",
        "datetime": "2026-11-02T17:00:00-05:00",
    }
    assert expected == kept

"""What people type is read by the ways of the office, what is shown can be typed again, and nothing is guessed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, get_args
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli.telling import read_value
from engine.case.answers import Machined, Problem, read_answer
from engine.case.locale import LOCALES, PLAIN, Locale
from engine.case.office import Person
from engine.case.typed.pasted import tidy
from engine.case.values import decode, encode, show, type_out
from engine.condition.calendar import Calendar
from engine.diagnostics import Span
from engine.procedure.model import Fact, FactKind
from tests.support import MONDAY, OFFICE, ZONE

if TYPE_CHECKING:
    from engine.case.events import Json
    from engine.case.office import Office

OPTIONS: Final = {"moving": "Moving", "sharp": "Pain, sharp", "pain": "Pain", "other": "Another reason"}
WAYS: Final[dict[str, Locale]] = {"": PLAIN, **LOCALES}
SIGNS: Final = ("$", "€", "CHF", "kr")


def office(way: str = "", currency: str = "$") -> Office:
    """Give the practice office with the ways of a locale."""
    return replace(OFFICE, locale=WAYS[way], currency=currency)


def fact(kind: str, **more: Any) -> Fact:  # noqa: ANN401  # whatever a fact is declared with
    """Declare a fact."""
    options = OPTIONS if kind in {"choice", "choices"} else None
    return Fact("asked", kind, Span(1, 1, 1, 1), options=options, **more)  # type: ignore[arg-type]  # a type's name


def kept(kind: str, typed: Json, way: str = "", currency: str = "$") -> Json | Problem:
    """Read what was typed in an office."""
    return read_answer(fact(kind), typed, office(way, currency), MONDAY)


numbers = (
    st.integers(-(10**15) + 1, 10**15 - 1) | st.decimals(-(10**12), 10**12, places=3) | st.decimals(-9, 9, places=9)
)
moments = st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  in UTC
VALUES: Final[dict[FactKind, st.SearchStrategy[Any]]] = {
    "yes_no": st.booleans(),
    "choice": st.sampled_from(list(OPTIONS)),
    "choices": st.lists(st.sampled_from(list(OPTIONS)), min_size=1, unique=True).map(tuple),
    "number": numbers,
    "money": st.decimals(-(10**12), 10**12, places=2),
    "date": st.dates(date(1000, 1, 1), date(9999, 12, 31)),
    "time": st.times().map(lambda clock: clock.replace(microsecond=0)),
    "datetime": moments.map(lambda at: at.replace(microsecond=0).astimezone(ZONE)),
    "person": st.sampled_from(list(OFFICE.staff)),
    "text": st.from_regex(r"[A-Za-z0-9].{0,20}[a-z]", fullmatch=True).filter(
        lambda text: text == tidy(text) and len(text.splitlines()) == 1
    ),
    "long_text": st.from_regex(r"[A-Za-z0-9][ -~\n]{0,20}[a-z]", fullmatch=True),
    "phone": st.from_regex(r"\+?[0-9]{3,15}", fullmatch=True),
    "email": st.from_regex(r"[a-z0-9.]{1,9}@[a-z0-9]{1,9}\.org", fullmatch=True),
    "file": st.just("received.pdf"),
}


def test_every_type_is_tried() -> None:
    """All types but lists, which are told element by element, are among those that are tried below."""
    assert set(get_args(FactKind)) - {"list"} == set(VALUES)


@given(st.data(), st.sampled_from(list(VALUES)), st.sampled_from(list(WAYS)), st.sampled_from(SIGNS))
def test_what_is_shown_can_be_typed(data: st.DataObject, kind: FactKind, way: str, currency: str) -> None:
    """INVARIANT: what is shown can be typed again, and is read as the same value."""
    asked = fact(kind)
    value = data.draw(VALUES[kind])
    here = office(way, currency)
    shown = show(asked, value, here)
    if way == "" and kind == "number" and kept(kind, shown) == Problem(_TWO_NUMBERS):
        return  # asked back, and not misread
    again = read_answer(asked, shown, here, MONDAY)
    assert not isinstance(again, Problem), (shown, again)
    assert value == decode(asked, again)


@given(st.data(), st.sampled_from(list(VALUES)), st.sampled_from(list(WAYS)), st.sampled_from(SIGNS))
def test_what_stands_in_the_field_can_be_typed(data: st.DataObject, kind: FactKind, way: str, currency: str) -> None:
    """What stands in the field at a correction is read as the value that was told."""
    asked = fact(kind)
    value = data.draw(VALUES[kind])
    here = office(way, currency)
    again = read_answer(asked, type_out(asked, value, here), here, MONDAY)
    if again != Problem(_TWO_NUMBERS):
        assert not isinstance(again, Problem), again
        assert value == decode(asked, again)


@given(st.data(), st.sampled_from(list(VALUES)), st.sampled_from(list(WAYS)))
def test_what_a_log_holds_is_read_in_every_office(data: st.DataObject, kind: FactKind, way: str) -> None:
    """A value that another case, or a program, hands on is the same value in an office with other ways."""
    asked = fact(kind)
    handed_on = encode(data.draw(VALUES[kind]))
    machined = Machined(handed_on) if isinstance(handed_on, str) else handed_on
    assert handed_on == read_answer(asked, machined, office(way), MONDAY)


@given(st.text("0123456789.,-/: '$€ampT", max_size=14), st.sampled_from(("number", "money", "date", "time")))
def test_nothing_is_misread_where_nothing_is_declared(typed: str, kind: str) -> None:
    """INVARIANT: what an office reads that has said nothing, one that has is not going to read as another value."""
    told = kept(kind, typed)
    if isinstance(told, Problem) or kind == "money":
        return
    for way in WAYS:
        other = kept(kind, typed, way)
        assert isinstance(other, Problem) or other == told


@given(st.text("0123456789.,' ", min_size=1, max_size=14), st.sampled_from(list(WAYS)))
def test_the_digits_of_an_amount_stay(typed: str, way: str) -> None:
    """An amount has the digits that were typed, in their order; what stands between them adds none and takes none."""
    told = kept("money", typed, way)
    if isinstance(told, str):
        digits = "".join(one for one in typed if one.isdigit()).lstrip("0")
        assert told.replace(".", "").lstrip("0") in {digits, f"{digits}0", f"{digits}00"}


_TWO_NUMBERS: Final = "this can be read as two different numbers; write it without the comma or the point"
_TWICE: Final = (
    "this time comes twice that day, as the clocks are put back; "
    "write -04:00 behind it for the first time, or -05:00 for the second"
)
_TWO_DAYS: Final = "this can be read as two different days; write it as year-month-day, such as 2026-11-23"


@pytest.mark.parametrize(
    ("way", "kind", "typed", "expected"),
    [
        ("en-US", "date", "11/12/2026", "2026-11-12"),
        ("en-GB", "date", "11/12/2026", "2026-12-11"),
        ("de-DE", "date", "11.12.2026", "2026-12-11"),
        ("de-DE", "date", "1.2.2026", "2026-02-01"),
        ("", "date", "12/12/2026", "2026-12-12"),
        ("en-US", "date", "11/23", "2026-11-23"),
        ("en-US", "date", "1/5", "2027-01-05"),
        ("de-DE", "date", "23.11.", "2026-11-23"),
        ("", "date", "11-23-2026", "2026-11-23"),
        ("", "date", "Nov 23", "2026-11-23"),
        ("", "date", "23rd november 2026", "2026-11-23"),
        ("", "date", "Monday, November 23, 2026", "2026-11-23"),
        ("", "date", "Sept 1 2026", "2026-09-01"),
        ("", "date", "2026/11/23", "2026-11-23"),
        ("", "date", "\uff12\uff10\uff12\uff16\u2011\uff11\uff11\u2011\uff12\uff13", "2026-11-23"),
        ("en-US", "time", "5:30 p.m.", "17:30:00"),
        ("en-US", "time", "5:30\u202fPM", "17:30:00"),
        ("en-US", "time", "17:30", "17:30:00"),
        ("en-US", "time", "05:30", "05:30:00"),
        ("en-GB", "time", "5:30", "05:30:00"),
        ("en-US", "time", "12am", "00:00:00"),
        ("en-US", "datetime", "11/23/2026 5pm", "2026-11-23T17:00:00-05:00"),
        ("en-US", "datetime", "11/23 at 5pm", "2026-11-23T17:00:00-05:00"),
        ("en-US", "datetime", "2026-11-23T10:30", "2026-11-23T10:30:00-05:00"),
        ("", "datetime", "2026-11-23T10:30:00Z", "2026-11-23T05:30:00-05:00"),
        ("", "datetime", "2026-11-01 01:30 -05:00", "2026-11-01T01:30:00-05:00"),
        ("", "datetime", "2026-11-01T01:30-04:00", "2026-11-01T01:30:00-04:00"),
        ("", "datetime", "Sun 01 Nov 2026, 01:30 (UTC-04:00)", "2026-11-01T01:30:00-04:00"),
        ("en-US", "number", "1,200", 1200),
        ("de-DE", "number", "1.200", 1200),
        ("de-DE", "number", "2,5", "2.5"),
        ("fr-FR", "number", "1\u202f200,5", "1200.5"),
        ("de-CH", "number", "1\u2019200.5", "1200.5"),
        ("", "number", "0.125", "0.125"),
        ("", "number", "\u22123", -3),
        ("", "money", "$1,200", "1200.00"),
        ("en-US", "money", "1,200.50", "1200.50"),
        ("de-DE", "money", "1.200,50", "1200.50"),
        ("de-DE", "money", "1200", "1200.00"),
        ("", "money", "-$20", "-20.00"),
        ("", "money", "$ 20", "20.00"),
        ("", "money", "20$", "20.00"),
        ("", "money", "-0.00", "0.00"),
        ("", "phone", "\u202a+1 (555)\u00a0555\u20110123\u202c", "+1 (555) 555-0123"),
        ("", "choices", "sharp, pain", ["sharp", "pain"]),
        ("", "choices", "Pain, sharp", ["sharp"]),
        ("", "choices", "Pain; Pain, sharp", ["pain", "sharp"]),
        ("", "choices", "moving, Pain, other", ["moving", "pain", "other"]),
    ],
)
def test_read(way: str, kind: str, typed: str, expected: Json) -> None:
    """What can mean one thing only in this office is read."""
    assert expected == kept(kind, typed, way)


@pytest.mark.parametrize(
    ("way", "kind", "typed", "said"),
    [
        ("", "date", "11/12/2026", _TWO_DAYS),
        ("", "date", "11.12.2026", _TWO_DAYS),
        ("en-US", "date", "11.12.2026", _TWO_DAYS),
        ("en-CA", "date", "11/12/2026", _TWO_DAYS),
        ("en-US", "date", "23/11/2026", "a date such as 11/23/2026, today or tomorrow is expected"),
        ("en-GB", "date", "11/23/2026", "a date such as 23/11/2026, today or tomorrow is expected"),
        ("en-US", "date", "11/23/26", "a year of four digits is expected, as in 11/23/2026"),
        ("en-US", "date", "6/1", "it is not clear which year is meant; write the date with its year"),
        ("en-US", "date", "2/30", "a date such as 11/23/2026, today or tomorrow is expected"),
        ("", "date", "20261123", "a date such as 2026-11-23, today or tomorrow is expected"),
        (
            "",
            "date",
            "monday",
            "a day of the week alone can be the last one or the next; write the date, today or tomorrow",
        ),
        ("", "date", "Tue 23 Nov 2026", "this date is another day of the week; write the one or the other"),
        ("en-US", "time", "5:30", "it is not clear whether this is in the morning; add am or pm"),
        ("en-US", "time", "12:30", "it is not clear whether this is in the morning; add am or pm"),
        ("en-US", "datetime", "2026-11-23 10:30", "it is not clear whether this is in the morning; add am or pm"),
        (
            "",
            "datetime",
            "2026-11-01 01:30",
            _TWICE,
        ),
        (
            "en-US",
            "datetime",
            "3/14/2027 2:30 am",
            "the clocks are put forward that day, and this time is left out; write another",
        ),
        ("", "datetime", "0001-01-01 10:00", "a day of our time is expected"),
        ("", "number", "1,200", _TWO_NUMBERS),
        ("", "number", "1.200", _TWO_NUMBERS),
        ("en-US", "number", "1,2", "a number such as 3 or 2.5 is expected"),
        ("en-US", "number", "1,20,000", "a number such as 3 or 2.5 is expected"),
        ("de-DE", "number", "2.5", "a number such as 3 or 2,5 is expected"),
        ("", "number", "5\u00b2", "a number such as 3 or 2.5 is expected"),
        ("", "number", "\u0663", "a number such as 3 or 2.5 is expected"),
        ("de-DE", "money", "1,200.50", "an amount such as 120,50 $ is expected"),
        ("", "money", "1$200", "an amount such as $120.50 is expected"),
        ("", "money", "1 2", "an amount such as $120.50 is expected"),
        ("", "money", "€20", "an amount such as $120.50 is expected"),
        (
            "",
            "choices",
            "pain, sharp",
            "this can be read in two ways; write the options as: moving, sharp, pain, other",
        ),
    ],
)
def test_asked_back(way: str, kind: str, typed: str, said: str) -> None:
    """What could mean two things, or nothing, is asked back."""
    assert Problem(said) == kept(kind, typed, way)


@pytest.mark.parametrize(
    ("way", "kind", "value", "shown"),
    [
        ("en-US", "date", date(2026, 11, 3), "Tue Nov 3, 2026"),
        ("en-GB", "date", date(2026, 11, 3), "Tue 03 Nov 2026"),
        ("sv-SE", "date", date(2026, 11, 3), "Tue 2026-11-03"),
        ("en-US", "time", time(17, 30), "5:30 pm"),
        ("en-US", "time", time(0, 5, 7), "12:05:07 am"),
        ("de-DE", "money", Decimal("-1200.5"), "-1.200,50 €"),
        ("en-US", "money", Decimal("1200.5"), "€1,200.50"),
        ("fr-FR", "money", Decimal(1200), "1 200,00 €"),
        ("de-DE", "number", Decimal("2.5"), "2,5"),
        ("en-US", "datetime", datetime(2026, 11, 3, 22, 30, tzinfo=UTC), "Tue Nov 3, 2026, 5:30 pm"),
        ("", "datetime", datetime(2026, 11, 1, 5, 30, tzinfo=UTC), "Sun 01 Nov 2026, 01:30 (UTC-04:00)"),
        ("", "datetime", datetime(2026, 11, 1, 6, 30, tzinfo=UTC), "Sun 01 Nov 2026, 01:30 (UTC-05:00)"),
    ],
)
def test_shown(way: str, kind: str, value: Any, shown: str) -> None:  # noqa: ANN401  # a value of the type
    """What is shown is written as the office writes it, by the office's clock."""
    assert shown == show(fact(kind), value, office(way, "€"))


@given(moments)
def test_a_moment_of_the_clock_is_read_or_asked_back(at: datetime) -> None:
    """A time that the clock shows once is that moment; one that it shows twice, or never, is asked back."""
    clock = at.replace(microsecond=0, tzinfo=None)
    meant = [
        there for hour in range(3, 6) if _clock(there := clock.replace(tzinfo=UTC) + timedelta(hours=hour)) == clock
    ]
    told = kept("datetime", clock.isoformat(" "))
    if len(meant) == 1:
        assert isinstance(told, str)
        assert meant == [datetime.fromisoformat(told)]
    elif clock.year > 1970:
        assert isinstance(told, Problem)


def _clock(there: datetime) -> datetime:
    return there.astimezone(ZONE).replace(tzinfo=None)


def test_another_zone_has_other_gaps() -> None:
    """Which time is left out depends on where the office is."""
    berlin = replace(OFFICE, calendar=Calendar(ZoneInfo("Europe/Berlin")), locale=LOCALES["de-DE"])
    now = datetime(2026, 3, 1, 9, tzinfo=ZoneInfo("Europe/Berlin"))
    said = "the clocks are put forward that day, and this time is left out; write another"
    assert Problem(said) == read_answer(fact("datetime"), "29.3.2026 2:30", berlin, now)
    assert "2026-03-08T02:30:00+01:00" == read_answer(fact("datetime"), "8.3.2026 2:30", berlin, now)


def test_limits_are_told_as_the_office_writes() -> None:
    """What is too little is told with the sign and the comma of the office."""
    declared = fact("money", minimum=Decimal("1200.5"))
    assert Problem("at least 1.200,50 € is expected") == read_answer(declared, "3", office("de-DE", "€"), MONDAY)


def test_numbers_in_json_have_a_point_everywhere() -> None:
    """A decimal in a list that a script tells is no number of the office's way, and none of a thousand."""
    given = read_value('[{"price": 1.200}]')
    assert isinstance(given, list)
    assert isinstance(given[0], dict)
    assert "1.200" == read_answer(fact("number"), given[0]["price"], office("de-DE"), MONDAY)


def test_two_people_of_one_full_name() -> None:
    """Who has the name of another is shown, and told, by the short name as well."""
    twins = replace(OFFICE, staff={name: Person(name, "Robin Twin", frozenset()) for name in ("robin", "rob")})
    told = [read_answer(fact("person"), typed, twins, MONDAY) for typed in ("Robin Twin", "robin twin (ROB)", "robin")]
    assert [Problem("several people have this name; write one of: robin, rob"), "rob", "robin"] == told
    assert "Robin Twin (rob)" == show(fact("person"), "rob", twins)


def test_words_that_stand_for_two_options() -> None:
    """The name of an option is that option; words that two of them have are asked back."""
    asked = replace(fact("choice"), options={"one": "The same", "two": "The same", "the": "One"})
    said = "these words stand for several options; write one of: one, two, the"
    told = [read_answer(asked, typed, OFFICE, MONDAY) for typed in ("the same", "one", "the", "ONE")]
    assert [Problem(said), "one", "the", Problem(said)] == told

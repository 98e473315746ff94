"""Whether names mean something and types fit, and what is said where not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.condition import Condition, FactType, compile_condition, compile_phrase, compile_value
from tests.condition.strategies import truth_texts
from tests.condition.worlds import NAMES, condition, value

if TYPE_CHECKING:
    from engine.condition import Kind, Use
    from engine.diagnostics import Fault

_OPTIONS = "its options are `moving`, `insurance`, `other`, `after`, `2`"
_LIKE = "compare numbers with numbers, dates with dates, texts with texts"
_VALUE = "a name, a number or a text in quotes belongs here"
_SIGN = "`and`, `or`, `is`, `in` or a sign such as `>` is missing before it"
_ALONE = "work it out in a fact of its own, and write the name of that fact here"
_MOMENT = "write it like `3 business days after request`, or name a date"
_STAYS = "write it like `30 days after letter_on`, which becomes true and stays so"
_ALL = "look at all of them, as in `count(quotes where ...)`"

SYNTAX: list[tuple[str, str, str, str | None]] = [
    ("", "condition-empty", "", "write a condition such as `balance > 0`, or leave the key out"),
    ("size > $5", "odd-character", "$", 'a text goes into straight quotes, as in `"A & B"`'),
    ("plan is “a”", "odd-character", "“", 'a text goes into straight quotes, as in `"A & B"`'),
    ("size == 5", "other-spelling", "==", "write `=` or `is`"),
    ("size ≥ 5", "other-spelling", "≥", "write `>=`"),
    ("fixable && repaired", "other-spelling", "&&", "write `and`"),
    ("!fixable", "other-spelling", "!", "write `not`"),
    ("plan is 'a", "open-quote", "'", "put the same quote at the end of the text"),
    ('plan is "a', "open-quote", '"', "put the same quote at the end of the text"),
    ("size > 5k", "not-a-number", "5k", "write digits only, with a point before decimals, as in `1250.50`"),
    ("size > 5.", "not-a-number", "5.", "write digits only, with a point before decimals, as in `1250.50`"),
    ("letter_on > 2026-02-30", "not-a-day", "2026-02-30", "write year, month and day, as in `2026-01-31`"),
    ("at > 24:00", "not-a-time", "24:00", "write hours and minutes, as in `09:30`"),
    ("size > 1,000", "out-of-place", ",", "numbers are written without commas, as in `1250.50`"),
    ("fixable And repaired", "out-of-place", "And", "write `and`"),
    ("fixable repaired", "out-of-place", "repaired", _SIGN),
    ("fixable not repaired", "out-of-place", "not", _SIGN),
    ("(fixable repaired)", "out-of-place", "repaired", _SIGN),
    ("fixable and or repaired", "out-of-place", "or", _VALUE),
    ("fixable = not repaired", "out-of-place", "not", _VALUE),
    ("size > )", "out-of-place", ")", _VALUE),
    ("done(5)", "out-of-place", "5", "a name belongs here"),
    (
        "reason in moving",
        "out-of-place",
        "moving",
        "what it may be stands in square brackets, as in `[moving, insurance]`",
    ),
    ("reason in [moving insurance]", "out-of-place", "insurance", _SIGN),
    ("reason in []", "empty-choice", "[]", "name what it may be, as in `[moving, insurance]`"),
    ("fixable and", "breaks-off", "and", _VALUE),
    ("reason in", "breaks-off", "in", "what it may be stands in square brackets, as in `[moving, insurance]`"),
    ("done(", "breaks-off", "(", "a name belongs here"),
    ("(fixable", "open-bracket", "(", "add `)` where it ends"),
    ("reason in [moving", "open-bracket", "[", "add `]` where it ends"),
    ("done(call", "open-bracket", "(", "add `)` where it ends"),
    ("count(quotes", "open-bracket", "(", "add `)` where it ends"),
    (
        "fixable and repaired or letter",
        "mixed-and-or",
        "or",
        "put parentheses around what belongs together, as in `a and (b or c)`",
    ),
    (
        "fixable or repaired and letter",
        "mixed-and-or",
        "and",
        "put parentheses around what belongs together, as in `a and (b or c)`",
    ),
    ("1 < size < 3", "chained-comparison", "<", "write two comparisons with `and`, as in `0 < size and size < 9`"),
    ("cont(quotes) > 1", "unknown-function", "cont", "did you mean `count`?"),
    (
        "arrived(letter)",
        "unknown-function",
        "arrived",
        "these can be: `count`, `sum`, `any`, `every`, `lowest`, `highest`, `done`, `skipped`, `gave_up`, `settled`",
    ),
    ("5 years after call", "unknown-unit", "years", "hours, days, weeks, months, business hours and business days are"),
    (
        "5 business weeks after call",
        "unknown-unit",
        "business weeks",
        "hours, days, weeks, months, business hours and business days are",
    ),
    ("5 business", "unknown-unit", "business", "hours, days, weeks, months, business hours and business days are"),
    (
        "5 days",
        "time-without-anchor",
        "5 days",
        "write `after` or `before` and a date, step or arrival, as in `3 days after visit`",
    ),
    (
        "limit days of call",
        "time-without-anchor",
        "limit days",
        "write `after` or `before` and a date, step or arrival, as in `3 days after visit`",
    ),
]

TYPES: list[tuple[str, str, str, str | None]] = [
    ("balence > 0", "unknown-fact", "balence", "did you mean `balance`?"),
    ("leter", "unknown-fact", "leter", "did you mean `letter`?"),
    ("nothing_like_it", "unknown-fact", "nothing_like_it", None),
    (
        "reason is moving or insurance",
        "unknown-fact",
        "insurance",
        "it is an option of `reason`; write `reason is insurance`",
    ),
    ("pain", "unknown-fact", "pain", "it is an option of `symptoms`; write `symptoms includes pain`"),
    ("count(qotes) > 0", "unknown-fact", "qotes", "did you mean `quotes`?"),
    ("done(cal)", "unknown-step", "cal", "did you mean `call`?"),
    ("reason is movin", "unknown-option", "movin", "did you mean `moving`?"),
    ("reason is gone", "unknown-option", "gone", _OPTIONS),
    ("reason not in [moving, gone]", "unknown-option", "gone", _OPTIONS),
    ("symptoms includes gone", "unknown-option", "gone", "its options are `pain`, `fever`"),
    ("3 days after cal", "unknown-anchor", "cal", "did you mean `call`?"),
    ("limt days after call", "unknown-amount", "limt", "did you mean `limit`?"),
    ("size days after call", "unknown-amount", "size", "write a number, or add it to `settings:`"),
    ("call", "step-alone", "call", "write `done(call)` or `settled(call)`"),
    ("written", "element-out-of-reach", "written", "look at all of them, as in `count(quotes where ...)`"),
    ("count(reasons) > 1", "element-out-of-reach", "reasons", "look at all of them, as in `count(quotes where ...)`"),
    ("balance", "not-yes-or-no", "balance", "compare it, as in `balance > 0`"),
    ("reason", "not-yes-or-no", "reason", "compare it, as in `reason is moving`"),
    ("symptoms and fixable", "not-yes-or-no", "symptoms", "compare it, as in `symptoms includes pain`"),
    ("not quotes", "not-yes-or-no", "quotes", "write `count(quotes) > 0`"),
    ("letter_on", "not-yes-or-no", "letter_on", "write `0 days after letter_on`, which is true once it has come"),
    ("now", "not-yes-or-no", "now", "compare it, or ask whether it `is known`"),
    ("'a'", "not-yes-or-no", "'a'", "compare it, or ask whether it `is known`"),
    ("size + 1", "not-yes-or-no", "size + 1", "compare it, as in `balance > 0`"),
    ("balance > 'a'", "not-comparable", "balance > 'a'", "write dates, times and numbers without quotes"),
    ("balance > letter_on", "not-comparable", "balance > letter_on", _LIKE),
    ("scan is known and scan = scan", "not-comparable", "scan = scan", _LIKE),
    ("plan is reason", "not-comparable", "plan is reason", "put the choice first, as in `reason is moving`"),
    ("size in [1, 'a']", "not-comparable", "'a'", "write dates, times and numbers without quotes"),
    ("plan < 'a'", "not-ordered", "<", "ask with `is`, `is not` or `in`"),
    ("fixable >= repaired", "not-ordered", ">=", "ask with `is`, `is not` or `in`"),
    ("reason > moving", "not-ordered", ">", "ask with `is`, `is not` or `in`"),
    ("reason = moving", "choice-with-sign", "=", "write `reason is moving`"),
    ("reason != moving", "choice-with-sign", "!=", "write `reason is not moving`"),
    ("reason is 'moving'", "not-an-option", "'moving'", "write `moving` without quotes"),
    ("reason is 'gone'", "not-an-option", "'gone'", _OPTIONS),
    ("reason is 5", "not-an-option", "5", _OPTIONS),
    ("reason is size + 1", "not-an-option", "size + 1", _OPTIONS),
    ("size in [other_size]", "not-fixed", "other_size", "write comparisons with `or` instead"),
    ("reason includes moving", "not-of-choices", "reason", "use it where several options can be chosen"),
    ("symptoms is pain", "choices-need-includes", "symptoms", "write `symptoms includes pain`"),
    ("symptoms is not pain", "choices-need-includes", "symptoms", "write `not symptoms includes pain`"),
    ("symptoms in [pain]", "choices-need-includes", "symptoms", "write `symptoms includes ...`, joined by `or`"),
    ("letter_on + 3 > today", "not-calculable", "letter_on + 3", "write `3 days after letter_on`"),
    ("letter_on + 12 > today", "not-calculable", "letter_on + 12", "write `12 days after letter_on`"),
    ("letter_on - size > today", "not-calculable", "letter_on - size", "write `3 days before letter_on`"),
    ("balance * balance > 0", "not-calculable", "balance * balance", None),
    ("1 / balance > 0", "not-calculable", "1 / balance", None),
    ("-plan = plan", "not-calculable", "-plan", None),
    ("size + yes > 0", "not-calculable", "size + yes", None),
    ("sum(price of size) > 1", "not-a-list", "size", None),
    ("letter is known", "known-of-what", "letter", "`letter` alone is true once it has come"),
    ("(size + 1) is known", "known-of-what", "(size + 1)", "name one fact before `is known`"),
    ("limit is known", "known-of-what", "limit", "name one fact before `is known`"),
    ("count(price of quotes) > 1", "count-of", "price", "write `count(quotes where ...)`"),
    ("sum(quotes) > 1", "of-missing", "quotes", "write `sum(... of quotes)`"),
    ("sum(price + 1) > 1", "of-missing", "price + 1", "write `sum(... of list)`"),
    ("any(quotes)", "nothing-asked", "any(quotes)", "write `any(quotes where ...)`"),
    ("any(quotes where price > lowest(price of quotes))", "list-within-list", "quotes", _ALONE),
    ("every(quotes where any(reasons where count(reasons) > 1))", "list-within-list", "reasons", _ALONE),
    ("any(quotes where any(reasons where count(quotes) > 1))", "list-within-list", "quotes", _ALONE),
    ("sum(written of quotes) > 1", "not-summable", "written", "name a number or an amount of money"),
    (
        "lowest(written of quotes)",
        "no-order-for-extreme",
        "written",
        "name a number, an amount of money, a date or a time",
    ),
    ("1.5 days after call", "amount-not-whole", "1.5", "write a whole number of a smaller unit"),
    ("1000001 days after call", "amount-not-whole", "1000001", "write a whole number of a smaller unit"),
    ("3 days after size", "anchor-not-a-date", "size", "count from a date, a step or an arrival"),
    (
        "3 days after quoted_on",
        "element-out-of-reach",
        "quoted_on",
        "look at all of them, as in `count(quotes where ...)`",
    ),
]

TOGETHER = [
    ("balence > 0 and leter", [("unknown-fact", "balence"), ("unknown-fact", "leter")]),
    ("any(prise of quotes where writen)", [("unknown-fact", "prise"), ("unknown-fact", "writen")]),
    ("(sise + prise) in [1]", [("unknown-fact", "sise"), ("unknown-fact", "prise")]),
    ("reason in [mooving, inshurance]", [("unknown-option", "mooving"), ("unknown-option", "inshurance")]),
]


def faults(text: str, use: Use = "free") -> tuple[Fault, ...]:
    """Compile a condition that is wrong."""
    found = compile_condition(text, NAMES, use)
    assert isinstance(found, tuple), found
    return found


@pytest.mark.parametrize(("text", "code", "underlined", "help_"), SYNTAX + TYPES)
def test_what_is_wrong_is_named_and_underlined(text: str, code: str, underlined: str, help_: str | None) -> None:
    """Each fault has its code, the words it is about, and what to do."""
    assert [(code, underlined, help_)] == [(one.code, text[one.start : one.end], one.help) for one in faults(text)]


@pytest.mark.parametrize(("text", "expected"), TOGETHER)
def test_all_that_is_wrong_is_told_at_once(text: str, expected: list[tuple[str, str]]) -> None:
    """Faults in different parts are told together, in their order."""
    assert expected == [(one.code, text[one.start : one.end]) for one in faults(text)]


@pytest.mark.parametrize("word", ["now", "today"])
@pytest.mark.parametrize("text", ["{} > letter_on", "any(quotes where quoted_on < {})", "3 days after {}"])
def test_a_gate_does_not_read_the_clock(text: str, word: str) -> None:
    """In `when` and `until` nothing may flip by itself; elsewhere it may."""
    written = text.format(word)
    [fault] = faults(written, "gate")
    assert ("flips-with-time", word) == (fault.code, written[fault.start : fault.end])
    condition(written, "free")


@pytest.mark.parametrize(
    "text",
    [
        "balance > 0",
        "reason not in [moving, other] and plan is not known",
        "not symptoms includes fever",
        "reason is 2 or reason is after",
        "fixable is yes and repaired is not true",
        "fixable = repaired",
        "plan is phone or doctor is 'may'",
        "balance > 5 and balance * 2 - 1 > limit and balance / balance < 1",
        "letter_on < visit and visit - letter_on > 3",
        "at in [09:30, 10:00]",
        "letter_on in [2026-01-31]",
        "visit is 2026-01-31",
        "done(after) and not gave_up(call) and letter",
        "30 days after letter_on and limit business hours before visit < visit",
        "every(written of quotes where price > 3 and any(ground of reasons))",
        "count(quotes where count(reasons where ground) > 1 and written) > 1",
        "lowest(quoted_on of quotes) < 2026-01-31",
        "sum(price * amount of quotes) > 5",
        "quotes is known",
        "scan is known",
        "-size < - -3",
        "yes",
    ],
)
def test_what_is_right_is_accepted(text: str) -> None:
    """These may stand in a `when`."""
    condition(text, "gate")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("5", "number"),
        ("5.5", "number"),
        ("'a'", "text"),
        ("09:30", "time"),
        ("2026-01-31", "date"),
        ("yes", "yes_no"),
        ("limit", "number"),
        ("fixable", "yes_no"),
        ("letter", "yes_no"),
        ("reason", "choice"),
        ("quotes", "list"),
        ("today", "date"),
        ("now", "datetime"),
        ("size + 1", "number"),
        ("balance + 1", "money"),
        ("1 - balance", "money"),
        ("2 * balance", "money"),
        ("balance / 2", "money"),
        ("balance / balance", "number"),
        ("-balance", "money"),
        ("visit - letter_on", "number"),
        ("count(quotes)", "number"),
        ("sum(price of quotes)", "money"),
        ("sum(amount of quotes)", "number"),
        ("highest(quoted_on of quotes)", "date"),
        ("any(written of quotes)", "yes_no"),
        ("3 days after letter_on", "date"),
        ("3 weeks before today", "date"),
        ("3 hours after letter_on", "datetime"),
        ("3 business hours after letter_on", "datetime"),
        ("3 days after visit", "datetime"),
        ("3 days after call", "datetime"),
        ("3 days after now", "datetime"),
        ("3 days after letter", "datetime"),
        ("size > 1", "yes_no"),
    ],
)
def test_a_value_has_a_type(text: str, kind: Kind) -> None:
    """What is worked out has the type that a person would give it."""
    assert kind == value(text).type.kind


def test_a_choice_that_is_copied_keeps_its_options() -> None:
    """The type of a value that names a choice is that choice's."""
    assert NAMES.facts["reason"] == value("reason").type


def test_many_options_are_not_all_listed() -> None:
    """A choice of many lists its first eight."""
    names = type(NAMES)(facts={"letter": FactType("choice", tuple("abcdefghij"))})
    found = compile_condition("letter is x", names, "gate")
    assert isinstance(found, tuple)
    assert "its options are `a`, `b`, `c`, `d`, `e`, `f`, `g`, `h`, ..." == found[0].help


def test_eight_options_are_all_listed() -> None:
    """As many as are shown are shown without dots."""
    names = type(NAMES)(facts={"letter": FactType("choice", tuple("abcdefgh"))})
    found = compile_condition("letter is x", names, "gate")
    assert isinstance(found, tuple)
    assert "its options are `a`, `b`, `c`, `d`, `e`, `f`, `g`, `h`" == found[0].help


@pytest.mark.parametrize(
    ("text", "code", "underlined", "help_"),
    [
        ("size > 3", "not-a-moment", "size > 3", _MOMENT),
        ("size", "not-a-moment", "size", _MOMENT),
        ("call", "not-a-moment", "call", "write `0 days after call`"),
        ("letter", "not-a-moment", "letter", "write `0 days after letter`"),
        ("cal", "unknown-fact", "cal", None),
        ("3 days after now", "flips-with-time", "now", _STAYS),
        ("3 days after quoted_on", "element-out-of-reach", "quoted_on", _ALL),
    ],
)
def test_a_phrase_must_be_a_moment(text: str, code: str, underlined: str, help_: str | None) -> None:
    """What names no moment is no phrase."""
    found = compile_phrase(text, NAMES)
    assert isinstance(found, tuple)
    assert [(code, underlined, help_)] == [(one.code, text[one.start : one.end], one.help) for one in found]


def test_inside_an_element_its_facts_can_be_read() -> None:
    """Where a step is one for each quote, a condition reads the quote's facts, and those of its own lists inside."""
    names = type(NAMES)(NAMES.facts, home=("quotes",))
    assert isinstance(compile_condition("written and any(ground of reasons)", names, "gate"), Condition)


@given(
    text=truth_texts(2, inside=False, clock=True),
    place=st.integers(0, 200),
    instead=st.sampled_from([*"()[],-", "", " or ", " 5 ", "x", "size", "'"]),
)
def test_a_slip_is_right_or_a_fault(text: str, place: int, instead: str) -> None:
    """A condition with a slip in it is still right, or has faults that lie inside of it."""
    slipped = text[:place] + instead + text[place + 1 :]
    for found in (compile_condition(slipped, NAMES, "free"), compile_value(slipped, NAMES)):
        if not isinstance(found, Condition):
            assert found
            assert all(0 <= one.start <= one.end <= len(slipped) for one in found)

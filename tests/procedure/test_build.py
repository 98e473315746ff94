"""What a document becomes: names resolved, conditions compiled, who inherited, facts at home."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Final

import pytest

from engine.diagnostics import MOST_FINDINGS, Span
from engine.procedure.build import build
from engine.procedure.load import load, load_checked
from engine.procedure.model import (
    Place,
    Text,
    WaitForAny,
    WaitForArrival,
    WaitForCondition,
    WaitForMoment,
    WaitForStep,
)
from engine.procedure.nodes import Document, Scalar
from tests.procedure.examples import TESTS

if TYPE_CHECKING:
    from engine.procedure.model import Procedure, Step

HEAD: Final = "procedure: p\nversion: 1\ntitle: P\n"


def built(text: str) -> Procedure:
    """Build a procedure without errors."""
    found = load(text, "p.yaml")
    assert not isinstance(found, tuple), found
    return found.procedure


@cache
def everything() -> Procedure:
    """Give the example that has every key."""
    return built((TESTS / "good" / "everything.yaml").read_text(encoding="utf-8"))


def step(name: str) -> Step:
    """Give a step of the example that has every key."""
    return everything().by_id[name]


def test_top() -> None:
    """What stands at the top is taken over as it is."""
    assert ("complaint", 3, "A patient complains", "office_manager", "2027-06-01", ("patient",), "any") == (
        everything().id,
        everything().version,
        everything().title,
        everything().owner,
        everything().review_by,
        everything().opens_with,
        everything().order,
    )
    assert {"small": Decimal(50)} == everything().settings
    assert "Doctor" == everything().roles["doctor"]


def test_smallest() -> None:
    """What is left out has its default."""
    smallest = built(HEAD + "steps:\n  - id: call_them\n    do: x\n")
    assert (None, "", (), "sequence") == (
        smallest.review_by,
        smallest.owner,
        smallest.opens_with,
        smallest.order,
    )
    only = smallest.by_id["call_them"]
    assert Text("Call them", ("Call them",)) == only.title
    assert Span(5, 9, 5, 18) == only.span
    assert ((), (), True, False) == (only.who, only.wait_for, only.skippable, only.optional)


def test_text() -> None:
    """Words are taken apart where a fact is put in; doubled braces are braces."""
    assert ("Take the complaint of ", "patient", " down") == step("take_down").title.pieces
    assert ("Write it down as {they} say it",) == step("take_down").do[1].pieces


def test_who() -> None:
    """Who does a step is inherited from the nearest group that says so."""
    assert ("office_manager",) == step("judge").who
    assert ("office_manager", "doctor") == step("answer").who
    assert () == step("note").who


def test_places() -> None:
    """Every step knows what is around it and before it, and what it is once per."""
    assert Place(("look_into", "each_item"), (), ("items",)) == everything().places["judge"]
    assert Place((), (), ("call_back#",)) == everything().places["call_back"]
    assert Place((), (), ("read_reply#",), any_time=True) == everything().places["read_reply"]
    sequence = built(HEAD + "steps:\n" + "".join(f"  - id: s{number}\n    do: x\n" for number in range(3)))
    assert ("s0", "s1") == sequence.places["s2"].before


def test_waits() -> None:
    """What is waited for is told apart by what it names."""
    first, other = step("answer").wait_for
    assert WaitForStep("look_into") == first
    assert isinstance(other, WaitForAny)
    arrival, moment, condition = other.waits
    assert WaitForArrival("withdrawal") == arrival
    assert isinstance(moment, WaitForMoment)
    assert ("reading", 3, "business days") == (moment.phrase.anchor, moment.phrase.amount, moment.phrase.unit)
    assert isinstance(condition, WaitForCondition)
    assert "severity is high" == condition.condition.text
    (date,) = step("call_back").wait_for
    assert isinstance(date, WaitForMoment)


def test_facts() -> None:
    """A fact knows where it is asked, what brings it, and what it is told once per."""
    facts = everything().facts
    assert ("cost", ("items",), "items", Decimal(0), Decimal(100_000)) == (
        facts["cost"].id,
        facts["cost"].home,
        facts["cost"].element_of,
        facts["cost"].minimum,
        facts["cost"].maximum,
    )
    assert (("items",), None, ("judge",)) == (
        facts["justified"].home,
        facts["justified"].element_of,
        facts["justified"].asked_in,
    )
    assert (("call_back#",), ("call_back",)) == (facts["reached"].home, facts["reached"].asked_in)
    assert (("reply",), ()) == (facts["reply_file"].brought_by, facts["reply_file"].asked_in)
    assert ("item", "cost") == facts["items"].of
    assert {"low": "Not very", "high": "Bad"} == facts["severity"].options
    assert (False, True, "low", "capitals", ("what",)) == (
        facts["happened_on"].required,
        facts["patient"].private,
        facts["severity"].starts_as,
        facts["item"].format,
        facts["wishes"].ask_again_if_changed,
    )


def test_worked_out() -> None:
    """A worked-out fact has the type of its rows, and is at home where what it reads is told."""
    facts = everything().facts
    assert ("money", ()) == (facts["total"].kind, facts["total"].home)
    assert ("money", ("items",)) == (facts["double"].kind, facts["double"].home)
    assert [
        ("1", "severity is high and total > small"),
        ("2", 'severity is low and note_text is "otherwise, when"'),
        ("5", None),
    ] == [(value.text, when and when.text) for value, when in facts["urgency"].value]


def test_rest_of_steps() -> None:
    """Repeats, signatures, reminders, sub-cases and flags are taken over."""
    repeat, sign, subcase = step("call_back").repeat, step("answer").sign, step("refer").open_case
    assert repeat
    assert repeat.every
    assert ("reached", 5, "1 business day after call_back") == (repeat.until.text, repeat.at_most, repeat.every.text)
    assert sign
    assert (("doctor", "office_manager"), 2, ("take_down",)) == (sign.by, sign.at_least, sign.not_by)
    assert subcase
    assert ("complaint", ["patient", "what"], True) == (subcase.procedure, list(subcase.told), subcase.wait)
    assert [("office_manager", None, True), (None, "doctor", False)] == [
        (one.who, one.hand_to, one.repeats) for one in step("answer").remind
    ]
    each = step("each_item").for_each
    assert each
    assert each.where
    assert ("items", "cost > small") == (each.list, each.where.text)
    assert (True, True, True) == (step("answer").once, step("refer").optional, step("read_reply").pause)
    assert not step("reading").skippable


def test_ends() -> None:
    """Arrivals, outcomes and promises are taken over in their order."""
    assert [True, False] == [one.many for one in everything().arrivals.values()]
    withdrawn, settled, closed = everything().outcomes
    assert withdrawn.as_soon_as
    assert settled.when
    assert ("withdrawal", ("note",)) == (withdrawn.as_soon_as.text, withdrawn.still_do)
    assert ("satisfied", None) == (settled.when.text, closed.when)
    after, never, always = everything().promises
    assert after.only_after
    assert ("done(reading)", ("call_back",), True) == (after.only_after.text, never.never_waits_for, always.always)


def test_checked() -> None:
    """A text that was checked is built without its shape being compared, and is the same."""
    text = (TESTS / "good" / "everything.yaml").read_text(encoding="utf-8")
    found = load_checked(text, "p.yaml")
    assert not isinstance(found, tuple)
    assert everything() == found.procedure


@pytest.mark.parametrize(
    "text",
    [
        "- a\n",
        "a: b\n",
        "steps: 5\nfacts: []\n",
        "steps:\n  - id: [a]\n  - b\nversion: x\n",
        "steps:\n  - title: no id\n  - id: a\n    do: '{}'\n    wait_for: [[b]]\n",
        "steps:\n  - id: a\n    open_case:\n      procedure: x\n      with:\n        b: [c]\n",
        "steps:\n  - id: a\n    for_each: ''\n    repeat:\n      until: b\n    sign:\n      by: []\n",
        "steps:\n  - id: a\n    do: x\n    remind:\n      - who: b\n",
        "facts:\n  a: text\n  b:\n    type: odd\n    min: x\nsettings:\n  c: d\n",
        "promises:\n  - step: [a]\n  - always: yes\n",
    ],
)
def test_shapeless(text: str) -> None:
    """Building a document of another shape gives something, and never fails."""
    assert load_checked(text, "p.yaml")


def test_nothing() -> None:
    """Even a document without keys can be built."""
    root = Scalar("x", "x", "x", "", Span(1, 1, 1, 2))
    assert build(Document("p.yaml", "x", "", root))


def test_worked_out_types() -> None:
    """A worked-out fact has the type of what it is made of."""
    found = built((TESTS / "good" / "worked_out.yaml").read_text(encoding="utf-8")).facts
    kinds = {"urgency": "choice", "address": "text", "highest_sum": "money", "moving_away": "yes_no"}
    assert kinds == {name: found[name].kind for name in kinds}
    assert {"moving_away": "They move", "check_up": "A check-up"} == found["reason_again"].options


def test_outside_of_a_repeat() -> None:
    """From outside, what an attempt was told can be read: that of the deciding attempt."""
    steps = "steps:\n  - id: a\n    repeat:\n      until: b\n    ask: b\n  - id: d\n    when: c\n    do: x\n"
    found = built(HEAD + steps + "facts:\n  b:\n    type: yes_no\n  c:\n    value: not b\n")
    assert (("a#",), ()) == (found.facts["b"].home, found.facts["c"].home)


def test_full() -> None:
    """Where hundreds of things are wrong, no more is looked for than can be told."""
    steps = "".join(
        f"  - id: s{number}\n    ask: [x{number}]\n    who: r{number}\n    not_by: t{number}\n"
        f"    when: w{number} > 1\n    do: '{{y{number}}}'\n    wait_for: v{number}\n    due: 1 day after u{number}\n"
        for number in range(100)
    )
    found = load(HEAD + "steps:\n" + steps, "p.yaml")
    assert isinstance(found, tuple)
    assert MOST_FINDINGS == len(found)


STEP: Final = "steps:\n  - id: a\n    do: x\n"


@pytest.mark.parametrize(
    ("text", "code", "line", "help_"),
    [
        (
            "steps:\n    - id: a\n      do: x\n  - id: b\n    do: x\n",
            "bad-indent",
            7,
            "what stands from line 5 on is further in; begin that, or this line, exactly below what it goes with",
        ),
        (
            "arrivals:\n  letter: text\n" + STEP,
            "wrong-type",
            5,
            "write it on the lines below, with two more spaces in front",
        ),
        (
            STEP + "outcomes:\n  end:\n    title: E\n    still_do: [a]\n",
            "key-needs-key",
            10,
            "add `as_soon_as:`, or leave `still_do` out",
        ),
        (
            STEP
            + "facts:\n  scan:\n    type: file\n  it:\n    value:\n      - scan when done(a)\n      - scan otherwise\n",
            "not-worked-out",
            12,
            "count it, or ask whether it is known",
        ),
        (
            STEP + "facts:\n  size:\n    type: number\n  it:\n    type: date\n    value: size + 1\n",
            "value-of-other-type",
            11,
            "leave `type` out, or change the `value`",
        ),
    ],
    ids=["further-in", "an-arrival", "needs-another", "rows-of-files", "other-type"],
)
def test_what_is_found(text: str, code: str, line: int, help_: str) -> None:
    """What is wrong is found once, at its line, with what to do about it."""
    found = load(HEAD + text, "p.yaml")
    assert isinstance(found, tuple)
    assert [(code, line, help_)] == [(one.code, one.span.line, one.help) for one in found]


def test_the_noun_of_what_belongs_there() -> None:
    """It is said with the article that it takes."""
    found = load(f"{HEAD}arrivals:\n  letter: text\n{STEP}  - text\n", "p.yaml")
    assert isinstance(found, tuple)
    assert [
        "`letter` must be lines with the keys of an arrival, here is text",
        "what is listed under `steps` must be lines with the keys of a step, here is text",
    ] == [one.message for one in found]


def test_who_signs_has_a_role_that_is_used() -> None:
    """A role that only signs is named by somebody; one that nobody names is found."""
    found = load(
        f"{HEAD}roles:\n  judge: Judge\n  boss: Boss\nsteps:\n  - id: a\n    sign:\n      by: [judge]\n", "p.yaml"
    )
    assert not isinstance(found, tuple)
    assert [("role-not-used", 6)] == [(one.code, one.span.line) for one in found.warnings]


def test_before_what_an_attempt_opens() -> None:
    """A distance that says of what it counts is taken as it stands, also one before that."""
    repeat = "repeat:\n      until: done(a)\n      every: 3 days before visit\n"
    asked = f"  - id: call\n    ask: visit\n    {repeat}facts:\n  visit:\n    type: date\n"
    found = built(HEAD + STEP + asked).by_id["call"].repeat
    assert found
    assert found.every
    assert ("before", "visit") == (found.every.direction, found.every.anchor)


def test_once_a_coming() -> None:
    """What waits outside of the order for an arrival that comes often is done once a coming; for any other, once."""
    arrivals = "arrivals:\n  letter:\n    title: L\n    many: true\n  fax:\n    title: F\n"
    steps = "".join(f"  - id: read_{name}\n    wait_for: {name}\n    do: x\n" for name in ("letter", "fax"))
    places = built(f"{HEAD}{arrivals}{STEP}any_time:\n{steps}").places
    assert (("read_letter#",), ()) == (places["read_letter"].home, places["read_fax"].home)


def test_from_what_is_told_of_an_element() -> None:
    """In a step for each element, a time is counted from what is told of that element."""
    each = "  - id: each\n    for_each: things\n    do: x\n    due: 2 days after bought_on\n"
    steps = f"{STEP}  - id: goods\n    ask: things\n{each}"
    facts = "facts:\n  things:\n    type: list\n    of:\n      bought_on:\n        type: date\n"
    due = built(HEAD + steps + facts).by_id["each"].due
    assert due
    assert "bought_on" == due.anchor


def test_each_choice_has_its_own_words() -> None:
    """An option of two choices has the title that it has in each."""
    facts = "".join(f"  {name}:\n    type: choice\n    options:\n      a: {name} a\n" for name in ("one", "other"))
    found = built(f"{HEAD}steps:\n  - id: a\n    ask: [one, other]\nfacts:\n{facts}").facts
    assert [{"a": "one a"}, {"a": "other a"}] == [found[name].options for name in ("one", "other")]

"""What compiling gives: values that can be compared, kept, and asked what they read."""

from __future__ import annotations

import pickle
import subprocess
import sys

import pytest

import engine.condition
from engine.condition import (
    Condition,
    Declarations,
    FactType,
    Phrase,
    Reads,
    compile_condition,
    compile_phrase,
    compile_value,
    compiling,
    naming,
    types,
)
from engine.condition import condition as module
from tests.condition.worlds import NAMES, condition, value, with_facts

NOTHING = Reads(frozenset(), frozenset(), frozenset(), frozenset(), frozenset(), False, False)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 < 2", NOTHING),
        ("size > limit", NOTHING._replace(facts=frozenset({"size"}), settings=frozenset({"limit"}))),
        ("plan is not known", NOTHING._replace(facts=frozenset({"plan"}))),
        (
            "done(call) and letter",
            NOTHING._replace(steps=frozenset({("call", "done")}), arrivals=frozenset({"letter"})),
        ),
        (
            "limit days after call",
            NOTHING._replace(
                steps=frozenset({("call", "settled")}), settings=frozenset({"limit"}), moves_with_time=True
            ),
        ),
        (
            "3 days after call < letter_on",
            NOTHING._replace(steps=frozenset({("call", "settled")}), facts=frozenset({"letter_on"})),
        ),
        (
            "today < letter_on",
            NOTHING._replace(facts=frozenset({"letter_on"}), moves_with_time=True, flips_with_time=True),
        ),
        (
            "count(quotes where price > balance) > 1 or every(written of quotes)",
            NOTHING._replace(facts=frozenset({"price", "balance", "written"}), lists=frozenset({"quotes"})),
        ),
        (
            "sum(price of quotes where size in [1, limit]) > 1",
            NOTHING._replace(
                facts=frozenset({"price", "size"}), lists=frozenset({"quotes"}), settings=frozenset({"limit"})
            ),
        ),
        ("quotes is known", NOTHING._replace(facts=frozenset({"quotes"}))),
    ],
)
def test_a_condition_tells_what_it_reads(text: str, expected: Reads) -> None:
    """All names in it are there, and whether time alone can change it."""
    assert expected == condition(text).reads


def test_conditions_with_the_same_text_are_equal() -> None:
    """They compare and hash by their text."""
    assert {condition("size > 3")} == {condition("size > 3")}
    assert condition("size > 3") != condition("size > 4")


def test_the_same_text_is_equal_wherever_it_stands() -> None:
    """Also where its names are declared otherwise."""
    otherwise = Declarations({"size": FactType("money")})
    assert condition("size > 3") == compile_condition("size > 3", otherwise, "gate")
    assert value("size") == compile_value("size", otherwise)


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        ("any(goods where weight > said)", ["said"]),
        ("any(goods where weight > price)", ["price"]),
        ("count(goods where done(call)) > 1", ["call"]),
        ("count(goods where 2 days after call) > 1", ["call"]),
        ("sum(weight + said of goods where settled(call)) > 1", ["said", "call"]),
        ("any(goods where letter and 2 days after letter)", ["letter", "letter"]),
        ("any(quotes where price > 1)", []),
        ("letter and any(reasons where weighs > price)", []),
        ("every(reasons where weighs > price)", []),
        ("any(goods where weight > size and done(ask)) or price > said", []),
    ],
)
def test_what_belongs_to_where_it_stands(text: str, lost: list[str]) -> None:
    """Within the parentheses about another list it is told of each word that it would mean something else there."""
    numbers = dict.fromkeys(("size", "said", "price", "weight", "weighs"), FactType("number"))
    lists = {"quotes": ("price", "reasons"), "reasons": ("weighs",), "goods": ("weight",)}
    names = Declarations(
        {**numbers, **{name: FactType("list", of=of) for name, of in lists.items()}},
        steps={"ask", "call"},
        arrivals={"letter"},
        home=("quotes", "call#"),
        homes={"said": ("quotes", "call#"), "size": ()},
        around={"ask": (), "call": ("quotes", "call#")},
    )
    found = compile_condition(text, names, "free")
    faults = () if isinstance(found, Condition) else found
    assert [("lost-within-list", word) for word in lost] == [(one.code, text[one.start : one.end]) for one in faults]
    told = [f"`{word}` cannot be read in these parentheses, where an element of `goods` is meant" for word in lost]
    assert told == [one.message for one in faults]


def test_a_list_within_a_list_is_the_home_of_its_facts() -> None:
    """What stands around a fact is told from outside to inside, as it is declared or as its lists are."""
    lists = {"quotes": FactType("list", of=("reasons",)), "reasons": FactType("list", of=("weighs",))}
    names = Declarations({**lists, "weighs": FactType("number")}, homes={"reasons": ("call#", "quotes")})
    assert [(), ("call#", "quotes", "reasons")] == [names.home_of(name) for name in ("quotes", "weighs")]
    without = Declarations(names.facts)
    assert [("quotes",), ("quotes", "reasons")] == [without.home_of(name) for name in ("reasons", "weighs")]


def test_phrases_with_the_same_text_are_equal() -> None:
    """They compare and hash by their text, too."""
    assert {compile_phrase("visit", NAMES)} == {compile_phrase("visit", NAMES)}


def test_a_condition_can_be_kept_in_a_file() -> None:
    """Also after it was read: what it was compiled to stays behind."""
    found = condition("size > 3")
    found.read(with_facts(size=5))
    again = pickle.loads(pickle.dumps(found))  # noqa: S301  our own
    assert (found, found.tree, True) == (again, again.tree, again.read(with_facts(size=5)).value)


def test_a_phrase_can_be_kept_in_a_file() -> None:
    """As a condition can."""
    found = compile_phrase("3 days after visit", NAMES)
    assert isinstance(found, Phrase)
    found.anchor_reading(with_facts())
    assert found.term == pickle.loads(pickle.dumps(found)).term  # noqa: S301  our own


def test_a_value_keeps_none() -> None:
    """A bare yes-or-no fact that is none is no as a condition, and stays none as a value."""
    world = with_facts()
    assert "fixable" == value("fixable").text
    assert value("fixable").read(world) == condition("fixable").read(world)


def test_the_case_of_a_relative() -> None:
    """Every condition of the records release compiles."""
    names = Declarations(
        facts={
            **dict.fromkeys(("part_of", "destination"), FactType("text")),
            **dict.fromkeys(
                ("can_repair", "repaired", "keep_visits", "good_patient", "to_specialist", "gone_for_good"),
                FactType("yes_no"),
            ),
            "reason": FactType(
                "choice", ("our_office", "moving", "insurance", "second_opinion", "specialist", "other")
            ),
            "plans_return": FactType("choice", ("back", "gone", "unsure")),
            "balance": FactType("money"),
            "balance_plan": FactType("choice", ("pays_now", "plan", "not_agreed")),
            "future_visits": FactType("number"),
        },
        steps={"call", "request", "notes", "ask_for_request"},
        arrivals={"written_request", "stays_after_all"},
    )
    texts = [
        "repaired or stays_after_all",
        "to_specialist",
        "gave_up(request)",
        "not gone_for_good",
        "written_request or to_specialist",
        "done(notes) and gone_for_good",
        "not to_specialist and part_of is not known",
        "balance > 0",
        "future_visits > 0 and not keep_visits",
        "reason in [moving, insurance]",
        "not gave_up(request)",
        "balance_plan is not_agreed",
        "reason not in [moving, specialist] and part_of is not known",
        "balance_plan is plan",
        "future_visits > 0 and not gone_for_good",
        "reason is specialist",
        "plans_return in [gone, unsure]",
    ]
    assert texts == [
        found.text for text in texts if isinstance(found := compile_condition(text, names, "gate"), Condition)
    ]


def test_the_package_has_what_it_names() -> None:
    """Each public name is the thing of that name, whichever file it stands in; there is no other."""
    found = {name: getattr(engine.condition, name) for name in engine.condition.__all__}
    assert found == {
        "RESERVED": naming.RESERVED,
        "Condition": module.Condition,
        "Declarations": types.Declarations,
        "FactType": types.FactType,
        "Kind": types.Kind,
        "Phrase": module.Phrase,
        "Reads": module.Reads,
        "Use": types.Use,
        "compile_condition": compiling.compile_condition,
        "compile_phrase": compiling.compile_phrase,
        "compile_value": compiling.compile_value,
    }
    with pytest.raises(AttributeError, match=r"^module 'engine.condition' has no attribute 'compile'$"):
        engine.condition.compile  # noqa: B018  looked for, not used


def test_the_package_is_light() -> None:
    """Importing it imports nothing of a third party, nor typing_extensions."""
    program = (
        "import sys, engine.condition;"
        "print(sorted({name.partition('.')[0] for name in sys.modules} - sys.stdlib_module_names))"
    )
    ran = subprocess.run([sys.executable, "-S", "-c", program], capture_output=True, text=True, check=True)
    assert "['__main__', 'engine']" == ran.stdout.strip()

"""How the words of a condition belong together."""

from __future__ import annotations

from time import process_time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.condition import compile_condition
from engine.condition.faults import FaultError
from engine.condition.syntax import parse
from engine.condition.tree import (
    Calculation,
    Comparison,
    Inclusion,
    Joined,
    KnownTest,
    ListCall,
    Literally,
    Membership,
    Minus,
    Name,
    Negation,
    StepCall,
    TimeAway,
    depth,
)
from tests.condition.worlds import NAMES

if TYPE_CHECKING:
    from engine.condition.tree import Written


def shape(tree: Written | None) -> str:
    """Write a tree with all its parentheses and none of its places."""
    match tree:
        case None:
            return "-"
        case Literally():
            return f"{tree.value!s}"
        case Name():
            return tree.name
        case Minus():
            return f"(- {shape(tree.operand)})"
        case Calculation() | Comparison():
            return f"({tree.sign} {shape(tree.left)} {shape(tree.right)})"
        case ListCall():
            return f"({tree.function} {shape(tree.of)} {tree.list.name} {shape(tree.where)})"
        case TimeAway():
            return f"({tree.direction} {shape(tree.amount)} {tree.unit} {tree.anchor.name})"
        case _:
            return f"({_shape_of_truth(tree)})"


def _shape_of_truth(tree: Membership | Inclusion | KnownTest | Negation | Joined | StepCall) -> str:
    match tree:
        case Membership():
            members = " ".join(map(shape, tree.members))
            return f"{'not-' * tree.negated}in {shape(tree.operand)} {members}"
        case Inclusion():
            return f"includes {shape(tree.operand)} {shape(tree.option)}"
        case KnownTest():
            return f"{'not-' * tree.negated}known {shape(tree.operand)}"
        case Negation():
            return f"not {shape(tree.operand)}"
        case Joined():
            return f"{tree.word} {' '.join(map(shape, tree.operands))}"
        case StepCall():
            return f"{tree.verb} {tree.step.name}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a", "a"),
        ("(a)", "a"),
        ("2.50", "2.50"),
        ('"it is"', "it is"),
        ("2026-01-31", "2026-01-31"),
        ("9:30", "09:30:00"),
        ("not a and b", "(and (not a) b)"),
        ("not not a", "(not (not a))"),
        ("not a < b", "(not (< a b))"),
        ("a and b and c", "(and a b c)"),
        ("a or b or c", "(or a b c)"),
        ("a and (b or c)", "(and a (or b c))"),
        ("(a and b) and c", "(and (and a b) c)"),
        ("a + b * c - d", "(- (+ a (* b c)) d)"),
        ("(a + b) * c", "(* (+ a b) c)"),
        ("a - b - c", "(- (- a b) c)"),
        ("-a * b", "(* (- a) b)"),
        ("a < -b + c", "(< a (+ (- b) c))"),
        ("a + b < c and d", "(and (< (+ a b) c) d)"),
        ("a is b", "(= a b)"),
        ("a is not b", "(!= a b)"),
        ("a != b", "(!= a b)"),
        ("a is known", "(known a)"),
        ("a is not known", "(not-known a)"),
        ("a in [b, c]", "(in a b c)"),
        ("a not in [b]", "(not-in a b)"),
        ("a is in [b]", "(in a b)"),
        ("a is not in [b, 'c', 4]", "(not-in a b c 4)"),
        ("a in [known, after, not]", "(in a known after not)"),
        ("a includes b", "(includes a b)"),
        ("a is after", "(= a after)"),
        ("a includes before and b", "(and (includes a before) b)"),
        ("done(after)", "(done after)"),
        ("settled ( a )", "(settled a)"),
        ("done and sum", "(and done sum)"),
        ("count(a)", "(count - a -)"),
        ("count(a where b or c)", "(count - a (or b c))"),
        ("sum(a + b of c)", "(sum (+ a b) c -)"),
        ("any(a of b where c is d)", "(any a b (= c d))"),
        ("30 days after a", "(after 30 days a)"),
        ("1 business hour before after", "(before 1 business hours after)"),
        ("n months after a < b", "(< (after n months a) b)"),
        ("n business days after a", "(after n business days a)"),
        ("days > 3", "(> days 3)"),
        ("a and 1 week after b", "(and a (after 1 weeks b))"),
    ],
)
def test_what_belongs_together(text: str, expected: str) -> None:
    """A person would put the parentheses in the same places."""
    assert expected == shape(parse(text))


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("a", 1),
        ("not a", 2),
        ("a and b and c", 2),
        ("a and (b or not c)", 4),
        ("a in [1, b]", 2),
        ("count(b where not c)", 3),
    ],
)
def test_how_deep_it_is(text: str, levels: int) -> None:
    """Parts count, not what holds several of them together."""
    assert levels == depth(parse(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a and (b or c)", ["a", "(b or c)"]),
        ("a < 3 and done( b ) and c is known", ["a < 3", "done( b )", "c is known"]),
        ("count(a where b) > 1 and 3 days after c", ["count(a where b) > 1", "3 days after c"]),
        ("a in [b, c] and not d", ["a in [b, c]", "not d"]),
    ],
)
def test_parts_know_their_place(text: str, expected: list[str]) -> None:
    """What a part covers is what was written for it."""
    tree = parse(text)
    assert isinstance(tree, Joined)
    assert expected == [text[one.start : one.end] for one in tree.operands]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a" * 1001, "condition-too-long"),
        (" and ".join(["a"] * 151), "condition-too-big"),
        ("[" * 999, "condition-too-big"),
        ("(" * 1000, "condition-too-big"),
        ("(" * 290, "condition-too-deep"),
        ("not " * 249 + "a", "condition-too-deep"),
        ("-" * 290, "condition-too-deep"),
        ("a" + "+a" * 60, "condition-too-deep"),
        ("count(" * 140, "condition-too-deep"),
        ("a in " + "[" * 290, "out-of-place"),
        ("'" * 500, "out-of-place"),
        ("9" * 999 + "(", "out-of-place"),
    ],
)
def test_a_text_that_means_harm_is_refused(text: str, code: str) -> None:
    """What is too long, too big or too deep gives a fault like any other."""
    with pytest.raises(FaultError) as caught:
        parse(text)
    assert [code] == [one.code for one in caught.value.faults]


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("a" * 1001, 0, 1001),
        ("a " * 400, 600, 800),
        ("(" * 200, 0, 40),
        ("-" * 40 + "a" + "+a", 0, 40),
    ],
)
def test_what_is_too_much_is_underlined(text: str, start: int, end: int) -> None:
    """All of a long text, of many parts those that are too many, of a deep one the way down."""
    with pytest.raises(FaultError) as caught:
        parse(text)
    assert [(start, end)] == [(one.start, one.end) for one in caught.value.faults]


def test_the_limits_are_wide() -> None:
    """Forty levels and three hundred parts fit."""
    parse("(" * 39 + "a" + ")" * 39)
    parse("not " + " and ".join(["a"] * 150))


@pytest.mark.parametrize(
    "text",
    [
        " or ".join(["a in [1,2,3,4]"] * 25),
        " and ".join(["a < b"] * 75),
        " and ".join(["3 days after a"] * 50),
        "(" * 39 + "a" + ")" * 39 + "+a" * 100,
        "count(a where " * 18 + "b" + ")" * 18,
        "-" * 38 + "a",
        "'" * 999,
        "é" * 1000,
        "1.1" * 333,
        "a-" * 150,
        "cont(",
    ],
)
def test_no_text_hangs(text: str) -> None:
    """The worst of them hang nothing: of processor time, a hundred times what they need is not reached."""
    start = process_time()
    compile_condition(text, NAMES, "free")
    assert process_time() - start < 2


_PIECES = st.sampled_from(
    [
        *("and", "or", "not", "is", "in", "known", "includes", "where", "of", "after", "before", "business", "days"),
        *("count", "sum", "any", "done", "settled", "a", "reason", "5", "2.5", "'x'", "2026-01-31", "09:30", "\u202e"),
        *("(", ")", "[", "]", ",", "+", "-", "*", "/", "=", "!=", "<", ">=", "==", "'", "$", "\n"),
    ]
)


@given(st.text() | st.lists(_PIECES).map(" ".join))
def test_every_text_is_a_tree_or_a_fault(text: str) -> None:
    """Whatever is written, it is understood or one place in it is named, and nothing else happens."""
    try:
        parse(text)
    except FaultError as error:
        [fault] = error.faults
        assert 0 <= fault.start <= fault.end <= len(text)
        assert fault.message.isprintable()

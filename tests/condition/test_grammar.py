"""docs/grammar.md and the parser agree."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.condition.cursor import DEEPEST, MOST_PARTS
from engine.condition.faults import FaultError
from engine.condition.naming import RESERVED
from engine.condition.syntax import parse
from engine.condition.tokens import MOST_CHARACTERS

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "grammar.md").read_text(encoding="utf-8")
EBNF = PAGE.partition("```ebnf\n")[2].partition("```")[0]
RULES = dict(re.findall(r"^(\w+) *= (.*?) ;$", EBNF, re.MULTILINE | re.DOTALL))
WORDS = {
    "name": st.sampled_from(["a", "reason", "after_all", "größe"]),
    "whole": st.sampled_from(["0", "250"]),
    "decimal": st.sampled_from(["0.5", "12.50"]),
    "text": st.sampled_from(["'it is'", '"(a"']),
    "date": st.sampled_from(["2026-01-31"]),
    "time": st.sampled_from(["9:30", "09:30"]),
}
EXAMPLES = {
    part: re.findall(r"`([^`]+)`", examples)
    for part, examples in re.findall(r"^\| (\w+) \| (`.*`) \|$", PAGE.partition("## What each part means")[2], re.MULTILINE)
}


def sentences(name: str, depth: int) -> st.SearchStrategy[str]:
    """Write whatever a rule can build, to some depth."""
    return WORDS[name] if name in WORDS else _sentences(name, depth)


@lru_cache
def _sentences(name: str, depth: int) -> st.SearchStrategy[str]:
    if depth < 0:
        return st.just("a")
    return _choice(iter(re.findall(r'"[^"]*"|\w+|[][{}()|,]', RULES[name])), depth)


def _choice(words: Iterator[str], depth: int, until: str = "") -> st.SearchStrategy[str]:
    """Read one side of `|` after the other, up to what closes them."""
    ways: list[list[st.SearchStrategy[str]]] = [[]]
    for word in words:
        if word == until:
            break
        if word == "|":
            ways.append([])
        elif word == "[":
            ways[-1].append(st.just("") | _choice(words, depth, "]"))
        elif word == "{":
            ways[-1].append(st.lists(_choice(words, depth, "}"), max_size=2).map(" ".join))
        elif word == "(":
            ways[-1].append(_choice(words, depth, ")"))
        elif word != ",":
            ways[-1].append(st.just(word[1:-1]) if word[0] == '"' else sentences(word, depth - 1))
    return st.one_of([st.tuples(*way).map(" ".join) for way in ways])


def fits(text: str) -> bool:
    """Tell whether a text is no larger than a condition may be."""
    try:
        parse(text)
    except FaultError as error:
        return not error.faults[0].code.startswith("condition-too")
    return True


@given(sentences("condition", 11).filter(fits))
def test_what_the_grammar_builds_parses(text: str) -> None:
    """Every sentence of the grammar is a condition, or too large."""
    parse(text)


def test_each_part_has_a_rule() -> None:
    """What a rule names has a rule, or is a word of the table below."""
    named = set(re.findall(r"(?<!\")\b[a-z_]+\b(?!\")", re.sub(r'"[^"]*"', "", " ".join(RULES.values()))))
    assert named <= RULES.keys() | WORDS.keys()
    assert RULES.keys() - named == {"condition"} - named


def test_each_rule_has_examples() -> None:
    """The table of examples has a line for each rule, in the same order."""
    assert list(RULES) == list(EXAMPLES)


@pytest.mark.parametrize("text", sorted({one for examples in EXAMPLES.values() for one in examples}))
def test_each_example_parses(text: str) -> None:
    """What the page shows can be written."""
    parse(text)


def test_the_page_knows_the_limits() -> None:
    """The numbers on the page are those of the parser."""
    limits = f"at most {MOST_CHARACTERS:,} characters and {MOST_PARTS} words, numbers and signs, nested at most {DEEPEST} deep"
    assert limits in PAGE


def test_the_page_knows_the_reserved_words() -> None:
    """Names that a fact cannot have are all on the page."""
    told = PAGE.partition("arrivals cannot be called")[2].partition(".")[0]
    assert set(re.findall(r"`(\w+)`", told)) == RESERVED

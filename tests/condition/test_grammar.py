"""docs/grammar.md and the parser agree."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given

from engine.condition.cursor import DEEPEST, MOST_PARTS
from engine.condition.faults import FaultError
from engine.condition.naming import RESERVED
from engine.condition.syntax import parse
from engine.condition.tokens import MOST_CHARACTERS
from tests.condition.ebnf import names, rules, sentences

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "grammar.md").read_text(encoding="utf-8")
RULES = rules(PAGE.partition("```ebnf\n")[2].partition("```")[0])
WORDS = {
    "name": ["a", "reason", "after_all", "größe"],
    "whole": ["0", "250"],
    "decimal": ["0.5", "12.50"],
    "text": ["'it is'", '"(a"'],
    "date": ["2026-01-31"],
    "time": ["9:30", "09:30"],
}
EXAMPLES = {
    part: re.findall(r"`([^`]+)`", examples)
    for part, examples in re.findall(
        r"^\| (\w+) \| (`.*`) \|$", PAGE.partition("## What each part means")[2], re.MULTILINE
    )
}


def fits(text: str) -> bool:
    """Tell whether a text is no larger than a condition may be."""
    try:
        parse(text)
    except FaultError as error:
        return not error.faults[0].code.startswith("condition-too")
    return True


@given(sentences(RULES, WORDS, "condition", 16).filter(fits))
def test_what_the_grammar_builds_parses(text: str) -> None:
    """Every sentence of the grammar is a condition, or too large."""
    parse(text)


def test_each_part_has_a_rule() -> None:
    """What a rule names has a rule, or is a word of the table below it; and every rule is named."""
    assert set(RULES) | set(WORDS) == {"condition"}.union(*map(names, RULES.values()))


def test_each_rule_has_examples() -> None:
    """The table of examples has a line for each rule, in the same order."""
    assert list(RULES) == list(EXAMPLES)


@pytest.mark.parametrize("text", sorted({one for examples in EXAMPLES.values() for one in examples}))
def test_each_example_parses(text: str) -> None:
    """What the page shows can be written."""
    parse(text)


def test_the_page_knows_the_limits() -> None:
    """The numbers on the page are those of the parser."""
    limits = f"{MOST_CHARACTERS:,} characters and {MOST_PARTS} words, numbers and signs, nested at most {DEEPEST} deep"
    assert limits in PAGE


def test_the_page_knows_the_reserved_words() -> None:
    """Names that a fact cannot have are all on the page."""
    told = PAGE.partition("arrivals cannot be called")[2].partition(".")[0]
    assert set(re.findall(r"`(\w+)`", told)) == RESERVED

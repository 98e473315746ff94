"""Which field a question gets, and which value an entry stands for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cli.run.page import ENTER, Choice, Keys, Text
from cli.run.questions import PICKS, field_for, option_rows, value_of_key, value_of_text
from engine.case.agenda import Ask, Option

TEXT = Ask("words", "", "words", "What?", "", "text", True, False, (), "asked", None, "")
CHOICE = replace(TEXT, type="choice", options=(Option("a", "An apple"), Option("b", "A pear")))
CHOICES = replace(CHOICE, type="choices")
YES_NO = replace(TEXT, type="yes_no")
MANY = replace(CHOICE, options=tuple(Option(f"o{number}", f"Option {number}") for number in range(40)))


def test_a_choice_is_made_with_one_key() -> None:
    """Each option has a key, always the same; the letters of commands are no such keys."""
    assert field_for(CHOICE, "x") == Keys((Choice("1", "An apple"), Choice("2", "A pear")), "x")
    assert set(PICKS).isdisjoint("nwbhsjaq?+/")


def test_an_optional_choice_may_be_left_blank() -> None:
    """Enter alone is none."""
    field = field_for(replace(CHOICE, required=False), "x")
    assert isinstance(field, Keys)
    assert (Choice(ENTER, "leave blank"), None) == (field.choices[-1], value_of_key(CHOICE, ENTER))


@pytest.mark.parametrize(
    ("ask", "label", "value"),
    [
        (replace(CHOICE, offered="b"), "A pear, as usual", "b"),
        (replace(YES_NO, offered="false"), "No, as usual", False),
    ],
    ids=["choice", "yes or no"],
)
def test_what_is_offered_takes_enter(ask: Ask, label: str, value: object) -> None:
    """An offered answer of keys is taken with Enter."""
    field = field_for(ask, "x")
    assert isinstance(field, Keys)
    assert (Choice(ENTER, label), value) == (field.choices[-1], value_of_key(ask, ENTER))


def test_more_options_than_keys_are_typed() -> None:
    """They are listed with numbers, and told by number or words."""
    assert isinstance(field_for(MANY, "x"), Text)
    assert option_rows(MANY)[39] == "40 Option 39"
    assert ["o39", "Option 39"] == [value_of_text(MANY, "40"), value_of_text(MANY, "Option 39")]


def test_several_options_are_told_with_commas() -> None:
    """Numbers stand for the listed options."""
    assert ["a;b", "a;pear", None] == [value_of_text(CHOICES, text) for text in ("1, 2", "1,pear", " ")]

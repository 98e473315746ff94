"""How a page is laid out on a terminal of a given size."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli.run.page import Block, Choice, Frame, Keys, Notice, Page, Stage, Stretch, Text
from cli.run.screen import MOST_ROWS, cut_up, draw
from cli.run.wrapping import cells
from tests.run.pictures import screen_of

FRAME = Frame("ABC-234", "Jane Example", "A made-up procedure", (Stage("First", (Stretch("1 HERE", is_here=True),)),))
COMMANDS = (Choice("n", "note"), Choice("q", "leave"))
PAGE = Page(
    FRAME,
    "1. Ask them",
    Keys((Choice("y", "Yes"), Choice("n", "No"))),
    (Block("SAY", ("Good morning!",), "say"), Block("KNOWN", tuple(f"Fact {number}" for number in range(9)), "dim")),
    "Are they well?",
    commands=COMMANDS,
)


def test_a_page_is_drawn_from_the_case_to_the_keys() -> None:
    """A screen shows the case, the trail, the step, the words, the question, its keys and the commands."""
    page = replace(PAGE, blocks=PAGE.blocks[:1])
    assert screen_of(page, 50, 14) == (
        " ABC-234 · Jane Example       A made-up procedure\n"
        " First  [1 HERE]\n"
        "──────────────────────────────────────────────────\n"
        " 1. Ask them\n"
        "\n"
        " SAY     │ Good morning!\n"
        "\n"
        " Are they well?\n"
        "   y  Yes    n  No\n"
        "\n"
        "\n"
        "\n"
        "──────────────────────────────────────────────────\n"
        " /n note  q leave\n"
    )


@pytest.mark.parametrize(
    ("scroll", "seen"),
    [(0, ["SAY", "Fact 0", "5 more lines"]), (3, ["Fact 2", "Fact 6", "2 more"]), (99, ["Fact 8", "PgUp"])],
)
def test_what_does_not_fit_can_be_scrolled_to(scroll: int, seen: list[str]) -> None:
    """On a low screen the middle scrolls, and says how much is hidden; the question and the keys stay."""
    drawn = screen_of(PAGE, 50, 15, scroll)
    assert [word for word in (*seen, "Are they well?", "q leave") if word not in drawn] == []


def test_the_question_shows_even_on_the_lowest_screen() -> None:
    """Where there is no room for anything else, the question, its keys and the commands are seen first."""
    drawn = screen_of(PAGE, 50, 5).splitlines()
    assert [" Are they well?", "   y  Yes    n  No", " /n note  q leave"] == drawn[-3:]


def test_on_the_lowest_screen_the_rest_is_above() -> None:
    """Scrolling up leads to the beginning, and no further."""
    assert "ABC-234" in screen_of(PAGE, 50, 5, -99).splitlines()[0]


def test_a_long_text_takes_more_lines_and_then_scrolls_in_its_field() -> None:
    """The field grows with the text, up to a limit."""
    page = replace(PAGE, field=Text("words"))
    assert [1, 2, MOST_ROWS] == [draw(page, 80, 24, typed).rows for typed in ("", "x" * 100, "x" * 9999)]


def test_what_a_terminal_would_obey_is_shown_as_an_escape() -> None:
    """Escape sequences and direction marks from a file or a person never reach the terminal."""
    page = replace(PAGE, heading="a\x1b[31mb\u202ec", question="\x07?", notices=(Notice("\x9b2J"),))
    drawn = screen_of(page)
    assert [r"a\x1b[31mb\u202ec", r"\x07?", r"\x9b2J"] == [
        part for part in (r"a\x1b[31mb\u202ec", r"\x07?", r"\x9b2J") if part in drawn
    ]


def test_words_to_say_keep_their_lines() -> None:
    """A line break in what is to be said is a line break on the screen."""
    page = replace(PAGE, blocks=(Block("SAY", ("One.\nTwo.",), "say"),))
    assert " SAY     │ One.\n         │ Two.\n" in screen_of(page)


def test_many_choices_stand_in_two_columns() -> None:
    """More choices than six are drawn side by side, read down first."""
    keys = Keys(tuple(Choice(str(number), f"Option {number}") for number in range(1, 8)))
    lines = screen_of(replace(PAGE, field=keys)).splitlines()
    assert ["1", "Option", "1", "5", "Option", "5"] == next(line for line in lines if "Option 1" in line).split()


@given(st.text(max_size=200), st.integers(20, 120), st.integers(3, 40), st.integers(-50, 50))
def test_a_screen_has_the_size_of_the_terminal(text: str, width: int, height: int, scroll: int) -> None:
    """Whatever is said, no line is wider than the terminal and all lines fit it."""
    page = replace(PAGE, heading=text, question=text, blocks=(Block("SAY", (text,), "say"), *PAGE.blocks))
    picture = draw(page, width, height, scroll=scroll)
    lines = [*picture.above, *picture.below]
    assert all(sum(cells(piece) for _, piece in line) <= width for line in lines)
    assert len(lines) + picture.rows == height


def test_the_trail_breaks_between_stretches() -> None:
    """A long trail goes on in the next line, under itself."""
    stage = Stage("A stage", tuple(Stretch(f"{number} not needed") for number in range(10, 20)))
    lines = cut_up(replace(PAGE, frame=replace(FRAME, trail=(stage,))), 80).top[1:3]
    drawn = ["".join(text for _, text in line) for line in lines]
    assert [" A stage  10 not needed", "          14 not needed"] == [line[:23] for line in drawn]

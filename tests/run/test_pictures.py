"""Whole screens of the guided run at 80 by 24, kept as pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cli.run.page import ENTER, SPACE
from tests.run.pictures import kept

if TYPE_CHECKING:
    from tests.run.player import Player

TO_CALL_END = ("2", "It fell out", ENTER, "100", ENTER, "today 5pm", "3", ENTER)

SCREENS: dict[str, tuple[str, ...]] = {
    "first-question": (),
    "text": ("2",),
    "wrong-input": ("2", ENTER, ENTER, "12x"),
    "yes-no": ("3", "It fell out"),
    "ticking": ("3", "It fell out", "n", SPACE),
    "list": ("2", ENTER, "Tim", "7"),
    "opening-a-case": ("2", ENTER, "Tim", "7", ENTER),
    "choosing-a-person": ("2", ENTER, ENTER, "100", ENTER, "today 5pm"),
    "words-only": TO_CALL_END,
    "after-the-call": (*TO_CALL_END, ENTER),
    "idle": (*TO_CALL_END, ENTER, "She was friendly", ENTER),
    "elsewhere": (*TO_CALL_END, ENTER, "She was friendly", ENTER, "j", "1"),
    "note": ("n",),
    "why": ("3", ENTER, "w"),
    "correct-which": ("3", "It fell out", "b"),
    "correct-value": ("3", "It fell out", "b", "1"),
    "correct-preview": (*TO_CALL_END, "b", "7", "1", "misheard"),
    "undo": (*TO_CALL_END, "b", "7", "1", "misheard", "y"),
    "hand": ("3", ENTER, "h"),
    "skip": ("s",),
    "jump": ("2", ENTER, ENTER, "/j"),
    "arrivals": ("a",),
    "help": ("?",),
}


@pytest.mark.parametrize("name", SCREENS)
def test_screen(player: Player, name: str) -> None:
    """The screen is the kept picture."""
    drawn = player.enter(*SCREENS[name]).screen
    assert kept(name, drawn) == drawn


@pytest.mark.parametrize("name", SCREENS)
def test_all_of_it_fits(player: Player, name: str) -> None:
    """Nothing has to be scrolled to."""
    assert "more lines: PgDn" not in player.enter(*SCREENS[name]).screen

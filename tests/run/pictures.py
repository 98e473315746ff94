"""Whole screens as text, kept beside the tests; `CUECARD_REWRITE=1` writes them anew."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from cli.run.page import Text
from cli.run.screen import PROMPT, draw

if TYPE_CHECKING:
    from cli.run.page import Page

PICTURES = Path(__file__).parent / "pictures"


def screen_of(page: Page, width: int = 80, height: int = 24, scroll: int = 0) -> str:
    """Draw a page as the terminal shows it, the field with its prefilled text."""
    picture = draw(page, width, height, scroll=scroll)
    above = ["".join(text for _, text in line) for line in picture.above]
    below = ["".join(text for _, text in line) for line in picture.below]
    lines = [*above, *_field(page, width, picture.rows), *below]
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _field(page: Page, width: int, rows: int) -> list[str]:
    if not isinstance(page.field, Text):
        return []
    room = width - len(PROMPT)
    text = page.field.prefill
    starts = range(0, rows * room, room)
    return [(PROMPT if start == 0 else " " * len(PROMPT)) + text[start : start + room] for start in starts]


def kept(name: str, drawn: str) -> str:
    """Give the picture that is kept under a name; with the flag, keep what was drawn."""
    path = PICTURES / f"{name}.txt"
    if os.environ.get("CUECARD_REWRITE"):
        PICTURES.mkdir(exist_ok=True)
        path.write_text(drawn, encoding="utf-8", newline="\n")
    return path.read_text(encoding="utf-8")

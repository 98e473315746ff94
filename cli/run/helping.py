"""The page that explains the keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.run.page import ENTER, Block, Choice, Keys
from engine.frozen import replace

if TYPE_CHECKING:
    from cli.run.page import Page

_KEYS = (
    "n  write a note, about this step",
    "w  why this step is asked for",
    "b  go back and correct an earlier answer; what would change is shown first",
    "h  hand the step to somebody else, where the procedure allows it",
    "s  skip the step, with a reason",
    "j  jump to another open step, or see how all steps stand",
    "a  something came: a letter, a form, a call",
    "-  the answer cannot be told: what hangs on it is decided without it",
    "+  add to a list that was told already",
    "q  leave; everything acknowledged is kept (so do Ctrl-D and Ctrl-C)",
)

_TYPING = (
    "Where text is typed, put a slash before the key: /n, /w, /q.",
    "Alt with the key does the same, and keeps what stands in the field.",
    "A text that begins with a slash is typed with two: //.",
    "On yes/no questions `n` is No; a note is /n.",
    "Esc goes back. PgUp and PgDn show what does not fit.",
)


def help_page(page: Page, case: str) -> Page:
    """Explain the keys; any key goes back to the page."""
    blocks = (
        Block("KEYS", _KEYS),
        Block("TYPING", _TYPING),
        Block("LATER", (f"cuecard run {case} goes on where you left.",)),
    )
    frame = replace(page.frame, trail=(), below=())
    return replace(
        page,
        frame=frame,
        heading="The keys",
        field=Keys((Choice(ENTER, "back"),)),
        blocks=blocks,
        question="",
        help="",
        notices=(),
        commands=(),
    )

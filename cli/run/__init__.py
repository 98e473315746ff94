"""The guided run: one screen per moment, for somebody with a patient on the line."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cli.run.page import Ending, Talk
    from engine.desk import Desk


def run_case(desk: Desk, case: str) -> int:
    """Lead the person at the desk through a case; gives the exit code.

    Raises:
        StoreFault: The case is not there, or cannot be read.
    """
    from cli.run.dialogue import talk
    from cli.run.pipe import write
    from cli.run.visit import Visit

    ending = _play(talk(Visit.begin(desk, case)))
    write(ending.lines)
    return ending.code


def _play(talk: Talk[Ending]) -> Ending:
    if is_terminal():
        from cli.run import terminal

        return terminal.play(talk)
    from cli.run import pipe

    return pipe.play(talk, sys.stdin)


def is_terminal() -> bool:
    """Whether both ends are a terminal that can draw a screen."""
    can_draw = os.environ.get("TERM", "").lower() not in ("dumb", "unknown")
    return sys.stdin.isatty() and sys.stdout.isatty() and can_draw

"""Choosing a case, where `cuecard run` was called without one."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from cli.output import say
from cli.render import draw
from cli.telling import case_number
from cli.views.cases import list_cases
from cli.wrong import WrongUsage

if TYPE_CHECKING:
    from engine.desk import Desk


def choose_case(desk: Desk) -> str | None:
    """List the cases where the person can do something and ask for one; None if they choose none.

    Raises:
        WrongUsage: There is nobody to ask.
    """
    lines = [line for line in desk.cases() if line.mine]
    draw(list_cases(lines, desk.now(), desk.office.locale))
    if not lines:
        return None
    if not sys.stdin.isatty():
        raise WrongUsage("name a case: cuecard run CASE")
    return _ask({line.case for line in lines})


def _ask(known: set[str]) -> str | None:
    while True:
        try:
            typed = case_number(input("Which case? (its number, or Enter to leave) "))
        except EOFError:
            return None
        if not typed or typed in known:
            return typed or None
        say("That is not one of these cases.")

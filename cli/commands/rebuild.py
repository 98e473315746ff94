"""Clearing away what crashes left behind, and making again what can be made again: rebuild."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.declaring import commands_file
from cli.output import say, say_json, warn

if TYPE_CHECKING:
    from cli.call import Call
    from engine.store.rebuild import Told

app = commands_file()


@app.command()
def rebuild(call: Call) -> int:
    """Clear away what a crash left, and make again all that can be.

    Half-written files go; a case that lies where it does not belong goes where its log says; a commit that a crash left
    without its line in the ledger gets the line; the lists that make the start quicker are made anew. Others may go on
    working. Nothing that was recorded is changed: what is wrong stays as it is, and is named, with what to do.

    Example: cuecard rebuild
    """
    found, audit = call.desk().rebuild()
    wrong = [one for one in audit.found if one.is_wrong]
    left = [one for one in found.told if not one.is_done]
    if call.as_json:
        told = [{"case": one.case or None, "done": one.is_done, "message": one.message} for one in found.told]
        still = [{"case": one.case or None, "message": one.message} for one in wrong]
        say_json({"cases": found.cases, "told": told, "wrong": still})
    else:
        for done in (one for one in found.told if one.is_done):
            say(_line(done.case, done.message))
        for kept in left:
            warn(f"left as it is: {_line(kept.case, kept.message)}")
        for one in wrong:
            warn(f"wrong: {_line(one.case, one.message)}")
        say(_summary(found.cases, found.told, is_right=not wrong))
    return 1 if wrong or left else 0


def _line(case: str, message: str) -> str:
    return f"{case + ': ' if case else ''}{message}"


def _summary(cases: int, told: tuple[Told, ...], *, is_right: bool) -> str:
    done = sum(one.is_done for one in told)
    counted = f"{cases:,} {'case was' if cases == 1 else 'cases were'} looked at"
    mended = "nothing had to be done" if not done else f"{done} {'thing was' if done == 1 else 'things were'} done"
    return f"{counted}, {mended}; the lists are made anew{'; all holds together' if is_right else ''}"

"""What every command that acts on a case does: ask the desk, and say what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.replies import tell_done, tell_preview, tell_stale
from engine.case.refusals import Refusal

if TYPE_CHECKING:
    from cli.call import Call
    from engine.case.commands import Command


def act(call: Call, case: str, command: Command, *, look_first: bool = False) -> int:
    """Have a command carried out, or only looked at, say what came of it, and give the exit code."""
    if look_first:
        return preview(call, case, command)
    desk = call.desk()
    done = desk.act(case, command, request=call.request, expect=call.expect)
    if isinstance(done, Refusal) and done.code == "stale" and call.expect is not None:
        return tell_stale(call, desk, case, done)
    return tell_done(call, desk, done)


def preview(call: Call, case: str, command: Command) -> int:
    """Say what a command would do, without doing it, and give the exit code."""
    return tell_preview(call, call.desk().preview(case, command))

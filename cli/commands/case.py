"""Single acts on a whole case: note, hold, resume, cancel, reopen; and the tick of the clock in all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.acting import act
from cli.declaring import commands_file
from cli.output import say, say_json, warn
from engine.case.commands import AddNote, CancelCase, HoldCase, ReopenCase, ResumeCase

if TYPE_CHECKING:
    from typing import Annotated

    import typer

    from cli.call import Call
    from cli.options import CaseArgument, PreviewOption, ReasonOption

app = commands_file()


@app.command()
def note(
    call: Call,
    case: CaseArgument,
    text: Annotated[list[str], typer.Argument(metavar="TEXT", help="What to remember.")],
    step: Annotated[str | None, typer.Option("--step", metavar="STEP", help="The step it is about.")] = None,
) -> int:
    """Write a note into a case, about all of it or one step.

    Example: cuecard note K7M-2PQ "she calls back on Friday" --step settle_balance
    """
    return act(call, case, AddNote(" ".join(text), step))


@app.command()
def hold(call: Call, case: CaseArgument, reason: ReasonOption) -> int:
    """Let a case rest, with a reason.

    Everything waits and the clocks stop; notes and arrivals are still taken.

    Example: cuecard hold K7M-2PQ --reason "the patient thinks it over"
    """
    return act(call, case, HoldCase(reason))


@app.command()
def resume(call: Call, case: CaseArgument) -> int:
    """Let a case go on that was on hold.

    Example: cuecard resume K7M-2PQ
    """
    return act(call, case, ResumeCase())


@app.command()
def cancel(call: Call, case: CaseArgument, reason: ReasonOption) -> int:
    """Call a case off, with a reason.

    Nothing that was told is lost, and it can be reopened.

    Example: cuecard cancel K7M-2PQ --reason "opened twice"
    """
    return act(call, case, CancelCase(reason))


@app.command()
def reopen(call: Call, case: CaseArgument, reason: ReasonOption, look_first: PreviewOption = False) -> int:
    """Let a closed or cancelled case go on, with a reason.

    Example: cuecard reopen K7M-2PQ --reason "she called again"
    """
    return act(call, case, ReopenCase(reason), look_first=look_first)


@app.command()
def tick(call: Call) -> int:
    """Record in all open cases what time alone has done.

    Such as a wait that was given up. Have it run once a day, or more often.

    Example: cuecard tick
    """
    desk = call.desk()
    changed, damaged = desk.tick(), desk.keeping.damaged()
    if call.as_json:
        say_json({"changed": list(changed), "damaged": list(damaged)})
    else:
        say(f"changed: {', '.join(changed)}" if changed else "nothing changed")
    for case in damaged:
        warn(f"damaged, and left as it is: {case}; see: cuecard verify")
    return 1 if damaged else 0

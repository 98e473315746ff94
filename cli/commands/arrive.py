"""Single acts on what comes from outside: arrive, withdraw."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.acting import act
from cli.arriving import record
from cli.declaring import commands_file
from cli.replies import tell_done
from cli.telling import read_answers
from engine.case.commands import RecordArrival, WithdrawArrival

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Annotated

    import typer

    from cli.call import Call
    from cli.options import AnswersArgument, CaseArgument, PreviewOption, ReasonOption

app = commands_file()


@app.command()
def arrive(
    call: Call,
    case: CaseArgument,
    arrival: Annotated[str, typer.Argument(metavar="ARRIVAL", help="What came, by its id in the procedure.")],
    answers: AnswersArgument = None,
    file: Annotated[
        Path | None, typer.Option("--file", metavar="PATH", help="A file that came; a copy is kept with the case.")
    ] = None,
    happened: Annotated[
        str | None, typer.Option("--happened", metavar="TIME", help="When it came, if not now: 2026-11-23T09:30.")
    ] = None,
) -> int:
    """Record that something came: a letter, a form, a call.

    Example: cuecard arrive K7M-2PQ written_request --file scan.pdf
    """
    desk = call.desk()
    command = RecordArrival(arrival, read_answers(answers))
    return tell_done(call, desk, record(call, desk, case, command, file, happened))


@app.command()
def withdraw(
    call: Call,
    case: CaseArgument,
    arrival: Annotated[str, typer.Argument(metavar="ARRIVAL", help="Its id (the last one), or its number.")],
    reason: ReasonOption,
    look_first: PreviewOption = False,
) -> int:
    """Take back an arrival that was recorded by mistake.

    Example: cuecard withdraw K7M-2PQ written_request --reason "it was for another patient"
    """
    return act(call, case, WithdrawArrival(arrival, reason), look_first=look_first)

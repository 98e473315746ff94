"""Opening a case, and being led through one: open, run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.choosing import choose_case
from cli.declaring import commands_file
from cli.output import say
from cli.replies import tell_done
from cli.telling import read_answers
from cli.wrong import WrongUsage
from engine.case.refusals import Refusal

if TYPE_CHECKING:
    from typing import Annotated

    import typer

    from cli.call import Call
    from cli.options import AnswersArgument
    from cli.telling import case_number

app = commands_file()


@app.command()
def open(  # noqa: A001  # the word of the command
    call: Call,
    procedure: Annotated[str, typer.Argument(metavar="PROCEDURE", help="The procedure, by its id.")],
    answers: AnswersArgument = None,
    request: Annotated[
        str | None,
        typer.Option("--request", metavar="ID", help="Name this act: doing it again opens no second case."),
    ] = None,
    go_on: Annotated[bool, typer.Option("--run", help="Go on into the guided run.")] = False,
) -> int:
    """Open a case of a procedure.

    What the procedure asks at the opening is told as fact=value.

    Example: cuecard open record_release patient="Ann Hill" phone=555-0123 --run
    """
    desk = call.desk()
    done = desk.open_case(procedure, read_answers(answers), request=request)
    if isinstance(done, Refusal) or not go_on:
        return tell_done(call, desk, done)
    from cli.run import run_case

    return run_case(desk, done.agenda.case)


@app.command()
def run(
    call: Call,
    case: Annotated[
        str | None,
        typer.Argument(metavar="[CASE]", help="The number of the case; without it, choose.", parser=case_number),
    ] = None,
) -> int:
    """Be led through a case, step by step.

    Leave with q; calling it again goes on where you were. Without CASE you choose from those you can do something in.

    Example: cuecard run K7M-2PQ
    """
    if call.as_json:
        raise WrongUsage("the guided run is for people; with --json use agenda, answer, done and the others")
    desk = call.desk()
    chosen = case or choose_case(desk)
    if not chosen:
        say("nothing was chosen; see all cases with: cuecard cases")
        return 0
    from cli.run import run_case

    return run_case(desk, chosen)

"""Taking something out of a case for good: redact."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.declaring import commands_file
from cli.output import say_all
from cli.replies import tell_done
from cli.views.redaction import places_left
from cli.wrong import WrongUsage
from engine.case.commands import RedactAnswer, RedactNote
from engine.case.refusals import Refusal

if TYPE_CHECKING:
    from typing import Annotated

    import typer

    from cli.call import Call
    from cli.options import CaseArgument, ReasonOption

app = commands_file()


@app.command()
def redact(
    call: Call,
    case: CaseArgument,
    reason: ReasonOption,
    fact: Annotated[str, typer.Argument(metavar="[FACT]", help="The fact, such as phone or relatives[2]/phone.")] = "",
    note: Annotated[int, typer.Option("--note", metavar="NUMBER", help="Not a fact, but this entry, a note.")] = 0,
    file: Annotated[str, typer.Option("--file", metavar="NAME", help="Not a fact, but a kept file.")] = "",
) -> int:
    """Take what was told of a fact, a note, or a file out of a case for good.

    For what should never have been told, such as another patient's number. The fact is none from then on. The log still
    proves that nothing else was changed. Backups, papers, and what is named afterwards may still hold it.

    Example: cuecard redact K7M-2PQ phone --reason "the number of another patient"
    """
    if [bool(fact), bool(note), bool(file)].count(True) != 1:
        raise WrongUsage("name one FACT, or a note by the number of its entry (--note), or a file (--file)")
    desk = call.desk()
    command = RedactNote(note, reason) if note else RedactAnswer(fact, reason)
    done = desk.discard(case, file, reason) if file else desk.act(case, command, request=call.request)
    code = tell_done(call, desk, done)
    if not isinstance(done, Refusal) and not call.as_json:
        say_all(f"  may still hold it: {where}" for where in places_left(done.agenda))
    return code

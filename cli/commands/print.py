"""Making documents about a case from the templates of the office: print."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.declaring import commands_file
from cli.output import say, say_json
from cli.replies import tell_refusal
from engine.case.agenda_json import agenda_json
from engine.case.refusals import Refusal

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Annotated

    import typer

    from cli.call import Call
    from cli.options import CaseArgument

app = commands_file()


@app.command("print")
def print_document(
    call: Call,
    case: CaseArgument,
    document: Annotated[str, typer.Argument(metavar="DOCUMENT", help="The document, by the name of its template.")],
    to: Annotated[
        Path | None, typer.Option("--to", metavar="DIR", help="Where to write it; else it is kept with the case.")
    ] = None,
) -> int:
    """Make a document about a case, as HTML and plain text.

    Example: cuecard print K7M-2PQ chart_notes --to Desktop
    """
    made = call.desk().make(case, document, to)
    if isinstance(made, Refusal):
        return tell_refusal(call, made)
    files = [str(file) for file in made.files]
    if call.as_json:
        say_json({"document": document, "files": files, "text": made.text, "agenda": agenda_json(made.agenda)})
    else:
        say("\n".join([f"{document} is made; open it in a browser to print it:", *files]))
    return 0

"""What a finding means, with a wrong and a right example: explain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.declaring import commands_file
from cli.output import say, say_json

if TYPE_CHECKING:
    from typing import Annotated

    import typer

    from cli.call import Call

app = commands_file()


@app.command()
def explain(
    call: Call,
    code: Annotated[
        str | None,
        typer.Argument(
            metavar="[CODE]", help="The code of a finding, such as unknown-fact; without it, all are listed."
        ),
    ] = None,
) -> int:
    """Say what a finding means, with a wrong and a right example.

    Example: cuecard explain unknown-fact
    """
    from cli.explaining import explained, listed

    document, lines = explained(code) if code else listed()
    if call.as_json:
        say_json(document)
    else:
        say("\n".join(lines))
    return 0

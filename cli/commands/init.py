"""Making an office: init."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.declaring import commands_file
from cli.output import say, say_json

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Annotated

    import typer

    from cli.call import Call

app = commands_file()


@app.command()
def init(
    call: Call,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new or empty folder.")],
    practice: Annotated[
        bool, typer.Option("--practice", help="An office to practise in: nothing in it is real, its clock can be set.")
    ] = False,
    procedure: Annotated[
        list[str] | None,
        typer.Option("--procedure", metavar="ID", help="A procedure to begin with, or several; else record_release."),
    ] = None,
    anyway: Annotated[
        bool, typer.Option("--anyway", help="Also on a network drive, or in a folder that a program syncs.")
    ] = False,
) -> int:
    """Make an office in a new folder.

    It gets office.yaml with you on its staff list, procedures to begin with, and a place for the cases.

    Example: cuecard init ~/dental-office --procedure record_release
    """
    from cli.founding import found_office, see_that_safe

    if not (practice or anyway):
        see_that_safe(folder)
    founded = found_office(folder, procedure or [], call.actor, practice=practice)
    if call.as_json:
        say_json(founded.as_json())
    else:
        say("\n".join(founded.lines()))
    return 0

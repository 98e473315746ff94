"""Checking files before anybody works with them: check."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.declaring import commands_file
from cli.output import say
from cli.place import office_folder

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Annotated, Literal

    import typer

    from cli.call import Call

app = commands_file()


@app.command()
def check(
    call: Call,
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[PATH]...", help="Files, folders (with those in them), `-` for stdin; without any, the office."
        ),
    ] = None,
    form: Annotated[
        Literal["text", "json", "github", "sarif"], typer.Option("--format", help="How findings are printed.")
    ] = "text",
    name: Annotated[
        Path | None, typer.Option("--name", metavar="PATH", help="What stdin is: the file that is being edited.")
    ] = None,
) -> int:
    """Say what is wrong with procedures, where, and what to do.

    Office files are checked too. The exit code is 1 if there is an error; a warning changes nothing.

    Example: cuecard check procedures/ --format github
    """
    from cli.checking import Checking
    from cli.findings import show, summary
    from cli.gathering import gather
    from engine.diagnostics import has_errors

    checking = Checking(name)
    gathered = gather(paths or [office_folder(call.office)], name)
    findings = checking.check(gathered.files)
    kind = "json" if call.as_json else form
    show(findings, kind, checking.text)
    if kind == "text":
        say(("\n" if findings else "") + summary(findings, gathered))
    return 1 if has_errors(findings) else 0

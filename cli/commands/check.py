"""Checking files before anybody works with them: check."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from cli.call import call_of
from cli.group import commands_file
from cli.output import say, write
from cli.place import office_folder

app = commands_file()


@app.command()
def check(
    ctx: typer.Context,
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[PATH]...", help="Files, or folders of them; without any, those of the office."),
    ] = None,
    form: Annotated[
        Literal["text", "json", "github", "sarif"], typer.Option("--format", help="How findings are printed.")
    ] = "text",
) -> int:
    """Say what is wrong with procedures, where, and what to do.

    Office files are checked too. The exit code is 1 if there is an error; a warning changes nothing.

    Example: cuecard check procedures/ --format github
    """
    from cli.checking import check_files, files_of
    from cli.findings import in_form, summary
    from engine.diagnostics import has_errors

    call = call_of(ctx)
    files = files_of(paths or [office_folder(call.office)])
    findings = check_files(files)
    kind = "json" if call.as_json else form
    if findings or kind in ("json", "sarif"):
        write(in_form(findings, kind))
    if kind == "text":
        say(("\n" if findings else "") + summary(findings, len(files)))
    return 1 if has_errors(findings) else 0

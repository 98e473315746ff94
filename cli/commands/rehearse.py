"""Playing the stories beside a procedure: rehearse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.declaring import commands_file
from cli.place import office_folder

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Annotated, Literal

    import typer

    from cli.call import Call

app = commands_file()


@app.command()
def rehearse(
    call: Call,
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[PATH]...", help="Rehearsals, or folders of them; without any, those of the office."),
    ] = None,
    story: Annotated[
        str | None, typer.Option("--story", metavar="TEXT", help="Only the stories with this in their title or name.")
    ] = None,
    coverage: Annotated[bool, typer.Option("--coverage", help="Tell what of the procedure no story comes by.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Show what staff would see, step by step.")] = False,
    form: Annotated[
        Literal["text", "json", "github", "sarif"], typer.Option("--format", help="How it is printed.")
    ] = "text",
) -> int:
    """Play the stories beside a procedure; no case is opened in the office.

    The exit code is 1 if a story comes out otherwise than it is told; what no story comes by changes nothing.

    Example: cuecard rehearse procedures/record_release.rehearsal.yaml -v
    """
    from cli.checking import Checking
    from cli.rehearsing import rehearsals_of, rehearse_files
    from cli.views.rehearsal import tell, watcher

    read = Checking()
    kind = "json" if call.as_json else form
    files = rehearsals_of(paths or [office_folder(call.office)])
    outcomes = rehearse_files(read, files, story, watcher(is_shown=verbose and kind == "text"))
    tell(outcomes, kind, read.text, with_unseen=coverage, is_whole=not story)
    return 1 if any(one.has_failed for one in outcomes) else 0

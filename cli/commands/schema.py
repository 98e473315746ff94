"""The published shapes of documents, for editors and other programs: schema."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.declaring import commands_file
from cli.output import say, say_json, write

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Annotated

    import typer

    from cli.call import Call

app = commands_file()


@app.command()
def schema(
    call: Call,
    name: Annotated[
        str | None, typer.Argument(metavar="[NAME]", help="procedure, office ...; without it, all are listed.")
    ] = None,
    folder: Annotated[
        Path | None, typer.Option("--write", metavar="DIR", help="Write the schemas into a folder, for editors.")
    ] = None,
) -> int:
    """Print the JSON Schema of a kind of document, or write it for editors.

    Example: cuecard schema --write schemas
    """
    from cli.schemas import described, text_of, write_schemas

    if folder:
        written = write_schemas(folder, [name] if name else None)
        say_json([str(path) for path in written]) if call.as_json else say("\n".join(map(str, written)))
    elif name:
        write(text_of(name).rstrip("\n"))
    else:
        listed = described()
        say_json(listed) if call.as_json else say("\n".join(f"{key:10} {what}" for key, what in listed.items()))
    return 0

"""Copying the office into one file, and making an office of such a copy: backup, restore."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.declaring import commands_file
from cli.output import say, say_json, warn

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Annotated, Any

    import typer

    from cli.call import Call
    from engine.store.audit import Audit

app = commands_file()


@app.command()
def backup(
    call: Call,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file that is not there yet, such as monday.zip.")],
) -> int:
    """Copy the whole office into one ZIP file, and prove the copy.

    Others may go on working: the copy is the office at one moment. It is read again, file by file and case by case,
    before it gets its name. It holds patients' data, unencrypted: keep it as you keep the office's own disk.

    Example: cuecard backup /media/usb/monday.zip
    """
    target = file.expanduser()
    found = call.desk().keeping.back_up(target)
    return _tell(call, found, {"backup": str(target)}, f"{target} is made and was read again: {_counted(found)}")


@app.command()
def restore(
    call: Call,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The backup.")],
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder that is not there yet, or is empty.")],
) -> int:
    """Make an office of a backup, in a new folder.

    Nothing that is there is touched. Every file is compared with what was put into the backup, and every case with the
    ledger, before the folder gets its name.

    Example: cuecard restore /media/usb/monday.zip ~/dental-office
    """
    from cli.place import actor_name
    from engine.desk import Desk

    target = folder.expanduser()
    found = Desk.restore(file.expanduser(), target, actor_name(call.actor))
    return _tell(call, found, {"office": str(target)}, f"{target} is the office as it was: {_counted(found)}")


def _tell(call: Call, found: Audit, made: dict[str, Any], said: str) -> int:
    wrong = [one for one in found.found if one.is_wrong]
    told = [f"{one.case + ': ' if one.case else ''}{one.message}" for one in wrong]
    if call.as_json:
        say_json(made | {"cases": found.cases, "entries": found.entries, "head": found.tail.code, "wrong": told})
    else:
        say(said)
        say(f"  the head of its ledger is {found.tail.code}")
    for line in told:
        warn(f"wrong, and copied as it is: {line}")
    return 1 if wrong else 0


def _counted(found: Audit) -> str:
    return f"{found.cases:,} {'case' if found.cases == 1 else 'cases'}, {found.entries:,} entries"

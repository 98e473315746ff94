"""Copying the office into one file, and making an office of such a copy: backup, restore."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.declaring import commands_file
from cli.output import say, say_json, warn
from cli.wrong import WrongUsage

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
    folder: Annotated[
        Path | None, typer.Argument(metavar="[DIR]", help="A folder that is not there yet, or is empty.")
    ] = None,
    case: Annotated[
        str | None, typer.Option("--case", metavar="CASE", help="Not all, but this case, into the office in use.")
    ] = None,
) -> int:
    """Make an office of a backup, in a new folder; or put back one case.

    Nothing that is there is touched. Every file is compared with what was put into the backup, and every case with the
    ledger, before the folder gets its name.

    With --case, one case that is damaged or gone comes back into the office, as far as the backup and what can still
    be read of it go, and as the ledger vouches for it. What was there is set aside. What is lost is named, now and by
    cuecard verify. A case that is whole is left alone.

    Example: cuecard restore /media/usb/monday.zip ~/dental-office

    Example: cuecard restore /media/usb/monday.zip --case K7M-2PQ
    """
    if (folder is None) == (case is None):
        raise WrongUsage("name a new folder DIR for the whole office, or --case CASE for one case")
    if folder is None:
        return _put_back(call, file.expanduser(), case or "")
    from cli.place import actor_name
    from engine.desk import Desk

    target = folder.expanduser()
    found = Desk.restore(file.expanduser(), target, actor_name(call.actor))
    return _tell(call, found, {"office": str(target)}, f"{target} is the office as it was: {_counted(found)}")


def _put_back(call: Call, file: Path, case: str) -> int:
    found = call.desk().keeping.put_back(file, case)
    if call.as_json:
        say_json(
            {"case": case, "entries": found.entries, "lost": found.lost}
            | {"files": list(found.files), "files_lost": list(found.gone), "aside": list(found.aside)}
        )
        return 0
    say(f"{case} is put back: {_entries(found.entries)}")
    for name in found.files:
        say(f"  its file {name} is put back too")
    for path in found.aside:
        say(f"  what was there is kept: {path}")
    if found.lost:
        warn(f"lost: the last {_entries(found.lost)} that the ledger vouches for; look what was done, and do it again")
        warn("  if anything was redacted in them, redact it again")
    for name in found.gone:
        warn(f"lost: its file {name} is not in the backup as it was kept")
    return 0


def _entries(count: int) -> str:
    return f"{count:,} {'entry' if count == 1 else 'entries'}"


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

"""Making an office's folder from the procedures that ship with cuecard.

INVARIANT: nothing that is there already is touched, and `office.yaml`, which makes the folder an office, comes last.
"""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from cli.place import OFFICE_FILE, actor_name, login_name
from cli.schemas import write_editor_settings, write_schemas
from cli.zone import zone_name
from engine.frozen import dataclass
from engine.office import OfficeFault
from engine.store.ground import doubt

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from importlib.resources.abc import Traversable
    from pathlib import Path

    from engine.procedure.model import Procedure

FIRST: Final = ("record_release",)
"""What an office begins with if it names nothing else."""


@dataclass(frozen=True, slots=True)
class Founded:
    """An office that was made."""

    folder: Path
    procedures: tuple[str, ...]
    staff: str
    roles: tuple[str, ...]
    zone: str
    practice: bool
    opens_with: tuple[str, ...]
    """What the first procedure asks at the opening."""

    def as_json(self) -> dict[str, Any]:
        """Give what was made as JSON."""
        return {
            "office": str(self.folder),
            "procedures": list(self.procedures),
            "staff": [{"name": self.staff, "roles": list(self.roles)}],
            "zone": self.zone,
            "practice": self.practice,
        }

    def lines(self) -> list[str]:
        """Say what was made, and what to do next."""
        kind = "practice office" if self.practice else "office"
        asked = [f"{name}=..." for name in self.opens_with]
        acts = "" if self.staff == login_name() else f" --as {self.staff}"
        return [
            f"The {kind} is made: {self.folder}",
            f"  procedures: {', '.join(self.procedures)}",
            f"  staff: {self.staff}, in all roles ({', '.join(self.roles)})",
            f"  time zone: {self.zone}",
            "Next:",
            f"  1. open {self.folder / OFFICE_FILE} in an editor: put in the office's name, time zone and staff",
            f"  2. look at what a procedure says: {self.folder / 'procedures' / self.procedures[0]}.yaml",
            f"  3. go there: cd {_quoted(self.folder)}",
            f"  4. open a first case: cuecard{acts} open {' '.join([self.procedures[0], *asked])} --run",
        ]


def found_office(folder: Path, wanted: Sequence[str], actor: str | None, *, practice: bool) -> Founded:
    """Make an office.

    Args:
        folder: A new or empty folder.
        wanted: The ids of the procedures to begin with; none means `FIRST`.
        actor: Who is the first on the staff list, if not who is logged in.
        practice: Whether it is only for practice.

    Raises:
        OfficeFault: The folder is not empty or cannot be written, or there is no such procedure.
    """
    folder = folder.expanduser().absolute()
    starters = _starters(wanted)
    _see_that_empty(folder)
    procedures = [_read(starter) for starter in starters]
    roles = tuple(dict.fromkeys(role for procedure in procedures for role in procedure.roles))
    founded = Founded(
        folder,
        tuple(one.id for one in procedures),
        actor_name(actor),
        roles,
        zone_name(),
        practice,
        procedures[0].opens_with,
    )
    try:
        _write(founded, procedures)
    except OSError as refused:
        why = (refused.strerror or "no reason given").lower()
        raise OfficeFault(f"{folder} cannot be made: {why}; choose another folder, or put this right") from refused
    return founded


def _starters(wanted: Sequence[str]) -> list[Traversable]:
    shelf = files("procedures")
    there = {one.name.removesuffix(".yaml"): one for one in shelf.iterdir() if _is_procedure(one.name)}
    unknown = [name for name in wanted if name not in there]
    if unknown:
        raise OfficeFault(f"no procedure `{unknown[0]}` ships with cuecard; there are: {', '.join(sorted(there))}")
    return [there[name] for name in dict.fromkeys(wanted or FIRST)]


def _is_procedure(name: str) -> bool:
    return name.endswith(".yaml") and not name.endswith(".rehearsal.yaml")


def _see_that_empty(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise OfficeFault(f"{folder} is a file; name a new or empty folder")
    if (folder / OFFICE_FILE).exists():
        raise OfficeFault(f"{folder} is an office already; nothing was changed; name a new or empty folder")
    if folder.is_dir() and any(folder.iterdir()):
        raise OfficeFault(f"{folder} is not empty; nothing was changed; name a new or empty folder")


def see_that_safe(folder: Path) -> None:
    """See that files are safe where an office is to be made.

    Raises:
        OfficeFault: They are not, as far as can be told.
    """
    found = doubt(folder.expanduser())
    if found:
        raise OfficeFault(f"{found.message}; {found.help}; to make it there all the same: --anyway")


def _read(starter: Traversable) -> Procedure:
    from engine.procedure.load import load_checked

    found = load_checked(starter.read_text(encoding="utf-8"), starter.name)
    if isinstance(found, tuple):
        raise OfficeFault(f"{starter.name}, which ships with cuecard, has mistakes; install cuecard again", found)
    return found.procedure


def _write(founded: Founded, procedures: Iterable[Procedure]) -> None:
    shelf = files("procedures")
    target = founded.folder / "procedures"
    (founded.folder / "cases").mkdir(parents=True)
    (target / "documents").mkdir(parents=True)
    for procedure in procedures:
        _copy(shelf / f"{procedure.id}.yaml", target)
        _copy(shelf / f"{procedure.id}.rehearsal.yaml", target)
        for document in (name for step in procedure.by_id.values() for name in step.print):
            _copy(shelf / "documents" / f"{document}.html", target / "documents")
            _copy(shelf / "documents" / f"{document}.txt", target / "documents")
    write_schemas(founded.folder / "schemas")
    write_editor_settings(founded.folder)
    (founded.folder / OFFICE_FILE).write_text(_office_text(founded), encoding="utf-8")


def _copy(source: Traversable, folder: Path) -> None:
    """Copy a file that may be there."""
    if source.is_file():
        (folder / source.name).write_bytes(source.read_bytes())


def _office_text(founded: Founded) -> str:
    roles = "\n".join(f"      - {role}" for role in founded.roles)
    name = founded.folder.name or "office"
    unsure = "" if founded.zone != "UTC" else "   # put in your own, such as America/New_York"
    return f"""\
# The office: what it is called, where it is, who works there. Check it with: cuecard check {OFFICE_FILE}
office: {_yaml(name)}

# In a practice office nothing is real, and CUECARD_NOW can set the clock.
practice: {"true" if founded.practice else "false"}

# The time zone, by its name in the IANA database; due dates and reminders follow it.
zone: {founded.zone}{unsure}

# When the office is open; due dates in business days and hours follow it. Without this: Monday to Friday, 9:00-17:00.
# hours:
#   monday: 8:30-12:00, 13:00-17:00
#   tuesday: 8:30-17:00

# Days off: a date, or a day that comes back every year.
# holidays:
#   Thanksgiving: fourth thursday of november
#   Christmas Day: december 25
#   The office moves: 2026-03-04

# How numbers, dates and times are written, such as en-US, en-GB or de-DE. As long as it is not said, what can be read
# in two ways, such as 11/12/2026, is asked back.
# locale: en-US

# The sign of the currency.
currency: "$"

# Who works here. `name` is what they log in with, in small letters; `roles` are roles that the procedures name.
staff:
  - name: {_yaml(founded.staff)}
    full_name: {_yaml(founded.staff.capitalize())}
    roles:
{roles}
"""


def _yaml(text: str) -> str:
    """Write text as a YAML value in quotes, whatever is in it."""
    shown = "".join(character if character.isprintable() else " " for character in text)
    return '"' + shown.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _quoted(path: Path) -> str:
    return f'"{path}"' if " " in str(path) else str(path)

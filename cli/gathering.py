"""Which files are meant by the paths that somebody names: a file, a folder of procedures, an office, a repository."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cli.place import OFFICE_FILE
from cli.wrong import WrongUsage
from engine.frozen import dataclass
from engine.procedure.characters import MOST_BYTES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

REHEARSAL: Final = ".rehearsal.yaml"
STDIN: Final = Path("-")

_KEY: Final = re.compile(rb"^([A-Za-z_][\w-]*)[ ]*:", re.MULTILINE)
_OURS: Final = {
    *(b"procedure", b"opens_with", b"arrivals", b"outcomes"),
    *(b"promises", b"steps", b"any_time", b"facts", b"settings"),
}
_ENOUGH: Final = 2
"""How many of the keys make a procedure of a file in which `procedure:` is missing or misspelled."""

_NOT_ENTERED: Final = {"node_modules", "__pycache__", "site-packages"}


@dataclass(frozen=True, slots=True)
class Gathered:
    """The files to check, and those in the named folders that are YAML, but of something else."""

    files: tuple[Path, ...]
    passed_over: tuple[Path, ...] = ()


def gather(paths: Collection[Path], named: Path | None) -> Gathered:
    """Give the files that paths mean: a file itself, all procedures and rehearsals in a folder, all of an office.

    Args:
        paths: What was named.
        named: What stdin is to be called.

    Raises:
        WrongUsage: A path means nothing that can be checked.
    """
    if named and STDIN not in paths:
        raise WrongUsage("--name says what is read from stdin; put `-` where the paths stand, too")
    found = [_meant(path) for path in paths]
    files = dict.fromkeys(file for one in found for file in one.files)
    others = dict.fromkeys(file for one in found for file in one.passed_over)
    return Gathered(tuple(files), tuple(file for file in others if file not in files))


def _meant(path: Path) -> Gathered:
    if path == STDIN:
        return Gathered((path,))
    found = _in_folder(path) if path.is_dir() else Gathered((path,) if path.exists() else _matching(path))
    if not found.files:
        raise WrongUsage(f"there is nothing to check at {path}; name a YAML file, or a folder of them")
    return found


def procedures_in(folder: Path) -> list[Path]:
    """Give the files of a folder that hold procedures."""
    return sorted(path for path in folder.glob("*.yaml") if _may_be_one(path.name))


def _may_be_one(name: str) -> bool:
    """Whether a file may hold a procedure; in a `.yml` nobody finds it, which the check has to say."""
    return name.endswith((".yaml", ".yml")) and not name.endswith(REHEARSAL) and not name.startswith(".")


def _matching(path: Path) -> tuple[Path, ...]:
    """Give what a pattern such as `*.yaml` matches, where the shell leaves that to us."""
    is_pattern = any(mark in path.name for mark in "*?[")
    return tuple(sorted(path.parent.glob(path.name))) if is_pattern else ()


def _in_folder(folder: Path) -> Gathered:
    """Look through a folder and those in it; where all is of something else, it is taken for what it is named for."""
    files: list[Path] = []
    others: list[Path] = []
    for path in _below(folder):
        (others if path.name != OFFICE_FILE and _is_of_something_else(path) else files).append(path)
    if not files:
        return Gathered(tuple(path for path in others if path.parent == folder))
    return Gathered(tuple(files), tuple(others))


def _below(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        here = Path(place)
        if OFFICE_FILE in names:
            yield here / OFFICE_FILE
            folders[:] = ["procedures"] if "procedures" in folders else []
            continue
        folders[:] = sorted(name for name in folders if _is_entered(here, name))
        yield from (here / name for name in sorted(names) if _may_be_one(name) or name.endswith(REHEARSAL))


def _is_entered(place: Path, name: str) -> bool:
    is_of_python = (place / name / "pyvenv.cfg").exists()
    return not name.startswith(".") and name not in _NOT_ENTERED and not is_of_python


def _is_of_something_else(path: Path) -> bool:
    """Whether a file has keys, and they are not those of a procedure; what cannot be read so is rather checked."""
    if path.name.endswith(REHEARSAL):
        return False
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES)
    except OSError:
        return False
    keys = set(_KEY.findall(content))
    return bool(keys) and b"procedure" not in keys and len(keys & _OURS) < _ENOUGH

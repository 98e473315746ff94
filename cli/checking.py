"""Checking the files that were named: procedures with what stands beside them in their folder, and office files.

Each stage runs only if the one before found no error: source, schema, build, check.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final, TypeAlias

import typer

from cli.place import OFFICE_FILE
from engine.diagnostics import has_errors, in_order
from engine.office import OfficeFault, office_from_text
from engine.procedure.build import build
from engine.procedure.check import check
from engine.procedure.schema import check_shape
from engine.procedure.source import read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from engine.diagnostics import Diagnostic
    from engine.procedure.model import Procedure
    from engine.procedure.nodes import Document

REHEARSAL: Final = ".rehearsal.yaml"
KINDS: Final = (".html", ".txt")
"""How the names of templates end."""


@dataclass(frozen=True, slots=True)
class _Built:
    """A procedure that could be built, the document it was built from, and what was odd in it."""

    document: Document
    procedure: Procedure
    warnings: tuple[Diagnostic, ...]


_Builder: TypeAlias = "Callable[[Path], _Built | tuple[Diagnostic, ...]]"


def files_of(paths: Iterable[Path]) -> tuple[Path, ...]:
    """Give the files that paths mean: a file itself, the procedures of a folder, all that belongs to an office.

    Raises:
        typer.BadParameter: A path means nothing that can be checked.
    """
    return tuple(dict.fromkeys(file for path in paths for file in _files(path)))


def _files(path: Path) -> list[Path]:
    found = _in_folder(path) if path.is_dir() else [path] if path.exists() else _matching(path)
    if not found:
        raise typer.BadParameter(f"there is nothing to check at {path}; name a YAML file, or a folder of them")
    return found


def _in_folder(folder: Path) -> list[Path]:
    if (folder / OFFICE_FILE).is_file():
        return [folder / OFFICE_FILE, *procedures_in(folder / "procedures")]
    return procedures_in(folder)


def procedures_in(folder: Path) -> list[Path]:
    """Give the files of a folder that hold procedures."""
    return sorted(path for path in folder.glob("*.yaml") if not path.name.endswith(REHEARSAL))


def _matching(path: Path) -> list[Path]:
    """Give what a pattern such as `*.yaml` matches, where the shell leaves that to us."""
    is_pattern = any(mark in path.name for mark in "*?[")
    return sorted(path.parent.glob(path.name)) if is_pattern else []


def check_files(files: Sequence[Path]) -> tuple[Diagnostic, ...]:
    """Find what is wrong with files, in the order they were named.

    Raises:
        OfficeFault: A file cannot be read.
    """
    build_once = cache(_build)
    return tuple(finding for file in files for finding in _check(file, build_once))


def _check(file: Path, build_once: _Builder) -> tuple[Diagnostic, ...]:
    if file.name == OFFICE_FILE:
        return _check_office(file)
    built = build_once(file)
    if isinstance(built, tuple):
        return built
    siblings = [build_once(path) for path in procedures_in(file.parent)]
    beside = {one.procedure.id: one.procedure for one in siblings if isinstance(one, _Built)}
    templates = _templates(file.parent).__contains__
    return in_order([*built.warnings, *check(built.procedure, built.document, templates, beside)])


def _build(file: Path) -> _Built | tuple[Diagnostic, ...]:
    document = read(_content(file), str(file))
    if isinstance(document, tuple):
        return document
    misfits = check_shape(document, "procedure")
    if misfits:
        return in_order((*document.warnings, *misfits))
    built = build(document)
    return built if isinstance(built, tuple) else _Built(document, built.procedure, built.warnings)


def _check_office(file: Path) -> tuple[Diagnostic, ...]:
    content = _content(file)
    document = read(content, str(file))
    if isinstance(document, tuple):
        return document
    findings = in_order((*document.warnings, *check_shape(document, "office")))
    if not has_errors(findings):
        office_from_text(content.decode(), str(file))
    return findings


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as refused:
        why = (refused.strerror or "no reason given").lower()
        raise OfficeFault(f"{file} cannot be read: {why}; put this right, then check again") from refused


def _templates(folder: Path) -> frozenset[str]:
    """Give the names of the documents there are templates for."""
    return frozenset(path.stem for path in (folder / "documents").glob("*") if path.suffix in KINDS)

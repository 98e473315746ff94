"""Reading an office's folder: `office.yaml` (who works there, where) and the procedures in force."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from engine.case.office import Office
from engine.kept import keep, recall
from engine.store.faults import ReadFailed
from engine.store.files import look

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from engine.diagnostics import Diagnostic


class OfficeFault(Exception):
    """The office cannot be worked in: a sentence for people, and the findings about its files, if any."""

    def __init__(self, message: str, findings: Sequence[Diagnostic] = ()) -> None:
        super().__init__(message)
        self.findings = tuple(findings)


def read_office(folder: Path) -> Office:
    """Read `office.yaml`.

    Raises:
        OfficeFault: It is missing, unreadable or wrong.
    """
    path = folder / "office.yaml"
    text = read_file(path, "make an office with: cuecard init DIR, or name one with --office DIR")
    digest = hashlib.sha256(text.encode()).hexdigest()
    known = recall("office", digest)
    if isinstance(known, Office):
        return known
    office = office_from_text(text, str(path))
    keep("office", digest, office)
    return office


def read_file(path: Path, advice: str) -> str:
    """Read a text file of the office; a link, or what is no ordinary file, is not one of the office.

    Raises:
        OfficeFault: It cannot be read; the message says which file, why, and the advice.
    """
    try:
        content = look(path)[1] or b""
        return content.decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
    except FileNotFoundError as cause:
        message = f"there is no {path}; {advice}"
        raise OfficeFault(message) from cause
    except UnicodeDecodeError as cause:
        message = f"{path} is not UTF-8 text; save it as UTF-8"
        raise OfficeFault(message) from cause
    except ReadFailed as cause:
        message = f"{path} cannot be read: {cause.cause}"
        raise OfficeFault(message) from cause


def office_from_text(text: str, file: str) -> Office:
    """Make the office from the text of `office.yaml`.

    Raises:
        OfficeFault: The file has mistakes; they are its findings.
    """
    from engine.office_text import office_in  # YAML and all that reads it: not where the office was read before

    found = office_in(text, file)
    if isinstance(found, tuple):
        raise OfficeFault(*found)
    return found

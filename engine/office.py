"""Reading an office's folder: `office.yaml` (who works there, where) and the procedures in force."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from engine.case.locale import LOCALES
from engine.office_form import office_of
from engine.office_times import WEEKDAYS, Unreadable
from engine.procedure.nodes import Mapping, Scalar
from engine.procedure.nodes import Sequence as SequenceNode

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from engine.case.office import Office
    from engine.diagnostics import Diagnostic
    from engine.procedure.nodes import Document

_KEYS: Final = frozenset(
    ("office", "practice", "zone", "hours", "holidays", "locale", "dates", "decimal", "clock", "currency", "staff")
)
_CHOICES: Final = {
    "practice": {"true", "false"},
    "locale": set(LOCALES),
    "dates": {"month/day/year", "day/month/year", "year-month-day"},
    "decimal": {"point", "comma"},
    "clock": {"12 hours", "24 hours"},
}
_PERSON_KEYS: Final = {"name", "full_name", "roles"}
_CURRENCY: Final = re.compile(r"[^0-9\s.,'+-]{1,5}")
_NAME: Final = re.compile(r"[^\s/\\:@,]{1,40}")


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
    return office_from_text(text, str(path))


def read_file(path: Path, advice: str) -> str:
    """Read a text file of the office.

    Raises:
        OfficeFault: It cannot be read; the message says which file, why, and the advice.
    """
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as cause:
        message = f"there is no {path}; {advice}"
        raise OfficeFault(message) from cause
    except UnicodeDecodeError as cause:
        message = f"{path} is not UTF-8 text; save it as UTF-8"
        raise OfficeFault(message) from cause
    except OSError as cause:
        message = f"{path} cannot be read: {cause.strerror}"
        raise OfficeFault(message) from cause


def office_from_text(text: str, file: str) -> Office:
    """Make the office from the text of `office.yaml`.

    Raises:
        OfficeFault: The file has mistakes; they are its findings.
    """
    from engine.procedure.source import read  # YAML, loaded when the first file is read

    document = read(text, file)
    if isinstance(document, tuple):
        raise _faulty(file, document)
    root = document.root
    if not isinstance(root, Mapping) or not _looks_right(root):
        raise _faulty(file, _findings(document))
    try:
        return office_of(root)
    except Unreadable as fault:
        message = f"{file}, line {fault.where.span.line}: {fault}"
        raise OfficeFault(message) from fault


def _faulty(file: str, findings: Sequence[Diagnostic]) -> OfficeFault:
    if findings:
        return OfficeFault(f"{file} has mistakes", findings)
    return OfficeFault(f"{file}: two people on the staff list have the same name; give each a name of their own")


def _findings(document: Document) -> Sequence[Diagnostic]:
    from engine.procedure.schema import check_shape  # loads jsonschema; only where something is wrong

    return check_shape(document, "office")


def _looks_right(root: Mapping) -> bool:
    """A quick look, so that a right file costs no schema validation at every start."""
    people = list(root.mappings("staff"))
    return (
        {key.text for key, _ in root.entries} <= _KEYS
        and bool(root.text("office").strip())
        and len(people) == len(root.nodes("staff")) > 0
        and all(_is_person(person) for person in people)
        and len({person.text("name") for person in people}) == len(people)
        and all(name not in root or root.text(name) in choices for name, choices in _CHOICES.items())
        and ("currency" not in root or _CURRENCY.fullmatch(root.text("currency")) is not None)
        and ("zone" not in root or isinstance(root.get("zone"), Scalar))
        and _has_scalars(root, "hours")
        and {key.text for key, _ in root.mapping("hours").entries} <= set(WEEKDAYS)
        and _has_scalars(root, "holidays")
    )


def _has_scalars(root: Mapping, name: str) -> bool:
    """Whether a key is not there, or holds a mapping to single values or lists of them."""
    there = root.get(name)
    if there is None:
        return True
    named = [key.text for key, _ in there.entries] if isinstance(there, Mapping) else []
    return bool(named) and all(len(root.mapping(name).scalars(key)) > 0 for key in named)


def _is_person(person: Mapping) -> bool:
    roles = person.get("roles")
    return (
        {key.text for key, _ in person.entries} <= _PERSON_KEYS
        and _NAME.fullmatch(person.text("name")) is not None
        and isinstance(roles, SequenceNode)
        and len(person.scalars("roles")) == len(roles.items)
    )

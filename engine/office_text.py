"""Making the office from the text of `office.yaml`, or saying what is wrong with it."""

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


def office_in(text: str, file: str) -> Office | tuple[str, Sequence[Diagnostic]]:
    """Give the office, or a sentence and the findings if there are any."""
    from engine.procedure.source import read  # YAML, loaded when the first file is read

    document = read(text, file)
    if isinstance(document, tuple):
        return _faulty(file, document)
    root = document.root
    if not isinstance(root, Mapping) or not _looks_right(root):
        return _faulty(file, _findings(document))
    try:
        return office_of(root)
    except Unreadable as fault:
        return f"{file}, line {fault.where.span.line}: {fault}", ()


def _faulty(file: str, findings: Sequence[Diagnostic]) -> tuple[str, Sequence[Diagnostic]]:
    if findings:
        return f"{file} has mistakes", findings
    return f"{file}: two people on the staff list have the same name; give each a name of their own", ()


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

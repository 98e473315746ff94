"""Checking an answer before it is recorded: from what was given to the value that is kept, or a sentence.

The only door to Cerberus: its rules are derived from the fact's declaration. Replay never comes through here.
"""

from __future__ import annotations

import re
from datetime import time
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from engine.case.locale import KEPT
from engine.case.typed import Misread, read_text
from engine.case.values import encode
from engine.frozen import dataclass, replace

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from engine.case.events import Json
    from engine.case.office import Office
    from engine.condition.reading import Plain
    from engine.procedure.model import Fact

LONGEST: Final = {"text": 500, "long_text": 20_000, "phone": 60, "email": 254, "file": 255}
"""Most characters of an answer, by type (e-mail: RFC 5321, 4.5.3.1.3)."""


FORMATS: Final = {
    "digits": ("[0-9]+", "nothing but digits"),
    "capitals": ("[A-Z0-9]+", "nothing but capital letters and digits"),
    "zip_code": ("[0-9]{5}(-[0-9]{4})?", "a ZIP code such as 12345 or 12345-6789"),
    "year": ("[0-9]{4}", "a year such as 2026"),
}
"""The named formats of texts: an author never writes a pattern, for a bad one hangs the desk (design 5.1)."""


CANNOT_BE_TOLD: Final = "?"
"""What somebody types to say that there is no answer to be had, though one is needed: the fact is then none."""


class Machined(str):
    """A value as a program writes it, with a decimal point, whatever the ways of the office."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """Why an answer cannot be recorded: what is expected. It never repeats what was given."""

    message: str


def read_answer(fact: Fact, given: Json, office: Office, now: datetime) -> Json | Problem:
    """Check what was given for a fact (text as typed, or a kept value); None and blank text mean none."""
    text = given.strip() if isinstance(given, str) else _as_text(fact, given)
    if given is None or (isinstance(given, str) and not text):
        return None if not fact.required else Problem("an answer is needed, or ? if it cannot be told")
    if given == CANNOT_BE_TOLD:
        return None
    if text is None:
        return Problem("one plain value is expected")
    if isinstance(given, Machined):
        office = as_kept(office)
    try:
        value = read_text(text, fact, office, now)
    except Misread as misread:
        return Problem(str(misread))
    if is_right(fact, value, office):
        return encode(value)
    return broken_rule(fact, value, office) or encode(value)


def as_kept(office: Office) -> Office:
    """Give the office as it is for values that a log holds: they are written the same way everywhere."""
    return replace(office, locale=KEPT)


def read_element(
    facts: Mapping[str, Fact], given: Json, office: Office, now: datetime
) -> dict[str, Json] | tuple[str, Problem]:
    """Check the facts of one element of a list; of a wrong one, give its name and why.

    What a step asks later, or what does not apply to every element, need not be told with the element.
    """
    if not isinstance(given, dict):
        names = ", ".join(facts)
        return "", Problem(f"each element is written as an object with: {names}")
    for name in given:
        if name not in facts:
            return "", Problem(f"an element of this list has only: {', '.join(facts)}")
    element: dict[str, Json] = {}
    for name, fact in facts.items():
        if name not in given or given[name] in (None, ""):
            if fact.is_worked_out or fact.asked_in or fact.when:
                continue
        elif fact.is_worked_out:
            return name, Problem("this is worked out, and cannot be told")
        kept = read_answer(fact, given.get(name), office, now)
        if isinstance(kept, Problem):
            return name, kept
        element[name] = kept
    return element


def _as_text(fact: Fact, given: Json) -> str | None:
    if isinstance(given, bool):
        return "yes" if given else "no"
    if isinstance(given, int):
        return str(given)
    if fact.kind == "choices" and isinstance(given, list) and all(isinstance(part, str) for part in given):
        return "; ".join(str(part) for part in given)
    return None


def is_right(fact: Fact, value: Plain, office: Office) -> bool:
    """Whether a value that was read keeps every rule of its fact: a quick look, so that a right answer costs little.

    INVARIANT: what it lets through, the rules let through; what it does not, they decide on.
    """
    if isinstance(value, str):
        longest = LONGEST.get(fact.kind)
        if longest is not None:
            form = FORMATS[fact.format][0] if fact.format else None
            return len(value) <= longest and (form is None or re.fullmatch(form, value) is not None)
        return value in (office.staff if fact.kind == "person" else fact.options or ())
    if isinstance(value, tuple):
        return all(option in (fact.options or ()) for option in value)
    if isinstance(value, int | Decimal):
        return (fact.minimum is None or fact.minimum <= value) and (fact.maximum is None or value <= fact.maximum)
    return True


def broken_rule(fact: Fact, value: Plain, office: Office) -> Problem | None:
    """Say which rule of its fact a value breaks, if any."""
    validator = _validator_type()({"answer": rules(fact, office)})
    if validator.validate({"answer": value}):
        return None
    broken = validator.document_error_tree["answer"].errors[0].rule
    return Problem(_SENTENCES[broken].format(**_words(fact, office)))


@cache
def _validator_type() -> type[Any]:
    from cerberus import TypeDefinition, Validator  # 50 ms, needed only when an answer breaks a rule

    class AnswerValidator(Validator):  # type: ignore[misc]  # Cerberus is not typed
        types_mapping = Validator.types_mapping | {
            "decimal": TypeDefinition("decimal", (Decimal,), ()),
            "time": TypeDefinition("time", (time,), ()),
            "options": TypeDefinition("options", (tuple,), ()),
        }

    return AnswerValidator


def rules(fact: Fact, office: Office) -> dict[str, Any]:
    """Derive the Cerberus rules of an answer from the fact's declaration."""
    found: dict[str, Any] = {"type": _TYPES[fact.kind]}
    if fact.minimum is not None:
        found["min"] = fact.minimum
    if fact.maximum is not None:
        found["max"] = fact.maximum
    if fact.kind == "choice":
        found["allowed"] = list(fact.options or {})
    if fact.kind == "choices":
        found["allowed"] = list(fact.options or {})
    if fact.kind == "person":
        found["allowed"] = list(office.staff)
    if fact.format:
        found["regex"] = FORMATS[fact.format][0]
    if fact.kind in LONGEST:
        found["maxlength"] = LONGEST[fact.kind]
    return found


_TYPES: Final[dict[str, str | list[str]]] = {
    "text": "string",
    "long_text": "string",
    "yes_no": "boolean",
    "choice": "string",
    "choices": "options",
    "number": ["integer", "decimal"],
    "money": "decimal",
    "date": "date",
    "time": "time",
    "datetime": "datetime",
    "phone": "string",
    "email": "string",
    "file": "string",
    "person": "string",
}

_SENTENCES: Final = {
    "min": "at least {minimum} is expected",
    "max": "at most {maximum} is expected",
    "maxlength": "at most {longest} characters can be kept",
    "allowed": "one of these is expected: {options}",
    "regex": "{format} is expected",
    "type": "another kind of answer is expected",
}


def _words(fact: Fact, office: Office) -> dict[str, str | int]:
    return {
        "minimum": _bare(fact, fact.minimum, office),
        "maximum": _bare(fact, fact.maximum, office),
        "format": FORMATS[fact.format][1] if fact.format else "",
        "longest": LONGEST.get(fact.kind, 0),
        "options": ", ".join(fact.options or {}),
    }


def _bare(fact: Fact, limit: Decimal | None, office: Office) -> str:
    if limit is None:
        return ""
    amount = fact.kind == "money"
    return office.locale.money(limit, office.currency) if amount else office.locale.number(limit.normalize())

"""The agenda as JSON: a contract that scripts rely on (design 7).

Moments are ISO 8601 in the office's zone, money is text. A fact that is none is null; an unknown one is absent.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from engine.frozen import fields_of

if TYPE_CHECKING:
    from datetime import tzinfo

    from engine.case.agenda import Agenda


def agenda_json(agenda: Agenda) -> dict[str, Any]:
    """Give the agenda as JSON; what the contract names comes first, the rest may grow."""
    plain: dict[str, Any] = to_plain(agenda, agenda.now.tzinfo)
    return {name: plain[name] for name in _CONTRACT} | plain


_CONTRACT = (
    *("case", "procedure", "version", "digest", "status", "outcome", "seq"),
    *("facts", "steps", "open", "due"),
)


def to_plain(value: object, zone: tzinfo | None = None) -> Any:  # noqa: ANN401  # JSON of any shape
    """Give a value made of our frozen types as what JSON has: objects, lists, text, numbers.

    Args:
        value: Anything made of dataclasses, tuples, moments and plain values.
        zone: The zone to give moments in.
    """
    if isinstance(value, datetime):
        return value.astimezone(zone).isoformat() if zone else value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (tuple, list)):
        return [to_plain(part, zone) for part in value]
    if isinstance(value, dict):
        return {key: to_plain(part, zone) for key, part in value.items()}
    names = fields_of(value)
    return {name: to_plain(getattr(value, name), zone) for name in names} if names else value

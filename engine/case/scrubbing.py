"""Taking a value out of what was told, wherever it was handed on, also under another name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from engine.case.events import Json

REDACTED: Final = "(redacted)"
"""What stands in place of words that were taken out."""


def telling(values: Iterable[Json]) -> frozenset[str]:
    """Give the values by which a fact can be recognised elsewhere: texts; a number or a yes can be anybody's."""
    return frozenset(value for value in values if isinstance(value, str) and value)


def without(told: Mapping[str, Json], names: Collection[str], values: Collection[str]) -> dict[str, Json]:
    """Give what was told with none in place of what goes by these names, or is one of these values."""
    return {name: None if name in names else _without(value, values) for name, value in told.items()}


def _without(value: Json, values: Collection[str]) -> Json:
    if isinstance(value, str):
        return None if value in values else value
    if isinstance(value, list):
        return [_without(part, values) for part in value]
    if isinstance(value, dict):
        return {name: _without(part, values) for name, part in value.items()}
    return value

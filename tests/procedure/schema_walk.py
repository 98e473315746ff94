"""The properties of a published schema, wherever they stand in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

Schema: TypeAlias = "dict[str, Any]"


def properties(schema: Schema) -> Iterator[tuple[str, str, Schema]]:
    """Give each property: what it is a key of, its name, and what is said about it."""
    objects = [("", schema), *schema["$defs"].items()]
    for name, one in objects:
        for key, property_ in one.get("properties", {}).items():
            yield name, key, property_


def inner(schema: Schema) -> Iterator[tuple[str, Schema]]:
    """Give what else a value is made of: entries of lists, values under names that authors choose."""
    for owner, key, property_ in [*properties(schema), *(("", name, one) for name, one in schema["$defs"].items())]:
        for part in ("items", "additionalProperties"):
            if isinstance(property_.get(part), dict):
                yield f"{owner}.{key}.{part}".lstrip("."), property_[part]


def resolved(schema: Schema, one: Schema) -> Schema:
    """Give what is said about a value, with what it refers to."""
    reference = one.get("$ref")
    behind = resolved(schema, schema["$defs"][reference.removeprefix("#/$defs/")]) if reference else {}
    return {**behind, **one}

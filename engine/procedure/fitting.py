"""Whether a document fits its schema, quickly: yes or no, and nothing about what misfits.

Most documents fit. Those that do never need jsonschema, which takes longer to import than a document to be checked; of
those that do not, it finds out where. This knows the keywords of JSON Schema that our schemas use.

INVARIANT: the answer is the one that jsonschema gives.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from engine.frozen import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

Schema: TypeAlias = "dict[str, Any]"

_pattern = cache(re.compile)


class Fitting(NamedTuple):
    """What is being compared: a value with a part of a schema.

    Args:
        value: The value.
        wanted: What stands under the keyword.
        schema: The part of the schema in which the keyword stands.
        root: The whole schema.
    """

    value: Any
    wanted: Any
    schema: Schema
    root: Schema


def fits(value: object, schema: Schema, root: Schema) -> bool:
    """Whether a value fits a part of a schema.

    Raises:
        KeyError: The schema has a keyword that is not known here.
    """
    for keyword, wanted in schema.items():
        if keyword not in _NOTES and not _RULES[keyword](Fitting(value, wanted, schema, root)):
            return False
    return True


def _all(one: Fitting) -> bool:
    return all(fits(one.value, schema, one.root) for schema in one.wanted)


def _exactly_one(one: Fitting) -> bool:
    return sum(fits(one.value, schema, one.root) for schema in one.wanted) == 1


def _refers(one: Fitting) -> bool:
    return fits(one.value, one.root["$defs"][one.wanted.removeprefix("#/$defs/")], one.root)


def _if(one: Fitting) -> bool:
    branch = "then" if fits(one.value, one.wanted, one.root) else "else"
    return branch not in one.schema or fits(one.value, one.schema[branch], one.root)


def _properties(one: Fitting) -> bool:
    wanted = one.wanted.items() if isinstance(one.value, dict) else ()
    return all(fits(one.value[name], schema, one.root) for name, schema in wanted if name in one.value)


def _more_properties(one: Fitting) -> bool:
    known = one.schema.get("properties", {})
    more = [value for name, value in one.value.items() if name not in known] if isinstance(one.value, dict) else []
    if isinstance(one.wanted, bool):
        return one.wanted or not more
    return all(fits(value, one.wanted, one.root) for value in more)


def _needs_others(one: Fitting) -> bool:
    return not isinstance(one.value, dict) or all(
        other in one.value for name, others in one.wanted.items() if name in one.value for other in others
    )


def _items(one: Fitting) -> bool:
    return not isinstance(one.value, list) or all(fits(item, one.wanted, one.root) for item in one.value)


def _no_twins(one: Fitting) -> bool:
    seen = [_same(item) for item in one.value] if isinstance(one.value, list) and one.wanted else []
    return all(item not in seen[:at] for at, item in enumerate(seen))


def _same(value: object) -> object:
    """Give what equals another value where JSON has them equal: `true` is not 1."""
    match value:
        case bool():
            return "truth", value
        case list():
            return [_same(item) for item in value]
        case dict():
            return {name: _same(item) for name, item in value.items()}
        case _:
            return value


def _is_of_type(one: Fitting) -> bool:
    kinds = one.wanted if isinstance(one.wanted, list) else [one.wanted]
    return any(_KINDS[kind](one.value) for kind in kinds)


def _is_number(value: object) -> bool:
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


_KINDS: Final[dict[str, Callable[[object], bool]]] = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "number": _is_number,
}

_NOTES: Final = frozenset(
    {"$schema", "$id", "$defs", "$comment", "title", "description", "examples", "default", "then", "else"}
)
"""Keywords that refuse nothing by themselves."""

_RULES: Final[dict[str, Callable[[Fitting], bool]]] = {
    "$ref": _refers,
    "allOf": _all,
    "oneOf": _exactly_one,
    "not": lambda one: not fits(one.value, one.wanted, one.root),
    "if": _if,
    "type": _is_of_type,
    "enum": lambda one: _same(one.value) in [_same(wanted) for wanted in one.wanted],
    "const": lambda one: _same(one.value) == _same(one.wanted),
    "properties": _properties,
    "additionalProperties": _more_properties,
    "propertyNames": lambda one: (
        not isinstance(one.value, dict) or all(fits(name, one.wanted, one.root) for name in one.value)
    ),
    "required": lambda one: not isinstance(one.value, dict) or all(name in one.value for name in one.wanted),
    "dependentRequired": _needs_others,
    "minProperties": lambda one: not isinstance(one.value, dict) or len(one.value) >= one.wanted,
    "maxProperties": lambda one: not isinstance(one.value, dict) or len(one.value) <= one.wanted,
    "items": _items,
    "minItems": lambda one: not isinstance(one.value, list) or len(one.value) >= one.wanted,
    "maxItems": lambda one: not isinstance(one.value, list) or len(one.value) <= one.wanted,
    "uniqueItems": _no_twins,
    "pattern": lambda one: not isinstance(one.value, str) or _pattern(one.wanted).search(one.value) is not None,
    "minLength": lambda one: not isinstance(one.value, str) or len(one.value) >= one.wanted,
    "maxLength": lambda one: not isinstance(one.value, str) or len(one.value) <= one.wanted,
    "minimum": lambda one: not _is_number(one.value) or one.value >= one.wanted,
    "maximum": lambda one: not _is_number(one.value) or one.value <= one.wanted,
}

"""Whether a document has the right shape: keys, kinds of values, numbers in range; the only door to jsonschema.

    check_shape(document, schema_name) -> findings

The schemas in `schemas/` are the language reference. A schema's `title` is what a message calls the thing that is
expected, and its first example is what the help shows.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeAlias

from engine.diagnostics import MOST_FINDINGS, in_order
from engine.procedure.fitting import fits
from engine.procedure.nodes import Mapping, Scalar
from engine.procedure.shape_findings import Misfit, explain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jsonschema.exceptions import ValidationError

    from engine.diagnostics import Diagnostic
    from engine.procedure.nodes import Document, Node, Typed

Schema: TypeAlias = "dict[str, Any]"
Plain: TypeAlias = "Typed | dict[str, Plain] | list[Plain]"


def check_shape(document: Document, schema_name: str) -> tuple[Diagnostic, ...]:
    """Compare a document with `schemas/<schema_name>.schema.json`; all findings, sorted by place."""
    misfits = islice(_misfits(document, schema_name), MOST_FINDINGS)
    return in_order(found for misfit in misfits for found in explain(misfit, document))


@cache
def load_schema(name: str) -> Schema:
    """Read one of the published schemas."""
    text = (files("schemas") / f"{name}.schema.json").read_text(encoding="utf-8")
    schema: Schema = json.loads(text)
    return schema


def _misfits(document: Document, schema_name: str) -> Iterator[Misfit]:
    schema, plain = load_schema(schema_name), _plain(document.root)
    if fits(plain, schema, schema):
        return
    from jsonschema import Draft202012Validator  # 75 ms to import; only to find out what misfits

    for error in Draft202012Validator(schema).iter_errors(plain):
        yield _misfit(error, schema)


def _misfit(error: ValidationError, schema: Schema) -> Misfit:
    refused, owner = _along(error, schema)
    return Misfit(
        path=tuple(error.absolute_path),
        rule=str(error.validator),
        wanted=error.validator_value,
        schema=refused,
        owner=owner,
        key=str(error.instance) if "propertyNames" in error.absolute_schema_path else None,
    )


def _along(error: ValidationError, schema: Schema) -> tuple[Schema, Schema]:
    """Give what the author should read about the place: the schema that refused, and the one of the keys around it.

    jsonschema hands over the schema behind a `$ref`; the title and the examples beside the `$ref` are nearer.
    """
    at: Any = schema
    owner = schema
    for part in list(error.absolute_schema_path)[:-1]:
        if isinstance(at, dict) and part not in at:
            at = _resolve(schema, at["$ref"])
        owner = at if isinstance(at, dict) and "properties" in at and "title" in at else owner
        at = at[part]
    behind = error.schema if isinstance(error.schema, dict) else {}
    owner = behind if "properties" in behind and "title" in behind else owner
    beside = {name: at[name] for name in ("title", "examples") if name in at}
    return {**behind, **beside}, {**owner, "properties": _resolved(schema, owner)}


def _resolve(schema: Schema, reference: str) -> Any:  # noqa: ANN401  any part of a schema
    return schema["$defs"][reference.removeprefix("#/$defs/")]


def _resolved(schema: Schema, owner: Schema) -> Schema:
    """Give the properties of a schema with what a `$ref` in them refers to."""
    properties = owner.get("properties", {})
    return {
        name: {**_resolve(schema, one["$ref"]), **one} if "$ref" in one else one for name, one in properties.items()
    }


def _plain(node: Node) -> Plain:
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Mapping):
        return {key.text: _plain(value) for key, value in node.entries}
    return [_plain(item) for item in node.items]

"""The quick look at a document says what jsonschema says."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from engine.procedure.fitting import fits
from engine.procedure.nodes import Document, Mapping, Scalar
from engine.procedure.schema import load_schema
from engine.procedure.source import read
from tests.case.procedures import texts
from tests.procedure.examples import bad, good
from tests.procedure.mutations import spoilt

if TYPE_CHECKING:
    from engine.procedure.nodes import Node

NAMES: Final = ("procedure", "office", "rehearsal")
KEYS: Final = st.sampled_from(["a", "b", "c", "d e", ""])
VALUES: Final = st.recursive(
    st.sampled_from([True, False, 0, 1, -1, 5, Decimal("1.0"), Decimal("2.5"), "", "a", "b", "true", "1", "x" * 9]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=8,
)
SAMPLES: Final[tuple[object, ...]] = ({}, [], "a", 1, True, Decimal("1.5"), {"a": 1}, [{}])
NUMBERS: Final = st.sampled_from([0, 1, 2, 5])
SIMPLE: Final[st.SearchStrategy[dict[str, Any]]] = st.fixed_dictionaries(
    {},
    optional={
        "type": st.sampled_from(["object", "array", "string", "boolean", "integer", "number", ["string", "number"]]),
        "enum": st.lists(VALUES, min_size=1, max_size=3),
        "const": VALUES,
        "required": st.lists(KEYS, max_size=2, unique=True),
        "dependentRequired": st.dictionaries(KEYS, st.lists(KEYS, max_size=2, unique=True), max_size=2),
        "minProperties": NUMBERS,
        "maxProperties": NUMBERS,
        "minItems": NUMBERS,
        "maxItems": NUMBERS,
        "uniqueItems": st.booleans(),
        "pattern": st.sampled_from(["a", "^b$", "x{3}"]),
        "minLength": NUMBERS,
        "maxLength": NUMBERS,
        "minimum": NUMBERS,
        "maximum": NUMBERS,
        "$ref": st.just("#/$defs/here"),
    },
)
SCHEMAS: Final[st.SearchStrategy[dict[str, Any]]] = st.recursive(
    SIMPLE,
    lambda inner: st.fixed_dictionaries(
        {},
        optional={
            "allOf": st.lists(inner, min_size=1, max_size=2),
            "oneOf": st.lists(inner, min_size=1, max_size=3),
            "not": inner,
            "if": inner,
            "then": inner,
            "else": inner,
            "properties": st.dictionaries(KEYS, inner, max_size=3),
            "additionalProperties": st.booleans() | inner,
            "propertyNames": inner,
            "items": inner,
        },
    ),
    max_leaves=6,
)


def plain(node: Node) -> Any:  # noqa: ANN401  JSON of any shape
    """Give what a document says."""
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Mapping):
        return {key.text: plain(value) for key, value in node.entries}
    return [plain(one) for one in node.items]


def both(value: object, schema: dict[str, Any]) -> tuple[bool, bool]:
    """Ask here and there."""
    return fits(value, schema, schema), Draft202012Validator(schema).is_valid(value)


@given(VALUES, SCHEMAS, SIMPLE.map(lambda schema: {key: schema[key] for key in schema if key != "$ref"}))
def test_any_schema(value: object, schema: dict[str, Any], here: dict[str, Any]) -> None:
    """Of any schema of these keywords and any value the answer is the same."""
    quick, slow = both(value, schema | {"$defs": {"here": here}})
    assert quick == slow


@given(st.one_of(texts(), spoilt))
def test_any_procedure(text: str) -> None:
    """INVARIANT: the answer is the one that jsonschema gives, for whatever is written."""
    document = read(text, "a.yaml")
    if isinstance(document, Document):
        quick, slow = both(plain(document.root), load_schema("procedure"))
        assert quick == slow


@pytest.mark.parametrize("name", NAMES)
def test_examples(name: str) -> None:
    """So it is for all examples, by each of the schemas."""
    examples = [*(path.read_bytes() for path in good()), *(text for _, text in bad())]
    documents = [found for text in examples if isinstance(found := read(text, "a.yaml"), Document)]
    answers = [both(plain(document.root), load_schema(name)) for document in documents]
    assert [quick for quick, _ in answers] == [slow for _, slow in answers]
    assert {quick for quick, _ in answers} >= {False}


@pytest.mark.parametrize("name", NAMES)
def test_every_keyword_is_known(name: str) -> None:
    """A keyword that is new in a schema has to be learnt here: every part of it is tried with every kind of value."""
    schema = load_schema(name)
    for part in [schema, *schema["$defs"].values()]:
        for value in SAMPLES:
            assert isinstance(fits(value, part, schema), bool)

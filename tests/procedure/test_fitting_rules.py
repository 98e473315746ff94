"""Each keyword of a schema by itself: what it lets through, and what it does not."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from engine.procedure.fitting import fits

NUMBER = {"type": "number"}
TEXT = {"type": "string"}
IF = {"if": TEXT, "then": {"minLength": 2}, "else": {"minimum": 2}}
SHORT = {"type": "array", "items": TEXT, "maxItems": 2, "minItems": 1}
KEYS = {"properties": {"a": TEXT}, "additionalProperties": False}
MORE = {"properties": {"a": TEXT}, "additionalProperties": NUMBER}


@pytest.mark.parametrize(
    ("schema", "right", "wrong"),
    [
        ({"type": "object"}, [{}], [[], "a", 1, True]),
        ({"type": "array"}, [[]], [{}, "a", 1]),
        ({"type": "string"}, ["", "1"], [1, [], True]),
        ({"type": "boolean"}, [True, False], [0, 1, "true"]),
        ({"type": "integer"}, [0, -1], [True, Decimal("1.0"), "1"]),
        ({"type": "number"}, [0, Decimal("1.5")], [True, "1"]),
        ({"type": ["string", "number"]}, ["a", 1], [True, []]),
        ({"enum": [1, "a", [1]]}, [1, "a", [1]], [True, "1", [True], [2]]),
        ({"enum": [True, {"a": True}]}, [True, {"a": True}], [1, {"a": 1}]),
        ({"const": {"a": [0]}}, [{"a": [0]}], [{"a": [False]}, {"a": []}, {}]),
        (IF, ["ab", 2, []], ["a", 1]),
        ({"if": TEXT, "then": {"minLength": 2}}, ["ab", 1], ["a"]),
        ({"if": TEXT, "else": {"minimum": 2}}, ["a", 2], [1]),
        ({"allOf": [TEXT, {"minLength": 2}]}, ["ab"], ["a", 2]),
        ({"oneOf": [TEXT, {"minLength": 2}]}, ["a", 1], ["ab"]),
        ({"oneOf": [TEXT, NUMBER]}, ["a", 1], [[]]),
        ({"not": TEXT}, [1], ["a"]),
        ({"$ref": "#/$defs/here"}, ["a"], [1]),
        (KEYS, [{}, {"a": "x"}, [], 1], [{"a": 1}, {"b": 1}, {"a": "x", "b": 1}]),
        (MORE, [{"a": "x", "b": 1}, {"b": 1}], [{"a": "x", "b": "y"}, {"a": 1}]),
        ({"additionalProperties": TEXT}, [{"a": "x"}], [{"a": 1}]),
        ({"additionalProperties": True}, [{"a": 1}], []),
        ({"propertyNames": {"pattern": "^a"}}, [{"ab": 1}, {}, 1], [{"b": 1}, {"a": 1, "b": 1}]),
        ({"required": ["a", "b"]}, [{"a": 1, "b": 2}, []], [{"a": 1}, {}]),
        ({"dependentRequired": {"a": ["b", "c"]}}, [{"b": 1}, {"a": 1, "b": 1, "c": 1}, "a"], [{"a": 1, "b": 1}]),
        ({"minProperties": 1}, [{"a": 1}, "a"], [{}]),
        ({"maxProperties": 1}, [{"a": 1}, "a"], [{"a": 1, "b": 1}]),
        (SHORT, [["a"], ["a", "b"]], [[], [1], ["a", 1], ["a", "b", "c"]]),
        ({"items": TEXT}, [[], {}, ["a"]], [[1]]),
        ({"uniqueItems": True}, [[1, 2], [1, True], [], "aa", {}], [[1, 1], [[1], [1]], [{"a": 1}, {"a": 1}]]),
        ({"uniqueItems": True}, [[{"a": 1}, {"a": True}], [[1], [True]], [{"a": 1}, {"b": 1}]], [["a", "b", "a"]]),
        ({"uniqueItems": False}, [[1, 1]], []),
        ({"pattern": "^a.$"}, ["ab", 1], ["a", "xab", "ba"]),
        ({"pattern": "b"}, ["abc"], ["ac"]),
        ({"minLength": 2}, ["ab", 1], ["a"]),
        ({"maxLength": 2}, ["ab", 1], ["abc"]),
        ({"minimum": 2}, [2, Decimal("2.0"), "a", True], [1, Decimal("1.9")]),
        ({"maximum": 2}, [2, "a", True], [3, Decimal("2.1")]),
        ({"title": "x", "description": "x", "default": 1, "examples": [1], "$comment": "x"}, [1, "a"], []),
    ],
)
def test_a_keyword(schema: dict[str, Any], right: list[object], wrong: list[object]) -> None:
    """What fits, fits, and what does not, does not; a keyword says nothing of values of other types."""
    root = {"$defs": {"here": TEXT}}
    assert ([True] * len(right), [False] * len(wrong)) == (
        [fits(value, schema, root) for value in right],
        [fits(value, schema, root) for value in wrong],
    )


def test_an_unknown_keyword_is_not_passed_over() -> None:
    """A schema that says more than is known here is refused."""
    with pytest.raises(KeyError, match="contains"):
        fits([], {"contains": TEXT}, {})

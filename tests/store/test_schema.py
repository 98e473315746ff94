"""The published form of a case's file is what the store writes, and all of it is explained."""

from __future__ import annotations

import json
from dataclasses import fields
from importlib.resources import files
from typing import Any, Final

import pytest
from hypothesis import given
from jsonschema import Draft202012Validator

from engine.case.events import EVENT_TYPES, Recorded
from tests.store.entries import BRIEF, CASE, FULL, opened
from tests.store.test_chain import VALUES
from tests.store.test_page import page_of

SCHEMA: Final[dict[str, Any]] = json.loads(files("schemas").joinpath("case.schema.json").read_text(encoding="utf-8"))
VALID: Final = Draft202012Validator(SCHEMA)


def written(entries: list[Recorded]) -> dict[str, Any]:
    """Give what a file says that holds these entries."""
    document: dict[str, Any] = json.loads(page_of(entries).content)
    return document


def properties(schema: object) -> list[tuple[str, dict[str, Any]]]:
    """Give all properties in a schema, however deep."""
    if isinstance(schema, list):
        return [found for part in schema for found in properties(part)]
    if not isinstance(schema, dict):
        return []
    here = [*schema.get("properties", {}).items(), *schema.get("patternProperties", {}).items()]
    return here + [found for part in schema.values() for found in properties(part)]


def test_the_schema_is_a_schema() -> None:
    """The published schema is itself in order."""
    Draft202012Validator.check_schema(SCHEMA)


def test_a_log_with_everything_in_it_is_valid() -> None:
    """A real log, in which every kind of event happens, has the published form."""
    document = written(opened(CASE, *FULL, *BRIEF))
    assert EVENT_TYPES.keys() == {entry["type"] for entry in document["events"].values()}
    assert [] == [error.message for error in VALID.iter_errors(document)]


@given(VALUES)
def test_every_value_is_valid(value: Any) -> None:  # noqa: ANN401  # as mypy does not know this strategy's type
    """Whatever JSON knows may be the value of an answer."""
    assert Draft202012Validator({"$ref": "#/$defs/value", "$defs": SCHEMA["$defs"]}).is_valid(value)


@pytest.mark.parametrize("name", EVENT_TYPES)
def test_schema_and_code_agree(name: str) -> None:
    """Each type of event has a definition with just its fields, all of them required."""
    definition = SCHEMA["$defs"][name]
    known = {"type", *(field.name for field in fields(EVENT_TYPES[name]))}
    assert known == {*definition["properties"]}
    assert known - {"type"} == {*definition["required"]}


def test_schema_knows_no_other_events() -> None:
    """An entry is one of the types of event, and the schema lists them in the order of the code."""
    assert [f"#/$defs/{name}" for name in EVENT_TYPES] == [one["$ref"] for one in SCHEMA["$defs"]["entry"]["oneOf"]]


def test_everything_is_explained() -> None:
    """Every property and every definition says what it means."""
    named = properties(SCHEMA) + list(SCHEMA["$defs"].items())
    assert [] == [name for name, schema in named if not schema.get("description")]


@pytest.mark.parametrize(
    "change",
    [
        {"seq": 0},
        {"type": "CaseExploded"},
        {"at": "2025-03-03 09:30"},
        {"at": "2025-03-03T09:30:00-05:00"},
        {"previous": "0"},
        {"element": 0},
        {"told": {"weight": 1.5}},
        {"name": "not in told"},
    ],
    ids=str,
)
def test_the_schema_is_strict(change: dict[str, Any]) -> None:
    """What the store would never write is not valid."""
    document = written(opened(CASE, *FULL))
    assert document["events"]["3"]["type"] == "ElementAdded"
    document["events"]["3"] |= change
    assert not VALID.is_valid(document)


@pytest.mark.parametrize("key", ["seq", "type", "at", "happened", "actor", "request", "previous", "told", "place"])
def test_nothing_may_be_missing(key: str) -> None:
    """Every key of an entry is required."""
    document = written(opened(CASE, *FULL))
    del document["events"]["3"][key]
    assert not VALID.is_valid(document)

"""schemas/procedure.schema.json is the language reference: every key is described, shown, and has its default."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from engine.procedure.nodes import Document
from engine.procedure.schema import check_shape, load_schema
from engine.procedure.source import read
from tests.case.yaml_text import to_yaml
from tests.procedure.schema_walk import inner, properties, resolved

if TYPE_CHECKING:
    from tests.procedure.schema_walk import Schema

SCHEMA: Final = load_schema("procedure")
PROPERTIES: Final = {f"{owner}.{key}".lstrip("."): one for owner, key, one in properties(SCHEMA)}
INNER: Final = dict(inner(SCHEMA))
REQUIRED: Final = {
    f"{owner}.{key}".lstrip(".")
    for owner, one in [("", SCHEMA), *SCHEMA["$defs"].items()]
    for key in one.get("required", [])
    if key in one.get("properties", {})
}
WITHOUT_DEFAULT: Final = {"wait_for.any_of", "wait.any_of", "step.wait_for.any_of"}
"""Keys that are the only one where they stand."""

SURROUNDINGS: Final[dict[str, Schema]] = {
    "": {"procedure": "a", "version": 1, "title": "A", "steps": [{"id": "a", "do": "A"}]},
    "step": {"id": "a"},
    "repeat": {"until": "a"},
    "open_case": {"procedure": "a"},
    "sign": {"by": "a"},
    "arrival": {"title": "A"},
    "outcome": {"title": "A", "as_soon_as": "a"},
    "promise": {"step": "a"},
    "fact": {"type": "text"},
    "reminder": {},
    "wait": {},
}
"""The keys that have to stand beside any other."""


@pytest.mark.parametrize("name", [*PROPERTIES, *INNER])
def test_described(name: str) -> None:
    """Each key and each entry says what it is, in a sentence that ends."""
    found = resolved(SCHEMA, PROPERTIES.get(name) or INNER[name])
    assert found["description"].endswith(".")


@pytest.mark.parametrize("name", PROPERTIES)
def test_shown(name: str) -> None:
    """Each key has an example."""
    assert resolved(SCHEMA, PROPERTIES[name])["examples"]


@pytest.mark.parametrize("name", sorted(PROPERTIES.keys() - REQUIRED - WITHOUT_DEFAULT))
def test_default(name: str) -> None:
    """Each key that can be left out says what counts then."""
    assert "default" in resolved(SCHEMA, PROPERTIES[name])


def _defaults() -> list[tuple[str, object]]:
    """The defaults that say more than that there is nothing."""
    found = [(name, resolved(SCHEMA, one).get("default")) for name, one in PROPERTIES.items()]
    return [one for one in found if one[1] not in ("", None, [], {}, True, False) and one[0] != "promise.always"]


@pytest.mark.parametrize(("name", "default"), _defaults())
def test_a_default_can_be_written(name: str, default: object) -> None:
    """Writing what counts anyway is right."""
    owner, _, key = name.rpartition(".")
    document = read(to_yaml(_around(owner, key, default)), "default.yaml")
    assert isinstance(document, Document), document
    assert () == check_shape(document, "procedure")


@pytest.mark.parametrize("name", sorted(REQUIRED & PROPERTIES.keys()))
def test_no_default(name: str) -> None:
    """A key that is needed has no default."""
    assert "default" not in PROPERTIES[name]


@pytest.mark.parametrize("name", PROPERTIES)
def test_examples_are_accepted(name: str) -> None:
    """What is shown as an example can be written so."""
    owner, _, key = name.rpartition(".")
    for example in resolved(SCHEMA, PROPERTIES[name])["examples"]:
        document = read(to_yaml(_around(owner, key, example)), "example.yaml")
        assert isinstance(document, Document), document
        assert () == check_shape(document, "procedure")


def _around(owner: str, key: str, example: object) -> Schema:
    """Put an example where its key belongs, with what has to stand beside it."""
    one = {**SURROUNDINGS[owner], key: example, **_beside(owner, key, example)}
    whole = SURROUNDINGS[""]
    match owner:
        case "":
            return one
        case "step":
            return {**whole, "steps": [one]}
        case "wait":
            return {**whole, "steps": [{"id": "a", "wait_for": [one]}]}
        case "repeat" | "open_case" | "sign":
            return {**whole, "steps": [{"id": "a", owner: one}]}
        case "reminder":
            return {**whole, "steps": [{"id": "a", "remind": [one]}]}
        case "promise":
            return {**whole, "promises": [one]}
        case _:
            return {**whole, f"{owner}s": {"a": one}}


def _beside(owner: str, key: str, example: object) -> Schema:
    """Give the keys without which this one means nothing."""
    match owner, key:
        case "reminder", "who" | "hand_to":
            return {"at": "3 days after a"}
        case "reminder", _:
            return {"who": "a"}
        case "promise", "step":
            return {"always": "yes"}
        case "fact", "min" | "max":
            return {"type": "number"}
        case "fact", "options":
            return {"type": "choice"}
        case "fact", "of":
            return {"type": "list"}
        case "fact", "type" if example in ("choice", "choices"):
            return {"options": {"a": "A"}}
        case _:
            return {}

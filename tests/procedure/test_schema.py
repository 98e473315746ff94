"""The published schemas: fit to teach the language, and in step with the model; what misfits are told as."""

from __future__ import annotations

import re
from dataclasses import fields
from typing import TYPE_CHECKING, Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from engine.case.answers import FORMATS
from engine.condition.types import SPOKEN
from engine.procedure import model
from engine.procedure.load import Loaded, load
from engine.procedure.nodes import Document, Mapping, Sequence
from engine.procedure.schema import check_shape, load_schema
from engine.procedure.source import read
from tests.case.procedures import texts
from tests.procedure.examples import good
from tests.procedure.mutations import spoilt

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from engine.procedure.nodes import Node

SCHEMAS: Final = ("procedure", "office", "rehearsal")
PROCEDURE: Final = load_schema("procedure")

DERIVED: Final = {
    "Procedure": {"digest", "by_id", "places"},
    "Step": {"span"},
    "Fact": {"id", "span", "element_of", "asked_in", "brought_by", "home"},
    "Arrival": {"id", "span"},
    "Outcome": {"id", "span"},
    "Promise": {"span"},
    "Repeat": set[str](),
    "OpenCase": set[str](),
    "Sign": set[str](),
}
"""Fields of the model that no key of a file stands for."""


def definition(name: str) -> dict[str, Any]:
    """Give the schema of an object of the language."""
    found: dict[str, Any] = PROCEDURE if name == "procedure" else PROCEDURE["$defs"][name]
    return found


def properties(schema: dict[str, Any], path: str = "") -> Iterator[tuple[str, dict[str, Any], bool]]:
    """Give every property and every named part of a schema, and whether it must be there."""
    for name, part in schema.get("properties", {}).items():
        yield f"{path}/{name}", part, name in schema.get("required", ())
        yield from properties(part, f"{path}/{name}")
    for name, part in schema.get("$defs", {}).items():
        yield f"{path}/$defs/{name}", part, True
        yield from properties(part, f"{path}/$defs/{name}")
    for key in ("items", "additionalProperties"):
        part = schema.get(key)
        if isinstance(part, dict) and "$ref" not in part:
            yield f"{path}/{key}", part, True
            yield from properties(part, f"{path}/{key}")


PROPERTIES: Final = [(name, *one) for name in SCHEMAS for one in properties(load_schema(name))]


@pytest.mark.parametrize("name", SCHEMAS)
def test_schema_is_one(name: str) -> None:
    """Each schema is a JSON Schema."""
    Draft202012Validator.check_schema(load_schema(name))


@pytest.mark.parametrize(("name", "path", "part", "is_required"), PROPERTIES)
def test_teaches(name: str, path: str, part: dict[str, Any], is_required: bool) -> None:  # noqa: FBT001  a parameter of the test
    """Each property says what it is for, shows an example that fits, and its default if it may be left out."""
    resolved = {**load_schema(name)["$defs"].get(part.get("$ref", "").rpartition("/")[2], {}), **part}
    assert resolved.get("description", "").endswith("."), path
    assert resolved.get("title"), path
    assert resolved["examples"], path
    assert is_required or "default" in part, path
    validator = Draft202012Validator({**part, "$defs": load_schema(name)["$defs"]})
    assert [] == [error.message for example in resolved["examples"] for error in validator.iter_errors(example)]


@pytest.mark.parametrize(
    ("name", "cls", "called"),
    [
        ("procedure", model.Procedure, {"id": "procedure"}),
        ("step", model.Step, {}),
        ("fact", model.Fact, {"kind": "type", "minimum": "min", "maximum": "max"}),
        ("arrival", model.Arrival, {}),
        ("outcome", model.Outcome, {}),
        ("promise", model.Promise, {}),
        ("repeat", model.Repeat, {}),
        ("open_case", model.OpenCase, {"told": "with"}),
        ("sign", model.Sign, {}),
    ],
)
def test_in_step_with_the_model(name: str, cls: type[Any], called: dict[str, str]) -> None:
    """Each key of the language has its field in the model, and each field its key."""
    told = {called.get(one.name, one.name) for one in fields(cls) if one.name not in DERIVED[cls.__name__]}
    assert told == definition(name)["properties"].keys()


def test_kinds() -> None:
    """The types and formats of facts are those that conditions and answers know."""
    fact = definition("fact")["properties"]
    assert list(SPOKEN) == fact["type"]["enum"]
    assert list(FORMATS) == fact["format"]["enum"]


@pytest.mark.parametrize("path", good(), ids=lambda path: path.stem)
def test_good(path: Path) -> None:
    """A good procedure has the right shape."""
    document = read(path.read_bytes(), path.name)
    assert isinstance(document, Document)
    assert () == check_shape(document, "procedure")


OFFICE: Final = "office: The practice\nstaff:\n  - name: pat\n    roles: [front_desk]\n"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (OFFICE, []),
        (OFFICE + "practice: true\nzone: Europe/London\ncurrency: £\n", []),
        (OFFICE + "practice: yes\n", [("wrong-type", 5)]),
        (OFFICE + "zone: here & there\n", [("not-so-written", 5)]),
        ("office: The practice\nstaff: []\n", [("empty", 2)]),
        (
            "staff:\n  - name: a b\n    full_name: 5\n",
            [("missing-key", 1), ("missing-key", 2), ("not-so-written", 2), ("wrong-type", 3)],
        ),
        ("- office\n", [("wrong-type", 1)]),
        ("office\n", [("wrong-type", 1)]),
    ],
)
def test_office(text: str, told: list[tuple[str, int]]) -> None:
    """An office's file is checked in the same way."""
    document = read(text, "office.yaml")
    assert isinstance(document, Document)
    assert told == [(one.code, one.span.line) for one in check_shape(document, "office")]


HEAD: Final = "procedure: p\nversion: 1\ntitle: P\n"


@pytest.mark.parametrize(
    ("text", "message", "help_"),
    [
        (
            HEAD + "steps: call\n",
            "`steps` must be a list of steps, here is text",
            "write one below the other, each with `- ` in front",
        ),
        (
            HEAD + "steps:\n  - id: a\n    wait_for: 7\n",
            "`wait_for` must be a wait, here is a number",
            "write it like `written_request`",
        ),
        (
            HEAD + "steps:\n  - id: a\n    wait_for:\n      - any_off: [b]\n",
            "`any_off` is not a key of this wait",
            "did you mean `any_of`?",
        ),
        (
            HEAD + "steps:\n  - id: a\n    once: [yes]\n",
            "`once` must be `yes` or `no`, here is a list",
            "write it like `yes`",
        ),
        (
            HEAD + "steps:\n  - id: a\n    remind:\n      - at: 3 days after b\n",
            "this reminder has none of the keys `who`, `hand_to`",
            "give it exactly one of them",
        ),
        (
            HEAD + "steps:\n  - id: a\nfacts:\n  b:\n    question: Why\n",
            "this fact has no `type`",
            "add `type:`, what kind of answer it takes",
        ),
        (
            HEAD + "steps:\n  - id: a\nfacts:\n  b:\n    value: c\n    question: Why\n",
            "`question` has no meaning here",
            "leave it out; a fact with `value` is worked out, never asked",
        ),
        (
            HEAD + "steps:\n  - id: a\nfacts:\n  b:\n    type: text\n    private: true\n    min: true\n",
            "`min` must be a number, here is `true`",
            "write it like `0`",
        ),
        (
            HEAD + "steps:\n  - id: a\n    repeat:\n      until: b\n      at_most: 2000\n",
            "`at_most` is more than 1000",
            "write a whole number from 1 on",
        ),
        (
            HEAD + "steps:\n  - id: a\n    ask:\n      b: c\n",
            "`ask` must be a list of names, here is a key with a value",
            "write it like `[reason, plans_return]`",
        ),
        (
            HEAD + "steps:\n  - id: a\n    do:\n      - b: c\n",
            "what is listed under `do` must be text, here is a key with a value",
            "write it like `Call {patient}`",
        ),
    ],
)
def test_told(text: str, message: str, help_: str) -> None:
    """A misfit is told in the words of the language."""
    document = read(text, "a.yaml")
    assert isinstance(document, Document)
    assert (message, help_) in [(one.message, one.help) for one in check_shape(document, "procedure")]


def elsewhere(node: Node) -> object:
    """Give what another program reads: YAML 1.2 with its core schema, as editors do."""
    if isinstance(node, Sequence):
        return [elsewhere(one) for one in node.items]
    if isinstance(node, Mapping):
        return {key.text: elsewhere(value) for key, value in node.entries}
    if node.style:
        return node.text
    return next((make(node.text) for form, make in CORE.items() if re.fullmatch(form, node.text)), node.text)


CORE: Final[dict[str, Callable[[str], object]]] = {
    r"null|Null|NULL|~|": lambda _: None,
    r"true|True|TRUE|false|False|FALSE": lambda text: text.lower() == "true",
    r"[-+]?[0-9]+": int,
    r"0o[0-7]+|0x[0-9a-fA-F]+": lambda text: int(text, 0),
    r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?": float,
    r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)": lambda text: float(text.lower().replace(".", "")),
}
"""How that schema types what has no quotes: the first form that fits."""


@given(st.one_of(texts(), spoilt))
def test_accepted_elsewhere_too(text: str) -> None:
    """INVARIANT: what the checker accepts without a word about it, the schema accepts in an editor as well."""
    found, document = load(text, "a.yaml"), read(text, "a.yaml")
    if not isinstance(found, Loaded) or not isinstance(document, Document) or document.warnings:
        return
    errors = Draft202012Validator(PROCEDURE).iter_errors(elsewhere(document.root))
    assert [] == [(list(one.absolute_path), one.message) for one in errors]

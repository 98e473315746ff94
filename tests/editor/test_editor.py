"""What an editor shows of the schemas: red lines, completion, hover texts, tried with the server that editors use.

`make editor` installs that server; where it is not, there is no editor to try.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

import pytest

from cli.app import run
from engine.procedure.schema import load_schema
from tests.editor.server import INSTALLED, Editor
from tests.procedure.examples import ROOT, TESTS, good

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.skipif(not INSTALLED.is_dir(), reason="the language server is not installed: make editor")

STEP: Final = load_schema("procedure")["$defs"]["step"]["properties"]
HEAD: Final = "procedure: a\nversion: 1\ntitle: A\nsteps:\n  - id: call\n"
OF_SHAPE: Final = ("unknown-key", "missing-key", "not-one-of", "wrong-type", "out-of-range", "twice-in-list")
"""Findings that an editor can make as well: what the schema refuses."""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make an office as people do."""
    folder = tmp_path_factory.mktemp("editor") / "office"
    assert run(["--as", "pat", "init", str(folder), "--practice"]) == 0
    return folder


@pytest.fixture(scope="module")
def editor(office: Path) -> Iterator[Editor]:
    """Open the office in an editor that heeds the settings in it."""
    settings = json.loads((office / ".vscode" / "settings.json").read_text(encoding="utf-8"))
    with Editor(office, {"schemas": settings["yaml.schemas"]}) as opened:
        yield opened


@pytest.mark.parametrize("path", good(), ids=lambda path: path.stem)
def test_nothing_is_underlined(editor: Editor, path: Path) -> None:
    """In a good procedure nothing is underlined."""
    assert [] == editor.open(f"procedures/{path.name}", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", sorted((ROOT / "procedures").glob("*.rehearsal.yaml")), ids=lambda path: path.stem)
def test_nothing_is_underlined_in_a_rehearsal(editor: Editor, path: Path) -> None:
    """A rehearsal that ships has its own schema, and nothing is underlined in it."""
    assert [] == editor.open(f"procedures/{path.name}", path.read_text(encoding="utf-8"))


def test_the_office_file(editor: Editor, office: Path) -> None:
    """In the office's own file a misspelled key is underlined, and else nothing."""
    text = (office / "office.yaml").read_text(encoding="utf-8")
    assert [] == editor.open("office.yaml", text)
    (found,) = editor.open("office.yaml", text.replace("practice:", "practise:"))
    assert "practise" in found["message"]


@pytest.mark.parametrize("code", OF_SHAPE)
def test_red_lines(editor: Editor, code: str) -> None:
    """What the check finds in the shape of a document, the editor underlines in the same lines, give or take one."""
    text = (TESTS / "bad" / f"{code}.yaml").read_text(encoding="utf-8")
    picture = (TESTS / "bad" / f"{code}.txt").read_text(encoding="utf-8")
    wrong = {int(line.rsplit(":", 2)[1]) for line in picture.splitlines() if line.startswith(f"  bad/{code}.yaml:")}
    found = editor.open(f"procedures/{code}.yaml", text)
    assert {1} == {one["severity"] for one in found}
    underlined = {one["range"]["start"]["line"] + 1 for one in found}
    assert [] == [line for line in wrong if not {line - 1, line, line + 1} & underlined]
    assert [] == [line for line in underlined if not {line - 1, line, line + 1} & wrong]


def test_the_keys_of_a_step(editor: Editor) -> None:
    """In a step exactly those of its keys are offered that are not there yet."""
    editor.open("procedures/keys.yaml", HEAD + "    \n")
    assert sorted(STEP.keys() - {"id"}) == sorted(editor.offered("procedures/keys.yaml", 5, 4))


def test_the_values_of_a_key(editor: Editor) -> None:
    """After a key its values are offered."""
    editor.open("procedures/order.yaml", HEAD + "    order: \n")
    assert ["sequence", "any", "one at a time"] == editor.offered("procedures/order.yaml", 5, 11)
    kinds = load_schema("procedure")["$defs"]["fact"]["properties"]["type"]["enum"]
    editor.open("procedures/types.yaml", HEAD + "facts:\n  balance:\n    type: \n")
    assert kinds == editor.offered("procedures/types.yaml", 7, 10)


@pytest.mark.parametrize("key", ["say", "when", "wait_for", "for_each"])
def test_hover(editor: Editor, key: str) -> None:
    """Where the mouse rests on a key, it is told what the key is for."""
    file = f"procedures/{key}.yaml"
    editor.open(file, HEAD + f"    {key}: x\n")
    described = STEP[key]["description"]
    assert _plain(described) in _plain(editor.hovered(file, 5, 5))


def _plain(text: str) -> str:
    """Leave out what Markdown escapes."""
    return text.replace("\\", "").replace("&nbsp;", " ").replace("`", "")


def test_a_line_in_the_file_names_the_schema(editor: Editor, office: Path) -> None:
    """A file anywhere may name its schema in a remark."""
    schema = (office / "schemas" / "procedure.schema.json").as_uri()
    text = HEAD.replace("title:", "tilte:")
    assert [] == editor.open("elsewhere/plain.yaml", text)
    named = editor.open("elsewhere/named.yaml", f"# yaml-language-server: $schema={schema}\n{text}")
    assert any("tilte" in one["message"] for one in named)
    near = editor.open("drafts/near.yaml", f"# yaml-language-server: $schema=../schemas/procedure.schema.json\n{text}")
    assert any("tilte" in one["message"] for one in near)

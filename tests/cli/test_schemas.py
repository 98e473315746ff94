"""The schemas for editors, and how an office gets them."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from cli.schemas import FOR_FILES
from engine.procedure.schema import load_schema
from tests.procedure.examples import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.said import Calls

NAMES = ["case", "office", "procedure", "rehearsal"]


def test_list(cuecard: Calls) -> None:
    """Without a name all are listed, each with what it describes."""
    assert NAMES == [line.split()[0] for line in cuecard("schema").out.splitlines()]
    assert cuecard("schema", "--json").json == {name: load_schema(name)["description"] for name in NAMES}


@pytest.mark.parametrize("name", NAMES)
def test_print(cuecard: Calls, name: str) -> None:
    """A schema is printed as it is published."""
    assert cuecard("schema", name).json == load_schema(name)
    assert cuecard("schema", name) == cuecard("schema", name, "--json")


def test_no_such_schema(cuecard: Calls) -> None:
    """A name that is none is wrong usage, and those that are, are named."""
    said = cuecard("schema", "procedures")
    assert (said.code, said.out) == (2, "")
    assert "there is no schema `procedures`; there are: case, office, procedure, rehearsal" in said.err


def test_write(cuecard: Calls, tmp_path: Path) -> None:
    """Those that people write files by are written into a folder, again and again; or the one that is named."""
    folder = tmp_path / "new" / "schemas"
    written = [folder / f"{name}.schema.json" for name in FOR_FILES]
    for _ in range(2):
        assert cuecard("schema", "--write", str(folder)).out.splitlines() == [str(path) for path in written]
    assert sorted(written) == sorted(folder.iterdir())
    assert [json.loads(path.read_text(encoding="utf-8")) for path in written] == [
        load_schema(name) for name in FOR_FILES
    ]
    assert cuecard("schema", "case", "--write", str(folder), "--json").json == [str(folder / "case.schema.json")]


def test_cannot_be_written(cuecard: Calls, tmp_path: Path) -> None:
    """A folder that cannot be made is told."""
    (tmp_path / "file").touch()
    said = cuecard("schema", "--write", str(tmp_path / "file"))
    assert (said.code, "cannot be written: file exists; choose another folder" in said.err) == (1, True)


def test_an_office_has_them(cuecard: Calls, tmp_path: Path) -> None:
    """A new office has the schemas, and the settings that lead an editor to them."""
    assert cuecard("init", str(tmp_path / "office")).code == 0
    settings = json.loads((tmp_path / "office" / ".vscode" / "settings.json").read_text(encoding="utf-8"))
    assert settings["yaml.schemas"] == {f"./schemas/{name}.schema.json": files for name, files in FOR_FILES.items()}
    assert [path for path in settings["yaml.schemas"] if not (tmp_path / "office" / path).is_file()] == []


def test_the_settings_in_the_docs() -> None:
    """The settings in docs/editors.md are those that an office gets."""
    page = (ROOT / "docs" / "editors.md").read_text(encoding="utf-8")
    (shown,) = re.findall(r"^```json\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    assert json.loads(shown) == {
        "yaml.schemas": {f"./schemas/{name}.schema.json": FOR_FILES[name] for name in FOR_FILES}
    }

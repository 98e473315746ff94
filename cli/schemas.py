"""The published schemas: what there is, and putting them where an editor finds them."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from cli.wrong import WrongUsage
from engine.office import OfficeFault

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_ENDS: Final = ".schema.json"

FOR_FILES: Final = {
    "procedure": ["procedures/*.yaml", "!procedures/*.rehearsal.yaml"],
    "office": ["office.yaml"],
    "rehearsal": ["procedures/*.rehearsal.yaml"],
}
"""Which files of an office people write by which schema, in the words of editors."""


def described() -> dict[str, str]:
    """Give what each schema is for, by its name."""
    return {name: json.loads(text_of(name))["description"] for name in _names()}


def text_of(name: str) -> str:
    """Give a schema.

    Raises:
        WrongUsage: There is none of this name.
    """
    if name not in _names():
        raise WrongUsage(f"there is no schema `{name}`; there are: {', '.join(_names())}")
    return (files("schemas") / f"{name}{_ENDS}").read_text(encoding="utf-8")


def _names() -> list[str]:
    found = (one.name for one in files("schemas").iterdir())
    return sorted(name.removesuffix(_ENDS) for name in found if name.endswith(_ENDS))


def write_schemas(folder: Path, names: Iterable[str] | None = None) -> list[Path]:
    """Write schemas into a folder, which is made if need be; all that people write files by if none are named.

    Raises:
        OfficeFault: They cannot be written there.
    """
    texts = {name: text_of(name) for name in names or _for_people()}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return [_write(folder / f"{name}{_ENDS}", text) for name, text in texts.items()]
    except OSError as refused:
        why = (refused.strerror or "no reason given").lower()
        raise OfficeFault(f"{folder} cannot be written: {why}; choose another folder, or put this right") from refused


def _for_people() -> list[str]:
    return [name for name in FOR_FILES if name in _names()]


def _write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8", newline="\n")
    return path


def write_editor_settings(folder: Path) -> None:
    """Tell editors of the kind of VS Code which schema is for which files of an office."""
    schemas = {f"./schemas/{name}{_ENDS}": FOR_FILES[name] for name in _for_people()}
    (folder / ".vscode").mkdir()
    _write_json(folder / ".vscode" / "settings.json", {"yaml.schemas": schemas})
    _write_json(folder / ".vscode" / "extensions.json", {"recommendations": ["redhat.vscode-yaml"]})


def _write_json(path: Path, content: object) -> None:
    _write(path, json.dumps(content, indent=2) + "\n")

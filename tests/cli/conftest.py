"""A practice office for each test, and the command called in this process."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from cli.app import run
from tests.cli.marked import Scene, make_scene, placed
from tests.cli.said import SECRET, Calls, Said, make_office

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a practice office, with pat the porter at its desk, on a Monday morning."""
    for name in ("COLUMNS", "FORCE_COLOR", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("CUECARD_OFFICE", str(tmp_path / "parcels"))
    monkeypatch.setenv("CUECARD_AS", "pat")
    monkeypatch.setenv("CUECARD_NOW", "2026-11-23T09:30")
    return make_office(tmp_path / "parcels")


@pytest.fixture
def cuecard(capsys: pytest.CaptureFixture[str]) -> Calls:
    """Call the command in this process."""

    def call(*arguments: str) -> Said:
        capsys.readouterr()
        code = run(arguments)
        printed = capsys.readouterr()
        return Said(code, printed.out, printed.err)

    return call


@pytest.fixture
def case(office: Path, cuecard: Calls) -> str:
    """Open a case, for the person whose name is the secret."""
    assert office.is_dir()
    opened = cuecard("open", "parcel", f"person={SECRET}", "--json")
    number: str = opened.json["case"]
    return number


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """Make the office once; what is refused changes nothing of it."""
    with pytest.MonkeyPatch.context() as patch:
        yield make_scene(placed(tmp_path_factory.mktemp("marked"), patch))


@pytest.fixture
def scene(first: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Scene:
    """Give a copy of the office, to be broken."""
    shutil.copytree(first.folder / "office", tmp_path / "office")
    shutil.copytree(first.folder / "given", tmp_path / "given")
    return Scene(placed(tmp_path, monkeypatch), first.cases)

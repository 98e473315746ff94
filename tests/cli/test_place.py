"""Which office a command is for, and who acts."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import typer

from cli.place import actor_name, login_name, office_folder, own_office
from tests.cli.said import make_office

if TYPE_CHECKING:
    from tests.cli.said import Calls


def test_the_folder_that_was_named_comes_first(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """`--office` comes before CUECARD_OFFICE, and that before the nearest office."""
    (tmp_path / "office.yaml").touch()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CUECARD_OFFICE", "from-environment")
    assert office_folder(Path("named")) == Path("named")
    assert office_folder(None) == Path("from-environment")


def test_the_nearest_office(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Without either, it is the first folder with an office.yaml, from here upwards."""
    monkeypatch.delenv("CUECARD_OFFICE", raising=False)
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    (tmp_path / "office.yaml").touch()
    monkeypatch.chdir(below)
    assert office_folder(None) == tmp_path


def test_the_users_own_office(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Where there is none, it is a folder of the user's own."""
    monkeypatch.delenv("CUECARD_OFFICE", raising=False)
    monkeypatch.chdir(tmp_path)
    assert office_folder(None) == own_office()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps the folder one is in")
@pytest.mark.parametrize("line", [("cases",), ("init", "here"), ("cases", "--json")], ids=" ".join)
def test_the_folder_one_is_in_is_gone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, cuecard: Calls, line: tuple[str, ...]
) -> None:
    """Where nothing can be found from, that is told; with an office that is named, there is no need of it."""
    monkeypatch.delenv("CUECARD_OFFICE", raising=False)
    make_office(office := tmp_path / "office")
    (here := tmp_path / "here").mkdir()
    monkeypatch.chdir(here)
    here.rmdir()
    said = cuecard(*line)
    message = "the folder you are in is not there any more; go to another one (cd), and do it again"
    assert (said.code, said.err) == (1, f"cuecard: {message}\n")
    assert "--json" not in line or said.json["fault"] == {"code": "office-fault", "message": message, "next": None}
    assert cuecard("cases", "--office", str(office), "--as", "pat").code == 0


@pytest.mark.parametrize("told", [None, "/somewhere"])
def test_the_users_own_office_is_where_typer_says(monkeypatch: pytest.MonkeyPatch, told: str | None) -> None:
    """It lies where programs keep what belongs to a user, as Typer knows it."""
    for name in ("XDG_CONFIG_HOME", "APPDATA"):
        monkeypatch.delenv(name, raising=False)
        if told:
            monkeypatch.setenv(name, told)
    assert Path(typer.get_app_dir("cuecard")) == own_office()


def test_who_acts(monkeypatch: pytest.MonkeyPatch) -> None:
    """`--as` comes before CUECARD_AS, and that before the login name."""
    monkeypatch.setenv("CUECARD_AS", "bea")
    monkeypatch.setenv("LOGNAME", "Mary Hill")
    assert actor_name("ann") == "ann"
    assert actor_name(None) == "bea"
    monkeypatch.delenv("CUECARD_AS")
    assert actor_name(None) == "mary.hill"


@pytest.mark.parametrize(("login", "name"), [("MARY", "mary"), ("DOM\\mary", "dom.mary"), ("日本", "nobody")])
def test_a_login_name_becomes_a_name_for_the_staff_list(monkeypatch: pytest.MonkeyPatch, login: str, name: str) -> None:
    """A login name is brought into the form that staff lists have."""
    monkeypatch.setenv("LOGNAME", login)
    assert login_name() == name


def test_nobody_is_logged_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the system has no name, who acts is `nobody`, who stands on no staff list."""

    def unknown() -> str:
        raise OSError

    monkeypatch.setattr("getpass.getuser", unknown)
    assert login_name() == "nobody"

"""Making an office."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from cli.zone import zone_name
from engine.office import read_office
from tests.support import shipped

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.said import Calls


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Name a folder that is not there yet."""
    for name in ("CUECARD_OFFICE", "CUECARD_AS", "CUECARD_NOW"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LOGNAME", "mary")
    monkeypatch.setenv("TZ", "America/New_York")
    return tmp_path / 'my office: "one"'


def test_a_new_office(folder: Path, cuecard: Calls) -> None:
    """An office is made with the procedures that ship, and with whoever made it on its staff list in all roles."""
    said = cuecard("init", str(folder), "--practice")
    assert (said.code, said.err) == (0, "")
    office = read_office(folder)
    assert (office.title, office.practice, str(office.calendar.zone)) == (folder.name, True, "America/New_York")
    assert office.staff["mary"].roles >= {"front_desk", "billing", "office_manager"}
    assert (folder / "procedures" / "record_release.yaml").is_file()
    assert (folder / "cases").is_dir()


def test_what_to_do_next(folder: Path, cuecard: Calls) -> None:
    """What to do next is said, and works as it is said."""
    last = cuecard("init", str(folder), "--procedure", "record_release").out.splitlines()[-1]
    assert last == "  4. open a first case: cuecard open record_release patient=... phone=... --run"
    opened = cuecard("open", "record_release", "patient=A", "phone=555-0123", "--office", str(folder))
    assert (opened.code, opened.err) == (0, "")


def test_a_new_office_checks_clean(folder: Path, cuecard: Calls) -> None:
    """All that a new office holds is found to be right."""
    cuecard("init", str(folder))
    said = cuecard("check", str(folder))
    assert (said.code, said.out) == (0, "checked 3 files: no errors, no warnings\n")


@pytest.mark.parametrize("name", ["recall_visit", "refund", "supplies_order"])
def test_an_office_that_begins_with_another_procedure(folder: Path, cuecard: Calls, name: str) -> None:
    """Each procedure that ships makes an office that checks clean, with the documents that it prints."""
    assert cuecard("init", str(folder), "--procedure", name).code == 0
    said = cuecard("check", str(folder))
    assert (said.code, said.out) == (0, "checked 3 files: no errors, no warnings\n")
    printed = {document for step in shipped(name).by_id.values() for document in step.print}
    assert {path.stem for path in (folder / "procedures" / "documents").iterdir()} == printed


def test_somebody_else_on_the_staff_list(folder: Path, cuecard: Calls) -> None:
    """`--as` puts another name on the staff list, and what is said next uses it."""
    said = cuecard("init", str(folder), "--as", "bea")
    assert list(read_office(folder).staff) == ["bea"]
    assert "cuecard --as bea open" in said.out


def test_as_json(folder: Path, cuecard: Calls) -> None:
    """With --json, what was made is one document."""
    made = cuecard("init", str(folder), "--json").json
    assert (made["office"], made["staff"][0]["name"], made["practice"]) == (str(folder), "mary", False)


def test_a_folder_that_is_not_empty(folder: Path, cuecard: Calls) -> None:
    """Nothing that is there is touched: neither an office, nor a folder with something in it, nor a file."""
    cuecard("init", str(folder))
    text = (folder / "office.yaml").read_text(encoding="utf-8")
    other = folder / "procedures"
    for place, told in [
        (folder, "is an office already"),
        (other, "is not empty"),
        (folder / "office.yaml", "is a file"),
    ]:
        said = cuecard("init", str(place))
        assert (said.code, told in said.err) == (1, True)
    assert (folder / "office.yaml").read_text(encoding="utf-8") == text


def test_a_procedure_that_does_not_ship(folder: Path, cuecard: Calls) -> None:
    """A procedure that does not ship is refused, with the names of those that do, and nothing is made."""
    said = cuecard("init", str(folder), "--procedure", "nothing")
    assert (said.code, "record_release" in said.err, folder.exists()) == (1, True, False)


def test_a_folder_that_cannot_be_made(tmp_path: Path, cuecard: Calls) -> None:
    """Where the folder cannot be made, that is told with its cause."""
    (tmp_path / "file").touch()
    said = cuecard("init", str(tmp_path / "file" / "office"))
    assert (said.code, "cannot be made" in said.err) == (1, True)


@pytest.mark.parametrize(
    ("told", "windows", "zone"),
    [
        ("Europe/Paris", "", "Europe/Paris"),
        (":Asia/Tokyo", "", "Asia/Tokyo"),
        ("nonsense/zone", "Pacific Standard Time", None),
        ("../../etc/passwd", "", None),
    ],
)
def test_the_zone_of_this_machine(monkeypatch: pytest.MonkeyPatch, told: str, windows: str, zone: str | None) -> None:
    """The zone is what TZ says, or this machine is set to; whatever it is, it is one that is known."""
    monkeypatch.setenv("TZ", told)
    monkeypatch.setattr("time.tzname", (windows, ""))
    assert zone_name() == (zone or zone_name())
    assert ZoneInfo(zone_name()).key


def test_a_folder_that_is_synced_is_refused(folder: Path, cuecard: Calls) -> None:
    """No office is made where another program syncs, unless it is asked for; then each command says so again."""
    place = folder.parent / "Dropbox" / "office"
    said = cuecard("init", str(place))
    told = f"cuecard: {place} is in a folder that Dropbox syncs; what it syncs can undo what was recorded; "
    assert (1, True, False) == (said.code, said.err.startswith(told), place.exists())
    assert "to make it there all the same: --anyway" in said.err
    assert cuecard("init", str(place), "--anyway").code == 0
    listed = cuecard("cases", "--office", str(place), "--as", "mary")
    assert (0, True) == (listed.code, listed.err.startswith(told))


def test_practice_is_safe_anywhere(folder: Path, cuecard: Calls) -> None:
    """In a practice office nothing is real: it is made anywhere, and nothing is said."""
    place = folder.parent / "Dropbox" / "office"
    assert (0, "") == (cuecard("init", str(place), "--practice").code, cuecard("cases", "--office", str(place)).err)

"""Checking files."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.cli.said import HERE, Calls

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Make a folder with a procedure and the template it needs."""
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "receipt.txt").touch()
    shutil.copy(HERE / "parcel.yaml", tmp_path)
    return tmp_path


def spoil(folder: Path, old: str, new: str) -> None:
    """Make a mistake in the procedure."""
    text = (folder / "parcel.yaml").read_text(encoding="utf-8")
    assert old in text
    (folder / "parcel.yaml").write_text(text.replace(old, new), encoding="utf-8")


def test_nothing_is_wrong(folder: Path, cuecard: Calls) -> None:
    """A clean file exits with 0, and how many were checked is said."""
    said = cuecard("check", str(folder / "parcel.yaml"))
    assert (said.code, said.out, said.err) == (0, "checked 1 file: no errors, no warnings\n", "")


def test_an_error(folder: Path, cuecard: Calls) -> None:
    """An error exits with 1 and is drawn with its line, carets and what to do."""
    spoil(folder, "when: weight > 20", "when: wieght > 20")
    said = cuecard("check", str(folder))
    assert said.code == 1
    assert said.out.startswith("error[unknown-fact]: ")
    assert "         when: wieght > 20\n" in said.out
    assert "  help: did you mean `weight`?" in said.out
    assert said.out.endswith("\n\nchecked 1 file: 1 error, no warnings\n")


def test_the_forms(folder: Path, cuecard: Calls) -> None:
    """JSON, GitHub and SARIF say the same, and nothing else is printed."""
    spoil(folder, "when: weight > 20", "when: wieght > 20")
    path = str(folder / "parcel.yaml")
    (one,) = cuecard("check", path, "--format", "json").json
    assert list(one) == [
        *("code", "severity", "message", "help", "file"),
        *("line", "column", "end_line", "end_column"),
    ]
    assert (one["code"], one["severity"], one["file"]) == ("unknown-fact", "error", path)
    assert cuecard("check", path, "--json") == cuecard("check", path, "--format", "json")
    assert cuecard("check", path, "--format", "github").out.startswith("::error file=")
    assert cuecard("check", path, "--format", "sarif").json["version"] == "2.1.0"


@pytest.mark.parametrize(("form", "out"), [("json", "[]\n"), ("github", "")])
def test_the_forms_of_nothing(folder: Path, cuecard: Calls, form: str, out: str) -> None:
    """Where nothing is wrong, JSON is an empty array, and GitHub gets no line."""
    said = cuecard("check", str(folder), "--format", form)
    assert (said.code, said.out) == (0, out)


def test_a_template_that_is_missing(folder: Path, cuecard: Calls) -> None:
    """A document to print without a template beside the procedure is an error."""
    (folder / "documents" / "receipt.txt").unlink()
    said = cuecard("check", str(folder), "--json")
    assert (said.code, [one["code"] for one in said.json]) == (1, ["missing-template"])


def test_what_is_in_a_folder(folder: Path, cuecard: Calls) -> None:
    """Of a folder all procedures are checked, no rehearsals and nothing else."""
    (folder / "parcel.rehearsal.yaml").write_text("nonsense", encoding="utf-8")
    (folder / "notes.md").write_text("nonsense", encoding="utf-8")
    shutil.copy(folder / "parcel.yaml", folder / "second.yaml")
    assert cuecard("check", str(folder)).out.startswith("checked 2 files: ")


def test_what_is_in_an_office(office: Path, cuecard: Calls) -> None:
    """Of an office, and without any path of the office one is in, office.yaml is checked too."""
    spoil_office = (office / "office.yaml").read_text(encoding="utf-8").replace("practice:", "practise:")
    (office / "office.yaml").write_text(spoil_office, encoding="utf-8")
    assert [one["code"] for one in cuecard("check", str(office), "--json").json] == ["unknown-key"]
    assert cuecard("check").out.endswith("checked 2 files: 1 error, no warnings\n")


@pytest.mark.parametrize("spoilt", ["office: [", "office: A\nzone: Nowhere/Else\nstaff: []\n"])
def test_a_wrong_office_file(office: Path, cuecard: Calls, spoilt: str) -> None:
    """A wrong office file exits with 1."""
    (office / "office.yaml").write_text(spoilt, encoding="utf-8")
    assert cuecard("check", str(office / "office.yaml")).code == 1


def test_a_pattern(folder: Path, cuecard: Calls) -> None:
    """A pattern that the shell did not expand is expanded."""
    assert cuecard("check", str(folder / "*.yaml")).code == 0


def test_nothing_to_check(tmp_path: Path, cuecard: Calls) -> None:
    """A path of nothing is wrong usage."""
    for path in (tmp_path, tmp_path / "missing.yaml", tmp_path / "*.yaml"):
        said = cuecard("check", str(path))
        assert (said.code, "there is nothing to check at" in said.err) == (2, True)


def test_a_file_that_cannot_be_read(tmp_path: Path, cuecard: Calls, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that is there and cannot be read is told with its cause."""

    def refuse(_path: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "a.yaml").touch()
    monkeypatch.setattr("pathlib.Path.read_bytes", refuse)
    said = cuecard("check", str(tmp_path / "a.yaml"))
    assert (said.code, "a.yaml cannot be read: permission denied" in said.err) == (1, True)


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"a: [", b"\x00", b"{" * 100_000, b"a: &a [*a]", b"- 1"])
def test_hostile_files(tmp_path: Path, cuecard: Calls, content: bytes) -> None:
    """Whatever a file holds, it is told with a line, in every form."""
    (tmp_path / "a.yaml").write_bytes(content)
    for form in ("text", "github", "sarif"):
        said = cuecard("check", str(tmp_path), "--format", form)
        assert (said.code, said.err) == (1, "")
    assert all(one["line"] >= 1 for one in cuecard("check", str(tmp_path), "--json").json)

"""Checking files."""

from __future__ import annotations

import re
import shutil
import sys
from typing import TYPE_CHECKING

import pytest

from tests.cli.said import HERE, Calls, start

if TYPE_CHECKING:
    from pathlib import Path


REHEARSAL = "rehearsal: parcel\nstories:\n  - story: A parcel comes\n    then:\n      open: [weigh]\n"


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
    """Of a folder and those in it all procedures and rehearsals are checked, nothing hidden and nothing else."""
    (folder / "parcel.rehearsal.yaml").write_text(REHEARSAL, encoding="utf-8")
    (folder / "notes.md").write_text("nonsense", encoding="utf-8")
    for place in ("branch", ".git", "node_modules/package"):
        (folder / place).mkdir(parents=True)
        shutil.copy(folder / "parcel.yaml", folder / place)
    said = cuecard("check", str(folder / "branch"), str(folder), "--json")
    assert (said.code, {one["file"] for one in said.json}) == (1, {str(folder / "branch" / "parcel.yaml")})
    assert {one["code"] for one in said.json} == {"missing-template"}
    assert "checked 3 files: " in cuecard("check", str(folder)).out


def test_what_is_of_something_else(folder: Path, cuecard: Calls) -> None:
    """A file that has keys, but not those of a procedure, is passed over in a folder, and that is said."""
    (folder / "compose.yaml").write_text("services:\n  web: {}\nversion: 3\n", encoding="utf-8")
    (folder / "misspelled.yaml").write_text("procedur: a\nsteps: []\nfacts: {}\n", encoding="utf-8")
    (folder / "broken.yaml").write_text("- [", encoding="utf-8")
    said = cuecard("check", str(folder))
    assert said.out.endswith(f"\npassed over what is no procedure: {folder / 'compose.yaml'}\n")
    assert "checked 3 files: " in said.out
    assert cuecard("check", str(folder / "compose.yaml")).code == 1


@pytest.mark.parametrize("name", ["package.yaml", "parcel.yml"])
def test_a_name_that_is_not_the_procedures(folder: Path, cuecard: Calls, name: str) -> None:
    """A procedure in a file of another name, or of another ending, is warned of."""
    (folder / "parcel.yaml").rename(folder / name)
    said = cuecard("check", str(folder), "--json")
    assert (said.code, [(one["code"], one["line"]) for one in said.json]) == (0, [("other-file-name", 2)])


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


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right of their own there")
def test_a_file_that_cannot_be_read(folder: Path, cuecard: Calls) -> None:
    """A file that is there and cannot be read is told with its cause, and the others are checked all the same."""
    (folder / "loop.yaml").symlink_to(folder / "loop.yaml")
    said = cuecard("check", str(folder))
    assert said.code == 1
    assert said.out == (
        "error[unreadable]: this file cannot be read: too many levels of symbolic links\n"
        f"  {folder / 'loop.yaml'}:1:1\n"
        "  help: see that it is there, and that you may open it; then check again\n\n"
        "checked 2 files: 1 error, no warnings\n"
    )
    assert [one["code"] for one in cuecard("check", str(folder), "--json").json] == ["unreadable"]


@pytest.mark.parametrize("spelled", ["\ufeff{}", "\ufeff{}\r\n"])
def test_as_windows_writes_it(folder: Path, cuecard: Calls, spelled: str) -> None:
    """A byte order mark and Windows' line ends change nothing, neither the findings nor their places."""
    spoil(folder, "when: weight > 20", "when: wieght > 20")
    plain = cuecard("check", str(folder)).out
    text = (folder / "parcel.yaml").read_text(encoding="utf-8")
    written = spelled.format(text).replace("\r\n", "\n").replace("\n", "\r\n" if "\r" in spelled else "\n")
    (folder / "parcel.yaml").write_bytes(written.encode())
    assert cuecard("check", str(folder)).out == plain


def test_stdin(folder: Path) -> None:
    """What is read from stdin is checked; under a name it stands for the file of that name."""
    text = (folder / "parcel.yaml").read_text(encoding="utf-8")
    unnamed = start("check", "-", stdin=text)
    assert (unnamed.code, unnamed.out) == (0, "checked 1 file: no errors, no warnings\n")
    (folder / "parcel.yaml").write_text("not saved yet", encoding="utf-8")
    named = start("check", "-", "--name", str(folder / "parcel.yaml"), stdin=text)
    assert (named.code, named.out) == (0, "checked 1 file: no errors, no warnings\n")
    wrong = text.replace("when: weight > 20", "when: wieght > 20")
    said = start("check", "-", "--name", str(folder / "parcel.yaml"), stdin=wrong)
    assert (said.code, f"  {folder / 'parcel.yaml'}:" in said.out, "when: wieght" in said.out) == (1, True, True)
    (folder / "documents" / "receipt.txt").unlink()
    assert start("check", "-", "--name", str(folder / "parcel.yaml"), stdin=text).code == 1
    assert "  stdin.yaml:1:1\n" in start("check", "-", stdin="\n").out


def test_a_name_without_stdin(folder: Path, cuecard: Calls) -> None:
    """A name for stdin without stdin is wrong usage."""
    said = cuecard("check", str(folder), "--name", "parcel.yaml")
    assert (said.code, "put `-` where the paths stand" in said.err) == (2, True)


def test_colours(folder: Path) -> None:
    """Where colours are wanted they are only added; what is said stays the same."""
    spoil(folder, "when: weight > 20", "when: wieght > 20")
    (folder / "documents" / "receipt.txt").unlink()
    plain = start("check", str(folder)).out
    painted = start("check", str(folder), env={"FORCE_COLOR": "1", "TERM": "xterm-256color"}).out
    assert "\x1b" not in plain
    assert "\x1b[1;31merror[unknown-fact]" in painted
    assert plain == re.sub(r"\x1b\[[\d;]*m", "", painted)
    assert plain == start("check", str(folder), env={"FORCE_COLOR": "1", "NO_COLOR": "1"}).out


def test_annotations_name_files_from_here(folder: Path, cuecard: Calls, monkeypatch: pytest.MonkeyPatch) -> None:
    """GitHub and SARIF name a file from the folder one is in, as they have to."""
    spoil(folder, "when: weight > 20", "when: wieght > 20")
    monkeypatch.chdir(folder.parent)
    place = f"{folder.name}/parcel.yaml"
    assert cuecard("check", str(folder), "--format", "github").out.startswith(f"::error file={place},line=")
    (result,) = cuecard("check", str(folder), "--format", "sarif").json["runs"][0]["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == place


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"a: [", b"\x00", b"{" * 100_000, b"a: &a [*a]", b"- 1"])
def test_hostile_files(tmp_path: Path, cuecard: Calls, content: bytes) -> None:
    """Whatever a file holds, it is told with a line, in every form."""
    (tmp_path / "a.yaml").write_bytes(content)
    for form in ("text", "github", "sarif"):
        said = cuecard("check", str(tmp_path), "--format", form)
        assert (said.code, said.err) == (1, "")
    assert all(one["line"] >= 1 for one in cuecard("check", str(tmp_path), "--json").json)

"""What the office manager sees of clearing up after a crash, and of one case that comes back from a backup."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from engine.kept import folder as kept_in

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.said import Calls


@pytest.fixture
def backup(case: str, cuecard: Calls, tmp_path: Path) -> str:
    """Make a backup; then the case goes on."""
    made = str(tmp_path / "monday.zip")
    assert cuecard("backup", made).code == 0
    assert cuecard("answer", case, "weight=5").code == 0
    return made


def test_nothing_to_do(case: str, cuecard: Calls) -> None:
    """Where all is well, that is said."""
    said = cuecard("rebuild")
    assert case
    assert (0, "1 case was looked at, nothing had to be done; the lists are made anew; all holds together\n", "") == (
        said.code,
        said.out,
        said.err,
    )


def test_what_was_done_is_told(case: str, cuecard: Calls, office: Path) -> None:
    """Each thing that was done is told, for people and for scripts."""
    half = office / "cases" / "open" / f".{case}.json.new"
    told = f"half a file that a crash left was removed: {half}"
    half.write_bytes(b"half")
    assert f"{case}: {told}\n1 case was looked at, 1 thing was done" in cuecard("rebuild").out
    half.write_bytes(b"half")
    assert {"cases": 1, "told": [{"case": case, "done": True, "message": told}], "wrong": []} == cuecard(
        "rebuild", "--json"
    ).json


def test_the_lists_are_made_anew(case: str, cuecard: Calls, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What was kept for a quicker start is removed and made again; files of others beside it stay."""
    monkeypatch.setenv("CUECARD_CACHE", str(tmp_path / "kept"))
    assert case in cuecard("cases").out
    there = kept_in()
    assert there
    former = {path.name for path in there.glob("lines-*")}
    (there / "lines-of-somebody-else").touch()
    for path in there.glob("lines-[0-9a-f]*"):
        path.write_bytes(b"garbage")
    assert cuecard("rebuild").code == 0
    assert former | {"lines-of-somebody-else"} <= {path.name for path in there.iterdir()}
    assert [] == [path for path in there.glob("lines-[0-9a-f]*") if path.read_bytes() == b"garbage"]


def test_a_damaged_case_comes_back(case: str, backup: str, cuecard: Calls, office: Path) -> None:
    """From damage, by way of what rebuild advises, to a case that goes on; verify tells of it for ever."""
    assert cuecard("rebuild").code == 0  # nothing is in the journal any more
    path = office / "cases" / "open" / f"{case}.json"
    path.write_bytes(b"garbage")
    advice = cuecard("rebuild")
    assert (1, True) == (
        advice.code,
        f"put it back from a backup with: cuecard restore BACKUP --case {case}" in advice.err,
    )
    said = cuecard("restore", backup, "--case", case)
    assert (
        f"{case} is put back: 2 entries\n  what was there is kept: {office / 'cases' / 'aside' / case / case}.json\n"
        == said.out
    )
    assert said.err.startswith("lost: the last 1 entry that the ledger vouches for")
    assert cuecard("answer", case, "weight=5").code == 0
    verified = cuecard("verify")
    assert (0, True) == (verified.code, "it was put back by pat on 2026-11-23; entry 3 is lost" in verified.out)


def test_one_case_as_json(case: str, backup: str, cuecard: Calls, office: Path) -> None:
    """For scripts: what came back, what is lost, and where what was there is."""
    assert cuecard("rebuild").code == 0  # as above
    (office / "cases" / "open" / f"{case}.json").unlink()
    told = {"case": case, "entries": 2, "lost": 1, "files": [], "files_lost": [], "aside": []}
    assert told == cuecard("restore", backup, "--case", case, "--json").json


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is no journal")
def test_what_is_still_in_the_journal_comes_back(case: str, backup: str, cuecard: Calls, office: Path) -> None:
    """Of what was told since the backup nothing is lost as long as it is in the journal, where rebuild leaves it."""
    (office / "cases" / "open" / f"{case}.json").unlink()
    assert cuecard("rebuild").code == 1
    told = {"case": case, "entries": 3, "lost": 0, "files": [], "files_lost": [], "aside": []}
    assert told == cuecard("restore", backup, "--case", case, "--json").json


def test_a_case_that_is_whole(case: str, backup: str, cuecard: Calls) -> None:
    """A case that is whole is not put back, and that is no way to lose what was told since."""
    said = cuecard("restore", backup, "--case", case)
    assert (1, True) == (said.code, f"case {case} is not put back: it is whole" in said.err)


@pytest.mark.parametrize("more", [(), ("elsewhere", "--case", "K7M-2PQ")])
def test_all_or_one(cuecard: Calls, office: Path, more: tuple[str, ...]) -> None:
    """Either a folder for all of it is named, or one case."""
    said = cuecard("restore", str(office / "monday.zip"), *more)
    assert (2, True) == (said.code, "name a new folder DIR for the whole office, or --case CASE" in said.err)


def test_files_that_come_back_and_do_not(case: str, cuecard: Calls, office: Path, tmp_path: Path) -> None:
    """Kept files that come back are told, and so are those that the backup does not hold."""
    (office / "slip.pdf").write_bytes(b"%PDF a slip")
    assert cuecard("arrive", case, "slip", "--file", str(office / "slip.pdf")).code == 0
    assert cuecard("backup", str(tmp_path / "monday.zip")).code == 0
    (office / "slip.pdf").write_bytes(b"%PDF another slip")
    cuecard("arrive", case, "slip", "--file", str(office / "slip.pdf"))
    for path in (office / "cases" / "open" / case).iterdir():
        path.unlink()
    said = cuecard("restore", str(tmp_path / "monday.zip"), "--case", case)
    assert "its file received.pdf is put back too" in said.out
    assert "lost: its file received-2.pdf is not in the backup as it was kept" in said.err

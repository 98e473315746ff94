"""Whether all holds together, what to keep elsewhere, and that a look is written down: verify, head, show; backups."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from engine.store.ledger import Line, Looked, walk
from engine.store.tinydb import TinyStore
from tests.cli.said import SECRET, Calls

if TYPE_CHECKING:
    from pathlib import Path


def looks(office: Path) -> list[Looked]:
    """Give the looks that stand in the ledger."""
    lines = walk(TinyStore(office / "cases").lines())
    return [one.deed for one in lines if isinstance(one, Line) and isinstance(one.deed, Looked)]


def test_all_holds_together(case: str, cuecard: Calls) -> None:
    """Where nothing was touched, it is said what was gone through, and where the ledger ends."""
    cuecard("note", case, "one")
    head = cuecard("head").out.strip()
    said = cuecard("verify")
    counted = "1 case, 3 entries, 2 lines of the ledger"
    assert (0, f"{counted}\nall holds together; the head is {head}\n") == (said.code, said.out)
    assert cuecard("verify", "--since", head.lower()).out == said.out


def test_a_head_as_json(case: str, cuecard: Calls) -> None:
    """The head of the ledger, for a script that keeps it."""
    cuecard("note", case, "one")
    assert {"head": cuecard("head").out.strip(), "lines": 2} == cuecard("head", "--json").json


def test_a_changed_entry_is_told(case: str, cuecard: Calls, office: Path) -> None:
    """A case that was changed is named, in words and as JSON; nothing that was told is."""
    path = office / "cases" / "open" / f"{case}.json"
    path.write_bytes(path.read_bytes().replace(SECRET.encode(), b"Nobody-At-All."))
    said, plain = cuecard("verify"), cuecard("verify", "--json")
    assert (1, 1) == (said.code, plain.code)
    told = plain.json["findings"]
    assert [("wrong", case)] == [(one["severity"], one["case"]) for one in told]
    assert (False, 1) == (plain.json["right"], plain.json["cases"])
    assert said.out.splitlines()[0] == f"wrong: {case}: {told[0]['message']}"
    assert "not as it was recorded: 1 finding" in said.out
    assert SECRET not in said.out + said.err + plain.out


def test_a_cut_ledger_shows_by_a_kept_head(case: str, cuecard: Calls, office: Path) -> None:
    """What was cut off both the ledger and the cases is found out by a head that was kept elsewhere."""
    kept = {path: path.read_bytes() for path in (office / "cases").rglob("*") if path.is_file()}
    cuecard("note", case, "what somebody wants to hide")
    head = cuecard("head").out.strip()
    for path, content in kept.items():
        path.write_bytes(content)
    inside, outside = cuecard("verify"), cuecard("verify", "--since", head)
    assert (0, 1) == (inside.code, outside.code)
    assert outside.out.startswith(f"wrong: the ledger ends at line 1, before the head {head}: it was cut")


@pytest.mark.parametrize("head", ["x", "57", SECRET])
def test_what_is_no_head(case: str, cuecard: Calls, head: str) -> None:
    """What cannot be a head is told as such, with what one looks like."""
    assert case
    said = cuecard("verify", "--since", head)
    assert (2, True) == (said.code, "this is not a head of the ledger; it looks like 57-" in said.err)


@pytest.mark.parametrize("form", [[], ["--json"]])
def test_a_look_is_written_down(case: str, cuecard: Calls, office: Path, form: list[str]) -> None:
    """Who was shown all of a case, when, and how, stands in the ledger; what was told there does not."""
    cuecard("show", case, *form)
    assert [Looked(case, "pat", "2026-11-23T09:30:00+00:00", "show")] == looks(office)
    assert SECRET not in (office / "cases" / "ledger.jsonl").read_text(encoding="utf-8")


def test_a_look_that_cannot_be_written_down(case: str, cuecard: Calls, office: Path) -> None:
    """Where the ledger cannot be written, the case is shown all the same, and that is said."""
    ledger = office / "cases" / "ledger.jsonl"
    ledger.unlink()
    ledger.mkdir()
    said = cuecard("show", case)
    assert (0, True) == (said.code, SECRET in said.out)
    assert said.err.startswith(f"cuecard: that you looked could not be written down: {ledger} could not be written")


def test_there_is_nothing_to_look_at(case: str, cuecard: Calls, office: Path) -> None:
    """A look at a case that is not there is no look."""
    assert case
    assert (1, []) == (cuecard("show", "NO-SUCH").code, looks(office))


def test_a_backup_and_back(case: str, cuecard: Calls, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A backup is made, told with what is in it, and becomes an office in which the case stands as it stood."""
    made = cuecard("backup", str(tmp_path / "monday.zip"))
    head = cuecard("head").out.strip()
    told = (
        f"{tmp_path / 'monday.zip'} is made and was read again: 1 case, 2 entries\n  the head of its ledger is {head}\n"
    )
    assert (0, told, "") == (made.code, made.out, made.err)
    before = cuecard("agenda", case, "--json").json
    restored = cuecard("restore", str(tmp_path / "monday.zip"), str(tmp_path / "again"))
    assert (0, f"{tmp_path / 'again'} is the office as it was: 1 case, 2 entries") == (
        restored.code,
        restored.out.splitlines()[0],
    )
    monkeypatch.setenv("CUECARD_OFFICE", str(tmp_path / "again"))
    assert before == cuecard("agenda", case, "--json").json
    assert cuecard("verify", "--since", head).code == 0


def test_a_backup_as_json(case: str, cuecard: Calls, tmp_path: Path) -> None:
    """For scripts: where the backup or the office is, what is in it, and the head to keep."""
    made = cuecard("backup", str(tmp_path / "monday.zip"), "--json").json
    again = cuecard("restore", str(tmp_path / "monday.zip"), str(tmp_path / "again"), "--json").json
    counted = {"cases": 1, "entries": 2, "head": cuecard("head").out.strip(), "wrong": []}
    assert case
    assert {"backup": str(tmp_path / "monday.zip")} | counted == made
    assert {"office": str(tmp_path / "again")} | counted == again


def test_a_backup_names_what_is_damaged(case: str, cuecard: Calls, office: Path, tmp_path: Path) -> None:
    """A damaged case is named by whoever copies it, and copied as it is."""
    (office / "cases" / "open" / f"{case}.json").write_bytes(b"garbage")
    said = cuecard("backup", str(tmp_path / "monday.zip"))
    assert (1, True) == (said.code, (tmp_path / "monday.zip").is_file())
    assert said.err.startswith(f"wrong, and copied as it is: {case}: the log of case {case} is damaged")


def test_a_backup_overwrites_nothing(case: str, cuecard: Calls, tmp_path: Path) -> None:
    """Neither a backup nor an office is put where something is."""
    (tmp_path / "monday.zip").write_bytes(b"")
    said = cuecard("backup", str(tmp_path / "monday.zip"))
    assert case
    assert (1, f"cuecard: {tmp_path / 'monday.zip'} is there already") == (said.code, said.err.splitlines()[0])


def test_a_damaged_case_keeps_no_other_from_going_on(case: str, cuecard: Calls, office: Path) -> None:
    """The daily tick goes on with all cases but the damaged one, which it names and leaves as it is."""
    path = office / "cases" / "open" / f"{case}.json"
    path.with_name("AAA-AAA.json").write_bytes(b"garbage")
    said = cuecard("tick")
    assert (1, "nothing changed\n") == (said.code, said.out)
    assert said.err == "damaged, and left as it is: AAA-AAA; see: cuecard verify\n"
    assert path.with_name("AAA-AAA.json").read_bytes() == b"garbage"
    assert ["AAA-AAA"] == cuecard("tick", "--json").json["damaged"]

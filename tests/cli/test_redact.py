"""Taking something out of a case with the command."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.cli.said import SECRET, Calls

if TYPE_CHECKING:
    from pathlib import Path


def holding(office: Path, word: str) -> list[str]:
    """Name the files of the office that hold a word."""
    files = [path for path in office.rglob("*") if path.is_file()]
    return [path.name for path in files if word.encode() in path.read_bytes() or word in path.name]


def test_a_fact_is_gone(office: Path, case: str, cuecard: Calls) -> None:
    """The owner takes out what was told; it is in no file of the office, and all holds together."""
    assert {f"{case}.json", "journal"} == set(holding(office, SECRET))
    refused = cuecard("redact", case, "person", "--reason", "another person")
    assert (1, "refused: only the owner of the procedure, the boss, takes something out of a case") == (
        refused.code,
        refused.err.splitlines()[0],
    )
    said = cuecard("--as", "bo", "redact", case, "person", "--reason", "another person")
    assert (0, f"{case}: what was told is taken out") == (said.code, said.out.splitlines()[0])
    assert "  may still hold it: backups that were made before" == said.out.splitlines()[-1]
    assert [] == holding(office, SECRET)
    assert 0 == cuecard("verify").code
    assert SECRET not in cuecard("show", case).out


def test_a_note_is_gone(office: Path, case: str, cuecard: Calls) -> None:
    """A note is named by the number of its entry, which the log shows."""
    cuecard("note", case, "Marker-Word", "called")
    seq = cuecard("agenda", case, "--json").json["seq"]
    assert 0 == cuecard("--as", "bo", "redact", case, "--note", str(seq), "--reason", "not ours").code
    assert [] == holding(office, "Marker-Word")


def test_a_file_is_gone(office: Path, case: str, cuecard: Calls) -> None:
    """A file that was kept is removed, and what else may hold it is named."""
    scan = office.parent / "scan.pdf"
    scan.write_bytes(b"Marker-Word")
    cuecard("arrive", case, "slip", "--file", str(scan))
    said = cuecard("--as", "bo", "redact", case, "person", "--reason", "another person")
    assert "  may still hold it: the file received.pdf (The slip); remove it with --file" in said.out.splitlines()
    said = cuecard("--as", "bo", "redact", case, "--file", "received.pdf", "--reason", "another person")
    assert (0, f"{case}: the file is removed") == (said.code, said.out.splitlines()[0])
    assert [] == holding(office, "Marker-Word")
    assert 0 == cuecard("verify").code
    assert 1 == cuecard("--as", "bo", "redact", case, "--file", "received.pdf", "--reason", "again").code


def test_one_thing_at_a_time(case: str, cuecard: Calls) -> None:
    """It has to be said what is taken out."""
    for more in ((), ("person", "--note", "2"), ("person", "--file", "a")):
        assert 2 == cuecard("redact", case, *more, "--reason", "why").code

"""What crashes leave is cleared away, what can be made again is, and what was done on purpose still shows."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest

from engine.store.audit import audit
from engine.store.ledger import Committed
from engine.store.locks import Locks
from engine.store.rebuild import Told, rebuild
from engine.store.recovery import bring_to_disk
from engine.store.tinydb import TinyStore
from tests.store.acts import left_over, tree
from tests.store.entries import CASE, OTHER, notes, opened
from tests.store.test_attacks import (
    ATTACKS,
    THIRD,
    Attack,
    deeds,
    file_of,
    furnished,
    remove_ledger,
    running,
    write,
    wrong,
)
from tests.store.test_moving import misplaced
from tests.store.world import meddling

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def said(folder: Path) -> list[tuple[str, str, bool]]:
    """Rebuild, and give what is told."""
    return [(one.case, one.message, one.is_done) for one in rebuild(TinyStore(folder, timeout=0)).told]


def test_where_all_is_well_nothing_is_done(folder: Path) -> None:
    """An office that no crash came over stays as it is, to the byte."""
    furnished(folder)
    bring_to_disk(TinyStore(folder), 0)
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file() and "locks" not in path.parts}
    assert ((), 3) == ((found := rebuild(TinyStore(folder))).told, found.cases)
    after = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file() and "locks" not in path.parts}
    assert before == after


def test_an_empty_office(folder: Path) -> None:
    """Where there is nothing yet, there is nothing to do."""
    assert [] == said(folder)


def test_half_written_files_go(folder: Path) -> None:
    """Temporary files of killed processes are removed: of cases, kept files, texts, versions and keys."""
    furnished(folder)
    halves = (f"open/.{CASE}.json.new", f"open/{OTHER}/.a.txt.new", "texts/.published.json.new", ".keys.json.new")
    for name in (*halves, "open/.2025-0099.json.new"):
        (folder / name).write_bytes(b"half")
    assert {CASE, OTHER, "", "2025-0099"} == {case for case, _, is_done in said(folder) if is_done}
    assert ([], []) == (left_over(folder), said(folder))


def test_a_case_goes_where_it_belongs(folder: Path) -> None:
    """A closed case that lies among the open ones, marked or not, is moved with its files, and that is told."""
    misplaced(folder)
    (folder / "moving" / CASE).unlink()
    told = "it was moved to the cases that ended in 2025, where its log says it belongs"
    assert (CASE, told, True) in said(folder)
    assert [f"closed/2025/{CASE}.json", f"closed/2025/{CASE}/a.txt"] == tree(folder)


def test_files_go_beside_their_case(folder: Path) -> None:
    """A folder that lies elsewhere than its case is brought to it, file by file, and nothing is overwritten."""
    store = TinyStore(folder)
    store.create(CASE, opened())
    store.keep_file(CASE, "a.txt", b"1")
    astray = folder / "closed" / "2024" / CASE
    astray.mkdir(parents=True)
    (folder / "open" / CASE / "a.txt").rename(astray / "a.txt")
    (astray / "b.txt").write_bytes(b"2")
    (folder / "open" / CASE / "b.txt").write_bytes(b"another")
    assert [(CASE, "1 of its files lay elsewhere and were brought to where it belongs", True)] == said(folder)
    assert (b"1", b"another") == (store.file(CASE, "a.txt"), store.file(CASE, "b.txt"))
    assert b"2" == (astray / "b.txt").read_bytes()


def test_marks_go(folder: Path) -> None:
    """The mark of a move that is over, and that of a case that never began, are removed."""
    TinyStore(folder).create(CASE, opened())
    (folder / "moving").mkdir()
    for case in (CASE, OTHER):
        (folder / "moving" / case).touch()
    assert [CASE, OTHER] == [case for case, _, is_done in said(folder) if is_done]
    assert [] == left_over(folder)


@pytest.mark.usefixtures("no_chance")
def test_a_commit_gets_its_line(folder: Path) -> None:
    """A commit that a power cut left without its line gets it, after a remark, once; a note of it stays."""
    furnished(folder)
    write(folder, CASE, running(CASE, *notes(1, 3)))
    assert [(CASE, "the ledger got the line that a crash left out, for entry 4", True)] == said(folder)
    found = audit(TinyStore(folder))
    assert [("before line 9 a crash left a commit without its line", False)] == [
        (one.message, one.is_wrong) for one in found.found
    ]
    assert [] == said(folder)


def test_a_damaged_case_is_named(folder: Path) -> None:
    """A damaged case, and one that is gone, are named with what can be done, and left as they are."""
    furnished(folder)
    file_of(folder).write_bytes(b"garbage")
    (damaged,) = said(folder)
    assert (CASE, False) == (damaged[0], damaged[2])
    assert f"cuecard restore BACKUP --case {CASE}" in damaged[1]
    assert b"garbage" == file_of(folder).read_bytes()
    file_of(folder, OTHER).unlink()
    assert (OTHER, False) in [
        (case, is_done) for case, message, is_done in said(folder) if "its log is gone" in message
    ]


def test_what_is_no_file_is_named(folder: Path) -> None:
    """Where something else stands in the place of a case, that is told, and the others are looked after."""
    furnished(folder)
    file_of(folder).unlink()
    file_of(folder).mkdir()
    (folder / "open" / f".{OTHER}.json.new").write_bytes(b"half")
    told = said(folder)
    assert [(CASE, False), (OTHER, True)] == [(case, is_done) for case, _, is_done in told]
    assert f"{file_of(folder)} could not be read" in told[0][1]


def test_two_files_of_one_case(folder: Path) -> None:
    """Which of two files of a case is the right one is not for a program to say."""
    furnished(folder)
    (folder / "closed" / "2024").mkdir()
    shutil.copy(file_of(folder), folder / "closed" / "2024")
    (told,) = said(folder)
    assert (CASE, False, True) == (told[0], told[2], "two files" in told[1])


def test_a_folder_of_no_case(folder: Path) -> None:
    """A folder with files that no case and no line of the ledger knows of is named and left."""
    furnished(folder)
    (folder / "open" / "2025-0099").mkdir()
    (folder / "open" / "2025-0099" / "a.txt").touch()
    (told,) = said(folder)
    assert ("2025-0099", False) == (told[0], told[2])


def test_a_case_that_somebody_is_at(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A case that is being written is left to who is at it; the others are looked after."""
    furnished(folder)
    monkeypatch.setattr("engine.store.rebuild._PATIENCE", 0)
    (folder / "open" / f".{OTHER}.json.new").touch()
    with Locks(folder / "locks", 0, "ann").held(f"case {CASE}"):
        told = rebuild(TinyStore(folder, timeout=0)).told
    assert [(CASE, False), (OTHER, True)] == sorted((one.case, one.is_done) for one in told if one.case != THIRD)
    assert "by ann" in next(one.message for one in told if one.case == CASE)


@pytest.mark.usefixtures("no_chance")
@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.act.__name__)
def test_an_attack_still_shows(attack: Attack, folder: Path) -> None:
    """Whatever was found wrong before is found wrong afterwards, from inside and by a kept head."""
    furnished(folder)
    head = audit(TinyStore(folder)).tail.code
    attack.act(folder)
    before = [wrong(audit(TinyStore(folder), since).found) for since in (None, head)]
    rebuild(TinyStore(folder))
    after = [wrong(audit(TinyStore(folder), since).found) for since in (None, head)]
    assert before == after


def test_a_ledger_that_is_gone_stays_gone(folder: Path) -> None:
    """No line is written where the ledger itself is not what it was, even if each case lacks but one."""
    store = TinyStore(folder)
    for case in (CASE, OTHER):
        store.create(case, opened(case))
    remove_ledger(folder)
    assert [] == said(folder)
    assert "there is no ledger, and 2 cases are there" in [one.message for one in audit(TinyStore(folder)).found]


def test_what_cannot_be_done_is_told(folder: Path) -> None:
    """Half a file that cannot be removed, and a case that cannot be moved, are named and left."""
    misplaced(folder)
    half = folder / "open" / f".{CASE}.json.new"
    half.mkdir()
    (folder / "closed" / "2025" / f"{CASE}.json").mkdir()
    told = said(folder)
    assert any("could not be moved there" in message for _, message, is_done in told if not is_done)
    assert any("which is half written, could not be removed" in message for _, message, _ in told)


def test_what_is_told() -> None:
    """What was done is told as done unless it is said otherwise."""
    assert Told(CASE, "x", is_done=True) == Told(CASE, "x")


def test_a_case_that_goes_on_meanwhile_needs_no_line(folder: Path) -> None:
    """A commit that somebody made after the ledger was read is not taken for one that a crash left without its line."""
    furnished(folder)
    before = deeds(folder)
    gone_on: list[None] = []

    def meddle(_count: int, name: str, real: Callable[..., Any], args: Any, kwargs: Any) -> Any:  # noqa: ANN401  # as the system
        if name == "listdir" and args[0] == folder / "open" / OTHER and not gone_on:
            gone_on.append(None)
            TinyStore(folder, timeout=0).append(CASE, notes(3), expected=3)
        return real(*args, **kwargs)

    with meddling(meddle):
        assert [] == said(folder)
    made = Committed(CASE, 3, 4, TinyStore(folder).load(CASE).head)
    assert [*before, made] == deeds(folder)

"""The list of cases is the same with what was kept and without, opens no case twice, and keeps no private fact."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from engine.case.commands import HoldCase, MarkDone
from engine.case.refusals import Refusal
from engine.desk import Desk
from engine.desk_views import Done
from engine.kept import unpacked
from engine.store import StoreLocked
from engine.store.tinydb import TinyStore
from tests.support import OFFICE

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.desk import CaseLine
    from engine.store import Log

MARKER: Final = "Zanzibar-Marker"

CALLS: Final = """\
procedure: calls
version: 1
title: Call somebody
opens_with: [patient]
order: any
steps:
  - id: call
    title: Call them
    ask: [result]
    due: 2 days after opened_on
  - id: file
    title: File the letter to {patient}
    wait_for: letter
    give_up: 40 days after opened_on
    do: File it
  - id: letter
    title: Write to {patient} in {town}
    wait_for: 5 days after opened_on
    ask: [sent]
facts:
  patient:
    title: Patient
    type: text
    private: true
  opened_on:
    title: Opened on
    type: date
  town:
    title: Town
    type: text
  result:
    title: Result
    type: text
  sent:
    title: Sent
    type: yes_no
"""

WAITS: Final = """\
procedure: waits
version: 1
title: Wait for a letter
opens_with: [since]
arrivals:
  letter:
    title: The letter
steps:
  - id: letter_is_here
    title: The letter is here
    wait_for: letter
    give_up: 40 days after since
facts:
  since:
    title: Since
    type: date
"""


class Counting(TinyStore):
    """The store, counting how often a log was asked for."""

    loads = 0

    def load(self, case: str) -> Log:
        """Give the log of a case."""
        self.loads += 1
        return super().load(case)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Desk]:
    """Give a way to sit down anew at some time, in an office with four cases."""
    monkeypatch.setenv("CUECARD_CACHE", str(tmp_path / "kept"))
    procedures = tmp_path / "procedures"
    procedures.mkdir()
    text = CALLS.replace("opens_with: [patient]", "opens_with: [patient, opened_on, town]")
    (procedures / "calls.yaml").write_text(text, encoding="utf-8")

    def sit_down(now: str, actor: str = "pat") -> Desk:
        monkeypatch.setenv("CUECARD_NOW", now)
        return Desk(tmp_path, OFFICE, Counting(tmp_path / "cases"), actor)

    for number in range(4):
        told = {"patient": f"{MARKER} {number}", "opened_on": "2026-11-02", "town": "Bern"}
        assert not isinstance(sit_down("2026-11-02T09:00").open_case("calls", told), Refusal)
    return sit_down


def listed(desk: Desk) -> tuple[tuple[CaseLine, ...], int]:
    """List the cases, and give how many logs were asked for."""
    store = desk._store  # noqa: SLF001  # what the desk asked of it is the point
    assert isinstance(store, Counting)
    store.loads = 0
    return desk.cases(), store.loads


def test_what_has_not_changed_is_not_opened(desk: Callable[[str], Desk]) -> None:
    """The second list opens no case, and after an act only that one; both say what a list without memory says."""
    first, opened = listed(desk("2026-11-02T10:00"))
    assert (4, 4) == (len(first), opened)
    assert (first, 0) == listed(desk("2026-11-02T10:01"))
    desk("2026-11-02T10:02").act(first[0].case, MarkDone("call", {"result": "spoke"}))
    lines, opened = listed(desk("2026-11-02T10:03"))
    assert (1, ("5 days after opened_on" in str(lines), True)) == (opened, (True, MARKER not in str(lines)))


def test_only_the_piece_of_what_changed_is_packed_anew(
    desk: Callable[[str], Desk], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Lines are kept in pieces; after an act one piece is made anew, and the list says what it would say without."""
    monkeypatch.setattr("engine.listing._FULL", 2)
    first, _ = listed(desk("2026-11-02T10:00"))
    before = pieces(tmp_path)
    desk("2026-11-02T10:02").act(first[0].case, MarkDone("call", {"result": "spoke"}))
    lines, opened = listed(desk("2026-11-02T10:03"))
    after = pieces(tmp_path)
    assert (2, 1, 2) == (len(before), len(set(before) & set(after)), len(after))
    with monkeypatch.context() as patched:
        patched.setenv("CUECARD_CACHE", "off")
        assert (lines, 1) == (listed(desk("2026-11-02T10:03"))[0], opened)


def pieces(folder: Path) -> list[bytes]:
    """Give the pieces that the lines are kept in."""
    (path,) = (folder / "kept").glob("lines-*")
    found = unpacked(path.read_bytes()[32:])
    assert isinstance(found, list)
    return found


@pytest.mark.parametrize("first", ["2026-11-02T10:00", "2026-11-03T23:59", "2026-11-04T00:01", "2026-11-08T12:00"])
def test_time_changes_a_line(desk: Callable[[str], Desk], first: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whenever a list was kept, at every later and earlier moment it says what it would say without."""
    listed(desk(first))
    for moment in ("2026-11-02T09:30", "2026-11-03T12:00", "2026-11-04T00:00", "2026-11-04T09:00", "2026-11-07T00:00"):
        with_memory, _ = listed(desk(moment))
        with monkeypatch.context() as patched:
            patched.setenv("CUECARD_CACHE", "off")
            without, _ = listed(desk(moment))
        assert without == with_memory, moment


def test_a_line_is_for_one_actor(desk: Callable[..., Desk]) -> None:
    """What somebody else may do is not taken from what was kept for me."""
    assert (0, 4) == (listed(desk("2026-11-02T10:00"))[1] - 4, listed(desk("2026-11-02T10:00", "sam"))[1])


def test_a_case_on_hold_is_looked_at_each_time(desk: Callable[[str], Desk]) -> None:
    """Where clocks stand still, the line hangs on the present moment, and is not kept."""
    first, _ = listed(desk("2026-11-02T10:00"))
    desk("2026-11-02T10:02").act(first[0].case, HoldCase("holidays"))
    listed(desk("2026-11-02T10:03"))
    assert 1 == listed(desk("2026-11-02T10:04"))[1]


def test_no_private_fact_is_kept(desk: Callable[[str], Desk], tmp_path: Path) -> None:
    """The kept lines hold private facts masked, and never as they were told."""
    lines, _ = listed(desk("2026-11-02T10:00"))
    kept = [path.read_bytes() for path in (tmp_path / "kept").glob("lines-*")]
    assert (1, True) == (len(kept), lines[0].about.encode() in kept[0])
    assert not [content for content in kept if MARKER.encode() in content]


def test_what_was_kept_is_safe_to_delete(desk: Callable[[str], Desk], tmp_path: Path) -> None:
    """Without it, or with a damaged one, the list is made anew."""
    first, _ = listed(desk("2026-11-02T10:00"))
    for spoil in (Path.unlink, lambda path: path.write_bytes(b"x" * 100)):
        for path in (tmp_path / "kept").glob("lines-*"):
            spoil(path)
        assert (first, 4) == listed(desk("2026-11-02T10:00"))


def test_a_damaged_case_is_never_kept(desk: Callable[[str], Desk], tmp_path: Path) -> None:
    """A case that cannot be read is told each time, and beside it the others."""
    first, _ = listed(desk("2026-11-02T10:00"))
    (tmp_path / "cases" / "open" / f"{first[0].case}.json").write_bytes(b"{}")
    for _ in range(2):
        lines, opened = listed(desk("2026-11-02T10:01"))
        assert (["damaged"], 1) == ([line.status for line in lines if line.case == first[0].case], opened)


def test_a_case_that_somebody_hangs_at_hides_no_other(
    desk: Callable[[str], Desk], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half of a case is there, and whoever writes it does not go on: its line tells that, and the others are listed."""
    first, _ = listed(desk("2026-11-02T10:00"))
    path = tmp_path / "cases" / "open" / f"{first[0].case}.json"
    path.write_bytes(path.read_bytes()[:-20])
    now = desk("2026-11-02T10:01")
    monkeypatch.setattr(now._store.locks, "timeout", 0)  # type: ignore[attr-defined]  # noqa: SLF001  # a TinyStore
    with TinyStore(tmp_path / "cases", who="ann").locks.held(f"case {first[0].case}"):
        lines, _ = listed(now)
    told = {line.case: line for line in lines}
    assert {one.case for one in first} == told.keys()
    assert (held := told[first[0].case]).waits_for[0].startswith(f"case {held.case} is being written by ann since ")
    assert ["being written"] == [one.status for one in lines if one.status not in {"open", "on hold"}]


def test_a_case_that_somebody_hangs_at_keeps_no_other_from_going_on(
    desk: Callable[[str], Desk], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What time has brought about is recorded in all others first; then it is told who is at that one."""
    (tmp_path / "procedures" / "waits.yaml").write_text(WAITS, encoding="utf-8")
    for request in ("a", "b", "c"):  # these make numbers of cases that share no lock
        told = {"since": "2026-11-02"}
        assert isinstance(desk("2026-11-02T10:00").open_case("waits", told, request=request), Done)
    lines, _ = listed(desk("2026-11-02T10:00"))
    later = desk("2026-12-24T10:00")
    monkeypatch.setattr(later._store.locks, "timeout", 0)  # type: ignore[attr-defined]  # noqa: SLF001  # a TinyStore
    held, *others = sorted(line.case for line in lines if line.procedure == "waits")
    with (
        TinyStore(tmp_path / "cases", who="ann").locks.held(f"case {held}"),
        pytest.raises(StoreLocked, match=" is being written by ann since "),
    ):
        later.tick()
    store = TinyStore(tmp_path / "cases")
    assert others == [*store.cases(closed=True)]
    assert ((held,), sorted([held, *others])) == (later.tick(), [*store.cases(closed=True)])


def test_lines_of_encrypted_cases_are_not_kept(desk: Callable[[str], Desk], tmp_path: Path) -> None:
    """Where an office keeps its cases encrypted, nothing of them lies anywhere else, nor what was kept before."""
    pytest.importorskip("cryptography")
    from engine.store.encrypting import encrypt

    first, _ = listed(desk("2026-11-02T10:00"))
    now = desk("2026-11-02T10:01")
    encrypt(now._store, "a long passphrase of many words")  # type: ignore[arg-type]  # noqa: SLF001  # a TinyStore
    assert [(first, 4), (first, 4)] == [listed(now), listed(now)]
    assert not [path for path in (tmp_path / "kept").glob("lines-*") if b"Call them" in path.read_bytes()]

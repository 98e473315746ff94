"""Whether all holds together, what to keep elsewhere, and that a look is written down: verify, head, show."""

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

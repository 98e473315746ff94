"""A private answer is never seen in an error, a report or a file name, whatever fails."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli.said import SECRET, Calls

if TYPE_CHECKING:
    from pathlib import Path

FAILING = [
    ("answer", "weight=SECRET"),
    ("answer", "refused=SECRET"),
    ("answer", "person=SECRET again"),
    ("answer", "nothing=SECRET"),
    ("answer", "things=SECRET"),
    ("answer", 'things=["SECRET"]'),
    ("answer", 'things=[{"thing": "SECRET", "worth": "SECRET"}]'),
    ("answer", 'things=[{"SECRET": 1}]'),
    ("answer", "SECRET"),
    ("answer", "weight=1", "SECRET"),
    ("answer", "slip_file=" + "SECRET" * 100),
    ("amend", "person=SECRET", "--reason", "the same"),
    ("amend", "weight=SECRET", "--reason", "x"),
    ("amend", "slip_number=SECRET", "--reason", "x", "--preview"),
    ("done", "greet", "refused=SECRET"),
    ("done", "carry", "weight=SECRET"),
    ("add", "things", "thing=A", "worth=SECRET"),
    ("add", "things", "other=SECRET"),
    ("remove", "things[7]", "--reason", "SECRET"),
    ("arrive", "slip", "weight=SECRET"),
    ("arrive", "slip", "slip_number=" + "SECRET" * 1000),
    ("arrive", "slip", "--file", "/nowhere/SECRET.pdf"),
    ("arrive", "slip", "--happened", "2999-01-01", "slip_number=SECRET"),
    ("skip", "counter", "--reason", "SECRET", "SECRET"),
    ("note", "SECRET", "--expect", "1"),
    ("note", "SECRET", "--step", "nothing"),
    ("print", "receipt", "--to", "office.yaml"),
]


@pytest.mark.parametrize("act", FAILING, ids=" ".join)
def test_what_fails_repeats_no_answer(
    office: Path, case: str, cuecard: Calls, monkeypatch: pytest.MonkeyPatch, act: tuple[str, ...]
) -> None:
    """Nothing that was told for a fact, or nearly, stands in what is said about a failure."""
    monkeypatch.chdir(office)
    name, *rest = (word.replace("SECRET", SECRET) for word in act)
    for said in (cuecard(name, case, *rest), cuecard(name, case, *rest, "--json")):
        assert said.code in (1, 2)
        assert SECRET not in said.err + said.out
        assert "Traceback" not in said.err
    assert [path for path in office.rglob("*") if SECRET in path.name or "reports" in path.parts] == []

"""What staff see of a case whose file was damaged: where it is, and that all others go on."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.said import Calls


def test_a_damaged_case_hides_no_other(case: str, cuecard: Calls, office: Path) -> None:
    """The list names a damaged case and still shows the others."""
    path = office / "cases" / "open" / f"{case}.json"
    path.with_name("DAM-AGE.json").write_bytes(path.read_bytes()[:100])
    said = cuecard("cases")
    assert (said.code, case in said.out, "the log of case DAM-AGE is damaged" in said.out) == (0, True, True)

"""The rehearsals that ship notice changes of their procedures; `make planted` plants all, and prints the rate."""

from __future__ import annotations

from typing import Final

import pytest

from tests.rehearsal.planted import notices, planted
from tests.rehearsal.playing import NAMES, procedure_of

TAKEN: Final = {"recall_visit": 25, "record_release": 45, "refund": 20, "supplies_order": 12}
"""Of the changes that are tried in each run: every n-th."""

CHANGES: Final = [(name, change) for name in NAMES for change in list(planted(name))[5 :: TAKEN[name]]]


def test_there_are_enough() -> None:
    """Every procedure gets some changes of each kind."""
    counted = {name: [change.what for change in planted(name)] for name in NAMES}
    for changes in counted.values():
        assert len(changes) > 40
        assert any("no `when`" in what for what in changes)
        assert any("no step" in what for what in changes)
    assert any(" is " in what for changes in counted.values() for what in changes)


@pytest.mark.parametrize(("name", "change"), CHANGES, ids=lambda one: one if isinstance(one, str) else one.what)
def test_a_change_is_noticed(name: str, change: tuple[str, str]) -> None:
    """A removed condition, another option, a step left out: the procedure is no longer built, or a story fails."""
    procedure = procedure_of(name, change[1])
    assert procedure is None or notices(name, procedure)

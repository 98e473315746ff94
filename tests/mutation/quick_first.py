"""Lets pytest run the tests that a change could fail by how long they took, so that most changes fail at once.

A test that took longer than MUTATION_SECONDS is left out while changes are tried: a change that no other test notices
counts as survived.
"""

from __future__ import annotations

import gc
import json
import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest

_chosen: set[str] = set()


@cache
def _seconds() -> dict[str, float]:
    """Read how long each test took when mutmut looked which code it runs; nothing before that."""
    measured = Path("mutmut-stats.json")
    seconds: dict[str, float] = json.loads(measured.read_text())["duration_by_test"] if measured.exists() else {}
    return seconds


def _is_changed() -> bool:
    return "__mutmut_" in os.environ.get("MUTANT_UNDER_TEST", "")


def pytest_configure(config: pytest.Config) -> None:
    """Look for tests file by file, not one by one: a change is over in a tenth of a second."""
    if _is_changed():
        gc.disable()
        _chosen.update(config.args)
        config.args = sorted({test.partition("::")[0] for test in config.args})


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Order the tests, and leave out the long ones; what is not measured yet is new and goes first."""
    items.sort(key=lambda test: _seconds().get(test.nodeid, 0))
    if _is_changed():
        longest = float(os.environ["MUTATION_SECONDS"])
        items[:] = [test for test in items if test.nodeid in _chosen and _seconds().get(test.nodeid, 0) <= longest]

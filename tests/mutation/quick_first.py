"""Lets pytest run the tests that a change could fail by how long they take, so that most changes fail at once.

A test that takes longer than MUTATION_SECONDS is left out while changes are tried: a change that no other test notices
counts as survived.
"""

from __future__ import annotations

import gc
import json
import os
from functools import cache
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

MEASURED: Final = Path("seconds.json")
"""How long each test took when mutmut looked which code it runs; of the processor, for the machine may be busy."""

_chosen: set[str] = set()
_taken: dict[str, float] = {}


@cache
def _seconds() -> dict[str, float]:
    measured: dict[str, float] = json.loads(MEASURED.read_text()) if MEASURED.exists() else {}
    return measured


def _is_changed() -> bool:
    return "__mutmut_" in os.environ.get("MUTANT_UNDER_TEST", "")


def pytest_configure(config: pytest.Config) -> None:
    """Look for tests file by file, not one by one: a change is over in a tenth of a second."""
    if _is_changed():
        gc.disable()
        _chosen.update(config.args)
        config.args = sorted({test.partition("::")[0] for test in config.args})


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Order the tests, and leave out the long ones."""
    items.sort(key=lambda test: _seconds().get(test.nodeid, 0))
    if _is_changed():
        longest = float(os.environ["MUTATION_SECONDS"])
        items[:] = [test for test in items if test.nodeid in _chosen and _seconds().get(test.nodeid, 0) <= longest]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Measure a test."""
    begun = process_time()
    result = yield
    _taken[item.nodeid] = process_time() - begun
    return result


def pytest_sessionfinish() -> None:
    """Keep what was measured of code that is not changed."""
    if os.environ.get("MUTANT_UNDER_TEST") == "stats":
        MEASURED.write_text(json.dumps(_seconds() | _taken))

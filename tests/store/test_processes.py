"""Real processes: many on one case, and some that are killed; `python -m tests.store.campaign` does more of it."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from tests.store.campaign import crowd
from tests.store.world import FAST

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows knows neither fork nor SIGKILL")


def campaign(*asked: str) -> str:
    """Run a part of the campaign in a process of its own, which forks; give what it reports."""
    command = [sys.executable, "-m", "tests.store.campaign", *asked]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


@pytest.mark.parametrize("cases", [1, 4, 100])
def test_eight_processes_at_once(cases: int) -> None:
    """Eight desks write at once, closing and reopening cases: every entry is there, once, and no number is left out."""
    assert [] == crowd(8, 250, cases, where=FAST)


def test_a_lock_that_is_too_short_is_caught() -> None:
    """A store that lets go of a case too early is found out: what two desks wrote at once is lost, or they fail."""
    assert crowd(4, 60, 1, "--lock-too-short", where=FAST) != []


@posix
def test_killed_writers_lose_nothing() -> None:
    """Writers that are killed at any moment have lost nothing that they acknowledged, and stand in nobody's way."""
    report = campaign("--kills", "200")
    assert re.fullmatch(r"200 kills, [0-9]{2,} entries acknowledged\nnothing is lost\n", report), report

"""Real processes: many on one case, and some that are killed; `python -m tests.store.campaign` does more of it."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from tests.store.campaign import crowd

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows knows neither fork nor SIGKILL")


def campaign(*asked: str) -> str:
    """Run a part of the campaign in a process of its own, which forks; give what it reports."""
    command = [sys.executable, "-m", "tests.store.campaign", *asked]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


def test_two_processes_on_one_case() -> None:
    """Two desks write one case at once: every entry is there, once, and the numbers have no gaps."""
    assert [] == crowd(2, 60, 1)


def test_processes_on_many_cases() -> None:
    """Three desks write four cases at once, closing and reopening them: nothing is lost or doubled."""
    assert [] == crowd(3, 60, 4)


@posix
def test_killed_writers_lose_nothing() -> None:
    """Writers that are killed at any moment have lost nothing that they acknowledged, and stand in nobody's way."""
    report = campaign("--kills", "30")
    assert re.fullmatch(r"30 kills, [0-9]{2,} entries acknowledged\nnothing is lost\n", report), report

"""Accidents at the calls to the system: what `python -m tests.store.points` does at all of them, at a share of them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from engine.store import files, tails
from engine.store.system import write_at
from tests.store.acts import ACTS
from tests.store.points import failed_at, failures, stage
from tests.store.world import SHORT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import TypeAlias

    Promised: TypeAlias = Callable[[], None] | None


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows neither fork nor SIGKILL")
def test_a_kill_at_any_call_loses_nothing() -> None:
    """Killed just before any of its calls to the system, an act is done or not done, and can be done again."""
    command = [sys.executable, "-m", "tests.store.points", "--kill", "3"]  # forks, so in a process of its own
    report = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    assert re.fullmatch(r"killed at [5-9][0-9]{2} calls to the system\nnothing is lost\n", report), report


def test_an_error_at_any_call_loses_nothing() -> None:
    """Whichever call fails, and how: done and acknowledged, or refused and as before; and it can be done again."""
    tried, wrong = failures(9)
    assert wrong == []
    assert tried > 1000


def test_a_planted_bug_is_caught_by_a_short_write(monkeypatch: pytest.MonkeyPatch) -> None:
    """A desk that takes half a write for a whole one is found out: the harness bites."""

    def write_once(descriptor: int, content: bytes) -> None:
        os.write(descriptor, content)

    with stage(ACTS[0]) as here:
        monkeypatch.setattr(files, "write_all", write_once)
        at = here.calls.index("write") + 1
        assert failed_at(here, at, SHORT) != ""


def test_a_planted_bug_is_caught_by_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """A desk that does not look whether a file got its name is found out."""
    with stage(ACTS[0]) as here:
        at = here.calls.index("replace") + 1

        def careless(path: Path, content: bytes, promise: Callable[[], Promised]) -> Promised:
            try:
                return real(path, content, promise)
            except OSError:
                return None

        real = files._swap  # noqa: SLF001  # a bug is planted in it
        monkeypatch.setattr(files, "_swap", careless)
        assert failed_at(here, at, 5) != ""


def test_a_planted_bug_is_caught_where_a_file_grows(monkeypatch: pytest.MonkeyPatch) -> None:
    """A desk that does not look whether the end of a case could be written in its place is found out."""

    def careless(descriptor: int, content: bytes, at: int) -> None:
        with suppress(OSError):
            write_at(descriptor, content, at)

    with stage(ACTS[3]) as here:
        monkeypatch.setattr(tails, "_write", careless)
        at = here.calls.index("pwrite", here.calls.index("fdatasync")) + 1
        assert failed_at(here, at, 5) != ""

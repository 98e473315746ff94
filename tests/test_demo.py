"""`make demo` plays to its end, and notices what is not as it should be."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

from cli.demo import Player
from tests.support import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_the_demonstration_comes_out_as_it_should() -> None:
    """Every scene ends as the script says, and every log gives the same state again."""
    ran = subprocess.run(
        [sys.executable, "-m", "cli.demo"],
        cwd=ROOT,
        env=os.environ | {"PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (0, "") == (ran.returncode, ran.stderr), ran.stdout[-2000:]
    assert ran.stdout.endswith("\nAll of it was as it should be.\n")
    assert 0 == ran.stdout.count("Traceback")
    assert 7 == ran.stdout.count("the same, entry by entry and from the file at once")


def test_what_is_not_as_it_should_be_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A difference is shown where it is found, and kept for the end."""
    player = Player(tmp_path)
    player.expect("open", "open", "status of ROSA")
    player.expect("open", "closed", "status of ROSA")
    assert ["status of ROSA should be 'closed', and is 'open'"] == player.wrong
    assert "!!! status of ROSA" in capsys.readouterr().out

"""Files made to hurt: all of them are read to an end, within 5 seconds and 512 MB, and told with lines."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from tests.procedure.hostile import HOSTILE

if TYPE_CHECKING:
    from pathlib import Path


pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the limits are those of Linux, and so is the device")


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict[str, Any]]]:
    """Check all of them in a process that has no more than the limits; the system would end it at the first beyond."""
    folder: Path = tmp_path_factory.mktemp("hostile")
    command = [sys.executable, "-X", "faulthandler", "-m", "tests.procedure.hostile", str(folder)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, f"it ended at: {ran.stderr[-2000:]}"
    return dict(json.loads(line) for line in ran.stdout.splitlines())


@pytest.mark.parametrize("name", HOSTILE)
def test_within_limits(told: dict[str, list[dict[str, Any]]], name: str) -> None:
    """It is read within the limits; what is refused is refused with a place, and for the right reason."""
    content, code = HOSTILE[name]
    assert len(told[name]) <= 200
    last = content.decode("utf-8", "replace").replace("\r\n", "\n").count("\n") + 1
    assert [one for one in told[name] if not 1 <= one["line"] <= last or one["column"] < 1] == []
    assert code is None or code in {one["code"] for one in told[name]}


def test_something_that_never_ends() -> None:
    """Of something that never ends no more is read than shows that it is too much."""
    command = [sys.executable, "-m", "cli.app", "check", "/dev/zero", "--json"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert [one["code"] for one in json.loads(ran.stdout)] == ["too-large"]

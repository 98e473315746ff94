"""A practice office with one case of a made-up procedure, at ten o'clock on a Monday."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from engine.desk import Desk, Done
from engine.office import read_office
from engine.store.memory import MemoryStore
from tests.run.player import Player

collect_ignore = ["test_terminal.py"] if sys.platform == "win32" else []  # it has no pseudo-terminals

OFFICE = Path(__file__).parent / "office"
MORNING = "2026-11-23T10:00"


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make the office's folder, and stop its clock."""
    monkeypatch.setenv("CUECARD_NOW", MORNING)
    folder = tmp_path / "office"
    shutil.copytree(OFFICE, folder)
    return folder


@pytest.fixture
def desk(office: Path) -> Desk:
    """Sit down as somebody of the front desk; nothing is written to disk."""
    return Desk(office, read_office(office), MemoryStore(), "ann")


@pytest.fixture
def player(desk: Desk) -> Player:
    """Open a case, and begin its run."""
    return Player(desk, open_case(desk))


def open_case(desk: Desk) -> str:
    """Open a case of the made-up procedure, always with the same number."""
    opened = desk.open_case("lost_crown", {"patient": "Jane Example", "phone": "555-0100"}, request="a call")
    assert isinstance(opened, Done), opened
    return opened.agenda.case

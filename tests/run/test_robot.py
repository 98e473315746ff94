"""The real procedure, run by somebody who presses anything that may be pressed."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Final

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from cli.run.page import ENTER, Ending, Keys, Page, Text
from engine.case.agenda import SETTLED
from engine.desk import Desk, Done
from engine.office import office_from_text
from engine.store.memory import MemoryStore
from tests.run.player import Player
from tests.support import OFFICE_YAML, PROCEDURES

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

TEXTS: Final = ("0", "120.50", "555-0123", "They move to Ohio, and the new dentist is in their network", "2026-11-25")
FAREWELL: Final = "q"


def pressed(page: Page, choice: int) -> str:
    """Give something that may be entered on a page: mostly an answer, now and then a command."""
    if choice % 7 == 0 and page.commands:
        key = page.commands[choice // 7 % len(page.commands)].key
        return ENTER if key == FAREWELL else f"/{key}"
    if isinstance(page.field, Keys):
        return page.field.choices[choice % len(page.field.choices)].key
    return TEXTS[choice % len(TEXTS)] if choice % 5 else ENTER


def office_of(folder: Path) -> Desk:
    """Make an office with the procedures that ship; its log is kept in memory."""
    if not folder.exists():
        shutil.copytree(PROCEDURES, folder / "procedures")
    return Desk(folder, office_from_text(OFFICE_YAML, "office.yaml"), MemoryStore(), "pat")


# Without shrinking: to shrink a run takes minutes, to read it takes one.
@settings(
    max_examples=10,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(st.integers(0, 10_000), min_size=10, max_size=60))
def test_any_run_fits_the_screen_and_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, choices: list[int]
) -> None:
    """Whatever is pressed, every moment fits the screen, the log only grows, and a new run goes on."""
    monkeypatch.setenv("CUECARD_NOW", "2026-11-23T10:00")
    desk = office_of(tmp_path / "office")
    opened = desk.open_case("record_release", {"patient": "Jane Example", "phone": "555-0100"}, request="a call")
    assert isinstance(opened, Done)
    player = Player(desk, opened.agenda.case)
    for choice in choices:
        if isinstance(player.found, Ending):
            break
        assert player.page.frame.case in player.screen.splitlines()[0]
        assert len(player.screen.splitlines()) <= 24
        before = desk.agenda(player.case).seq
        player.enter(pressed(player.page, choice))
        assert before <= desk.agenda(player.case).seq
    player = Player(desk, player.case)
    assert isinstance(player.found, Ending) == (desk.agenda(player.case).status == "closed")


def test_the_real_procedure_can_be_run_to_its_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody who always says what comes first is led through the whole call, and to what it waits for."""
    monkeypatch.setenv("CUECARD_NOW", "2026-11-23T10:00")
    desk = office_of(tmp_path / "office")
    opened = desk.open_case("record_release", {"patient": "Jane Example", "phone": "555-0100"}, request="a call")
    assert isinstance(opened, Done)
    player = Player(desk, opened.agenda.case)
    for _ in range(60):
        if isinstance(player.found, Ending):
            break
        field = player.page.field
        answer = "0" if isinstance(field, Text) and field.hint.startswith(("an amount", "a number")) else "Some words"
        is_list = isinstance(field, Text) and "nobody" in field.hint
        player.enter(field.choices[0].key if isinstance(field, Keys) else ENTER if is_list else answer)
    assert isinstance(player.found, Ending), player.screen
    steps = {step.at: step.status for step in desk.agenda(player.case).walk()}
    assert steps["call"] in SETTLED

"""The guided run in a real terminal: the real command, keys pressed one by one, the screen as it is seen."""

from __future__ import annotations

import json
import os
from datetime import UTC
from typing import TYPE_CHECKING

import pytest

from engine.case.events import AnswerAmended, Recorded
from engine.desk import Desk
from engine.store.tinydb import TinyStore
from tests.run.conftest import open_case
from tests.run.pictures import kept
from tests.run.player import Player
from tests.run.terminal import ENTER, Sitting

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ALT = "\x1b"
CTRL_C = "\x03"
CTRL_D = "\x04"
CTRL_U = "\x15"


@pytest.fixture
def case(office: Path) -> str:
    """Open a case in the office's folder, on disk."""
    return open_case(Desk.at(office, "ann"))


@pytest.fixture
def sitting(office: Path, case: str) -> Iterator[Sitting]:
    """Sit down at a terminal, and begin the run."""
    found = Sitting(office, case)
    yield found
    found.kill()


def told(office: Path, case: str) -> dict[str, object]:
    """Give what the case keeps, by the key of the fact."""
    return {fact.key: fact.value for fact in Desk.at(office, "ann").agenda(case).facts}


def test_the_screen_is_the_picture(sitting: Sitting) -> None:
    """What a terminal of 80 by 24 shows is the kept picture, to the last blank."""
    sitting.sees("How much does it hurt?")
    assert kept("first-question", sitting.shown()) == sitting.shown()


def test_keys_and_lines_are_recorded(sitting: Sitting, office: Path, case: str) -> None:
    """A key pressed alone is an answer, and so is a line."""
    sitting.sees("A lot")
    sitting.type("3").sees("What happened?")
    sitting.line("It fell out").sees("2. Say what helps")
    assert ("severe", "It fell out") == (told(office, case)["pain"], told(office, case)["story"])


def test_wrong_input_is_kept_for_editing(sitting: Sitting, office: Path, case: str) -> None:
    """A wrong line stands in the field, the cursor behind it, and is put right there."""
    sitting.type("2").sees("What happened?")
    sitting.line("").sees("Who else")
    sitting.line("").sees("What fee")
    sitting.line("12x").sees("! An amount such as $120.50 is expected", "> 12x")
    sitting.type("\x7f", "0").sees("> 120")
    sitting.type(ENTER).sees("Where does the bill go?")
    assert told(office, case)["fee"] == "120.00"


def test_a_long_text_wraps_in_its_field(sitting: Sitting, office: Path, case: str) -> None:
    """Text wider than the screen goes on below, and comes whole."""
    text = "She bit on a nut and the crown came off " * 5
    sitting.type("2").sees("What happened?")
    sitting.type(text).sees("> She bit", "  f She bit")
    sitting.type(ENTER).sees("Who else")
    assert told(office, case)["story"] == text.strip()


def test_pasted_lines_are_one_answer(sitting: Sitting, office: Path, case: str) -> None:
    """A line end in pasted text does not send half of it off."""
    sitting.type("2").sees("What happened?")
    sitting.type("\x1b[200~It fell out.\r\nYesterday.\x1b[201~").sees("> It fell out. Yesterday.")
    sitting.type(ENTER).sees("Who else")
    assert told(office, case)["story"] == "It fell out. Yesterday."


def test_a_note_keeps_the_half_typed_answer(sitting: Sitting, office: Path, case: str) -> None:
    """Alt with a key leaves the field for a moment; what stood there stands there again."""
    sitting.type("2").sees("What happened?")
    sitting.type("It fell o").sees("> It fell o")
    sitting.type(f"{ALT}n").sees("Note")
    sitting.line("She is in a hurry").sees("The note is kept.", "> It fell o")
    sitting.line("ut").sees("Who else")
    log = Desk.at(office, "ann").log(case)
    assert "She is in a hurry" in [getattr(entry.event, "text", "") for entry in log]
    assert told(office, case)["story"] == "It fell out"


def test_an_answer_is_corrected_after_its_effect_was_shown(sitting: Sitting, office: Path, case: str) -> None:
    """Back: pick the answer, give the new one and a reason, see what changes, say yes."""
    sitting.type("3").sees("What happened?")
    sitting.line("").sees("Is it fine now")
    sitting.type("b").sees("Correct which answer?", "How much does it hurt? A lot")
    sitting.type("2").sees("Correct: How much does it hurt?")
    sitting.type("1").sees("Why is it corrected?")
    sitting.line("misheard").sees("What this correction changes", "Say what helps")
    assert told(office, case)["pain"] == "severe"
    sitting.type("y").sees("Corrected.", "Ask who else needs a visit")
    assert told(office, case)["pain"] == "none_at_all"


def test_a_step_is_skipped_with_a_reason(sitting: Sitting, office: Path, case: str) -> None:
    """Skip asks why before anything is recorded."""
    sitting.sees("How much")
    sitting.type("s").sees("Skip “Ask about the pain”: why?")
    sitting.line("she had to go").sees("Ask who else needs a visit")
    step = Desk.at(office, "ann").agenda(case).step("pain")
    assert step
    assert ("skipped", "she had to go") == (step.status, step.reason)


def test_yes_no_questions_keep_n_for_no(sitting: Sitting) -> None:
    """On yes/no questions n is No, and a slash before it makes it a note."""
    sitting.type("3").sees("What happened?")
    sitting.line("").sees("Is it fine now", "/n note")
    sitting.type("/", "n").sees("Note", "left blank: no note")
    sitting.type(ENTER).sees("Is it fine now")
    sitting.type("n").sees("KNOWN   Is it fine now, without a visit? no")


def test_leaving_gives_the_terminal_back(sitting: Sitting, case: str) -> None:
    """Q leaves with 0, says how to go on, and hands the normal screen back."""
    sitting.sees("How much")
    sitting.type("q")
    code, shown = sitting.left()
    assert (0, True) == (code, f"Go on with: cuecard run {case}" in shown)
    assert b"\x1b[?1049l" in sitting.raw


@pytest.mark.parametrize(("key", "code"), [(CTRL_D, 0), (CTRL_C, 130)], ids=["Ctrl-D", "Ctrl-C"])
def test_other_ways_out(sitting: Sitting, key: str, code: int) -> None:
    """Ctrl-D leaves like q; Ctrl-C too, with 130. What was acknowledged is kept."""
    sitting.type("2").sees("What happened?")
    sitting.type(key)
    left, shown = sitting.left()
    assert (code, True) == (left, "everything up to here is kept (4 entries)" in shown)


def test_a_run_that_was_left_goes_on(sitting: Sitting, office: Path, case: str) -> None:
    """The next run begins with the question that was on the screen."""
    sitting.type("2").sees("What happened?")
    sitting.line("/q")
    sitting.left()
    again = Sitting(office, case)
    again.sees("KNOWN   How much does it hurt? Somewhat", "What happened?")
    again.kill()


def test_a_power_cut_loses_nothing_acknowledged(sitting: Sitting, office: Path, case: str) -> None:
    """Killed in the middle of a word, the case has all answers before it, and the next run goes on there."""
    sitting.type("3").sees("What happened?")
    sitting.line("It fell out").sees("Is it fine now")
    sitting.type("n").sees("all done, next")
    sitting.type(ENTER).sees("1. Name")
    sitting.type("Ti")
    sitting.kill()
    assert ("severe", "It fell out", False) == tuple(told(office, case)[key] for key in ("pain", "story", "fine_now"))
    again = Sitting(office, case)
    again.sees("3. Ask who else needs a visit", "1-2 done")
    again.kill()


def test_no_color(office: Path, case: str) -> None:
    """With NO_COLOR no colour is sent; bold and reverse remain."""
    plain = Sitting(office, case, environ={"NO_COLOR": "1"})
    plain.sees("How much")
    plain.kill()
    coloured = Sitting(office, case, environ={"NO_COLOR": ""})
    coloured.sees("How much")
    coloured.kill()
    assert (False, True) == (has_colour(plain.raw), has_colour(coloured.raw))


def test_a_terminal_without_a_screen_is_led_line_by_line(office: Path, case: str) -> None:
    """A dumb terminal gets plain lines without a single control code."""
    dumb = Sitting(office, case, environ={"TERM": "dumb"})
    dumb.sees("How much")
    dumb.line("2").sees("What happened?")
    dumb.line("/q")
    assert (0, False) == (dumb.left()[0], b"\x1b" in dumb.raw)


def test_two_people_on_one_case(sitting: Sitting, office: Path, case: str) -> None:
    """Who acts on a screen that somebody else made old is told what changed, and keeps what they typed."""
    sitting.type("2").sees("What happened?")
    Player(Desk.at(office, "bea"), case).enter("/n the dentist is free")
    sitting.line("It fell out").sees("meanwhile: Bea Young wrote a note.", "> It fell out")
    sitting.type(ENTER).sees("Who else")


def test_what_is_told_cannot_draw_on_the_screen(office: Path) -> None:
    """Marks of direction that a case file holds are shown as escapes; those that are told are left out."""
    opened = Desk.at(office, "ann").open_case("lost_crown", {"patient": "Jan\u202ee", "phone": "555-0100"})
    agenda = getattr(opened, "agenda", None)
    assert agenda, opened
    assert [fact.value for fact in agenda.facts if fact.fact == "patient"] == ["Jane"]
    planted = AnswerAmended("patient", "J\u202ene", "", "as an older version did")
    now = agenda.now.astimezone(UTC)
    entry = Recorded(agenda.seq + 1, now, now, "ann", "planted", planted)
    TinyStore(office / "cases").append(agenda.case, [entry], expected=agenda.seq)
    sitting = Sitting(office, agenda.case)
    sitting.sees(r"J\u202ene")
    sitting.kill()
    assert "\u202e".encode() not in sitting.raw


def has_colour(raw: bytes) -> bool:
    """Whether a terminal was told a colour."""
    return any(f"\x1b[0;{code}".encode() in raw or f";{code}m".encode() in raw for code in range(30, 38))


def test_the_log_is_an_ordinary_file(sitting: Sitting, office: Path, case: str) -> None:
    """What was pressed can be read in the case's file as soon as the next question shows."""
    sitting.type("2").sees("What happened?")
    text = (office / "cases" / "open" / f"{case}.json").read_text(encoding="utf-8")
    assert "AnswerRecorded" in json.dumps(json.loads(text))
    assert os.name

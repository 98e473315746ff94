"""The guided run through a pipe: plain lines in, plain lines out."""

from __future__ import annotations

import io
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from cli.run import is_terminal, run_case
from cli.run.dialogue import talk
from cli.run.pipe import play
from cli.run.visit import Visit
from engine.desk import Desk
from tests.run.conftest import open_case
from tests.support import ROOT

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def case(desk: Desk) -> str:
    """Open a case."""
    return open_case(desk)


def run(desk: Desk, case: str, lines: str, monkeypatch: pytest.MonkeyPatch) -> int:
    """Run a case on these lines."""
    monkeypatch.setattr(sys, "stdin", io.StringIO(lines))
    return run_case(desk, case)


def test_lines_are_keys_and_answers(desk: Desk, case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A line with a key is the key; a line at a text field is the text; the end of the input leaves with 0."""
    assert run(desk, case, "2\nIt fell out\n", monkeypatch) == 0
    assert {"pain": "some", "story": "It fell out"}.items() <= {
        fact.fact: fact.value for fact in desk.agenda(case).facts
    }.items()


def test_what_is_written_is_plain_text(
    desk: Desk, case: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """There is not one control code in it, and it ends with how to go on."""
    run(desk, case, "2\nIt fell out\n\n100\nbad address\n", monkeypatch)
    written = capsys.readouterr().out
    assert written.replace("\n", "").isprintable()
    assert written.splitlines()[-1] == f"Go on with: cuecard run {case}"


def test_what_was_said_is_not_said_again(
    desk: Desk, case: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of each page only what is new is written, and the question."""
    run(desk, case, "2\nIt fell out\n", monkeypatch)
    assert capsys.readouterr().out.count("I am sorry to hear that") == 1


def test_an_empty_line_keeps_what_stands_in_the_field(
    desk: Desk, case: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where a line cannot be edited, Enter alone takes the old value, and a space alone empties the field."""
    run(desk, case, "2\nIt fell out\n/b\n1\n\n/b\n1\n \nno longer sure\ny\n", monkeypatch)
    written = capsys.readouterr().out
    assert " (Enter alone keeps: It fell out; a space alone empties it)" in written
    assert "That is what was told already." in written
    assert [None] == [fact.value for fact in desk.agenda(case).facts if fact.fact == "story"]


def test_an_interrupt_leaves_with_130(desk: Desk, case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C while a line is read leaves the run."""

    def interrupted() -> str:
        raise KeyboardInterrupt

    source = io.StringIO()
    monkeypatch.setattr(source, "readline", interrupted)
    monkeypatch.setattr(sys, "stdin", source)
    assert run_case(desk, case) == 130


def test_a_line_in_another_encoding_is_asked_for_again(office: Path) -> None:
    """Bytes that are no text in the terminal's encoding are not recorded, and end nothing."""
    case = open_case(Desk.at(office, "ann"))
    ran = subprocess.run(
        [sys.executable, "-m", "cli.app", "run", case, "--office", str(office), "--as", "ann"],
        cwd=ROOT,
        input=b"2\n\xff\xfe\nIt fell out\n",
        capture_output=True,
        check=False,
    )
    assert (0, True) == (ran.returncode, b"this line is in another encoding" in ran.stdout)
    assert "It fell out" in [fact.value for fact in Desk.at(office, "ann").agenda(case).facts]


def test_a_pipe_is_no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where either end is not a terminal, lines are read."""
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    assert not is_terminal()


def test_a_pipe_does_not_load_the_terminal(office: Path) -> None:
    """The 130 ms that prompt_toolkit takes are saved where it is not needed."""
    case = open_case(Desk.at(office, "ann"))
    program = (
        "import sys; from pathlib import Path; from engine.desk import Desk; from cli.run import run_case;"
        f"run_case(Desk.at(Path({str(office)!r}), 'ann'), {case!r}); print('prompt_toolkit' in sys.modules)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, input="", capture_output=True, text=True, check=True
    )
    assert ran.stdout.splitlines()[-1] == "False"


def test_a_case_that_is_over_says_so(
    desk: Desk, case: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A run of a closed case says how it ended, and is done."""
    run(desk, case, "/a\n2\nThey called off\n\n", monkeypatch)
    capsys.readouterr()
    assert run(desk, case, "", monkeypatch) == 0
    assert capsys.readouterr().out.splitlines()[0] == f"Case {case} is closed: The patient called off."


def test_play_gives_the_end(desk: Desk, case: str) -> None:
    """A dialogue over lines gives how it ended."""
    assert play(talk(Visit.begin(desk, case)), io.StringIO("q\n")).kind == "left"

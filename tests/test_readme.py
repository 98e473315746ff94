"""What README.md says is so: its session runs, its commands exist, and the files it names are there."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from typing import TYPE_CHECKING, NamedTuple

import pytest

from cli.group import COMMANDS
from tests.support import ROOT

if TYPE_CHECKING:
    from pathlib import Path

TEXT = (ROOT / "README.md").read_text(encoding="utf-8")
CASE = re.compile(r"\b[0-9A-Z]{3}-[0-9A-Z]{3}\b")
ANYTHING = "...\n"


class Entry(NamedTuple):
    """One line that is typed, and what is seen then."""

    typed: str
    seen: str


def session() -> list[Entry]:
    """Read the session."""
    found = re.search(r"^```console\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
    assert found
    entries = re.split(r"^\$ ", found[1], flags=re.MULTILINE)[1:]
    return [Entry(typed, seen) for typed, _, seen in (entry.partition("\n") for entry in entries)]


class Shell:
    """A shell that knows `cd`, `export` and `cuecard`; the case in the session stands for the one that is opened."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.variables = {name: value for name, value in os.environ.items() if not name.startswith("CUECARD_")}
        self.case = ""

    def enter(self, typed: str) -> str:
        """Carry a line out, and give what is seen, with the number of the case as in the session."""
        word, *rest = shlex.split(CASE.sub(self.case, typed))
        match word:
            case "cd":
                self.folder /= rest[0]
                return ""
            case "export":
                self.variables |= dict(one.split("=", 1) for one in rest)
                return ""
            case _:
                assert word == "cuecard"
                return self._run(rest)

    def _run(self, words: list[str]) -> str:
        ran = subprocess.run(
            [sys.executable, "-m", "cli.app", *words],
            cwd=self.folder,
            env=self.variables | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert (0, "") == (ran.returncode, ran.stderr)
        numbers = CASE.findall(ran.stdout)
        self.case = self.case or (numbers[0] if numbers else "")
        return CASE.sub("K7M-2PQ", ran.stdout)


def test_the_session_runs_as_it_stands_there(tmp_path: Path) -> None:
    """Each line of the session does what is shown below it; `...` stands for anything."""
    shell = Shell(tmp_path)
    entries = session()
    shown = [Entry(entry.typed, shell.enter(entry.typed)) for entry in entries]
    seen = [entry if wanted.seen != ANYTHING else wanted for entry, wanted in zip(shown, entries, strict=True)]
    assert entries == seen
    assert 10 <= len(entries) <= 12


@pytest.mark.parametrize(
    "name", sorted(set(re.findall(r"`?cuecard (?:--as \w+ )?([a-z]+)", TEXT)) - {"finds", "itself"})
)
def test_a_command_that_is_named_exists(name: str) -> None:
    """Every `cuecard ...` in the text is a command."""
    assert name in COMMANDS


@pytest.mark.parametrize(
    "path", sorted(set(re.findall(r"\]\(([^)#]+)\)|`((?:engine|cli|tests|schemas|procedures)/[\w./]*)`", TEXT)))
)
def test_a_file_that_is_named_is_there(path: tuple[str, str]) -> None:
    """Every link, and every path of the map, leads somewhere."""
    assert (ROOT / (path[0] or path[1])).exists()

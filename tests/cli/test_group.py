"""Which commands there are, and that each is imported only when it is called."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from cli.group import COMMANDS

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.said import Calls

CONTRACT = {
    *("open", "answer", "done", "skip", "redo", "confirm", "amend", "arrive", "withdraw", "add", "remove"),
    *("sign", "take", "hand", "note", "hold", "resume", "cancel", "reopen"),
    *("init", "check", "explain", "rehearse", "run", "cases", "show", "agenda", "why", "print", "log", "tick"),
    *("schema", "verify", "head", "backup", "restore", "rebuild"),
    *("procedures", "publish", "move"),
}
HEAVY = {"rich", "jsonschema", "pydantic", "prompt_toolkit", "referencing"}


def test_the_commands_of_the_contract() -> None:
    """Everything that others rely on can be called."""
    assert COMMANDS.keys() >= CONTRACT


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_the_help_of_a_command(cuecard: Calls, name: str) -> None:
    """Each command's help is a sentence and an example that begins with its name."""
    said = cuecard(name, "--help")
    assert (said.code, said.err) == (0, "")
    assert f"Example: cuecard {name}" in said.out
    assert said.out.splitlines()[2].endswith(".")
    assert {"--office", "--as", "--json"} <= set(said.out.split())
    assert max(len(line) for line in said.out.splitlines()) <= 80


@pytest.mark.parametrize("name", sorted(name for name, entry in COMMANDS.items() if entry.acts))
def test_what_acts_can_be_repeated_and_guarded(cuecard: Calls, name: str) -> None:
    """Each command that acts on a case takes --request and --expect."""
    assert {"--request", "--expect"} <= set(cuecard(name, "--help").out.split())


def test_the_help_lists_all(cuecard: Calls) -> None:
    """`cuecard --help` lists every command, each with a whole sentence."""
    listed = cuecard("--help").out
    assert [name for name in COMMANDS if f"\n  {name} " not in listed] == []
    assert "..." not in listed.partition("The office:")[2]


@pytest.mark.parametrize(
    ("arguments", "light"),
    [
        (("answer", "weight=5"), HEAVY),
        (("note", "hello"), HEAVY | {"cerberus"}),
        (("agenda", "--json"), HEAVY | {"cerberus"}),
        (("cases",), HEAVY - {"rich"} | {"cerberus"}),
    ],
    ids=["answer", "note", "agenda --json", "cases"],
)
def test_a_call_is_light(office: Path, case: str, arguments: tuple[str, ...], light: set[str]) -> None:
    """An act imports nothing that draws, validates documents or edits lines; it has to start while somebody waits."""
    assert office.is_dir()
    name, *rest = arguments
    line = [name, *([] if name == "cases" else [case]), *rest]
    program = (
        f"import sys, cli.app; cli.app.run({line!r}); print({sorted(light)!r} & sys.modules.keys(), file=sys.stderr)"
    )
    program = program.replace(repr(sorted(light)), f"set({sorted(light)!r})")
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ran.stderr == "set()\n"

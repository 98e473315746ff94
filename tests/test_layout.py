"""Who may import what, where import-linter does not look: one door for each third party, a light start."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

DOORS = {
    "cerberus": ["engine/case/answers.py"],
    "cryptography": ["engine/store/vault.py"],
    "filelock": ["engine/store/system.py"],
    "keyring": ["engine/store/vault.py"],
    "jsonschema": ["engine/procedure/schema.py"],
    "prompt_toolkit": ["cli/"],
    "referencing": ["engine/procedure/schema.py"],
    "rich": ["cli/render.py"],
    "tinydb": ["engine/store/case_file.py"],
    "typer": ["cli/"],
    "yaml": ["engine/procedure/source.py"],
}
"""Where a third party may be imported: one file, or any file of one folder."""

CORE = ["engine/rehearsal/", "engine/case/", "engine/procedure/", "engine/condition/", "engine/diagnostics.py"]
WORLD = {
    *(
        "os",
        "pathlib",
        "random",
        "secrets",
        "shutil",
        "socket",
        "subprocess",
        "tempfile",
        "threading",
        "time",
    ),
    *("filelock", "prompt_toolkit", "rich", "tinydb", "typer"),
}
"""What the core may not know of: disk, clock, chance, processes, screens and stores."""

HEAVY = ["cerberus", "jsonschema", "prompt_toolkit", "pydantic", "rich", "yaml"]
"""What costs tens of milliseconds to import, and so may not be imported before it is needed."""

OURS = {"engine", "cli", "schemas", "procedures"}


def imported(text: str) -> set[str]:
    """Give the top-level packages that a module imports anywhere in it, also inside functions and by name."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.Import(names=aliases):
                names.update(alias.name for alias in aliases)
            case ast.ImportFrom(module=str(module)):
                names.add(module)
            case ast.Call(
                func=ast.Name(id="import_module" | "__import__") | ast.Attribute(attr="import_module"),
                args=[ast.Constant(value=str(module)), *_],
            ):
                names.add(module)
            case _:
                pass
    return {name.partition(".")[0] for name in names}


def is_within(path: str, places: list[str]) -> bool:
    """Tell whether a file is one of these places, or in one that ends in a slash."""
    return any(path == place or (place.endswith("/") and path.startswith(place)) for place in places)


def trespasses(path: str, text: str) -> list[str]:
    """Name the imports of a file that its place in the layout does not allow."""
    foreign = imported(text) - sys.stdlib_module_names - OURS
    unknown = [f"{path} imports {name}, which has no door" for name in sorted(foreign - DOORS.keys())]
    doors = [
        f"{path} imports {name}, whose door is {DOORS[name][0]}"
        for name in sorted(foreign & DOORS.keys())
        if not is_within(path, DOORS[name])
    ]
    world = [
        f"{path} is of the core and imports {name}" for name in sorted(imported(text) & WORLD) if is_within(path, CORE)
    ]
    return unknown + doors + world


def sources() -> dict[str, str]:
    """Read all source files of the package, by their path from the root."""
    return {
        path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
        for folder in sorted(OURS)
        for path in sorted((ROOT / folder).rglob("*.py"))
    }


def test_every_import_goes_through_its_door() -> None:
    """Each third party is imported in one place only, and the core imports nothing of the world."""
    assert [line for path, text in sources().items() for line in trespasses(path, text)] == []


@pytest.mark.parametrize(
    ("path", "text", "told"),
    [
        (
            "engine/desk.py",
            "import yaml",
            "engine/desk.py imports yaml, whose door is engine/procedure/source.py",
        ),
        (
            "cli/cases.py",
            "from rich.table import Table",
            "cli/cases.py imports rich, whose door is cli/render.py",
        ),
        (
            "engine/store/__init__.py",
            "def f():\n    import tinydb.table",
            "engine/store/__init__.py imports tinydb, whose door is engine/store/case_file.py",
        ),
        (
            "engine/desk.py",
            "importlib.import_module('typer')",
            "engine/desk.py imports typer, whose door is cli/",
        ),
        ("cli/app.py", "import click", "cli/app.py imports click, which has no door"),
        (
            "engine/case/agenda.py",
            "def f():\n    from os import path",
            "engine/case/agenda.py is of the core and imports os",
        ),
    ],
    ids=["other file", "submodule", "in a function", "by name", "no door", "the world"],
)
def test_a_trespass_is_told(path: str, text: str, told: str) -> None:
    """An import beside its door is found, wherever in the file and however it is written."""
    assert [told] == trespasses(path, text)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("engine/procedure/source.py", "import yaml"),
        ("engine/store/case_file.py", "from tinydb import Storage\nimport os, typing"),
        ("cli/run.py", "def f():\n    from prompt_toolkit import PromptSession"),
        ("engine/case/answers.py", "import cerberus\nfrom engine.case import events"),
    ],
    ids=["file", "several", "folder", "ours"],
)
def test_a_door_is_open(path: str, text: str) -> None:
    """What goes through its own door is allowed."""
    assert [] == trespasses(path, text)


def test_the_command_starts_light() -> None:
    """The command line imports nothing heavy at its start: each command imports what it needs."""
    program = f"import sys, cli.app; print([name for name in {HEAVY!r} if name in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


CLOCKS = """\
import time, uuid
from datetime import date, datetime
from random import random
from time import time as moment
{}
"""
READINGS = [
    *("datetime.now()", "datetime.now(tz=None)", "datetime.utcnow()", "datetime.today()", "date.today()"),
    *("time.time()", "time.time_ns()", "time.localtime()", "time.gmtime()", "time.ctime()", "time.strftime('%H')"),
    *("time.clock_gettime(0)", "uuid.uuid1()", "uuid.uuid4()"),
]
"""Ways to read the clock on the wall, or to throw dice."""


def test_the_core_reads_no_clock() -> None:
    """Whichever way the clock is read in the core, or dice are thrown, the lint says so."""
    text = CLOCKS.format("\n".join(READINGS))
    command = [sys.executable, "-m", "ruff", "check", "--select", "TID251", "--output-format", "concise"]
    ran = subprocess.run(
        [*command, "--stdin-filename", "engine/case/planted.py", "-"],
        cwd=ROOT,
        input=text,
        capture_output=True,
        text=True,
        check=False,
    )
    found = {int(line.split(":")[1]) for line in ran.stdout.splitlines() if "TID251" in line}
    assert {3, 4, *range(5, 5 + len(READINGS))} == found

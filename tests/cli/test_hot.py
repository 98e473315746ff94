"""What the commands that people wait for may import: a list, for a time says nothing on a busy machine."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).resolve().parent.parent.parent

SLOW: Final = (
    *(
        "asyncio",
        "cerberus",
        "html",
        "jsonschema",
        "prompt_toolkit",
        "pydantic",
        "referencing",
        "rich",
        "typer",
        "yaml",
    ),
    *("email", "http", "importlib.metadata", "multiprocessing", "sqlite3", "ssl", "unittest"),
    *("base64", "dataclasses", "difflib", "filelock", "getpass", "inspect", "locale", "logging", "platform", "random"),
    *("secrets", "shutil", "subprocess", "tempfile", "textwrap", "traceback", "uuid"),
    *("engine.condition.check", "engine.condition.syntax", "engine.procedure.build", "engine.procedure.schema"),
    *("engine.office_text", "engine.procedure.load", "engine.procedure.proof", "engine.procedure.source"),
    *("engine.rehearsal", "engine.explanations", "engine.diagnostics", "engine.messages", "web"),
    *("engine.desk_versions", "engine.documents", "engine.store.audit", "engine.case.redacting"),
    *("engine.case.moving", "engine.case.opening", "cli.boundary", "cli.group"),
)
"""What costs milliseconds and is not needed for the everyday: no parser, no validator, no screen library."""

REPORTING: Final = """\
import sys
known = {*sys.modules, *sys.stdlib_module_names, "cli", "engine"}
from cli.app import run
code = run(sys.argv[2:])
loaded = [name for name in sys.argv[1].split() if name in sys.modules]
packages = {name for name in sys.modules if hasattr(sys.modules[name], "__path__") and "." not in name}
print("\\n", *loaded, *(f"foreign:{name}" for name in packages - known), sep="\\n", file=sys.stderr)
sys.exit(code)
"""


def imported(office: Path, *arguments: str) -> list[str]:
    """Run a command in a process of its own, and give what it imported of the slow ones, and all third parties."""
    command = [sys.executable, "-c", REPORTING, " ".join(SLOW), *arguments]
    # Not traced: what measures coverage imports things of its own.
    untraced = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
    environment = untraced | {"CUECARD_OFFICE": str(office), "CUECARD_AS": "pat"}
    ran = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert 0 == ran.returncode or "refused" in ran.stderr, ran.stdout + ran.stderr
    return sorted(ran.stderr.rpartition("\n\n")[2].splitlines())


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make an office with a case in it, in which a command has run before."""
    folder = tmp_path_factory.mktemp("office")
    staff = "staff:\n  - name: pat\n    roles: [front_desk, billing, office_manager]\n"
    (folder / "office.yaml").write_text(f"office: Hot\npractice: true\n{staff}", encoding="utf-8")
    (folder / "procedures").mkdir()
    text = (ROOT / "procedures" / "record_release.yaml").read_text(encoding="utf-8")
    (folder / "procedures" / "record_release.yaml").write_text(text, encoding="utf-8")
    (folder / "procedures" / "documents").mkdir()
    for path in (ROOT / "procedures" / "documents").iterdir():
        (folder / "procedures" / "documents" / path.name).write_bytes(path.read_bytes())
    imported(folder, "open", "record_release", "patient=Robin Sample", "phone=555-0134")
    imported(folder, "note", _case(folder), "looked at")
    return folder


def _case(folder: Path) -> str:
    return next((folder / "cases" / "open").glob("*.json")).stem


@pytest.mark.parametrize(
    "arguments",
    [
        ("answer", "CASE", "reason=moving"),
        ("done", "CASE", "why", "in_their_words=a new job", "plans_return=gone"),
        ("show", "CASE"),
        ("note", "CASE", "they called"),
        ("take", "CASE", "ask_for_request"),
        ("agenda", "CASE"),
        ("cases",),
        ("cases", "--json"),
        ("answer", "CASE", "reason=nothing of the kind"),
        ("tick",),
    ],
    ids=lambda arguments: " ".join(arguments[:1] + arguments[-1:]),
)
def test_what_people_wait_for_imports_nothing_slow(office: Path, arguments: tuple[str, ...]) -> None:
    """A single act and the list of cases load no third party but the store's own, and nothing that takes long."""
    assert ["foreign:tinydb"] == imported(office, *(_case(office) if one == "CASE" else one for one in arguments))


def test_the_list_shows_what_is_imported(office: Path) -> None:
    """What a command does import is told: checking a procedure takes the parser and the validator."""
    found = imported(office, "check", str(ROOT / "procedures"))
    assert {"yaml", "engine.procedure.build", "engine.condition.syntax"} <= set(found)

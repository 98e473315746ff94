"""Where people work: the workflow that annotates pull requests, and the hook for pre-commit."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

from engine.procedure.nodes import Document, Mapping, Scalar
from engine.procedure.source import read
from tests.procedure.examples import ROOT, TESTS

if TYPE_CHECKING:
    from engine.procedure.nodes import Node

WORKFLOW: Final = ROOT / ".github" / "workflows" / "check-procedures.yml"
HOOKS: Final = ROOT / ".pre-commit-hooks.yaml"


def plain(node: Node) -> Any:  # noqa: ANN401  YAML of any shape
    """Give what a YAML file says."""
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Mapping):
        return {key.text: plain(value) for key, value in node.entries}
    return [plain(one) for one in node.items]


def written(path: Path) -> Any:  # noqa: ANN401  YAML of any shape
    """Read a YAML file of ours."""
    document = read(path.read_bytes(), path.name)
    assert isinstance(document, Document), document
    return plain(document.root)


def check_as_it_runs(folder: Path, paths: str) -> subprocess.CompletedProcess[str]:
    """Run the last step of the workflow in a folder, as a runner does."""
    script = written(WORKFLOW)["jobs"]["check"]["steps"][-1]["run"]
    environment = {"PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin", "CUECARD_PATHS": paths}
    bash = shutil.which("bash")
    assert bash
    return subprocess.run(
        [bash, "-e", "-c", script], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


@pytest.mark.skipif(sys.platform == "win32", reason="the workflow runs on Linux")
def test_the_workflow_annotates(tmp_path: Path) -> None:
    """The workflow checks all procedures of a repository, and annotates the line of a mistake."""
    (tmp_path / "desk" / "procedures").mkdir(parents=True)
    (tmp_path / "compose.yaml").write_text("services: []\n", encoding="utf-8")
    shutil.copy(TESTS / "mended" / "unknown-fact.yaml", tmp_path / "desk" / "procedures" / "example.yaml")
    right = check_as_it_runs(tmp_path, ".")
    assert (0, "", "") == (right.returncode, right.stdout, right.stderr)
    shutil.copy(TESTS / "bad" / "unknown-fact.yaml", tmp_path / "desk" / "procedures" / "example.yaml")
    wrong = check_as_it_runs(tmp_path, ".")
    place = "file=desk/procedures/example.yaml,line=10,endLine=10,col=11,endColumn=18,title=unknown-fact"
    message = "step `call` depends on `balence`, which no fact declares%0Ahelp: did you mean `balance`?"
    assert (1, f"::error {place}::{message}\n") == (wrong.returncode, wrong.stdout)


def test_the_workflow_puts_nothing_into_a_script() -> None:
    """What a caller passes reaches the scripts as variables only, so that it cannot be a command."""
    scripts = [step["run"] for step in written(WORKFLOW)["jobs"]["check"]["steps"] if "run" in step]
    assert [script for script in scripts if "${{" in script] == []


@pytest.mark.parametrize(
    ("path", "is_checked"),
    [
        ("procedures/record_release.yaml", True),
        ("desk/procedures/record_release.yaml", True),
        ("procedures/record_release.rehearsal.yaml", True),
        ("procedures/record_release.yml", True),
        ("office.yaml", True),
        ("compose.yaml", False),
        ("procedures/documents/letter.yaml", False),
        ("procedures/notes.txt", False),
    ],
)
def test_the_hook_looks_at_procedures(path: str, is_checked: bool) -> None:  # noqa: FBT001  a parameter of the test
    """The hook is for procedures, their rehearsals and office files."""
    (hook,) = written(HOOKS)
    assert is_checked == (re.search(hook["files"], path) is not None)
    assert "cuecard check" == hook["entry"]

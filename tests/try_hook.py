"""Tries the pre-commit hook in a repository made for it: `make hook-test`, or `python -m tests.try_hook PRE_COMMIT`.

pre-commit takes the hook from a clone of this repository as it was last committed, and installs cuecard for it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from tests.procedure.examples import ROOT

RIGHT: Final = (ROOT / "tests" / "mended" / "unknown-fact.yaml").read_text(encoding="utf-8")
_ME: Final = {"GIT_AUTHOR_NAME": "Pat Example", "GIT_AUTHOR_EMAIL": "pat@example.com"}
_ENVIRONMENT: Final = os.environ | _ME | {name.replace("AUTHOR", "COMMITTER"): value for name, value in _ME.items()}


def call(folder: Path, *command: str) -> tuple[int, str]:
    """Call a command in a folder; give its exit code and all it printed."""
    ran = subprocess.run(command, cwd=folder, env=_ENVIRONMENT, capture_output=True, text=True, check=False)
    return ran.returncode, ran.stdout + ran.stderr


def git(folder: Path, *command: str) -> str:
    """Call git, which has to do it."""
    code, said = call(folder, "git", *command)
    assert code == 0, said
    return said.strip()


def make_repository(folder: Path) -> None:
    """Make a repository with a procedure, and with the hook."""
    git(folder, "init", "--quiet", "--initial-branch=main")
    hooks = (
        f"repos:\n  - repo: {ROOT}\n    rev: {git(ROOT, 'rev-parse', 'HEAD')}\n    hooks:\n      - id: cuecard-check\n"
    )
    (folder / ".pre-commit-config.yaml").write_text(hooks, encoding="utf-8")
    (folder / "procedures").mkdir()
    (folder / "procedures" / "example.yaml").write_text(RIGHT, encoding="utf-8")
    (folder / "compose.yaml").write_text("services: {}\n", encoding="utf-8")


def try_hook(pre_commit: str, folder: Path) -> str:
    """Commit a right procedure, then a wrong one; give what was said about it."""
    make_repository(folder)
    code, said = call(folder, pre_commit, "install")
    assert code == 0, said
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "right")
    (folder / "procedures" / "example.yaml").write_text(RIGHT.replace("balance >", "balence >"), encoding="utf-8")
    code, said = call(folder, "git", "commit", "--all", "--message", "wrong")
    assert code == 1, said
    assert "error[unknown-fact]: " in said
    assert "procedures/example.yaml:" in said
    assert "help: did you mean `balance`?" in said
    return said


def main(arguments: list[str]) -> int:
    """Try it in a temporary folder, and print what an author sees."""
    with tempfile.TemporaryDirectory() as folder:
        print(try_hook(str(Path(arguments[0]).absolute()), Path(folder)))  # noqa: T201  a script
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""What a check costs, against importing the libraries it is made with; a table; nothing passes or fails.

    python -m bench.checking [ROUNDS]

Each line is a process of its own, all of them in turn in each round; shown are medians, of processor time and of the
clock. The procedure is one of those that ship, made up to 300 lines.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
ROUNDS: Final = 9
LINES: Final = 300
LIBRARIES: Final = "import typer, yaml, jsonschema"
"""What a check was made with when its target was set; of these, an ordinary one loads yaml alone today."""


def procedure_in(folder: Path) -> Path:
    """Write a procedure of 300 lines, with the templates that it needs."""
    lines = (ROOT / "procedures" / "refund.yaml").read_text(encoding="utf-8").splitlines()
    assert len(lines) < LINES
    path = folder / "refund.yaml"
    path.write_text("\n".join([*["#"] * (LINES - len(lines)), *lines]) + "\n", encoding="utf-8")
    (folder / "documents").symlink_to(ROOT / "procedures" / "documents")
    return path


def spoilt(path: Path) -> Path:
    """Write the same procedure again with a key that is none, so that its shape has to be explained."""
    other = path.with_name("spoilt") / path.name
    other.parent.mkdir()
    other.write_text(path.read_text(encoding="utf-8").replace("owner:", "onwer:", 1), encoding="utf-8")
    (other.parent / "documents").symlink_to(ROOT / "procedures" / "documents")
    return other


def took(command: list[str]) -> tuple[float, float]:
    """Run a command; give seconds of the processor and of the clock."""
    before, began = os.times(), time.perf_counter()
    ran = subprocess.run(command, stdout=subprocess.DEVNULL, check=False)
    assert ran.returncode in (0, 1)
    after, ended = os.times(), time.perf_counter()
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return used, ended - began


def main(arguments: list[str]) -> int:
    """Run all in turn, and print the table."""
    rounds = int(arguments[0]) if arguments else ROUNDS
    with tempfile.TemporaryDirectory() as folder:
        path = procedure_in(Path(folder))
        commands = {
            "python -c pass": [sys.executable, "-c", "pass"],
            "import yaml": [sys.executable, "-c", "import yaml"],
            "import yaml, jsonschema": [sys.executable, "-c", "import yaml, jsonschema"],
            LIBRARIES: [sys.executable, "-c", LIBRARIES],
            "cuecard check, 300 lines": [sys.executable, "-m", "cli.app", "check", str(path)],
            "the same, with a slip in its shape": [sys.executable, "-m", "cli.app", "check", str(spoilt(path))],
        }
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # else every start compiles all anew
        in_turn = [{name: took(command) for name, command in commands.items()} for _ in range(rounds)]
    times = {name: [one[name] for one in in_turn] for name in commands}
    medians = {name: [statistics.median(column) for column in zip(*rows, strict=True)] for name, rows in times.items()}
    floor = medians[LIBRARIES]
    print(f"{'':38} {'processor':>16} {'clock':>16}")
    for name, row in medians.items():
        cells = [f"{one * 1000:5.0f} ms {one / its:5.2f}x" for one, its in zip(row, floor, strict=True)]
        print(f"{name:38} {cells[0]:>16} {cells[1]:>16}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Change one part of the code in every way, run the tests that must notice, and print the score of each file.

    python -m tests.mutation PART [MUTANTS ... | missed | -]

MUTANTS are names of changes, with `*` and `[...]` for a share: `*__mutmut_*[36]` takes each change whose number ends in
3 or 6. Without them, all are tried that were not tried since the code was last changed, and that no test noticed; with
`missed` the latter alone; with `-` none, and the last report is printed again.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Final, TypedDict

from tests.mutation.survivors import shown

ROOT: Final = Path(__file__).resolve().parents[2]
PARTS: Final = tomllib.loads(Path(__file__).with_name("parts.toml").read_text(encoding="utf-8"))
NEEDED: Final = (
    "engine",
    "cli",
    "schemas",
    "procedures",
    "bench",
    "docs",
    "README.md",
    "SECURITY.md",
    "CONTRIBUTING.md",
)
"""What tests look at, beside themselves."""

SURVIVED: Final = (0, 5, 33)
"""How mutmut writes down that all tests passed, and that there was none."""

UNTRIED: Final = None

_WITHOUT: Final = ("-p", "no:cacheprovider", "-p", "no:unraisableexception", "-p", "no:threadexception")
"""What a run for each change has no time for: the last two look through all memory."""


class Part(TypedDict, total=False):
    """What is changed, what of it is not, who must notice, which of these cannot be run here, and which are long."""

    change: list[str]
    leave: list[str]
    tests: list[str]
    without: list[str]
    seconds: float


def settings(part: Part) -> str:
    """Write the table that mutmut reads."""
    left_out = [word for test in part.get("without", ()) for word in ("--deselect", test)]
    table = {
        "source_paths": ["engine"],
        "only_mutate": part["change"],
        "do_not_mutate": part.get("leave", []),
        "also_copy": list(NEEDED[1:]),
        "pytest_add_cli_args": [*_WITHOUT, "-p", "tests.mutation.quick_first", *left_out],
        "pytest_add_cli_args_test_selection": part["tests"],
        "use_git_change_detection": False,
        "process_isolation": "forkserver",  # what a run of all tests keeps in memory would hide changes
    }
    return "\n[tool.mutmut]\n" + "".join(f"{key} = {json.dumps(value)}\n" for key, value in table.items())


def lay_out(folder: Path, part: Part) -> None:
    """Make the folder in which mutmut works: the project, with settings for this part; other settings begin anew."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in (*NEEDED, "tests"):
        link = folder / name
        if not link.is_symlink():
            link.symlink_to(ROOT / name)
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8") + settings(part)
    kept = folder / "pyproject.toml"
    if not kept.exists() or kept.read_text(encoding="utf-8") != project:
        shutil.rmtree(folder / "mutants", ignore_errors=True)
        kept.write_text(project, encoding="utf-8")


def verdicts(folder: Path) -> dict[str, dict[str, int | None]]:
    """Read what came of each change, by the file that is changed."""
    changed = folder / "mutants"
    return {
        str(path.relative_to(changed).with_suffix("")): json.loads(path.read_text())["exit_code_by_key"]
        for path in sorted(changed.rglob("*.py.meta"))
    }


def chosen(folder: Path, mutants: tuple[str, ...]) -> list[str]:
    """Name what is tried: as is said, or what no test noticed so far, for tests may have come since; at first all."""
    known = [found for of_file in verdicts(folder).values() for found in of_file.items()]
    missed = [name for name, code in known if code in SURVIVED]
    match mutants:
        case ("missed",):
            return missed
        case ():
            left = [name for name, code in known if code is UNTRIED]
            return [*left, *missed] if len(left) < len(known) else []
        case _:
            return list(mutants)


def report(folder: Path) -> str:
    """Write the score of each file as a table, and what survived."""
    lines = ["| file | noticed | survived | |", "|---|---|---|---|"]
    everything: list[int] = []
    survivors: list[str] = []
    for file, of_file in verdicts(folder).items():
        tried = [code for code in of_file.values() if code is not UNTRIED]
        everything += tried
        survived = [name for name, code in of_file.items() if code in SURVIVED]
        survivors += shown(folder / "mutants" / file, survived)
        lines += [row(f"`{file}`", tried)] if tried else []
    return "\n".join([*lines, row("all", everything), "", *survivors, ""])


def row(name: str, tried: list[int]) -> str:
    """Write one row of the table."""
    survived = sum(code in SURVIVED for code in tried)
    share = f"{100 * (len(tried) - survived) / len(tried):.1f} %" if tried else ""
    return f"| {name} | {len(tried) - survived:,} | {survived:,} | {share} |"


def main(name: str, *mutants: str) -> int:
    """Try the changes, and print the report."""
    folder = ROOT / "build" / "mutation" / name
    if mutants == ("-",):
        sys.stdout.write(report(folder))
        return 0
    lay_out(folder, PARTS[name])
    shutil.rmtree(folder / "mutants" / "tests", ignore_errors=True)
    mutmut = Path(sys.executable).with_name("mutmut")
    surroundings = {**os.environ, "HYPOTHESIS_PROFILE": "mutation", "MUTATION_SECONDS": str(PARTS[name]["seconds"])}
    command = [str(mutmut), "run", "--max-children", "1", *chosen(folder, mutants)]
    ran = subprocess.run(command, cwd=folder, env=surroundings, check=False)
    sys.stdout.write(report(folder))
    return ran.returncode


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

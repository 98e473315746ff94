"""What starting each command costs, against `python -c pass`, and which modules it pays for; nothing passes or fails.

    python -m bench.starting [ROUNDS] [COMMAND...]

Every line is the installed command in a process of its own, carried out on a practice office that is put back before
it, so that each act is accepted each time (but for those that say `refused`). All lines in turn in each round; shown
are the medians, by the clock and of processor time, as ratios of `python -c pass` in the same run; in Markdown.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Final, NamedTuple

from cli.group import COMMANDS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ROUNDS: Final = 9
NOTHING: Final = "python -c pass"
SCRIPT: Final = Path(sys.executable).with_name("cuecard.exe" if os.name == "nt" else "cuecard")
MODULES: Final = """\
import json, sys
known = {*sys.modules}
from cli.app import run
code = run(sys.argv[2:])
loaded = [name for name in sys.modules if name not in known]
with open(sys.argv[1], "w") as file:
    json.dump(loaded, file)
sys.exit(code)
"""
"""Carries out a line and writes down what was loaded for it."""

LINES: Final = {
    "init": "init NEW --practice",
    "check": "check OFFICE/procedures",
    "explain": "explain unknown-fact",
    "schema": "schema procedure",
    "rehearse": "rehearse REHEARSAL",
    "procedures": "procedures",
    "publish": "publish record_release",
    "encrypt": "encrypt --off",
    "rekey": "rekey",
    "open": "open record_release patient=Robin phone=555-0134",
    "run": "run CASE",
    "cases": "cases",
    "show": "show CASE",
    "agenda": "agenda CASE",
    "why": "why CASE where",
    "log": "log CASE",
    "print": "print CASE chart_notes",
    "tick": "tick",
    "done": "done CASE ask_for_request",
    "skip": "skip CASE ask_for_request --reason so",
    "redo": "redo CASE why --reason so",
    "confirm": "confirm CASE why",
    "sign": "sign CASE why",
    "take": "take CASE ask_for_request",
    "hand": "hand CASE ask_for_request --to billing",
    "answer": "answer CASE destination=Hill",
    "amend": "amend CASE reason=insurance --reason so",
    "add": "add CASE relatives relative=Ann relative_phone=555-0199",
    "remove": "remove CASE relatives[1] --reason so",
    "arrive": "arrive CASE written_request",
    "withdraw": "withdraw CASE written_request --reason so",
    "note": "note CASE called",
    "hold": "hold CASE --reason so",
    "resume": "resume CASE",
    "cancel": "cancel CASE --reason so",
    "reopen": "reopen CASE --reason so",
    "move": "move CASE",
    "redact": "redact CASE phone --reason so",
    "verify": "verify",
    "head": "head",
    "backup": "backup NEW",
    "restore": "restore BACKUP NEW",
    "rebuild": "rebuild",
    "put-back": "put-back BACKUP CASE",
}
"""An ordinary line of each command."""
MORE: Final = {
    "answer, refused": "answer CASE reason=nothing",
    "answer --json": "answer CASE destination=Hill --json",
    "agenda --json": "agenda CASE --json",
    "cases --json": "cases --json",
    "cases, one of them new": "cases",
    "answer --help": "answer --help",
    "--help": "--help",
    "--version": "--version",
}
LISTED_BEFORE: Final = ("cases", "cases --json")
"""What is carried out when nothing has changed since the cases were listed last."""


class Scene(NamedTuple):
    """An office as it was prepared, where it is put each time, and all that lines name."""

    kept: Path
    office: Path
    case: str

    def words(self, line: str) -> list[str]:
        """Give a line with its places filled in."""
        names = {"CASE": self.case, "OFFICE": str(self.office), "NEW": str(self.office.parent / "new")}
        names |= {"BACKUP": str(self.kept / "backup.zip"), "REHEARSAL": str(_REHEARSAL)}
        words = line.split()
        for name, meant in names.items():
            words = [word.replace(name, meant) for word in words]
        return words

    def put_back(self) -> None:
        """Make the office what it was, and what is kept of it for the next start."""
        for place in (self.office, self.office.parent / "new", self.office.parent / "cache"):
            shutil.rmtree(place, ignore_errors=True)
            place.unlink(missing_ok=True)
        for name in ("office", "cache"):
            shutil.copytree(self.kept / name, self.office.parent / name)


_REHEARSAL: Final = Path(__file__).resolve().parent.parent / "procedures" / "record_release.rehearsal.yaml"


def prepared(folder: Path) -> Scene:
    """Make an office with a case in the middle of its way."""
    office = folder / "office"
    _run("init", str(office), "--practice", "--as", "pat")
    (office / "office.yaml").write_text(
        "office: Bench\npractice: true\nstaff:\n  - name: pat\n    roles: [front_desk, billing, office_manager]\n",
        encoding="utf-8",
    )
    _run("--office", str(office), "open", "record_release", "patient=Robin Sample", "phone=555-0134")
    case = next((office / "cases" / "open").glob("*.json")).stem
    _run("--office", str(office), "done", case, "why", "reason=moving", "in_their_words=work", "plans_return=gone")
    kept = folder / "kept"
    kept.mkdir()
    _run("--office", str(office), "backup", str(kept / "backup.zip"))
    for name in ("office", "cache"):
        shutil.copytree(folder / name, kept / name)
    return Scene(kept, office, case)


def _run(*words: str) -> None:
    subprocess.run([SCRIPT, *words], check=True, stdout=subprocess.DEVNULL)


def took(command: Sequence[str | Path]) -> tuple[float, float, int]:
    """Run a command; give milliseconds by the clock and of the processor, and its exit code."""
    before, began = _used(), time.perf_counter()
    ran = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    ended, after = time.perf_counter(), _used()
    assert ran.returncode in (0, 1, 2), ran.stderr.decode()
    return (ended - began) * 1e3, (after - before) * 1e3, ran.returncode


def _used() -> float:
    """Give the seconds that all processes so far have used."""
    if sys.platform == "win32":
        return 0.0
    import resource

    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def loaded(scene: Scene, name: str, line: str) -> list[str]:
    """Give the modules that a line loads, besides those of every start of Python."""
    scene.put_back()
    if name in LISTED_BEFORE:
        _run("cases")
    told = scene.kept / "modules.json"
    command = [sys.executable, "-I", "-c", MODULES, told, *scene.words(line)]
    subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    names: list[str] = json.loads(told.read_text(encoding="utf-8"))
    return names


def measured(scene: Scene, lines: Mapping[str, str], rounds: int) -> dict[str, list[tuple[float, float, int]]]:
    """Run all lines in turn, each on the office as it was; one round before the first warms up."""
    times: dict[str, list[tuple[float, float, int]]] = {name: [] for name in (NOTHING, *lines)}
    for number in range(rounds + 1):
        for name, row in times.items():
            scene.put_back()
            if name in LISTED_BEFORE:
                _run("cases")
            taken = took([SCRIPT, *scene.words(lines[name])] if name in lines else [sys.executable, "-c", "pass"])
            if number:
                row.append(taken)
    return times


def main(arguments: list[str]) -> int:
    """Measure, and print the table."""
    rounds = int(arguments[0]) if arguments else ROUNDS
    unknown = COMMANDS.keys() - LINES.keys()
    assert not unknown, f"a line is missing for: {', '.join(unknown)}"
    lines = {name: line for name, line in (LINES | MORE).items() if name not in LINES or name in COMMANDS}
    wanted = arguments[1:]
    chosen = {name: line for name, line in lines.items() if not wanted or line.split()[0] in wanted}
    # Where Python may keep no compiled code, each start compiles all again, which no office does.
    for name in ("PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED", "COVERAGE_PROCESS_START"):
        os.environ.pop(name, None)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ |= {"CUECARD_CACHE": str(folder / "cache"), "CUECARD_AS": "pat"}
        scene = prepared(folder)
        os.environ["CUECARD_OFFICE"] = str(scene.office)
        times = measured(scene, chosen, rounds)
        modules = {name: loaded(scene, name, line) for name, line in chosen.items()}
    for row in table(times, modules):
        print(row)
    return 0


def table(times: Mapping[str, Sequence[tuple[float, float, int]]], modules: Mapping[str, list[str]]) -> list[str]:
    """Make the rows of the table."""
    floor = [median(column) for column in zip(*times[NOTHING], strict=True)]
    rows = ["| command | ms | times | of the processor | modules | of them ours | third parties |"]
    rows.append("|---|---|---|---|---|---|---|")
    for name, taken in times.items():
        clock, used, code = (median(column) for column in zip(*taken, strict=True))
        names = modules.get(name, [])
        ours = [one for one in names if one.partition(".")[0] in ("cli", "engine", "schemas", "procedures")]
        tops = {one.partition(".")[0] for one in names if not one.startswith(("_", "cython_runtime"))}
        packages = sorted(tops - _NOT_THIRD)
        told = f"{name} ({'refused' if code == 1 else 'wrong usage'})" if code else name
        ratios = f"{clock / floor[0]:.1f} | {used / (floor[1] or 1):.1f}"
        rows.append(f"| {told} | {clock:.0f} | {ratios} | {len(names)} | {len(ours)} | {', '.join(packages) or '–'} |")
    return rows


_NOT_THIRD: Final = {*sys.stdlib_module_names, "cli", "engine", "schemas", "procedures", "org"}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""`make demo`: whole records releases, played through the real command in a practice office; the script is demo.txt.

It ends well only if every case stood as the script says, and every log gives the same state again.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from cli.output import prepare_streams, say

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

OFFICE: Final = """\
office: Practice Dental
practice: true
zone: America/New_York
currency: "$"
staff:
  - name: pat
    full_name: Pat Example
    roles: [front_desk]
  - name: billie
    full_name: Billie Pattern
    roles: [billing]
  - name: olive
    full_name: Olive Placeholder
    roles: [office_manager]
  - name: terry
    full_name: Terry Coordinator
    roles: [treatment_coordinator]
  - name: dana
    full_name: Dr. Dana Example
    roles: [doctor]
"""

LONGEST: Final = 120
"""Seconds a command may take before the demonstration is given up."""

_TYPED: Final = re.compile(r"(?P<who>\w+)(?P<mark>[$!]) cuecard (?P<line>.*?)(?:\s+=> (?P<name>[A-Z]+))?")
_NAMED: Final = re.compile(r"\{([A-Z]+)\}")
_CASE: Final = re.compile(r"\b[0-9A-Z]{3}-[0-9A-Z]{3}\b")


@dataclass
class Player:
    """Plays a script, and remembers what was not as it should be."""

    folder: Path
    cases: dict[str, str] = field(default_factory=dict)
    clock: str = ""
    printed: str = ""
    wrong: list[str] = field(default_factory=list)

    def play(self, script: str) -> None:
        """Play a script, line by line; what is pressed in a guided run belongs to the line that starts it."""
        for line in re.split(r"\n(?!>)", script):
            self._play(line)

    def _play(self, line: str) -> None:
        sign, _, rest = line.partition(" ")
        match sign:
            case "" | "#":
                pass
            case "=":
                say(f"\n\n{rest}\n{'=' * len(rest)}")
            case "-":
                say(f"\n{rest}")
            case "@":
                self._set_clock(rest)
            case "?":
                self._look(rest)
            case "staff":
                self._write_staff()
            case "page":
                self._show_page()
            case _:
                self._type(line)

    def _set_clock(self, told: str) -> None:
        self.clock = told.partition(" ")[2].replace(" ", "T")
        say(f"\n[{datetime.fromisoformat(self.clock):%A %d %B %Y, %H:%M}]")

    def _type(self, line: str) -> None:
        """Let somebody type a command, press what it asks them for, and show what they see."""
        line, *pressed = line.split("\n> ")
        typed = _TYPED.fullmatch(line)
        assert typed, line  # noqa: S101  # a slip in the script
        words = _NAMED.sub(self._named, typed["line"])
        say(f"\n{typed['who']}$ cuecard {self._shortened(words)}")
        ran = self.run(shlex.split(words), typed["who"], pressed)
        said = self._shortened(ran.stdout + ran.stderr)
        say("\n".join(f"    {text}".rstrip() for text in said.rstrip().splitlines()))
        self.expect(ran.returncode, int(typed["mark"] == "!"), f"the exit code of: {line}")
        if typed["name"]:
            self.cases[typed["name"]] = self._opened(said)
        pages = re.findall(r"(~.*\.txt)\s*$", said, re.MULTILINE)
        self.printed = pages[-1] if pages else self.printed

    def _named(self, found: re.Match[str]) -> str:
        return self.folder.as_posix() if found[1] == "FOLDER" else self.cases[found[1]]

    def _shortened(self, text: str) -> str:
        return text.replace(str(self.folder), "~").replace(self.folder.as_posix(), "~")

    def _opened(self, said: str) -> str:
        """Find the case that a command opened: the only one that is new."""
        new = [case for case in _CASE.findall(said) if case not in self.cases.values()]
        self.expect(len(new) > 0, wanted=True, what="whether a case was opened")
        return new[0] if new else ""

    def _write_staff(self) -> None:
        """Put the staff into the office's file, as the office manager does it."""
        (self.folder / "office" / "office.yaml").write_text(OFFICE, encoding="utf-8")
        (self.folder / "scan.txt").write_text("Please send my records to Lakeside Dental.\n", encoding="utf-8")
        say("\n" + "\n".join(f"    | {line}" for line in OFFICE.splitlines()))

    def _show_page(self) -> None:
        text = Path(self.printed.replace("~", str(self.folder), 1)).read_text(encoding="utf-8")
        say("\n" + "\n".join(f"    | {line}".rstrip() for line in text.splitlines()))

    def _look(self, told: str) -> None:
        """Compare a case with what the script says of it."""
        name, *pairs = told.split()
        found = self.show(self.cases[name])
        for pair in pairs:
            key, _, wanted = pair.partition("=")
            self.expect(_read(found, key), wanted, f"{key} of {name}")
        say(f"\n    As it should be: {', '.join(pairs).replace('_', ' ').replace('=', ' ')}.")

    def expect(self, found: object, wanted: object, what: str) -> None:
        """Remember it if something is not as it should be."""
        if found != wanted:
            self.wrong.append(f"{what} should be {wanted!r}, and is {found!r}")
            say(f"    !!! {self.wrong[-1]}")

    def show(self, case: str) -> dict[str, Any]:
        """Give a whole case as the command prints it for programs."""
        found: dict[str, Any] = json.loads(self.run(["show", case, "--json"], "olive").stdout)
        return found

    def run(self, words: list[str], who: str, pressed: Sequence[str] = ()) -> subprocess.CompletedProcess[str]:
        """Run the command as somebody, at the time it is."""
        own = {
            "CUECARD_OFFICE": str(self.folder / "office"),
            "CUECARD_AS": who,
            "CUECARD_NOW": self.clock,
            "COLUMNS": "110",
            "NO_COLOR": "1",
            "PYTHONUTF8": "1",
        }
        return subprocess.run(  # noqa: S603  # the command itself, with words from the script
            [sys.executable, "-m", "cli.app", *words],
            env=os.environ | own,
            input="".join("\n" if one == "Enter" else f"{one}\n" for one in pressed),
            capture_output=True,
            encoding="utf-8",
            timeout=LONGEST,
            check=False,
        )


def _read(case: dict[str, Any], key: str) -> str:
    """Give a property of a case, a fact of it, or how a step stands, as the script writes it."""
    if key == "open":
        return ",".join(case["open"])
    if key in ("status", "outcome", "ending"):
        return str(case[key])
    told = {fact["key"]: fact["value"] for fact in case["facts"]}
    return str(told[key]) if key in told else _statuses(case["steps"])[key].replace(" ", "_")


def _statuses(steps: list[dict[str, Any]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for step in steps:
        found |= {step["at"]: step["status"]} | _statuses(step["steps"])
    return found


def main() -> int:
    """Play the demonstration; 0 if all of it was as it should be."""
    prepare_streams()
    with tempfile.TemporaryDirectory(prefix="cuecard-demo-", ignore_cleanup_errors=True) as folder:
        player = Player(Path(folder))
        player.play((files("cli") / "demo.txt").read_text(encoding="utf-8"))
        _replay_all(player)
    if player.wrong:
        say("\n".join(["", "Not as it should be:", *(f"  {line}" for line in player.wrong)]))
        return 1
    say("\nAll of it was as it should be.")
    return 0


def _replay_all(player: Player) -> None:
    """Show of every case that its log, read again, gives the state that was shown."""
    player.play("= Every log gives the same state again")
    for name, case in player.cases.items():
        shown = player.show(case)
        log = shown.pop("log")
        shown.pop("notes")
        for way, replayed in _WAYS.items():
            player.expect(
                replayed(player, case, log) == shown, wanted=True, what=f"the state of {name}, replayed {way}"
            )
        ways = " and ".join(_WAYS)
        say(f"    {case} {name:5} {len(log):3} entries, {shown['outcome'] or shown['status']:15} the same, {ways}")


def _from_json(player: Player, case: str, log: list[dict[str, Any]]) -> dict[str, Any]:
    """Derive a case from the public form of its log, one entry after the other."""
    from engine.case.events import from_json
    from engine.case.state import Case, evolve

    found = Case()
    for entry in log:
        found = evolve(found, from_json(entry))
    return _portrayed(player, case, found)


def _from_store(player: Player, case: str, _log: list[dict[str, Any]]) -> dict[str, Any]:
    """Derive a case at once from its file, whose chain of digests is looked through while it is read."""
    from engine.case.state import replay
    from engine.store.tinydb import TinyStore

    store = TinyStore(player.folder / "office" / "cases")
    return _portrayed(player, case, replay(store.load(case).entries))


def _portrayed(player: Player, case: str, found: Any) -> dict[str, Any]:  # noqa: ANN401  # a Case, imported where used
    from engine.case.agenda_json import agenda_json
    from engine.case.portray import agenda
    from engine.office import read_office
    from engine.procedure.load import load_checked

    assert found.id == case  # noqa: S101  # the log of another case
    folder = player.folder / "office"
    text = (folder / "procedures" / f"{found.procedure}.yaml").read_text(encoding="utf-8")
    loaded = load_checked(text, "kept")
    assert not isinstance(loaded, tuple)  # noqa: S101  # cases were opened on it
    office = read_office(folder)
    now = datetime.fromisoformat(player.clock).replace(tzinfo=office.calendar.zone)
    return agenda_json(agenda(loaded.procedure, found, now, office))


_WAYS: Final[dict[str, Callable[[Player, str, list[dict[str, Any]]], dict[str, Any]]]] = {
    "entry by entry": _from_json,
    "from the file at once": _from_store,
}


if __name__ == "__main__":
    sys.exit(main())

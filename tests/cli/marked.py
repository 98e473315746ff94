"""An office in which a marker stands in everything that is private, and where to look for it."""

from __future__ import annotations

import json
import shutil
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from io import StringIO
from typing import TYPE_CHECKING

from cli.app import run
from tests.cli.said import HERE, Said

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

MARK = "zanzibar"
"""Stands in every private fact, note, reason and file; looked for in small letters."""

OFFICE = """\
office: Helpers
practice: true
zone: Europe/London
staff:
  - name: pat
    full_name: Pat Porter
    roles: [porter]
  - name: bo
    full_name: Bo Boss
    roles: [boss]
  - name: guest
    full_name: Guy Guest
    roles: []
"""


def call(*arguments: str) -> Said:
    """Call the command in this process, and keep what it printed."""
    out, err = StringIO(), StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = run(arguments)
    return Said(code, out.getvalue(), err.getvalue())


@dataclass(slots=True)
class Scene:
    """An office with cases in every state.

    Args:
        cases: The numbers of the cases, by what is so of them.
    """

    folder: Path
    cases: dict[str, str] = field(default_factory=dict)

    def found(self) -> list[str]:
        """Say where the marker is, other than where it has to be: in the files of cases, and what belongs to them."""
        there = []
        for path in self.folder.rglob("*"):
            inside = path.relative_to(self.folder).as_posix()
            if inside.startswith(("given/", "office/procedures/")):
                continue
            if MARK in path.name.lower():
                there.append(f"in the name {inside}")
            is_kept = inside.startswith(("office/cases/open/", "office/cases/closed/", "office/cases/journal"))
            if path.is_file() and not is_kept and MARK in path.read_text(errors="replace").lower():
                there.append(f"in {inside}")
        return there


def is_clean(text: str) -> bool:
    """Whether a text holds the marker nowhere."""
    return MARK not in text.lower()


def make_scene(folder: Path) -> Scene:
    """Make the office and its cases; `CUECARD_OFFICE` has to name its folder."""
    procedures = folder / "office" / "procedures"
    (procedures / "documents").mkdir(parents=True)
    (folder / "given").mkdir()
    (folder / "office" / "office.yaml").write_text(OFFICE, encoding="utf-8")
    shutil.copy(HERE / "private.yaml", procedures)
    (procedures / "documents" / "receipt.txt").write_text("For {person}\n{notes}\n", encoding="utf-8")
    (folder / "given" / "Zanzibar.zanzibar").write_text("Zanzibar wrote this\n", encoding="utf-8")
    (folder / "given" / "Zanzibar.pdf").write_text("Zanzibar wrote this too\n", encoding="utf-8")
    scene = Scene(folder)
    for name in ("open", "bare", "other", "unsigned", "held", "closed", "cancelled"):
        scene.cases[name] = _open(f"Zanzibar {name.title()}")
    _tell_all(scene)
    _must("answer", scene.cases["other"], "kind=rich", 'matters=[{"matter": "Zanzibar"}, {"matter": "Zanzibar"}]')
    told = ("refused=no", "story=Zanzibar", "kind=poor", "worth=250", "matters=[]")
    _must("done", scene.cases["unsigned"], "greet", *told)
    held, closed, cancelled = (scene.cases[name] for name in ("held", "closed", "cancelled"))
    _must("hold", held, "--reason", "Zanzibar is away")
    _must("answer", closed, "refused=yes")
    _must("cancel", cancelled, "--reason", "Zanzibar called it off")
    _publish_another(procedures / "private.yaml")
    return scene


def _publish_another(file: Path) -> None:
    """Publish a version to which a case where they said something cannot go, others only if somebody agrees."""
    text = file.read_text(encoding="utf-8").replace("version: 1", "version: 2")
    text = text.replace("did they say?\n    type: text", "did they say?\n    type: long_text")
    file.write_text(text.replace("worth, matters]", "worth, matters, said_then]") + _ASKED_NOW, encoding="utf-8")
    _must("publish", "private", "--as", "bo")


_ASKED_NOW = """\
  said_then:
    question: What did they say then?
    type: text
    private: yes
"""


def _open(person: str) -> str:
    opened = _must("open", "private", f"person={person}", "born_on=1980-05-14", "--json")
    number: str = opened.json["case"]
    return number


def _tell_all(scene: Scene) -> None:
    case, given = scene.cases["open"], scene.folder / "given"
    matters = json.dumps([{"matter": "Zanzibar one"}, {"matter": "Zanzibar two"}])
    _must(
        "done",
        case,
        "greet",
        "refused=no",
        "story=The story of Zanzibar",
        "mail=zanzibar@example.com",
        "kind=poor",
        "worth=250",
        f"matters={matters}",
    )
    _must("arrive", case, "matters[1]/reply", "reply_words=Zanzibar replies")
    _must("done", case, "each_matter[1]/look_at_it", "found=Zanzibar was right")
    _must("arrive", case, "letter", "letter_words=Zanzibar writes", "--file", str(given / "Zanzibar.zanzibar"))
    _must("arrive", case, "letter", "letter_words=Zanzibar writes on", "--file", str(given / "Zanzibar.pdf"))
    _must("withdraw", case, "letter", "--reason", "not of Zanzibar")
    _must("done", case, "calls#1", "reached=no", "said=Zanzibar slept")
    _must("done", case, "send")
    _must("done", case, "reckon")
    _must("skip", case, "gifts", "--reason", "Zanzibar wants none")
    _must("redo", case, "gifts", "--reason", "Zanzibar wants one")
    _must("skip", case, "gifts", "--reason", "Zanzibar wants none after all")
    _must("add", case, "matters", "matter=Zanzibar three")
    _must("remove", case, "matters[3]", "--reason", "Zanzibar was wrong")
    _must("amend", case, "story=Another story of Zanzibar", "--reason", "Zanzibar said so")
    _must("note", case, "Zanzibar was loud")
    _must("note", case, "Zanzibar was loud at the step", "--step", "send")
    _must("sign", case, "approve", "--reason", "Zanzibar deserves it", "--as", "bo")
    _must("print", case, "receipt")
    _must("done", case, "another")


def _must(*arguments: str) -> Said:
    said = call(*arguments)
    assert said.code == 0, (arguments, said)
    return said


def placed(folder: Path, patch: pytest.MonkeyPatch) -> Path:
    """Let commands work in an office here, at a time, and keep whatever they keep beside it."""
    for name in ("tmp", "cache"):
        (folder / name).mkdir()
    patch.setenv("CUECARD_OFFICE", str(folder / "office"))
    patch.setenv("CUECARD_CACHE", str(folder / "cache"))
    patch.setenv("TMPDIR", str(folder / "tmp"))
    for name in ("CUECARD_PASSPHRASE", "CUECARD_NEW_PASSPHRASE"):
        patch.setenv(name, "a long word for a test")
    patch.setenv("CUECARD_AS", "pat")
    patch.setenv("CUECARD_NOW", "2026-11-23T09:30")
    return folder


def words(scene: Scene, *line: str) -> list[str]:
    """Fill in the numbers of the cases."""
    named = scene.cases | {"given": str(scene.folder / "given")}
    filled = []
    for word in line:
        for name, value in named.items():
            word = word.replace("{" + name + "}", value)  # noqa: PLW2901  # as often as there are names
        filled.append(word)
    return filled


def everything(said: Said) -> str:
    """Give all that was printed."""
    return said.out + said.err

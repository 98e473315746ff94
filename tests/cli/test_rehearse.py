"""Rehearsing a procedure from the command line."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Final

import pytest

from tests.cli.said import HERE, Calls

if TYPE_CHECKING:
    from pathlib import Path

REHEARSAL: Final = """\
rehearsal: parcel
given:
  told:
    person: Ann Example
stories:
  - story: They refuse it at the counter
    name: refused
    when:
      - done: greet
        told:
          refused: yes
    then:
      case: closed
      outcome: sent_back
  - story: They take it, and the slip comes later
    name: taken
    when:
      - done: greet
        told:
          refused: no
      - then:
          open: [weigh]
          waits_for:
            keep_slip: [slip]
      - done: weigh
        told:
          weight: 5
          things: []
      - wait: 2 days
      - arrive: slip
      - print: receipt
      - then:
          printed: [For Ann Example]
      - done: keep_slip
    then:
      outcome: given
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a folder with a procedure, its template and its rehearsal; there is no office."""
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "receipt.txt").write_text("For {person}\n", encoding="utf-8")
    shutil.copy(HERE / "parcel.yaml", tmp_path)
    (tmp_path / "parcel.rehearsal.yaml").write_text(REHEARSAL, encoding="utf-8")
    monkeypatch.delenv("CUECARD_OFFICE", raising=False)
    monkeypatch.setenv("CUECARD_NOW", "no time at all")
    return tmp_path


def spoil(folder: Path, old: str, new: str, file: str = "parcel.rehearsal.yaml") -> None:
    """Change a file."""
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.parametrize("path", ["", "parcel.rehearsal.yaml", "parcel.yaml", "*.yaml"])
def test_all_as_told(folder: Path, cuecard: Calls, path: str) -> None:
    """A folder, a rehearsal, the procedure beside it, or a pattern: it is played; what was not seen is hinted at."""
    said = cuecard("rehearse", str(folder / path))
    file = folder / "parcel.rehearsal.yaml"
    counted = "4 of 5 steps done, 2 of 2 outcomes reached, 1 of 3 verdicts of conditions seen"
    assert (said.code, said.err) == (0, "")
    assert said.out == (
        f"{file}: 2 stories, none otherwise than told\n  {counted}; see what is missing with: --coverage\n"
    )


def test_nothing_but_the_files_is_touched(folder: Path, cuecard: Calls) -> None:
    """No case is kept anywhere, and no clock is needed."""
    before = sorted(path for path in folder.rglob("*"))
    assert cuecard("rehearse", str(folder)).code == 0
    assert before == sorted(path for path in folder.rglob("*"))


def test_coverage(folder: Path, cuecard: Calls) -> None:
    """What no story comes by is told with its place in the procedure, and is no failure."""
    said = cuecard("rehearse", str(folder), "--coverage")
    assert said.code == 0
    assert "warning[step-not-rehearsed]: no story opens `carry`\n  " in said.out
    assert "warning[condition-not-rehearsed]: `weight > 20` is true in no story\n" in said.out
    text = (folder / "parcel.yaml").read_text(encoding="utf-8")
    line = text[: text.index("weight > 20")].count("\n") + 1
    assert f"{folder / 'parcel.yaml'}:{line}:15" in said.out


def test_a_story_that_comes_out_otherwise(folder: Path, cuecard: Calls) -> None:
    """The story is named, what is not so is underlined, all stories are played, and the exit code is 1."""
    spoil(folder, "outcome: sent_back", "outcome: given")
    said = cuecard("rehearse", str(folder))
    assert said.code == 1
    assert said.out.startswith("In the story `They refuse it at the counter`:\n\nerror[expected-otherwise]: ")
    assert "   14 |       outcome: given\n      |                ^^^^^\n" in said.out
    assert "parcel.rehearsal.yaml: 2 stories, 1 otherwise than told\n" in said.out


def test_a_change_of_the_procedure(folder: Path, cuecard: Calls) -> None:
    """Where the procedure was changed, the story that no longer holds says so."""
    spoil(folder, "    as_soon_as: refused\n", "    when: refused\n", "parcel.yaml")
    said = cuecard("rehearse", str(folder), "--story", "refuse it")
    assert said.code == 1
    assert "expected the case to be closed; it is open" in said.out
    assert "1 story, 1 otherwise than told\n" in said.out


def test_json(folder: Path, cuecard: Calls) -> None:
    """As JSON: each file with its stories, how each came out, findings in the form of `check`, and what was seen."""
    spoil(folder, "outcome: sent_back", "outcome: given")
    said = cuecard("rehearse", str(folder), "--json")
    (one,) = said.json["rehearsals"]
    assert (said.code, one["procedure"]) == (1, "parcel")
    assert [(story["name"], story["line"], story["as_told"], story["to_the_end"]) for story in one["stories"]] == [
        ("refused", 6, False, True),
        ("taken", 15, True, True),
    ]
    assert one["findings"] == one["stories"][0]["findings"]
    assert (one["findings"][0]["code"], one["findings"][0]["line"]) == ("expected-otherwise", 14)
    assert one["seen"]["outcomes"] == {"seen": 2, "of": 2}
    assert {"step-not-rehearsed", "condition-not-rehearsed"} == {finding["code"] for finding in one["unseen"]}
    assert cuecard("rehearse", str(folder), "--format", "json") == said


def test_forms(folder: Path, cuecard: Calls) -> None:
    """GitHub and SARIF get the findings, and with --coverage what no story comes by."""
    spoil(folder, "outcome: sent_back", "outcome: given")
    assert cuecard("rehearse", str(folder), "--format", "github").out.count("::error file=") == 1
    assert "::warning file=" in cuecard("rehearse", str(folder), "--format", "github", "--coverage").out
    assert cuecard("rehearse", str(folder), "--format", "sarif").json["version"] == "2.1.0"


def test_what_staff_would_see(folder: Path, cuecard: Calls) -> None:
    """Step by step: who does what, which steps open with their questions, what is said, and how it ends."""
    said = cuecard("rehearse", str(folder), "--story", "refused", "-v")
    assert said.out.startswith(
        "\nThey refuse it at the counter\n"
        "  Mon 2026-11-02 09:00\n"
        "    anybody  opens a case\n"
        "      > greet  Greet Ann Example\n"
    )
    assert '"Hello Ann Example, do you take the parcel?"\n          Do they refuse it?\n' in said.out
    assert "    anybody  done: greet (refused: yes)\n" in said.out
    assert "      the case is closed: The parcel went back\n" in said.out


def test_a_refusal_is_shown(folder: Path, cuecard: Calls) -> None:
    """What may not be done is shown as staff would be told."""
    spoil(folder, "      - wait: 2 days\n", "      - done: keep_slip\n        refused: not-open\n")
    said = cuecard("rehearse", str(folder), "-v")
    assert "    anybody  done: keep_slip\n      refused: `keep_slip` is not open now: it is waiting\n" in said.out


@pytest.mark.parametrize("name", ["nowhere.rehearsal.yaml", "documents", "documents/receipt.txt"])
def test_nothing_to_rehearse(folder: Path, cuecard: Calls, name: str) -> None:
    """A path at which there is no rehearsal is wrong usage."""
    said = cuecard("rehearse", str(folder / name))
    assert (said.code, said.out) == (2, "")
    assert f"there is no rehearsal at {folder / name}; " in said.err


def test_no_such_story(folder: Path, cuecard: Calls) -> None:
    """Words that stand in no title are wrong usage."""
    said = cuecard("rehearse", str(folder), "--story", "elephants")
    assert (said.code, said.out) == (2, "")
    assert "no story has `elephants` in its title or name" in said.err


def test_a_procedure_with_mistakes(folder: Path, cuecard: Calls) -> None:
    """Nothing is played beside a procedure that cannot be built; its mistakes are told."""
    spoil(folder, "when: weight > 20", "when: wieght > 20", "parcel.yaml")
    said = cuecard("rehearse", str(folder))
    assert said.code == 1
    assert said.out.startswith("error[unknown-fact]: ")
    assert said.out.endswith("parcel.rehearsal.yaml: not played, for what is said above\n")


def test_a_rehearsal_of_another_shape(folder: Path, cuecard: Calls) -> None:
    """A file that is no rehearsal is refused with its place, by `rehearse` and by `check`."""
    spoil(folder, "    when:\n", "    whem:\n")
    for command in ("rehearse", "check"):
        said = cuecard(command, str(folder))
        assert said.code == 1
        assert "error[unknown-key]: `whem` is not a key of this story\n" in said.out
        assert "  help: did you mean `when`?\n" in said.out


def test_no_procedure(folder: Path, cuecard: Calls) -> None:
    """A rehearsal without its procedure says so, and what may be meant."""
    spoil(folder, "rehearsal: parcel", "rehearsal: parcels")
    said = cuecard("rehearse", str(folder))
    assert said.code == 1
    assert "error[unknown-procedure]: there is no procedure `parcels` in this folder\n" in said.out
    assert "  help: did you mean `parcel`?\n" in said.out


def test_a_linked_procedure(folder: Path, cuecard: Calls) -> None:
    """A story goes on in a case of another procedure that a step has opened, and back; without that one, it is told."""
    (folder / "desk.yaml").write_text(
        "procedure: desk\nversion: 1\ntitle: A desk\nopens_with: [person]\nsteps:\n"
        "  - id: hand_out\n    open_case:\n      procedure: parcel\n      with:\n        person: person\n"
        "      wait: yes\n"
        "facts:\n  person:\n    type: text\n",
        encoding="utf-8",
    )
    (folder / "desk.rehearsal.yaml").write_text(
        "rehearsal: desk\nstories:\n  - story: One parcel\n    given:\n      told:\n        person: Ann Example\n"
        "    when:\n      - done: hand_out\n      - go_to: hand_out\n      - done: greet\n        told:\n"
        "          refused: yes\n      - then:\n          outcome: sent_back\n      - go_to: parent\n"
        "    then:\n      case: closed\n",
        encoding="utf-8",
    )
    said = cuecard("rehearse", str(folder / "desk.yaml"))
    assert (said.code, said.out.partition(": ")[2]) == (0, "1 story, none otherwise than told\n")
    (folder / "parcel.yaml").unlink()
    said = cuecard("rehearse", str(folder / "desk.yaml"))
    assert said.code == 1
    assert "there is no procedure `parcel` in this folder" in said.out


def test_of_the_office(folder: Path, cuecard: Calls, office: Path) -> None:
    """Without a path, all rehearsals of the office are played."""
    shutil.copy(folder / "parcel.rehearsal.yaml", office / "procedures")
    said = cuecard("rehearse")
    assert (said.code, said.out.startswith(f"{office / 'procedures' / 'parcel.rehearsal.yaml'}: 2 stories")) == (
        0,
        True,
    )
    assert not (office / "cases").exists()

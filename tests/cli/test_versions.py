"""Publishing versions of a procedure, and moving the cases that run on earlier ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.said import Calls


def edit(office: Path, old: str, new: str) -> None:
    """Edit the file of the procedure."""
    path = office / "procedures" / "parcel.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def lines(text: str) -> list[str]:
    """Give what was printed, line by line, without the ends of lines."""
    return [line.rstrip() for line in text.splitlines()]


def test_an_edit_changes_nothing_by_itself(office: Path, case: str, cuecard: Calls) -> None:
    """What is in force stays so until the file is published, whatever is in the file."""
    assert case
    edit(office, "title: Weigh it", "title: Put it on the scales")
    for old, new in (("version: 1", "version: 1"), ("version: 1", "version: 2"), ("version: 2", "vrsion: 3")):
        edit(office, old, new)
        opened = cuecard("open", "parcel", "person=Somebody", "--json").json
        assert (1, "Weigh it") == (opened["version"], opened["steps"][0]["steps"][1]["title"])


def test_a_text_has_a_version_of_its_own(office: Path, case: str, cuecard: Calls) -> None:
    """Another text under the same number is not published, and the message says which number to take."""
    assert case
    edit(office, "title: Weigh it", "title: Put it on the scales")
    for more in ((), ("--preview",)):
        said = cuecard("--as", "bo", "publish", "parcel", *more)
        assert (1, "") == (said.code, said.out)
        assert "version 1 of `parcel` was published with another text" in said.err
        assert "raise `version` in the file to 2, then publish it" in said.err


def test_only_the_owner_publishes(office: Path, case: str, cuecard: Calls) -> None:
    """Who does not have the role of the owner is told who has; writing another owner into the file does not help."""
    assert case
    edit(office, "version: 1", "version: 2")
    edit(office, "owner: boss", "owner: porter")
    said = cuecard("publish", "parcel")
    assert (1, ["refused: `parcel` is published by its owner, the boss", "  next: ask Bo Boss"]) == (
        said.code,
        lines(said.err),
    )
    assert 0 == cuecard("--as", "bo", "publish", "parcel").code


def test_what_has_mistakes_is_not_published(office: Path, case: str, cuecard: Calls) -> None:
    """A file with mistakes is not put in force; they are shown in their place."""
    assert case
    edit(office, "version: 1", "version: 2")
    edit(office, "when: weight > 20", "when: wait > 20")
    said = cuecard("--as", "bo", "publish", "parcel")
    assert 1 == said.code
    assert "`parcel` has mistakes, so it was not published; what is in force stays so" in said.err
    assert "error[unknown-fact]" in said.err
    assert 1 == cuecard("procedures", "--json").json[0]["in_force"]["version"]


STORY = """\
rehearsal: parcel
stories:
  - story: The parcel is weighed first
    given:
      told:
        person: Somebody
    then:
      open: [greet]
"""


def test_stories_that_fail_keep_it_back(office: Path, case: str, cuecard: Calls) -> None:
    """A procedure whose stories come out otherwise than they are told is not published; what went wrong is shown."""
    assert case
    path = office / "procedures" / "parcel.rehearsal.yaml"
    path.write_text(STORY.replace("greet", "weigh"), encoding="utf-8")
    edit(office, "version: 1", "version: 2")
    said = cuecard("--as", "bo", "publish", "parcel")
    assert 1 == said.code
    assert "comes out otherwise than it is told, so `parcel` was not published" in said.err
    assert f"{path}:8:" in said.err
    path.write_text(STORY, encoding="utf-8")
    assert 0 == cuecard("--as", "bo", "publish", "parcel").code


def test_published_and_moved(office: Path, case: str, cuecard: Calls) -> None:
    """New cases run on what was published; running ones stay, are looked at, and then moved."""
    edit(office, "version: 1", "version: 2")
    edit(office, "title: Weigh it", "title: Put it on the scales")
    said = cuecard("--as", "bo", "publish", "parcel", "--preview")
    expected = [
        "parcel: version 2 can be published; nothing was changed",
        "1 open case on other versions: 1 can be moved",
        f"  {case} (version 1): can be moved",
        "  next: cuecard move --all parcel, or cuecard move CASE; or let them run to their end",
    ]
    assert expected == lines(said.out)
    assert 1 == cuecard("procedures", "--json").json[0]["in_force"]["version"]
    assert (
        "parcel: version 2 is in force; new cases run on it" == lines(cuecard("--as", "bo", "publish", "parcel").out)[0]
    )
    assert "parcel: version 2 is in force already" == lines(cuecard("--as", "bo", "publish", "parcel").out)[0]
    assert 2 == cuecard("open", "parcel", "person=Somebody", "--json").json["version"]
    assert 1 == cuecard("agenda", case, "--json").json["version"]
    assert f"{case}: nothing was changed; this would happen:" == lines(cuecard("move", case, "--preview").out)[0]
    moved = cuecard("move", case, "--json").json
    assert (2, ["CaseMoved"], "Put it on the scales") == (
        moved["version"],
        moved["events"],
        moved["steps"][0]["steps"][1]["title"],
    )
    assert [] == cuecard("move", case, "--json").json["events"]
    assert 1 == cuecard("move", case, "--to", "1", "--json").json["version"]


def test_who_has_to_look(office: Path, case: str, cuecard: Calls) -> None:
    """A case whose settled work would open again stays, and says why, until somebody agrees."""
    cuecard("done", case, "greet", "refused=no")
    edit(office, "version: 1", "version: 2")
    edit(office, "ask: [refused]", "ask: [refused, weight]")
    cuecard("--as", "bo", "publish", "parcel")
    said = cuecard("move", "--all", "parcel")
    expected = [
        "1 open case on other versions: 1 not moved, it needs a person to look at it",
        f"  {case} (version 1): not moved, it needs a person to look at it",
        "    because `greet` was settled, and would be open again",
    ]
    assert (1, expected) == (said.code, lines(said.out))
    said = cuecard("move", case)
    assert (1, "refused: moving the case to version 2 would change what was settled") == (said.code, lines(said.err)[0])
    assert "  Greet Zanzibar-Marker: is open again" in lines(cuecard("move", case, "--preview").out)
    assert 0 == cuecard("move", case, "--agree").code
    assert "all open cases are on the version in force" == cuecard("move", "--all", "parcel").out.strip()


def test_a_version_that_never_was(case: str, cuecard: Calls) -> None:
    """A case is moved only to what was published."""
    said = cuecard("move", case, "--to", "7")
    assert (1, "cuecard: version 7 of `parcel` was never published; published are: 1") == (said.code, said.err.strip())


def test_one_case_or_all(case: str, cuecard: Calls) -> None:
    """It has to be said what is moved."""
    for arguments in ((), (case, "--all", "parcel")):
        assert 2 == cuecard("move", *arguments).code


def test_the_list(office: Path, case: str, cuecard: Calls) -> None:
    """The list says what is in force, since when and by whom, what runs, and how the file stands to it."""
    assert case
    head = "  PROCEDURE  IN FORCE   SINCE                       RUNNING         THE FILE"
    row = "  parcel     version 1  today 09:30, by Pat Porter  1 on version 1  "
    assert ["Procedures", head, f"{row}is what is in force"] == lines(cuecard("procedures").out)
    edit(office, "title: Weigh it", "title: Weigh")
    assert f"{row}was changed, but still says version 1: raise it" == lines(cuecard("procedures").out)[-1]
    edit(office, "version: 1", "version: 2")
    assert f"{row}holds version 2, to be published" == lines(cuecard("procedures").out)[-1]
    edit(office, "version: 2", "version: two")
    assert f"{row}has mistakes: cuecard check" == lines(cuecard("procedures").out)[-1]


def test_a_procedure_without_a_file(office: Path, case: str, cuecard: Calls) -> None:
    """Where the file is taken away no new case is opened; those that run go on."""
    (office / "procedures" / "parcel.yaml").unlink()
    assert 1 == cuecard("open", "parcel", "person=Somebody").code
    assert 0 == cuecard("done", case, "greet", "refused=no").code

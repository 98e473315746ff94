"""The single acts: each can be done by one call, prints the agenda after it, or says why it was refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli.said import SECRET, Calls

if TYPE_CHECKING:
    from pathlib import Path

THINGS = 'things=[{"thing": "Lamp", "worth": 10.50}, {"thing": "Rug", "worth": "1"}]'


def statuses(agenda: dict[str, object]) -> dict[str, str]:
    """Give the status of every step, by its address."""
    found: dict[str, str] = {}
    todo = [agenda]
    while todo:
        inner = todo.pop()["steps"]
        assert isinstance(inner, list)
        todo += inner
        found |= {step["at"]: step["status"] for step in inner}
    return found


def test_a_case_from_its_opening_to_its_end(office: Path, case: str, cuecard: Calls) -> None:
    """A script can do all that a person can do in the guided run, one call for each act."""
    scan = office.parent / f"{SECRET}.PDF"
    scan.write_bytes(b"scan")
    acts = [
        ("take", case, "greet"),
        ("done", case, "greet", "refused=no"),
        ("answer", case, "weight=25", THINGS),
        ("hand", case, "weigh", "--to", "boss"),
        ("--as", "bo", "done", case, "weigh"),
        ("--as", "bo", "done", case, "carry"),
        ("amend", case, "weight=15", "--reason", "misread"),
        ("confirm", case, "carry", "--as", "bo"),
        ("redo", case, "greet", "--reason", "mumbled"),
        ("done", case, "greet"),
        ("add", case, "things", "thing=Box", "worth=2"),
        ("remove", case, "things[2]", "--reason", "not in it"),
        ("answer", case, "things[3]/worth=3", "--as", "bo"),
        ("note", case, "a", "heavy", "one", "--step", "weigh"),
        ("hold", case, "--reason", "lunch"),
        ("resume", case),
        ("arrive", case, "call"),
        ("withdraw", case, "call", "--reason", "it was for the neighbours"),
        ("cancel", case, "--reason", "not today"),
        ("reopen", case, "--reason", "today after all"),
        ("arrive", case, "slip", "slip_number=", "--file", str(scan), "--happened", "2026-11-23T09:00"),
        ("done", case, "keep_slip"),
    ]
    codes = {act: said.code for act in acts if (said := cuecard(*act)).code}
    assert codes.keys() == {acts[12]}, "only telling what was told is refused"
    agenda = cuecard("agenda", case, "--json").json
    assert (agenda["status"], agenda["outcome"], agenda["open"]) == ("closed", "given", [])
    assert statuses(agenda)["carry"] == "done"


def test_an_act_prints_the_agenda_after_it(case: str, cuecard: Calls) -> None:
    """With --json, an act prints the agenda after it, what was recorded, and which cases were opened."""
    said = cuecard("answer", case, "weight=25", "--json")
    assert said.err == ""
    assert said.json == cuecard("agenda", case, "--json").json | {"events": ["AnswerRecorded"], "opened": []}


def test_an_act_says_what_it_did(case: str, cuecard: Calls) -> None:
    """Without --json, an act says in words what was recorded and what is open now, and for whom."""
    assert cuecard("done", case, "greet", "refused=no").out == (
        f"{case}: 1 answer kept; the step is done\n  open now:\n    weigh  Weigh it\n"
    )
    said = cuecard("done", case, "weigh", "weight=25", "things=[]")
    assert said.out.endswith("    carry  Carry it to the car (for boss)\n")


def test_the_end_is_said(case: str, cuecard: Calls) -> None:
    """The act that ends a case says how it ended."""
    said = cuecard("answer", case, "refused=yes")
    assert said.out == f"{case}: 1 answer kept; the case is closed\n  closed: The parcel went back\n"


def test_what_it_waits_for_is_said(case: str, cuecard: Calls) -> None:
    """Where nothing is open, what the case waits for is said."""
    cuecard("done", case, "greet", "refused=no")
    said = cuecard("skip", case, "weigh", "--reason", "light")
    assert said.out.endswith("  waits for: The signed slip\n")


def test_a_refusal(case: str, cuecard: Calls) -> None:
    """A refusal is told on stderr: what is so, and what to do."""
    said = cuecard("done", case, "carry")
    assert (said.code, said.out) == (1, "")
    assert said.err.splitlines()[0] == "refused: `carry` is not open now: it is waiting"
    assert "  next: it waits for: " in said.err


def test_a_refusal_as_json(case: str, cuecard: Calls) -> None:
    """With --json, a refusal is one document on stdout, and nothing is on stderr."""
    said = cuecard("done", case, "greet", "--json")
    assert (said.code, said.err) == (1, "")
    assert said.json["refused"].keys() >= {"code", "message", "because", "next"}
    assert said.json["refused"]["code"] == "not-answered"


def test_the_reasons_of_a_refusal(case: str, cuecard: Calls) -> None:
    """What decided a refusal is told, a line each."""
    cuecard("answer", case, "weight=5")
    cuecard("done", case, "greet", "refused=no")
    said = cuecard("--as", "bo", "skip", case, "carry", "--reason", "x")
    assert (said.code, "  because How heavy is it, in pounds? 5" in said.err) == (1, True)


def test_a_request_that_is_repeated(case: str, cuecard: Calls) -> None:
    """A repeated --request changes nothing and gives the first result."""
    first = cuecard("note", case, "one", "--request", "r1", "--json").json
    again = cuecard("note", case, "one", "--request", "r1", "--json").json
    assert (again["seq"], again["events"]) == (first["seq"], [])
    assert cuecard("note", case, "one", "--request", "r1").out.startswith(f"{case}: nothing new")


def test_a_request_to_open_that_is_repeated(office: Path, cuecard: Calls) -> None:
    """A repeated --request opens no second case."""
    assert office.is_dir()
    opening = ("open", "parcel", "person=A", "--request", "r1", "--json")
    assert cuecard(*opening).json["case"] == cuecard(*opening).json["case"]


@pytest.mark.parametrize(("behind", "code"), [(0, 0), (1, 1)])
def test_a_case_that_went_on(case: str, cuecard: Calls, behind: int, code: int) -> None:
    """With --expect, an act on a case that went on meanwhile is refused."""
    seq = cuecard("agenda", case, "--json").json["seq"]
    said = cuecard("note", case, "one", "--expect", str(seq - behind), "--json")
    assert said.code == code
    assert ("refused" in said.json) == bool(behind)


def test_who_went_on_with_a_case(case: str, cuecard: Calls, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stale screen is told who did what meanwhile and how long ago, and how the case stands now."""
    seq = cuecard("agenda", case, "--json").json["seq"]
    cuecard("--as", "bo", "answer", case, "weight=5")
    monkeypatch.setenv("CUECARD_NOW", "2026-11-23T09:32")
    said = cuecard("note", case, "one", "--expect", str(seq))
    assert said.code == 1
    assert "  meanwhile: Bo Boss told “How heavy is it, in pounds?”, 2 minutes ago" in said.err.splitlines()
    assert said.out.splitlines()[:2] == [f"{case} as it is now, at entry {seq + 1}:", "  open now:"]
    plain = cuecard("note", case, "one", "--expect", str(seq), "--json").json
    assert ("stale", seq + 1) == (plain["refused"]["code"], plain["agenda"]["seq"])
    told = {"seq": seq + 1, "type": "AnswerRecorded", "actor": "bo", "at": "2026-11-23T09:30:00+00:00"}
    assert [told] == plain["meanwhile"]


def test_an_entry_that_is_not_there_yet_is_expected(case: str, cuecard: Calls) -> None:
    """Whoever expects more entries than there are is refused, and nobody is said to have done anything."""
    said = cuecard("note", case, "one", "--expect", "99")
    assert (1, False) == (said.code, "meanwhile" in said.err)


def test_the_very_first_entry_can_be_expected(case: str, cuecard: Calls) -> None:
    """`--expect 0` is a number like others, not nothing."""
    assert cuecard("note", case, "one", "--expect", "0").code == 1


def test_a_preview_changes_nothing(case: str, cuecard: Calls) -> None:
    """`amend --preview` shows what would reopen or open, and records nothing."""
    cuecard("done", case, "greet", "refused=no")
    cuecard("done", case, "weigh", "weight=5", "things=[]")
    before = cuecard("agenda", case, "--json").json
    said = cuecard("amend", case, "weight=25", "--preview")
    assert said.out.startswith(f"{case}: nothing was changed; this would happen:\n  Carry it to the car: ")
    shown = cuecard("amend", case, "weight=25", "--preview", "--json").json
    assert shown["reopens"] == ["carry"]
    assert shown["before"] == before == cuecard("agenda", case, "--json").json


def test_a_preview_of_what_is_refused(case: str, cuecard: Calls) -> None:
    """A preview of what would be refused is the refusal."""
    assert cuecard("amend", case, "weight=5", "--preview", "--json").json["refused"]["code"] == "not-told"


def test_a_preview_of_hardly_anything(case: str, cuecard: Calls) -> None:
    """A preview says so if nothing else would change."""
    cuecard("answer", case, "weight=5")
    assert (
        "nothing else would change: no step opens, closes or is flagged"
        in cuecard("amend", case, "weight=6", "--preview").out
    )


def test_the_file_of_an_arrival(office: Path, case: str, cuecard: Calls) -> None:
    """`--file` keeps a copy with the case, under a name that says nothing, and tells it to the arrival's file fact."""
    scan = office.parent / f"{SECRET}.PDF"
    scan.write_bytes(b"scan")
    agenda = cuecard("arrive", case, "slip", "--file", str(scan), "--json").json
    assert [fact["value"] for fact in agenda["facts"] if fact["fact"] == "slip_file"] == ["received.pdf"]
    assert [path.read_bytes() for path in office.rglob("received.pdf")] == [b"scan"]


@pytest.mark.parametrize(
    ("arrival", "code"), [("call", "no-file-here"), ("nothing", "unknown-arrival"), ("things[9]/slip", "unknown-place")]
)
def test_a_file_that_has_no_place(office: Path, case: str, cuecard: Calls, arrival: str, code: str) -> None:
    """A file is not kept for an arrival that is refused or that brings none."""
    scan = office / "office.yaml"
    assert cuecard("arrive", case, arrival, "--file", str(scan), "--json").json["refused"]["code"] == code
    assert not list(office.rglob("received*"))


def test_a_file_that_is_not_there(case: str, cuecard: Calls) -> None:
    """A file that cannot be read is wrong usage; its name is not repeated, and nothing is recorded."""
    said = cuecard("arrive", case, "slip", "--file", f"/nowhere/{SECRET}")
    assert (said.code, SECRET in said.err) == (2, False)
    assert "nothing was recorded" in said.err


def test_a_correction_needs_a_reason(case: str, cuecard: Calls) -> None:
    """`amend` without --reason is wrong usage, and --preview is suggested."""
    said = cuecard("amend", case, "weight=5")
    assert (said.code, "--preview" in said.err) == (2, True)


def test_a_case_number_as_it_may_be_typed(case: str, cuecard: Calls) -> None:
    """A case number may be typed in small letters."""
    assert cuecard("note", case.lower(), "x").code == 0


def test_the_tick(case: str, cuecard: Calls) -> None:
    """`tick` says which cases changed; mostly none do."""
    assert cuecard("tick").out == "nothing changed\n"
    assert cuecard("tick", "--json").json == {"changed": [], "damaged": []}
    assert case


def test_the_lists_of_words_are_complete() -> None:
    """What was recorded can be said for every type of event."""
    from cli.replies import recorded
    from engine.case.events import EVENT_TYPES

    assert all(recorded([name]) != recorded([name, name]) or name.startswith("Case") for name in EVENT_TYPES)


@pytest.mark.parametrize(
    ("arguments", "change"),
    [
        (("redo", "greet"), "Greet Sam Elsewhere: is open again"),
        (("withdraw", "slip", "--reason", "x"), "Keep the slip: waits again"),
        (("remove", "things[1]", "--reason", "x"), "nothing else would change: no step opens, closes or is flagged"),
        (("confirm", "greet"), "Greet Sam Elsewhere: is no longer marked"),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else "",
)
def test_each_way_back_can_be_looked_at_first(
    case: str, cuecard: Calls, arguments: tuple[str, ...], change: str
) -> None:
    """With --preview it is said what an act would change, and nothing is recorded."""
    cuecard("done", case, "greet", "refused=no")
    cuecard("answer", case, 'things=[{"thing": "a", "worth": "1"}]')
    cuecard("arrive", case, "slip", "slip_file=a.pdf")
    cuecard("amend", case, "person=Sam Elsewhere", "--reason", "misheard")
    before = cuecard("agenda", case, "--json").json["seq"]
    act, *rest = arguments
    said = cuecard(act, case, *rest, "--preview")
    assert (said.code, said.out.splitlines()[1]) == (0, f"  {change}")
    assert cuecard("agenda", case, "--json").json["seq"] == before

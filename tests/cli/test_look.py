"""Looking: cases, show, agenda, why, log, print."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.cli.said import SECRET, Calls

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_the_agenda_as_json(case: str, cuecard: Calls) -> None:
    """The agenda has the keys that scripts rely on; unknown facts are absent, moments carry the office's zone."""
    agenda = cuecard("agenda", case, "--json").json
    assert list(agenda)[:11] == [
        *("case", "procedure", "version", "digest", "status", "outcome", "seq"),
        *("facts", "steps", "open", "due"),
    ]
    assert agenda["facts"][0].items() >= {"fact": "person", "at": "", "value": SECRET, "told_by": "pat"}.items()
    assert agenda["facts"][0]["told_at"] == "2026-11-23T09:30:00+00:00"
    assert {fact["fact"] for fact in agenda["facts"]} == {"person"}
    assert agenda["open"] == ["greet"]
    greet = agenda["steps"][0]["steps"][0]
    assert greet.keys() >= {
        *("at", "id", "title", "status", "since", "who"),
        *("asks", "missing", "flags", "because", "steps"),
    }
    assert (greet["at"], greet["status"], greet["who"]) == ("greet", "open", ["porter"])
    assert [ask["fact"] for ask in greet["asks"]] == ["refused"]


def test_a_fact_without_a_value_is_null_and_money_is_text(case: str, cuecard: Calls) -> None:
    """A fact that is none has the value null; money is a string."""
    cuecard("arrive", case, "slip", "slip_number=")
    cuecard("answer", case, 'things=[{"thing": "Lamp", "worth": 10.5}]')
    told = {(fact["at"], fact["fact"]): fact["value"] for fact in cuecard("agenda", case, "--json").json["facts"]}
    assert told["", "slip_number"] is None
    assert told["things[1]", "worth"] in ("10.5", "10.50")


def test_the_agenda_in_words(case: str, cuecard: Calls) -> None:
    """The agenda shows every step with its status and address, what it asks or waits for, and what may come."""
    cuecard("take", case, "greet")
    shown = [" ".join(line.split()) for line in cuecard("agenda", case).out.splitlines()]
    assert shown == [
        f"{case} A parcel is handed out",
        f"{SECRET} · open · opened today 09:30 · version 1 · entry 3",
        "",
        "Steps",
        "open counter At the counter",
        f"open greet Greet {SECRET}",
        "for Porter (Pat Porter)",
        "Pat Porter is on it",
        "asks: Do they refuse it? (refused)",
        "waiting weigh Weigh it",
        f"waits for: Greet {SECRET}",
        "waiting carry Carry it to the car",
        f"waits for: How heavy is it, in pounds?; Greet {SECRET}",
        "waiting keep_slip Keep the slip",
        "waits for: The signed slip",
        "",
        "From outside",
        "has not come slip The signed slip",
        "has not come call Somebody calls",
        "",
        "Go on",
        f"cuecard run {case}",
    ]


def test_nobody_looks_at_a_screen(case: str, cuecard: Calls) -> None:
    """Through a pipe each row is one line, however long, without colours and without blanks at its end."""
    cuecard("note", case, "long " * 100)
    shown = cuecard("show", case).out
    assert max(len(line) for line in shown.splitlines()) > 500
    assert "\x1b" not in shown
    assert [line for line in shown.splitlines() if line != line.rstrip()] == []


def test_a_small_screen(case: str, cuecard: Calls, monkeypatch: pytest.MonkeyPatch) -> None:
    """On 80 columns everything is there, folded."""
    monkeypatch.setenv("COLUMNS", "80")
    shown = cuecard("show", case).out
    assert max(len(line) for line in shown.splitlines()) <= 80
    assert SECRET in shown


def test_all_of_a_case(case: str, cuecard: Calls) -> None:
    """`show` has what was told, the notes, and the history with values, old and new."""
    for act in (
        ("answer", case, "weight=5"),
        ("amend", case, "weight=6", "--reason", "misread"),
        ("note", case, "fragile", "--step", "weigh"),
    ):
        assert cuecard(*act).code == 0
    shown = [" ".join(line.split()) for line in cuecard("show", case).out.splitlines()]
    assert f"person Pat Porter, today 09:30 Person: {SECRET}" in shown
    assert "today 09:30 Pat Porter fragile (about weigh)" in shown
    assert "3 today 09:30 Pat Porter told How heavy is it, in pounds? 5" in shown
    assert "4 today 09:30 Pat Porter corrected How heavy is it, in pounds? 6, because: misread" in shown


def test_all_of_a_case_as_json(case: str, cuecard: Calls) -> None:
    """`show --json` is the agenda with the notes and the log."""
    cuecard("note", case, "fragile")
    whole = cuecard("show", case, "--json").json
    assert whole.items() >= cuecard("agenda", case, "--json").json.items()
    assert [entry["type"] for entry in whole["log"]] == ["CaseOpened", "AnswerRecorded", "NoteAdded"]
    assert [note["text"] for note in whole["notes"]] == ["fragile"]


def test_the_list_of_cases(case: str, cuecard: Calls) -> None:
    """`cases` shows mine first, with private facts masked; for somebody else they are the others'."""
    assert [" ".join(line.split()) for line in cuecard("cases").out.splitlines()] == [
        "For you",
        "CASE ABOUT LAST TOUCHED NOW",
        f"{case} Z··· today 09:30 Greet Z···",
    ]
    assert cuecard("--as", "bo", "cases").out.startswith("For others, or waiting\n")


def test_which_cases_are_listed(case: str, cuecard: Calls) -> None:
    """`--closed` lists the closed ones, `--all` both, `--find` those where a text was told."""
    other = cuecard("open", "parcel", "person=Other", "--json").json["case"]
    cuecard("answer", other, "refused=yes")

    def listed(*options: str) -> set[str]:
        return {line["case"] for line in cuecard("cases", "--json", *options).json}

    assert listed() == {case}
    assert listed("--closed") == {other}
    assert listed("--all") == {case, other}
    assert listed("--all", "--find", "zanzibar") == {case}
    assert listed("--find", "Other") == set()


def test_no_cases(office: Path, cuecard: Calls) -> None:
    """An empty list says how to begin."""
    assert office.is_dir()
    assert "cuecard open PROCEDURE" in cuecard("cases").out
    assert cuecard("cases", "--json").json == []


def test_how_closed_and_resting_cases_are_listed(case: str, cuecard: Calls) -> None:
    """A closed case is listed with its outcome, one on hold as that, a waiting one with what it waits for."""
    cuecard("hold", case, "--reason", "lunch")
    assert "on hold" in cuecard("cases").out
    cuecard("resume", case)
    cuecard("skip", case, "counter", "--reason", "known")
    assert "waits for: The signed slip" in cuecard("cases").out
    cuecard("done", case, "keep_slip")
    cuecard("arrive", case, "slip")
    cuecard("done", case, "keep_slip")
    assert "closed: The parcel" in cuecard("cases", "--closed").out


def test_why_a_step(case: str, cuecard: Calls) -> None:
    """`why` explains a step by its conditions, with their place in the file and who told what decided them."""
    cuecard("answer", case, "weight=25")
    shown = [" ".join(line.split()) for line in cuecard("why", case, "carry").out.splitlines()]
    assert shown[0] == "Carry it to the car (carry)"
    assert any(line.endswith("parcel.yaml, line 41") for line in shown)
    assert "How heavy is it, in pounds? 25 (pat, today 09:30)" in shown
    assert "when of carry is true weight > 20 (line 44)" in shown


def test_why_as_json(case: str, cuecard: Calls) -> None:
    """`why --json` has the verdict of each condition; an outcome can be asked about too."""
    why = cuecard("why", case, "sent_back", "--json").json
    rule = {"key": "as_soon_as", "text": "refused", "verdict": "unknown", "line": 23}
    assert (why["at"], why["conditions"]) == ("sent_back", [rule])


def test_why_names_the_version_where_the_file_is_another(office: Path, case: str, cuecard: Calls) -> None:
    """A case goes by its own text; once the file was edited, the version is named instead of the file."""
    file = office / "procedures" / "parcel.yaml"
    file.write_text("# edited\n" + file.read_text(encoding="utf-8"), encoding="utf-8")
    why = cuecard("why", case, "carry", "--json").json
    assert (why["file"], why["line"]) == ("version 1 of parcel.yaml", 41)


def test_the_dates_of_a_step(office: Path, cuecard: Calls) -> None:
    """`why --due` shows the dates of a step alone, and says where there are none."""
    file = office / "procedures" / "parcel.yaml"
    text = file.read_text(encoding="utf-8").replace(
        "    wait_for: slip\n", "    wait_for: slip\n    due: 1 business day after greet\n"
    )
    file.write_text(text, encoding="utf-8")
    case = cuecard("open", "parcel", "person=Robin", "--json").json["case"]
    cuecard("done", case, "greet", "refused=no")
    shown = [" ".join(line.split()) for line in cuecard("why", case, "keep_slip", "--due").out.splitlines()]
    assert shown[0] == "due: 1 business day after greet: Tue 24 Nov 2026, 09:30"
    assert shown[-1] == "line 51"
    assert "carries no date" in cuecard("why", case, "weigh", "--due").out
    (date,) = cuecard("why", case, "keep_slip", "--due", "--json").json["dates"]
    assert (date["moment"], date["counted"]) == ("2026-11-24T09:30:00+00:00", [{"day": "2026-11-24", "note": ""}])


def test_why_of_nothing(case: str, cuecard: Calls) -> None:
    """A name of nothing is refused."""
    assert cuecard("why", case, "nothing", "--json").json["refused"]["code"] == "unknown-step"
    assert cuecard("why", case, "nothing").code == 1


def test_the_log_is_masked(case: str, cuecard: Calls) -> None:
    """The log shows no private answer, whether it was told, brought, part of a list, or taken away again."""
    cuecard("answer", case, "weight=25", f'things=[{{"thing": "{SECRET}", "worth": "1"}}]')
    cuecard("arrive", case, "slip", f"slip_number={SECRET}")
    cuecard("remove", case, "things[1]", "--reason", "gone")
    for said in (cuecard("log", case), cuecard("log", case, "--json")):
        assert (said.code, SECRET in said.out) == (0, False)
    entries = cuecard("log", case, "--json").json
    assert [entry["seq"] for entry in entries] == list(range(1, len(entries) + 1))
    assert {"fact": "weight", "value": 25}.items() <= entries[2].items()


def test_the_log_tells_what_happened_earlier(case: str, cuecard: Calls) -> None:
    """An entry about something earlier says when it happened."""
    cuecard("arrive", case, "call", "--happened", "2026-11-23T09:00")
    assert "(happened today 09:00)" in cuecard("log", case).out


def test_a_document(office: Path, case: str, cuecard: Calls, tmp_path: Path) -> None:
    """`print` writes a document, with the case or into a folder, and says where."""
    kept = cuecard("print", case, "receipt")
    assert (kept.code, kept.out.splitlines()[0]) == (0, "receipt is made; open it in a browser to print it:")
    assert SECRET in next(office.rglob("receipt*.txt")).read_text(encoding="utf-8")
    made = cuecard("print", case, "receipt", "--to", str(tmp_path / "out"), "--json").json
    assert made.keys() == {"document", "files", "text", "agenda"}
    assert [str(path) for path in (tmp_path / "out").iterdir()] == made["files"]


def test_a_document_is_out_of_date_until_it_is_made_again(case: str, cuecard: Calls) -> None:
    """What a document says and is no longer so is told before a correction, after it and on each look."""
    cuecard("print", case, "receipt")
    preview = cuecard("amend", case, "person=Someone Else", "--preview", "--json").json
    assert preview["documents"] == ["receipt"]
    assert "receipt is out of date, something else is so now: Person" in preview["changes"]
    assert cuecard("agenda", case, "--json").json["documents"][0]["changed"] == []
    told = "receipt is out of date, something else is so now: Person; make it again: cuecard print"
    after = cuecard("amend", case, "person=Someone Else", "--reason", "misheard")
    shown = cuecard("show", case)
    assert [True, True] == [told in " ".join(said.out.split()) for said in (after, shown)]
    (document,) = cuecard("agenda", case, "--json").json["documents"]
    assert (document["document"], document["made_by"], document["changed"]) == ("receipt", "pat", ["person"])
    cuecard("print", case, "receipt")
    assert cuecard("agenda", case, "--json").json["documents"][0]["changed"] == []


def test_a_document_is_right_again_when_the_answer_is_put_back(case: str, cuecard: Calls) -> None:
    """Amending back is as if nothing had happened; an answer that the document does not show changes nothing."""
    was = cuecard("agenda", case, "--json").json["facts"][0]["value"]
    cuecard("print", case, "receipt")
    cuecard("answer", case, "refused=no", "weight=3")
    cuecard("amend", case, "weight=4", "--reason", "misread")
    cuecard("amend", case, "person=Someone Else", "--reason", "misheard")
    cuecard("amend", case, f"person={was}", "--reason", "no, it was right")
    assert cuecard("agenda", case, "--json").json["documents"][0]["changed"] == []


def test_a_document_that_is_not_there(case: str, cuecard: Calls) -> None:
    """A document without a template is refused."""
    assert cuecard("print", case, "nothing", "--json").json["refused"]["code"] == "unknown-document"


def test_what_people_typed_is_never_obeyed(case: str, cuecard: Calls) -> None:
    """Escape sequences and bidirectional marks that people typed are left out; markup is shown, and not obeyed."""
    cuecard("note", case, "[bold red]x[/] \x1b[2J \u202eevil :smile:")
    shown = cuecard("show", case).out
    assert "[bold red]x[/] [2J evil :smile:" in shown
    assert "\x1b" not in shown

"""A marker stands in all that is private: no refusal, no fault, no list, no log and no file of ours ever shows it."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Final

import pytest

import engine.store.archive  # noqa: F401  # its fault is one of all
from engine.case.refusals import SENTENCES
from tests.cli.marked import Scene, call, everything, is_clean, words
from tests.cli.refused import REFUSED, UNREACHED
from tests.cli.said import start

ROOT: Final = Path(__file__).resolve().parents[2]


# -- refusals ----------------------------------------------------------------------------------------------------


def test_every_refusal_is_provoked() -> None:
    """A new refusal has to be added to those that are provoked here, or to those that no line can bring about."""
    direct = set()
    for path in [*ROOT.glob("engine/**/*.py"), *ROOT.glob("cli/**/*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Refusal":
                direct |= {word.value.value for word in node.keywords if isinstance(word.value, ast.Constant)}
    made_by_hand = {code for code in direct if isinstance(code, str) and "-" in code and " " not in code}
    assert set(SENTENCES) | made_by_hand == set(REFUSED) | set(UNREACHED)
    assert set(REFUSED) & set(UNREACHED) == set()


@pytest.mark.parametrize("code", REFUSED)
def test_a_refusal_repeats_nothing(first: Scene, code: str) -> None:
    """A refusal, with its reasons and its advice, shows nothing private, nor what was typed in place of a name."""
    for line in REFUSED[code]:
        filled = words(first, *line)
        in_words, in_json = call(*filled), call(*filled, "--json")
        assert (in_json.json["refused"]["code"], in_words.code) == (code, 1)
        assert is_clean(everything(in_words) + everything(in_json)), line
    assert first.found() == []


WRONG: Final = (
    ("Zanzibar",),
    ("answer", "{open}", "Zanzibar"),
    ("answer", "{open}", "story=x", "Zanzibar wrote"),
    ("answer", "{open}", "story=Zanzibar", "story=Zanzibar"),
    ("answer", "{open}", "story=x", "--Zanzibar"),
    ("answer", "{open}", "story=x", "--Zanzibar=Zanzibar"),
    ("answer", "{open}", "story=x", "--expect", "Zanzibar"),
    ("amend", "{open}", "story=Zanzibar"),
    ("arrive", "{open}", "letter", "--happened", "Zanzibar"),
    ("arrive", "{open}", "letter", "--file", "/nowhere/Zanzibar.pdf"),
    ("arrive", "{open}", "letter", "--file", "{given}"),
    ("redact", "{open}", "--note", "Zanzibar", "--reason", "x"),
    ("redact", "{open}", "--reason", "Zanzibar"),
    ("skip", "{open}", "look_over", "Zanzibar"),
    ("verify", "--since", "Zanzibar"),
    ("move", "--reason", "Zanzibar"),
    ("run", "{open}", "--json"),
    ("--install-completion", "Zanzibar"),
)


@pytest.mark.parametrize("line", WRONG, ids=" ".join)
def test_a_line_that_means_nothing_repeats_nothing(first: Scene, line: tuple[str, ...]) -> None:
    """What is wrong with a line is told without what may be an answer that slipped."""
    said = call(*words(first, *line))
    assert (said.code, is_clean(everything(said))) == (2, True)
    assert first.found() == []


# -- lists, logs, and who may see ----------------------------------------------------------------------------------

LISTS: Final = (
    ("cases", "--all"),
    ("cases", "--find", "Zanzibar"),
    ("log", "{open}"),
    ("why", "{open}", "greet"),
    ("why", "{open}", "greet", "--due"),
    ("why", "{open}", "story"),
    ("why", "{open}", "double"),
    ("why", "{open}", "each_matter[1]/look_at_it"),
    ("why", "{open}", "wait_for_letter"),
    ("why", "{open}", "refused"),
    ("procedures",),
    ("publish", "private", "--preview", "--as", "bo"),
    ("move", "--all", "private", "--preview", "--as", "bo"),
    ("verify",),
    ("head",),
    ("tick",),
)


@pytest.mark.parametrize("line", LISTS, ids=" ".join)
def test_lists_and_logs_are_masked_for_everybody(first: Scene, line: tuple[str, ...]) -> None:
    """A list, a log and a reason hold nothing private, in words and as JSON, whoever asks."""
    for more in ((), ("--json",)):
        said = call(*words(first, *line), *more)
        assert (said.code in (0, 1), said.err, is_clean(said.out)) == (True, "", True)
    assert first.found() == []


WHOLE: Final = (("agenda", "{open}"), ("show", "{open}"), ("note", "{bare}", "hello"), ("why", "{open}", "gifts"))


@pytest.mark.parametrize("line", WHOLE, ids=" ".join)
def test_who_does_not_work_on_a_case_sees_it_masked(scene: Scene, line: tuple[str, ...]) -> None:
    """Somebody with none of the roles sees a case without what is private and what was told freely; others see it."""
    filled = words(scene, *line)
    for more in ((), ("--json",)):
        masked, whole = call(*filled, *more, "--as", "guest"), call(*filled, *more)
        assert (masked.code, masked.err, is_clean(masked.out)) == (0, "", True)
        assert (whole.code, is_clean(whole.out)) == (0, False)


def test_masking_is_said(first: Scene) -> None:
    """That something is masked is said, in words and as JSON; the masked form keeps the shape of the contract."""
    line = words(first, "agenda", "{open}")
    masked, whole = call(*line, "--json", "--as", "guest").json, call(*line, "--json").json
    assert (masked["masked"], whole["masked"]) == (True, False)
    assert "private answers are masked" in call(*line, "--as", "guest").out
    assert [fact["fact"] for fact in masked["facts"]] == [fact["fact"] for fact in whole["facts"]]
    values = {fact["fact"]: fact["value"] for fact in masked["facts"]}
    assert values["story"] == values["worth"] == values["kind"] == values["refused"] == values["double"] == "····"
    assert values["matters"][0] == {"matter": "····", "found": "····"}
    assert (values["letter_file"], masked["open"]) == ("····", whole["open"])
    assert [due["at"] for due in masked["due"]] == []  # counted from the day they were born


@pytest.mark.usefixtures("first")
def test_who_does_not_work_on_a_case_cannot_try_out_what_is_in_it() -> None:
    """`--find` looks through private facts only for who may see them."""
    assert call("cases", "--find", "another story of", "--json").json != []
    assert call("cases", "--find", "another story of", "--json", "--as", "guest").json == []


def test_the_guided_run_is_masked_too(first: Scene) -> None:
    """Who does not work on a case is led through it without what is private."""
    number = first.cases["open"]
    masked = start("run", number, "--as", "guest", stdin="w\nq\n")
    assert (is_clean(everything(masked)), "Traceback" in masked.err) == (True, False)
    assert is_clean(everything(start("run", number, stdin="q\n"))) is False


def test_a_look_at_a_case_is_in_the_ledger(scene: Scene) -> None:
    """`show` is recorded as a read: who looked at which case; nothing of what they saw."""
    call(*words(scene, "show", "{open}"))
    last = (scene.folder / "office" / "cases" / "ledger.jsonl").read_text(encoding="utf-8").splitlines()[-1]
    assert ("pat" in last, scene.cases["open"] in last, is_clean(last)) == (True, True, True)


def test_a_file_is_kept_under_no_name_of_anybody(first: Scene) -> None:
    """Of the name of a file only a known end is kept: `letter.smith` may say whom it is about."""
    kept = [path.name for path in (first.folder / "office" / "cases" / "open" / first.cases["open"]).iterdir()]
    assert sorted(name for name in kept if name.startswith("received")) == ["received", "received.pdf"]

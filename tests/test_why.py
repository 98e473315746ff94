"""Why a step, an outcome or a fact stands as it does, with the line of the file."""

from __future__ import annotations

import pytest

from engine.case import commands
from engine.case.commands import Asked
from engine.case.deciding import Deciding
from engine.case.refusals import Refusal
from engine.procedure.load import Loaded, load
from engine.why import Places, Why, why
from tests.case.support import OFFICE, Play

TEXT = """\
procedure: small
version: 3
title: Small
opens_with: [patient, amount, hidden]
roles:
  front: Front desk
arrivals:
  letter:
    title: A letter
outcomes:
  refused:
    title: They refused
    as_soon_as: refuses
  dear:
    title: It was dear
    when: is_dear
  cheap:
    title: It was cheap
steps:
  - id: ask
    title: Ask {patient}
    ask: [refuses, colour]
  - id: parts
    steps:
      - id: repair
        title: Repair it
        when: is_dear
        wait_for:
          - any_of:
              - letter
              - 3 days after ask
        until: refuses
        do: Repair it
  - id: each
    for_each: goods where worth > 5
    steps:
      - id: pack
        title: Pack {thing}
        ask: [packed]
  - id: list_goods
    ask: [goods]
facts:
  patient:
    type: text
    private: yes
  amount:
    type: money
  hidden:
    type: money
    private: yes
  refuses:
    type: yes_no
  colour:
    type: text
    when: is_dear
    required: no
  is_dear:
    value:
      - true when hidden > 100
      - amount > 50 otherwise
  doubled:
    value: amount * 2
  goods:
    type: list
    of:
      thing:
        type: text
      worth:
        type: number
      packed:
        type: yes_no
"""
LOADED = load(TEXT, "small.yaml")
assert isinstance(LOADED, Loaded)
PROCEDURE = LOADED.procedure
LINES = {line.strip(): number for number, line in enumerate(TEXT.splitlines(), 1)}


def case(amount: str = "20", hidden: str = "1") -> Play:
    """A case in which it was told what it costs."""
    return Play(PROCEDURE, {"patient": "Robin Sample", "amount": amount, "hidden": hidden})


def explained(play: Play, name: str) -> Why:
    """Explain something of a case."""
    deciding = Deciding(play.procedure, play.case, Asked(OFFICE, "cal", play.now, "r"))
    found = why(deciding, name, Places("small.yaml", TEXT))
    assert not isinstance(found, Refusal), found
    return found


def rules(found: Why) -> list[tuple[str, str, str]]:
    """Give the rules, each with its verdict."""
    return [(rule.key, rule.text, rule.verdict) for rule in found.conditions]


def lines(found: Why) -> list[int]:
    """Give the lines of the rules."""
    return [rule.line for rule in found.conditions]


def test_a_step_names_its_rules_with_their_lines() -> None:
    """All conditions on the way down to a step are there, each with its line, and what would call for it."""
    found = explained(case().answer(refuses=False), "repair")
    assert ("not needed", "small.yaml", LINES["- id: repair"]) == (found.status, found.file, found.line)
    assert [
        ("when of repair", "is_dear", "false"),
        ("until of repair", "refuses", "false"),
        ("wait_for of repair", "any_of: letter, 3 days after ask", "not yet"),
    ] == rules(found)
    assert [27, 32, 28] == lines(found)
    assert ["amount: $51.00"] == [change for change in found.nearest if "amount" in change][:1]


def test_a_waiting_step_says_what_for() -> None:
    """What would have to come is named."""
    found = explained(case(amount="60").answer(refuses=False).done("ask", colour="red"), "repair")
    assert "waiting" == found.status
    assert ("A letter",) == found.waits_for[:1]
    assert ["wait_for: 3 days after ask: Thu 05 Nov 2026, 09:00"] == [one.text[0] for one in found.dates]
    assert LINES["wait_for:"] == found.dates[0].line


def test_an_element_says_why_it_is_not_meant() -> None:
    """The `where` of a list is a rule too."""
    play = case().answer(refuses=False, goods=[{"thing": "Lamp", "worth": 3}])
    assert ("where of each[1]", "worth > 5", "false") in rules(explained(play, "pack"))


@pytest.mark.parametrize("name", ["repair", "is_dear", "dear", "hidden"])
def test_no_reason_holds_a_private_value(name: str) -> None:
    """INVARIANT: a reason never holds the value of a private fact."""
    found = explained(case(hidden="777").answer(refuses=False), name)
    assert "777" not in repr(found)


def test_why_a_fact_has_its_value() -> None:
    """Who told it, when and where; of a private one not what."""
    play = case().done("ask", refuses=False)
    assert ("told: $20.00", "Cal Both told it") == (
        explained(play, "amount").status,
        explained(play, "amount").because[0].text,
    )
    assert "told" == explained(play, "hidden").status
    assert ["Cal Both told it in “Ask R··· S···”"] == [one.text for one in explained(play, "refuses").because]


def test_why_a_fact_is_worked_out_so() -> None:
    """The row that counts is named, and what decided it."""
    found = explained(case(amount="60"), "is_dear")
    assert ("worked out: yes", LINES["is_dear:"]) == (found.status, found.line)
    assert [
        ("value", "true when hidden > 100", "false"),
        ("value", "amount > 50", "this row counts"),
    ] == rules(found)
    assert ["hidden: told", "amount: $60.00"] == [one.text for one in found.because]
    assert "worked out: 40" == explained(case(), "doubled").status.replace("$", "").replace(".00", "")


def test_why_a_fact_is_none_or_not_known() -> None:
    """A fact whose `when` is false is none because of that; one that nobody told names what is missing."""
    none = explained(case(), "colour")
    assert ("none", [("when", "is_dear", "false")]) == (none.status, rules(none))
    assert ["hidden: told", "amount: $20.00"] == [one.text for one in none.because]
    unknown = explained(case(), "refuses")
    assert ("not known yet", ("refuses",)) == (unknown.status, unknown.waits_for)
    blank = explained(case(amount="60").answer(colour=""), "colour")
    text = "Cal Both told that it cannot be told, or left it blank in “Ask R··· S···”"
    assert ("none", text) == (blank.status, blank.because[0].text)


def test_why_an_outcome_names_the_end() -> None:
    """The one that names it says which above it are not true."""
    found = explained(case(), "cheap")
    assert ("how the case ends, as it stands", LINES["cheap:"]) == (found.status, found.line)
    assert ["“They refused”, above it, is not true", "“It was dear”, above it, is not true"] == [
        one.text for one in found.because
    ]


def test_why_an_outcome_does_not_name_the_end() -> None:
    """An outcome further up goes before; one whose own condition is false says so."""
    below = explained(case(amount="60"), "cheap")
    assert ("not how the case ends, as it stands", ["“It was dear” stands above it, and is true"]) == (
        below.status,
        [one.text for one in below.because],
    )
    false = explained(case(), "dear")
    assert ([("when", "is_dear", "false")], [16]) == (rules(false), lines(false))
    assert ["hidden: told", "amount: $20.00"] == [one.text for one in false.because]


def test_an_outcome_that_ended_the_case_at_once() -> None:
    """What came true first ended the case, wherever it stands."""
    play = case(amount="60").done("ask", refuses=True, colour="red")
    assert "closed" == play.case.status
    assert ("how the case ended", "refuses: yes") == (
        explained(play, "refused").status,
        explained(play, "refused").because[0].text,
    )
    dear = explained(play, "dear")
    assert "not how the case ended" == dear.status
    assert "“They refused” came true first, and ended the case at once" in [one.text for one in dear.because]


def test_a_case_that_was_called_off_has_no_outcome() -> None:
    """The reason why it was called off is the reason."""
    play = case()
    play.events(commands.CancelCase("opened twice"))
    found = explained(play, "cheap")
    assert ("no outcome: the case was called off", "the case was called off: opened twice") == (
        found.status,
        found.because[-1].text,
    )


def test_a_name_of_nothing() -> None:
    """What is no step, outcome or fact is refused; so is an element's fact without its place."""
    play = case()
    deciding = Deciding(play.procedure, play.case, Asked(OFFICE, "cal", play.now, "r"))
    told = [why(deciding, name, Places("small.yaml", TEXT)) for name in ("nothing", "packed", "goods[9]/packed")]
    assert ["unknown-step", "place-needed", "unknown-place"] == [one.code for one in told if isinstance(one, Refusal)]


def test_a_text_that_cannot_be_read_has_no_lines() -> None:
    """Without the text, the first line is named."""
    assert 1 == Places("small.yaml", "procedure: [").line("repair")

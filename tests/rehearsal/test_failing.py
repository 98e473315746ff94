"""A rehearsal that is not as it is told is found out: where, in which words, and by every line of every story."""

from __future__ import annotations

import pytest

from engine.rehearsal import read_script
from tests.rehearsal.falsified import with_false_looks, with_other_refusals
from tests.rehearsal.playing import NAMES, play, procedure_of, script_of, text_of

BROKEN: dict[str, tuple[str, str, str, str, str, str]] = {
    "another outcome": (
        "refund",
        "    then:\n      case: closed\n      outcome: uncashed\n",
        "    then:\n      case: closed\n      outcome: paid\n",
        "expected-otherwise",
        "paid",
        "expected the outcome to be paid; it is uncashed",
    ),
    "a step too early": (
        "record_release",
        "          open: [look_for_visits]\n",
        "          open: [look_for_visits, send]\n",
        "expected-open",
        "send",
        "expected `send` open; it is waiting for `written_request`, `request`",
    ),
    "a step is forgotten": (
        "record_release",
        "          open: [ask_for_request, who_else, check_balance, look_for_visits]\n",
        "          open: [ask_for_request, who_else, look_for_visits]\n",
        "open-too",
        "open",
        "open is also: `check_balance`",
    ),
    "a wrong answer": (
        "record_release",
        "      - done: look_for_visits\n        told:\n          future_visits: 0\n",
        "      - done: look_for_visits\n        told:\n          future_visits: some\n",
        "refused",
        "some",
        "`future_visits`: a number such as 3 or 2.5 is expected",
    ),
    "somebody else": (
        "supplies_order",
        "      - done: invoices\n        as: billie\n",
        "      - done: invoices\n",
        "refused",
        "invoices",
        "`done: invoices` is refused: `invoices` is for Billing; ask Billie Pattern",
    ),
    "nothing is refused": (
        "recall_visit",
        "      - done: note\n",
        "      - done: note\n        refused: not-open\n",
        "not-refused",
        "not-open",
        "`done: note` is not refused, and was to be, as `not-open`",
    ),
    "a name that means nothing": (
        "recall_visit",
        "      - done: note\n",
        "      - done: notes\n",
        "not-in-procedure",
        "notes",
        "`notes` is no step of `recall_visit`",
    ),
    "an option that there is not": (
        "recall_visit",
        "          their_answer: book\n",
        "          their_answer: booked\n",
        "not-one-of",
        "booked",
        "`their_answer` cannot be `booked`",
    ),
}
"""Edits of rehearsals that ship: which, what, by what; then the code, what is underlined, and what is said."""


REFUSING = [
    (name, story.label)
    for name in NAMES
    for story in script_of(name).stories
    if any(line.keys.scalar("refused") for line in story.lines)
]
"""The stories in which something is refused."""


@pytest.mark.parametrize("what", BROKEN)
def test_what_is_not_so_is_found_in_its_place(what: str) -> None:
    """A story that says something that is not so comes out otherwise, and the words are underlined."""
    name, old, new, code, underlined, message = BROKEN[what]
    text = text_of(f"{name}.rehearsal")
    assert old in text
    procedure = procedure_of(name)
    assert procedure
    broken = text.replace(old, new, 1)
    script = script_of(name, broken)
    edited = broken[: text.index(old)].count("\n") + 1
    story = [one for one in script.stories if one.title.span.line <= edited][-1]
    found = [one for one in play(script, procedure, [story]).findings if one.code == code]
    assert message in found[0].message
    line = broken.split("\n")[found[0].span.line - 1]
    assert underlined == line[found[0].span.column - 1 : found[0].span.end_column - 1]


@pytest.mark.parametrize("name", NAMES)
def test_every_look_can_fail(name: str) -> None:
    """If every word of every look of the stories that ship is turned into something false, each of them is found."""
    procedure = procedure_of(name)
    assert procedure
    script = with_false_looks(script_of(name), procedure)
    found = [one.span for story in play(script, procedure).stories for one in story.findings]
    looks = [
        (key, said)
        for story in script.stories
        for line in story.lines
        if line.word == "then"
        for key, said in getattr(line.what, "entries", ())
    ]
    missed = [
        f"{key.span.line}: {key.text}"
        for key, said in looks
        if not any(key.span.line <= span.line <= said.span.end_line for span in found)
    ]
    assert [] == missed
    assert len(looks) >= 10


@pytest.mark.parametrize(("name", "label"), REFUSING)
def test_every_refusal_can_fail(name: str, label: str) -> None:
    """If what is refused in a story is to be refused for another reason, the story does not come out as told."""
    procedure = procedure_of(name)
    assert procedure
    script = with_other_refusals(script_of(name), label)
    story = next(one for one in script.stories if one.label == label)
    assert ["refused-otherwise"] == [one.code for one in play(script, procedure, [story]).findings]


@pytest.mark.parametrize(
    "text", ["", "rehearsal: [", "- a", "rehearsal: refund\nstories:\n  - story: x\n    when: 5\n"]
)
def test_what_is_no_rehearsal(text: str) -> None:
    """A file of another shape is refused with findings that have a place."""
    findings = read_script(text, "x.rehearsal.yaml")
    assert isinstance(findings, tuple)
    assert all(one.span.line >= 1 for one in findings)

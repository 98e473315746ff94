"""How stories begin, go on from each other, and end; what of a procedure is seen meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from engine.procedure.load import load
from engine.procedure.nodes import Document
from engine.procedure.source import read
from engine.rehearsal import Beside, Script, check_script, read_script, rehearse

if TYPE_CHECKING:
    from engine.procedure.model import Procedure
    from engine.rehearsal import Line, Rehearsed, Story
    from engine.rehearsal.stage import Stage

ORDER: Final = """\
procedure: order
version: 1
title: Somebody orders
opens_with: [person]
roles:
  desk: Desk
  boss: Boss
arrivals:
  called:
    title: They call
    many: yes
steps:
  - id: ask
    who: desk
    ask: [pieces, goods, size, helper]
  - id: look
    wait_for:
      - any_of:
          - pieces > 5
          - called
      - size is large
    do: Look whether there is so much of it
    print: [slip]
  - id: hand_over
    open_case:
      procedure: transport
      with:
        weight: pieces
promises:
  - step: look
    only_after: pieces > 5
facts:
  person:
    type: text
  pieces:
    type: number
    min: 1
  size:
    type: choice
    options:
      small: Small
      large: Large
  helper:
    type: person
  goods:
    type: list
    of:
      article:
        type: text
      price:
        type: money
"""

TRANSPORT: Final = """\
procedure: transport
version: 1
title: Something is brought
opens_with: [weight]
roles:
  driver: Driver
steps:
  - id: drive
    who: driver
    do: Bring it
facts:
  weight:
    type: number
    max: 100
"""

HEAD: Final = "rehearsal: order\ngiven:\n  told:\n    person: Ann Example\nstories:\n"
TOLD: Final = """\
      - done: ask
        told:
          pieces: {pieces}
          goods: []
          size: large
          helper: desk
"""


def built(text: str) -> Procedure:
    """Build a procedure."""
    found = load(text, "some.yaml")
    assert not isinstance(found, tuple), found
    return found.procedure


BESIDE: Final = Beside({"order": built(ORDER), "transport": built(TRANSPORT)})


def script_of(text: str) -> Script:
    """Read stories below the usual head."""
    script = read_script(HEAD + text, "order.rehearsal.yaml")
    assert isinstance(script, Script), script
    return script


def played(text: str) -> Rehearsed:
    """Play stories."""
    return rehearse(script_of(text), BESIDE)


def told(text: str) -> list[tuple[str, str]]:
    """Play stories; give each finding's code, and the words that are underlined."""
    lines = (HEAD + text).split("\n")
    spans = [(one.code, one.span) for one in played(text).findings]
    return [(code, lines[span.line - 1][span.column - 1 : span.end_column - 1]) for code, span in spans]


def story(*lines: str, given: str = "") -> str:
    """Write a story."""
    return "  - story: Somebody orders\n" + given + ("    when:\n" + "".join(lines) if lines else "")


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ("    given:\n      refused: wrong-answer\n      told:\n        person:\n", []),
        ("    given:\n      told:\n        person:\n", [("refused", "")]),
        ("    given:\n      refused: facts-needed\n", [("not-refused", "facts-needed")]),
        ("    given:\n      refused: unknown-fact\n      told:\n        shoe_size: 9\n", []),
        ("    given:\n      now: 2026-02-30 09:00\n", [("not-so-written", "2026-02-30 09:00")]),
        ("    given:\n      as: driver\n      now: 2026-02-28 09:00\n", []),
    ],
)
def test_the_beginning(given: str, found: list[tuple[str, str]]) -> None:
    """A case is opened as the story says, or refused as it says; the day has to be one."""
    assert found == told(story(given=given))


def test_an_opening_that_is_refused_ends_there() -> None:
    """A story that shows that a case may not be opened is at its end, and no other can go on from it."""
    text = "    name: nobody\n    given:\n      refused: wrong-answer\n      told:\n        person:\n"
    came = played(story(given=text) + "  - story: And then\n    given:\n      after: nobody\n")
    assert [(False, []), (True, ["not-played"])] == [
        (one.was_stopped, [finding.code for finding in one.findings]) for one in came.stories
    ]


def test_going_on() -> None:
    """A story that goes on from another has its clock, its actor and its case, and leaves them to yet another."""
    text = (
        "  - story: One\n    name: one\n    when:\n      - as: desk\n      - wait: 2 hours\n"
        + TOLD.format(pieces=6)
        + "  - story: Two\n    given:\n      after: one\n    when:\n      - done: look\n"
        "      - skip: hand_over\n        reason: not today\n    then:\n      case: closed\n"
        "  - story: Three\n    given:\n      after: one\n      as: boss\n      now: 2026-11-02 11:00\n"
        "    then:\n      open: [look]\n"
        "  - story: Four\n    given:\n      after: one\n      now: 2026-11-02 10:59\n"
    )
    stages: dict[str, Stage] = {}

    def keep(story: Story, _line: Line | None, stage: Stage, _refused: object) -> None:
        stages[story.title.text] = stage

    came = rehearse(script_of(text), BESIDE, show=keep)
    assert [[], [], [], ["time-goes-back"]] == [[finding.code for finding in one.findings] for one in came.stories]
    assert ["desk", "desk", "boss"] == [stages[name].actor for name in ("One", "Two", "Three")]
    assert ["open", "closed", "open"] == [stages[name].case.status for name in ("One", "Two", "Three")]


def test_only_some() -> None:
    """Of the stories that were not chosen, those that a chosen one goes on from are played, and not told of."""
    text = (
        "  - story: One\n    name: one\n    when:\n"
        + TOLD.format(pieces=6)
        + "  - story: Two\n    name: two\n    given:\n      after: one\n    when:\n      - done: look\n"
        "  - story: Three\n    given:\n      after: two\n    then:\n      status:\n        look: done\n"
    )
    came = rehearse(script_of(text), BESIDE, lambda story: story.label == "Three")
    assert [("Three", ())] == [(one.story.label, one.findings) for one in came.stories]


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ("      - go_to: parent\n", [("no-case-there", "parent")]),
        ("      - print: slip\n        refused: unknown-document\n", []),
        ("      - print: slip\n", [("refused", "slip")]),
        ("      - then:\n          not_open: [look, look#9]\n", []),
        ("      - then:\n          not_open: [ask]\n", [("expected-otherwise", "ask")]),
        ("      - arrive: called\n      - arrive: called\n      - withdraw: 1\n        reason: not them\n", []),
        (TOLD.format(pieces=0), [("refused", "0")]),
        (TOLD.format(pieces=1).replace("[]", "\n            - article: A\n              price: x"), [("refused", "x")]),
        (TOLD.format(pieces=1).replace("desk", "nobody"), [("not-one-of", "nobody")]),
        (TOLD.format(pieces=1).replace("large", '"?"'), []),
        (TOLD.format(pieces=1) + "      - arrive: called\n", [("promise-broken", "called")]),
        (TOLD.format(pieces=101) + "      - done: look\n      - done: hand_over\n", [("refused", "hand_over")]),
        ("      - done: ask\n        as: boss\n        refused: not-your-step\n", []),
        ("      - done: ask\n        refused: not-opne\n", [("not-one-of", "not-opne")]),
        ("      - hand: ask\n        to: bosss\n", [("not-in-procedure", "bosss")]),
        (
            "      - then:\n          waits_for:\n            look: [1 day after calld, calld]\n",
            [("not-in-procedure", "calld")],
        ),
    ],
)
def test_what_happens(lines: str, found: list[tuple[str, str]]) -> None:
    """What may not be done is found where it stands: the answer, if that is what is wrong, else the step."""
    assert found == told(story(lines))


def test_what_was_printed_last() -> None:
    """What may not be printed leaves what was printed before."""
    lines = (
        "      - print: slip\n      - print: slip\n        as: nobody\n        refused: unknown-actor\n"
        "      - then:\n          printed: [For Ann Example]\n          printed_html: [<b>Ann Example</b>]\n"
    )
    templates = {"slip": {"txt": "For {person}", "html": "<b>{person}</b>"}}
    came = rehearse(script_of(story(lines)), Beside(BESIDE.procedures, templates=lambda name: templates.get(name, {})))
    assert () == came.findings


def test_a_broken_promise_is_told_once() -> None:
    """However long a promise stays broken, it is told where it broke first, with its line in the procedure."""
    came = played(story(TOLD.format(pieces=1), "      - arrive: called\n      - note: Well\n      - wait: 1 day\n"))
    assert ["here `look` is open, though not `pieces > 5`, which is promised never to be"] == [
        one.message for one in came.findings
    ]
    line = next(number for number, one in enumerate(ORDER.split("\n"), 1) if one == "  - step: look")
    assert f"the promise stands in order:{line}" == came.findings[0].help


def test_the_case_of_another_procedure() -> None:
    """Somebody with the roles of the other procedure is there as well, and the story goes there and back."""
    lines = TOLD.format(pieces=9) + (
        "      - done: look\n      - done: hand_over\n      - go_to: hand_over\n"
        "      - then:\n          open: [drive]\n"
        "      - done: drive\n        as: driver\n      - then:\n          case: closed\n      - go_to: parent\n"
        "      - then:\n          status:\n            hand_over: done\n"
    )
    assert [] == told(story(lines))


def test_seen() -> None:
    """Conditions in `wait_for`, also within `any_of`, are watched; they only have to come true."""
    document = read(ORDER, "order.yaml")
    assert isinstance(document, Document)
    little = played(story(TOLD.format(pieces=1))).seen
    much = played(story(TOLD.format(pieces=9))).seen
    assert little
    assert much
    unseen = [one.message for one in little.unseen(document) if one.code == "condition-not-rehearsed"]
    assert ["`pieces > 5` is true in no story"] == unseen
    assert [] == [one.message for one in much.unseen(document) if one.code == "condition-not-rehearsed"]


def test_check_only() -> None:
    """Names are checked without playing; a document is not looked for where it is not known which there are."""
    assert () == check_script(script_of(story("      - print: anything\n")), BESIDE)
    known = Beside(BESIDE.procedures, documents=frozenset({"slip"}))
    assert ["not-in-procedure"] == [one.code for one in check_script(script_of(story("      - print: a\n")), known)]

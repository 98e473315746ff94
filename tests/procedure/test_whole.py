"""Whole pictures of what a document becomes, key by key, and of all that is found in one that is wrong in every place.

They are kept in `built.txt`, `found.txt`, `nodes.txt` and `warned.txt`; `pytest --rewrite-pictures` draws them anew.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from engine.condition import Condition, Phrase
from engine.diagnostics import Span
from engine.picture import render_text
from engine.procedure import nodes as nodes_module
from engine.procedure.load import load, load_and_check, load_checked
from engine.procedure.model import Text
from engine.procedure.nodes import Document, Scalar, Sequence
from engine.procedure.readings import readings
from engine.procedure.source import read
from tests.procedure.examples import TESTS, bad, kept

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.diagnostics import Diagnostic
    from engine.procedure.build import Loaded
    from engine.procedure.nodes import Node

HERE = Path(__file__).parent

BAD = {name: text for name, text in bad() if text and not re.search(rb"^rehearsal:", text, re.MULTILINE)}
"""The bad documents that are read as procedures, by their names."""

FORMS = """\
procedure: forms
version: 2
title: Each key in another form
roles:
  desk: The desk
  doctor: The doctor
arrivals:
  fax:
    title: A fax
  letter:
    title: A letter
    brings: [scan, sent_on]
outcomes:
  stopped:
    title: Stopped
    as_soon_as: fax
  done:
    title: Done
promises:
  - step: ask
    always: yes
  - step: inner
    only_after: price > 3
  - step: ask
    never_waits_for: [any_of, sign_it]
steps:
  - id: ask
    who: helper
    say: |
      Hello {{you}}, {guest}.
      And {helper}
    do: [One, "Two {guest}", 'It''s {guest}']
    ask: [guest, helper, sent_on, scan, quotes, sizes]
    wait_for: any_of
    when: yes
  - id: any_of
    do: x
    wait_for:
      any_of: [fax, letter]
    due: sent_on
    remind:
      - who: helper
        at: 2 hours before sent_on
      - hand_to: doctor
        every: 1 week after fax
  - id: each
    for_each: quotes
    order: any
    who: [desk, doctor]
    steps:
      - id: inner
        title: "About {price}"
        when: price > limit
        until: written
        wait_for: [letter, 3 days after letter, sent_on, count(quotes) > 2]
        give_up: limit days after letter
        ask: [written]
        repeat:
          until: written
      - id: deep
        for_each: reasons where ground
        who: doctor
        may_hand_to: [desk, doctor]
        ask: [spoken]
        print: [letter, note]
        optional: yes
  - id: sign_it
    sign:
      by: doctor
    until: fax
  - id: sub
    open_case:
      procedure: other
      with:
        patient: guest
        number: count(quotes) + 1
  - id: send
    do: Send
    once: true
    undo: "Call {guest}"
    skippable: no
    not_by: [sign_it]
    wait_for: sub
  - id: tell
    say: "They said {reached}"
  - id: again
    ask: [reached]
    repeat:
      until: reached
      every: 2 hours after send
      at_most: 3
any_time:
  - id: came
    wait_for: letter
    do: Read
    pause: yes
  - id: whenever
    wait_for: guest = 'x'
    do: Look
facts:
  guest:
    title: Guest
    type: text
    required: no
    format: capitals
  helper:
    type: person
    question: Who helps?
    help: Anybody
  sent_on:
    type: date
    private: yes
  scan:
    type: file
  sizes:
    type: choices
    options:
      small: Small
      large: Large
    ask_again_if_changed: [guest, helper]
  reached:
    type: yes_no
    starts_as: no
  quotes:
    type: list
    of:
      price:
        type: money
        min: 0.5
        max: 20
      written:
        type: yes_no
        when: price > 1
      reasons:
        type: list
        of:
          ground:
            type: yes_no
          spoken:
            type: long_text
  worth:
    value: sum(price of quotes where written)
  first:
    type: choice
    options:
      a: A
      b: B
    value: [a when guest is known, b otherwise]
  late:
    value: 3 days after sent_on
  ratio:
    value: price / 2
  halves:
    value: sum(ratio of quotes)
  exact:
    type: number
    min: 5
    max: 5
settings:
  limit: 3
  share: 2.5
"""

WRONG = """\
procedure: wrong
version: 1
title: "Wrong {everywhere}"
opens_with: [nobody, ask]
roles:
  desk: The desk
arrivals:
  fax:
    title: A fax
    brings: [none_such, ask]
outcomes:
  one:
    title: One
    when: oen
    as_soon_as: twoo
    still_do: [three]
  all:
    title: All
  never:
    title: Never
promises:
  - step: nosuch
    always: yes
  - step: ask
    only_after: foru > 3
  - step: ask
    never_waits_for: [fiev]
steps:
  - id: ask
    title: "For {sxi}"
    who: nobodi
    may_hand_to: [svn]
    not_by: [egith]
    say: "Hello {nien} { }"
    do: ["Take {ten}"]
    ask: [elevn, worked]
    when: twlve
    until: thriteen
    undo: "Undo {fourten}"
    give_up: 3 days after fiveten
    due: sixten
    wait_for: [svnteen, 3 days after eigten, ninten > 3]
    remind:
      - who: twnty
        at: 3 hours after oneandtwenty
      - hand_to: twoandtwenty
        every: threeandtwenty
  - id: each
    for_each: listt where fourandtwenty
    do: x
  - id: each_two
    for_each: name where 3
    do: x
  - id: rep
    do: x
    repeat:
      until: fiveandtwenty
      every: sixandtwenty
  - id: sub
    open_case:
      procedure: other
      with:
        patient: sevenandtwenty
  - id: sub_self
    open_case:
      procedure: wrong
      with:
        name: 3 < 4
        start: 5
  - id: sig
    sign:
      by: eightandtwenty
      not_by: [nineandtwenty]
  - id: nothing
  - id: outside
    do: x
    when: half > 1
    until: 3 < 4 and
  - id: repeated
    repeat:
      until: visit is known
      every: nosuch
    steps:
      - id: elsewhere
        for_each: listed
        do: x
        pause: yes
  - id: flips
    do: x
    when: near
  - id: flips_too
    do: x
    until: nearer
  - id: ask
    do: x
    pause: yes
any_time:
  - id: group
    steps:
      - id: inner
        do: x
        pause: yes
facts:
  name:
    type: text
    when: thrity
  limits:
    type: number
    min: 3
    max: 1
    ask_again_if_changed: [oneandthirty, worked]
  worked:
    value: twoandthirty + 1
  rows:
    value: [1 when threeandthirty, name]
  start:
    type: number
    starts_as: many
  sort:
    type: choice
    options:
      a: A
      not: Never
    starts_as: b
  ask:
    type: text
  visit:
    type: date
  near:
    value: visit < today
  nearer:
    value: near and visit is known
  listed:
    type: list
    of:
      cost:
        type: money
  half:
    value: cost / 2
settings:
  now: 3
"""


NODES = """\
# a remark
plain: MAX  # aX
several: one
  two

  three
single: 'it''s'
double: "a\\"b\\u00e9"
folded: >
  one
  two
literal: |-
  one
   two
empty:
quoted: ""
numbers: [1, -2.50, 007, 1e3, true, no, 12:30]
flow: {a: {}, b: []}
list:
  - x
  -
  - - inner
    - a: b
      c: d
  - last:
"""
"""Every way of writing a value."""

READ = (
    *(
        "yes",
        "sent_on",
        "2 hours before sent_on",
        "1 week after fax",
        "price > limit",
        "written",
        "limit days after letter",
    ),
    *("written", "3 days after letter", "sent_on", "count(quotes) > 2", "ground", "fax", "guest", "count(quotes) + 1"),
    *("reached", "2 hours after send", "guest = 'x'", "price > 1", "sum(price of quotes where written)"),
    *('"a"', "guest is known", '"b"', "3 days after sent_on", "price / 2", "sum(ratio of quotes)", "price > 3", "fax"),
)
"""All conditions, values and times in `FORMS`."""


def plain(value: object) -> str | None:
    """Write what takes one line; None for what has parts."""
    match value:
        case Condition() | Phrase():
            return f"`{value.text}`"
        case Text():
            return " | ".join(repr(piece) for piece in value.pieces)
        case Span():
            return f"{value.line}:{value.column}-{value.end_line}:{value.end_column}"
        case tuple() if all(isinstance(one, str) for one in value):
            return ", ".join(value)
        case tuple() | Mapping():
            return None
        case _ if hasattr(value, "__match_args__"):
            return None
        case _:
            return str(value)


def outline(value: object, depth: int = 0) -> Iterator[str]:
    """Draw a value with all that it is made of, but for what is empty or false."""
    if isinstance(value, Mapping):
        parts = [(str(name), one) for name, one in value.items()]
    elif isinstance(value, tuple):
        parts = [(type(one).__name__, one) for one in value]
    else:
        names: tuple[str, ...] = getattr(type(value), "__match_args__", ())
        parts = [(name, getattr(value, name)) for name in names if name not in ("digest", "by_id")]
    for name, one in parts:
        written = plain(one)
        if one is None or one is False or written == "":
            continue
        yield f"{'  ' * depth}{name}:{'' if written is None else ' ' + written}"
        if written is None:
            yield from outline(one, depth + 1)


def test_built() -> None:
    """All that is built of a document is as it is kept, whichever way it is loaded."""
    drawn = ""
    good = [(TESTS / "good" / f"{name}.yaml").read_text(encoding="utf-8") for name in ("everything", "worked_out")]
    for text in (*good, FORMS):
        found = load(text, "p.yaml")
        assert not isinstance(found, tuple), found
        assert found == load_checked(text, "p.yaml")
        warned = [f"{one.code} {plain(one.span)}" for one in found.warnings]
        drawn += "\n".join([*outline(found.procedure), *warned]) + "\n\n"
    assert kept(HERE / "built.txt", drawn) == drawn


def nodes(node: Node, depth: int = 0) -> Iterator[str]:
    """Draw what was read, each part with the place where it stands."""
    indent = "  " * depth
    if isinstance(node, Scalar):
        yield f"{indent}{plain(node.span)} {node.style or '-'} {node.value!r} {node.text!r} {node.raw!r}"
        return
    yield f"{indent}{plain(node.span)} {type(node).__name__}"
    for part in node.items if isinstance(node, Sequence) else [one for entry in node.entries for one in entry]:
        yield from nodes(part, depth + 1)


def test_nodes() -> None:
    """All that is read of a text, however it is written, and where it stands, is as it is kept."""
    document = read(NODES, "p.yaml")
    assert isinstance(document, Document)
    assert NODES == document.text
    assert hashlib.sha256(NODES.encode()).hexdigest() == document.digest
    lines = [*nodes(document.root), *(f"{one.code} {plain(one.span)}: {one.message}" for one in document.warnings)]
    drawn = "\n".join(lines) + "\n"
    assert kept(HERE / "nodes.txt", drawn) == drawn
    assert isinstance(document.root, nodes_module.Mapping)
    assert () == document.root.nodes("none")


def test_all_that_is_read() -> None:
    """Every condition, value and time of a procedure is given, wherever it stands, also among several to wait for."""
    texts = []
    for text in (FORMS, FORMS.replace("any_of: [fax, letter]", "any_of: [fax, 3 days after letter, guest is known]")):
        found = load(text, "p.yaml")
        assert not isinstance(found, tuple), found
        texts.append([one.text for one in readings(found.procedure)])
    assert sorted(READ) == sorted(texts[0])
    assert sorted([*READ, "3 days after letter", "guest is known"]) == sorted(texts[1])


def test_only_lists_are_advised_where_several_are_taken() -> None:
    """Where one name is expected, two of them are not shown as a list."""
    found = load("procedure: one and two\nversion: 1\ntitle: P\nsteps:\n  - id: a\n    do: x\n", "p.yaml")
    assert isinstance(found, tuple)
    assert [("not-so-written", False)] == [(one.code, "[one, two]" in (one.help or "")) for one in found]


def test_a_misspelt_key_is_not_missing_as_well() -> None:
    """Of a key that must be there, and stands there misspelt, one thing is told."""
    found = load("procedure: p\nversion: 1\ntitel: P\nsteps:\n  - id: a\n    do: x\n", "p.yaml")
    assert isinstance(found, tuple)
    assert [("unknown-key", "did you mean `title`?")] == [(one.code, one.help) for one in found]


@pytest.mark.parametrize("name", BAD)
def test_read(name: str) -> None:
    """What reading finds in a bad document is all that is said of it, or what is kept of one that can be built."""
    raw = BAD[name]
    found = load(raw, f"bad/{name}.yaml")
    findings = found if isinstance(found, tuple) else found.warnings
    picture = (TESTS / "bad" / f"{name}.txt").read_text(encoding="utf-8")
    pictured = [render_text(one, raw.decode("utf-8", "replace")) for one in findings]
    if isinstance(found, tuple):
        assert picture == "\n\n".join(pictured) + "\n"
    assert [] == [one for one in pictured if one not in picture]
    warned = (HERE / "warned.txt").read_text(encoding="utf-8").splitlines()
    assert [line for line in warned if line.startswith(f"{name}: ")] == warnings(name, found)


def warnings(name: str, found: Loaded | tuple[Diagnostic, ...]) -> list[str]:
    """Draw what reading warned of in a document that can be built."""
    told = () if isinstance(found, tuple) else found.warnings
    return [f"{name}: {one.severity} {one.code} {plain(one.span)}" for one in told]


def test_warned() -> None:
    """All that is kept of such documents is of one that there is."""
    lines = [line for name, raw in BAD.items() for line in warnings(name, load(raw, f"bad/{name}.yaml"))]
    drawn = "\n".join(lines) + "\n"
    assert kept(HERE / "warned.txt", drawn) == drawn


def test_found() -> None:
    """All that is found in a document that is wrong in every place is as it is kept; checking it adds nothing."""
    found = load(WRONG, "p.yaml")
    assert isinstance(found, tuple)
    assert found == load_and_check(WRONG, "p.yaml")
    assert {"p.yaml"} == {one.file for one in found}
    lines = [f"{plain(one.span)} {one.severity} {one.code}\n  {one.message}\n  {one.help}\n" for one in found]
    drawn = "".join(lines)
    assert kept(HERE / "found.txt", drawn) == drawn

"""In which line of its text each key stands."""

from __future__ import annotations

from engine.procedure.places import key_lines

TEXT = """\
procedure: release
outcomes:
  released:
    title: Released
    when: >-
      done(send)
facts:
  reason:
    type: choice
    options:
      moving: Moving
  quotes:
    type: list
    of:
      price: {type: money}
  odd: 3
steps:
  - id: ask
    ask: [reason]
    when:
      yes
  - id: all
    steps:
      - id: send
        for_each:
          list: quotes
          where: price > 3
      - id: call
        repeat:
          until: done(ask)
          at_most: 3
        for_each: quotes
any_time:
  - id: note
    do: Write it down.
"""


def test_each_key_has_its_line() -> None:
    """Of outcomes, facts, their elements, steps at any depth and any time; a value below its key counts from there."""
    assert key_lines(TEXT) == {
        ("released", ""): 3,
        ("released", "title"): 4,
        ("released", "when"): 5,
        ("reason", ""): 8,
        ("reason", "type"): 9,
        ("reason", "options"): 10,
        ("quotes", ""): 12,
        ("quotes", "type"): 13,
        ("quotes", "of"): 14,
        ("price", ""): 15,
        ("price", "type"): 15,
        ("odd", ""): 16,
        ("ask", ""): 18,
        ("ask", "id"): 18,
        ("ask", "ask"): 19,
        ("ask", "when"): 21,
        ("all", ""): 22,
        ("all", "id"): 22,
        ("all", "steps"): 23,
        ("send", ""): 24,
        ("send", "id"): 24,
        ("send", "for_each"): 25,
        ("send", "list"): 26,
        ("send", "where"): 27,
        ("call", ""): 28,
        ("call", "id"): 28,
        ("call", "repeat"): 29,
        ("call", "until"): 30,
        ("call", "at_most"): 31,
        ("call", "for_each"): 32,
        ("note", ""): 34,
        ("note", "id"): 34,
        ("note", "do"): 35,
    }


def test_what_is_no_procedure_has_no_keys() -> None:
    """A text that cannot be read, or that holds something else, has none."""
    assert [{}, {}, {}] == [key_lines(text) for text in ("a: [", "- a\n- b\n", "")]

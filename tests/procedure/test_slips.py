"""Slips of the hand behind what a parser cannot read: which one it is, where it stands, how it is written rightly."""

from __future__ import annotations

import pytest

from engine.procedure.indents import stepped_in
from engine.procedure.slips import Slip, look_closer, odd_in_plain, odd_in_quotes

STRUCTURE = ("missing-colon", "bad-indent", "colon-in-text", "bad-start", "bad-list", "not-yaml")
_WIDE_HELP = "write `:` and a space after the key"
_PROSE_HELP = "write it like `key: value`; what goes on with the text above begins further to the right than its key"
_TWICE = "write an apostrophe in such a text twice, as in `'We don''t'`, or put double quotes around the text"


def slip(code: str, text: str) -> tuple[str, str, dict[str, str], str | None] | None:
    """Look closer at a text with a mark `|` where the parser stopped; give the slip with the words it is about."""
    at = text.index("|")
    plain = text.replace("|", "", 1)
    found = look_closer(code, plain, at)
    return found and (found.code, plain[found.begins : found.ends], found.words, found.help)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: b\n\u00a0 |c: d", ("odd-space", "\u00a0", {"name": "U+00A0"}, None)),
        ("  - \u2003|c: d", ("odd-space", "\u2003", {"name": "U+2003"}, None)),
        ("  - c:\u3000d|", ("odd-space", "\u3000", {"name": "U+3000"}, None)),
        ("c:\u00a0d\n|e", ("odd-space", "\u00a0", {"name": "U+00A0"}, None)),
        ("title:Call them|", ("missing-space", ":", {"name": ":", "right": "title: Call them"}, None)),
        ("  - id:call|", ("missing-space", ":", {"name": ":", "right": "id: call"}, None)),
        ("  -id: call|", ("missing-space", "-", {"name": "-", "right": "- id: call"}, None)),
        ("x: y\ntitle:Call\n|  z", ("missing-space", ":", {"name": ":", "right": "title: Call"}, None)),
        ("title:" + "x" * 30 + "|", ("missing-space", ":", {"name": ":", "right": "title: " + "x" * 24}, None)),
        ("  • call|", ("bullet", "•", {"name": "•"}, None)),
        ("  * call|", ("bullet", "*", {"name": "*"}, None)),
        ("  – call|", ("bullet", "–", {"name": "–"}, None)),
        ("  *call|", None),
        ("title：Call|", ("missing-colon", "：", {}, _WIDE_HELP)),  # noqa: RUF001  as Chinese keyboards have it
        ("  - title ：Call|", ("missing-colon", "：", {}, _WIDE_HELP)),  # noqa: RUF001  as above
        ("a: http://example.com|", None),
        ("a: b|", None),
        ("|", None),
        ("\u00a0: b\n\n\n|c", ("odd-space", "\u00a0", {"name": "U+00A0"}, None)),
        ("\u00a0: b\nx: y\n|c", None),
    ],
)
@pytest.mark.parametrize("code", STRUCTURE)
def test_behind_any_trouble_with_the_structure(
    code: str, text: str, expected: tuple[str, str, dict[str, str], str | None] | None
) -> None:
    """It is looked for in the line where the parser stopped, and in the one before that is not empty."""
    assert expected == slip(code, text)


@pytest.mark.parametrize(
    ("code", "text", "expected"),
    [
        ("colon-in-text", "title: “Note: x”|", ("curly-quotes", "“", {"name": "“"}, None)),
        ("missing-colon", "“Note”|", ("curly-quotes", "“", {"name": "“"}, None)),
        ("missing-colon", "  - title: ‘x’|", ("curly-quotes", "‘", {"name": "‘"}, None)),  # noqa: RUF001  looked for
        ("bad-indent", "title: “Note: x”|", None),
        ("missing-colon", "a: b\n  go on here |", ("missing-colon", "go on here", {}, _PROSE_HELP)),
        ("missing-colon", "a: b\n  go on|", None),
        ("missing-colon", "a: b\n  go on: here there|", None),
        ("bad-indent", "a: b\n  go on here|", None),
        ("bad-indent", "  - call\n    do|: x", ("missing-colon", "call", {}, None)),
        ("bad-indent", "  - id call\n    do|: x", ("missing-colon", "id", {}, None)),
        ("bad-indent", "  - call\n   do|: x", None),
        ("bad-indent", "  - call\n    do|", None),
        ("bad-list", "  - call\n    do|: x", None),
        ("bad-indent", "  - id: call\n    do|: x", None),
        ("text-after-quote", "a: [b]]|", None),
        ("text-after-quote", "a: [b]|]", ("text-after-quote", "]", {}, "leave this bracket out")),
        ("text-after-quote", "a: [b] |]", ("text-after-quote", "]", {}, "leave this bracket out")),
        ("text-after-quote", "a: 'don'|t go now'", ("text-after-quote", "t", {}, _TWICE)),
        ("text-after-quote", "a: 'We don'|t", ("text-after-quote", "t", {}, _TWICE)),
        ("text-after-quote", "a: '5'|t", None),
        ("text-after-quote", "a: 'b'|5", None),
        ("text-after-quote", 'a: "b"|c', None),
        ("text-after-quote", "a: 'b'|", None),
        ("bad-escape", "title:Call|", None),
    ],
)
def test_behind_one_trouble(code: str, text: str, expected: tuple[str, str, dict[str, str], str | None] | None) -> None:
    """Some slips are behind certain problems alone."""
    assert expected == slip(code, text)


@pytest.mark.parametrize(
    ("text", "raw", "expected"),
    [
        ("a: \u00a0b", "\u00a0b", [Slip("odd-space", 3, 4, {"name": "U+00A0"})]),
        ("a: b\u00a0c", "b\u00a0c", []),
        ("a: ~", "~", [Slip("taken-as-text", 3, 4, {"name": "~", "advice": "leave the key out if nothing is meant"})]),
        (
            "a: True",
            "True",
            [
                Slip(
                    "taken-as-text", 3, 7, {"name": "True", "advice": "write it in small letters if yes or no is meant"}
                )
            ],
        ),
        (
            "a: 007",
            "007",
            [
                Slip(
                    "taken-as-text",
                    3,
                    6,
                    {"name": "007", "advice": "if a number is meant, write digits only, with no zero in front"},
                )
            ],
        ),
        (
            "a: .inf",
            ".inf",
            [Slip("taken-as-text", 3, 7, {"name": ".inf", "advice": "if a number is meant, write digits"})],
        ),
        ("a: 17", "17", []),
        ("a: " + "0" * 40, "0" * 40, ["taken-as-text"]),
        ("a: " + "0" * 41, "0" * 41, []),
        ("a: • b", "• b", [Slip("bullet", 3, 4, {"name": "•"})]),
        ("a:\n - b\n • c", "b\n • c", [Slip("bullet", 9, 10, {"name": "•"})]),
        ("a: ◦ b", "◦ b", []),
        ("a: ◦ b\n ◦ c", "◦ b\n ◦ c", [Slip("bullet", 3, 4, {"name": "◦"})]),
        ("a: b • c", "b • c", []),
        ("a: -b\n -c", "-b\n -c", [Slip("missing-space", 3, 4, {"name": "-", "right": "- b"})]),
        ("a: -b\n c", "-b\n c", []),
        ("a: -b -c", "-b -c", []),
        ("a: b\n -c\n -d", "b\n -c\n -d", []),
        ("a: case #12", "case", [Slip("hash-in-text", 8, 10, {})]),
        ("a: case   #12", "case", [Slip("hash-in-text", 10, 12, {})]),
        ("a: case # 12", "case", []),
        ("say: press # now", "press", [Slip("hash-in-text", 11, 13, {})]),
        ("x: y\n  - say: press # now", "press", [Slip("hash-in-text", 20, 22, {})]),
        ("say: press  # now", "press", []),
        ("a: case#12", "case#12", []),
    ],
)
def test_odd_in_plain(text: str, raw: str, expected: list[Slip | str]) -> None:
    """What is hardly meant so in a text without quotes is found where it stands."""
    begins = text.index(raw)
    found = list(odd_in_plain(text, begins, raw))
    assert expected == ([one.code for one in found] if expected and isinstance(expected[0], str) else found)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("'b\n  do: c'", [Slip("quote-goes-on", 7, 9, {"name": "do", "quote": "'"})]),
        ('"b\n  - when: c"', [Slip("quote-goes-on", 7, 9, {"name": "when", "quote": '"'})]),
        ("'b\n  note: c'", []),
        ("'b do: c'", []),
        ("b\n  do: c", []),
        ("", []),
    ],
)
def test_odd_in_quotes(raw: str, expected: list[Slip]) -> None:
    """A text in quotes that has swallowed lines with keys goes on too far."""
    assert expected == list(odd_in_quotes(7, raw))


@pytest.mark.parametrize(
    ("text", "number", "further"),
    [
        ("steps:\n    - a\n    - b\n  - c", 4, 2),
        ("steps:\n    - a\n\n  # why\n    - b\n  - c", 6, 2),
        ("steps:\n  - a\n    b: c\n  - d", 4, None),
        ("  a: b\n  c: d", 2, None),
        ("a: b\n  c: d\n e: f", 3, 2),
        ("    a: b\n  c: d", 2, 1),
        ("a: b", 1, None),
        ("\n\n  a: b", 3, None),
        ("a:\n  - b\n      - c\n    - d\n   - e", 5, 3),
    ],
)
def test_stepped_in(text: str, number: int, further: int | None) -> None:
    """The line is found from which on all is further in than one that belongs beside it."""
    assert further == stepped_in(text.split("\n"), number)

"""Explaining a finding."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from engine.explanations import Explanation
from tests.procedure.examples import CODES

if TYPE_CHECKING:
    from tests.cli.said import Calls


@pytest.mark.parametrize("code", CODES)
def test_every_code(cuecard: Calls, code: str) -> None:
    """Every code is explained, with both examples and what is said of the wrong one."""
    said = cuecard("explain", code)
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith(f"{CODES[code].severity}[{code}]\n\n")
    assert [head in said.out for head in ("\nWrong:\n", f"\n    {CODES[code].severity}[{code}]: ", "\nRight:\n")] == [
        True
    ] * 3


def test_json(cuecard: Calls) -> None:
    """As JSON the examples are whole."""
    found = cuecard("explain", "unknown-fact", "--json").json
    assert list(found) == ["code", "severity", "means", "wrong", "says", "right"]
    assert "when: balence > 0" in found["wrong"]
    assert found["wrong"].replace("balence", "balance") == found["right"]


@pytest.mark.parametrize("typed", ["error[unknown-fact]:", "Unknown_Fact", "[unknown-fact]", " unknown fact "])
def test_as_it_may_be_typed(cuecard: Calls, typed: str) -> None:
    """A code may be typed or copied in several ways."""
    assert cuecard("explain", typed) == cuecard("explain", "unknown-fact")


@pytest.mark.parametrize(
    ("typed", "advice"),
    [
        ("unknwn-fact", "did you mean `unknown-fact`?"),
        ("indentation", "did you mean `bad-indent`?"),
        ("promise", "did you mean `promise-broken` or `promise-held-back` or "),
        ("\x1b[31mxyzzy", "see all of them with: cuecard explain"),
    ],
)
def test_no_such_code(cuecard: Calls, typed: str, advice: str) -> None:
    """A code that does not exist is wrong usage; what may be meant is named."""
    said = cuecard("explain", typed)
    assert (said.code, said.out, advice in said.err, "\x1b" in said.err) == (2, "", True, False)


def test_all(cuecard: Calls) -> None:
    """Without a code all are listed, one in each line."""
    assert [line.split()[0] for line in cuecard("explain").out.splitlines()] == sorted(CODES)
    assert [one["code"] for one in cuecard("explain", "--json").json] == sorted(CODES)


def test_excerpts() -> None:
    """Of long examples only what differs is shown, with the lines around it."""
    lines = [f"line {number}" for number in range(40)]
    wrong, right = "\n".join(lines), "\n".join([*lines[:20], "mended", *lines[21:]])
    shown = Explanation("a", "error", "A.", wrong, "", right).excerpts()
    assert shown == (
        "...\nline 18\nline 19\nline 20\nline 21\nline 22\n...",
        "...\nline 18\nline 19\nmended\nline 21\nline 22\n...",
    )
    assert 25 == len(Explanation("a", "error", "A.", wrong, "", "all else").excerpts()[0].split("\n"))
    assert Explanation("a", "error", "A.", "one\n", "", "two\n").excerpts() == ("one", "two")

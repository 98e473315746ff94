"""More than the first slip is told, and nothing that only comes of going on after it."""

from __future__ import annotations

from itertools import permutations
from typing import Final

import pytest

from engine.procedure.recovery import LONGEST, MOST_MENDED
from engine.procedure.source import read

SLIPS: Final = {
    "missing-space": "    title:Call the patient",
    "missing-colon": "    title Call the patient",
    "colon-in-text": "    title: Note: call the patient",
    "odd-space": "    title:\u00a0Call the patient",
    "curly-quotes": "    title: “Note: call the patient”",
    "bad-start": "    title: @home",
    "bad-list": "    title: - Call the patient",
    "bad-block": "    title: | Call the patient",
    "bad-escape": '    title: "C:\\patients"',
    "braces-without-quotes": "    title: {patient} is called",
    "text-after-quote": "    title: 'Call' the patient",
    "tag": "    title: !call the patient",
}
"""Lines with a slip, by its code; all of them for the line with the title of a step."""


def written(first: str, second: str) -> str:
    """Write a procedure with two lines in it."""
    head = "procedure: a\nversion: 1\ntitle: A\nsteps:\n"
    return f"{head}  - id: a\n{first}\n    do: Call\n  - id: b\n{second}\n    do: Call\n"


def told(text: str) -> list[tuple[str, int]]:
    """Read a text; give the codes and lines of what is found."""
    found = read(text, "a.yaml")
    findings = found if isinstance(found, tuple) else found.warnings
    return [(one.code, one.span.line) for one in findings]


@pytest.mark.parametrize("code", SLIPS)
def test_one(code: str) -> None:
    """Of one slip one thing is told."""
    assert [(code, 6)] == told(written(SLIPS[code], "    title: B"))
    assert [(code, 9)] == told(written("    title: A", SLIPS[code]))


@pytest.mark.parametrize(("first", "second"), list(permutations(SLIPS, 2)))
def test_two(first: str, second: str) -> None:
    """Of two slips both are told, whatever they are."""
    assert [(first, 6), (second, 9)] == told(written(SLIPS[first], SLIPS[second]))


@pytest.mark.parametrize(
    "first", ["    title: 'Call the patient", "     title: Call", "    title: [Call", "    title: {a: b"]
)
def test_not_beyond(first: str) -> None:
    """After a slip of which the end is not known, nothing more is told."""
    assert 1 == len(told(written(first, SLIPS["missing-space"])))


def test_not_without_end() -> None:
    """Only so many are looked for, and none in a file that would take long."""
    lines = "a: b\n" + "".join(f"k{number}:v\n" for number in range(100))
    assert MOST_MENDED + 1 == len(told(lines))
    assert 1 == len(told(lines + "#" * LONGEST))
    two = "a: b\nk1:v\nk2:v\n#"
    assert [2, 1] == [len(told(two + "#" * (LONGEST - len(two) + more))) for more in (-1, 0)]  # the first grows

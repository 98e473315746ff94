"""Documents made to hurt: small enough to be read, and as bad as they can be; all of them come to an end."""

from __future__ import annotations

from typing import Final

import pytest

from engine.procedure.load import Loaded, load

HEAD: Final = "procedure: p\nversion: 1\ntitle: P\n"
STEP: Final = HEAD + "steps:\n  - id: a\n    do: x\n"


def many(how_many: int, pattern: str) -> str:
    """Write a pattern again and again; `#` is the number, `+` the next one."""
    return "".join(pattern.replace("#", str(number)).replace("+", str(number + 1)) for number in range(how_many))


HOSTILE: Final = {
    "facts": STEP + "facts:\n" + many(2400, "  f#:\n    type: text\n"),
    "a long chain": STEP + "facts:\n" + many(2400, "  f#:\n    value: f+\n") + "  f2400:\n    value: 3\n",
    "a wide circle": STEP + "facts:\n" + many(2400, "  f#:\n    value: f+\n") + "  f2400:\n    value: f0\n",
    "steps": HEAD + "steps:\n" + many(2400, "  - id: s#\n    do: x {f}\n"),
    "conditions": HEAD + "steps:\n" + many(2000, "  - id: s#\n    when: f#x > 3\n    do: x\n"),
    "waits": HEAD + "steps:\n" + many(2400, "  - id: s#\n    do: x\n    wait_for: zz+\n"),
    "asks": HEAD + "steps:\n  - id: a\n    ask: [" + many(15_000, "f#, ") + "f]\n",
    "near misses": HEAD
    + "steps:\n"
    + many(1900, "  - id: s#\n    ask: [zzzzzzzz#]\n")
    + "facts:\n"
    + many(1900, "  zzzzzzzy#:\n    type: number\n"),
    "unknown keys": STEP + many(9000, "    k#: 3\n"),
    "placeholders": HEAD + 'steps:\n  - id: a\n    do: "' + "{x} " * 900 + '"\n',
    "brackets in a condition": STEP + "    when: " + "(" * 900 + "\n",
    "spaces in a condition": STEP + '    when: "a' + " " * 200_000 + 'b"\n',
    "outcomes": STEP + "outcomes:\n" + many(2400, "  o#:\n    title: x\n"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_comes_to_an_end(name: str) -> None:
    """It is told in a bounded number of findings, or is a procedure."""
    found = load(HOSTILE[name], "hostile.yaml")
    findings = found.warnings if isinstance(found, Loaded) else found
    assert len(findings) <= 200

"""What each code means, with a wrong and a right example: what `cuecard explain`, the docs and SARIF's rules say.

`explanations.json` is made by `pytest --rewrite-pictures` of the examples in `tests/bad` and `tests/mended`, which
are files that the tests check; so what is explained here is what is said there.
"""

from __future__ import annotations

import difflib
import json
import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from engine.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

WHOLE: Final = 16
"""Examples of at most so many lines are shown whole; of longer ones, what differs."""

MOST_LINES: Final = 24
_AROUND: Final = 2
_GAP: Final = "..."
_MOST_NEAR: Final = 5
_SHORTEST: Final = 4


@dataclass(frozen=True, slots=True)
class Explanation:
    """What is to be known about one kind of finding.

    Args:
        code: Its code.
        severity: `error` or `warning`.
        means: What it means, in whole sentences.
        wrong: A document in which it is found; of a very long one, the beginning.
        says: What is said about that document, as a picture.
        right: The same document, mended.
    """

    code: str
    severity: str
    means: str
    wrong: str
    says: str
    right: str

    def excerpts(self) -> tuple[str, str]:
        """Give what of the wrong and of the right example shows the difference."""
        wrong, right = self.wrong.rstrip("\n").split("\n"), self.right.rstrip("\n").split("\n")
        changes = [change for change in difflib.SequenceMatcher(a=wrong, b=right).get_opcodes() if change[0] != "equal"]
        return (
            _excerpt(wrong, [(begins, ends) for _, begins, ends, _, _ in changes]),
            _excerpt(right, [(begins, ends) for _, _, _, begins, ends in changes]),
        )


def _excerpt(lines: Sequence[str], changes: Iterable[tuple[int, int]]) -> str:
    if len(lines) <= WHOLE:
        return "\n".join(lines)
    near = {at for begins, ends in changes for at in range(begins - _AROUND, ends + _AROUND)}
    shown: list[str] = []
    for at, line in enumerate(lines):
        if at in near:
            shown.append(line)
        elif shown[-1:] != [_GAP]:
            shown.append(_GAP)
    return "\n".join([*shown[:MOST_LINES], _GAP] if len(shown) > MOST_LINES else shown)


@cache
def explanations() -> Mapping[str, Explanation]:
    """Give all explanations, by their codes."""
    text = (files("engine") / "explanations.json").read_text(encoding="utf-8")
    return {code: Explanation(code=code, **parts) for code, parts in json.loads(text).items()}


def code_in(text: str) -> str:
    """Give the code that somebody means who typed it, or copied more of a finding: `error[unknown-fact]:`."""
    found = re.search(r"\[([^\]]*)\]", text)
    return re.sub(r"[\s_-]+", "-", (found[1] if found else text).strip().lower())


def near(code: str) -> list[str]:
    """Give the codes that may be meant by one that does not exist: the one spelled alike, or those with its words."""
    codes = sorted(explanations())
    alike = difflib.get_close_matches(code, codes, n=1, cutoff=0.75)
    words = [word for word in code.split("-") if word]
    return alike or [one for one in codes if words and all(_has(one, word) for word in words)][:_MOST_NEAR]


def _has(code: str, word: str) -> bool:
    """Whether a word stands in a code, or something that begins alike: `indentation` in `bad-indent`."""
    return any(part == word or (len(part) >= _SHORTEST and word.startswith(part)) for part in code.split("-"))

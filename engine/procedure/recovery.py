"""How reading goes on after a line that cannot be read, so that more than the first slip is told.

    without(text, problem) -> the text with a plain value in that line, or None where that would be a guess

INVARIANT: no line is added or taken away, so that all other places stay what they are.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from engine.procedure.slips import BLANKS, BULLETS

if TYPE_CHECKING:
    from engine.diagnostics import Diagnostic

MOST_MENDED: Final = 8
LONGEST: Final = 64 * 1024
"""Characters of a text in which more than the first slip is looked for, as each takes another reading."""

_OF_ONE_LINE: Final = frozenset(
    {
        *("missing-space", "missing-colon", "colon-in-text", "bullet", "odd-space", "curly-quotes"),
        *("bad-start", "bad-list", "bad-block", "bad-escape", "braces-without-quotes", "text-after-quote"),
    }
)
"""Problems that begin and end in their line; of all others the end is not known."""

_BLANK: Final = re.compile(f"[{BLANKS}]")
_ENTRY: Final = re.compile(rf"( *)(?:[{BULLETS}]|-|\*) *")
_KEY: Final = re.compile(r" *([a-z_]\w*) *[:：]")  # noqa: RUF001  as Chinese and Japanese keyboards have it
_WORD: Final = re.compile(r" *([a-z_]\w*)")


def without(text: str, problem: Diagnostic) -> str | None:
    """Give the text without a problem: its line keeps its place and its key, and gets another value.

    Args:
        text: The file.
        problem: What the parser cannot read in it.
    """
    if problem.code not in _OF_ONE_LINE or len(text) > LONGEST:
        return None
    lines = text.split("\n")
    mended = _mended(_BLANK.sub(" ", lines[problem.span.line - 1]), has_key=problem.code == "missing-colon")
    if mended is None:
        return None
    lines[problem.span.line - 1] = mended
    return "\n".join(lines)


def _mended(line: str, *, has_key: bool) -> str | None:
    entry = _ENTRY.match(line)
    begins = f"{entry[1]}- " if entry else line[: len(line) - len(line.lstrip())]
    rest = line[entry.end() :] if entry else line
    key = _KEY.match(rest) or (_WORD.match(rest) if has_key else None)
    if key:
        return f"{begins}{key[1]}: x"
    return f"{begins}x" if entry else None

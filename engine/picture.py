"""How a finding looks to the one who has to mend it: the sentence, the line, what in it is meant, and the help."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Final

from engine.diagnostics import clean, printable

if TYPE_CHECKING:
    from engine.diagnostics import Diagnostic, Span

LONGEST_LINE: Final = 100
"""Characters of a line that are shown; of a longer one only the part around the place."""


def render_text(diagnostic: Diagnostic, source_text: str) -> str:
    """Draw one finding as the picture in design 6, without a line end after it.

    Args:
        diagnostic: The finding.
        source_text: The text of the document it is about; if it has no such line, or is empty, the line is left out.
    """
    span = diagnostic.span
    lines = [
        f"{diagnostic.severity}[{diagnostic.code}]: {diagnostic.message}",
        f"  {clean(diagnostic.file, None)}:{span.line}:{span.column}",
        *_excerpt(span, source_text),
    ]
    if diagnostic.help:
        lines.append(f"  help: {diagnostic.help}")
    return "\n".join(lines)


def _excerpt(span: Span, source_text: str) -> list[str]:
    line = _line(source_text, span.line)
    if line is None:
        return []
    last = span.end_column - 1 if span.end_line == span.line else len(line.rstrip())
    first = min(span.column - 1, len(line))
    before, meant, after = _window(line, first, max(min(last, len(line)), first))
    carets = "^" * max(_width(meant), 1)
    return [
        f"{span.line:5} | {_shown(before + meant + after)}".rstrip(),
        f"      | {' ' * _width(before)}{carets}",
    ]


def _line(text: str, number: int) -> str | None:
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n", number)
    return lines[number - 1] if text and number <= len(lines) else None


def _window(line: str, first: int, last: int) -> tuple[str, str, str]:
    """Cut a long line around the stretch that is meant: what stands before it, the stretch, what follows."""
    if len(line) <= LONGEST_LINE:
        return line[:first], line[first:last], line[last:]
    last = min(last, first + LONGEST_LINE // 2)
    left = max(first - LONGEST_LINE // 4, 0)
    right = left + LONGEST_LINE
    before = "…" + line[left:first] if left else line[:first]
    return before, line[first:last], line[last:right] + ("…" if right < len(line) else "")


def _shown(text: str) -> str:
    return "".join(map(printable, text))


def _width(text: str) -> int:
    """Count the columns of a terminal that the text takes when it is shown."""
    return sum(map(_columns, _shown(text)))


def _columns(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1

"""Where in the file a part of a value stands, so that a finding can underline the very word it is about."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from engine.diagnostics import Span

if TYPE_CHECKING:
    from engine.procedure.nodes import Scalar

_FOLD: Final = re.compile(r" *\n[ \n]*")
"""A line end in the file with all the space around it, which the value has as one space or as some line ends."""

_ESCAPE: Final = re.compile(r"\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.)")

_JOINT: Final = re.compile(r"\\\n *")
"""A backslash at the end of a line in double quotes: it joins the lines."""

_HEADER: Final = re.compile(r"[^\n]*\n *")
"""The line of a block's `|` or `>`, and the indentation of the first line of its text."""

LONGEST_TEXT: Final = 10_000
"""Of a longer text the whole is underlined."""


def span_within(scalar: Scalar, start: int, end: int) -> Span:
    """Place a stretch of a scalar's text in the file.

    Args:
        scalar: The value.
        start: Where the stretch begins, counted in characters of `scalar.text` from 0.
        end: Where it ends (exclusive). Offsets outside of the text are moved to its ends.

    Returns:
        The very place, or the whole scalar where that cannot be told (an oddly indented block).
    """
    offsets = _offsets(scalar)
    if offsets is None:
        return scalar.span
    start, end = (min(max(offset, 0), len(offsets) - 1) for offset in (start, end))
    first = offsets[start]
    after = min(offsets[end - 1] + 1, len(scalar.raw)) if end > start else first
    return Span(*_point(scalar, first), *_point(scalar, after))


def span_of_raw(scalar: Scalar, start: int, end: int) -> Span:
    """Place a stretch of a scalar as it stands in the file."""
    return Span(*_point(scalar, start), *_point(scalar, end))


def _point(scalar: Scalar, offset: int) -> tuple[int, int]:
    before = scalar.raw[:offset]
    line_end = before.rfind("\n")
    if line_end < 0:
        return scalar.span.line, scalar.span.column + offset
    return scalar.span.line + before.count("\n"), offset - line_end


@lru_cache(maxsize=8)
def _offsets(scalar: Scalar) -> list[int] | None:
    """For each character of the text, and for its end, tell the offset in `raw`; None if they do not run together."""
    if len(scalar.text) > LONGEST_TEXT:
        return None
    at = _beginning(scalar)
    offsets: list[int] = []
    for character in scalar.text:
        at = _skip(scalar, at, character)
        offsets.append(at)
        after = _step(scalar, at, character)
        if after is None:
            return None
        at = after
    offsets.append(min(at, len(scalar.raw)))
    return offsets


def _beginning(scalar: Scalar) -> int:
    if scalar.style in {"'", '"'}:
        return 1
    header = _HEADER.match(scalar.raw) if scalar.style else None
    return header.end() if header else 0


def _skip(scalar: Scalar, at: int, character: str) -> int:
    """Pass what stands in the file but gives no character of the text."""
    joint = _JOINT.match(scalar.raw, at) if scalar.style == '"' else None
    if joint:
        at = joint.end()
    fold = _FOLD.match(scalar.raw, at) if character not in " \n" else None
    return fold.end() if fold else at


def _step(scalar: Scalar, at: int, character: str) -> int | None:
    """Find the offset behind one character of the text, or None if something else stands there."""
    raw = scalar.raw
    if at >= len(raw):
        return at if character in " \n" else None
    fold = _FOLD.match(raw, at) if character in " \n" else None
    if fold:
        return fold.end() if character == " " else _after_line_end(raw, at)
    escape = _ESCAPE.match(raw, at) if scalar.style == '"' else None
    if escape:
        return escape.end()
    if scalar.style == "'" and raw.startswith("''", at):
        return at + 2
    return at + 1 if raw.startswith(character, at) else None


def _after_line_end(raw: str, at: int) -> int:
    after = raw.index("\n", at) + 1
    return len(raw) - len(raw[after:].lstrip(" "))

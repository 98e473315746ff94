"""Whether a file is text that people see as it is: UTF-8, of bounded size, without hidden characters.

INVARIANT: text that passes holds no control, direction or invisible character, so that what people read is what runs.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from engine.diagnostics import Diagnostic, Span, diagnose

MOST_BYTES: Final = 256 * 1024
MOST_FINDINGS: Final = 50
"""A file full of hidden characters is not listed character by character."""

START: Final = Span(1, 1, 1, 1)

HIDDEN: Final = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f"  # control characters, tabs and single carriage returns among them
    "\u00ad\u180e\u200b\u2060-\u2064\ufeff"  # invisible
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f"  # direction marks: they show text in another order than it runs
    "\u2028\u2029"  # line ends that editors do not show as such
    "\ufff9-\uffff\ud800-\udfff\U000e0000-\U000e007f]"  # no characters at all, and tags
)


def read_characters(text: str | bytes, file: str) -> str | tuple[Diagnostic, ...]:
    """Decode a file and make its line ends the same everywhere, or tell what must not be in it."""
    size = len(text) if isinstance(text, bytes) else len(text.encode("utf-8", "surrogatepass"))
    if size > MOST_BYTES:
        return (diagnose("too-large", file, START, limit=MOST_BYTES // 1024),)
    decoded = _decode(text, file) if isinstance(text, bytes) else text
    if isinstance(decoded, Diagnostic):
        return (decoded,)
    plain = decoded.removeprefix("\ufeff").replace("\r\n", "\n")
    hidden = [match for match, _ in zip(HIDDEN.finditer(plain), range(MOST_FINDINGS), strict=False)]
    return tuple(_hidden(plain, match.start(), file) for match in hidden) or plain


def cannot_be_read(file: str, why: str) -> Diagnostic:
    """Tell of a file that could not be opened."""
    return diagnose("unreadable", file, START, why=why)


def _decode(raw: bytes, file: str) -> str | Diagnostic:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as problem:
        before = raw[: problem.start].decode("utf-8", "replace").removeprefix("\ufeff")
        return diagnose("not-utf8", file, point(before, len(before)))


def _hidden(text: str, at: int, file: str) -> Diagnostic:
    span = point(text, at)
    if text[at] == "\t":
        return diagnose("tab", file, span)
    return diagnose("hidden-character", file, span, name=name_of(text[at]))


def point(text: str, at: int) -> Span:
    """Give the place of the character at an offset."""
    line, column = text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
    return Span(line, column, line, column + 1)


def name_of(character: str) -> str:
    """Name a character that cannot be shown: `U+200B ZERO WIDTH SPACE`."""
    return f"U+{ord(character):04X} {unicodedata.name(character, '')}".rstrip()

"""Whether a file is text that people see as it is: UTF-8, of bounded size, without hidden characters.

INVARIANT: text that passes holds no control, direction or invisible character, so that what people read is what runs.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import Final

from engine.diagnostics import Diagnostic, Span, diagnose

MOST_BYTES: Final = 256 * 1024
MOST_FINDINGS: Final = 50
MOST_ALIKE: Final = 5
"""A file full of hidden characters is not listed character by character: so many in all, and so many of each."""

_OTHER_FILES: Final = {
    b"PK\x03\x04": "a Word, Excel or other office file, or an archive",
    b"\xd0\xcf\x11\xe0": "a Word or Excel file",
    b"%PDF": "a PDF file",
    b"{\\rtf": "a file with formatted text (RTF)",
}
"""What people save as a procedure by mistake, by the bytes it begins with."""

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
    return _all_hidden(plain, file) or plain


def _all_hidden(text: str, file: str) -> tuple[Diagnostic, ...]:
    """Find what must not be in a text; of the same character only the first few."""
    seen: Counter[str] = Counter()
    found: list[Diagnostic] = []
    for match in HIDDEN.finditer(text):
        seen[match[0]] += 1
        if seen[match[0]] <= MOST_ALIKE:
            found.append(_hidden(text, match.start(), file))
        if len(found) == MOST_FINDINGS:
            break
    return tuple(found)


def cannot_be_read(file: str, why: str) -> Diagnostic:
    """Tell of a file that could not be opened."""
    return diagnose("unreadable", file, START, why=why)


def _decode(raw: bytes, file: str) -> str | Diagnostic:
    kind = next((what for begins, what in _OTHER_FILES.items() if raw.startswith(begins)), None)
    if kind:
        return diagnose("not-text", file, START, what=kind)
    wide = _wide_encoding(raw)
    if wide:
        return diagnose("not-utf8", file, START, f"it was saved as {wide}; save it with the encoding UTF-8")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as problem:
        before = raw[: problem.start].decode("utf-8", "replace").removeprefix("\ufeff")
        return diagnose("not-utf8", file, point(before, len(before)), _as_windows_has_it(raw[problem.start]))


def _wide_encoding(raw: bytes) -> str | None:
    """Name the encoding of a text that has two or four bytes for each character."""
    if raw.startswith((b"\xff\xfe\0\0", b"\0\0\xfe\xff")):
        return "UTF-32"
    begins = raw[:64]
    is_half_nothing = len(begins) > 1 and 3 * begins.count(0) > len(begins)
    return "UTF-16" if raw.startswith((b"\xff\xfe", b"\xfe\xff")) or is_half_nothing else None


def _as_windows_has_it(byte: int) -> str | None:
    """Tell what a byte means in the encoding that programs on Windows still use most."""
    meant = bytes((byte,)).decode("cp1252", "ignore")
    help_ = f"it may be `{meant}` as Windows-1252 has it; save the file with the encoding UTF-8"
    return help_ if meant.isprintable() and meant else None


def _hidden(text: str, at: int, file: str) -> Diagnostic:
    span = point(text, at)
    if text[at] == "\t":
        is_between = text[text.rfind("\n", 0, at) + 1 : at].strip() != ""
        return diagnose("tab", file, span, "put a single blank here instead" if is_between else None)
    return diagnose("hidden-character", file, span, name=name_of(text[at]))


def point(text: str, at: int) -> Span:
    """Give the place of the character at an offset."""
    line, column = text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
    return Span(line, column, line, column + 1)


def name_of(character: str) -> str:
    """Name a character that cannot be shown: `U+200B ZERO WIDTH SPACE`."""
    return f"U+{ord(character):04X} {unicodedata.name(character, '')}".rstrip()

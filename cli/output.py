"""How words reach the screen: cleaned, in any encoding, through any pipe; and how one JSON document does.

INVARIANT: nothing that came from a file or a person is obeyed by a terminal.
"""

from __future__ import annotations

import errno
import io
import json
import os
import sys
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from collections.abc import Iterable


class Unwritable(Exception):
    """What was to be shown cannot be written."""

    def __init__(self, where: str, cause: str) -> None:
        super().__init__(where, cause)
        self.message = f"{where} cannot be written: {cause}"
        self.help = "what was recorded before is kept; look at the case again with: cuecard agenda CASE"

    def __str__(self) -> str:
        """Give the whole sentence."""
        return f"{self.message}; {self.help}"


def prepare_streams() -> None:
    """Let characters that the screen does not have be shown as escapes instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def clean(text: str) -> str:
    """Make text safe to show: its lines stay, what a terminal would obey or reorder becomes a visible escape."""
    lines = text.replace("\r\n", "\n").replace("\u00a0", " ").split("\n")
    return "\n".join(line if line.isprintable() else "".join(map(_shown, line)) for line in lines)


def _shown(character: str) -> str:
    return character if character.isprintable() else character.encode("unicode_escape").decode("ascii")


def say(text: str = "") -> None:
    """Print text on stdout, cleaned."""
    write(clean(text))


def warn(text: str) -> None:
    """Print text on stderr, cleaned."""
    write(clean(text), error=True)


def say_all(lines: Iterable[str]) -> None:
    """Print lines on stdout, cleaned."""
    for line in lines:
        say(line)


def say_json(document: object) -> None:
    """Print one JSON document on stdout, in ASCII, so that no encoding and no terminal can spoil it."""
    write(json.dumps(document, indent=2))


def say_json_list(values: Iterable[object]) -> None:
    """Print one JSON list on stdout, as `say_json` would, one value at a time, for it may be long."""
    before = "["
    for value in values:
        _put(before + "\n  " + json.dumps(value, indent=2).replace("\n", "\n  "), error=False)
        before = ","
    write("[]" if before == "[" else "\n]")


def write(text: str, *, error: bool = False) -> None:
    """Write text that is safe already, and a line end; where nobody reads any more, it is dropped.

    Raises:
        Unwritable: The stream cannot be written.
    """
    _put(f"{text}\n", error=error)


def _put(text: str, *, error: bool) -> None:
    stream = sys.stderr if error else sys.stdout
    try:
        stream.write(text)
        if text.endswith("\n"):
            stream.flush()
    except OSError as refused:
        if not _nobody_reads(refused):
            _let_go(stream)
            raise Unwritable("stderr" if error else "stdout", refused.strerror or "no reason given") from None
        _let_go(stream)


def drop_stdout() -> None:
    """Say nothing more on stdout."""
    _let_go(sys.stdout)


def _nobody_reads(refused: OSError) -> bool:
    return isinstance(refused, BrokenPipeError) or (os.name == "nt" and refused.errno == errno.EINVAL)


def _let_go(stream: TextIO) -> None:
    """Point the stream at nothing, so that neither the next write nor the end of the program fails."""
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, stream.fileno())
    os.close(nothing)

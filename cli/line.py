"""Reading an ordinary line without Typer, which takes longer to load than an act takes in all.

`line.json` tells of each command what it takes. It is made of what Typer was told of the commands (`pytest
--rewrite-pictures`), so that there is one source of truth, and a test holds that it is as Typer has it. Whatever is not
perfectly ordinary (help, an option that is shortened, missing or unknown, an empty word, `--`, a word too many) is not
read here: then Typer reads the line, and says what there is to say.

INVARIANT: what is read here, Typer reads as the same.
"""

from __future__ import annotations

import json
import os
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from engine.frozen import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from cli.call import Call
    from cli.declaring import Function

WHERE: Final = os.path.join(os.path.dirname(__file__), "line.json")  # noqa: PTH118, PTH120  # pathlib is not needed yet


class Line(NamedTuple):
    """An ordinary line: which command it calls, and what it says."""

    file: str
    command: str
    told: dict[str, Any]
    """What the function of the command is told."""
    call: dict[str, Any]
    """What the line says besides: the office, who acts."""

    def fill(self, call: Call) -> None:
        """Say in the call what the line says of it."""
        for name, value in self.call.items():
            setattr(call, name, value)

    def function(self) -> Function:
        """Import the file of the command, and give its function."""
        function: Function = import_module(f"cli.commands.{self.file}").app.functions[self.command]
        return function


def read_line(arguments: Sequence[str]) -> Line | None:
    """Read a line, or give None if there is any doubt about it."""
    known = _known()
    reading = _Reading(known[""])
    words = iter(arguments)
    name = reading.word(words)
    if not name or name not in known or not (command := known[name]):
        return None
    reading.takes = command
    placed: list[str] = []
    while word := reading.word(words):
        placed.append(word)
    if reading.is_doubtful or not reading.place(placed):
        return None
    return Line(command["file"], name, reading.told, reading.call)


class _Reading:
    """What has been read of a line so far.

    Args:
        takes: What may stand here: as in `line.json`.
    """

    def __init__(self, takes: dict[str, Any]) -> None:
        self.takes = takes
        self.told: dict[str, Any] = {}
        self.call: dict[str, Any] = {}
        self.is_doubtful = False

    def word(self, words: Iterator[str]) -> str:
        """Give the next word that is no option, after the options before it; nothing at the end or at a doubt."""
        for word in words:
            if word and not word.startswith("-"):
                return word
            if not word or not self._option(word, words):
                self.is_doubtful = True
                break
        return ""

    def _option(self, word: str, words: Iterator[str]) -> bool:
        flag, has_value, value = word.partition("=")
        if flag not in self.takes["options"]:
            return False
        name, kind, is_for_call = self.takes["options"][flag]
        into = self.call if is_for_call else self.told
        if kind == "flag":
            into[name] = True
            return not has_value
        return self._set(into, name, kind, value if has_value else next(words, ""))

    def place(self, words: list[str]) -> bool:
        """Put the words where the command takes them, from the left, and tell whether all has found its place."""
        at = 0
        for name, kind, is_many in self.takes["arguments"]:
            own = words[at:] if is_many else words[at : at + 1]
            at += len(own)
            values = [_KINDS[kind](word) for word in own]
            if None in values:
                return False
            if own:
                self.told[name] = values if is_many else values[0]
        return at == len(words) and all(name in self.told for name in self.takes["required"])

    @staticmethod
    def _set(into: dict[str, Any], name: str, kind: str, text: str) -> bool:
        into[name] = _KINDS[kind](text) if text and not text.startswith("-") else None
        return into[name] is not None


def _case(text: str) -> str:
    from cli.telling import case_number

    return case_number(text)


def _path(text: str) -> object:
    from pathlib import Path

    return Path(text)


def _file(text: str) -> object:
    """Leave a file that is there and cannot be read to Typer, which says so."""
    return _path(text) if os.access(text, os.R_OK) or not os.path.exists(text) else None  # noqa: PTH110  # as above


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < _LONG else None


_LONG: Final = 10
_KINDS: Final[dict[str, Callable[[str], object]]] = {
    "text": str,
    "case": _case,
    "path": _path,
    "file": _file,
    "number": _number,
}
"""What the words that a command takes are made into, as Typer makes them."""


def _known() -> dict[str, Any]:
    """Read what there is; where it cannot be read, Typer has every line."""
    try:
        with open(WHERE, encoding="ascii") as file:  # noqa: PTH123  # as above
            known: dict[str, Any] = json.load(file)
    except (OSError, ValueError):
        return {"": {"options": {}}}
    return known

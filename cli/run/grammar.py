"""What an entered line or key means at a field: an answer, a command, or neither.

On a field of single keys the keys of commands are pressed alone, unless the field itself has that key; `/n` is the
command everywhere. In text, `//` stands for a slash at the start.
"""

from __future__ import annotations

import re
from typing import Final, TypeAlias

from cli.run.page import ENTER, ESCAPE, SPACE, Entered, Field, Keys, Text
from engine.frozen import dataclass

HELP = "?"
LEAVE = "q"
ALWAYS: Final = (HELP, LEAVE)
UNTOLD = "-"
"""Says that a question cannot be answered, though it needs an answer."""
LETTERS: Final = "nwbhsja+-q?"
"""The keys of all commands."""

_COMMAND: Final = re.compile(r"/(\S)(?: (.*))?", re.DOTALL)
_WORD: Final = re.compile(r"/[^\s/]*")


@dataclass(frozen=True, slots=True)
class Pressed:
    """One of the field's own keys."""

    key: str


@dataclass(frozen=True, slots=True)
class Told:
    """Text that was typed, without the doubling of a slash at its start."""

    text: str


@dataclass(frozen=True, slots=True)
class Command:
    """The key of a command, with what was typed after it, and what stood in the field."""

    key: str
    rest: str = ""
    draft: str = ""


@dataclass(frozen=True, slots=True)
class Cancelled:
    """Back to where one came from (Escape)."""

    draft: str = ""


@dataclass(frozen=True, slots=True)
class Unclear:
    """Nothing that may be entered here, and what may."""

    message: str
    typed: str = ""


Reply: TypeAlias = Pressed | Told | Command | Cancelled | Unclear


def read(field: Field, commands: tuple[str, ...], entered: Entered) -> Reply:
    """Say what was meant.

    Args:
        field: Where it was entered.
        commands: Keys of the commands that may be given here.
        entered: The line or key.
    """
    if entered.text == ESCAPE:
        return Cancelled(entered.draft)
    if isinstance(field, Keys):
        return _read_key(field, commands, entered)
    return _read_text(field, commands, entered)


def _read_key(field: Keys, commands: tuple[str, ...], entered: Entered) -> Reply:
    key = _key_of(entered.text, field)
    if field.has(key):
        return Pressed(key)
    if key in commands:
        return Command(key)
    command = _command(entered, commands)
    return command or Unclear(f"Press one of these: {', '.join(_name(choice.key) for choice in field.choices)}")


def _key_of(text: str, field: Keys) -> str:
    """Find the choice that was meant by its key or its whole label, whatever the case of the letters."""
    short = text if field.has(text) else text.strip().lower()
    for choice in field.choices:
        if short in (choice.key, choice.label.lower()):
            return choice.key
    return short


def _name(key: str) -> str:
    return {ENTER: "Enter", SPACE: "Space"}.get(key, key)


def _read_text(field: Text, commands: tuple[str, ...], entered: Entered) -> Reply:
    text = entered.text
    command = _command(entered, commands)
    if command:
        return command
    if text.startswith("//"):
        return Told(text[1:])
    if text.startswith("/") and not field.takes_paths and _WORD.fullmatch(text.split(" ")[0]):
        return Unclear(f"`{text.split(' ')[0]}` is none of the keys; `//` writes a slash", text)
    if text.strip() in commands and text != field.prefill:
        return Unclear(f"`/{text.strip()}` is the key; for the answer “{text.strip()}” press Enter once more", text)
    return Told(text)


def _command(entered: Entered, commands: tuple[str, ...]) -> Command | None:
    found = _COMMAND.fullmatch(entered.text.strip())
    if found and found[1] in commands:
        return Command(found[1], (found[2] or "").strip(), entered.draft)
    return None

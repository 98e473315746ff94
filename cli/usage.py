"""What is said of a line that Typer does not take: what is wrong, how the command is used, where its help is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from cli.output import clean, warn, write

if TYPE_CHECKING:
    import typer

WRONG_USAGE: Final = 2
_OPTION: Final = re.compile(r"No such option: --?[a-z][a-z-]{0,19}\b")
_COMMAND: Final = re.compile(r"No such command '[a-z][a-z-]{0,19}'")
"""What is spelled as options and commands are, and so is repeated, to show the slip."""
_REPEATED: Final = re.compile(r"(?s)(Invalid value for [^:]*: ).+(?= is not (a valid|one of))")
"""A value that is not what an option takes; what it takes is told, not what was typed."""


def tell_usage(fault: typer.TyperException) -> int:
    """Say what is wrong with a line, and give the exit code."""
    ctx = getattr(fault, "ctx", None)
    path = ctx.command_path if ctx else "cuecard"
    if type(fault).__name__ == "NoArgsIsHelpError":
        write(clean(fault.format_message()), error=True)
        return WRONG_USAGE
    warn(f"{path}: {_usage_words(fault, path)}")
    if ctx:
        warn(ctx.get_usage().replace("Usage:", "usage:"))
        warn(f"see: {path} --help")
    return WRONG_USAGE


def _usage_words(fault: typer.TyperException, path: str) -> str:
    """Say what is wrong with a line, without words from it that may be an answer."""
    words = fault.format_message().strip()
    if words.startswith("Got unexpected extra argument"):
        return f"there is more on the line than `{path}` takes; put quotes around text with blanks in it"
    if words.startswith("No such option") and not _OPTION.match(words):
        return "there is no such option; to begin a text with a dash, put -- before it"
    if words.startswith("No such command") and not _COMMAND.match(words):
        return "there is no such command; see all of them with: cuecard --help"
    return _REPEATED.sub(r"\1this", words).removeprefix("Invalid value: ")

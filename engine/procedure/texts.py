"""How words for people are taken apart: literal pieces, and the facts whose values stand between them.

`{fact}` puts a value in, `{{` and `}}` stand for a brace itself.
"""

from __future__ import annotations

import re
from typing import Final

from engine.frozen import NamedTuple
from engine.procedure.model import Text

_PIECE: Final = re.compile(r"(?P<brace>\{\{|\}\})|\{(?P<name>\w+)\}|(?P<odd>\{[^{}\n]*\}?)")


class Placeholder(NamedTuple):
    """A stretch of a text in braces: `name` is empty if it cannot be the name of a fact."""

    name: str
    start: int
    end: int


def take_apart(source: str) -> tuple[Text, tuple[Placeholder, ...]]:
    """Take words apart; what is in braces and no name stays in the words as it is."""
    pieces = [""]
    found: list[Placeholder] = []
    at = 0
    for match in _PIECE.finditer(source):
        pieces[-1] += source[at : match.start()]
        at = match.end()
        name = match["name"]
        if name:
            pieces += [name, ""]
        else:
            pieces[-1] += match["brace"][0] if match["brace"] else match["odd"]
        if not match["brace"]:
            found.append(Placeholder(name or "", match.start(), match.end()))
    pieces[-1] += source[at:]
    return Text(source, tuple(pieces)), tuple(found)

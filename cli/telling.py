"""Reading `fact=value` from the command line: text as it was typed, a list as JSON, nothing as none.

INVARIANT: what is wrong with an answer is told without repeating any of it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from cli.wrong import WrongUsage
from engine.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from engine.case.events import Json
    from engine.case.office import Office

_KEY: Final = pattern(r"[\w\[\]#/.-]{1,200}")


def case_number(text: str) -> str:
    """Read the number of a case as it may be typed."""
    return text.strip().upper()


def read_answers(pairs: Sequence[str] | None) -> dict[str, Json]:
    """Read the answers of a command line.

    Raises:
        WrongUsage: One is not written as `fact=value`, or a fact is told twice.
    """
    told: dict[str, Json] = {}
    for place, pair in enumerate(pairs or (), 1):
        key, mark, text = pair.partition("=")
        if not mark or not _KEY.fullmatch(key):
            message = f"answer {place} is not written as fact=value; put quotes around a value with blanks in it"
            raise WrongUsage(message)
        if key in told:
            raise WrongUsage(f"`{key}` is told twice; tell it once")
        told[key] = read_value(text)
    return told


def read_answer(pair: str) -> tuple[str, Json]:
    """Read the one answer of a command line."""
    ((key, value),) = read_answers([pair]).items()
    return key, value


def read_value(text: str) -> Json:
    """Read a value: nothing is none, a JSON list is a list, all else is the text itself."""
    if not text:
        return None
    return _list(text) if text.lstrip().startswith("[") else text


def _list(text: str) -> Json:
    """Read a list; decimals stay text, so that no money ever becomes a float, and have a point in every office."""
    from engine.case.answers import Machined

    try:
        found: Json = json.loads(text, parse_float=Machined, parse_constant=str)
    except (ValueError, RecursionError):
        return text
    return found


def read_moment(text: str | None, office: Office, now: datetime) -> datetime | None:
    """Read when something happened, as people type it in the office: `yesterday 5pm`, `2026-11-23T09:30`.

    Raises:
        WrongUsage: It is not a time.
    """
    from engine.case.typed import Misread
    from engine.case.typed.days import read_moment as read

    if not text:
        return None
    try:
        return read(text, office, now)
    except Misread as misread:
        raise WrongUsage(f"--happened: {misread}") from None

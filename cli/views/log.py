"""The log of a case, entry by entry, with private answers masked, and all that people wrote in their own words.

INVARIANT: no private value stands in a masked log, and no note or reason, for these may hold one.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from cli.run.words import moment
from cli.views.sheet import Block, Row, Sheet, row
from engine.case.discretion import MASK
from engine.case.events import to_json
from engine.case.locale import PLAIN

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engine.case.agenda import Agenda, Ask
    from engine.case.events import Json, Recorded
    from engine.case.locale import Locale

_HEADER: Final = {"seq", "type", "at", "happened", "actor", "request"}
_LONG: Final = {"digest"}
_WORDS: Final = {"reason", "text"}


def mask_log(entries: Iterable[Recorded], agenda: Agenda) -> list[dict[str, Any]]:
    """Give the public JSON form of a log, with private answers and free words masked."""
    plain = _public_names(agenda)
    return [_masked(to_json(entry), plain) for entry in entries]


def _public_names(agenda: Agenda) -> set[str]:
    """Name the facts that may be shown; what is not known here counts as private."""
    asks = [ask for step in agenda.walk() for ask in step.asks]
    asks += [ask for arrival in agenda.arrivals for ask in arrival.brings]
    known: list[Ask] = [inner for ask in asks for inner in (ask, *ask.of)]
    named = {ask.fact: ask.private for ask in known} | {fact.fact: fact.private for fact in agenda.facts}
    return {name for name, private in named.items() if not private}


def _masked(entry: dict[str, Any], plain: set[str]) -> dict[str, Any]:
    if "value" in entry and entry.get("fact") not in plain:
        entry["value"] = _mask(entry["value"])
    for name in ("told", "brought"):
        if name in entry:
            entry[name] = {fact: told if fact in plain else _mask(told) for fact, told in entry[name].items()}
    for name in _WORDS & entry.keys():
        entry[name] = _mask(entry[name]) if entry[name] else entry[name]
    return entry


def _mask(value: Json) -> Json:
    return None if value is None else MASK


def show_log(entries: Iterable[dict[str, Any]], now: datetime, locale: Locale = PLAIN) -> Sheet:
    """Show a log that was masked."""
    rows = tuple(_row(entry, now, locale) for entry in entries)
    return (Block("Log", rows, ("", "WHEN", "WHO", "WHAT")),)


def _row(entry: dict[str, Any], now: datetime, locale: Locale) -> Row:
    at = datetime.fromisoformat(entry["at"])
    happened = datetime.fromisoformat(entry["happened"])
    late = f" (happened {moment(happened, now, locale)})" if happened != at else ""
    words = [
        f"{name}={_short(name, entry[name])}" for name in entry if name not in _HEADER and entry[name] not in (None, "")
    ]
    return row(str(entry["seq"]), moment(at, now, locale), entry["actor"], " ".join([entry["type"], *words]) + late)


def _short(name: str, value: Json) -> str:
    return f"{str(value)[:12]}" if name in _LONG else str(value)

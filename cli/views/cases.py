"""The list of cases: mine first, each with what is open in it or what it waits for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.run.words import listed, moment
from cli.views.sheet import Block, Cell, Row, Sheet, row, sheet
from engine.case.locale import PLAIN

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from engine.case.locale import Locale
    from engine.desk import CaseLine

_HEAD = ("CASE", "ABOUT", "LAST TOUCHED", "NOW")


def list_cases(lines: Iterable[CaseLine], now: datetime, locale: Locale = PLAIN) -> Sheet:
    """Show the cases in three blocks: where I can do something, the other open ones, the closed ones."""
    parts: dict[str, list[Row]] = {"For you": [], "For others, or waiting": [], "Closed": []}
    for line in lines:
        parts[_part(line)].append(_row(line, now, locale))
    found = sheet(Block(title, tuple(rows), _HEAD) for title, rows in parts.items())
    return found or (Block("Cases", (row("none found; open one with: cuecard open PROCEDURE"),)),)


def _part(line: CaseLine) -> str:
    if line.status in ("closed", "cancelled"):
        return "Closed"
    return "For you" if line.mine else "For others, or waiting"


def _row(line: CaseLine, now: datetime, locale: Locale) -> Row:
    stands = Cell(_stands(line), "alert" if line.overdue else "plain")
    last = moment(line.last, now, locale) if line.last else ""
    return Cell(line.case, "strong"), Cell(line.about), Cell(last, "dim"), stands


def _stands(line: CaseLine) -> str:
    if line.status in ("closed", "cancelled"):
        return f"{line.status}: {line.outcome}" if line.outcome else line.status
    late = "overdue: " if line.overdue else ""
    if not line.procedure:  # it could not be read: what waits is why
        return listed(line.waits_for, 1)
    if line.status == "on hold":
        return f"{late}on hold"
    if line.open:
        return late + listed(line.open, 2)
    return f"{late}waits for: {listed(line.waits_for, 2) or 'nothing that is known'}"

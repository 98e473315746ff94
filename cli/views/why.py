"""Why a step or an outcome stands as it does: the conditions with their verdicts, and what decided them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.run.words import moment, since
from cli.views.sheet import Block, Row, Sheet, row, sheet
from engine.case.locale import PLAIN

if TYPE_CHECKING:
    from datetime import datetime

    from engine.case.locale import Locale
    from engine.case.refusals import Because
    from engine.desk import Why


def show_why(why: Why, now: datetime, locale: Locale = PLAIN) -> Sheet:
    """Show the reasons."""
    stands = row(f"{why.status}{since(why.since, now, locale)}")
    place = row(f"{why.file}, line {why.line}", tone="dim")
    return sheet(
        [
            Block(f"{why.title} ({why.at})", (stands, place)),
            Block("Because", tuple(_reason(because, now, locale) for because in why.because)),
            Block("It would apply, if the answer were", tuple(row(change) for change in why.nearest)),
            Block("Conditions", tuple(row(key, f"is {verdict}", text) for key, text, verdict in why.conditions)),
        ]
    )


def _reason(because: Because, now: datetime, locale: Locale) -> Row:
    told = [because.told_by] if because.told_by else []
    told += [moment(because.told_at, now, locale)] if because.told_at else []
    return row(because.text + (f" ({', '.join(told)})" if told else ""))

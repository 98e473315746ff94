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
    from engine.why import Rule, Why


def show_why(why: Why, now: datetime, locale: Locale = PLAIN) -> Sheet:
    """Show the reasons."""
    stands = row(f"{why.status}{since(why.since, now, locale)}")
    place = row(f"{why.file}, line {why.line}", tone="dim")
    return sheet(
        [
            Block(f"{why.title} ({why.at})", (stands, place)),
            Block("Because", tuple(_reason(because, now, locale) for because in why.because)),
            Block("Waits for", tuple(row(text) for text in why.waits_for)),
            Block("It would apply, if the answer were", tuple(row(change) for change in why.nearest)),
            Block("Rules", tuple(_rule(rule) for rule in why.conditions)),
            *dates(why, now, locale),
        ]
    )


def dates(why: Why, now: datetime, locale: Locale = PLAIN) -> list[Block]:
    """Show the dates of a step, and how each came about."""
    return [
        Block(
            one.text[0],
            (
                *(row(line) for line in one.text[1:]),
                *(_reason(because, now, locale) for because in one.because),
                row(f"line {one.line}", tone="dim"),
            ),
        )
        for one in why.dates
    ]


def show_dates(why: Why, now: datetime, locale: Locale = PLAIN) -> Sheet:
    """Show nothing but the dates of a step."""
    none = Block(f"{why.title} ({why.at})", (row("carries no date"),))
    return sheet(dates(why, now, locale) or [none])


def _rule(rule: Rule) -> Row:
    verdict = rule.verdict if " " in rule.verdict else f"is {rule.verdict}"
    return row(rule.key, verdict, f"{rule.text} (line {rule.line})")


def _reason(because: Because, now: datetime, locale: Locale) -> Row:
    told = [because.told_by] if because.told_by else []
    told += [moment(because.told_at, now, locale)] if because.told_at else []
    return row(because.text + (f" ({', '.join(told)})" if told else ""))

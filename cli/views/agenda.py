"""The agenda of a case as people read it: the steps as they stand, what is due, what may still come."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cli.run.words import Names, flag_words, moment, name_all, since
from cli.views.sheet import Block, Cell, Row, Sheet, Tone, row, sheet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.case.agenda import Agenda, ArrivalView, Due, StepStatus, StepView
    from engine.seat import Seat

_TONES: Final[dict[StepStatus, Tone]] = {
    "open": "strong",
    "waiting": "dim",
    "done": "plain",
    "skipped": "dim",
    "gave up": "dim",
    "not needed": "dim",
}


def show_agenda(agenda: Agenda, desk: Seat) -> Sheet:
    """Show how a case stands."""
    names = name_all(desk, agenda)
    blocks = [
        heading(agenda, names),
        steps_block(agenda, names),
        due_block(agenda, names),
        arrivals_block(agenda, names),
    ]
    blocks.append(documents_block(agenda))
    if agenda.status == "open":
        blocks.append(Block("Go on", (row(f"cuecard run {agenda.case}"),)))
    return sheet(blocks)


def heading(agenda: Agenda, names: Names) -> Block:
    """Say which case it is, whom it is about and how it stands as a whole."""
    about = names.about(agenda)
    status = f"{agenda.status}: {agenda.outcome_title}" if agenda.outcome_title else agenda.status
    opened = f"opened {moment(agenda.opened, agenda.now, names.locale)}" if agenda.opened else ""
    facts = (about, status, opened, f"version {agenda.version}", f"entry {agenda.seq}")
    rows = [row(" · ".join(part for part in facts if part))]
    if agenda.masked:
        rows.append(row("private answers are masked: you have none of the roles of this procedure", tone="alert"))
    if agenda.parent:
        rows.append(row(f"opened from case {agenda.parent}"))
    if agenda.ending:
        rows.append(row("the case ends as soon as what is still open is done", tone="alert"))
    return Block(f"{agenda.case}  {agenda.title}", tuple(rows))


def steps_block(agenda: Agenda, names: Names) -> Block:
    """Show all steps, in the order of the file."""
    rows = [line for step in agenda.called for line in _rows(step, 0, agenda, names)]
    return Block("Steps", tuple(rows))


def _rows(step: StepView, depth: int, agenda: Agenda, names: Names) -> Iterator[Row]:
    tone = "plain" if step.steps and step.status == "open" else _TONES[step.status]
    yield Cell(step.status, tone), Cell(step.at, "dim"), Cell(step.title, tone, 2 * depth)
    for detail in _details(step, agenda, names):
        yield Cell(""), Cell(""), Cell(detail.text, detail.tone, 2 * depth + 2)
    if step.status != "not needed":
        for inner in step.steps:
            yield from _rows(inner, depth + 1, agenda, names)


def _details(step: StepView, agenda: Agenda, names: Names) -> Iterator[Cell]:
    if step.subcase:
        yield Cell(f"case {step.subcase}", "dim")
    if not step.steps:
        yield from _standing(step, agenda, names)
    for flag in step.flags:
        yield Cell(f"look at this: {flag_words(flag, agenda.now, names.locale)}", "alert")


def _standing(step: StepView, agenda: Agenda, names: Names) -> Iterator[Cell]:
    if step.status == "open":
        yield from _work(step, names)
    elif step.status == "waiting":
        if step.missing:
            yield Cell(f"waits for: {'; '.join(one.text for one in step.missing)}", "dim")
    elif step.marked_by and step.status in ("done", "skipped"):
        reason = f": {step.reason}" if step.reason else ""
        yield Cell(f"{names.person(step.marked_by)}{since(step.since, agenda.now, names.locale)}{reason}", "dim")
    elif step.because and step.status != "skipped":
        yield Cell(step.because[0].text, "dim")


def _work(step: StepView, names: Names) -> Iterator[Cell]:
    yield Cell(f"for {names.who(step.who)}", "dim")
    if step.taken_by:
        yield Cell(f"{names.person(step.taken_by)} is on it")
    for ask in step.asks:
        if ask.state == "asked":
            yield Cell(f"asks: {ask.question} ({ask.key})")


def due_block(agenda: Agenda, names: Names) -> Block:
    """Show the dates that steps carry, the next one first."""
    dues = sorted(agenda.due, key=lambda due: due.moment)
    return Block("Due", tuple(_due(due, agenda, names) for due in dues))


def _due(due: Due, agenda: Agenda, names: Names) -> Row:
    tone: Tone = "alert" if due.overdue else "plain"
    kind = "overdue" if due.overdue else due.kind
    to = f" (to {names.who(due.who)})" if due.kind == "reminder" and due.who else ""
    return (
        Cell(moment(due.moment, agenda.now, names.locale), tone),
        Cell(kind, tone),
        Cell(f"{due.title}{to}: {due.why}"),
    )


def documents_block(agenda: Agenda) -> Block:
    """Show the documents that say something else than is so now."""
    rows = (row(f"{one.text}; make it again: cuecard print {agenda.case} {one.document}") for one in agenda.outdated)
    return Block("Out of date", tuple(rows))


def arrivals_block(agenda: Agenda, names: Names) -> Block:
    """Show what may still come from outside, and what came."""
    return Block("From outside", tuple(_arrival(arrival, agenda, names) for arrival in agenda.arrivals))


def _arrival(arrival: ArrivalView, agenda: Agenda, names: Names) -> Row:
    came = f"came{since(arrival.since, agenda.now, names.locale)}" if arrival.comings else "has not come"
    again = ", and again: a duplicate, which changed nothing" if arrival.duplicates else ""
    otherwise = f" (says otherwise than was told: {', '.join(arrival.conflicts)})" if arrival.conflicts else ""
    tone: Tone = "alert" if arrival.conflicts else "plain"
    return Cell(came, tone), Cell(arrival.id, "dim"), Cell(arrival.title + again + otherwise, tone)

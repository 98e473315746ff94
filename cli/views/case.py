"""All of a case for a person who works on it: facts, steps, notes, and what happened when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cli.run.words import Names, moment, name_all
from cli.views.agenda import arrivals_block, documents_block, due_block, heading, steps_block
from cli.views.history import tell
from cli.views.log import mask_log
from cli.views.sheet import Block, Cell, Row, Sheet, row, sheet
from engine.case.agenda_json import agenda_json
from engine.case.events import DocumentMade, NoteAdded, to_json
from engine.case.values import decode, show

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cli.views.history import Words
    from engine.case.agenda import Agenda, FactView
    from engine.case.events import Json, Recorded
    from engine.desk import Desk


def whole_case(agenda: Agenda, log: Sequence[Recorded]) -> dict[str, Any]:
    """Give all of a case as JSON: its agenda, its notes, its log."""
    entries = mask_log(log, agenda) if agenda.masked else [to_json(entry) for entry in log]
    notes = [entry for entry in entries if entry["type"] == NoteAdded.__name__]
    return agenda_json(agenda) | {"notes": notes, "log": entries}


def show_case(agenda: Agenda, log: Sequence[Recorded], desk: Desk) -> Sheet:
    """Show all of a case; to who does not work on it, without what was told in words, and without its history."""
    names = name_all(desk, agenda)
    told = () if agenda.masked else log
    facts = desk.text_of(agenda).facts

    def words(fact: str, value: Json) -> str:
        known = facts.get(fact)
        return show(known, decode(known, value), desk.office) if known else str(value)

    return sheet(
        [
            heading(agenda, names),
            Block("What was told", tuple(_fact(fact, agenda, names) for fact in agenda.facts)),
            steps_block(agenda, names),
            due_block(agenda, names),
            arrivals_block(agenda, names),
            documents_block(agenda),
            Block(
                "Notes",
                tuple(_note(entry, entry.event, agenda, names) for entry in told if isinstance(entry.event, NoteAdded)),
            ),
            Block(
                "Documents",
                tuple(
                    _document(entry, entry.event, agenda, names)
                    for entry in log
                    if isinstance(entry.event, DocumentMade)
                ),
            ),
            Block("History", tuple(_entry(entry, agenda, names, words) for entry in told)),
        ]
    )


def _fact(fact: FactView, agenda: Agenda, names: Names) -> Row:
    shown = fact.shown or "none"
    told = [names.person(fact.told_by)] if fact.told_by else ["worked out"] if fact.worked_out else []
    told += [moment(fact.told_at, agenda.now, names.locale)] if fact.told_at else []
    return (
        Cell(fact.key, "dim"),
        Cell(", ".join(told), "dim"),
        Cell(f"{fact.title}{'' if fact.title.endswith('?') else ':'} {shown}"),
    )


def _note(entry: Recorded, note: NoteAdded, agenda: Agenda, names: Names) -> Row:
    about = f" (about {note.step})" if note.step else ""
    return row(moment(entry.happened, agenda.now, names.locale), names.person(entry.actor), note.text + about)


def _document(entry: Recorded, made: DocumentMade, agenda: Agenda, names: Names) -> Row:
    return row(moment(entry.happened, agenda.now, names.locale), names.person(entry.actor), made.document)


def _entry(entry: Recorded, agenda: Agenda, names: Names, words: Words) -> Row:
    who = names.person(entry.actor)
    return row(str(entry.seq), moment(entry.happened, agenda.now, names.locale), who, tell(entry.event, agenda, words))

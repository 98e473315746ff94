"""Documents made from templates that an office manager can edit: placeholders such as `{patient}`, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.case.values import show_moment
from engine.procedure.templates import PLACEHOLDER, names_in

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Mapping

    from engine.case.agenda import Agenda
    from engine.case.events import Json
    from engine.case.office import Office
    from engine.case.state import Case
    from engine.procedure.model import Procedure


def fill_template(template: str, values: Mapping[str, str], *, as_html: bool) -> str:
    """Put values into a template; in HTML they are escaped and keep their line breaks. Other braces stay."""
    from html import escape  # only where a document is made

    def filling(found: re.Match[str]) -> str:
        value = values.get(found[1])
        if value is None:
            return found[0]
        return escape(value).replace("\n", "<br>\n") if as_html else value

    return PLACEHOLDER.sub(filling, template)


def values_for(procedure: Procedure, agenda: Agenda, case: Case, office: Office, actor: str) -> dict[str, str]:
    """Give what can stand in a document about a case: every fact in words (`-` if it has no value), and `OWN_NAMES`."""
    values = dict.fromkeys(procedure.facts, "-")
    values |= {fact.fact: fact.shown or "-" for fact in agenda.facts if not fact.at}
    notes = [f"{show_moment(note.at, office)}, {_name(office, note.by)}: {note.text}" for note in case.notes]
    return values | {
        "case": agenda.case,
        "procedure": agenda.title,
        "office": office.title,
        "made_on": show_moment(agenda.now, office),
        "made_by": _name(office, actor),
        "opened_on": show_moment(agenda.opened, office) if agenda.opened else "-",
        "notes": "\n".join(notes) or "-",
        "outcome": agenda.outcome_title or _ending(procedure, agenda) or agenda.status,
    }


def said_in(templates: Iterable[str], agenda: Agenda) -> dict[str, Json]:
    """Give the facts that templates say something of, with what that is; a fact without a value is not said."""
    names = {name for template in templates for name in names_in(template)}
    return {fact.fact: fact.value for fact in agenda.facts if not fact.at and fact.fact in names and fact.shown}


def _ending(procedure: Procedure, agenda: Agenda) -> str | None:
    """Say how a case will end of which that is certain already."""
    return next((outcome.title for outcome in procedure.outcomes if outcome.id == agenda.ending), None)


def _name(office: Office, actor: str) -> str:
    person = office.staff.get(actor)
    return person.full_name if person else actor

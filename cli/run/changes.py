"""What somebody else did in the case meanwhile, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cli.run.words import Names
    from engine.case.agenda import Agenda
    from engine.case.events import Recorded

MOST: Final = 3

_VERBS: Final = {
    "CaseMoved": "moved the case to another version of the procedure",
    "AnswerRecorded": "told",
    "AnswerAmended": "corrected",
    "ElementAdded": "added to",
    "ElementRemoved": "took off",
    "StepTaken": "is on",
    "StepDone": "did",
    "StepSkipped": "skipped",
    "StepReopened": "reopened",
    "StepConfirmed": "confirmed",
    "ArrivalRecorded": "recorded that it came:",
    "ArrivalWithdrawn": "withdrew an arrival",
    "Signed": "signed",
    "SubcaseOpened": "opened a case from",
    "SubcaseChanged": "moved on the case from",
    "Handed": "handed on",
    "NoteAdded": "wrote a note",
    "DocumentMade": "made a document",
    "CaseHeld": "put the case on hold",
    "CaseResumed": "took the case up again",
    "CaseCancelled": "cancelled the case",
    "CaseClosed": "closed the case",
    "CaseReopened": "reopened the case",
}


def tell_changes(entries: Iterable[Recorded], agenda: Agenda, names: Names) -> str:
    """Say who did what, in one sentence, the first few by name."""
    phrases = list(dict.fromkeys(_phrases(entries, agenda, names)))
    more = f", and {len(phrases) - MOST} more" if len(phrases) > MOST else ""
    return f"{'; '.join(phrases[:MOST])}{more}" if phrases else "somebody else changed this case"


def _phrases(entries: Iterable[Recorded], agenda: Agenda, names: Names) -> Iterator[str]:
    for entry in entries:
        kind = type(entry.event).__name__
        about = _about(entry, agenda)
        yield f"{names.person(entry.actor)} {_VERBS.get(kind, kind)}{f' “{about}”' if about else ''}"


def _about(entry: Recorded, agenda: Agenda) -> str:
    """Name the fact, step or arrival an entry is about, by its title."""
    event = entry.event
    fact = getattr(event, "fact", None) or getattr(event, "list", None)
    if fact:
        return next((one.title for one in agenda.facts if one.fact == fact), str(fact))
    step = agenda.step(str(getattr(event, "step", None) or ""))
    if step and type(event).__name__ != "NoteAdded":
        return step.title
    arrival = getattr(event, "arrival", None)
    return next((one.title for one in agenda.arrivals if one.id == arrival), "")

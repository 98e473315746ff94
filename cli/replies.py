"""What is said after an act: what was recorded, what is open now, or why it was refused and what to do instead."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from cli.output import say_all, say_json, warn
from engine.case.refusals import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cli.call import Call
    from engine.case.agenda import Agenda, StepView
    from engine.desk import Desk, Done, Preview

REFUSED: Final = 1

_RECORDED: Final = {
    "CaseOpened": ("the case is open", "{} cases are open"),
    "CaseMoved": ("the case was moved", "the case was moved {} times"),
    "AnswerRecorded": ("1 answer kept", "{} answers kept"),
    "AnswerAmended": ("1 answer corrected", "{} answers corrected"),
    "ElementAdded": ("1 added to the list", "{} added to the list"),
    "ElementRemoved": ("1 taken off the list", "{} taken off the list"),
    "StepTaken": ("the step is yours", "{} steps are yours"),
    "StepDone": ("the step is done", "{} steps are done"),
    "StepSkipped": ("the step is skipped", "{} steps are skipped"),
    "StepReopened": ("the step is to be done again", "{} steps are to be done again"),
    "StepConfirmed": ("the step is confirmed", "{} steps are confirmed"),
    "ArrivalRecorded": ("the arrival is recorded", "{} arrivals are recorded"),
    "ArrivalWithdrawn": ("the arrival is withdrawn", "{} arrivals are withdrawn"),
    "Signed": ("signed", "signed {} times"),
    "SubcaseOpened": ("a case was opened from it", "{} cases were opened from it"),
    "SubcaseChanged": ("a linked case went on", "{} linked cases went on"),
    "Handed": ("the step was handed on", "{} steps were handed on"),
    "NoteAdded": ("the note is kept", "{} notes are kept"),
    "AnswerRedacted": ("what was told is taken out", "{} facts are taken out"),
    "NoteRedacted": ("the words of the note are taken out", "the words of {} notes are taken out"),
    "FileRedacted": ("the file is removed", "{} files are removed"),
    "DocumentMade": ("the document is recorded", "{} documents are recorded"),
    "CaseHeld": ("the case is on hold", "the case is on hold"),
    "CaseResumed": ("the case goes on", "the case goes on"),
    "CaseCancelled": ("the case is called off", "the case is called off"),
    "CaseClosed": ("the case is closed", "the case is closed"),
    "CaseReopened": ("the case is open again", "the case is open again"),
}
"""What each kind of entry means to the one who acted: once, and several times."""


def tell_done(call: Call, desk: Desk, done: Done | Refusal) -> int:
    """Say what came of an act, and give the exit code."""
    if isinstance(done, Refusal):
        return tell_refusal(call, done)
    if call.as_json:
        from engine.case.agenda_json import agenda_json  # only who wants JSON waits for it; so below

        say_json(agenda_json(done.agenda) | {"events": list(done.events), "opened": list(done.opened)})
    else:
        say_all(_lines(done, desk))
    return 0


def tell_refusal(call: Call, refusal: Refusal) -> int:
    """Say why something may not be done now and what to do instead, and give the exit code."""
    if call.as_json:
        from engine.case.agenda_json import to_plain

        say_json({"refused": to_plain(refusal)})
        return REFUSED
    warn(f"refused: {refusal.message}")
    for because in refusal.because:
        warn(f"  because {because.text}")
    if refusal.next:
        warn(f"  next: {refusal.next}")
    return REFUSED


def recorded(names: Iterable[str]) -> str:
    """Say what was recorded."""
    counts = Counter(names)
    words = [_RECORDED[name][times > 1].format(times) for name, times in counts.items()]
    return "; ".join(words) or "nothing new, this was recorded before"


def tell_stale(call: Call, desk: Desk, case: str, refusal: Refusal) -> int:
    """Say who went on with the case meanwhile, when, and how it stands now; give the exit code.

    It is a refusal, so nothing private is said in it.
    """
    agenda, log = desk.agenda(case, hidden=True), desk.log(case)
    entries = [entry for entry in log if entry.seq > (call.expect or 0)]
    if call.as_json:
        from engine.case.agenda_json import agenda_json, to_plain

        meanwhile = [
            {"seq": entry.seq, "type": type(entry.event).__name__, "actor": entry.actor, "at": entry.at}
            for entry in entries
        ]
        shown = {"refused": to_plain(refusal), "meanwhile": to_plain(meanwhile, desk.office.calendar.zone)}
        say_json(shown | {"agenda": agenda_json(agenda)})
        return REFUSED
    from cli.run.changes import tell_changes
    from cli.run.words import Names, ago

    tell_refusal(call, refusal)
    if entries:
        told = tell_changes(entries, agenda, Names({}, desk.office.staff))
        warn(f"  meanwhile: {told}, {ago(entries[-1].at, desk.now())}")
    say_all([f"{case} as it is now, at entry {agenda.seq}:", *standing(agenda, desk)])
    return REFUSED


def _lines(done: Done, desk: Desk) -> Iterator[str]:
    agenda = done.agenda
    yield f"{agenda.case}: {recorded(done.events)}"
    for case in done.opened:
        yield f"  opened: {case}, go on there with: cuecard run {case}"
    yield from standing(agenda, desk)


def standing(agenda: Agenda, desk: Desk) -> Iterator[str]:
    """Say how a case stands, in a few lines."""
    if agenda.status in ("closed", "cancelled"):
        yield f"  {agenda.status}: {agenda.outcome_title or 'without an outcome'}"
    elif agenda.open:
        yield "  open now:"
        yield from _open(agenda, desk)
    else:
        yield f"  waits for: {'; '.join(one.text for one in agenda.missing) or 'nothing that is known'}"
    for step in agenda.walk():
        for flag in step.flags:
            from cli.run.words import flag_words  # few cases have any

            yield f"  to look at: {step.title}: {flag_words(flag, agenda.now, desk.office.locale)}"
    for made in agenda.outdated:
        yield f"  to look at: {made.text}; make it again: cuecard print {agenda.case} {made.document}"
    for arrival in agenda.arrivals:
        if arrival.conflicts:
            yield f"  to look at: {arrival.title} says otherwise than was told: {', '.join(arrival.conflicts)}"


def _open(agenda: Agenda, desk: Desk) -> Iterator[str]:
    steps = [step for at in agenda.open if (step := agenda.step(at))]
    width = max(len(step.at) for step in steps)
    for step in steps:
        yield f"    {step.at:{width}}  {step.title}{_whose(step, desk)}"


def _whose(step: StepView, desk: Desk) -> str:
    """Name who may do a step, if it is not for the one who asks."""
    person = desk.office.staff.get(desk.actor)
    names = {desk.actor, *(person.roles if person else ())}
    if desk.actor in step.barred:
        return " (for somebody else, because of what you did before)"
    if not step.who or names.intersection(step.who):
        return ""
    return f" (for {', or '.join(who.replace('_', ' ') for who in step.who)})"


def tell_preview(call: Call, preview: Preview | Refusal) -> int:
    """Say what an act would do, and give the exit code."""
    if isinstance(preview, Refusal):
        return tell_refusal(call, preview)
    if call.as_json:
        from engine.case.agenda_json import agenda_json

        shown = {"before": agenda_json(preview.before), "after": agenda_json(preview.after)}
        say_json(shown | {name: list(getattr(preview, name)) for name in _DIFFERENCES})
        return 0
    say_all([f"{preview.before.case}: nothing was changed; this would happen:"])
    say_all(
        f"  {line}" for line in preview.changes or ("nothing else would change: no step opens, closes or is flagged",)
    )
    return 0


_DIFFERENCES: Final = ("reopens", "opens", "flags", "drops", "stays", "documents", "changes")

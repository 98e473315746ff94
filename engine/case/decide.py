"""May this be done, and what happened then: from a command to events, or a refusal. Pure.

    decide(procedure, case, command, asked) -> events | Refusal

INVARIANT: what is decided only adds to the log, and the case closes in the same commit in which it comes to its end.
"""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Final, assert_never

from engine.case import commands, events
from engine.case.answers import LONGEST
from engine.case.decide_answers import (
    add_element,
    amend_answer,
    came_since,
    record_answers,
    record_arrival,
    remove_element,
    withdraw_arrival,
)
from engine.case.decide_steps import (
    confirm_step,
    hand_step,
    mark_done,
    redo_step,
    sign_step,
    skip_step,
    take_step,
)
from engine.case.deciding import Deciding
from engine.case.portray import is_over
from engine.case.refusals import Refusal, refuse
from engine.case.typed.pasted import tidy
from engine.frozen import replace

if TYPE_CHECKING:
    from engine.case.commands import Asked, Command
    from engine.case.decide_answers import Decision
    from engine.case.events import Recorded
    from engine.case.state import Case
    from engine.procedure.model import Procedure

_WHEN_CLOSED = (
    commands.ReopenCase,
    commands.RecordArrival,
    commands.AddNote,
    commands.RecordDocument,
    commands.RecordSubcase,
    commands.RedactAnswer,
    commands.RedactNote,
    commands.RedactFile,
    commands.Tick,
)
_ON_HOLD = (
    commands.ResumeCase,
    commands.CancelCase,
    commands.RecordArrival,
    commands.AddNote,
    commands.RecordDocument,
    commands.RecordSubcase,
    commands.RedactAnswer,
    commands.RedactNote,
    commands.RedactFile,
    commands.Tick,
)


_FREE_WORDS: Final = {
    kind: tuple(name for name in ("reason", "text") if name in kind.__match_args__)
    for kind in commands.Command.__args__
}


def decide(procedure: Procedure, case: Case, command: Command, asked: Asked) -> tuple[Recorded, ...] | Refusal:
    """Decide a command on a case as it stands; a request that was carried out before changes nothing."""
    if asked.request in case.requests:
        return ()
    deciding = Deciding(procedure, case, asked)
    words = _FREE_WORDS[type(command)]
    if words:
        command = _tidied(command, words)
    refusal = _not_now(deciding, command, words)
    if refusal:
        return refusal
    decided = _decide(deciding, command)
    if isinstance(decided, Refusal):
        return decided
    return _with_ending(deciding, command, decided)


def _tidied(command: Command, words: tuple[str, ...]) -> Command:
    """Take out of free words what nobody sees and a screen may obey, as from answers."""
    told = {name: getattr(command, name) for name in words}
    changed = {name: tidy(said) for name, said in told.items() if not said.isprintable()}
    return replace(command, **changed) if changed else command  # type: ignore[arg-type]  # it has what was found in it


def _not_now(deciding: Deciding, command: Command, words: tuple[str, ...]) -> Refusal | None:
    asked, case = deciding.asked, deciding.case
    if asked.actor not in asked.office.staff:
        return refuse("unknown-actor", actor=asked.actor)
    if asked.expect is not None and asked.expect != case.seq:
        return refuse("stale", seen=asked.expect, now=case.seq)
    if asked.happened and asked.happened.astimezone(UTC) > asked.now.astimezone(UTC):
        return refuse("in-the-future", field="happened")
    for name in words:
        if len(getattr(command, name)) > LONGEST["long_text"]:
            return refuse("too-long", field=name, name=name, longest=LONGEST["long_text"])
    if case.status in ("closed", "cancelled") and not isinstance(command, _WHEN_CLOSED):
        return refuse("closed", status=case.status, case=case.id)
    if case.status == "on hold" and not isinstance(command, _ON_HOLD):
        return refuse("on-hold", case=case.id)
    return None


def _with_ending(deciding: Deciding, command: Command, decided: list[events.Event]) -> tuple[Recorded, ...]:
    after = deciding.after(decided)
    if isinstance(command, commands.MoveCase):
        after = after.under(command.procedure)
    reopened = isinstance(command, commands.ReopenCase)
    if after.case.status == "open" and not reopened and is_over(after.derivation):
        outcome = after.derivation.outcome()
        after = after.after([events.CaseClosed(outcome.id if outcome else None)])
    if after.entries:  # whoever asked will want to know what the case has become: that was worked out already
        object.__setattr__(deciding.case, "ahead", (after.entries, after.case))
    return after.entries


def _decide(deciding: Deciding, command: Command) -> Decision:  # noqa: C901, PLR0911, PLR0912  # one line a command
    match command:
        case commands.OpenCase():
            from engine.case.opening import open_case  # what one act in fifty needs is not loaded for the others

            return open_case(deciding, command)
        case commands.RecordAnswers():
            return record_answers(deciding, command.told)
        case commands.MarkDone():
            return mark_done(deciding, command)
        case commands.SkipStep():
            return skip_step(deciding, command)
        case commands.RedoStep():
            return redo_step(deciding, command)
        case commands.ConfirmStep():
            return confirm_step(deciding, command)
        case commands.AmendAnswer():
            return amend_answer(deciding, command)
        case commands.RecordArrival():
            return record_arrival(deciding, command)
        case commands.WithdrawArrival():
            return withdraw_arrival(deciding, command)
        case commands.AddElement():
            return add_element(deciding, command)
        case commands.RemoveElement():
            return remove_element(deciding, command)
        case commands.SignStep():
            return sign_step(deciding, command)
        case commands.TakeStep():
            return take_step(deciding, command)
        case commands.HandStep():
            return hand_step(deciding, command)
        case _:
            return _decide_case(deciding, command)


def _decide_case(deciding: Deciding, command: _OfCase) -> Decision:  # noqa: C901  # one line a command
    match command:
        case commands.AddNote():
            return _note(deciding, command)
        case commands.RecordDocument():
            return [events.DocumentMade(command.document, command.digest, dict(command.told))]
        case commands.RecordSubcase():
            return _subcase(deciding, command)
        case commands.HoldCase():
            return _reasoned(command.reason, events.CaseHeld(command.reason.strip()))
        case commands.ResumeCase():
            held = deciding.case.status == "on hold"
            return [events.CaseResumed()] if held else refuse("not-on-hold")
        case commands.CancelCase():
            return _reasoned(command.reason, events.CaseCancelled(command.reason.strip()))
        case commands.ReopenCase():
            return _reopen(deciding, command)
        case commands.MoveCase():
            from engine.case.moving import move_case

            return move_case(deciding, command)
        case commands.RedactAnswer() | commands.RedactNote() | commands.RedactFile():
            from engine.case.redacting import redact

            return redact(deciding, command)
        case commands.Tick():
            return []
        case _:
            assert_never(command)


_OfCase = (
    commands.AddNote
    | commands.RecordDocument
    | commands.RecordSubcase
    | commands.HoldCase
    | commands.ResumeCase
    | commands.CancelCase
    | commands.ReopenCase
    | commands.MoveCase
    | commands.RedactAnswer
    | commands.RedactNote
    | commands.RedactFile
    | commands.Tick
)


def _reasoned(reason: str, event: events.Event) -> Decision:
    return [event] if reason.strip() else refuse("reason-needed", field="reason")


def _note(deciding: Deciding, command: commands.AddNote) -> Decision:
    if not command.text.strip():
        return refuse("empty-note", field="text")
    if command.step is None:
        return [events.NoteAdded(command.text.strip())]
    node = deciding.node(command.step)
    if isinstance(node, Refusal):
        return node
    return [events.NoteAdded(command.text.strip(), node.address)]


def _subcase(deciding: Deciding, command: commands.RecordSubcase) -> Decision:
    known = deciding.case.subcases.get(command.step)
    if not known:
        return refuse("unknown-step", step=command.step, case=deciding.case.id)
    if (known.status, known.outcome) == (command.status, command.outcome):
        return []
    return [events.SubcaseChanged(command.step, known.case, command.status, command.outcome)]


def _reopen(deciding: Deciding, command: commands.ReopenCase) -> Decision:
    status = deciding.case.status
    if status not in ("closed", "cancelled"):
        return refuse("not-closed", status=status)
    if not command.reason.strip():
        return refuse("reason-needed", field="reason")
    reopened: list[events.Event] = [events.CaseReopened(command.reason.strip())]
    return reopened + came_since(deciding.after(reopened), deciding.case.ended_in)

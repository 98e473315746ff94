"""Single acts on steps: done, skip, redo, confirm, sign, take, hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.acting import act
from cli.declaring import commands_file
from cli.telling import read_answers
from engine.case.commands import ConfirmStep, HandStep, MarkDone, RedoStep, SignStep, SkipStep, TakeStep

if TYPE_CHECKING:
    from typing import Annotated

    import typer

    from cli.call import Call
    from cli.options import AnswersArgument, CaseArgument, PreviewOption, ReasonOption, StepArgument

app = commands_file()


@app.command()
def done(call: Call, case: CaseArgument, step: StepArgument, answers: AnswersArgument = None) -> int:
    """Mark a step done, with the answers it still asks.

    Example: cuecard done K7M-2PQ where destination="Dr. Hill, Main Street"
    """
    return act(call, case, MarkDone(step, read_answers(answers)))


@app.command()
def skip(call: Call, case: CaseArgument, step: StepArgument, reason: ReasonOption) -> int:
    """Waive a step, with a reason that stays in the case.

    Example: cuecard skip K7M-2PQ family --reason "she lives alone"
    """
    return act(call, case, SkipStep(step, reason))


@app.command()
def redo(
    call: Call,
    case: CaseArgument,
    step: StepArgument,
    reason: ReasonOption = "",
    look_first: PreviewOption = False,
) -> int:
    """Have a step done again that was done or skipped.

    With --preview it is only shown what would open with it.

    Example: cuecard redo K7M-2PQ visits --reason "a visit was overlooked"
    """
    return act(call, case, RedoStep(step, reason), look_first=look_first)


@app.command()
def confirm(
    call: Call,
    case: CaseArgument,
    step: StepArgument,
    reason: ReasonOption = "",
    look_first: PreviewOption = False,
) -> int:
    """Say that a flagged step stands as it was done.

    Where something had to be undone, say so once it is.

    Example: cuecard confirm K7M-2PQ cancel_visits --reason "offered again"
    """
    return act(call, case, ConfirmStep(step, reason), look_first=look_first)


@app.command()
def sign(
    call: Call,
    case: CaseArgument,
    step: StepArgument,
    against: Annotated[bool, typer.Option("--against", help="Say that you do not approve (any more).")] = False,
    reason: ReasonOption = "",
) -> int:
    """Approve a step that needs signatures, or say that you do not.

    Your last word counts, for as long as what you signed stays as it is.

    Example: cuecard sign K7M-2PQ approve_refund
    """
    return act(call, case, SignStep(step, not against, reason))


@app.command()
def take(call: Call, case: CaseArgument, step: StepArgument) -> int:
    """Say that you are on a step.

    Example: cuecard take K7M-2PQ repair
    """
    return act(call, case, TakeStep(step))


@app.command()
def hand(
    call: Call,
    case: CaseArgument,
    step: StepArgument,
    to: Annotated[str, typer.Option("--to", metavar="ROLE", help="The role that does it now.")],
    reason: ReasonOption = "",
) -> int:
    """Hand a step to another role, or back.

    The procedure says to which roles it may be handed (`may_hand_to`).

    Example: cuecard hand K7M-2PQ settle_balance --to billing
    """
    return act(call, case, HandStep(step, to, reason))

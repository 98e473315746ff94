"""Single acts on answers: answer, amend, add, remove."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.acting import act, preview
from cli.declaring import commands_file
from cli.telling import read_answer, read_answers
from cli.wrong import WrongUsage
from engine.case.commands import AddElement, AmendAnswer, RecordAnswers, RemoveElement

if TYPE_CHECKING:
    from typing import Annotated

    import typer

    from cli.call import Call
    from cli.options import AnswersArgument, CaseArgument, PreviewOption, ReasonOption

app = commands_file()


@app.command()
def answer(
    call: Call,
    case: CaseArgument,
    answers: Annotated[
        list[str],
        typer.Argument(metavar="FACT=VALUE...", help="Answers; a list is told as JSON, nothing after `=` means none."),
    ],
) -> int:
    """Tell facts of a case, also before a step asks them.

    Example: cuecard answer K7M-2PQ reason=moving plans_return=gone
    """
    return act(call, case, RecordAnswers(read_answers(answers)))


@app.command()
def amend(
    call: Call,
    case: CaseArgument,
    answer: Annotated[str, typer.Argument(metavar="FACT=VALUE", help="The fact, and what is right.")],
    reason: ReasonOption = "",
    look_first: PreviewOption = False,
) -> int:
    """Correct an answer, with a reason.

    With --preview it is only shown what would reopen, and nothing is changed.

    Example: cuecard amend K7M-2PQ balance=80 --reason "misread" --preview
    """
    fact, value = read_answer(answer)
    if look_first:
        return preview(call, case, AmendAnswer(fact, value, reason or "only a preview"))
    if not reason.strip():
        raise WrongUsage("a correction needs --reason TEXT; to look first: --preview")
    return act(call, case, AmendAnswer(fact, value, reason))


@app.command()
def add(
    call: Call,
    case: CaseArgument,
    to: Annotated[str, typer.Argument(metavar="LIST", help="The list.")],
    answers: AnswersArgument = None,
) -> int:
    """Add one to a list, such as a relative who leaves too.

    Example: cuecard add K7M-2PQ relatives relative="Ann Hill" relative_phone=555-0199
    """
    return act(call, case, AddElement(to, read_answers(answers)))


@app.command()
def remove(
    call: Call,
    case: CaseArgument,
    element: Annotated[str, typer.Argument(metavar="'LIST[NUMBER]'", help="Which one, such as `relatives[2]`.")],
    reason: ReasonOption,
    look_first: PreviewOption = False,
) -> int:
    """Take one off a list, with a reason.

    Its number is never used again.

    Example: cuecard remove K7M-2PQ 'relatives[2]' --reason "she stays"
    """
    return act(call, case, RemoveElement(element, reason), look_first=look_first)

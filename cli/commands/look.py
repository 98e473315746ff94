"""Looking, without changing anything: cases, show, agenda, why, log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.declaring import commands_file
from cli.looking import note_look
from cli.output import say_json, say_json_list
from cli.replies import tell_refusal
from engine.case.agenda_json import agenda_json, to_plain
from engine.case.refusals import Refusal

if TYPE_CHECKING:
    from typing import Annotated

    import typer

    from cli.call import Call
    from cli.options import CaseArgument

app = commands_file()


@app.command()
def cases(
    call: Call,
    everything: Annotated[bool, typer.Option("--all", help="Closed and cancelled cases too.")] = False,
    closed: Annotated[bool, typer.Option("--closed", help="Only closed and cancelled cases.")] = False,
    find: Annotated[str, typer.Option("--find", metavar="TEXT", help="Only cases where this was told.")] = "",
) -> int:
    """List the cases, yours first.

    Yours are those where you can do something now; those that waited longest are at the top.

    Example: cuecard cases --find 555-0123
    """
    desk = call.seat()
    wanted = [is_closed for is_closed in (False, True) if everything or is_closed == closed]
    lines = [line for is_closed in wanted for line in desk.cases(closed=is_closed, find=find)]
    if call.as_json:
        say_json_list(to_plain(line, desk.office.calendar.zone) for line in lines)
        return 0
    from cli.render import draw
    from cli.views.cases import list_cases

    return draw(list_cases(lines, desk.now(), desk.office.locale))


@app.command()
def agenda(call: Call, case: CaseArgument) -> int:
    """Show what is open in a case, what waits, what is settled.

    Example: cuecard agenda K7M-2PQ
    """
    desk = call.seat()
    found = desk.agenda(case)
    if any(step.subcase for step in found.walk()):  # the desk opens those that an interruption kept from being opened
        found = call.desk().agenda(case)
    if call.as_json:
        say_json(agenda_json(found))
        return 0
    from cli.render import draw
    from cli.views.agenda import show_agenda

    return draw(show_agenda(found, desk))


@app.command()
def show(call: Call, case: CaseArgument) -> int:
    """Show all of a case.

    What was told, how the steps stand, the notes, the documents, and what happened when.
    That you looked is written into the ledger.

    Example: cuecard show K7M-2PQ
    """
    desk = call.desk()
    found, log = desk.agenda(case), desk.log(case)
    note_look(desk, case, "show")
    from cli.views.case import show_case, whole_case

    if call.as_json:
        say_json(whole_case(found, log))
        return 0
    from cli.render import draw

    return draw(show_case(found, log, desk))


@app.command()
def why(
    call: Call,
    case: CaseArgument,
    name: Annotated[str, typer.Argument(metavar="NAME", help="A step, an outcome or a fact.")],
    due: Annotated[bool, typer.Option("--due", help="Only the dates of the step: how each came about.")] = False,
) -> int:
    """Explain why a step, an outcome or a fact stands as it does.

    With --due: how its dates came about.

    Example: cuecard why K7M-2PQ inactivate --due
    """
    desk = call.desk()
    found = desk.why(case, name)
    if isinstance(found, Refusal):
        return tell_refusal(call, found)
    if call.as_json:
        say_json(to_plain(found, desk.office.calendar.zone))
        return 0
    from cli.render import draw
    from cli.views.why import show_dates, show_why

    show = show_dates if due else show_why
    return draw(show(found, desk.now(), desk.office.locale))


@app.command()
def log(call: Call, case: CaseArgument) -> int:
    """Show the log of a case, with private answers masked.

    The answers themselves are shown by: cuecard show CASE

    Example: cuecard log K7M-2PQ
    """
    desk = call.desk()
    from cli.views.log import mask_log, show_log

    masked = mask_log(desk.log(case), desk.agenda(case))
    if call.as_json:
        say_json(masked)
        return 0
    from cli.render import draw

    return draw(show_log(masked, desk.now(), desk.office.locale))

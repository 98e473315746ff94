"""Versions of procedures: procedures, publish, move."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.acting import act, preview
from cli.declaring import commands_file
from cli.output import say_json
from cli.replies import REFUSED, tell_refusal
from cli.wrong import WrongUsage
from engine.case.agenda_json import to_plain
from engine.case.refusals import Refusal

if TYPE_CHECKING:
    from typing import Annotated

    import typer

    from cli.call import Call
    from cli.options import PreviewOption
    from cli.telling import case_number

app = commands_file()


@app.command()
def procedures(call: Call) -> int:
    """List the procedures: what is in force, what is edited, what runs.

    Example: cuecard procedures
    """
    desk = call.desk()
    found = desk.versions.listed()
    if call.as_json:
        say_json(to_plain(found, desk.office.calendar.zone))
        return 0
    from cli.render import draw
    from cli.views.versions import list_procedures

    return draw(list_procedures(found, desk.now(), desk.office))


@app.command()
def publish(
    call: Call,
    procedure: Annotated[str, typer.Argument(metavar="PROCEDURE", help="The procedure, by its id.")],
    look_first: PreviewOption = False,
) -> int:
    """Put the edited file of a procedure in force, if it is right.

    The stories beside it have to come out as they are told. New cases run on it from now on; running cases stay on
    their version, and what a move would do to each is shown.

    Example: cuecard publish record_release --preview
    """
    from cli.rehearsing import see_that_rehearsed

    desk = call.desk()
    see_that_rehearsed(desk.folder / "procedures", procedure)
    published = desk.versions.publish(procedure, preview=look_first)
    if isinstance(published, Refusal):
        return tell_refusal(call, published)
    if call.as_json:
        say_json(to_plain(published) | {"preview": look_first})
        return 0
    from cli.views.versions import tell_published

    return tell_published(published, preview=look_first)


@app.command()
def move(
    call: Call,
    case: Annotated[
        str | None, typer.Argument(metavar="[CASE]", help="The number of the case.", parser=case_number)
    ] = None,
    to: Annotated[int | None, typer.Option("--to", metavar="VERSION", help="Not the one in force, but this.")] = None,
    every: Annotated[str, typer.Option("--all", metavar="PROCEDURE", help="All open cases of a procedure.")] = "",
    agreed: Annotated[
        bool, typer.Option("--agree", help="Also where settled work opens again, or the case ends.")
    ] = False,
    look_first: PreviewOption = False,
) -> int:
    """Move a running case to another version of its procedure.

    It is done only where nothing told is lost and no promise breaks. With --all, those that need a person stay.

    Example: cuecard move --all record_release --preview
    """
    if bool(case) == bool(every):
        raise WrongUsage("name one CASE, or all cases of a procedure with --all PROCEDURE")
    if every:
        return _move_all(call, every, look_first=look_first)
    command = call.desk().move(case or "", to, agreed=agreed or look_first)
    return preview(call, case or "", command) if look_first else act(call, case or "", command)


def _move_all(call: Call, procedure: str, *, look_first: bool) -> int:
    desk = call.desk()
    effects = desk.versions.effects(procedure)
    for effect in effects:
        if effect.fate == "moves" and not look_first:
            desk.act(effect.case, desk.move(effect.case))
    if call.as_json:
        say_json({"preview": look_first, "effects": to_plain(effects)})
    else:
        from cli.views.versions import tell_effects

        tell_effects(effects, moved=not look_first)
    return 0 if all(effect.fate == "moves" for effect in effects) else REFUSED

"""Versions of procedures: procedures, publish, move."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.acting import act, preview
from cli.call import call_of
from cli.group import commands_file
from cli.options import case_number
from cli.output import say_json
from cli.replies import REFUSED, tell_refusal
from engine.case.agenda_json import to_plain
from engine.case.refusals import Refusal

app = commands_file()

_PREVIEW = typer.Option("--preview", help="Only show what it would change.")


@app.command()
def procedures(ctx: typer.Context) -> int:
    """List the procedures: what is in force, what is edited, what runs.

    Example: cuecard procedures
    """
    call = call_of(ctx)
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
    ctx: typer.Context,
    procedure: Annotated[str, typer.Argument(metavar="PROCEDURE", help="The procedure, by its id.")],
    look_first: Annotated[bool, _PREVIEW] = False,
) -> int:
    """Put the edited file of a procedure in force, if it is right.

    The stories beside it have to come out as they are told. New cases run on it from now on; running cases stay on
    their version, and what a move would do to each is shown.

    Example: cuecard publish record_release --preview
    """
    from cli.rehearsing import see_that_rehearsed

    call = call_of(ctx)
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
    ctx: typer.Context,
    case: Annotated[
        str | None, typer.Argument(metavar="[CASE]", help="The number of the case.", parser=case_number)
    ] = None,
    to: Annotated[int | None, typer.Option("--to", metavar="VERSION", help="Not the one in force, but this.")] = None,
    every: Annotated[str, typer.Option("--all", metavar="PROCEDURE", help="All open cases of a procedure.")] = "",
    agreed: Annotated[
        bool, typer.Option("--agree", help="Also where settled work opens again, or the case ends.")
    ] = False,
    look_first: Annotated[bool, _PREVIEW] = False,
) -> int:
    """Move a running case to another version of its procedure.

    It is done only where nothing told is lost and no promise breaks. With --all, those that need a person stay.

    Example: cuecard move --all record_release --preview
    """
    if bool(case) == bool(every):
        raise typer.BadParameter("name one CASE, or all cases of a procedure with --all PROCEDURE")
    if every:
        return _move_all(ctx, every, look_first=look_first)
    command = call_of(ctx).desk().move(case or "", to, agreed=agreed or look_first)
    return preview(ctx, case or "", command) if look_first else act(ctx, case or "", command)


def _move_all(ctx: typer.Context, procedure: str, *, look_first: bool) -> int:
    call = call_of(ctx)
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

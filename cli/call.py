"""What a command line says besides the act itself, the same for every command, before or after its name."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import typer
from typer.core import TyperOption

from cli.place import actor_name, office_folder

if TYPE_CHECKING:
    from engine.desk import Desk
    from engine.seat import Seat

    _Seat = TypeVar("_Seat", bound=Seat)


@dataclass(slots=True)
class Call:
    """One call of the command; filled while the line is read.

    Args:
        office: The folder given with `--office`.
        actor: The name given with `--as`.
        request: Identifies an act, so that repeating it changes nothing.
        expect: The number of the last entry that the caller had seen.
    """

    office: Path | None = None
    actor: str | None = None
    as_json: bool = False
    request: str | None = None
    expect: int | None = None

    def desk(self) -> Desk:
        """Sit down at the desk of the office, as whoever acts."""
        from engine.desk import Desk

        return self._seated(Desk)

    def seat(self) -> Seat:
        """Sit down in the office only to look at the list of cases, which takes less."""
        from engine.seat import Seat

        return self._seated(Seat)

    def _seated(self, kind: type[_Seat]) -> _Seat:
        from cli.output import warn
        from cli.unlocking import see_unlocked
        from engine.store.ground import doubt

        folder = office_folder(self.office)
        see_unlocked(folder)
        seat = kind.at(folder, actor_name(self.actor))
        found = None if seat.office.practice else doubt(seat.folder)
        if found:
            warn(f"cuecard: {found.message}; {found.help}")
        return seat


def call_of(ctx: typer.Context) -> Call:
    """Give the call that a command belongs to."""
    found = ctx.find_object(Call)
    return found or ctx.ensure_object(Call)


def shared_options() -> list[TyperOption]:
    """Give the options that every command takes, and that may also stand before its name."""
    return [
        _option("office", "--office", type=Path, metavar="DIR", help="The office's folder (or CUECARD_OFFICE)."),
        _option("actor", "--as", metavar="NAME", help="Who acts, by the name on the staff list (or CUECARD_AS)."),
        _option("as_json", "--json", is_flag=True, help="Print one JSON document, and nothing else."),
    ]


def acting_options() -> list[TyperOption]:
    """Give the options of the commands that record something in a case."""
    return [
        _option("request", "--request", metavar="ID", help="Name this act: doing it again changes nothing."),
        _option("expect", "--expect", type=int, metavar="SEQ", help="Act only if the case is still at this entry."),
    ]


def _option(name: str, flag: str, **settings: Any) -> TyperOption:  # noqa: ANN401  # handed on to Typer as it is
    return TyperOption(param_decls=[name, flag], expose_value=False, callback=_remember, show_default=False, **settings)


def _remember(ctx: typer.Context, parameter: typer.CallbackParam, value: object) -> None:
    if value is not None and value is not False:
        setattr(call_of(ctx), parameter.name or "", value)

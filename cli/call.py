"""What a command line says besides the act itself, the same for every command, before or after its name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from cli.place import actor_name, office_folder

if TYPE_CHECKING:
    from pathlib import Path

    from cli.declaring import Function
    from engine.desk import Desk
    from engine.seat import Seat

    _Seat = TypeVar("_Seat", bound=Seat)


class Call:
    """One call of the command; filled while the line is read.

    Args:
        office: The folder given with `--office`.
        as_json: Whether one JSON document is wanted.
        actor: The name given with `--as`.
        request: Identifies an act, so that repeating it changes nothing.
        expect: The number of the last entry that the caller had seen.
    """

    def __init__(self, office: Path | None = None, *, as_json: bool = False) -> None:
        self.office = office
        self.as_json = as_json
        self.actor: str | None = None
        self.request: str | None = None
        self.expect: int | None = None

    def carry_out(self, function: Function, told: dict[str, Any]) -> int:
        """Carry out a command, with what was told on the line, and give the exit code."""
        return function(self, **told)

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

        folder = office_folder(self.office)
        see_unlocked(folder)
        seat = kind.at(folder, actor_name(self.actor))
        if not seat.office.practice:
            from engine.store.ground import doubt

            found = doubt(seat.folder)
            if found:
                warn(f"cuecard: {found.message}; {found.help}")
        return seat

"""How a file of `cli/commands/` declares its commands: as plain functions, annotated with how they are called.

The annotations are Typer's. They are read only where Typer is needed (`cli/group.py`): for help, for a wrong line, and
to make what `cli/line.py` reads an ordinary line by.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    Function: TypeAlias = Callable[..., int]
    _Declared = TypeVar("_Declared", bound=Function)


class CommandsFile:
    """The commands that one file declares, by name."""

    def __init__(self) -> None:
        self.functions: dict[str, Function] = {}

    def command(self, name: str = "") -> Callable[[_Declared], _Declared]:
        """Declare a command: a function of the call and of what stands on the line."""

        def declared(function: _Declared) -> _Declared:
            self.functions[name or function.__name__] = function
            return function

        return declared


def commands_file() -> CommandsFile:
    """Begin a file of commands."""
    return CommandsFile()

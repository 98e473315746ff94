"""Which commands there are, and where: a command's file is imported when the command is called, and not before."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final, NamedTuple

import typer
from typer.core import TyperCommand, TyperGroup, TyperOption
from typer.main import get_group

from cli.call import acting_options, shared_options

if TYPE_CHECKING:
    from typer._click import Command, Context, HelpFormatter


class Entry(NamedTuple):
    """Where a command stands: its file in `cli/commands/`, and whether it records something in a case."""

    file: str
    acts: bool = False


SECTIONS: Final[dict[str, dict[str, Entry]]] = {
    "The office": {
        "init": Entry("init"),
        "check": Entry("check"),
        "explain": Entry("explain"),
        "schema": Entry("schema"),
        "rehearse": Entry("rehearse"),
        "procedures": Entry("versions"),
        "publish": Entry("versions"),
        "encrypt": Entry("encrypt"),
        "rekey": Entry("encrypt"),
    },
    "Cases": {
        "open": Entry("open"),
        "run": Entry("open"),
        "cases": Entry("look"),
        "show": Entry("look"),
        "agenda": Entry("look"),
        "why": Entry("look"),
        "log": Entry("look"),
        "print": Entry("print"),
        "tick": Entry("case"),
    },
    "Single acts on steps": {
        "done": Entry("step", acts=True),
        "skip": Entry("step", acts=True),
        "redo": Entry("step", acts=True),
        "confirm": Entry("step", acts=True),
        "sign": Entry("step", acts=True),
        "take": Entry("step", acts=True),
        "hand": Entry("step", acts=True),
    },
    "Single acts on answers and arrivals": {
        "answer": Entry("answer", acts=True),
        "amend": Entry("answer", acts=True),
        "add": Entry("answer", acts=True),
        "remove": Entry("answer", acts=True),
        "arrive": Entry("arrive", acts=True),
        "withdraw": Entry("arrive", acts=True),
    },
    "Single acts on a whole case": {
        "note": Entry("case", acts=True),
        "hold": Entry("case", acts=True),
        "resume": Entry("case", acts=True),
        "cancel": Entry("case", acts=True),
        "reopen": Entry("case", acts=True),
        "move": Entry("versions", acts=True),
        "redact": Entry("redact", acts=True),
    },
    "Evidence and backups": {
        "verify": Entry("evidence"),
        "head": Entry("evidence"),
        "backup": Entry("backup"),
        "restore": Entry("backup"),
    },
}

COMMANDS: Final = {name: entry for section in SECTIONS.values() for name, entry in section.items()}

_HELP: Final = """Lead staff through a case of a written procedure, step by step; every answer is kept.

Begin with: cuecard init DIR
"""


class Commands(TyperGroup):
    """The command `cuecard`, with all its commands by name."""

    def __init__(self) -> None:
        super().__init__(
            name="cuecard",
            commands={name: TyperCommand(name) for name in COMMANDS},
            params=[*shared_options(), _version_option()],
            help=_HELP,
            no_args_is_help=True,
            rich_markup_mode=None,
            context_settings={"help_option_names": ["--help", "-h"]},
        )

    def get_command(self, ctx: Context, cmd_name: str) -> Command | None:  # noqa: ARG002  # Typer asks for it this way
        """Import the file of a command, and give the command with the options that all commands share."""
        entry = COMMANDS.get(cmd_name)
        if not entry:
            return None
        app: typer.Typer = import_module(f"cli.commands.{entry.file}").app
        for info in app.registered_commands:
            info.cls = OneCommand
        command = get_group(app).commands[cmd_name]
        command.params += [*(acting_options() if entry.acts else ()), *shared_options()]
        return command

    def format_commands(self, ctx: Context, formatter: HelpFormatter) -> None:
        """List the commands by section."""
        for title, section in SECTIONS.items():
            commands = [self.get_command(ctx, name) for name in section]
            rows = [(f"{one.name:8}", one.get_short_help_str(80)) for one in commands if one]
            with formatter.section(title):
                formatter.write_dl(rows)


class OneCommand(TyperCommand):
    """One command; its usage names arguments as they are written in the docs."""

    def collect_usage_pieces(self, ctx: Context) -> list[str]:
        """Leave out the braces that Typer puts around what is required."""
        return [piece.strip("{}") for piece in super().collect_usage_pieces(ctx)]


def commands_file() -> typer.Typer:
    """Begin a file of commands."""
    app = typer.Typer(rich_markup_mode=None, add_completion=False, pretty_exceptions_enable=False)
    app.callback()(_together)
    return app


def _together() -> None:
    """Commands of one file."""


def _version_option() -> TyperOption:
    return TyperOption(
        param_decls=["version", "--version"],
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=_tell_version,
        help="Print the version.",
    )


def _tell_version(ctx: typer.Context, parameter: typer.CallbackParam, value: object) -> None:  # noqa: ARG001  # Typer calls it this way
    if value:
        from importlib.metadata import version

        from cli.output import say

        say(f"cuecard {version('cuecard')}")
        raise typer.Exit

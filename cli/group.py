"""Which commands there are, and how Typer runs them: a command's file is imported when the command is called.

An ordinary line is read by `cli/line.py`, from what is declared here; Typer has every other one, and all help.
"""

from __future__ import annotations

import inspect
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, get_type_hints

import typer
from typer.core import TyperCommand, TyperGroup, TyperOption
from typer.main import get_group

from cli import options
from cli.call import Call
from cli.wrong import WrongUsage
from engine.frozen import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from typer._click import Command, Context, HelpFormatter

    from cli.declaring import CommandsFile, Function


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
        "rebuild": Entry("rebuild"),
    },
}

COMMANDS: Final = {name: entry for section in SECTIONS.values() for name, entry in section.items()}

_NAMES: Final = vars(options) | {
    "Annotated": Annotated,
    "Call": Call,
    "Literal": Literal,
    "Path": Path,
    "typer": typer,
}
"""What the annotations of commands are written with."""

_HELP: Final = """Lead staff through a case of a written procedure, step by step; every answer is kept.

Begin with: cuecard init DIR
"""


def invoke(arguments: Sequence[str], call: Call) -> int:
    """Have Typer read a line and run the command it calls; give the exit code."""
    group = Commands()
    try:
        with group.make_context("cuecard", list(arguments), obj=call) as ctx:
            return int(group.invoke(ctx) or 0)
    except typer.Exit as leaving:
        return leaving.exit_code
    except typer.Abort:
        raise KeyboardInterrupt from None
    except typer.TyperException as wrong:
        from cli.usage import tell_usage

        return tell_usage(wrong)


class Commands(TyperGroup):
    """The command `cuecard`, with all its commands by name."""

    def __init__(self) -> None:
        super().__init__(
            name="cuecard",
            commands={name: TyperCommand(name) for name in COMMANDS},
            params=[*_shared_options(), _version_option()],
            help=_HELP,
            no_args_is_help=True,
            rich_markup_mode=None,
            context_settings={"help_option_names": ["--help", "-h"]},
        )

    def get_command(self, ctx: Context, cmd_name: str) -> Command | None:  # noqa: ARG002  # Typer asks for it this way
        """Import the file of a command, and give the command with the options that all commands share."""
        entry = COMMANDS.get(cmd_name)
        return command_of(cmd_name, entry) if entry else None

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


def command_of(name: str, entry: Entry) -> Command:
    """Make Typer's command of what a file declares."""
    file: CommandsFile = import_module(f"cli.commands.{entry.file}").app
    app = typer.Typer(rich_markup_mode=None, add_completion=False, pretty_exceptions_enable=False)
    app.callback()(_together)
    app.command(name, cls=OneCommand)(_for_typer(file.functions[name]))
    command = get_group(app).commands[name]
    command.params += [*(_acting_options() if entry.acts else ()), *_shared_options()]
    return command


def _together() -> None:
    """Commands of one file."""


def _for_typer(function: Function) -> Callable[..., int]:
    """Make the function that Typer calls, with its own kind of call in place of ours."""

    def called(ctx: typer.Context, **told: Any) -> int:  # noqa: ANN401  # whatever stands on the line
        try:
            return call_of(ctx).carry_out(function, told)
        except WrongUsage as wrong:
            raise typer.BadParameter(str(wrong)) from None

    hints = get_type_hints(function, localns=_NAMES, include_extras=True)
    _, *declared = inspect.signature(function).parameters.values()
    parameters = [one.replace(annotation=hints[one.name]) for one in declared]
    first = inspect.Parameter("ctx", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=typer.Context)
    called.__signature__ = inspect.Signature([first, *parameters])  # type: ignore[attr-defined]  # read by inspect
    called.__annotations__ = {one.name: one.annotation for one in (first, *parameters)}
    called.__doc__ = function.__doc__
    return called


def call_of(ctx: typer.Context) -> Call:
    """Give the call that a command belongs to."""
    found = ctx.find_object(Call)
    return found or ctx.ensure_object(Call)


def _shared_options() -> list[TyperOption]:
    """Give the options that every command takes, and that may also stand before its name."""
    return [
        _option("office", "--office", type=Path, metavar="DIR", help="The office's folder (or CUECARD_OFFICE)."),
        _option("actor", "--as", metavar="NAME", help="Who acts, by the name on the staff list (or CUECARD_AS)."),
        _option("as_json", "--json", is_flag=True, help="Print one JSON document, and nothing else."),
    ]


def _acting_options() -> list[TyperOption]:
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

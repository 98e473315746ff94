"""An ordinary line is read without Typer, and is read as Typer reads it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
import typer
from hypothesis import given
from hypothesis import strategies as st
from typer._click import types
from typer.core import TyperArgument, TyperOption
from typer.models import TyperPath

from cli.call import Call
from cli.group import COMMANDS, Commands, command_of
from cli.line import WHERE, read_line
from cli.telling import case_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from typer._click import Parameter

SHARED: Final = ("office", "actor", "as_json", "request", "expect")


def kind_of(parameter: Parameter) -> str | None:
    """Say what a parameter is read as, or None where it is left to Typer."""
    kind = parameter.type
    if parameter.multiple or parameter.envvar or parameter.nargs not in (1, -1):
        return None
    if isinstance(parameter, TyperOption) and parameter.is_flag:
        return None if parameter.secondary_opts or parameter.count else "flag"
    if isinstance(kind, types.FuncParamType):
        return {case_number: "case", Path: "path"}.get(kind.func)
    if isinstance(kind, TyperPath):
        return "file" if vars(kind) == vars(TyperPath()) else None
    return {types.STRING: "text", types.INT: "number"}.get(kind)


def described(name: str) -> dict[str, Any] | None:
    """Say what a command takes, as Typer was told; None where one of its words has to be left to Typer."""
    entry = COMMANDS[name]
    parameters = command_of(name, entry).params
    arguments = [one for one in parameters if isinstance(one, TyperArgument)]
    many = [one.nargs == -1 for one in arguments]
    if not all(kind_of(one) for one in arguments) or True in many[:-1]:
        return None
    return {
        "file": entry.file,
        "arguments": [[one.name, kind_of(one), one.nargs == -1] for one in arguments],
        "options": options(parameters),
        "required": [one.name for one in parameters if one.required],
    }


def options(parameters: Sequence[Parameter]) -> dict[str, list[object]]:
    """Say which options there are, what each is read as, and whether it is of the call."""
    return {
        flag: [one.name, kind, not one.expose_value]
        for one in parameters
        if isinstance(one, TyperOption) and (kind := kind_of(one)) and not one.is_eager
        for flag in one.opts
    }


def table() -> dict[str, Any]:
    """Say of every command what it takes, and what may stand before its name."""
    return {"": {"options": options(Commands().params)}} | {name: described(name) for name in COMMANDS}


class Listening(Call):
    """A call that carries out nothing, and keeps what would have been."""

    def carry_out(self, function: object, told: dict[str, Any]) -> int:
        """Keep which function would be called, and with what."""
        self.function, self.told = function, told
        return 0


def by_typer(arguments: Sequence[str]) -> tuple[object, ...] | str:
    """Give what Typer makes of a line: the function, what it is told and what the call says; or what is wrong."""
    call = Listening()
    group = Commands()
    try:
        with group.make_context("cuecard", list(arguments), obj=call) as ctx:
            group.invoke(ctx)
    except (typer.Exit, typer.TyperException) as left:
        return type(left).__name__
    return call.function, call.told, [getattr(call, name) for name in SHARED]


def by_us(arguments: Sequence[str]) -> tuple[object, ...] | None:
    """Give what we make of a line in the same form, or None for a doubt."""
    line = read_line(arguments)
    if not line:
        return None
    call = Listening()
    line.fill(call)
    call.carry_out(line.function(), line.told)
    return call.function, whole(line.command, call.told), [getattr(call, name) for name in SHARED]


def whole(command: str, told: dict[str, Any]) -> dict[str, Any]:
    """Add what the function has as defaults, which Typer says too."""
    defaults = {one.name: one.default for one in command_of(command, COMMANDS[command]).params if one.expose_value}
    return {str(name): None if default is ... else default for name, default in defaults.items()} | told


def test_it_is_made_of_what_typer_was_told(request: pytest.FixtureRequest) -> None:
    """What lines are read by is what the commands declare for Typer."""
    rows = [f'"{name}": {json.dumps(command, sort_keys=True)}' for name, command in table().items()]
    made = "{\n" + ",\n".join(rows) + "\n}\n"
    if request.config.getoption("--rewrite-pictures"):
        Path(WHERE).write_text(made, encoding="ascii")
    assert made == Path(WHERE).read_text(encoding="ascii")


@pytest.mark.parametrize(
    "line",
    [
        "answer k7m-2pq reason=moving --as pat",
        "--office /tmp/x --json agenda K7M-2PQ",
        "done K7M-2PQ why a=1 b=2 --request r --expect 12",
        "note K7M-2PQ she calls back --step why",
        "cases",
        "cases --find 555 --all",
        "skip K7M-2PQ why --reason=gone",
        "run",
        "arrive K7M-2PQ form --file scan.pdf --happened yesterday",
        "tick --json",
    ],
)
def test_what_is_ordinary_is_read(line: str) -> None:
    """The lines of everyday are read without Typer, as Typer reads them."""
    assert by_typer(line.split()) == by_us(line.split())


WORDS: Final = [
    *("K7M-2PQ", " k7m ", "why", "a=1", "a=", "=", "[1]", "x y", "é", "0", "12", "-5", "1_000", "٣", "99999999999"),
    *("", "-", "--", "---", "-h", "--help", "--version", "-v", "--nothing", "--reaso", "--=", "--json=1", "-x=1"),
    *("--json", "--all", "--preview", "--against", "--run", "--closed", "--agree", "--as", "--as=pat", "--office=/o"),
    *("--office", "--request", "--expect", "--expect=7", "--reason", "--reason=", "--reason=so", "--to", "--to=3"),
    *("--find", "--step", "--file", "--happened", "--note", "--format", "--format=json", "--procedure", "--due"),
]
"""What lines are made of: names, values, options whole, shortened, with and without values, of other commands too."""


def lines() -> st.SearchStrategy[list[str]]:
    """Make lines of every command, mostly with options before and after its name."""
    before = st.lists(st.sampled_from(["--json", "--as=pat", "--office=/o", "--as", "bo", "-h", ""]), max_size=2)
    after = st.lists(st.sampled_from(WORDS), max_size=6)
    return st.builds(lambda a, name, b: [*a, name, *b], before, st.sampled_from([*COMMANDS, "case"]), after)


@st.composite
def fitting(draw: st.DrawFn) -> list[str]:
    """Make a line that mostly fits what its command takes, its options anywhere among its words."""
    known = json.loads(Path(WHERE).read_text(encoding="ascii"))
    name = draw(st.sampled_from(list(COMMANDS)))
    takes = known[name]
    number = len(takes["arguments"]) + draw(st.sampled_from([0, 0, 0, -1, 1, 2]))
    parts = [[draw(st.sampled_from(VALUES))] for _ in range(number)]
    chosen = draw(st.lists(st.sampled_from(list(takes["options"])), max_size=3))
    needed = [flag for flag, (into, *_) in takes["options"].items() if into in takes["required"]]
    for flag in [*needed, *chosen]:
        value = draw(st.sampled_from(["7", *VALUES]))
        alone = [flag] if takes["options"][flag][1] == "flag" else [flag, value]
        parts.append(draw(st.sampled_from([alone, alone, [f"{flag}={value}"]])))
    before = draw(st.sampled_from([[], [], ["--json"], ["--as", "pat"], ["--office=/o"]]))
    return [*before, name, *(word for part in draw(st.permutations(parts)) for word in part)]


VALUES: Final = [
    "K7M-2PQ",
    " k7m ",
    "why",
    "a=1",
    "a=",
    "x y",
    "é",
    "0",
    "12",
    "007",
    "1_0",
    "٣",
    "list[1]",
    " ",
    "-",
    "--",
]


@given(lines() | fitting())
def test_what_is_read_is_read_as_typer_does(line: list[str]) -> None:
    """A line that is read here means the same to Typer; of every other one Typer alone is asked."""
    ours = by_us(line)
    assert ours in (None, by_typer(line))


def test_without_the_file_typer_reads(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Where what lines are read by is gone or spoilt, every line is left to Typer."""
    monkeypatch.setattr("cli.line.WHERE", str(tmp_path / "line.json"))
    assert read_line(["cases"]) is None
    (tmp_path / "line.json").write_text("[", encoding="ascii")
    assert read_line(["cases"]) is None

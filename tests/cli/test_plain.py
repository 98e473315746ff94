"""A sheet that needs no folding looks the same, whether Rich draws it or not."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cli import plain
from cli.plain import Screen
from cli.render import draw, draw_folded
from cli.views.sheet import Block, Cell, row

if TYPE_CHECKING:
    from cli.views.sheet import Sheet


def lines_of(sheet: Sheet, screen: Screen) -> list[str] | None:
    """Give the lines of a sheet, if they are drawn without Rich."""
    lines = plain.lines_of(sheet, screen)
    return None if lines is None else list(lines)


SHEETS: dict[str, Sheet] = {
    "one": (Block("Cases", (row("none found"),)),),
    "two": (
        Block(
            "For you",
            ((Cell("AAA-BBB", "strong"), Cell("R···"), Cell("", "dim"), Cell("Call", "alert")),),
            ("CASE", "ABOUT"),
        ),
        Block("Closed", ((Cell("C"), Cell("on two\nlines"), Cell("x")), (Cell("longer"), Cell("")))),
    ),
    "indent": (Block("A  title", ((Cell("open", "strong"), Cell("a"), Cell("Step", "plain", 4)), (Cell("done"),))),),
    "words": (Block("Größe · “so”", ((Cell("[red]not markup[/]"), Cell("\x1b[31mno"), Cell("café")),)),),
}


@pytest.mark.parametrize("name", sorted(SHEETS))
def test_it_looks_as_rich_draws_it(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Where nobody looks at a screen, each row is one line, the same as Rich's."""
    draw_folded(SHEETS[name])
    expected = capsys.readouterr().out
    draw(SHEETS[name])
    assert expected == capsys.readouterr().out
    assert lines_of(SHEETS[name], Screen(None, paints=False)) == expected.removesuffix("\n").split("\n")


WORDS = [
    "Call",
    "the",
    "patient",
    "and",
    "a-very-long-word-that-is-longer-than-some-columns",
    "R···",
    "x",
    " ",
    "\n",
    "é",
]
TEXTS = st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join)
CELLS = st.builds(Cell, TEXTS, st.sampled_from(["plain", "strong", "dim", "alert"]), st.sampled_from([0, 0, 2, 5]))
SHORT = st.builds(
    Cell, st.sampled_from(["", "open", "not needed", "relative_case[1]"]), st.sampled_from(["plain", "dim"])
)


@given(st.lists(st.tuples(SHORT, CELLS, SHORT) | st.tuples(CELLS, SHORT), min_size=1, max_size=4), st.integers(10, 90))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_folded_looks_as_rich_folds_it(
    capsys: pytest.CaptureFixture[str], rows: list[tuple[Cell, ...]], width: int
) -> None:
    """On a screen, where the widest column has to be folded, it is folded and painted as Rich does it."""
    sheet = (Block("For you", tuple(rows), ("CASE", "NOW")),)
    mine = lines_of(sheet, Screen(width, paints=True))
    with pytest.MonkeyPatch.context() as patched:
        for name, value in {"COLUMNS": str(width), "FORCE_COLOR": "1", "TERM": "xterm", "COLORTERM": ""}.items():
            patched.setenv(name, value)
        draw_folded(sheet)
    drawn = capsys.readouterr().out.removesuffix("\n").split("\n")
    assert mine is None or list(map(seen, drawn)) == list(map(seen, mine))


def seen(line: str) -> str:
    """Give a line as it is seen: a blank has no colour of its own."""
    return re.sub(r"\x1b\[[0-9;]+m( *)\x1b\[0m", r"\1", re.sub(r"( +)(\x1b\[0m)", r"\2\1", line)).rstrip()


def test_much_is_folded_here() -> None:
    """A long sentence beside short words is folded without Rich."""
    sheet = (Block("A", ((Cell("open"), Cell("Ask for the form, or at least an e-mail", "dim", 2)),)),)
    assert lines_of(sheet, Screen(31, paints=False)) == [
        "A",
        "  open    Ask for the form, or",
        "          at least an e-mail",
    ]


def test_a_screen_shows_colours() -> None:
    """On a screen, what is dim, strong or alarming is painted, and the columns stay where they are."""
    lines = lines_of(
        (Block("A", ((Cell("x", "alert"), Cell("y", "dim")), (Cell("xx"), Cell("z")))),), Screen(80, paints=True)
    )
    assert lines == ["\x1b[1mA\x1b[0m", "  \x1b[1;31mx\x1b[0m   \x1b[2my\x1b[0m", "  xx  z"]


@pytest.mark.parametrize(
    "sheet",
    [
        (Block("A", (row("too long for the screen", "both of them, too"),)),),
        (Block("A", (row("wide 漢"),)),),
        (Block("A", (row("combined e\u0301"),)),),
    ],
    ids=["folds", "wide", "combining"],
)
def test_what_could_look_otherwise_is_left_to_rich(sheet: Sheet) -> None:
    """What has to be folded, or has characters of another width, is not drawn here."""
    assert lines_of(sheet, Screen(20, paints=False)) is None


def test_where_it_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the environment says how colours are meant, or how wide it is, only Rich knows."""
    for name in ("NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    there = [Screen.of(io.StringIO())]
    for name in ("NO_COLOR", "COLUMNS"):
        monkeypatch.setenv(name, "1")
        there.append(Screen.of(io.StringIO()))
        monkeypatch.delenv(name)
    assert [Screen(None, paints=False), None, None] == there

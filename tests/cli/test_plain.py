"""A sheet that needs no folding looks the same, whether Rich draws it or not."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest

from cli.plain import Screen, lines_of
from cli.render import draw, draw_folded
from cli.views.sheet import Block, Cell, row

if TYPE_CHECKING:
    from cli.views.sheet import Sheet

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


def test_a_screen_shows_colours() -> None:
    """On a screen, what is dim, strong or alarming is painted, and the columns stay where they are."""
    lines = lines_of(
        (Block("A", ((Cell("x", "alert"), Cell("y", "dim")), (Cell("xx"), Cell("z")))),), Screen(80, paints=True)
    )
    assert lines == ["\x1b[1mA\x1b[0m", "  \x1b[1;31mx\x1b[0m   \x1b[2my\x1b[0m", "  xx  z"]


@pytest.mark.parametrize(
    "sheet",
    [
        (Block("A", (row("too long for the screen by some letters"),)),),
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

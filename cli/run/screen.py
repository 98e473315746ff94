"""From a page to the lines of a terminal of a given size: pure, so that a whole screen can be a test's picture.

INVARIANT: no line is wider than the terminal, nothing unprintable is drawn, and the question is never pushed out by
what is only of interest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from cli.run.page import ENTER, SPACE, Keys, Text
from cli.run.words import clean
from cli.run.wrapping import cells, cut, wrap
from engine.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cli.run.page import Block, Choice, Page, Stage

Line: TypeAlias = "tuple[tuple[str, str], ...]"
"""Pieces of one line: (style, text)."""

INDENT: Final = 9
WIDEST: Final = 100
"""Longer lines are hard to read aloud from."""

PROMPT: Final = "> "
MOST_ROWS: Final = 6
"""A longer text scrolls inside its field."""

NAMES: Final = {ENTER: "Enter", SPACE: "Space"}
BLANK: Final[Line] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawn page.

    Args:
        above: The lines above the field.
        rows: How many lines the field takes; none for single keys.
        below: The lines below the field, the keys last.
        scroll: How far the middle is scrolled, brought into what there is.
        page: How far one press of PgDn goes.
    """

    above: tuple[Line, ...]
    rows: int
    below: tuple[Line, ...]
    scroll: int
    page: int


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a page from the top to the bottom, before it is known what fits."""

    top: list[Line]
    middle: list[Line]
    question: list[Line]
    below: list[Line]
    keys: list[Line]


def draw(page: Page, width: int, height: int, typed: str | None = None, scroll: int = 0) -> Picture:
    """Draw a page.

    Args:
        page: What is to be seen.
        width: Columns of the terminal.
        height: Its lines.
        typed: What stands in the text field now, if not the prefilled text.
        scroll: Lines by which the middle was scrolled.
    """
    columns = max(min(width, WIDEST), 20)
    rows = field_rows(page, width, typed)
    parts = cut_up(page, columns)
    room = height - rows - sum(map(len, (parts.top, parts.question, parts.below, parts.keys)))
    if room < min(len(parts.middle), 2):
        return _draw_low(parts, (columns, height - rows), rows, scroll)
    seen, scroll = _window(_fitted(page, parts.middle, columns, room), room, scroll)
    above = [*parts.top, *seen, *parts.question]
    filler = [BLANK] * max(height - rows - len(above) - len(parts.below) - len(parts.keys), 0)
    below = [*filler, *parts.below, *parts.keys]
    return Picture(_clipped(above, columns), rows, _clipped(below, columns), scroll, max(room - 1, 1))


def _draw_low(parts: Parts, size: tuple[int, int], rows: int, scroll: int) -> Picture:
    """Draw on a terminal too low for it all: what leads up to the question scrolls, the question shows first."""
    columns, height = size
    lines = [*parts.top, *parts.middle, *parts.question]
    keys = parts.keys[: max(height - 1, 0)]
    room = max(height - len(keys), 0)
    rest = max(len(lines) - room, 0)
    start = min(max(rest + scroll, 0), rest)
    seen = lines[start : start + room]
    filler = [BLANK] * (room - len(seen))
    return Picture(_clipped(seen, columns), rows, _clipped([*filler, *keys], columns), start - rest, max(room - 1, 1))


def _clipped(lines: list[Line], width: int) -> tuple[Line, ...]:
    """Cut what is wider than the terminal; words were wrapped before, so this is for marks and keys only."""
    return tuple(line if _size(line) <= width else _clip(line, width) for line in lines)


def _clip(line: Line, width: int) -> Line:
    pieces = []
    for style, text in line:
        pieces.append((style, cut(text, width)))
        width -= cells(pieces[-1][1])
    return tuple(pieces)


def _window(lines: list[Line], room: int, scroll: int) -> tuple[list[Line], int]:
    """Show as much as there is room for, and say how much is hidden."""
    lines = _squeezed(lines, room)
    if len(lines) <= room:
        return lines, 0
    start = min(max(scroll, 0), len(lines) - room + 1)
    hidden = len(lines) - start - (room - 1)
    more = f"{hidden} more lines: PgDn" if hidden else "PgUp shows the lines above"
    return [*lines[start : start + room - 1], (("class:dim", f"{' ' * INDENT}... {more}"),)], start


def _fitted(page: Page, lines: list[Line], width: int, room: int) -> list[Line]:
    """Give the lines of the middle; where they do not fit, what is only of interest takes one line a row."""
    if len([line for line in lines if line]) <= room:
        return lines
    return _middle(page, width, is_short=True)


def _middle(page: Page, width: int, *, is_short: bool = False) -> list[Line]:
    short = {"dim", "plain"} if page.question else {"dim"}
    return [
        line
        for block in page.blocks
        for line in (*_block(block, width, is_short=is_short and block.kind in short), BLANK)
    ]


def _squeezed(lines: list[Line], room: int) -> list[Line]:
    """Take out blank lines, from the top, until the rest fits."""
    surplus = max(len(lines) - room, 0)
    blanks = [index for index, line in enumerate(lines) if not line][:surplus]
    return [line for index, line in enumerate(lines) if index not in blanks]


def field_rows(page: Page, width: int, typed: str | None = None) -> int:
    """Count the lines of the text field."""
    if not isinstance(page.field, Text):
        return 0
    text = page.field.prefill if typed is None else typed
    room = max(width - len(PROMPT), 1)
    return min(sum(cells(line) // room + 1 for line in text.split("\n")), MOST_ROWS)


def cut_up(page: Page, width: int) -> Parts:
    """Lay the parts of a page out in lines."""
    rule: Line = (("class:dim", "─" * width),)
    below = [line for block in page.frame.below for line in _inline(block, width)]
    return Parts(
        top=[*_head(page, width), *_trail(page.frame.trail, width), rule, *_heading(page, width), BLANK],
        middle=_middle(page, width),
        question=[*_question(page, width), *_choices(page, width), *_notices(page, width)],
        below=[rule, *below] if below else [rule],
        keys=_keys(page, width),
    )


def _head(page: Page, width: int) -> list[Line]:
    left = clean(" · ".join(part for part in (page.frame.case, page.frame.about) if part))
    right = clean(page.frame.title)
    space = width - cells(left) - 2
    if space < cells(right) // 2:
        return [(("class:head", cut(f" {left}", width).ljust(width)),)]
    shown = cut(right, space - 1)
    return [(("class:head", f" {left}{' ' * (space - cells(shown))}{shown} "),)]


def _trail(stages: Sequence[Stage], width: int) -> list[Line]:
    if not stages:
        return []
    column = min(max(cells(clean(stage.title)) for stage in stages), width // 2)
    return [line for stage in stages for line in _stage(stage, column, width)]


def _stage(stage: Stage, column: int, width: int) -> list[Line]:
    title = cut(clean(stage.title), column)
    lines: list[list[tuple[str, str]]] = [[("class:dim", f" {title}{' ' * (column - cells(title))}")]]
    used = column + 1
    for stretch in stage.stretches:
        text = f"[{stretch.text}]" if stretch.is_here else stretch.text
        if used + 2 + len(text) > width:
            lines.append([("", " " * (column + 1))])
            used = column + 1
        lines[-1].append(("class:here" if stretch.is_here else "", f"  {text}"))
        used += 2 + len(text)
    return [tuple(line) for line in lines]


def _heading(page: Page, width: int) -> list[Line]:
    return [(("class:heading", f" {line}"),) for line in wrap(clean(page.heading), width - 1)]


def _block(block: Block, width: int, *, is_short: bool) -> list[Line]:
    gutter = "│ " if block.kind == "say" else ""
    style = {"say": "class:say", "plain": "", "dim": "", "alert": "class:alert"}[block.kind]
    room = width - INDENT - len(gutter)
    if is_short:
        texts = [cut(clean(row), room) for row in block.rows]
    else:
        texts = [
            line for row in block.rows for part in row.split("\n") for line in wrap(clean(part), room, _hang(part))
        ]
    labels = [f" {clean(block.label)}".ljust(INDENT), *[" " * INDENT] * len(texts)]
    return [
        (("class:label", label), ("class:gutter", gutter), (style, text))
        for label, text in zip(labels, texts, strict=False)
    ]


def _hang(row: str) -> int:
    """How far the second line of a row stands in: behind its mark, key or number."""
    for mark in ("[ ] ", "[x] ", "- "):
        if row.startswith(mark):
            return len(mark)
    head = row.partition(" ")[0]
    return len(head) + 1 if head.isdecimal() else 0


def _inline(block: Block, width: int) -> list[Line]:
    lines = wrap(clean(f"{block.label} {' '.join(block.rows)}"), width - 1, 2)
    style = "class:alert" if block.kind == "alert" else "class:dim"
    return [((style, f" {line}"),) for line in lines]


def _question(page: Page, width: int) -> list[Line]:
    hint = page.field.hint if isinstance(page.field, Text) else ""
    notes = "; ".join(part.rstrip(".") for part in (page.help, hint) if part)
    asked = [(("class:question", f" {line}"),) for line in wrap(clean(page.question), width - 1)]
    helped = [(("class:dim", f"   {line}"),) for line in wrap(clean(f"({notes})"), width - 3)]
    return [*(asked if page.question else []), *(helped if notes else [])]


def _choices(page: Page, width: int) -> list[Line]:
    if not isinstance(page.field, Keys):
        return []
    drawn = [_choice(choice) for choice in page.field.choices]
    is_short = len(drawn) <= 3 and not page.field.has("1")  # noqa: PLR2004  # yes and no, done and tick and print
    if is_short and sum(_size(one) + 3 for one in drawn) <= width - 3:
        return [(("", "  "), *(piece for one in drawn for piece in (*one, ("", "   "))))]
    half = (width - 3) // 2
    if len(drawn) > 6 and max(map(_size, drawn)) < half:  # noqa: PLR2004  # many: two columns
        rows = (len(drawn) + 1) // 2
        return [_pair(drawn[row], drawn[row + rows : row + rows + 1], half) for row in range(rows)]
    return [line for choice in page.field.choices for line in _choice_lines(choice, width)]


def _choice(choice: Choice) -> tuple[tuple[str, str], ...]:
    name = NAMES.get(choice.key, choice.key)
    return (("class:key", f" {name} "), ("", f" {clean(choice.label)}"))


def _size(pieces: Line) -> int:
    return sum(cells(text) for _, text in pieces)


def _pair(left: Line, right: list[Line], half: int) -> Line:
    if not right:
        return (("", "  "), *left)
    return (("", "  "), *left, ("", " " * (half - _size(left))), *right[0])


def _choice_lines(choice: Choice, width: int) -> list[Line]:
    key, (_, label) = _choice(choice)
    start = 3 + cells(key[1])
    texts = wrap(label.strip(), width - start) or [""]
    first: Line = (("", "  "), key, ("", f" {texts[0]}"))
    return [first, *((("", " " * start + text),) for text in texts[1:])]


def _notices(page: Page, width: int) -> list[Line]:
    lines: list[Line] = []
    for notice in page.notices:
        mark, style = ("! ", "class:error") if notice.is_error else ("* ", "class:told")
        texts = wrap(clean(f"{mark}{notice.text}"), width - 1, 2)
        lines += [((style, f" {text}"),) for text in texts]
    return lines


def _keys(page: Page, width: int) -> list[Line]:
    lines: list[list[tuple[str, str]]] = [[]]
    used = 0
    for choice in page.commands:
        needs_slash = isinstance(page.field, Text) or page.field.has(choice.key)
        key = f"/{choice.key}" if needs_slash else choice.key
        size = len(key) + len(choice.label) + 3
        if used + size > width:
            lines.append([])
            used = 0
        lines[-1] += [("class:command", f" {key}"), ("class:dim", f" {choice.label} ")]
        used += size
    return [tuple(line) for line in lines]

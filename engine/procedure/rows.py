"""How a `value` is taken apart: one expression, or rows of which the first true one counts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from engine.frozen import NamedTuple
from engine.procedure.compiling import Part, part

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.procedure.outline import DeclaredFact, Outline

_JOINT: Final = re.compile(r"\"[^\"]*\"|'[^']*'|\b(?P<word>when|otherwise)\b")


class Row(NamedTuple):
    """A value and the condition under which it counts; without one it counts in any case."""

    value: Part
    when: Part | None


def take_rows(outline: Outline, fact: DeclaredFact) -> tuple[Row, ...]:
    """Take the `value` of a fact apart; rows that are not well-formed are findings."""
    who = f"fact `{fact.id}`"
    if fact.node.scalar("value"):
        whole = part(fact.node.scalar("value"), who)
        return (_row(whole),) if whole else ()
    rows = [_row(Part(scalar, who, 0, scalar.text)) for scalar in fact.node.scalars("value")]
    return tuple(_well_formed(outline, rows))


def _row(whole: Part) -> Row:
    words = [match for match in _JOINT.finditer(whole.text) if match["word"]]
    if not words:
        return Row(whole, None)
    joint = words[-1]
    value, rest = whole.cut(0, joint.start()), whole.cut(joint.end(), len(whole.text))
    return Row(value, rest if joint["word"] == "when" else None)


def _well_formed(outline: Outline, rows: list[Row]) -> Iterator[Row]:
    is_over = False
    for row in rows:
        whole = row.value.scalar
        rest = whole.text[row.value.start + len(row.value.text) :].strip()
        if is_over:
            outline.find("row-after-otherwise", whole.span)
        elif row.when is None and rest != "otherwise":
            outline.find("row-without-when", whole.span)
        else:
            is_over = row.when is None
            yield row

"""Changes planted in the procedures that ship, one at a time, to see whether their rehearsals notice.

    python -m tests.rehearsal.planted        plants all of them, and prints how many were noticed (minutes)

What cannot be built any more is left out: that is noticed by `cuecard check` already.
"""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Final, NamedTuple

from engine.procedure.nodes import Document, Mapping, Node, Scalar, Sequence
from engine.procedure.source import read
from engine.rehearsal import rehearse
from tests.rehearsal.playing import NAMES, beside, procedure_of, script_of, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.diagnostics import Span
    from engine.procedure.model import Procedure

REMOVED: Final = {
    "step": (
        *("when", "wait_for", "until", "give_up", "who", "not_by", "may_hand_to", "skippable", "optional", "once"),
        *("undo", "pause", "order", "due", "remind", "ask", "open_case"),
    ),
    "outcome": ("when", "as_soon_as", "still_do"),
    "fact": ("when", "ask_again_if_changed", "required", "min"),
    "arrival": ("brings", "many"),
}
"""Keys that are left out."""

SWAPPED: Final = {
    " > ": " <= ",
    " >= ": " < ",
    " <= ": " > ",
    " = ": " != ",
    " and ": " or ",
    " or ": " and ",
    "not ": "",
}
BATCH: Final = 6


class Planted(NamedTuple):
    """A changed procedure: what was changed in which line, and the text then."""

    what: str
    text: str


def planted(name: str) -> Iterator[Planted]:
    """Plant every change in a procedure, one after the other."""
    text = text_of(name)
    document = read(text, f"{name}.yaml")
    assert isinstance(document, Document)
    for kind, node in _parts(document.root):
        for key, value in node.entries:
            if key.text in REMOVED[kind]:
                yield Planted(f"{key.span.line}: no `{key.text}`", _without(text, key.span, value.span))
            if isinstance(value, Scalar) and key.text in ("when", "until", "as_soon_as"):
                yield from _turned(text, key, value)
        if kind == "step":
            yield Planted(f"{node.span.line}: no step `{node.text('id')}`", _without(text, node.span, node.span))
    procedure = procedure_of(name)
    assert procedure
    yield from _other_options(text, procedure)


def _parts(root: Node) -> Iterator[tuple[str, Mapping]]:
    if not isinstance(root, Mapping):
        return
    yield from (("step", step) for key in ("steps", "any_time") for step in _steps(root, key))
    for kind in ("outcome", "fact", "arrival"):
        yield from ((kind, one) for _, one in root.mapping(f"{kind}s").entries if isinstance(one, Mapping))


def _steps(node: Mapping, key: str) -> Iterator[Mapping]:
    listed = node.get(key)
    for step in listed.items if isinstance(listed, Sequence) else ():
        if isinstance(step, Mapping):
            yield step
            yield from _steps(step, "steps")


def _without(text: str, begins: Span, ends: Span) -> str:
    lines = text.split("\n")
    return "\n".join([*lines[: begins.line - 1], *lines[ends.end_line :]])


def _turned(text: str, key: Scalar, value: Scalar) -> Iterator[Planted]:
    """Turn each comparison, `and`, `or` and `not` of a condition around."""
    for old, new in SWAPPED.items():
        for found in re.finditer(re.escape(old), f" {value.text}"):
            turned = (f" {value.text}"[: found.start()] + new + f" {value.text}"[found.end() :]).strip()
            yield Planted(f"{key.span.line}: `{turned}`", _replaced(text, value.span, turned))


def _other_options(text: str, procedure: Procedure) -> Iterator[Planted]:
    """Put another option into each comparison with one."""
    lines = text.split("\n")
    for number, line in enumerate(lines, 1):
        for found in re.finditer(r"\b(\w+) is (?:not )?(\w+)", line.partition("#")[0]):
            fact = procedure.facts.get(found[1])
            options = [one for one in (fact.options or {} if fact else ()) if one != found[2]]
            if options and fact and fact.options and found[2] in fact.options:
                other = line[: found.start(2)] + options[0] + line[found.end(2) :]
                yield Planted(
                    f"{number}: `{found[1]} is {options[0]}`", "\n".join([*lines[: number - 1], other, *lines[number:]])
                )


def _replaced(text: str, span: Span, new: str) -> str:
    lines = text.split("\n")
    first, last = lines[span.line - 1], lines[span.end_line - 1]
    whole = first[: span.column - 1] + new + last[span.end_column - 1 :]
    return "\n".join([*lines[: span.line - 1], whole, *lines[span.end_line :]])


def notices(name: str, procedure: Procedure) -> str | None:
    """Rehearse a changed procedure, some stories at a time; give the first story that comes out otherwise."""
    script = script_of(name)
    for begins in range(0, len(script.stories), BATCH):
        batch = script.stories[begins : begins + BATCH]
        came = rehearse(script, beside(procedure), batch.__contains__)
        for played in came.stories:
            if played.findings:
                return played.story.label
        if came.findings:
            return "the names in it"
    return None


def main() -> None:
    """Plant all changes, or those in the procedures that are named; tell those that nobody noticed."""
    for name in sys.argv[1:] or NAMES:
        noticed, unnoticed, unbuilt = 0, [], 0
        for change in planted(name):
            procedure = procedure_of(name, change.text)
            if procedure is None:
                unbuilt += 1
            elif notices(name, procedure):
                noticed += 1
            else:
                unnoticed.append(change.what)
        tried = noticed + len(unnoticed)
        print(f"{name}: noticed {noticed} of {tried} ({100 * noticed // tried} %); {unbuilt} more cannot be built")  # noqa: T201
        for what in unnoticed:
            print(f"  not noticed: line {what}")  # noqa: T201


if __name__ == "__main__":
    main()

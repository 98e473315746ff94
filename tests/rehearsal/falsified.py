"""Stories that say something else than is so: every look turned into one that cannot be right; names stay names."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from engine.procedure.nodes import Mapping, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.procedure.model import Procedure
    from engine.procedure.nodes import Node
    from engine.rehearsal import Line, Script, Story

_OTHER: Final = {
    "title": "Something else",
    "say": "Something else",
    "printed": "nothing of the kind",
    "printed_html": "nothing of the kind",
}


def with_false_looks(script: Script, procedure: Procedure) -> Script:
    """Turn every word of every look into something that is not so."""

    def falsified(line: Line) -> Line:
        if not isinstance(line.what, Mapping) or line.word != "then":
            return line
        entries = tuple((key, _false(key.text, said, procedure)) for key, said in line.what.entries)
        return replace(line, what=Mapping(entries, line.what.span))

    return replace(script, stories=tuple(_with_lines(story, falsified) for story in script.stories))


def with_other_refusals(script: Script, label: str) -> Script:
    """Have everything that is refused in one story be refused for another reason."""

    def falsified(line: Line) -> Line:
        refused = line.keys.scalar("refused")
        if not refused:
            return line
        others = ("unknown-role", "unknown-place") if refused.text.startswith("unknown") else ("done-once", "closed")
        code = next(one for one in others if one != refused.text)
        entries = tuple((key, _said(code, node) if key.text == "refused" else node) for key, node in line.keys.entries)
        return replace(line, keys=Mapping(entries, line.keys.span))

    changed = tuple(_with_lines(story, falsified) if story.label == label else story for story in script.stories)
    return replace(script, stories=changed)


def _with_lines(story: Story, change: Callable[[Line], Line]) -> Story:
    return replace(story, lines=tuple(change(line) for line in story.lines))


def _false(word: str, said: Node, procedure: Procedure) -> Node:
    if isinstance(said, Mapping):
        return Mapping(tuple((key, _false(word, value, procedure)) for key, value in said.entries), said.span)
    if isinstance(said, Sequence):
        return _false_list(word, said, procedure)
    return _said(_false_word(word, said.text, procedure), said)


def _false_word(word: str, said: str, procedure: Procedure) -> str:
    match word:
        case "case":
            return "cancelled" if said != "cancelled" else "open"
        case "outcome" | "ending":
            return "none" if said != "none" else procedure.outcomes[0].id
        case "status":
            return "waiting" if said != "waiting" else "done"
        case "facts":
            return "unknown" if said != "unknown" else "none"
        case _:
            return _OTHER[word]


def _false_list(word: str, said: Sequence, procedure: Procedure) -> Sequence:
    step = next(iter(procedure.by_id))
    there = {one.text for one in said.items if isinstance(one, Scalar)}
    added = {
        "flags": f"{step}: undo",
        "conflicts": next(fact for fact in procedure.facts if fact not in there),
        "who": next(role for role in procedure.roles if role not in there),
        "asks": next(fact for fact in procedure.facts if fact not in there),
    }
    if word in ("open", "settled", "waits_for", "flags", "conflicts", "who", "asks"):
        more = _said(added.get(word, f"{step}#99"), said)
        return Sequence((*said.items, more), said.span)
    return Sequence(tuple(_false_item(word, one) for one in said.items), said.span)


def _false_item(word: str, said: Node) -> Node:
    text = said.text if isinstance(said, Scalar) else ""
    return _said(text.replace(" 202", " 203") if word == "dates" else _OTHER[word], said)


def _said(text: str, at: Node) -> Scalar:
    return Scalar(text, text, text, "", at.span)

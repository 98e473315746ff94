"""Makes mutants: a file that is right, with one mistake in it, of which is known where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from engine.procedure.nodes import Document, Mapping, Scalar, Sequence
from engine.procedure.source import read
from tests.mutants.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.diagnostics import Span
    from engine.procedure.nodes import Node
    from tests.mutants.words import Word


class Mutant(NamedTuple):
    """One spoilt file.

    Args:
        kind: What was done to it.
        source: The file it was made of.
        text: What it holds now.
        lines: Where it was changed, in the lines of `text`, counted from 1.
        was: The lines of the right file that were changed or taken away.
        word: Of a mistyped name: as it was. Of a key that was left out: that key.
        typed: Of a mistyped name: as it is.
        owner: The step, fact, arrival or outcome that the change was made in.
    """

    kind: str
    source: str
    text: str
    lines: frozenset[int]
    was: frozenset[int]
    word: str = ""
    typed: str = ""
    owner: str = ""


TYPOS: Final = {
    "key": "typo in a key",
    "declared": "typo in a declared name",
    "used": "typo in a used name",
    "option": "typo in an option",
    "word": "typo in a fixed word",
}
OTHER_SIGN: Final = {">": "<", "<": ">", ">=": "<=", "<=": ">=", "=": "!=", "!=": "="}
BLANK: Final = ("", "#")


def document_of(text: str) -> Document:
    """Read a file that is right."""
    found = read(text, "right.yaml")
    assert isinstance(found, Document), found
    return found


def mutants(source: str, text: str) -> Iterator[Mutant]:
    """Give every mutant of a file, always the same ones."""
    document = document_of(text)
    found = list(words(document.root))
    owners = [*_owners(document.root)]
    for mutant in (
        *_typos(source, text, found),
        *_swaps(source, text, document, found),
        *_keys(source, text, document.root),
        *_lines(source, text),
    ):
        yield mutant._replace(owner=_owner(owners, max(mutant.was)))


def _owners(node: Node, name: str = "") -> Iterator[tuple[int, int, str]]:
    """Give from which line to which each step, fact, arrival and outcome is declared, the outer ones first."""
    if isinstance(node, Mapping):
        own = node.text("id") or name
        if own:
            yield node.span.line - (0 if node.text("id") else 1), node.span.end_line, own
        for key, value in node.entries:
            if isinstance(value, Mapping) and key.text in {"facts", "of", "arrivals", "outcomes"}:
                for inner, declared in value.entries:
                    yield from _owners(declared, inner.text)
            elif not isinstance(value, Scalar):
                yield from _owners(value)
    elif isinstance(node, Sequence):
        for one in node.items:
            yield from _owners(one)


def _owner(owners: list[tuple[int, int, str]], line: int) -> str:
    """Give the innermost of them that a line is in."""
    return next((name for first, last, name in reversed(owners) if first <= line <= last), "")


# -- words ---------------------------------------------------------------------------------------------------------


def typo(word: str, way: int) -> str:
    """Mistype a word as hands do: a letter left out, two exchanged, one doubled, one beside it."""
    at = min(len(word) - 1, 1 + way // 4 % max(1, len(word) - 1))
    left, letter, right = word[:at], word[at], word[at + 1 :]
    match way % 4:
        case 0 if len(word) > 1:
            return left + right
        case 1 if at and left[-1] != letter:
            return left[:-1] + letter + left[-1] + right
        case 2:
            return left + letter + letter + right
        case _:
            return left + ("w" if letter != "w" else "e") + right


def _typos(source: str, text: str, found: list[Word]) -> Iterator[Mutant]:
    for way, word in enumerate(found):
        kind = TYPOS.get(word.sort)
        if kind and word.span.line == word.span.end_line:
            yield from _with(kind, source, text, word.span, typo(word.text, way), word.text)


def _with(kind: str, source: str, text: str, span: Span, new: str, word: str = "") -> Iterator[Mutant]:
    lines = text.split("\n")
    line = lines[span.line - 1]
    lines[span.line - 1] = line[: span.column - 1] + new + line[span.end_column - 1 :]
    changed = "\n".join(lines)
    if changed != text:
        at = frozenset({span.line})
        yield Mutant(kind, source, changed, at, at, word, new)


def _swaps(source: str, text: str, document: Document, found: list[Word]) -> Iterator[Mutant]:
    """Take another option of the same fact, another sign."""
    groups = [[key.text for key, _ in options.entries] for options in _options(document.root)]
    for word in found:
        if word.sort == "sign":
            yield from _with("other sign", source, text, word.span, OTHER_SIGN[word.text])
        group = next((group for group in groups if word.text in group), ())
        if word.sort == "option" and len(group) > 1:
            other = group[(list(group).index(word.text) + 1) % len(group)]
            yield from _with("other option", source, text, word.span, other)


def _options(node: Node) -> Iterator[Mapping]:
    if isinstance(node, Mapping):
        for key, value in node.entries:
            if key.text == "options" and isinstance(value, Mapping):
                yield value
            yield from _options(value)
    elif isinstance(node, Sequence):
        for one in node.items:
            yield from _options(one)


# -- keys ----------------------------------------------------------------------------------------------------------

WRONG: Final = {
    "number": "many",
    "truth": "7",
    "text": "[one, two]",
    "list": "7",
    "mapping": "something",
}


def _keys(source: str, text: str, root: Node) -> Iterator[Mutant]:
    """Take keys away with all that they hold, and give them something of another type."""
    for key, value, is_last in _entries(root):
        lines = text.split("\n")
        first, after = key.span.line, _line_after(value)
        on_own_line = lines[first - 1][: key.span.column - 1].strip() in {"", "-"}
        if not on_own_line:
            continue
        starts_entry = "-" in lines[first - 1][: key.span.column - 1]
        kept = lines[: first - 1] + lines[after - 1 :]
        if starts_entry and not is_last:
            nxt = kept[first - 1]
            kept[first - 1] = lines[first - 1][: key.span.column - 1] + nxt.lstrip()
        was = frozenset(range(first, after))
        yield Mutant("key left out", source, "\n".join(kept), frozenset({first - 1, first}), was, key.text)
        other = "[7, 8]" if key.text == "value" else WRONG[_type(value)]
        wrong = f"{lines[first - 1][: key.span.column - 1]}{key.text}: {other}"
        spoilt = "\n".join([*lines[: first - 1], wrong, *lines[after - 1 :]])
        yield Mutant("wrong type", source, spoilt, frozenset({first}), was)


def _entries(node: Node) -> Iterator[tuple[Scalar, Node, bool]]:
    if isinstance(node, Mapping):
        for key, value in node.entries:
            yield key, value, key is node.entries[-1][0]
            yield from _entries(value)
    elif isinstance(node, Sequence):
        for one in node.items:
            yield from _entries(one)


def _line_after(node: Node) -> int:
    return node.span.end_line if node.span.end_column == 1 else node.span.end_line + 1


def _type(node: Node) -> str:
    if isinstance(node, Mapping):
        return "mapping"
    if isinstance(node, Sequence):
        return "list"
    if node.text in {"yes", "no", "true", "false"}:
        return "truth"
    return "text" if isinstance(node.value, str) else "number"


# -- lines ---------------------------------------------------------------------------------------------------------


def _lines(source: str, text: str) -> Iterator[Mutant]:
    """Take lines away, write them twice, move them, move them sideways."""
    lines = text.split("\n")
    said = [at for at, line in enumerate(lines) if line.strip()[:1] not in BLANK]
    for number, at in enumerate(said):
        line = lines[at]
        one = frozenset({at + 1})
        headed = {number + 1 for number in range(at, _block_end(lines, at) - 1)}
        yield _changed("line left out", source, [*lines[:at], *lines[at + 1 :]], {at, at + 1} | headed, one)
        yield _changed("line twice", source, [*lines[:at], line, *lines[at:]], {at + 1, at + 2}, one)
        if number + 1 < len(said):
            nxt = said[number + 1]
            swapped = [*lines[:at], lines[nxt], *lines[at + 1 : nxt], line, *lines[nxt + 1 :]]
            yield _changed("lines exchanged", source, swapped, {at + 1, nxt + 1}, one | {nxt + 1})
        to = said[(number * 7 + 3) % len(said)]
        rest = [*lines[:at], *lines[at + 1 :]]
        yield _changed("line moved", source, [*rest[:to], line, *rest[to:]], {at, at + 1, to + 1}, one)
        for by in (-2, -1, 1, 2):
            moved = " " * by + line if by > 0 else line.removeprefix(" " * -by)
            yield _changed(f"indent {by:+d}", source, [*lines[:at], moved, *lines[at + 1 :]], {at + 1}, one)


def _block_end(lines: list[str], at: int) -> int:
    """Give the line after the last one that stands further in below a line: where that is left out, all of it moves."""
    own = len(lines[at]) - len(lines[at].lstrip())
    end = at + 1
    while end < len(lines) and (not lines[end].strip() or len(lines[end]) - len(lines[end].lstrip()) > own):
        end += 1
    return end


def _changed(kind: str, source: str, lines: list[str], where: set[int], was: frozenset[int]) -> Mutant:
    return Mutant(kind, source, "\n".join(lines), frozenset(where), was)

"""What becomes of a mutant: found by `check` where it was changed, no mistake at all, or a survivor."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import fields, is_dataclass
from difflib import SequenceMatcher
from itertools import accumulate
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, TypeAlias

from engine.condition import Condition, Phrase
from engine.diagnostics import has_errors
from engine.procedure.load import Loaded, load
from engine.procedure.nodes import Document, Mapping, Sequence
from engine.procedure.source import read
from tests.mutants.seeding import document_of
from tests.mutants.words import words
from tests.procedure.examples import check

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Mapping as AnyMapping
    from collections.abc import Set as AbstractSet

    from engine.diagnostics import Diagnostic
    from engine.procedure.nodes import Node
    from tests.mutants.seeding import Mutant

Fate: TypeAlias = Literal["found", "end", "same", "words", "renamed", "policy", "far", "missed"]
"""What was made of a mistake, or why it is none.

`found`: where the change was. `end`: at another place of a name that stands there, or at the promise it breaks.
`far`: somewhere else. `missed`: not at all. The others are no mistakes. `same`: nothing changed for a case. `words`:
only what is shown to people. `renamed`: a name, everywhere. `policy`: as an author may well want it.
"""

RENAMING: Final = "typo in a declared name"
NEAR: Final = 2
"""Lines that say something, between a change and where it is found."""

FOR_PEOPLE: Final = frozenset(
    {"title", "question", "help", "say", "do", "undo", "roles", "owner", "review_by", "private", "version"}
)
"""What is shown to people, kept about the file, or masked, and never decides what happens."""


class Judged(NamedTuple):
    """What became of a mutant, and what was said of it."""

    mutant: Mutant
    fate: Fate
    findings: tuple[Diagnostic, ...]


class Original:
    """A file that is right, and what is known of it."""

    def __init__(self, source: str, text: str) -> None:
        self.source = source
        self.text = text
        document = document_of(text)
        self.tree = plain(document.root)
        self.findings = Counter(one.message for one in check(source, text.encode()))
        self.model = _model(text)
        self.ends: dict[str, set[int]] = {}
        for word in words(document.root):
            if word.sort in {"declared", "used", "option"}:
                self.ends.setdefault(word.text, set()).add(word.span.line)

    def judge(self, mutant: Mutant) -> Judged:
        """Say what became of a mutant."""
        findings = check(mutant.source, mutant.text.encode())
        new = tuple(one for one in findings if one.message not in self.findings)
        near = _Near(mutant.text)
        if any(near.is_at(mutant.lines, one) for one in new):
            return Judged(mutant, "found", new)
        ends = self._ends(mutant)
        if any(near.is_at(ends, one) or self._is_told(mutant, one) for one in new):
            return Judged(mutant, "end", new)
        if not has_errors(new) and (not new or self._is_policy(mutant)):
            return Judged(mutant, self._unfound(mutant), new)
        return Judged(mutant, "far", new)

    @staticmethod
    def _is_told(mutant: Mutant, one: Diagnostic) -> bool:
        """Whether a finding names the key that is missing, or the promise that is broken."""
        said = f"{one.message} {one.help}"
        names = mutant.kind == "key left out" and any(f"`{mutant.word}{end}`" in said for end in ("", ":"))
        return names or one.code.startswith("promise-")

    def _ends(self, mutant: Mutant) -> set[int]:
        """Give the lines, in the mutant, where the names stand that stood in what was changed, or name it."""
        names = {name for name, lines in self.ends.items() if not mutant.was.isdisjoint(lines)} | {mutant.owner}
        shift = mutant.text.count("\n") - self.text.count("\n")
        last = max(mutant.was, default=0)
        return {line + (shift if line > last else 0) for name in names for line in self.ends.get(name, ())}

    def _unfound(self, mutant: Mutant) -> Fate:
        model = _model(mutant.text)
        if model == self.model:
            return "same"
        if without(model, FOR_PEOPLE) == without(self.model, FOR_PEOPLE):
            return "words"
        if mutant.kind == RENAMING and renamed(model, mutant.typed, mutant.word) == self.model:
            return "renamed"
        return "policy" if self._is_policy(mutant) else "missed"

    def _is_policy(self, mutant: Mutant) -> bool:
        """Whether the change is one that an author may well want: then nobody but the author can know.

        That is another option or sign in a condition, or exactly one entry of the document left out, written twice,
        or put somewhere else, where all the rest stands as it stood.
        """
        if mutant.kind in {"other option", "other sign"}:
            return True
        if mutant.kind.startswith("typo") or mutant.kind == "wrong type":
            return False
        document = read(mutant.text, mutant.source)
        assert isinstance(document, Document)
        edits = Counter(kind for kind, _ in difference(self.tree, plain(document.root)))
        return edits in ({"-": 1}, {"+": 1}, {"+": 1, "-": 1}, {"order": 1})


class _Near:
    """Measures how far findings are from changes, in lines that say something."""

    def __init__(self, text: str) -> None:
        said = (line.strip()[:1] not in {"", "#"} for line in text.split("\n"))
        self.numbers = [0, *accumulate(said)]

    def is_at(self, lines: AbstractSet[int], one: Diagnostic) -> bool:
        """Whether a finding stands at one of these lines, or tells to look there."""
        told = [int(number) for number in re.findall(r"\bline (\d+)", f"{one.message} {one.help or ''}")]
        spans = [(one.span.line, one.span.end_line), *((line, line) for line in told)]
        return any(
            self._said(first) - NEAR <= self._said(line) <= self._said(last) + NEAR
            for first, last in spans
            for line in lines
        )

    def _said(self, line: int) -> int:
        return self.numbers[min(max(line, 0), len(self.numbers) - 1)]


def _model(text: str) -> Any:  # noqa: ANN401  the fields of a procedure, nested
    loaded = load(text, "mutant.yaml")
    return flat(loaded.procedure) if isinstance(loaded, Loaded) else None


def flat(value: Any) -> Any:  # noqa: ANN401  as above
    """Take a model apart, without its places."""
    if isinstance(value, (Condition, Phrase)):
        return _term(value.tree if isinstance(value, Condition) else value.term)
    if is_dataclass(value):
        named = ((one.name, getattr(value, one.name)) for one in fields(value))
        return {name: flat(inner) for name, inner in named if name not in {"span", "digest", "by_id"}}
    if isinstance(value, dict):
        return {key: flat(inner) for key, inner in value.items()}
    return [flat(one) for one in value] if isinstance(value, (list, tuple)) else value


def _term(term: Any) -> Any:  # noqa: ANN401  as above
    """Take a condition apart, without the places and the words of its parts."""
    if hasattr(term, "_asdict"):
        named = term._asdict().items()
        return [type(term).__name__, *(_term(part) for name, part in named if name not in {"start", "end", "text"})]
    return [_term(part) for part in term] if isinstance(term, tuple) else term


def renamed(model: Any, new: str, old: str) -> Any:  # noqa: ANN401  as above
    """Give a name back its old spelling, everywhere."""
    if isinstance(model, dict):
        return {renamed(key, new, old): renamed(one, new, old) for key, one in model.items()}
    if isinstance(model, list):
        return [renamed(one, new, old) for one in model]
    if not isinstance(model, str):
        return model
    return {new: old, f"{new}#": f"{old}#", _spoken(new): _spoken(old)}.get(model, model)


def _spoken(name: str) -> str:
    """Give the title that a step without one has."""
    return name.replace("_", " ").capitalize()


def without(model: Any, names: frozenset[str]) -> Any:  # noqa: ANN401  as above
    """Leave some fields out of a model, but for whether there is something in them."""
    if isinstance(model, dict):
        return {key: bool(one) if key in names else without(one, names) for key, one in model.items()}
    return [without(one, names) for one in model] if isinstance(model, list) else model


# -- documents ------------------------------------------------------------------------------------------------------


def plain(node: Node) -> Any:  # noqa: ANN401  what YAML can hold
    """Give what a node says."""
    if isinstance(node, Mapping):
        return {key.text: plain(value) for key, value in node.entries}
    return [plain(one) for one in node.items] if isinstance(node, Sequence) else node.text


def difference(one: Any, other: Any) -> Iterator[tuple[str, Any]]:  # noqa: ANN401  as above
    """Give what has to be taken away, `-`, and added, `+`, to make one document of another, or only put in `order`."""
    if isinstance(one, dict) and isinstance(other, dict):
        yield from _keys(one, other)
    elif isinstance(one, list) and isinstance(other, list):
        yield from _entries(one, other)
    elif one != other:
        yield "-", one
        yield "+", other


def _keys(one: AnyMapping[str, Any], other: AnyMapping[str, Any]) -> Iterator[tuple[str, Any]]:
    yield from (("-", {key: one[key]}) for key in one if key not in other)
    yield from (("+", {key: other[key]}) for key in other if key not in one)
    both = [key for key in one if key in other]
    for key in both:
        yield from difference(one[key], other[key])
    if both != [key for key in other if key in one]:
        yield "order", both


def _entries(one: list[Any], other: list[Any]) -> Iterator[tuple[str, Any]]:
    matcher = SequenceMatcher(None, [repr(each) for each in one], [repr(each) for each in other], autojunk=False)
    for what, left, left_end, right, right_end in matcher.get_opcodes():
        if what == "replace" and left_end - left == right_end - right:
            for before, after in zip(one[left:left_end], other[right:right_end], strict=True):
                yield from difference(before, after)
        elif what != "equal":
            yield from (("-", each) for each in one[left:left_end])
            yield from (("+", each) for each in other[right:right_end])

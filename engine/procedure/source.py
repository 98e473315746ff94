"""What a file says, as nodes with places; the only door to PyYAML, of which only the events are used.

    read(text, file) -> Document | findings

PyYAML's own idea of types, copies, tags and duplicate keys never applies (design 5). Its parser for C, which is twenty
times as fast, is taken where it was installed; whatever that refuses is read again by the one in Python, whose problems
we know how to word. Both hand over one event after the other, so that depth and number are limited before anything
recursive runs.

INVARIANT: `read` gives a value for every input; it never raises, and what it needs is bounded by the limits here.
"""

from __future__ import annotations

import hashlib
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Final, NoReturn, cast

import yaml

from engine.diagnostics import Diagnostic, Span, diagnose, has_errors, in_order
from engine.procedure.characters import HIDDEN, name_of, read_characters
from engine.procedure.nodes import Document, Mapping, Node, Scalar, Sequence, Style, Typed
from engine.procedure.recovery import MOST_MENDED, without
from engine.procedure.rewording import Problem, locate_slip, reword
from engine.procedure.slips import odd_in_plain, odd_in_quotes

if TYPE_CHECKING:
    from collections.abc import Iterator

DEEPEST: Final = 24
MOST_VALUES: Final = 20_000
LONGEST_WORD: Final = 80

_WHOLE: Final = re.compile(r"-?(0|[1-9][0-9]{0,17})", re.ASCII)
_DECIMAL: Final = re.compile(r"-?(0|[1-9][0-9]{0,17})\.[0-9]{1,18}", re.ASCII)

_BLOCK: Final = re.compile(r"[|>]([-+]?[1-9]?|[1-9][-+]) *( #[^\n]*)?(\n|$)")
"""The line with which a block of text may begin."""

_FAST: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_PROBLEMS: Final = (yaml.YAMLError, ValueError, OverflowError)
"""What PyYAML raises; the latter two for numbers in escapes and directives that it does not check."""


def read(text: str | bytes, file: str) -> Document | tuple[Diagnostic, ...]:
    """Read a file.

    Args:
        text: What the file holds.
        file: Its name, as it is shown to people.

    Returns:
        The document, or all findings if one of them is an error.
    """
    plain = read_characters(text, file)
    if isinstance(plain, tuple):
        return plain
    tree = _Tree(plain, file)
    root = tree.read()
    findings = in_order((*tree.findings, *_further(tree)))
    if root is None or has_errors(findings):
        return findings
    return Document(file, plain, hashlib.sha256(plain.encode()).hexdigest(), root, findings)


def _further(tree: _Tree) -> Iterator[Diagnostic]:
    """Read on after each line that cannot be read, and give what is found in the lines below."""
    mended: set[int] = set()
    for _ in range(MOST_MENDED):
        text = without(tree.text, tree.problem) if tree.problem else None
        if text is None or tree.problem is None or tree.problem.span.line in mended:
            return
        mended.add(tree.problem.span.line)
        tree = _Tree(text, tree.file)
        tree.read()
        if tree.problem and without(text, tree.problem) is None:
            return  # it may come of what was mended
        yield from (one for one in tree.findings if one.span.line > max(mended))


class _StopError(Exception):
    """The rest of the file is not read."""


class _Tree:
    """Makes nodes of events; what must not be there becomes a finding, and reading goes on where it can."""

    def __init__(self, text: str, file: str) -> None:
        self.text = text
        self.file = file
        self.lines = text.count("\n") + 1
        self.findings: list[Diagnostic] = []
        self.problem: Diagnostic | None = None
        self.values = 0
        self.events: Iterator[yaml.Event] = iter(())

    def read(self) -> Node | None:
        """Read the whole file; None if there is nothing in it or it cannot be read to its end."""
        try:
            return self._read_quickly()
        except _StopError:
            return None

    def _read_quickly(self) -> Node | None:
        try:
            return self._read_with(_FAST)
        except _PROBLEMS:
            return self._read_slowly()

    def _read_slowly(self) -> Node | None:
        self.findings.clear()
        loader = yaml.SafeLoader(self.text)
        try:
            return self._read_with(lambda _: loader)
        except _PROBLEMS as problem:
            mark = getattr(problem, "problem_mark", None) or loader.get_mark()
            began = getattr(problem, "context_mark", None) or mark
            words = str(getattr(problem, "problem", None) or problem)
            wording = Problem(words, str(getattr(problem, "context", "")), mark.index, began.index)
            self.problem = reword(wording, self.text, self.file)
            self._find_problem(self.problem)
        return None

    def _find_problem(self, found: Diagnostic) -> None:
        """Keep a problem of PyYAML's, without what was only another sign of it."""
        if found.code == "unclosed-bracket":
            self.findings = [one for one in self.findings if one.code != "pair-in-list"]
        if all(one.code not in {found.code, "quote-goes-on"} for one in self.findings):
            self.findings.append(found)

    def _read_with(self, loader: object) -> Node | None:
        self.values = 0
        self.events = yaml.parse(self.text, Loader=cast("type[yaml.SafeLoader]", loader))
        root = None
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                self._begin_document(event, is_first=root is None)
            elif isinstance(event, yaml.NodeEvent):
                root = self._node(event, 1)
        if root is None or (isinstance(root, Scalar) and not root.raw):
            self._find("empty-file", Span(1, 1, 1, 1))
        return root

    def _begin_document(self, event: yaml.DocumentStartEvent, *, is_first: bool) -> None:
        if not is_first:
            self._stop("second-document", event)
        if event.version or event.tags:
            self._find("directive", self._word(event), name=self._written(event))

    def _node(self, event: yaml.Event, depth: int) -> Node:
        self.values += 1
        if self.values > MOST_VALUES:
            self._stop("too-many-values", event, limit=MOST_VALUES)
        self._refuse_marks(event)
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event)
        if isinstance(event, yaml.AliasEvent):
            return Scalar("", "", "", "", self._word(event))
        if depth > DEEPEST:
            self._stop("too-deep", event, limit=DEEPEST)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(event, depth)
        return self._sequence(event, depth)

    def _scalar(self, event: yaml.ScalarEvent) -> Scalar:
        begins = _begins(event)
        raw = self.text[begins.index : _ends(event).index].rstrip("\n ")
        if event.style in {"|", ">"} and not _BLOCK.match(raw):
            raise yaml.YAMLError  # the parser in C is less strict here; so the other one has to say it
        style = cast("Style", event.style or "")
        value = event.value if style else _typed(event.value)
        scalar = Scalar(value, event.value, raw, style, self._within(_span(begins, raw)))
        slips = odd_in_quotes(begins.index, raw) if style else odd_in_plain(self.text, begins.index, raw)
        self.findings += [locate_slip(slip, self.text, self.file) for slip in slips]
        hidden = HIDDEN.search(event.value) if style == '"' else None  # only there an escape can make one
        if hidden:
            self._find("hidden-character", scalar.span, name=name_of(hidden.group()))
        return scalar

    def _within(self, span: Span) -> Span:
        """Move what PyYAML places behind the end of the file (an empty value) to its end."""
        if span.line <= self.lines:
            return span
        column = len(self.text) - self.text.rfind("\n")
        return Span(self.lines, column, self.lines, column)

    def _mapping(self, event: yaml.MappingStartEvent, depth: int) -> Mapping:
        entries: dict[str, tuple[Scalar, Node]] = {}
        while not isinstance(last := next(self.events), yaml.MappingEndEvent):
            key, value = self._node(last, depth + 1), self._node(next(self.events), depth + 1)
            if self._is_key(key, entries) and isinstance(key, Scalar):
                entries[key.text] = key, value
        parts = [node for entry in entries.values() for node in entry]
        mapping = Mapping(tuple(entries.values()), _span_around(event, parts, last))
        if event.flow_style:
            self._warn_of_braces(event, mapping)
        return mapping

    def _sequence(self, event: yaml.Event, depth: int) -> Sequence:
        items: list[Node] = []
        while not isinstance(last := next(self.events), yaml.SequenceEndEvent):
            items.append(self._node(last, depth + 1))
        return Sequence(tuple(items), _span_around(event, items, last))

    def _is_key(self, key: Node, entries: dict[str, tuple[Scalar, Node]]) -> bool:
        if not isinstance(key, Scalar) or not key.text or "\n" in key.text:
            self._find("odd-key", key.span)
        elif key.raw == "<<":
            self._find("merge-key", key.span)
        elif key.text in entries:
            first = entries[key.text][0].span
            begins_entry = self.text.split("\n", first.line)[first.line - 1][: first.column - 1].strip() == "-"
            help_ = "write `- ` in front of it if another entry of the list begins here" if begins_entry else None
            self._find("duplicate-key", key.span, help_, name=key.text, line=first.line)
        else:
            return True
        return False

    def _refuse_marks(self, event: yaml.Event) -> None:
        """Find an alias, an anchor or a tag; no procedure needs them (design 5)."""
        if isinstance(event, yaml.AliasEvent):
            self._find("alias", self._word(event), name=self._written(event))
        elif getattr(event, "anchor", None):
            self._find("anchor", self._word(event), name=self._written(event))
        elif getattr(event, "tag", None):
            self._find("tag", self._word(event), name=self._written(event))

    def _warn_of_braces(self, event: yaml.Event, mapping: Mapping) -> None:
        key, value = mapping.entries[0] if mapping.entries else (None, None)
        if not self.text.startswith("{", _begins(event).index):
            self._find("pair-in-list", mapping.span)
        elif key and len(mapping.entries) == 1 and isinstance(value, Scalar) and not value.raw:
            self._find("braces-without-quotes", mapping.span, name=key.text)
        elif key:
            self._find("flow-mapping", mapping.span, name=key.text)

    def _written(self, event: yaml.Event) -> str:
        """Give the word of the file with which an event begins."""
        begins = _begins(event).index
        return self.text[begins : begins + LONGEST_WORD].split(maxsplit=1)[0]

    def _word(self, event: yaml.Event) -> Span:
        return _span(_begins(event), self._written(event))

    def _find(self, code: str, span: Span, instead: str | None = None, **words: object) -> None:
        self.findings.append(diagnose(code, self.file, span, instead, **words))

    def _stop(self, code: str, event: yaml.Event, **words: object) -> NoReturn:
        self._find(code, self._word(event), None, **words)
        raise _StopError


def _begins(event: yaml.Event) -> yaml.Mark:
    return cast("yaml.Mark", event.start_mark)  # every event of a parser has both marks


def _ends(event: yaml.Event) -> yaml.Mark:
    return cast("yaml.Mark", event.end_mark)


def _typed(text: str) -> Typed:
    if text in {"true", "false"}:
        return text == "true"
    if _WHOLE.fullmatch(text):
        return int(text)
    return Decimal(text) if _DECIMAL.fullmatch(text) else text


def _span(begins: yaml.Mark, raw: str) -> Span:
    line, column = begins.line + 1, begins.column + 1
    if "\n" not in raw:
        return Span(line, column, line, column + len(raw))
    return Span(line, column, line + raw.count("\n"), len(raw) - raw.rindex("\n"))


def _span_around(event: yaml.Event, parts: list[Node], last: yaml.Event) -> Span:
    """Give the place of a collection: to its closing bracket, or to the end of its last part."""
    begins, ends = _begins(event), _ends(last)
    line, column = begins.line + 1, begins.column + 1
    if getattr(event, "flow_style", False):
        return Span(line, column, ends.line + 1, ends.column + 1)
    inner = parts[-1].span if parts else Span(line, column, line, column + 1)
    return Span(line, column, inner.end_line, inner.end_column)

"""Reading a story: given a case, when these things happen, then it stands so. All values stay text, as people type."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from engine.procedure.nodes import Document, Mapping, Node, Scalar
from engine.procedure.source import read

if TYPE_CHECKING:
    from pathlib import Path

Plain: TypeAlias = "str | list[Any] | dict[str, Any]"

_KEYS: Final = {"story", "given", "when", "then"}


@dataclass(frozen=True)
class Line:
    """One thing that happens, or is looked at: its word, what the word is given, and what else is said of it."""

    story: str
    number: int
    word: str
    what: Any
    rest: dict[str, Any]

    def __str__(self) -> str:
        """Say which line it is."""
        what = f" {self.what}" if isinstance(self.what, str) else ""
        return f"{self.story}.yaml:{self.number}: {self.word}{what}"


@dataclass(frozen=True)
class Story:
    """A story as it was read."""

    title: str
    given: dict[str, Any]
    lines: tuple[Line, ...]


def read_story(path: Path) -> Story:
    """Read a story; one that is told `after` another begins where that ended. Its last line looks at its `then`."""
    root = _root(path)
    given = _plain(root.mapping("given"))
    assert isinstance(given, dict)
    earlier = read_story(path.with_name(f"{given['after']}.yaml")) if "after" in given else None
    lines = tuple(_line(path.stem, node) for node in root.nodes("when"))
    then = root.get("then")
    last = (Line(path.stem, then.span.line, "then", _plain(then), {}),) if then else ()
    before = (*earlier.lines, *_scene(path, given)) if earlier else ()
    return Story(root.text("story"), earlier.given if earlier else given, (*before, *lines, *last))


def _root(path: Path) -> Mapping:
    document = read(path.read_text(encoding="utf-8"), path.name)
    assert isinstance(document, Document), document
    assert not document.warnings, document.warnings
    root = document.root
    assert isinstance(root, Mapping)
    assert {key.text for key, _ in root.entries} <= _KEYS, f"{path.name}: a story has only {sorted(_KEYS)}"
    return root


def _scene(path: Path, given: dict[str, Any]) -> tuple[Line, ...]:
    """What is other than it was at the end of the earlier story."""
    return tuple(Line(path.stem, 1, word, what, {}) for word, what in given.items() if word != "after")


def _line(story: str, node: Node) -> Line:
    assert isinstance(node, Mapping), f"{story}:{node.span.line}: write it as `- word: what`"
    (word, what), *rest = node.entries
    return Line(story, word.span.line, word.text, _plain(what), {key.text: _plain(value) for key, value in rest})


def _plain(node: Node) -> Plain:
    match node:
        case Scalar():
            return node.text
        case Mapping():
            return {key.text: _plain(value) for key, value in node.entries}
        case _:
            return [_plain(item) for item in node.items]

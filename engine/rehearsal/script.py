"""What the author of a rehearsal wrote: stories of lines, each with its place, all values as the text people type.

    read_script(text, file) -> Script | findings

INVARIANT: in a script each story that another one goes on from stands further up, so that no story goes in a circle.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias

from engine.diagnostics import diagnose, has_errors, in_order, suggest
from engine.frozen import dataclass
from engine.procedure.nodes import Document, Mapping, Node, Scalar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.diagnostics import Diagnostic, Span

Plain: TypeAlias = "str | list[Any] | dict[str, Any]"

BELONGS: Final[dict[str, frozenset[str]]] = {
    word: frozenset(keys.split()) | ({"as", "refused"} if word not in {"then", "wait", "now", "as", "go_to"} else set())
    for word, keys in {
        "then": "",
        "done": "told happened",
        "answer": "happened",
        "amend": "reason happened",
        "skip": "reason happened",
        "redo": "reason happened",
        "confirm": "reason happened",
        "sign": "approved reason happened",
        "take": "happened",
        "hand": "to reason happened",
        "arrive": "told happened",
        "withdraw": "reason happened",
        "add": "told happened",
        "remove": "reason happened",
        "note": "step happened",
        "print": "",
        "hold": "happened",
        "resume": "happened",
        "cancel": "happened",
        "reopen": "happened",
        "tick": "",
        "wait": "",
        "now": "",
        "go_to": "",
        "as": "",
    }.items()
}
"""The words for what happens, and the keys that may stand beside each."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that happens, or a look: its word, what the word is given, and what else is said of it."""

    word: str
    key: Scalar
    what: Node
    keys: Mapping

    @property
    def span(self) -> Span:
        """What to underline if the line as a whole is meant: what the word is given, if that is short."""
        return self.what.span if isinstance(self.what, Scalar) and self.what.raw else self.key.span

    @property
    def rest(self) -> dict[str, Any]:
        """What else is said, as text."""
        return {key.text: plain(node) for key, node in self.keys.entries if key is not self.key}

    def __str__(self) -> str:
        """Say what happens, in short."""
        return f"{self.word}: {self.what.text}" if isinstance(self.what, Scalar) else self.word


@dataclass(frozen=True, slots=True)
class Story:
    """A story as it was written. `given` is what it says itself, without what holds for all stories."""

    title: Scalar
    name: Scalar | None
    given: Mapping
    lines: tuple[Line, ...]

    @property
    def after(self) -> Scalar | None:
        """The name of the story that this one goes on from."""
        return self.given.scalar("after")

    @property
    def label(self) -> str:
        """What to call it, in short."""
        return self.name.text if self.name else self.title.text


@dataclass(frozen=True, slots=True)
class Script:
    """A rehearsal as it was written. `head` is the whole of it, with the keys that say who plays and where."""

    file: str
    text: str
    procedure: Scalar
    head: Mapping
    stories: tuple[Story, ...]
    warnings: tuple[Diagnostic, ...] = ()


def read_script(text: str | bytes, file: str) -> Script | tuple[Diagnostic, ...]:
    """Read a rehearsal.

    Args:
        text: What the file holds.
        file: Its name, as it is shown to people.

    Returns:
        The script, or all findings if one of them is an error.
    """
    from engine.procedure.schema import check_shape  # loads jsonschema
    from engine.procedure.source import read  # loads YAML

    document = read(text, file)
    if isinstance(document, tuple):
        return document
    misfits = check_shape(document, "rehearsal")
    if misfits:
        return in_order((*document.warnings, *misfits))
    script = _script(document)
    findings = in_order((*document.warnings, *_misplaced(script), *_misnamed(script)))
    return findings if has_errors(findings) else script


def _script(document: Document) -> Script:
    root = document.root
    head = root if isinstance(root, Mapping) else Mapping((), root.span)
    nothing = Scalar("", "", "", "", head.span)
    stories = tuple(_story(node, nothing) for node in head.mappings("stories"))
    procedure = head.scalar("rehearsal") or nothing
    return Script(document.file, document.text, procedure, head, stories, document.warnings)


def _story(node: Mapping, nothing: Scalar) -> Story:
    lines = [_line(one) for one in node.mappings("when") if one.entries]
    then = [Line("then", key, look, Mapping((), look.span)) for key, look in node.entries if key.text == "then"]
    return Story(node.scalar("story") or nothing, node.scalar("name"), node.mapping("given"), (*lines, *then))


def _line(node: Mapping) -> Line:
    """Make a line of its one word for what happens; `as` is that only where it stands alone."""
    words = [entry for entry in node.entries if entry[0].text in BELONGS]
    word, what = next((entry for entry in words if entry[0].text != "as"), words[0])
    return Line(word.text, word, what, node)


def _misplaced(script: Script) -> Iterator[Diagnostic]:
    """Find keys that do not belong to what happens in their line."""
    for story in script.stories:
        for line in story.lines:
            for key, _ in line.keys.entries:
                if key is not line.key and key.text not in BELONGS[line.word]:
                    why = _what_belongs(line.word)
                    yield diagnose("key-not-here", script.file, key.span, name=f"`{key.text}`", why=why)


def _what_belongs(word: str) -> str:
    belongs = ", ".join(f"`{key}`" for key in sorted(BELONGS[word]))
    return f"with `{word}` can stand: {belongs}" if belongs else f"`{word}` stands alone"


def _misnamed(script: Script) -> Iterator[Diagnostic]:
    """Find names of stories that stand twice, and stories that go on from none further up."""
    yield from _twice_on_staff(script)
    names: dict[str, Scalar] = {}
    for story in script.stories:
        after, refused = story.after, story.given.key("refused")
        if after and after.text not in names:
            help_ = suggest(after.text, names)
            yield diagnose("unknown-story", script.file, after.span, help_, name=after.text)
        if after and (told := story.given.key("told") or refused):
            why = "the case is open already, as the story before left it"
            yield diagnose("key-not-here", script.file, told.span, name=f"`{told.text}`", why=why)
        if refused and story.lines:
            key = story.lines[0].key
            yield diagnose("key-not-here", script.file, key.span, name=f"`{key.text}`", why="no case was opened")
        if story.name and story.name.text in names:
            line = names[story.name.text].span.line
            yield diagnose("duplicate-id", script.file, story.name.span, name=story.name.text, what="story", line=line)
        if story.name:
            names.setdefault(story.name.text, story.name)


def _twice_on_staff(script: Script) -> Iterator[Diagnostic]:
    names: dict[str, Scalar] = {}
    for name in (person.scalar("name") for person in script.head.mappings("staff")):
        if name and name.text in names:
            line = names[name.text].span.line
            yield diagnose("duplicate-id", script.file, name.span, name=name.text, what="person", line=line)
        if name:
            names.setdefault(name.text, name)


def plain(node: Node) -> Plain:
    """Give what stands there as text, lists and mappings of text."""
    match node:
        case Scalar():
            return node.text
        case Mapping():
            return {key.text: plain(value) for key, value in node.entries}
        case _:
            return [plain(item) for item in node.items]

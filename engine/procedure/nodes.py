"""What was read from a file: scalars, mappings and sequences, each with the place where it stands.

INVARIANT: the nodes hold the author's own words; nothing is resolved, defaulted or converted but plain true, false,
whole numbers and decimals.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from engine.diagnostics import Diagnostic, Span

Typed: TypeAlias = "str | bool | int | Decimal"

Style: TypeAlias = Literal["", "'", '"', "|", ">"]
"""How a scalar is written: plain, quoted, or as a block."""


@dataclass(frozen=True, slots=True)
class Scalar:
    """A single value.

    Args:
        value: What it is, typed.
        text: The words, without quotes, line folding and escapes.
        raw: The same as it stands in the file.
        style: How it is written.
    """

    value: Typed
    text: str
    raw: str
    style: Style
    span: Span


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys with values, in the order of the file; the keys differ from each other."""

    entries: tuple[tuple[Scalar, Node], ...]
    span: Span
    _by_key: dict[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Remember where each key is."""
        object.__setattr__(self, "_by_key", {key.text: at for at, (key, _) in enumerate(self.entries)})

    def __contains__(self, name: str) -> bool:
        return name in self._by_key

    def key(self, name: str) -> Scalar | None:
        """Give the key as it stands in the file."""
        at = self._by_key.get(name)
        return None if at is None else self.entries[at][0]

    def get(self, name: str) -> Node | None:
        """Give the value of a key."""
        at = self._by_key.get(name)
        return None if at is None else self.entries[at][1]

    def scalar(self, name: str) -> Scalar | None:
        """Give the value of a key if it is a single one."""
        node = self.get(name)
        return node if isinstance(node, Scalar) else None

    def text(self, name: str) -> str:
        """Give the words of a key's value; empty if there are none."""
        node = self.scalar(name)
        return node.text if node else ""

    def is_true(self, name: str, *, default: bool = False) -> bool:
        """Whether the value of a key is `true` or `yes`."""
        node = self.scalar(name)
        return node.text in {"true", "yes"} if node else default

    def mapping(self, name: str) -> Mapping:
        """Give the mapping under a key; an empty one if there is none."""
        node = self.get(name)
        return node if isinstance(node, Mapping) else Mapping((), self.span)

    def nodes(self, name: str) -> tuple[Node, ...]:
        """Give what is listed under a key; a single value counts as a list of one."""
        node = self.get(name)
        if isinstance(node, Sequence):
            return node.items
        return () if node is None else (node,)

    def scalars(self, name: str) -> tuple[Scalar, ...]:
        """Give the single values listed under a key."""
        return tuple(node for node in self.nodes(name) if isinstance(node, Scalar))

    def mappings(self, name: str) -> Iterator[Mapping]:
        """Give the mappings listed under a key."""
        return (node for node in self.nodes(name) if isinstance(node, Mapping))


@dataclass(frozen=True, slots=True)
class Sequence:
    """Values one after the other."""

    items: tuple[Node, ...]
    span: Span


Node: TypeAlias = "Scalar | Mapping | Sequence"


@dataclass(frozen=True, slots=True)
class Document:
    """A file that could be read.

    Args:
        file: Its name, as it is shown to people.
        text: What it holds, with line ends made the same everywhere and without a byte order mark.
        digest: SHA-256 of the text (UTF-8), lower-case hexadecimal.
        root: What it says.
        warnings: What is well-formed but probably not meant.
    """

    file: str
    text: str
    digest: str
    root: Node
    warnings: tuple[Diagnostic, ...] = ()

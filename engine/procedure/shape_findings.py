"""How a misfit between a document and its schema is told: which key, what was expected, how to write it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from engine.diagnostics import Span, diagnose, suggest
from engine.frozen import dataclass
from engine.procedure.nodes import Mapping, Node, Scalar, Sequence
from engine.procedure.spelling import as_key, as_names, as_number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.diagnostics import Diagnostic
    from engine.procedure.nodes import Document


@dataclass(frozen=True, slots=True)
class Misfit:
    """A place that a schema refuses.

    Args:
        path: Keys and numbers that lead to the place from the top.
        rule: The keyword of JSON Schema that refused.
        wanted: What stands under that keyword.
        schema: The schema that refused.
        owner: The schema of the keys that the place is one of, its properties resolved.
        key: The key, if it is the key that does not fit and not its value.
    """

    path: tuple[str | int, ...]
    rule: str
    wanted: Any
    schema: dict[str, Any]
    owner: dict[str, Any]
    key: str | None


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a misfit is: the value, the key it stands under, and whether it is one of several there."""

    file: str
    node: Node
    key: Scalar | None
    is_listed: bool

    @property
    def span(self) -> Span:
        """What to underline: a single value, or the key (or the beginning) of a longer one."""
        if isinstance(self.node, Scalar) and self.node.raw:
            return self.node.span
        if self.key and not self.is_listed:
            return self.key.span
        if isinstance(self.node, Mapping) and self.node.entries:
            return self.node.entries[0][0].span
        return self.node.span

    @property
    def keys(self) -> Mapping:
        """The keys that stand there, with their values; none where a schema for keys found something else."""
        return self.node if isinstance(self.node, Mapping) else Mapping((), self.node.span)

    @property
    def name(self) -> str:
        """What to call the value."""
        if self.key is None:
            return "this file" if not self.is_listed else "what is listed here"
        return f"what is listed under `{self.key.text}`" if self.is_listed else f"`{self.key.text}`"


def explain(misfit: Misfit, document: Document) -> Iterator[Diagnostic]:
    """Tell a misfit; some are told once for each key that is missing or too many."""
    place = _find(document, misfit.path)
    rule = _RULES.get(misfit.rule, _wrong_type)
    if misfit.key is not None and isinstance(place.node, Mapping):
        yield from _wrong_key(misfit, place, place.node.key(misfit.key))
    elif isinstance(place.node, Scalar) and not place.node.raw:
        yield diagnose("empty", place.file, place.span, name=place.name)
    else:
        yield from rule(misfit, place)


def _find(document: Document, path: tuple[str | int, ...]) -> _Place:
    node, key, is_listed = document.root, None, False
    for part in path:
        is_listed = isinstance(node, Sequence)
        if isinstance(node, Sequence):
            node = node.items[int(part)]
        else:
            key, node = _entry(node, str(part))
    return _Place(document.file, node, key, is_listed)


def _entry(node: Node, name: str) -> tuple[Scalar | None, Node]:
    found = node.get(name) if isinstance(node, Mapping) else None
    return (node.key(name), found) if isinstance(node, Mapping) and found else (None, node)


def _wrong_key(misfit: Misfit, place: _Place, key: Scalar | None) -> Iterator[Diagnostic]:
    span = key.span if key else place.span
    example = _example(misfit.schema)
    yield diagnose("not-so-written", place.file, span, found=misfit.key, expected=_title(misfit), example=example)


def _unknown_keys(misfit: Misfit, place: _Place) -> Iterator[Diagnostic]:
    known = misfit.owner["properties"]
    for key, _ in place.keys.entries:
        if key.text not in known:
            words = {"name": key.text, "where": misfit.owner["title"], "keys": tuple(known)}
            yield diagnose("unknown-key", place.file, key.span, instead=suggest(key.text, known), **words)


def _missing_keys(misfit: Misfit, place: _Place) -> Iterator[Diagnostic]:
    there = [key.text for key, _ in place.keys.entries]
    misspelt = [key for key in there if key not in misfit.owner["properties"]]
    for name in misfit.wanted:
        if name not in there and not suggest(name, misspelt):
            what = misfit.owner["properties"].get(name, {}).get("title", "")
            words = {"name": name, "where": misfit.owner["title"], "what": what}
            yield diagnose("missing-key", place.file, place.span, **words)


def _wrong_type(misfit: Misfit, place: _Place) -> Iterator[Diagnostic]:
    words = {"name": place.name, "expected": _title(misfit), "found": _noun(place.node)}
    yield diagnose("wrong-type", place.file, place.span, instead=_how_to_write(misfit, place), **words)


def _not_one_of(misfit: Misfit, place: _Place) -> Iterator[Diagnostic]:
    if not isinstance(place.node, Scalar):
        yield from _wrong_type(misfit, place)
        return
    wanted = [_written(one) for one in (misfit.wanted if misfit.rule == "enum" else [misfit.wanted])]
    words = {"name": place.name, "found": place.node.text, "options": tuple(wanted)}
    yield diagnose("not-one-of", place.file, place.span, instead=suggest(place.node.text, wanted), **words)


def _not_so_written(misfit: Misfit, place: _Place) -> Iterator[Diagnostic]:
    found = place.node.text if isinstance(place.node, Scalar) else ""
    takes_several = "a list of" in _title(misfit) or place.is_listed
    instead = as_names(found) if takes_several else None
    words = {"found": found, "expected": _title(misfit), "example": _example(misfit.schema)}
    yield diagnose("not-so-written", place.file, place.span, instead=instead, **words)


def _empty(_: Misfit, place: _Place) -> Iterator[Diagnostic]:
    yield diagnose("empty", place.file, place.span, name=place.name)


def _too_long(misfit: Misfit, place: _Place) -> Iterator[Diagnostic]:
    yield diagnose("too-long", place.file, place.span, name=place.name, limit=misfit.wanted)


def _too_many(misfit: Misfit, place: _Place) -> Iterator[Diagnostic]:
    yield diagnose("too-many", place.file, place.span, name=place.name, limit=misfit.wanted)


def _out_of_range(misfit: Misfit, place: _Place) -> Iterator[Diagnostic]:
    relation = "less than" if misfit.rule == "minimum" else "more than"
    words = {"name": place.name, "relation": relation, "limit": misfit.wanted, "expected": _title(misfit)}
    yield diagnose("out-of-range", place.file, place.span, **words)


def _twice(_: Misfit, place: _Place) -> Iterator[Diagnostic]:
    seen: set[str] = set()
    for node in place.node.items if isinstance(place.node, Sequence) else ():
        if isinstance(node, Scalar) and node.text in seen:
            yield diagnose("twice-in-list", place.file, node.span, found=node.text, name=place.name)
        seen.add(node.text if isinstance(node, Scalar) else "")


def _needs_another(misfit: Misfit, place: _Place) -> Iterator[Diagnostic]:
    for key, _ in place.keys.entries:
        for other in [name for name in misfit.wanted.get(key.text, ()) if name not in place.keys]:
            yield diagnose("key-needs-key", place.file, key.span, name=key.text, other=other)


def _one_of_these(misfit: Misfit, place: _Place) -> Iterator[Diagnostic]:
    keys = [name for one in misfit.wanted for name in one["required"]]
    there = [name for name in keys if name in place.keys]
    words = {"where": misfit.owner["title"], "count": len(there) or "none", "keys": tuple(keys)}
    yield diagnose("one-key-of", place.file, place.span, **words)


def _not_here(misfit: Misfit, place: _Place) -> Iterator[Diagnostic]:
    span = place.key.span if place.key else place.span
    yield diagnose("key-not-here", place.file, span, name=place.name, why=misfit.schema.get("title", ""))


_RULES: Final = {
    "additionalProperties": _unknown_keys,
    "required": _missing_keys,
    "enum": _not_one_of,
    "const": _not_one_of,
    "pattern": _not_so_written,
    "minLength": _empty,
    "minItems": _empty,
    "minProperties": _empty,
    "maxLength": _too_long,
    "maxProperties": _too_many,
    "minimum": _out_of_range,
    "maximum": _out_of_range,
    "uniqueItems": _twice,
    "dependentRequired": _needs_another,
    "oneOf": _one_of_these,
    "not": _not_here,
}


def _title(misfit: Misfit) -> str:
    title = str(misfit.schema.get("title", "something else"))
    if misfit.schema.get("additionalProperties") is not False:
        return title
    noun = f"{'an' if title[0] in 'aeiou' else 'a'} {title}"
    return noun if isinstance(misfit.wanted, list) else f"lines with the keys of {noun}"


def _noun(node: Node) -> str:
    match node:
        case Mapping():
            return "a key with a value"
        case Sequence():
            return "a list"
        case Scalar(value=bool()):
            return f"`{node.text}`"
        case Scalar(value=str()):
            return "text"
        case _:
            return "a number"


def _how_to_write(misfit: Misfit, place: _Place) -> str | None:
    """Tell how to write what was expected, if it can be shown on one line."""
    if misfit.wanted == "string" and "pattern" not in misfit.schema and isinstance(place.node, Scalar):
        return f'put quotes around it, as in `"{place.node.text}"`'
    if isinstance(place.node, Scalar) and (own := _in_their_words(misfit, place.node)):
        return own
    example = _example(misfit.schema)
    if example:
        return f"write it like `{example}`"
    return "write one below the other, each with `- ` in front" if "items" in misfit.schema else None


def _in_their_words(misfit: Misfit, node: Scalar) -> str | None:
    """Tell how what is there would be written, if it can be seen what is meant."""
    if misfit.wanted in ("integer", "number"):
        return as_number(node, whole=misfit.wanted == "integer")
    takes_keys = misfit.wanted == "object" or "properties" in misfit.schema
    return as_key(node.text) if takes_keys else None


def _example(schema: dict[str, Any]) -> str:
    """Give an example that fits on one line; empty if there is none."""
    for example in schema.get("examples", ()):
        if isinstance(example, list) and all(isinstance(one, str) and one.isidentifier() for one in example):
            return f"[{', '.join(example)}]"
        if isinstance(example, str | int):
            return _written(example)
    return ""


def _written(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)

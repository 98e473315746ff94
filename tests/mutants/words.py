"""The words of a procedure's file that mean something to the engine, each with its place and what it is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias

from engine.condition import RESERVED
from engine.procedure.nodes import Mapping, Scalar, Sequence
from engine.procedure.positions import span_within

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.diagnostics import Span
    from engine.procedure.nodes import Node

Sort: TypeAlias = Literal["key", "declared", "used", "option", "sign", "word"]
"""A key of the language, a name that is declared, one that is used, an option compared with, a comparing sign, or
a fixed word such as `money` or `yes`."""


class Word(NamedTuple):
    """A word in the file."""

    sort: Sort
    text: str
    span: Span


DECLARING: Final = ("roles", "arrivals", "outcomes", "facts", "settings", "options", "of", "with")
"""Keys under which the author's own names are the keys; those under `with` are facts that are told."""

NAMES: Final = frozenset(
    {"opens_with", "brings", "still_do", "step", "never_waits_for", "who", "may_hand_to", "not_by", "ask", "print"}
    | {"by", "hand_to", "ask_again_if_changed", "owner"}
)
CONDITIONS: Final = frozenset(
    {"when", "as_soon_as", "only_after", "until", "wait_for", "any_of", "give_up", "due", "value", "at", "every"}
    | {"for_each"}
)
FIXED: Final = frozenset({"type", "format", "order"})
TRUTHS: Final = frozenset({"yes", "no", "true", "false"})

LANGUAGE: Final = RESERVED | {
    *("known", "where", "when", "otherwise", "includes"),
    *("hours", "hour", "days", "day", "weeks", "week", "months", "month", "business"),
}
_TOKEN: Final = re.compile(r'"[^"]*"|[a-z_][a-z0-9_]*|[<>]=?|!=|=')
_PLACEHOLDER: Final = re.compile(r"(?<!\{)\{([a-z][a-z0-9_]*)\}")


def words(root: Node) -> Iterator[Word]:
    """Give the words of a document, in its order."""
    yield from _mapping(root, declares=False) if isinstance(root, Mapping) else ()


def _mapping(node: Mapping, *, declares: bool, under: str = "") -> Iterator[Word]:
    for key, value in node.entries:
        is_ours = not declares
        if declares:
            yield Word("used" if under == "with" else "declared", key.text, key.span)
        else:
            yield Word("key", key.text, key.span)
        yield from _value(key.text if is_ours or under == "settings" else "", value, under if declares else "")


def _value(key: str, value: Node, under: str) -> Iterator[Word]:
    if isinstance(value, Mapping):
        yield from _mapping(value, declares=key in DECLARING, under=key)
    elif isinstance(value, Sequence):
        for one in value.items:
            yield from _value(key, one, under)
    else:
        yield from _scalar("value" if under == "with" else key, value)


def _scalar(key: str, scalar: Scalar) -> Iterator[Word]:
    if key == "id":
        yield Word("declared", scalar.text, scalar.span)
    elif key in {*NAMES, "procedure"}:
        yield Word("used" if key in NAMES else "declared", scalar.text, scalar.span)
    elif key in FIXED or scalar.text in TRUTHS:
        yield Word("word", scalar.text, scalar.span)
    elif key in CONDITIONS:
        yield from _condition(scalar)
    else:
        for found in _PLACEHOLDER.finditer(scalar.text):
            yield Word("used", found[1], span_within(scalar, *found.span(1)))


def _condition(scalar: Scalar) -> Iterator[Word]:
    """Take a condition apart; after `is` and in brackets stand options."""
    before, in_brackets = "", False
    for found in _TOKEN.finditer(scalar.text):
        token, span = found[0], span_within(scalar, *found.span())
        in_brackets = "[" in scalar.text[: found.start()].rpartition("]")[2]
        if token[0] == '"':
            pass
        elif token[0] in "<>=!":
            yield Word("sign", token, span)
        elif token in LANGUAGE or scalar.text[found.end() : found.end() + 1] == "(":
            yield Word("word", token, span)
        else:
            is_option = in_brackets or before in {"is", "includes"} or (before == "not" and " is not " in scalar.text)
            yield Word("option" if is_option else "used", token, span)
        before = token

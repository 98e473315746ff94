"""Reads a grammar in EBNF and writes random sentences of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple

from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Mapping


class Part(NamedTuple):
    """A part of a rule: a word as it stands, the name of a rule, or other parts in one of the ways of EBNF."""

    kind: Literal["word", "rule", "sequence", "choice", "option", "repetition"]
    name: str = ""
    parts: tuple[Part, ...] = ()


def rules(text: str) -> dict[str, Part]:
    """Read a grammar: each rule begins a line and ends with a semicolon."""
    found = re.findall(r"^(\w+) *= (.*?) ;$", text, re.MULTILINE | re.DOTALL)
    return {name: _choice(re.findall(r'"[^"]*"|\w+|[][{}()|,]', rule)) for name, rule in found}


def _choice(words: list[str]) -> Part:
    ways: list[Part] = []
    while True:
        ways.append(_sequence(words))
        if not words or words.pop(0) != "|":
            return ways[0] if len(ways) == 1 else Part("choice", parts=tuple(ways))


def _sequence(words: list[str]) -> Part:
    parts: list[Part] = []
    while words and words[0] not in set("|)]}"):
        word = words.pop(0)
        if word in {"(", "[", "{"}:
            inner = _choice(words)
            kind: Literal["option", "repetition"] = "option" if word == "[" else "repetition"
            parts.append(inner if word == "(" else Part(kind, parts=(inner,)))
        elif word != ",":
            parts.append(Part("word", word[1:-1]) if word[0] == '"' else Part("rule", word))
    return Part("sequence", parts=tuple(parts))


def names(part: Part) -> set[str]:
    """Give the rules that a part names."""
    return ({part.name} if part.kind == "rule" else set()).union(*map(names, part.parts))


@st.composite
def sentences(
    draw: st.DrawFn, grammar: Mapping[str, Part], words: Mapping[str, list[str]], name: str, fuel: int
) -> str:
    """Write a sentence of a rule; once the fuel is used up, each choice is the shortest way out.

    Args:
        draw: From Hypothesis.
        grammar: The rules.
        words: What can be written for the names that have no rule.
        name: The rule to begin with.
        fuel: How many rules may be entered on the way to a word before it must come to an end.
    """
    lengths = ways_out(grammar)

    def write(part: Part, fuel: int) -> str:
        match part.kind:
            case "word":
                return part.name
            case "rule" if part.name in words:
                return draw(st.sampled_from(words[part.name]))
            case "rule":
                return write(grammar[part.name], fuel - 1)
            case "sequence":
                return " ".join(write(one, fuel) for one in part.parts)
            case "choice":
                ways = part.parts if fuel > 0 else sorted(part.parts, key=lambda one: _length(lengths, one))[:1]
                return write(draw(st.sampled_from(ways)), fuel)
            case "option" | "repetition":
                times = draw(st.integers(0, 1 if part.kind == "option" else 2)) if fuel > 0 else 0
                return " ".join(write(part.parts[0], fuel) for _ in range(times))

    return write(Part("rule", name), fuel)


def ways_out(grammar: Mapping[str, Part]) -> dict[str, float]:
    """Tell of each rule how many words and rules there are at least until it ends."""
    lengths = dict.fromkeys(grammar, float("inf"))
    for _ in grammar:
        lengths |= {name: 1 + _length(lengths, part) for name, part in grammar.items()}
    return lengths


def _length(lengths: Mapping[str, float], part: Part) -> float:
    match part.kind:
        case "word":
            return 1
        case "rule":
            return lengths.get(part.name, 1)
        case "option" | "repetition":
            return 0
        case "choice":
            return min(_length(lengths, one) for one in part.parts)
        case "sequence":
            return sum(_length(lengths, one) for one in part.parts)

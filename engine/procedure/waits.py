"""What a step waits for: a step, an arrival, a moment or a condition, told apart by what the words name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from engine.condition import RESERVED, Phrase, compile_phrase
from engine.diagnostics import suggest
from engine.procedure.compiling import Part
from engine.procedure.model import WaitForAny, WaitForArrival, WaitForCondition, WaitForMoment, WaitForStep
from engine.procedure.nodes import Mapping, Scalar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.procedure.compiling import Compiler
    from engine.procedure.homes import Home
    from engine.procedure.model import Wait
    from engine.procedure.outline import DeclaredStep

_WORD: Final = re.compile(r"[^\W\d]\w*")


def build_waits(compiler: Compiler, step: DeclaredStep) -> tuple[Wait, ...]:
    """Build all that a step waits for; what cannot be waited for is a finding."""
    return tuple(_waits(compiler, step, step.node))


def _waits(compiler: Compiler, step: DeclaredStep, node: Mapping, key: str = "wait_for") -> Iterator[Wait]:
    for one in node.nodes(key):
        if isinstance(one, Mapping):
            yield WaitForAny(tuple(_waits(compiler, step, one, "any_of")))
        elif isinstance(one, Scalar):
            wait = _wait(compiler, Part(one, f"step `{step.id}`", 0, one.text), step.outside)
            if wait:
                yield wait


def _wait(compiler: Compiler, words: Part, home: Home) -> Wait | None:
    name = words.text.strip()
    if name in compiler.outline.by_id:
        return WaitForStep(name)
    if name in compiler.outline.arrivals:
        return WaitForArrival(name)
    if compiler.outline.is_full:
        return None
    if isinstance(compile_phrase(words.text, compiler.declarations(home)), Phrase):
        phrase = compiler.phrase(words, home)
        return WaitForMoment(phrase) if phrase else None
    if _WORD.fullmatch(name) and not _is_value(compiler, name):
        known = [*compiler.outline.by_id, *compiler.outline.arrivals, *compiler.types]
        compiler.outline.find("unknown-wait", words.scalar.span, suggest(name, known), name=name)
        return None
    condition = compiler.condition(words, home, "free")
    return WaitForCondition(condition) if condition else None


def _is_value(compiler: Compiler, name: str) -> bool:
    """Whether a single word has a meaning in conditions, be it that it cannot stand alone."""
    return name in compiler.outline.facts or name in compiler.settings or name in RESERVED

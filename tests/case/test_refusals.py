"""Whether what is refused and what can be said of it agree."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from engine.case.refusals import SENTENCES, refuse
from tests.support import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator


def codes() -> Iterator[str]:
    """Give every code that the engine refuses with."""
    for path in sorted((ROOT / "engine").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "refuse":
                first = node.args[0]
                if isinstance(first, ast.Constant):
                    yield str(first.value)


def test_every_sentence_is_used() -> None:
    """Each code has one sentence, and none stands there for nothing."""
    assert set(codes()) == set(SENTENCES)


def test_advice_without_words() -> None:
    """A refusal without advice has none, not an empty one."""
    assert refuse("not-on-hold").next is None

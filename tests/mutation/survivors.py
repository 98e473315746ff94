"""Shows what a change is: the lines of the code as they are, and as they were changed."""

from __future__ import annotations

import ast
from difflib import ndiff
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

ORIGINAL: Final = "orig"
"""What mutmut calls a function that is not changed; a changed one has a number there."""


def shown(changed: Path, names: Iterable[str]) -> Iterator[str]:
    """Show each change with its name and its lines; `changed` is the file with all of them."""
    text = changed.read_text(encoding="utf-8")
    lines = text.splitlines()
    functions = {
        node.name: lines[node.lineno : node.end_lineno]
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef)
    }
    for name in names:
        changed_one = name.rpartition(".")[2]
        own, mark, _ = changed_one.rpartition("__mutmut_")
        compared = ndiff(functions[f"{own}{mark}{ORIGINAL}"], functions[changed_one])
        yield "\n".join([name, *(line.rstrip() for line in compared if line.startswith(("- ", "+ ")))])

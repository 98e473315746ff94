"""How findings about documents are shown in a terminal: one picture each, with the line they are about."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from engine.picture import render_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engine.diagnostics import Diagnostic


def pictures(findings: Iterable[Diagnostic]) -> str:
    """Draw findings, with an empty line between them."""
    return "\n\n".join(render_text(one, _text(one.file)) for one in findings)


@cache
def _text(file: str) -> str:
    try:
        return Path(file).read_text(encoding="utf-8")
    except (OSError, ValueError):
        return ""

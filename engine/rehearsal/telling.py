"""How a finding about a story is made: its sentence, with whole sentences of others put in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engine.diagnostics import MESSAGES, Diagnostic, clean

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engine.diagnostics import Span

LONGEST: Final = 300
"""Characters of what is put into a sentence; a refusal is one itself."""


def tell(code: str, file: str, span: Span, **words: str) -> Diagnostic:
    """Make the finding with this code; what is put in may be a sentence."""
    sentence = MESSAGES[code]
    shown = {name: clean(word, LONGEST) for name, word in words.items()}
    help_ = sentence.help.format(**shown) if sentence.help else None
    return Diagnostic(code, sentence.severity, sentence.message.format(**shown), help_, file, span)


def listed(names: Iterable[str]) -> str:
    """Give names in backticks, one after the other; `nothing` if there are none."""
    return ", ".join(f"`{name}`" for name in names) or "nothing"

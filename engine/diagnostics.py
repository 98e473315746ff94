"""What is wrong with a document: a code, a place, a sentence, and what to do about it.

INVARIANT: a diagnostic is one line of printable text with a place, whatever the document held.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engine.frozen import dataclass
from engine.messages import MESSAGES, Sentence, Severity
from engine.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["MESSAGES", "Diagnostic", "Fault", "Sentence", "Severity", "Span"]

MOST_FINDINGS: Final = 200
"""Of a document that is something else entirely not all is told; errors go before warnings."""

LONGEST_QUOTE: Final = 80
"""Characters of the author's words that a message repeats."""

_MOST_LISTED: Final = 30
_MOST_LETTERS_MORE: Final = 4
_MOST_COMPARED: Final = 100
"""Comparing words is slow; where there are more names, only those with the same first letter are compared."""


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding about one document (design 6.1)."""

    code: str
    severity: Severity
    message: str
    help: str | None
    file: str
    span: Span


@dataclass(frozen=True, slots=True)
class Fault:
    """A finding about one piece of text, before it is known where the text stands: offsets count from 0."""

    code: str
    start: int
    end: int
    message: str
    help: str | None = None


def diagnose(code: str, file: str, span: Span, instead: str | None = None, **words: object) -> Diagnostic:
    """Make the finding with this code, its sentences filled with the words.

    Args:
        code: A key of `MESSAGES`.
        file: The document's name.
        span: Where in it.
        instead: Help that fits better than the usual one, such as a suggestion.
        **words: What stands in the braces of the sentences; a tuple of words is listed.
    """
    sentence = MESSAGES[code]
    shown = {name: _listed(word) if isinstance(word, tuple) else clean(str(word)) for name, word in words.items()}
    usual = sentence.help.format(**shown) if sentence.help else None
    help_ = clean(instead, None) if instead else usual
    return Diagnostic(code, sentence.severity, sentence.message.format(**shown), help_, file, span)


def _listed(words: tuple[str, ...]) -> str:
    more = ("...",) if len(words) > _MOST_LISTED else ()
    return ", ".join((*(f"`{clean(word)}`" for word in words[:_MOST_LISTED]), *more))


def locate(fault: Fault, file: str, span: Span) -> Diagnostic:
    """Make a finding of a fault, now that its place is known."""
    help_ = clean(fault.help, None) if fault.help else None
    return Diagnostic(fault.code, Severity.ERROR, clean(fault.message, None), help_, file, span)


def in_order(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Sort findings by place; what is said twice of one place is said once, and at most `MOST_FINDINGS` are told.

    Where there is an error, a warning about the very same words waits until it is mended.
    """
    once = dict.fromkeys(diagnostics)
    wrong = {(one.file, one.span) for one in once if one.severity is Severity.ERROR}
    told = [one for one in once if one.severity is Severity.ERROR or (one.file, one.span) not in wrong]
    found = sorted(told, key=lambda one: (one.severity, _place(one)))
    return tuple(sorted(found[:MOST_FINDINGS], key=_place))


def _place(one: Diagnostic) -> tuple[str, Span, str, str]:
    return one.file, one.span, one.code, one.message


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    """Whether one of the findings keeps the document from being used."""
    return any(one.severity is Severity.ERROR for one in diagnostics)


def suggest(word: str, candidates: Iterable[str]) -> str | None:
    """Give the help `did you mean ...?`, if one of the candidates is close enough to be meant."""
    word = word[:LONGEST_QUOTE]
    near = [one for one in candidates if abs(len(one) - len(word)) <= _MOST_LETTERS_MORE]
    if len(near) > _MOST_COMPARED:
        near = [one for one in near if one[:1].lower() == word[:1].lower()][:_MOST_COMPARED]
    spelled = {one.lower(): one for one in reversed(near)}
    import difflib  # only where something is wrong

    close = difflib.get_close_matches(word.lower(), spelled, n=1, cutoff=0.7)
    return f"did you mean `{clean(spelled[close[0]])}`?" if close else None


def clean(text: str, longest: int | None = LONGEST_QUOTE) -> str:
    """Make text safe to print on one line: what cannot be printed becomes an escape, what is long is cut."""
    if longest is not None and len(text) > longest:
        text = text[: longest - 1] + "…"
    return text if text.isprintable() else "".join(map(printable, text))


def printable(character: str) -> str:
    """Give the character, or its escape if it cannot be printed."""
    return character if character.isprintable() else character.encode("unicode_escape").decode("ascii")

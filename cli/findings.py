"""How findings about documents are shown: a picture each for people, and the forms that other programs read."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from engine.picture import render_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from engine.diagnostics import Diagnostic

Form = Literal["text", "json", "github", "sarif"]


def in_form(findings: Sequence[Diagnostic], form: Form) -> str:
    """Give findings in a form."""
    from engine.reports import as_github, as_json, as_sarif

    match form:
        case "text":
            return pictures(findings)
        case "json":
            return as_json(findings)
        case "github":
            return as_github(findings)
        case "sarif":
            from importlib.metadata import version

            return as_sarif(findings, version("cuecard"))


def pictures(findings: Iterable[Diagnostic]) -> str:
    """Draw findings, with an empty line between them."""
    text_of = cache(_text)
    return "\n\n".join(render_text(one, text_of(one.file)) for one in findings)


def summary(findings: Iterable[Diagnostic], files: int) -> str:
    """Count what was checked and found."""
    severities = [one.severity.value for one in findings]
    counts = [_count(severities.count(severity), severity) for severity in ("error", "warning")]
    return f"checked {_count(files, 'file')}: {', '.join(counts)}"


def _count(number: int, noun: str) -> str:
    return f"{number or 'no'} {noun}{'' if number == 1 else 's'}"


def _text(file: str) -> str:
    try:
        return Path(file).read_text(encoding="utf-8")
    except (OSError, ValueError):
        return ""

"""How findings about documents are shown: a picture each for people, and the forms that other programs read."""

from __future__ import annotations

import os
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from cli.output import write
from engine.frozen import replace
from engine.picture import render_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from cli.gathering import Gathered
    from engine.diagnostics import Diagnostic

Form = Literal["text", "json", "github", "sarif"]

_MOST_NAMED: Final = 5


def show(findings: Sequence[Diagnostic], form: Form, text_of: Callable[[str], str]) -> None:
    """Print findings in a form.

    Args:
        findings: The findings.
        form: How; the forms in which nothing is nothing print nothing then.
        text_of: Gives the text of a file by its name, for the pictures.
    """
    from engine.reports import as_github, as_json, as_sarif

    match form:
        case "json":
            write(as_json(findings))
        case "sarif":
            from importlib.metadata import version

            write(as_sarif([_from_here(one) for one in findings], version("cuecard")))
        case "github" if findings:
            write(as_github([_from_here(one) for one in findings]))
        case "text" if findings:
            _draw([render_text(one, cache(text_of)(one.file)) for one in findings])
        case _:
            pass


def _draw(drawn: Sequence[str]) -> None:
    if not _has_colours():
        write("\n\n".join(drawn))
        return
    from cli.render import draw_findings

    draw_findings(drawn)


def _has_colours() -> bool:
    """Whether somebody looks at a screen, and wants colours (no-color.org)."""
    wanted = sys.stdout.isatty() or bool(os.environ.get("FORCE_COLOR"))
    return wanted and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _from_here(one: Diagnostic) -> Diagnostic:
    """Name the file as it is seen from the folder one is in, which is the repository's where annotations are made."""
    try:
        return replace(one, file=Path(one.file).relative_to(Path.cwd()).as_posix())
    except (ValueError, OSError):  # it is somewhere else, or named from here already
        return replace(one, file=Path(one.file).as_posix())


def pictures(findings: Iterable[Diagnostic]) -> str:
    """Draw findings, with an empty line between them."""
    text_of = cache(_text)
    return "\n\n".join(render_text(one, text_of(one.file)) for one in findings)


def summary(findings: Iterable[Diagnostic], gathered: Gathered) -> str:
    """Count what was checked and found, and name what was passed over."""
    severities = [one.severity.value for one in findings]
    counts = [_count(severities.count(severity), severity) for severity in ("error", "warning")]
    told = f"checked {_count(len(gathered.files), 'file')}: {', '.join(counts)}"
    if not gathered.passed_over:
        return told
    names = ", ".join(str(path) for path in gathered.passed_over[:_MOST_NAMED])
    more = len(gathered.passed_over) - _MOST_NAMED
    return f"{told}\npassed over what is no procedure: {names}{f' and {more} more' if more > 0 else ''}"


def _count(number: int, noun: str) -> str:
    return f"{number or 'no'} {noun}{'' if number == 1 else 's'}"


def _text(file: str) -> str:
    try:
        return Path(file).read_text(encoding="utf-8")
    except (OSError, ValueError):
        return ""

"""Findings as other programs read them: JSON (design 7), GitHub's workflow commands, and SARIF 2.1.0.

INVARIANT: what comes out is text without raw control characters, whatever the document or its name held.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from engine.diagnostics import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.diagnostics import Diagnostic

_SARIF: Final = "https://json.schemastore.org/sarif-2.1.0.json"


def as_json(diagnostics: Sequence[Diagnostic]) -> str:
    """Give an array of objects; the keys are a contract."""
    return json.dumps([_object(one) for one in diagnostics], indent=2)


def _object(one: Diagnostic) -> dict[str, object]:
    return {
        "code": one.code,
        "severity": one.severity.value,
        "message": one.message,
        "help": one.help,
        "file": one.file,
        "line": one.span.line,
        "column": one.span.column,
        "end_line": one.span.end_line,
        "end_column": one.span.end_column,
    }


def as_github(diagnostics: Sequence[Diagnostic]) -> str:
    """Give a line for each finding that GitHub shows beside the line of the file it is about."""
    return "\n".join(map(_command, diagnostics))


def _command(one: Diagnostic) -> str:
    place = {
        "file": clean(one.file, None),
        "line": one.span.line,
        "endLine": one.span.end_line,
        "col": one.span.column,
        "endColumn": one.span.end_column,
        "title": one.code,
    }
    properties = ",".join(f"{key}={_escaped(str(value), ':,')}" for key, value in place.items())
    text = f"{one.message}\nhelp: {one.help}" if one.help else one.message
    return f"::{one.severity.value} {properties}::{_escaped(text)}"


def _escaped(text: str, more: str = "") -> str:
    """Escape as GitHub's workflow commands want it: `%` first, then line ends, and in a property what ends one."""
    for character in "%\r\n" + more:
        text = text.replace(character, f"%{ord(character):02X}")
    return text


def as_sarif(diagnostics: Sequence[Diagnostic], version: str) -> str:
    """Give a SARIF 2.1.0 log.

    Args:
        diagnostics: The findings.
        version: The version of cuecard.
    """
    codes = sorted({one.code for one in diagnostics})
    driver = {"name": "cuecard", "version": version, "rules": [{"id": code} for code in codes]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(one, codes) for one in diagnostics],
    }
    return json.dumps({"$schema": _SARIF, "version": "2.1.0", "runs": [run]}, indent=2)


def _result(one: Diagnostic, codes: list[str]) -> dict[str, object]:
    region = {
        "startLine": one.span.line,
        "startColumn": one.span.column,
        "endLine": one.span.end_line,
        "endColumn": one.span.end_column,
    }
    uri = quote(one.file.replace("\\", "/"), errors="surrogatepass")
    return {
        "ruleId": one.code,
        "ruleIndex": codes.index(one.code),
        "level": one.severity.value,
        "message": {"text": f"{one.message}; {one.help}" if one.help else one.message},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": uri}, "region": region}}],
    }

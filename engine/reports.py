"""Findings as other programs read them: JSON (design 7), GitHub's workflow commands, and SARIF 2.1.0.

INVARIANT: what comes out is text without raw control characters, whatever the document or its name held.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from engine.diagnostics import clean
from engine.explanations import explanations

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.diagnostics import Diagnostic

_SARIF: Final = "https://json.schemastore.org/sarif-2.1.0.json"
_ROOT: Final = "%SRCROOT%"


def as_json(diagnostics: Sequence[Diagnostic]) -> str:
    """Give an array of objects; the keys are a contract."""
    return json.dumps([as_object(one) for one in diagnostics], indent=2)


def as_object(one: Diagnostic) -> dict[str, object]:
    """Give one finding as an object."""
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
    span = one.span
    place: dict[str, object] = {"file": clean(one.file, None), "line": span.line, "endLine": span.end_line}
    if span.line == span.end_line:  # GitHub refuses columns of what goes over several lines
        place |= {"col": span.column, "endColumn": span.end_column}
    properties = ",".join(f"{key}={_escaped(str(value), ':,')}" for key, value in (place | {"title": one.code}).items())
    text = f"{one.message}\nhelp: {one.help}" if one.help else one.message
    return f"::{one.severity.value} {properties}::{_escaped(text)}"


def _escaped(text: str, more: str = "") -> str:
    """Escape as GitHub's workflow commands want it: `%` first, then line ends, and in a property what ends one."""
    for character in "%\r\n" + more:
        text = text.replace(character, f"%{ord(character):02X}")
    return text


def as_sarif(diagnostics: Sequence[Diagnostic], version: str) -> str:
    """Give a SARIF 2.1.0 log, whose rules say what `cuecard explain` says.

    Args:
        diagnostics: The findings, their files named from the root of what was checked.
        version: The version of cuecard.
    """
    codes = sorted({one.code for one in diagnostics})
    driver = {"name": "cuecard", "version": version, "rules": [_rule(code) for code in codes]}
    prints = _Prints()
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The folder that cuecard was called in."}}},
        "results": [_result(one, codes, prints.of(one)) for one in diagnostics],
    }
    return json.dumps({"$schema": _SARIF, "version": "2.1.0", "runs": [run]}, indent=2)


def _rule(code: str) -> dict[str, object]:
    found = explanations().get(code)
    if found is None:
        return {"id": code}
    wrong, right = map(_shown, found.excerpts())
    return {
        "id": code,
        "shortDescription": {"text": found.means.partition(". ")[0].rstrip(".") + "."},
        "fullDescription": {"text": found.means},
        "help": {
            "text": f"{found.means}\n\nWrong:\n\n{wrong}\n\nRight:\n\n{right}",
            "markdown": f"{found.means}\n\nWrong:\n\n```yaml\n{wrong}\n```\n\nRight:\n\n```yaml\n{right}\n```",
        },
        "defaultConfiguration": {"level": found.severity},
    }


def _shown(example: str) -> str:
    return "\n".join(clean(line, None) for line in example.split("\n"))


class _Prints:
    """Tells findings apart in a way that outlives other changes of the file: by what is said, not by the line."""

    def __init__(self) -> None:
        self._seen: Counter[str] = Counter()

    def of(self, one: Diagnostic) -> str:
        """Give the fingerprint of the next finding; of those that say the same, each gets its own."""
        said = "\0".join((one.code, one.file, re.sub(r"\bline \d+", "line", one.message)))
        self._seen[said] += 1
        counted = f"{said}\0{self._seen[said]}".encode("utf-8", "surrogatepass")
        return hashlib.sha256(counted).hexdigest()[:32]


def _result(one: Diagnostic, codes: list[str], fingerprint: str) -> dict[str, object]:
    region = {
        "startLine": one.span.line,
        "startColumn": one.span.column,
        "endLine": one.span.end_line,
        "endColumn": one.span.end_column,
    }
    place: dict[str, object] = {"artifactLocation": _artifact(one.file), "region": region}
    return {
        "ruleId": one.code,
        "ruleIndex": codes.index(one.code),
        "level": one.severity.value,
        "message": {"text": f"{one.message}; {one.help}" if one.help else one.message},
        "locations": [{"physicalLocation": place}],
        "partialFingerprints": {"cuecard/v1": fingerprint},
    }


def _artifact(file: str) -> dict[str, str]:
    """Name a file by a URI: from the root, or whole where it is named from the root of the disk."""
    path = file.replace("\\", "/")
    uri = quote(path, errors="surrogatepass")
    if re.match(r"[A-Za-z]:/", path):
        return {"uri": f"file:///{path[:2]}{quote(path[2:], errors='surrogatepass')}"}
    return {"uri": f"file://{uri}"} if path.startswith("/") else {"uri": uri, "uriBaseId": _ROOT}

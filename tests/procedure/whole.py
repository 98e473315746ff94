"""Checks procedures as a whole, for tests: what is found, and what is underlined."""

from __future__ import annotations

from textwrap import dedent, indent
from typing import TYPE_CHECKING, NamedTuple

from engine.case.trial import try_out
from engine.procedure.build import Loaded, build
from engine.procedure.check import check
from engine.procedure.load import load_and_check
from engine.procedure.nodes import Document
from engine.procedure.source import read

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engine.diagnostics import Diagnostic
    from engine.procedure.checks.documents import Templates
    from engine.procedure.model import Procedure

HEAD = "procedure: small\nversion: 1\ntitle: Small\nroles:\n  front: Front desk\n"


class Finding(NamedTuple):
    """A finding by its code, the words it underlines, and what to do."""

    code: str
    underlined: str
    help: str


def written(steps: str, facts: str = "", rest: str = "") -> str:
    """Write a procedure; each part is a block of the file, indented as it likes."""
    parts = [HEAD, dedent(rest).strip("\n"), "\nsteps:\n", indent(dedent(steps).strip("\n"), "  "), "\n"]
    return "".join([*parts, "facts:\n" if facts else "", indent(dedent(facts).strip("\n"), "  "), "\n"])


def read_document(text: str) -> tuple[Procedure, Document]:
    """Build a procedure that is well formed."""
    document = read(text, "small.yaml")
    assert isinstance(document, Document), document
    loaded = build(document)
    assert isinstance(loaded, Loaded), loaded
    return loaded.procedure, document


ADVICE = frozenset(
    {"role-not-used", "setting-not-used", "arrival-not-used", "wait-without-end", "known-by-arrival"}
    | {"always-true", "never-true", "may-be-unknown", "may-wait-for-ever", "rows-leave-a-gap"}
)
"""What is said of procedures that are too short to be somebody's; tests of other things pass over it."""


def diagnostics(
    text: str, templates: Templates | None = None, others: Mapping[str, Procedure] | None = None
) -> tuple[Diagnostic, ...]:
    """Check a procedure that is well formed, without trying the examples."""
    procedure, document = read_document(text)
    return check(procedure, document, templates, others)


def findings(
    text: str, templates: Templates | None = None, others: Mapping[str, Procedure] | None = None
) -> list[Finding]:
    """Check a procedure, and give what is found with the words that are underlined, but for advice."""
    found = diagnostics(text, templates, others)
    return [Finding(one.code, underlined(text, one), one.help or "") for one in found if one.code not in ADVICE]


def advice(text: str) -> list[Finding]:
    """Check a procedure with whatever is advised, with examples that were tried."""
    found = load_and_check(text, "small.yaml", trial=try_out)
    assert isinstance(found, Loaded), found
    return [Finding(one.code, underlined(text, one), one.help or "") for one in found.warnings]


def places(text: str) -> list[tuple[str, str]]:
    """Check a procedure, and give codes and underlined words only."""
    return [(one.code, one.underlined) for one in findings(text)]


def underlined(text: str, diagnostic: Diagnostic) -> str:
    """Give the words in the file that a finding is about."""
    span = diagnostic.span
    lines = text.splitlines()[span.line - 1 : span.end_line]
    lines[-1] = lines[-1][: span.end_column - 1]
    lines[0] = lines[0][span.column - 1 :]
    return "\n".join(lines)

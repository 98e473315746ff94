"""From the text of a file to a procedure, in one call.

    load(text, file) -> Loaded | findings            source, schema, build
    load_and_check(text, file) -> Loaded | findings  the same and check: what `publish` and `cuecard check` need
    load_checked(text, file) -> Loaded | findings    source, build: of a text that was checked when it was published

Each stage runs only if the one before found no error. What is heavy is imported when it is needed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.diagnostics import has_errors, in_order
from engine.procedure.build import Loaded, build

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engine.diagnostics import Diagnostic
    from engine.procedure.checks.documents import Templates
    from engine.procedure.model import Procedure
    from engine.procedure.nodes import Document
    from engine.procedure.proof.wishes import Trial

__all__ = ["Loaded", "load", "load_and_check", "load_checked"]


def load(text: str | bytes, file: str) -> Loaded | tuple[Diagnostic, ...]:
    """Read, check the shape of, and build a procedure.

    Args:
        text: What the file holds.
        file: Its name, as it is shown to people.

    Returns:
        The procedure with the warnings of all stages; or all findings so far, if one of them is an error.
    """
    document = _read(text, file)
    return document if isinstance(document, tuple) else _build(document)


def load_and_check(
    text: str | bytes,
    file: str,
    templates: Templates | None = None,
    others: Mapping[str, Procedure] | None = None,
    trial: Trial | None = None,
) -> Loaded | tuple[Diagnostic, ...]:
    """Load a procedure, and check it as a whole as well: that nothing waits for itself, that its promises hold.

    Args:
        text: What the file holds.
        file: Its name, as it is shown to people.
        templates: Gives the templates of a document to print; None if they are not known.
        others: The procedures beside it, which its steps may open cases of; None if they are not known.
        trial: Tries examples in a made-up case; without it, what may happen on some paths is not warned of.
    """
    from engine.procedure.check import check

    document = _read(text, file)
    if isinstance(document, tuple):
        return document
    loaded = _build(document)
    if isinstance(loaded, tuple):
        return loaded
    findings = in_order((*loaded.warnings, *check(loaded.procedure, document, templates, others, trial)))
    return findings if has_errors(findings) else Loaded(loaded.procedure, findings)


def load_checked(text: str | bytes, file: str) -> Loaded | tuple[Diagnostic, ...]:
    """Read and build a procedure that was checked when it was published; its shape is not compared again."""
    document = _read(text, file)
    return document if isinstance(document, tuple) else build(document)


def _read(text: str | bytes, file: str) -> Document | tuple[Diagnostic, ...]:
    from engine.procedure.source import read

    return read(text, file)


def _build(document: Document) -> Loaded | tuple[Diagnostic, ...]:
    from engine.procedure.schema import check_shape

    misfits = check_shape(document, "procedure")
    return in_order((*document.warnings, *misfits)) if misfits else build(document)

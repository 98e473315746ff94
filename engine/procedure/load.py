"""From the text of a file to a procedure, in one call.

    load(text, file) -> Loaded | findings

Each stage runs only if the one before found no error: source, schema, build. What is heavy is imported when needed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.diagnostics import in_order
from engine.procedure.build import Loaded, build

if TYPE_CHECKING:
    from engine.diagnostics import Diagnostic

__all__ = ["Loaded", "load", "load_checked"]


def load(text: str | bytes, file: str) -> Loaded | tuple[Diagnostic, ...]:
    """Read, check and build a procedure.

    Args:
        text: What the file holds.
        file: Its name, as it is shown to people.

    Returns:
        The procedure with the warnings of all stages; or all findings so far, if one of them is an error.
    """
    from engine.procedure.schema import check_shape
    from engine.procedure.source import read

    document = read(text, file)
    if isinstance(document, tuple):
        return document
    misfits = check_shape(document, "procedure")
    return in_order((*document.warnings, *misfits)) if misfits else build(document)


def load_checked(text: str | bytes, file: str) -> Loaded | tuple[Diagnostic, ...]:
    """Read and build a procedure that was checked when it was published; its shape is not compared again."""
    from engine.procedure.source import read

    document = read(text, file)
    return document if isinstance(document, tuple) else build(document)

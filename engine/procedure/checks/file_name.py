"""Whether the file of a procedure is called as the procedure, so that it is found by that name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.diagnostics import Span, diagnose
from engine.procedure.nodes import Mapping

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.diagnostics import Diagnostic
    from engine.procedure.model import Procedure
    from engine.procedure.nodes import Document


def find_other_name(procedure: Procedure, document: Document, called: str) -> Iterator[Diagnostic]:
    """Find that a file is called otherwise.

    Args:
        procedure: What was built of it.
        document: What stands in it.
        called: The name of the file, without `.yaml`.
    """
    if procedure.id != called:
        named = document.root.scalar("procedure") if isinstance(document.root, Mapping) else None
        span = named.span if named else Span(1, 1, 1, 1)
        yield diagnose("other-file-name", document.file, span, name=procedure.id)

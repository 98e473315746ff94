"""Whether a procedure that was built can be worked with: nothing waits for itself, and every promise holds.

    check(procedure, document) -> findings

A chain of small passes, each in a file of its own under `checks`. Proofs are looked for only where nothing waits for
itself; they go through what can be so at a moment of a case (`proof`).

INVARIANT: `check` reads nothing but its arguments, and ends for every procedure.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engine.diagnostics import in_order
from engine.procedure.checks.circles import find_circles
from engine.procedure.checks.graph import Graph
from engine.procedure.checks.openings import find_bad_openings
from engine.procedure.checks.outcomes import find_unnamed_end
from engine.procedure.checks.placement import find_misplaced, find_missing_templates
from engine.procedure.checks.promises import Promises
from engine.procedure.checks.reach import find_unreachable
from engine.procedure.checks.spots import Spots
from engine.procedure.proof.formula import Budget

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from engine.diagnostics import Diagnostic
    from engine.procedure.model import Procedure
    from engine.procedure.nodes import Document

FOR_PROMISES: Final = 1_000_000
FOR_REACH: Final = 500_000
"""How many clauses the searches may look at; each a little less than a microsecond."""


def check(
    procedure: Procedure,
    document: Document,
    templates: Callable[[str], bool] | None = None,
    others: Mapping[str, Procedure] | None = None,
) -> tuple[Diagnostic, ...]:
    """Find what is wrong with a procedure as a whole, in the order of the file.

    Args:
        procedure: What was built.
        document: The file it was built from, for the places.
        templates: Tells whether there is a template for a document to print; None if that is not known here.
        others: The procedures beside it, which its steps may open cases of; None if they are not known here.
    """
    spots = Spots(document)
    graph = Graph(procedure)
    found = [*find_misplaced(procedure, spots), *find_unnamed_end(procedure, spots)]
    found += find_bad_openings(procedure, spots, others)
    if templates:
        found += find_missing_templates(procedure, spots, templates)
    return in_order([*found, *(_circles_or_proofs(procedure, graph, spots))])


def _circles_or_proofs(procedure: Procedure, graph: Graph, spots: Spots) -> Iterator[Diagnostic]:
    circles = [*find_circles(graph, spots)]
    yield from circles
    if not circles:
        yield from Promises(procedure, graph, spots, Budget(FOR_PROMISES)).find_broken()
        yield from find_unreachable(procedure, spots, Budget(FOR_REACH))

"""Whether a procedure that was built can be worked with: nothing waits for itself, and every promise holds.

    check(procedure, document) -> findings

A chain of small passes, each in a file of its own under `checks`. Proofs are looked for only where nothing waits for
itself; they go through what can be so at a moment of a case (`proof`).

INVARIANT: `check` reads nothing but its arguments, and ends for every procedure.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engine.diagnostics import in_order
from engine.procedure.checks.beginnings import Beginnings
from engine.procedure.checks.circles import find_circles
from engine.procedure.checks.constant import find_constant, find_hidden_facts
from engine.procedure.checks.documents import find_bad_documents
from engine.procedure.checks.endless import Endings, find_endless
from engine.procedure.checks.graph import Graph
from engine.procedure.checks.openings import find_bad_openings
from engine.procedure.checks.outcomes import find_unnamed_end, find_unreachable
from engine.procedure.checks.people import find_nobody
from engine.procedure.checks.placement import find_misplaced
from engine.procedure.checks.promises import Promises
from engine.procedure.checks.reach import look_at_steps
from engine.procedure.checks.rows import find_bad_rows
from engine.procedure.checks.spots import Spots
from engine.procedure.checks.swallowed import find_swallowed
from engine.procedure.checks.times import find_late_reminders
from engine.procedure.proof.formula import Budget
from engine.procedure.proof.searches import Snapshots

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from engine.diagnostics import Diagnostic, Span
    from engine.procedure.checks.documents import Templates
    from engine.procedure.model import Procedure
    from engine.procedure.nodes import Document
    from engine.procedure.proof.wishes import Trial

FOR_CONDITIONS: Final = 500_000
FOR_PROMISES: Final = 1_000_000
FOR_REACH: Final = 500_000
"""How many clauses the searches may look at; each a little less than a microsecond."""


def check(
    procedure: Procedure,
    document: Document,
    templates: Templates | None = None,
    others: Mapping[str, Procedure] | None = None,
    trial: Trial | None = None,
) -> tuple[Diagnostic, ...]:
    """Find what is wrong with a procedure as a whole, in the order of the file.

    Args:
        procedure: What was built.
        document: The file it was built from, for the places.
        templates: Gives the templates of a document to print; None if they are not known here.
        others: The procedures beside it, which its steps may open cases of; None if they are not known here.
        trial: Tries examples in a made-up case; without it, what may happen on some paths is not warned of.
    """
    spots = Spots(document)
    graph = Graph(procedure)
    found = [*find_misplaced(procedure, spots), *find_unnamed_end(procedure, spots)]
    found += [*find_endless(procedure, spots), *find_nobody(procedure, spots), *find_late_reminders(procedure, spots)]
    found += [*find_swallowed(document, spots), *find_hidden_facts(procedure, spots)]
    found += find_bad_openings(procedure, spots, others)
    if templates:
        found += find_bad_documents(procedure, spots, templates)
    return in_order([*found, *_circles_or_proofs(procedure, graph, spots, trial)])


def _circles_or_proofs(procedure: Procedure, graph: Graph, spots: Spots, trial: Trial | None) -> Iterator[Diagnostic]:
    circles = [*find_circles(graph, spots)]
    yield from circles
    if not circles:
        of_conditions, of_paths = Budget(FOR_CONDITIONS), Budget(FOR_REACH)
        constant = [*find_constant(procedure, spots, of_conditions)]
        yield from constant
        yield from find_bad_rows(procedure, spots, of_conditions)
        yield from Promises(Snapshots(procedure), graph, spots, Budget(FOR_PROMISES), trial).find_broken()
        on_paths = _on_paths(procedure, spots, of_paths, trial)
        yield from (one for one in on_paths if not any(_is_within(known.span, one.span) for known in constant))
        if min(of_conditions.left, of_paths.left) <= 0:
            yield spots.find("not-all-looked-at", spots.top("procedure"))


def _is_within(inner: Span, outer: Span) -> bool:
    """Whether one place is a part of another, or the same."""
    begins = (outer.line, outer.column) <= (inner.line, inner.column)
    return begins and (inner.end_line, inner.end_column) <= (outer.end_line, outer.end_column)


def _on_paths(procedure: Procedure, spots: Spots, budget: Budget, trial: Trial | None) -> Iterator[Diagnostic]:
    """Find what comes about on no path, or on some paths, and should not."""
    beginnings, endings = Beginnings(procedure, spots), Endings(procedure, spots)
    askings = (beginnings.begins, beginnings.dates, beginnings.words, endings.waits)
    yield from look_at_steps(procedure, budget, trial, askings)
    yield from find_unreachable(procedure, spots, budget)

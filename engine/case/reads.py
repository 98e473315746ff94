"""What a condition reads, and from how far outside it reads the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.condition.terms import Count, FactTerm, Quantifier, Total, parts
from engine.frozen import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.condition import Condition
    from engine.condition.terms import Term
    from engine.procedure.model import Procedure


class Read(NamedTuple):
    """A fact or list that is read; `across` is the list of whose elements each is looked at, if it is inside one."""

    name: str
    across: str | None = None


def reads_in(term: Term, across: str | None = None) -> Iterator[Read]:
    """Give what a term reads, told apart by whether it goes through the elements of a list."""
    if isinstance(term, FactTerm):
        yield Read(term.name, across)
    if isinstance(term, Count | Total | Quantifier):
        yield Read(term.list, across)
        across = across or term.list
    for part in parts(term):
        yield from reads_in(part, across)


def depth_of(condition: Condition, procedure: Procedure) -> int | None:
    """Say how many lists and attempts deep a place is from which on a condition reads the same.

    None for one that goes through no list, which is as quickly read again, and for one that hangs on steps or arrivals.
    """
    reads = condition.reads
    if not reads.lists or reads.steps or reads.arrivals:
        return None
    return max(len(procedure.facts[read.across or read.name].home) for read in reads_in(condition.tree))

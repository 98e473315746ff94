"""Which promises of a procedure a case, as it stands, does not keep."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from engine.case.missing import missing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.case.derive import Derivation
    from engine.case.tree import Node
    from engine.procedure.model import Promise


class Broken(NamedTuple):
    """A promise that is not kept: of which procedure, in which line of it, and what is so instead."""

    procedure: str
    line: int
    what: str


def broken_promises(derivation: Derivation) -> list[Broken]:
    """Give what the procedure promises and the case, as it stands, does not keep."""
    return [
        Broken(derivation.procedure.id, promise.span.line, what)
        for promise in derivation.procedure.promises
        for node in derivation.tree.by_id.get(promise.step, ())
        for what in _broken(derivation, promise, node)
    ]


def _broken(derivation: Derivation, promise: Promise, node: Node) -> Iterator[str]:
    status = derivation.standing(node).status
    if promise.only_after and status == "open" and derivation.read(promise.only_after, node).value is not True:
        yield f"`{node.address}` is open, though not `{promise.only_after.text}`"
    if promise.always and derivation.case.status == "closed" and status != "done":
        yield f"the case is closed, and `{node.address}` is {status}"
    waits = {one.name for one in missing(derivation, node)} if promise.never_waits_for else set()
    for other in sorted(waits.intersection(promise.never_waits_for)):
        yield f"`{node.address}` waits for `{other}`"

"""Which promises of a procedure a case, as it stands, does not keep (design 5.3, `promises`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.case.missing import missing
from engine.frozen import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.case.derive import Derivation
    from engine.case.tree import Node
    from engine.procedure.model import Promise


class Broken(NamedTuple):
    """A promise that is not kept: of which procedure, in which line of it, and what is so instead."""

    procedure: str
    line: int
    step: str
    what: str


def broken_promises(derivation: Derivation, *, done: bool = False) -> list[Broken]:
    """Give what the procedure promises and the case, as it stands, does not keep.

    With `done`, what was done before it might be counts too; a correction afterwards can make it look so.
    """
    return [
        Broken(derivation.procedure.id, promise.span.line, node.step.id, what)
        for promise in derivation.procedure.promises
        for node in derivation.tree.by_id.get(promise.step, ())
        for what in _broken(derivation, promise, node, done=done)
    ]


def _broken(derivation: Derivation, promise: Promise, node: Node, *, done: bool) -> Iterator[str]:
    status = derivation.standing(node).status
    is_begun = status == "open" or (done and status == "done" and node.address in derivation.case.marks)
    if promise.only_after and is_begun and derivation.read(promise.only_after, node).value is not True:
        yield f"`{node.address}` is {status}, though not `{promise.only_after.text}`"
    if promise.always and derivation.case.status == "closed" and status != "done":
        yield f"the case is closed, and `{node.address}` is {status}"
    waits = {one.name for one in missing(derivation, node)} if promise.never_waits_for else set()
    for other in sorted(waits.intersection(promise.never_waits_for)):
        yield f"`{node.address}` waits for `{other}`"

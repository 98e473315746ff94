"""Whether a case keeps what its procedure promises, as it stands now (design 5.3, `promises`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from engine.case.missing import missing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.case.derive import Derivation
    from engine.case.tree import Node
    from engine.procedure.model import Promise


class Broken(NamedTuple):
    """A promise that does not hold, at one step; `key` tells it from others, `text` says it in words."""

    step: str
    key: tuple[str, str]
    text: str


def broken_promises(derivation: Derivation) -> Iterator[Broken]:
    """Give the promises that a case does not keep."""
    for promise in derivation.procedure.promises:
        for node in derivation.tree.by_id.get(promise.step, ()):
            yield from _broken(derivation, promise, node)


def _broken(derivation: Derivation, promise: Promise, node: Node) -> Iterator[Broken]:
    status = derivation.standing(node).status
    if promise.only_after and status in ("open", "done") and _was_marked(derivation, node, status):
        condition = promise.only_after
        if derivation.read(condition, node).value is not True:
            text = f"`{node.address}` is {status}, but not: {condition.text}"
            yield Broken(node.step.id, (node.address, condition.text), text)
    if promise.always and derivation.case.status == "closed" and status != "done":
        text = f"the case is closed, and `{node.address}` is {status}"
        yield Broken(node.step.id, (node.address, "always"), text)
    waits = {one.name for one in missing(derivation, node)}
    for other in sorted(waits.intersection(promise.never_waits_for)):
        yield Broken(node.step.id, (node.address, other), f"`{node.address}` waits for `{other}`")


def _was_marked(derivation: Derivation, node: Node, status: str) -> bool:
    """Whether it stands so by what a person did: what is done by derivation was never open to anybody."""
    return status == "open" or node.address in derivation.case.marks

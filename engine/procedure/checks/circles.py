"""Whether something waits for itself, or needs a fact that is asked only afterwards (design 5.4.11)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.procedure.checks.needs import tell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.diagnostics import Diagnostic, Span
    from engine.procedure.checks.graph import Graph
    from engine.procedure.checks.needs import Hop
    from engine.procedure.checks.spots import Spots


def find_circles(graph: Graph, spots: Spots) -> Iterator[Diagnostic]:
    """Find what can never come about; of each knot one chain is told, in the author's words."""
    for chain in graph.circles():
        asked = next((at for at, hop in enumerate(chain) if hop.need.link == "asked"), None)
        yield _waits_for_itself(spots, chain) if asked is None else _asked_too_late(spots, chain, asked)


def _waits_for_itself(spots: Spots, chain: tuple[Hop, ...]) -> Diagnostic:
    chain = _from_own_words(chain)
    help_ = f"{tell(chain)}; take one of these away{_in_its_words(chain)}"
    return spots.find("waits-for-itself", _spot(spots, chain[0]), help_, name=chain[0].node.name)


def _in_its_words(chain: tuple[Hop, ...]) -> str:
    """Of what is worked out of attempts and read within them: that the condition itself can be written there."""
    found = next((hop for hop in chain if hop.need.link == "decides" and hop.node.kind == "known"), None)
    return f", or write what `{found.node.name}` is worked out from where it is read" if found else ""


def _asked_too_late(spots: Spots, chain: tuple[Hop, ...], asked: int) -> Diagnostic:
    """Tell of a fact: who needs it, where it is asked, and why that is too late."""
    question, after = chain[asked], (*chain[asked + 1 :], *chain[:asked])
    needing = _from_own_words(tuple(reversed(after)))[0]
    steps = " and ".join(f"`{node.name}`" for node in question.need.nodes)
    help_ = "; ".join(filter(None, (tell(after[:-1]), f"ask `{question.node.name}` before it is needed")))
    words = {"one": needing.node.name, "fact": question.node.name}
    return spots.find("asked-too-late", _spot(spots, needing), help_, steps=steps, **words)


def _from_own_words(chain: tuple[Hop, ...]) -> tuple[Hop, ...]:
    """Turn a chain so that it begins with something the author wrote out."""
    written = next(at for at, hop in enumerate(chain) if hop.need.spot)
    return (*chain[written:], *chain[:written])


def _spot(spots: Spots, hop: Hop) -> Span:
    name, spot = hop.node.name, hop.need.spot
    return spots.step(name, *spot) if hop.node.kind in {"begins", "settled"} else spots.fact(name, *spot)

"""Which elements and attempts are meant by a name, seen from a place in a case.

From inside an element or attempt its own are meant; from outside all elements of a list, as soon as all are there,
and of a repeated step the attempt that decided it (design 5.4.6).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from engine.case.tree import place_from
from engine.condition.truth import latest

if TYPE_CHECKING:
    from datetime import datetime

    from engine.case.derive import Derivation
    from engine.case.tree import Node, Segments


class KnowsAttempts(Protocol):
    """What knows which attempt of a repeated step at a place is meant from outside, if one is."""

    def attempt_meant(self, part: str, place: Segments) -> Segments | None:
        """Give it, if it is known."""


def place_meant(facts: KnowsAttempts, home: tuple[str, ...], segments: Segments) -> Segments | None:
    """Give the one place with these lists and repeated steps around it; None if there are several, or none yet."""
    own: Segments = ()
    for depth, part in enumerate(home):
        if segments[depth : depth + 1] and segments[depth][0] == part and segments[:depth] == own:
            own = segments[: depth + 1]
            continue
        deciding = facts.attempt_meant(part, own)
        if deciding is None:
            return None
        own = deciding
    return own


def outside(derivation: Derivation, name: str) -> tuple[str, ...]:
    """Give the lists and repeated steps around a step, without its own."""
    step, home = derivation.procedure.by_id[name], derivation.procedure.places[name].home
    return home[: len(home) - bool(step.for_each) - bool(step.repeat)]


def known_since(derivation: Derivation, home: tuple[str, ...], segments: Segments) -> datetime | None:
    """Say since when it is known what is meant by a name, seen from outside: its list is told, its attempt decided."""
    since: datetime | None = None
    own: Segments = ()
    for depth, part in enumerate(home):
        if segments[depth : depth + 1] and segments[depth][0] == part and segments[:depth] == own:
            own = segments[: depth + 1]
            continue
        deciding = derivation.attempt_meant(part, own)
        if deciding is None:
            return latest(since, None if part.endswith("#") else derivation.view(own).elements(part).since)
        node = derivation.tree.repeated(part.rstrip("#"), own)
        settled = derivation.settled(node) if node else None
        since, own = latest(since, settled.since if settled else None), deciding
    return since


def instances(derivation: Derivation, name: str, segments: Segments) -> list[Node] | None:
    """Give the instances of a step that are meant; None as long as it is not known which there will be."""
    nearest = derivation.tree.nearest(name, segments)
    if nearest:
        return [nearest]
    places: list[Segments] = [()]
    for depth, part in enumerate(outside(derivation, name)):
        own = segments[: depth + 1]
        if len(own) > depth and own[depth][0] == part and places == [own[:depth]]:
            places = [own]
            continue
        inside = _inside(derivation, part, places)
        if inside is None:
            return None
        places = inside
    found = [derivation.tree.nearest(name, place) for place in places]
    return None if None in found else [node for node in found if node]


def _inside(derivation: Derivation, part: str, places: list[Segments]) -> list[Segments] | None:
    found: list[Segments] = []
    for place in places:
        if part.endswith("#"):
            deciding = derivation.attempt_meant(part, place)
            if deciding is None:
                return None
            found.append(deciding)
        elif derivation.view(place).elements(part).complete:
            listed = derivation.case.elements.get((place_from(place), part), ())
            found += [(*place, (part, element.number)) for element in listed]
        else:
            return None
    return found

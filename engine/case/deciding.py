"""What every decision needs: the case as it stands, who asks, and how names given by people are resolved."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from engine.case.barring import doers
from engine.case.discretion import HIDDEN
from engine.case.events import Recorded
from engine.case.explain import fill, segments_of
from engine.case.growing import follow
from engine.case.people import may_do, names_of, who
from engine.case.refusals import Refusal, refuse
from engine.case.state import replay
from engine.case.tree import place_from
from engine.frozen import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from engine.case.agenda import Missing
    from engine.case.commands import Asked
    from engine.case.derive import Derivation
    from engine.case.events import Event
    from engine.case.state import Case
    from engine.case.tree import Node, Segments
    from engine.procedure.model import Fact, Procedure


class Told(NamedTuple):
    """A fact named by a person, and the place it is told at."""

    fact: Fact
    segments: Segments
    key: str

    @property
    def place(self) -> str:
        """The place in its written form."""
        return place_from(self.segments)


class Deciding:
    """One command being decided, on a case as it stands after what was decided of it up to now."""

    __slots__ = ("_after", "_derivation", "asked", "at", "case", "entries", "happened", "procedure")

    def __init__(self, procedure: Procedure, case: Case, asked: Asked, before: Deciding | None = None) -> None:
        self.procedure = procedure
        self.case = case
        self.asked = asked
        # In UTC: in the hour that comes twice, moments of one zone compare by what the clock on the wall shows.
        self.at: datetime = before.at if before else asked.now.astimezone(UTC)
        self.happened: datetime = asked.happened.astimezone(UTC) if asked.happened else self.at
        """When what is being recorded happened."""
        self.entries: tuple[Recorded, ...] = ()
        """What was decided of the command up to now."""
        self._derivation: Derivation | None = None
        self._after: tuple[Sequence[Event], Deciding] | None = None

    @property
    def derivation(self) -> Derivation:
        """The case as it stands."""
        if self._derivation is None:
            self._derivation = follow(self.procedure, self.case, self.asked.now, self.asked.office)
            self._derivation.discretion = HIDDEN  # what is refused is told on screens and in logs that anybody may see
        return self._derivation

    def after(self, happened: Sequence[Event]) -> Deciding:
        """The same command, as if these events had been recorded: going on from where the first of them were."""
        if not happened:
            return self
        if self._after:
            first, then = self._after
            if list(first) == list(happened[: len(first)]):
                return then.after(happened[len(first) :])
        asked, seq = self.asked, self.case.seq
        entries = tuple(
            [
                Recorded(number, self.at, self.happened, asked.actor, asked.request, event)
                for number, event in enumerate(happened, seq + 1)
            ]
        )
        then = Deciding(self.procedure, replay(entries, self.case), asked, self)
        then.entries = self.entries + entries
        self._after = (happened, then)
        return then

    def under(self, procedure: Procedure) -> Deciding:
        """The same, on the case under another text of its procedure."""
        then = Deciding(procedure, self.case, self.asked, self)
        then.entries = self.entries
        return then

    def node(self, name: str) -> Node | Refusal:
        """Find the step instance that a person names by its id or its address."""
        nodes = self.derivation.tree.named(name)
        if not nodes:
            return refuse("unknown-step", step=name, case=self.case.id)
        meant = self._meant(nodes)
        if len(meant) > 1:
            addresses = ", ".join(node.address for node in meant)
            return refuse("ambiguous-step", step=name, addresses=addresses)
        return meant[0]

    def _meant(self, nodes: list[Node]) -> list[Node]:
        """Of a step that there is several times, the instances that are not settled, if there are such."""
        if len(nodes) == 1 and not nodes[0].is_many:
            return nodes
        several = [one for node in nodes for one in (node.children if node.is_many else [node])]
        there = list(dict.fromkeys(one for one in several if not one.is_many)) or nodes
        if len(there) == 1:
            return there
        left = [one for one in there if not self.derivation.standing(one).is_settled]
        return left if len(left) == 1 else there

    def again(self, node: Node) -> Node:
        """Find a step instance of an earlier derivation in this one."""
        return self.derivation.tree.by_address[node.address]

    def leaf(self, name: str) -> Node | Refusal:
        """As `node`, but a group is refused."""
        node = self.node(name)
        if isinstance(node, Refusal) or node.kind == "leaf":
            return node
        inside = ", ".join(child.address for child in node.children)
        return refuse("is-a-group", step=node.address, steps=inside or "there are none yet")

    def title(self, node: Node) -> str:
        """The title of a step without private values."""
        return fill(node.step.title, self.derivation, node.segments)

    def question(self, missing: Missing) -> str:
        """What is missing, in words without private values."""
        node = self.derivation.tree.by_address.get(missing.name) if missing.kind == "step" else None
        return self.title(node) if node else missing.text

    def not_allowed(self, node: Node) -> Refusal | None:
        """Say who may do a step, if the person may not."""
        if not may_do(self.derivation, node, self.asked.actor):
            return self._not_your_step(node)
        return self.did_other(node, node.step.not_by) if node.step.not_by else None

    def did_other(self, node: Node, others: tuple[str, ...]) -> Refusal | None:
        """Say which of the other steps the person did, who therefore may not do this one."""
        for other in others:
            for one in self.derivation.tree.related(other, node.segments):
                for done in one.walk():
                    if self.asked.actor in doers(self.derivation, done):
                        return refuse("did-the-other-step", step=node.address, other=done.address)
        return None

    def _not_your_step(self, node: Node) -> Refusal:
        named = who(self.derivation, node)
        office = self.asked.office
        able = [person.full_name for person in office.who_has(named)]
        ask = f"ask {', or '.join(able[:3])}" if able else "nobody on the staff list has that role"
        words = names_of(self.procedure, office, named)
        return refuse("not-your-step", step=node.address, who=words, next=ask)

    def told(self, key: str) -> Told | Refusal:
        """Find the fact that a person names: `fact`, or `place/fact`, where a place may be a step's address."""
        place, _, name = key.rpartition("/")
        fact = self.procedure.facts.get(name)
        if not fact:
            return refuse("unknown-fact", fact=name, next=self.similar(name, self.procedure.facts))
        segments = self.segments(place)
        if segments is None:
            return refuse("unknown-place", place=place, case=self.case.id)
        home = self.derivation.home(name, segments)
        if home is None:
            return refuse("place-needed", fact=name, list=fact.home[-1])
        return Told(fact, home, f"{place_from(home)}/{name}" if home else name)

    def segments(self, place: str) -> Segments | None:
        """Give the place a person names, by the element or by a step's address; None if there is none."""
        if not place:
            return ()
        node = self.derivation.tree.by_address.get(place)
        if node:
            return node.segments
        try:
            segments = segments_of(place)
        except ValueError:
            return None
        return segments if self._exists(segments) else None

    def _exists(self, segments: Segments) -> bool:
        for depth, (name, number) in enumerate(segments):
            if name.endswith("#"):
                if place_from(segments[: depth + 1]) not in {node.place for node in self.derivation.tree.walk()}:
                    return False
                continue
            elements = self.case.elements.get((place_from(segments[:depth]), name), ())
            if not any(element.number == number and not element.removed for element in elements):
                return False
        return True

    def similar(self, name: str, known: Iterable[str]) -> str:
        """Suggest a name if one is close, else say what there is."""
        listed = list(known)
        import difflib  # only where a name is wrong

        close = difflib.get_close_matches(name, listed, n=1)
        return f"did you mean `{close[0]}`?" if close else f"there are: {', '.join(listed) or 'none'}"

"""Where each fact is told: in the case itself, in each element of a list, or in each attempt of a repeated step.

INVARIANT: a fact has one home; one that is asked here and there is a finding.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from engine.condition.faults import fault
from engine.diagnostics import locate
from engine.frozen import NamedTuple
from engine.procedure.references import told_fact

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from engine.procedure.nodes import Scalar
    from engine.procedure.outline import DeclaredFact, Outline

Home: TypeAlias = "tuple[str, ...]"


class Asking(NamedTuple):
    """A place where a fact is asked: the word there, the step (none: at the opening), and once per what."""

    word: Scalar
    step: str | None
    home: Home


class Askings(NamedTuple):
    """Who asks a fact, and where it is told therefore."""

    home: Home
    steps: tuple[str, ...]


def find_homes(outline: Outline) -> dict[str, Askings]:
    """Find the home of each fact that is told; of facts that are worked out, what they are declared inside of."""
    askings: dict[str, list[Asking]] = {}
    for asking in _askings(outline):
        who = f"step `{asking.step}` asks" if asking.step else "this procedure opens with"
        if told_fact(outline, asking.word, who):
            askings.setdefault(asking.word.text, []).append(asking)
    found: dict[str, Askings] = {}
    for name, fact in outline.facts.items():  # a list stands before the facts of its elements
        found[name] = _settle(outline, fact, askings.get(name, []), found)
    return found


def is_within(home: Home, place: Home) -> bool:
    """Whether what is told at a home can be read at a place."""
    return place[: len(home)] == home


def _askings(outline: Outline) -> Iterator[Asking]:
    for word in outline.root.scalars("opens_with"):
        yield Asking(word, None, ())
    for step in outline.walk():
        for word in step.node.scalars("ask"):
            yield Asking(word, step.id, step.place.home)


def _settle(outline: Outline, fact: DeclaredFact, askings: list[Asking], settled: Mapping[str, Askings]) -> Askings:
    steps = tuple(dict.fromkeys(asking.step for asking in askings if asking.step))
    if fact.lists:
        home = (*settled[fact.lists[-1]].home, fact.lists[-1])
        for asking in askings:
            _check_within(outline, fact, asking, home)
        return Askings(home, steps)
    home = askings[0].home if askings else ()
    for asking in askings:
        if asking.home != home:
            line = askings[0].word.span.line
            outline.find("asked-here-and-there", asking.word.span, name=fact.id, line=line)
    return Askings(home, steps)


def _check_within(outline: Outline, fact: DeclaredFact, asking: Asking, home: Home) -> None:
    if not is_within(home, asking.home):
        found = fault(
            "element-out-of-reach", 0, 0, f"ask it in a step with `for_each: {fact.lists[-1]}`",
            name=fact.id, list=fact.lists[-1],
        )  # fmt: skip
        outline.keep(locate(found, outline.file, asking.word.span))

"""How a moment that a proof found can be told to the author: what is unusual in it, and which answers lead there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from engine.procedure.model import Fact, Procedure
    from engine.procedure.proof.facts import Facts
    from engine.procedure.proof.formula import Model, Theory
    from engine.procedure.proof.readings import Presence
    from engine.procedure.proof.scales import Scale
    from engine.procedure.proof.snapshot import Snapshot

_MOST_TOLD: Final = 8

_SIMPLE: Final[dict[tuple[object, bool], str]] = {
    ("skipped", True): "`{}` is skipped",
    ("gave up", True): "`{}` gave up",
    ("ended", True): "the case ends as `{}`",
    ("done", False): "`{}` is not done",
    ("settled", False): "`{}` is not over",
    ("came", True): "`{}` has come",
    ("came", False): "`{}` has not come",
    ("chosen", True): "`{}` includes `{}`",
    ("chosen", False): "`{}` does not include `{}`",
    ("passed", True): "`{}` has passed",
    ("passed", False): "`{}` has not passed",
    ("true", True): "`{}` is true",
    ("true", False): "`{}` is not true",
    ("false", True): "`{}` is false",
    ("false", False): "`{}` is not false",
    ("nothing", True): "`{}` has no result",
}
"""How atoms are told that stand so; the others go without saying."""

_USUAL: Final[dict[tuple[object, bool], str]] = {
    ("skipped", False): "`{}` is not skipped",
    ("gave up", False): "`{}` did not give up",
}
"""What is told of atoms that stand as they usually do, if there is nothing else to tell."""

_ORDER: Final = ("skipped", "gave up", "ended", "told", "none", "scale", "chosen", "came", "done")


class Seen(Protocol):
    """A moment that can be told of."""

    @property
    def procedure(self) -> Procedure:
        """Of which procedure it is."""

    @property
    def theory(self) -> Theory:
        """What its atoms say."""

    @property
    def facts(self) -> Facts:
        """Where the values of facts lie."""

    def presence(self, fact: str) -> Presence:
        """Say whether a fact has a value."""


def example(snapshot: Snapshot, model: Model, goals: Iterable[int], step: str) -> str:
    """Tell why the goals, which are about a step, are so in a model; the most unusual first."""
    return in_words(snapshot, model, telling(snapshot, model, goals, step))


def in_words(snapshot: Seen, model: Model, atoms: list[int]) -> str:
    """Tell how atoms stand in a model, as far as that does not go without saying."""
    phrases = [*dict.fromkeys(_phrases(snapshot, model, atoms))] or _usual(snapshot, atoms)
    more = ["..."] if len(phrases) > _MOST_TOLD else []
    return ", ".join([*phrases[:_MOST_TOLD], *more]) or "nothing has happened yet"


def telling(snapshot: Snapshot, model: Model, goals: Iterable[int], step: str) -> list[int]:
    """Give the atoms that make the goals so, each as it stands, in the order in which they are worth telling."""
    own = snapshot.steps.standing(step).done
    atoms = dict.fromkeys(atom for goal in goals for atom in model.reasons(goal) if abs(atom) != own)
    places = {name: at for at, name in enumerate(snapshot.procedure.by_id)}
    names = snapshot.theory.names
    return sorted(atoms, key=lambda atom: (_rank(names[abs(atom)][0]), places.get(names[abs(atom)][1], 0)))


def _rank(what: str) -> int:
    return _ORDER.index(what) if what in _ORDER else len(_ORDER)


def _phrases(snapshot: Seen, model: Model, atoms: Iterable[int]) -> Iterator[str]:
    settled: set[object] = set()
    for atom in atoms:
        what, *words = snapshot.theory.names[abs(atom)]
        if what in {"skipped", "gave up"} and atom > 0:
            settled.add(words[0])
        if what in {"told", "none"}:
            yield _fact(snapshot, model, words[0])
        elif what == "scale":
            yield _value(snapshot, model, words[0])
        elif (what, atom > 0) in _SIMPLE and not (what == "done" and words[0] in settled):
            yield _SIMPLE[what, atom > 0].format(*words)


def _usual(snapshot: Seen, atoms: Iterable[int]) -> list[str]:
    named = ((snapshot.theory.names[abs(atom)], atom > 0) for atom in atoms)
    return [_USUAL[what, so].format(*words) for (what, *words), so in named if (what, so) in _USUAL]


def _value(snapshot: Seen, model: Model, scale: Scale) -> str:
    kind, *words = scale.name
    if kind == "fact":
        return _fact(snapshot, model, words[0])
    return _pair(scale, model, *words) if kind == "pair" else _between(scale, model, words[0])


def _fact(snapshot: Seen, model: Model, name: str) -> str:
    presence, scale = snapshot.presence(name), snapshot.facts.scales.get(name)
    if model.holds(presence.none):
        return f"`{name}` has no value"
    if not model.holds(presence.told):
        return f"`{name}` is not known"
    fact = snapshot.procedure.facts[name]
    if scale is None:
        return f"`{name}` is known"
    return f"`{name}` is {_answer(fact, scale, model)}" if _is_listed(fact) else _between(scale, model, name)


def _is_listed(fact: Fact) -> bool:
    return fact.options is not None or fact.kind == "yes_no"


def _answer(fact: Fact, scale: Scale, model: Model) -> str:
    """Give an answer that lies where the value does."""
    lower, upper = scale.find(model)
    answers = list(fact.options) if fact.options is not None else ["no", "yes"]
    first = 0 if lower is None else int(lower)
    return answers[first] if lower in {None, upper} else answers[first + 1]


def _between(scale: Scale, model: Model, name: str) -> str:
    lower, upper = scale.find(model)
    if lower is not None and lower == upper:
        return f"`{name}` is {lower}"
    sides = [(word, side) for word, side in (("more than", lower), ("less than", upper)) if side is not None]
    words = [f"other than {side}" if isinstance(side, str) else f"{word} {side}" for word, side in sides]
    return f"`{name}` is {' and '.join(words)}"


def _pair(scale: Scale, model: Model, left: str, right: str) -> str:
    lower, upper = scale.find(model)
    if lower == upper:
        return f"`{left}` equals `{right}`"
    return f"`{left}` is more than `{right}`" if upper is None else f"`{left}` is less than `{right}`"

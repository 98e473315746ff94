"""Which answers, steps and arrivals would lead a case to a moment that a proof found, so that it can be tried."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, Literal, Protocol, TypeAlias

from engine.frozen import NamedTuple
from engine.procedure.proof.scales import Scale

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from engine.condition import Condition, Phrase
    from engine.condition.reading import Plain
    from engine.procedure.model import Fact, Procedure
    from engine.procedure.proof.formula import Model
    from engine.procedure.proof.snapshot import Snapshot

Fate: TypeAlias = Literal["done", "skipped", "gave up"]


class Wish(NamedTuple):
    """What is to happen in a case.

    Args:
        answers: What is to be told of facts; None: that there is no value. Those left out stay unknown.
        fates: How steps are to be settled.
        left: Steps that are not to be done; of those that are neither here nor among the `fates` it does not matter.
        came: What is to come.
        free: Numbers among the answers that may as well be others.
    """

    answers: Mapping[str, Plain | None]
    fates: Mapping[str, Fate]
    left: frozenset[str]
    came: frozenset[str]
    free: frozenset[str] = frozenset()


class Sight(NamedTuple):
    """What is to be seen then.

    Args:
        step: About which step.
        status: It may be worked on, it waits though it is called for, or it is settled and was not done.
        untrue: A condition that is not true there.
        unknown: A fact that is not known there.
        never: What it waits for, which can no longer come: a condition that is false, a time that counts from nothing.
    """

    step: str
    status: Literal["open", "waiting", "undone"]
    untrue: Condition | None = None
    unknown: str | None = None
    never: tuple[Condition | Phrase, ...] = ()


class Trial(Protocol):
    """Tries a wish in a made-up case."""

    def __call__(self, procedure: Procedure, wish: Wish, sight: Sight) -> tuple[str, ...] | None:
        """Give the acts, in words, after which that is seen; None if that does not work out."""


MOST_TOLD: Final = 8


def in_words(acts: Sequence[str]) -> str:
    """Tell acts in their order; of many, the last ones, which decide."""
    told = [*acts[:1], "...", *acts[1 - MOST_TOLD :]] if len(acts) > MOST_TOLD else acts
    return ", ".join(told)


def wish_for(snapshot: Snapshot, model: Model) -> Wish:
    """Read off a model what is to happen."""
    fates: dict[str, Fate] = {}
    answers: dict[str, Plain | None] = {}
    left: set[str] = set()
    came: set[str] = set()
    for atom, name in enumerate(snapshot.theory.names):
        what, *words = name or ("",)
        if what == "done" and not model.holds(atom):
            left.add(words[0])
        if not what or not model.holds(atom):
            continue
        if what in {"done", "skipped", "gave up"}:
            fates[words[0]] = what
        elif what == "came":
            came.add(words[0])
        elif what == "told":
            answers[words[0]] = _value(snapshot, model, snapshot.procedure.facts[words[0]])
        elif what == "none":
            answers[words[0]] = None
    answers |= dict.fromkeys(_empty(snapshot, model))
    free = (name for name in answers if snapshot.procedure.facts[name].kind in {"number", "money"})
    return Wish(
        answers,
        fates,
        frozenset(left.difference(fates)),
        frozenset(came),
        frozenset(free).difference(snapshot.facts.scales),
    )


def _empty(snapshot: Snapshot, model: Model) -> Iterator[str]:
    """Give the lists that nothing is to be in."""
    for scale in _scales(snapshot):
        name = scale.name[1].removeprefix("count(").removesuffix(")")
        if scale.name[0] == "value" and name in snapshot.procedure.facts and scale.find(model) == (0, 0):
            yield name


def _value(snapshot: Snapshot, model: Model, fact: Fact) -> Any:  # noqa: ANN401  a value of the fact's type
    if fact.kind == "choices":
        options = fact.options or {}
        chosen = [one for one in options if model.holds(snapshot.includes(fact.id, one))] if options else []
        return tuple(chosen or list(options)[:1])
    scale = snapshot.facts.scales.get(fact.id)
    lower, upper = scale.find(model) if scale else (None, None)
    if fact.kind == "choice":
        return list(fact.options or {})[_between(fact, lower, upper)]
    if fact.kind in {"number", "money"}:
        return _amount(snapshot, model, fact, (lower, upper))
    return bool(_between(fact, lower, upper)) if fact.kind == "yes_no" else _between(fact, lower, upper)


def _amount(snapshot: Snapshot, model: Model, fact: Fact, sides: tuple[Any, Any]) -> Decimal:
    """Give a number that lies where it is to lie, also as compared with settings, if there is one."""
    settings = snapshot.procedure.settings
    wanted = [(settings[other], sign) for other, sign in _pairs(snapshot, model, fact) if other in settings]
    usual = _number(fact, *sides)
    known = [usual, *(value for value, _ in wanted), *(side for side in sides if side is not None)]
    near = [usual, *(Decimal(value) + more for value in known for more in (0, 1, -1, Decimal("0.5")))]
    return next((one for one in near if _lies(fact, one, sides) and all(_sign(one - v) == s for v, s in wanted)), usual)


def _lies(fact: Fact, value: Decimal, sides: tuple[Any, Any]) -> bool:
    lower, upper = sides
    least, most = fact.minimum, fact.maximum
    if (least is not None and value < least) or (most is not None and value > most):
        return False
    if lower is not None and lower == upper:
        return bool(value == lower)
    return (lower is None or value > lower) and (upper is None or value < upper)


def _sign(value: Decimal) -> int:
    return (value > 0) - (value < 0)


def _pairs(snapshot: Snapshot, model: Model, fact: Fact) -> Iterator[tuple[str, int]]:
    """Give what a fact is compared with, and whether it is to be less, equal or more."""
    for scale in _scales(snapshot):
        if scale.name[0] == "pair" and fact.id in scale.name[1:]:
            lower, upper = scale.find(model)
            sign = 0 if lower == upper else 1 if upper is None else -1
            is_left = scale.name[1] == fact.id
            yield scale.name[2 if is_left else 1], sign if is_left else -sign


def _scales(snapshot: Snapshot) -> Iterator[Scale]:
    found = (name[1] for name in snapshot.theory.names if name and name[0] == "scale")
    return (one for one in dict.fromkeys(found) if isinstance(one, Scale))


def _between(fact: Fact, lower: Any, upper: Any) -> Any:  # noqa: ANN401  as above
    """Give a value between two others, or a usual one."""
    if lower is not None and lower == upper:
        return lower
    match fact.kind:
        case "choice" | "yes_no":
            return 0 if lower is None else int(lower) + 1
        case "number" | "money":
            return _number(fact, lower, upper)
        case "date" | "datetime" | "time":
            return _later(fact.kind, lower, upper)
        case "phone":
            return "555-0100"
        case "email":
            return "pat@example.com"
        case _ if fact.format:
            return "12345" if fact.format == "zip_code" else "2026"
        case _:
            return "something else" if lower is not None or upper is not None else "something"


def _number(fact: Fact, lower: Any, upper: Any) -> Decimal:  # noqa: ANN401  as above
    least = max((one for one in (lower, fact.minimum) if one is not None), default=None)
    most = min((one for one in (upper, fact.maximum) if one is not None), default=None)
    if least is None:
        return Decimal(most - 1) if most is not None else Decimal(1)
    if most is None:
        return Decimal(least) + 1
    return Decimal(least) + 1 if least + 1 < most or most == fact.maximum == least + 1 else (least + most) / Decimal(2)


def _later(kind: str, lower: Any, upper: Any) -> Any:  # noqa: ANN401  as above
    if kind == "time":
        return lower or upper or time(12)
    usual = date(2026, 11, 9) if kind == "date" else datetime(2026, 11, 9, 12)  # noqa: DTZ001  in the office's zone
    if lower is not None:
        return lower + timedelta(days=1)
    return upper - timedelta(days=1) if upper is not None else usual

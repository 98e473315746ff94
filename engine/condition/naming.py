"""What do the names in a condition stand for, where it is written?

A name is looked up among the facts first, then the settings, then the arrivals.
"""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING, Final

from engine.condition.calendar import MOST
from engine.condition.faults import FaultError, fault
from engine.condition.terms import ArrivalTerm, ClockTerm, Constant, FactTerm, StepTerm, TimeTerm
from engine.condition.tree import Literally, Name
from engine.condition.types import DATE, DATETIME, NUMBER, SPOKEN, YES_NO, Declarations, Use
from engine.diagnostics import suggest
from engine.frozen import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engine.condition.reading import StepVerb
    from engine.condition.terms import Anchor, Term
    from engine.condition.tree import TimeAway, Written
    from engine.diagnostics import Fault

_TRUTHS: Final = {"yes": True, "true": True, "no": False, "false": False}
_MOST_SHOWN: Final = 8
_MEANT: Final = {
    **dict.fromkeys(("none", "unknown", "empty", "blank", "null"), "write `is not known` where nothing may be told"),
    **dict.fromkeys(("on", "y"), "write `yes`"),
    **dict.fromkeys(("off", "n"), "write `no`"),
}
"""What people mean by words that have no meaning here."""

RESERVED: Final = frozenset(
    {*("and", "or", "not", "is", "in", "includes", "where", "of", "after", "before"), *("now", "today"), *_TRUTHS}
)
"""What no fact, setting or arrival can be called, because a condition could not mean it."""


class Place(NamedTuple):
    """Where a condition stands.

    Args:
        text: The condition.
        declarations: What its names can stand for.
        use: Whether it may read the clock.
        home: The lists and repeated steps in whose element or attempt it is here.
        list: The list that is gone through, within the parentheses of `any` and its like.
    """

    text: str
    declarations: Declarations
    use: Use
    home: tuple[str, ...]
    list: str | None = None


def resolve(place: Place, name: Name) -> Term:
    """Find what a word stands for where a value is expected."""
    word, (start, end) = name.name, name[1:]
    if word in _TRUTHS:
        return Constant(_TRUTHS[word], YES_NO, None, start, end)
    if word in {"now", "today"}:
        return _clock(place, name)
    if word in place.declarations.facts:
        return fact(place, name)
    if word in place.declarations.settings:
        return Constant(place.declarations.settings[word], NUMBER, word, start, end)
    if word in place.declarations.arrivals:
        return _arrival(place, name)
    if word in place.declarations.steps:
        raise FaultError(fault("step-alone", start, end, name=word))
    raise FaultError(_unknown(place, name, (*place.declarations.settings, *place.declarations.arrivals)))


def fact(place: Place, name: Name) -> FactTerm:
    """Find a fact that can be read here."""
    type_ = place.declarations.facts.get(name.name)
    if not type_:
        raise FaultError(_unknown(place, name))
    _refuse_lost(place, name, place.declarations.home_of(name.name))
    owner = place.declarations.lists.get(name.name)
    if owner and owner not in place.home:
        raise FaultError(fault("element-out-of-reach", name.start, name.end, name=name.name, list=owner))
    return FactTerm(name.name, type_, name.start, name.end)


def list_fact(place: Place, name: Name) -> FactTerm:
    """Find a list that can be read here."""
    if name.name not in place.declarations.facts and (kind := _no_fact(place, name.name)):
        help_ = "only what is in a list is counted: let a step be done `for_each` of a list, and count that"
        raise FaultError(fault("not-a-list", name.start, name.end, help_, name=name.name, kind=kind))
    found = fact(place, name)
    if found.type.kind != "list":
        kind = SPOKEN[found.type.kind]
        raise FaultError(fault("not-a-list", name.start, name.end, name=name.name, kind=kind))
    if place.list and not _is_within(place.home, place.declarations.home_of(name.name)):
        raise FaultError(fault("list-within-list", name.start, name.end, name=name.name, list=place.list))
    return found


def _shared(home: tuple[str, ...], place: tuple[str, ...]) -> int:
    """Count the lists and repeated steps, from the outside, that are around both."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(home, place, strict=False)))


def _arrival(place: Place, name: Name) -> ArrivalTerm:
    """Find an arrival, which may have come for this element or attempt alone."""
    if place.list and not _is_within(place.declarations.home, place.home):
        raise FaultError(fault("lost-within-list", name.start, name.end, name=name.name, list=place.list))
    return ArrivalTerm(name.name, name.start, name.end)


def _is_within(place: tuple[str, ...], home: tuple[str, ...]) -> bool:
    return home[: len(place)] == place


def _refuse_lost(place: Place, name: Name, home: tuple[str, ...]) -> None:
    """Find what means this element or attempt outside of the parentheses in which another list is gone through."""
    if place.list and _shared(home, place.declarations.home) > _shared(home, place.home):
        raise FaultError(fault("lost-within-list", name.start, name.end, name=name.name, list=place.list))


def _no_fact(place: Place, word: str) -> str | None:
    if word in place.declarations.steps:
        return "a step"
    return "an arrival" if word in place.declarations.arrivals else None


def step(place: Place, name: Name, verb: StepVerb) -> StepTerm:
    """Find a step."""
    if name.name not in place.declarations.steps:
        close = suggest(name.name, place.declarations.steps)
        raise FaultError(fault("unknown-step", name.start, name.end, close, name=name.name))
    _refuse_lost(place, name, place.declarations.around.get(name.name, ()))
    return StepTerm(name.name, verb, name.start, name.end)


def option(place: Place, fact: FactTerm, written: Written) -> Constant:
    """Find which option of a choice is meant."""
    start, end = written.start, written.end
    help_ = None
    match written:
        case Name(name=word):
            return Constant(_option(fact, word, start, end), fact.type, None, start, end)
        case Literally(value=str(text)) if text in fact.type.options:
            help_ = f"write `{text}` without quotes"
        case Literally() if place.text[start:end] in fact.type.options:
            return Constant(place.text[start:end], fact.type, None, start, end)
        case _:
            pass
    raise FaultError(fault("not-an-option", start, end, help_, fact=fact.name, options=_shown(fact.type.options)))


def moment(place: Place, away: TimeAway) -> TimeTerm:
    """Find from when a time is counted, and how far."""
    amount, setting = _amount(place, away.amount)
    anchor = _anchor(place, away.anchor)
    is_day = isinstance(anchor, FactTerm | ClockTerm) and anchor.type == DATE
    type_ = DATE if is_day and not away.unit.endswith("hours") else DATETIME
    text = place.text[away.start : away.end]
    return TimeTerm(amount, away.unit, away.direction, anchor, type_, text, setting, away.start, away.end)


def _unknown(place: Place, name: Name, more: Iterable[str] = ()) -> Fault:
    word, facts = name.name, place.declarations.facts
    for fact_name, type_ in facts.items():
        if word in type_.options:
            asking = "includes" if type_.kind == "choices" else "is"
            help_ = f"it is an option of `{fact_name}`; write `{fact_name} {asking} {word}`"
            return fault("unknown-fact", name.start, name.end, help_, name=word)
    meant = suggest(word, (*facts, *more)) or _MEANT.get(word.lower())
    return fault("unknown-fact", name.start, name.end, meant, name=word)


def _clock(place: Place, name: Name) -> ClockTerm:
    if place.use == "gate":
        raise FaultError(fault("flips-with-time", name.start, name.end, name=name.name))
    if name.name == "now":
        return ClockTerm("now", DATETIME, name.start, name.end)
    return ClockTerm("today", DATE, name.start, name.end)


def _option(fact: FactTerm, word: str, start: int, end: int) -> str:
    options = fact.type.options
    if word in options:
        return word
    close = suggest(word, options)
    raise FaultError(fault("unknown-option", start, end, close, name=word, fact=fact.name, options=_shown(options)))


def _shown(options: tuple[str, ...]) -> str:
    more = ["..."] if len(options) > _MOST_SHOWN else []
    return ", ".join([*(f"`{one}`" for one in options[:_MOST_SHOWN]), *more])


def _amount(place: Place, written: Literally | Name) -> tuple[int, str | None]:
    setting = written.name if isinstance(written, Name) else None
    value = place.declarations.settings.get(setting) if setting else written[0]
    start, end = written.start, written.end
    if value is None:
        close = suggest(str(setting), place.declarations.settings)
        raise FaultError(fault("unknown-amount", start, end, close, name=setting))
    if not isinstance(value, int) or not 0 <= value <= MOST:
        raise FaultError(fault("amount-not-whole", start, end, found=value, limit=MOST))
    return value, setting


def _anchor(place: Place, name: Name) -> Anchor:
    word, (start, end), declared = name.name, name[1:], place.declarations
    if word in {"now", "today"}:
        return _clock(place, name)
    type_ = declared.facts.get(word)
    if type_ and type_.kind in {"date", "datetime"}:
        return fact(place, name)
    if word in declared.steps:
        return step(place, name, "settled")
    if word in declared.arrivals:
        return _arrival(place, name)
    if type_:
        raise FaultError(fault("anchor-not-a-date", start, end, name=word, kind=SPOKEN[type_.kind]))
    dates = [one for one, other in declared.facts.items() if other.kind in {"date", "datetime"}]
    close = suggest(word, (*dates, *declared.steps, *declared.arrivals))
    raise FaultError(fault("unknown-anchor", start, end, close, name=word))

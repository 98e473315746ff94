"""Which answers would open a step that is not open now: the fewest that have to be other than they are.

INVARIANT: each suggestion was tried with the commands by which people tell or correct answers: with exactly these, the
step is called for, and open unless it waits for something that is named.
"""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from itertools import combinations, islice, product
from typing import TYPE_CHECKING, Final

from engine.case import commands, events
from engine.case.commands import Asked
from engine.case.decide import decide
from engine.case.derive import derive
from engine.case.explain import key_of
from engine.case.missing import missing
from engine.case.refusals import Refusal
from engine.case.state import replay
from engine.case.tree import place_from
from engine.case.values import decode, encode, show
from engine.condition.reading import UNKNOWN
from engine.condition.terms import Constant, FactTerm, TimeTerm, walk
from engine.frozen import NamedTuple
from engine.procedure.model import WaitForAny, WaitForCondition

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from engine.case.derive import Derivation
    from engine.case.events import Json
    from engine.case.tree import Node, Segments
    from engine.condition import Condition
    from engine.procedure.model import Fact, Wait

MOST_TRIED: Final = 400
"""Combinations of answers that are tried, so that asking why takes no longer than a blink."""
MOST_SHOWN: Final = 3


class Change(NamedTuple):
    """An answer that would have to be this one."""

    key: str
    label: str
    value: Json
    shown: str


def nearest(derivation: Derivation, node: Node) -> tuple[tuple[Change, ...], ...]:
    """Give the smallest sets of answers that would open a step; none if it is open or settled, or no answer would."""
    is_called = derivation.called(node).value is True
    if derivation.case.status != "open" or (is_called and derivation.standing(node).status != "waiting"):
        return ()
    options = [list(_changes(derivation, node, *one)) for one in _candidates(derivation, node)]
    for size in (1, 2):
        sets = (one for facts in combinations(options, size) for one in product(*facts))
        found = (one for one in islice(sets, MOST_TRIED) if _would_do(derivation, node, one, is_called=is_called))
        shown = tuple(islice(found, MOST_SHOWN))
        if shown:
            return shown
    return ()


def _candidates(derivation: Derivation, node: Node) -> list[tuple[Fact, Segments]]:
    """The facts that people tell and that the conditions of a step read, each with where it is told."""
    facts = derivation.procedure.facts
    names = {name for condition in _conditions(derivation, node) for name in _read(condition)}
    told = [facts[name] for name in facts if name in names and not facts[name].is_worked_out]
    return [(fact, place) for fact in told for place in _places(derivation, fact, node.segments)]


def _read(condition: Condition) -> frozenset[str]:
    return condition.reads.facts | condition.reads.lists


def _places(derivation: Derivation, fact: Fact, segments: Segments) -> list[Segments]:
    """Where a fact is told, as seen from a step: at one place, or in each element of a list beside it."""
    home = derivation.home(fact.id, segments)
    if home is not None:
        return [home]
    outside = segments[: len(fact.home) - 1]
    if fact.element_of and tuple(part for part, _ in outside) == fact.home[:-1]:
        there = derivation.present(place_from(outside), fact.element_of)
        return [(*outside, (fact.element_of, element.number)) for element in there]
    return []


def _changes(derivation: Derivation, node: Node, fact: Fact, place: Segments) -> Iterator[Change]:
    now = derivation.fact(fact.id, place).value
    key = key_of(place_from(place), fact.id)
    if fact.kind == "list":
        if now is UNKNOWN:
            yield Change(key, fact.label, [], "none")
        return
    for value in _values(derivation, node, fact):
        if now is UNKNOWN or value != encode(now):
            yield Change(key, fact.label, value, show(fact, decode(fact, value), derivation.office) or "none")


def _values(derivation: Derivation, node: Node, fact: Fact) -> list[Json]:
    found: list[Json] = []
    if fact.kind == "yes_no":
        found = [True, False]
    elif fact.kind == "choice":
        found = list(fact.options or {})
    elif fact.kind == "choices":
        found = [[option] for option in fact.options or {}]
    elif fact.kind in ("number", "money"):
        numbers = _numbers(derivation, node, fact)
        found = [encode(Decimal(value)) if fact.kind == "money" else value for value in numbers]
    elif fact.kind == "date":
        found = list(_days(derivation, node, fact))
    return found if fact.required else [*found, None]


def _days(derivation: Derivation, node: Node, fact: Fact) -> Iterator[str]:
    """The last days from which what counts from them has passed by now, and today."""
    calendar, today = derivation.office.calendar, derivation.office.calendar.day(derivation.now)
    yield today.isoformat()
    for condition in _conditions(derivation, node):
        for term in walk(condition.tree):
            if isinstance(term, TimeTerm) and isinstance(term.anchor, FactTerm) and term.anchor.name == fact.id:
                amount = term.amount if term.direction == "before" else -term.amount
                start = calendar.after(calendar.midnight(today), amount, term.unit)
                yield calendar.day(start).isoformat()
                yield (calendar.day(start) - timedelta(days=1)).isoformat()


def _numbers(derivation: Derivation, node: Node, fact: Fact) -> list[int]:
    """Whole numbers at, just below and just above those that the conditions compare with."""
    fixed = {
        int(term.value)
        for condition in _conditions(derivation, node)
        for term in walk(condition.tree)
        if isinstance(term, Constant) and isinstance(term.value, int | Decimal) and not isinstance(term.value, bool)
    }
    near = sorted({value + step for value in fixed for step in (-1, 0, 1)})
    return [value for value in near if _is_allowed(fact, value)]


def _is_allowed(fact: Fact, value: int) -> bool:
    return (fact.minimum is None or value >= fact.minimum) and (fact.maximum is None or value <= fact.maximum)


def _would_do(derivation: Derivation, node: Node, changes: tuple[Change, ...], *, is_called: bool) -> bool:
    """Try it: first what would follow, then whether it may be told so."""
    return _opens(with_changes(derivation, changes), node, is_called=is_called) and _opens(
        _told(derivation, changes), node, is_called=is_called
    )


def _opens(tried: Derivation | None, node: Node, *, is_called: bool) -> bool:
    """Whether a step is open then; one that was not called for may also wait for what can be named."""
    there = tried.tree.by_address.get(node.address) if tried else None
    if tried is None or there is None or tried.case.status != "open" or tried.called(there).value is not True:
        return False
    status = tried.standing(there).status
    if is_called:
        return status == "open"
    return status in ("open", "done") or (status == "waiting" and bool(missing(tried, there)))


def _told(derivation: Derivation, changes: Sequence[Change]) -> Derivation | None:
    """Tell or correct the answers, as a person would; nothing if one of them is refused."""
    case, office = derivation.case, derivation.office
    for change in changes:
        place, _, name = change.key.rpartition("/")
        is_there = case.answer(place, name) is not None
        command = (
            commands.AmendAnswer(change.key, change.value, "tried")
            if is_there
            else commands.RecordAnswers({change.key: change.value})
        )
        asked = Asked(office, next(iter(office.staff), ""), derivation.now, f"tried-{change.key}")
        decided = decide(derivation.procedure, case, command, asked)
        if isinstance(decided, Refusal):
            return None
        case = replay(decided, case)
    return derive(derivation.procedure, case, derivation.now, office)


def with_changes(derivation: Derivation, changes: tuple[Change, ...]) -> Derivation:
    """Derive the case as it would be with other answers."""
    told = []
    for number, change in enumerate(changes, derivation.case.seq + 1):
        place, _, name = change.key.rpartition("/")
        event = events.AnswerAmended(name, change.value, place)
        told.append(events.Recorded(number, derivation.now, derivation.now, "", "", event))
    return derive(derivation.procedure, replay(told, derivation.case), derivation.now, derivation.office)


def _conditions(derivation: Derivation, node: Node) -> list[Condition]:
    """All conditions a step hangs on: those on the way down, what it waits for, and those of the facts they read."""
    waiting = [one for above in node.line() for one in (above.step.when, above.step.until) if one]
    waiting += [one for above in node.line() for one in _waited_for(above.step.wait_for)]
    waiting += [above.step.for_each.where for above in node.line() if above.step.for_each and above.step.for_each.where]
    found: dict[str, Condition] = {}
    while waiting:
        condition = waiting.pop()
        if condition.text in found:
            continue
        found[condition.text] = condition
        for name in condition.reads.facts:
            fact = derivation.procedure.facts[name]
            waiting += [one for row in fact.value for one in row if one] + ([fact.when] if fact.when else [])
    return list(found.values())


def _waited_for(waits: tuple[Wait, ...]) -> Iterator[Condition]:
    for wait in waits:
        if isinstance(wait, WaitForCondition):
            yield wait.condition
        elif isinstance(wait, WaitForAny):
            yield from _waited_for(wait.waits)

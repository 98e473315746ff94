"""A scope whose readings are written down, and the names that the conditions of these tests use."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from engine.condition import Condition, Declarations, FactType, compile_condition, compile_value
from engine.condition.calendar import Calendar
from engine.condition.reading import UNKNOWN, Elements, Reading

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engine.condition import Use
    from engine.condition.reading import Plain, Scope, StepVerb, Value

START = datetime(2026, 3, 2, 8, tzinfo=UTC)
"""A Monday; hour n of a test is so many hours later."""
OFFICE = Calendar(ZoneInfo("America/New_York"))

NAMES = Declarations(
    facts={
        "size": FactType("number"),
        "other_size": FactType("number"),
        "balance": FactType("money"),
        "fixable": FactType("yes_no"),
        "repaired": FactType("yes_no"),
        "reason": FactType("choice", ("moving", "insurance", "other", "after", "2")),
        "symptoms": FactType("choices", ("pain", "fever")),
        "letter_on": FactType("date"),
        "sent_on": FactType("date"),
        "visit": FactType("datetime"),
        "at": FactType("time"),
        "plan": FactType("text"),
        "phone": FactType("phone"),
        "doctor": FactType("person"),
        "scan": FactType("file"),
        "quotes": FactType("list", of=("written", "price", "amount", "quoted_on", "reasons")),
        "written": FactType("yes_no"),
        "price": FactType("money"),
        "amount": FactType("number"),
        "quoted_on": FactType("date"),
        "reasons": FactType("list", of=("ground",)),
        "ground": FactType("yes_no"),
    },
    settings={"limit": 3},
    steps={"call", "request", "after"},
    arrivals={"letter", "fax"},
)


def hour(number: float) -> datetime:
    """Give the moment so many hours after the start."""
    return START + timedelta(hours=number)


def told(value: Value, at: float = 0) -> Reading:
    """Make the reading of what was told at an hour."""
    return Reading(value, hour(at))


@dataclass
class World:
    """Readings by name, looked up outwards; what is not in it is unknown. Fulfils `Scope`."""

    facts: Mapping[str, Reading] = field(default_factory=dict)
    steps: Mapping[tuple[str, StepVerb], Reading] = field(default_factory=dict)
    arrivals: Mapping[str, Reading] = field(default_factory=dict)
    lists: Mapping[str, Elements] = field(default_factory=dict)
    now: datetime = field(default_factory=lambda: hour(10))
    calendar: Calendar = OFFICE
    place: str = ""
    outer: Scope | None = None

    def fact(self, name: str) -> Reading:
        """Read a fact."""
        if name in self.facts or not self.outer:
            return self.facts.get(name, Reading(UNKNOWN, None))
        return self.outer.fact(name)

    def step(self, name: str, verb: StepVerb) -> Reading:
        """Read a step."""
        return self.steps.get((name, verb), Reading(UNKNOWN, None))

    def arrival(self, name: str) -> Reading:
        """Read an arrival."""
        return self.arrivals.get(name, Reading(UNKNOWN, None))

    def elements(self, name: str) -> Elements:
        """Give the elements of a list; one that is nowhere has none yet."""
        if name not in self.lists and self.outer:
            return self.outer.elements(name)
        return self.lists.get(name, Elements((), complete=False, since=None))


def with_facts(**values: Value) -> World:
    """Make a world of facts that were told at the start."""
    return World({name: told(value) for name, value in values.items()})


def with_quotes(*elements: World, complete: bool = True, since: float = 0) -> World:
    """Make a world with elements of `quotes`."""
    return World(lists={"quotes": Elements(elements, complete, hour(since))})


def quote(number: int, **values: Reading) -> World:
    """Make one element of `quotes`."""
    return World(values, place=f"quotes[{number}]")


def condition(text: str, use: Use = "free") -> Condition:
    """Compile a condition that is right."""
    compiled = compile_condition(text, NAMES, use)
    assert isinstance(compiled, Condition), compiled
    return compiled


def value(text: str) -> Condition:
    """Compile a value that is right."""
    compiled = compile_value(text, NAMES)
    assert isinstance(compiled, Condition), compiled
    return compiled


def verdict(text: str, world: World) -> Value:
    """Read a condition."""
    return condition(text).read(world).value


def worth(text: str, **values: Plain) -> Value:
    """Read a value where these facts are told."""
    return value(text).read(with_facts(**values)).value

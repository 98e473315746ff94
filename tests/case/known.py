"""What an author of a generated procedure has declared so far, and conditions and times over it.

Nothing refers forward (but to facts that the last step asks), so no procedure made here waits for itself.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TypeAlias, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

T = TypeVar("T")
Choose: TypeAlias = "Callable[[int, int], int]"
"""Gives a whole number from one to another: drawn by Hypothesis, or by a generator with a seed."""

OPTIONS = ("red", "green", "blue")
COMMON: Final = ("yes_no", "yes_no", "choice", "choice", "number", "money", "text", "date", "person", "choices")
RARE: Final = ("long_text", "time", "datetime", "phone", "email", "file")
FORMATS: Final = ("digits", "capitals", "zip_code", "year")


@dataclass(frozen=True)
class Told:
    """A declared fact. `home` are the lists and repeated steps (with a `#`) that it is told once per."""

    name: str
    kind: str
    home: tuple[str, ...] = ()
    is_worked_out: bool = False


@dataclass
class Known:
    """What stands further up in the file."""

    facts: list[Told] = field(default_factory=list)
    later: list[Told] = field(default_factory=list)
    """Facts that the last step of the procedure asks."""
    steps: list[str] = field(default_factory=list)
    """Steps and groups that are complete."""
    waiting: list[str] = field(default_factory=list)
    """Steps that may give up."""
    arrivals: list[str] = field(default_factory=list)
    inner: dict[str, list[Told]] = field(default_factory=dict)
    """The facts of the elements of a list."""
    read: set[str] = field(default_factory=set)
    """Facts of elements that a condition reads: they are not asked any more afterwards."""


class Author:
    """Makes choices; the first of each is the simplest."""

    def __init__(self, choose: Choose, without: frozenset[str] = frozenset()) -> None:
        self.choose = choose
        self.without = without
        self.known = Known()
        self.declared: dict[str, dict[str, Any]] = {}
        self.numbers: dict[str, int] = {}

    def chance(self, percent: int) -> bool:
        """Say yes so often."""
        return self.choose(0, 99) >= 100 - percent

    def may(self, key: str, percent: int) -> bool:
        """Whether to use a construct here."""
        return key not in self.without and self.chance(percent)

    def pick(self, choices: Sequence[T]) -> T:
        """Choose one."""
        return choices[self.choose(0, len(choices) - 1)] if len(choices) > 1 else choices[0]

    def some(self, choices: Sequence[T], most: int) -> list[T]:
        """Choose one or more, each once."""
        found = [self.pick(choices) for _ in range(self.choose(1, most))]
        return list(dict.fromkeys(found))

    def upto(self, most: int, least: int = 0) -> int:
        """Choose a number."""
        return self.choose(least, most)

    def name(self, letter: str) -> str:
        """Give the next name of a kind."""
        self.numbers[letter] = self.numbers.get(letter, 0) + 1
        return f"{letter}{self.numbers[letter]}"

    # -- what can be read where ------------------------------------------------------------------------------

    def readable(self, home: tuple[str, ...]) -> list[Told]:
        """Give the facts that a condition at a place can read."""
        return [*(fact for fact in self.known.facts if _can_read(fact.home, home)), *self.known.later]

    def condition(self, home: tuple[str, ...], depth: int = 2, *, among: list[Told] | None = None) -> str | None:
        """Write a condition on what is known at a place; None if nothing is."""
        if depth and self.chance(30):
            left, right = self.condition(home, depth - 1, among=among), self.condition(home, depth - 1, among=among)
            if left and right:
                return f"({left}) {self.pick(('and', 'or'))} ({right})"
        atoms = self._atoms(home, self.readable(home) if among is None else among)
        if not atoms:
            return None
        atom = self.pick(atoms)()
        return f"not ({atom})" if self.chance(15) else atom

    def _atoms(self, home: tuple[str, ...], facts: list[Told]) -> list[Callable[[], str]]:
        atoms: list[Callable[[], str]] = []
        if facts:
            atoms += [lambda: self._of_fact(self.pick(facts), home)] * 4
        if self.known.steps:
            atoms.append(lambda: f"{self.pick(('done', 'skipped'))}({self.pick(self.known.steps)})")
        if self.known.waiting:
            atoms.append(lambda: f"gave_up({self.pick(self.known.waiting)})")
        if self.known.arrivals:
            atoms.append(lambda: self.pick(self.known.arrivals))
        return atoms

    def _of_fact(self, fact: Told, home: tuple[str, ...]) -> str:
        name = fact.name
        self.known.read.add(name)
        match fact.kind:
            case "yes_no":
                return name
            case "choice":
                return self.pick((f"{name} is red", f"{name} is not red", f"{name} in [red, green]"))
            case "choices":
                return f"{name} includes {self.pick(OPTIONS)}"
            case "number":
                return f"{name} {self.pick(('>', '<=', '='))} {self.pick(('1', '2', 'limit', f'{name} * 2 - 2'))}"
            case "money":
                return f"{name} {self.pick(('>', '<='))} {self.pick(('1.50', '2'))}"
            case "date" | "datetime":
                return self.pick((f"2 days after {name}", f"{name} is known"))
            case "list":
                return self._of_list(fact, home)
            case _:
                return f"{name} is known"

    def _of_list(self, fact: Told, home: tuple[str, ...]) -> str:
        inner = self.known.inner[fact.name]
        where = self._of_fact(self.pick(inner), (*home, fact.name))
        amount = self.pick(("1", "2"))
        numbers = [one.name for one in inner if one.kind == "number"]
        if numbers and self.chance(50):
            function, number = self.pick(("sum", "lowest", "highest")), self.pick(numbers)
            self.known.read.add(number)
            return f"{function}({number} of {fact.name}) > {amount}"
        return self.pick((
            f"count({fact.name}) >= {amount}",
            f"count({fact.name} where {where}) >= {amount}",
            f"any({where} of {fact.name})",
            f"every({where} of {fact.name})",
        ))  # fmt: skip

    def moment(self, home: tuple[str, ...]) -> str | None:
        """Write a time that counts from something known; None if there is nothing to count from."""
        dates = [fact.name for fact in self.readable(home) if fact.kind in ("date", "datetime")]
        anchors = [*self.known.steps, *self.known.arrivals, *dates]
        if not anchors:
            return None
        unit = self.pick(("days", "hours", "business days", "weeks", "months", "business hours"))
        return f"{self.upto(4, 1)} {unit} after {self.pick(anchors)}"

    # -- facts -----------------------------------------------------------------------------------------------

    def tell(self, home: tuple[str, ...] = (), kind: str | None = None) -> Told:
        """Declare a fact that is told at a place."""
        fact = Told(self.name("f"), kind or self.kind(), home)
        self.declared[fact.name] = keys = self._keys(fact.kind)
        if self.chance(25) and (when := self.condition(home)):
            keys["when"] = when
        told = [one.name for one in self.known.facts if not one.is_worked_out and one.home == home[: len(one.home)]]
        if told and self.may("ask_again_if_changed", 10):
            keys["ask_again_if_changed"] = self.some(told, 2)
        self.known.facts.append(fact)
        return fact

    def kind(self) -> str:
        """Choose the type of a fact."""
        return self.pick(RARE) if self.chance(12) else self.pick(COMMON)

    def _keys(self, kind: str) -> dict[str, Any]:
        keys: dict[str, Any] = {"type": kind}
        words = (("title", "Thing"), ("question", "Which thing?"), ("help", "Look it up"))
        keys |= {key: value for key, value in words if self.chance(10)}
        if self.chance(10) and kind in ("choice", "yes_no", "date"):
            keys["starts_as"] = {"choice": "red", "yes_no": True, "date": "2026-11-03"}[kind]
        if kind in ("number", "money") and self.chance(20):
            keys |= {"min": 0, "max": 5_000}
        if kind == "text" and self.chance(20):
            keys["format"] = self.pick(FORMATS)
        if kind in ("choice", "choices"):
            keys["options"] = {option: option.title() for option in OPTIONS}
        if self.chance(25):
            keys["required"] = False
        if (kind in ("text", "long_text") or self.chance(20)) and "format" not in keys:
            keys["private"] = True
        return keys

    def tell_list(self, home: tuple[str, ...] = ()) -> Told:
        """Declare a list with facts of its elements."""
        fact = Told(self.name("l"), "list", home)
        inside = (*home, fact.name)
        inner: dict[str, dict[str, Any]] = {}
        self.known.inner[fact.name] = []
        for _ in range(self.upto(3, 1)):
            one = Told(self.name("e"), self.kind(), inside)
            inner[one.name] = self._keys(one.kind)
            self.known.inner[fact.name].append(one)
        self.declared[fact.name] = {"type": "list", "of": inner}
        self.known.facts.append(fact)
        return fact

    def work_out(self) -> None:
        """Declare a fact that is worked out from what the case knows by now."""
        condition = self.condition(())
        if not condition:
            return
        fact = Told(self.name("w"), self.pick(("yes_no", "number")), is_worked_out=True)
        is_moment = condition[0].isdigit()  # as a value it would be a date
        rows: str | list[str] = f"not ({condition})" if is_moment else condition
        if fact.kind == "number":
            other = self.condition(())
            rows = [f"1 when {condition}", f"3 when {other}", "2 otherwise"]
        self.declared[fact.name] = {"value": rows}
        self.known.facts.append(fact)


def _can_read(home: tuple[str, ...], place: tuple[str, ...]) -> bool:
    """Facts of the place and of what is around it; of a repeat further up, those of the deciding attempt."""
    if place[: len(home)] == home:
        return True
    shared = 0
    while shared < min(len(home), len(place)) and home[shared] == place[shared]:
        shared += 1
    return all(part.endswith("#") for part in home[shared:])

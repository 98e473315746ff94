"""What was worked out before, kept for the time of one derivation; also where something hangs on itself.

A question about a case may lead back to itself: a step is over once enough of what it asks is known, and what it still
asks depends on whether it is over. Asked for again while it is being worked out, such a value reads as undecided,
which is the truth of it as long as nothing else decides it (design 5.2: three values).

INVARIANT: what was read as undecided only because it was just being worked out is remembered for no longer than that,
so that no value depends on what was asked for first.

When a case grows, what was decided before stays as it is (`engine/case/growing.py` says of which procedures and entries
that is so): a memory may go on from the one before, and forgets only what was not decided, or not before its moment.
"""

from __future__ import annotations

from collections import defaultdict
from functools import wraps
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol, TypeAlias, TypeVar

from engine.condition.reading import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable
    from datetime import datetime

    from engine.case.derive import Derivation

_Key: TypeAlias = "tuple[str, Hashable]"
"""A question by its name, and what it is about."""

Lasting: TypeAlias = "Callable[[Any, datetime], bool]"
"""Whether a value was decided before a moment, and so stays as it is."""

_MOST_ROUNDS: Final = 4
"""How often a question is asked again that was read while it was under way; the second time it comes out the same."""

_UNDECIDED: Final = (UNKNOWN, "open", "waiting")


def lasts(value: Any, edge: datetime) -> bool:  # noqa: ANN401  # a reading, a standing, or that there is none
    """Whether a reading or standing is decided, and was so before a moment."""
    if value is None or value[0] in _UNDECIDED:
        return False
    since: datetime | None = value[1]
    return since is None or since < edge


def lasts_if_false(value: Any, edge: datetime) -> bool:  # noqa: ANN401  # as above
    """As `lasts`, of what can still turn from true to false."""
    return value[0] is False and lasts(value, edge)


class _Owner(Protocol):
    memory: Memory


_Of = TypeVar("_Of", bound=_Owner)
_About = TypeVar("_About")
_Value = TypeVar("_Value")


_Passing: TypeAlias = "tuple[Any, int, Lasting]"
"""An answer for the time being: on which questions under way it leans (one under way: on itself), if it lasts."""


class Growth(NamedTuple):
    """A derivation of a case when it was smaller, and since when it has grown."""

    before: Derivation
    since: datetime


class _Stack:
    """The questions under way, counted from the outside in; a set of them is a whole number with a bit for each."""

    def __init__(self) -> None:
        self.depth = 0
        self.read = 0
        """Those that were read since the innermost began."""
        self.leaning: dict[int, list[tuple[Memory, _Key]]] = {}
        """Answers by the innermost question under way that they lean on."""

    def forget(self, number: int) -> None:
        """Forget what leans on a question that came out otherwise than it was read."""
        for memory, key in self.leaning.pop(number, ()):
            del memory.passing[key]

    def release(self, number: int) -> None:
        """Let what leans on a question that came out as it was read lean on what that leans on, or keep it."""
        own = 1 << number
        for memory, key in self.leaning.pop(number, ()):
            value, leans, lasting = memory.passing.pop(key)
            memory.keep(key, value, (leans | self.read) & ~own, lasting)


class Memory:
    """The answers of one owner."""

    def __init__(
        self,
        edge: datetime,
        beside: Memory | None = None,
        before: Memory | None = None,
        grown: datetime | None = None,
    ) -> None:
        self.edge = edge
        """The moment; what stands only since then need not last."""
        self.grown = grown
        """When the case began to grow since the memory before: what stands since an earlier moment lasts."""
        self.kept: defaultdict[str, dict[Any, Any]] = defaultdict(dict)
        self.young: list[tuple[_Key, Lasting]] = []
        """What is kept and need not last."""
        if before:
            self.kept.update((question, known.copy()) for question, known in before.kept.items())
            for (question, about), lasting in before.young:
                if grown is None or not lasting(self.kept[question][about], grown):
                    del self.kept[question][about]
        self.passing: dict[_Key, _Passing] = {}
        self.stack: _Stack = beside.stack if beside else _Stack()

    def knows(self, question: str, about: Hashable) -> bool:
        """Whether a question was asked already."""
        return about in self.kept[question] or (question, about) in self.passing

    def keep(self, key: _Key, value: object, leans: int, lasting: Lasting) -> None:
        """Keep an answer; one that leans on questions under way only as long as those are."""
        if leans:
            self.passing[key] = (value, leans, lasting)
            self.stack.leaning.setdefault(leans.bit_length() - 1, []).append((self, key))
            return
        self.kept[key[0]][key[1]] = value
        if not lasting(value, self.edge):
            self.young.append((key, lasting))

    def turn_round(self, key: _Key, value: _Value, number: int, work: Callable[[], _Value]) -> _Value:
        """Answer a question that was read while it was under way: again, until it comes out as it was read.

        One that leans on others under way as well is asked again with those.
        """
        stack, own = self.stack, 1 << number
        for _ in range(_MOST_ROUNDS):
            read_as, _, lasting = self.passing[key]
            if value == read_as:
                stack.release(number)
                break
            stack.forget(number)
            if stack.read != own:
                break
            self.passing[key] = (value, own, lasting)
            stack.read = 0
            value = work()
        stack.forget(number)
        stack.read &= ~own
        return value


class _Remember(Protocol):
    def __call__(self, work: Callable[[_Of, _About], _Value], /) -> Callable[[_Of, _About], _Value]: ...


def remembered(undecided: object, lasting: Lasting = lasts) -> _Remember:
    """Have a method work out each value once.

    Args:
        undecided: What it reads as where it leads back to itself.
        lasting: Whether a value stays as it is when the case grows.
    """

    def decorate(work: Callable[[_Of, _About], _Value]) -> Callable[[_Of, _About], _Value]:
        question = work.__name__

        @wraps(work)
        def read(self: _Of, about: _About) -> _Value:
            memory = self.memory
            kept: dict[_About, _Value] = memory.kept[question]
            if about in kept:
                return kept[about]
            key, stack = (question, about), memory.stack
            passing = memory.passing.get(key)
            if passing:
                stack.read |= passing[1]
                return passing[0]  # type: ignore[no-any-return]  # what `work` gave, or `undecided`
            before, stack.read, number = stack.read, 0, stack.depth
            memory.passing[key] = (undecided, 1 << number, lasting)
            stack.depth = number + 1
            value = work(self, about)
            if stack.read >> number:
                value = memory.turn_round(key, value, number, lambda: work(self, about))
            stack.depth = number
            del memory.passing[key]
            if stack.read:
                memory.keep(key, value, stack.read, lasting)
            else:
                kept[about] = value
                if not lasting(value, memory.edge):
                    memory.young.append((key, lasting))
            stack.read |= before
            return value

        return read

    return decorate

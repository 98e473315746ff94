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
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeAlias, TypeVar

from engine.condition.reading import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable
    from datetime import datetime

_Key: TypeAlias = "tuple[str, Hashable]"
"""A question by its name, and what it is about."""

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


class _Stack:
    """The questions under way, counted from the outside in; a set of them is a whole number with a bit for each."""

    def __init__(self) -> None:
        self.depth = 0
        self.read = 0
        """Those that were read since the innermost began."""
        self.leaning: dict[int, list[tuple[Memory, _Key]]] = {}
        """Answers by the innermost question under way that they lean on: they are forgotten with its end."""


class Memory:
    """The answers of one owner."""

    def __init__(self, edge: datetime, beside: Memory | None = None, before: Memory | None = None) -> None:
        self.edge = edge
        """The moment; what stands only since then need not last."""
        self.kept: defaultdict[str, dict[Any, Any]] = defaultdict(dict)
        self.young: list[_Key] = []
        """What is kept and need not last."""
        if before:
            self.kept.update((question, known.copy()) for question, known in before.kept.items())
            for question, about in before.young:
                del self.kept[question][about]
        self.passing: dict[_Key, tuple[Any, int]] = {}
        """What is under way, and what leans on that; each with the questions under way that it leans on."""
        self.stack: _Stack = beside.stack if beside else _Stack()

    def knows(self, question: str, about: Hashable) -> bool:
        """Whether a question was asked already."""
        return about in self.kept[question] or (question, about) in self.passing

    def lean(self, key: _Key, value: object, number: int) -> bool:
        """Remember the answer to question `number` for as long as what it leans on; False if that is only itself."""
        stack = self.stack
        stack.read &= ~(1 << number)
        for memory, gone in stack.leaning.pop(number, ()):
            del memory.passing[gone]
        if not stack.read:
            return False
        self.passing[key] = (value, stack.read)
        stack.leaning.setdefault(stack.read.bit_length() - 1, []).append((self, key))
        return True


class _Owner(Protocol):
    memory: Memory


_Of = TypeVar("_Of", bound=_Owner)
_About = TypeVar("_About")
_Value = TypeVar("_Value")


class _Remember(Protocol):
    def __call__(self, work: Callable[[_Of, _About], _Value], /) -> Callable[[_Of, _About], _Value]: ...


def remembered(undecided: object, lasting: Callable[[Any, datetime], bool] = lasts) -> _Remember:
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
            passing: tuple[_Value, int] | None = memory.passing.get(key)
            if passing:
                stack.read |= passing[1]
                return passing[0]
            before, stack.read, number = stack.read, 0, stack.depth
            memory.passing[key] = (undecided, 1 << number)
            stack.depth = number + 1
            value = work(self, about)
            stack.depth = number
            del memory.passing[key]
            if not (stack.read and memory.lean(key, value, number)):
                kept[about] = value
                if not lasting(value, memory.edge):
                    memory.young.append(key)
            stack.read |= before
            return value

        return read

    return decorate

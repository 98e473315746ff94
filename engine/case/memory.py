"""What was worked out before, kept for the time of one derivation; also where something hangs on itself.

A question about a case may lead back to itself: a step is over once enough of what it asks is known, and what it still
asks depends on whether it is over. Asked for again while it is being worked out, such a value reads as undecided,
which is the truth of it as long as nothing else decides it (design 5.2: three values).

INVARIANT: what was read as undecided only because it was just being worked out is remembered for no longer than that,
so that no value depends on what was asked for first.

With each answer is kept what of the case it was made of, be it by way of other answers. So when something is recorded,
the next derivation goes on from the one before and works out again only what that went into (`engine/case/growing.py`).

INVARIANT: an answer is a function of what was noted as seen while it was worked out.
"""

from __future__ import annotations

from collections import defaultdict
from functools import wraps
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeAlias, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

_Known: TypeAlias = "dict[Any, tuple[Any, int, int]]"
"""Answers to one question by what they are about, each with what it was made of and on which it leans."""
Kept: TypeAlias = "defaultdict[str, _Known]"
"""Answers by question."""

_MOST_ROUNDS: Final = 4
"""How often a question is asked again that was read while it was under way; the second time it comes out the same."""

NOW: Final = 1
"""Bit of the present moment, in what an answer was made of."""
STATUS: Final = 2
"""Bit of whether the case is open."""
WORK: Final = 4
"""Bit of all that was done, taken or signed."""


class Inputs(dict["Hashable", int]):
    """A bit for each thing that a case may be told: a fact at a place, a mark of a step, an arrival."""

    def __missing__(self, key: Hashable) -> int:
        """Give a bit to what is looked at for the first time."""
        return self.setdefault(key, 1 << (len(self) + 3))


class Stack:
    """The questions under way, counted from the outside in; a set of them is a whole number with a bit for each."""

    __slots__ = ("depth", "leaning", "leans", "seen")

    def __init__(self, seen: int = 0) -> None:
        self.depth = 0
        self.leans = 0
        """Questions under way that were read since the innermost began."""
        self.seen = seen
        """What was looked at of the case since the innermost began; while none is under way, all that ever was."""
        self.leaning: dict[int, list[tuple[_Known, Any]]] = {}
        """Answers by the innermost question under way that they lean on."""

    def lean(self, known: _Known, about: Hashable, leans: int) -> None:
        """Note that an answer is one for the time being."""
        self.leaning.setdefault(leans.bit_length() - 1, []).append((known, about))

    def forget(self, number: int) -> None:
        """Forget what leans on a question that came out otherwise than it was read."""
        for known, about in self.leaning.pop(number, ()):
            del known[about]

    def release(self, number: int) -> None:
        """Let what leans on a question that came out as it was read lean on what that leans on, or keep it."""
        for known, about in self.leaning.pop(number, ()):
            value, seen, leans = known[about]
            leans = (leans | self.leans) & ~(1 << number)
            known[about] = (value, seen | self.seen, leans)
            if leans:
                self.lean(known, about, leans)

    def turn_round(self, known: _Known, about: Hashable, value: Any, work: Callable[[], Any]) -> Any:  # noqa: ANN401  # any
        """Answer a question that was read while it was under way: again, until it comes out as it was read.

        One that leans on others under way as well is asked again with those.
        """
        number = self.depth - 1
        own = 1 << number
        for _ in range(_MOST_ROUNDS):
            if value == known[about][0]:
                self.release(number)
                break
            self.forget(number)
            if self.leans != own:
                break
            known[about] = (value, 0, own)
            self.leans = 0
            value = work()
        self.forget(number)
        self.leans &= ~own
        return value


def without(kept: Kept, stack: Stack, changed: int) -> Kept:
    """Give the answers that nothing of what was changed went into."""
    rest: Kept = defaultdict(dict)
    if stack.seen & changed:
        for question, known in kept.items():
            rest[question] = {about: answer for about, answer in known.items() if not answer[1] & changed}
    else:
        for question, known in kept.items():
            rest[question] = known.copy()
    return rest


class _Owner(Protocol):
    kept: Kept
    stack: Stack


_Of = TypeVar("_Of", bound=_Owner)
_About = TypeVar("_About")
_Value = TypeVar("_Value")


class _Remember(Protocol):
    def __call__(self, work: Callable[[_Of, _About], _Value], /) -> Callable[[_Of, _About], _Value]: ...


def remembered(undecided: object) -> _Remember:
    """Have a method work out each value once.

    Args:
        undecided: What it reads as where it leads back to itself.
    """

    def decorate(work: Callable[[_Of, _About], _Value]) -> Callable[[_Of, _About], _Value]:
        question = work.__name__

        @wraps(work)
        def read(self: _Of, about: _About) -> _Value:
            known, stack = self.kept[question], self.stack
            answer = known.get(about)
            if answer:
                value: _Value
                value, seen, leans = answer
                stack.seen |= seen
                if leans:
                    stack.leans |= leans
                return value
            seen, leans, number = stack.seen, stack.leans, stack.depth
            known[about] = (undecided, 0, 1 << number)
            stack.depth, stack.seen, stack.leans = number + 1, 0, 0
            value = work(self, about)
            if stack.leans >> number:
                value = stack.turn_round(known, about, value, lambda: work(self, about))
            stack.depth = number
            known[about] = (value, stack.seen, stack.leans)
            if stack.leans:
                stack.lean(known, about, stack.leans)
                stack.leans |= leans
            else:
                stack.leans = leans
            stack.seen |= seen
            return value

        return read

    return decorate

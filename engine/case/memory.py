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

from functools import wraps
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeAlias, TypeVar

from engine.frozen import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

_Known: TypeAlias = "dict[Any, tuple[Any, int, int]]"
"""Answers to one question by what they are about, each with what it was made of and on which it leans."""

_FEW: Final = 200
"""So many answers are looked at one by one."""
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

    def __init__(self) -> None:
        self.depth = 0
        self.leans = 0
        """Questions under way that were read since the innermost began."""
        self.seen = 0
        """What was looked at of the case since the innermost began."""
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


class Era(NamedTuple):
    """Answers that were worked out at about one time: what any of them was made of, and where to find them."""

    made_of: int
    keys: Sequence[tuple[str, Any]]


class Kept(dict[str, _Known]):
    """Answers by question. Of many, those of one time are looked at together when something has changed."""

    __slots__ = ("_sizes", "eras")

    def __init__(self) -> None:
        self.eras: tuple[Era, ...] = ()
        self._sizes: dict[str, int] = {}
        """How many answers of each question are in eras; the others came after these."""

    def __missing__(self, question: str) -> _Known:
        """Begin with no answers to a question."""
        found: _Known = {}
        self[question] = found
        return found

    def without(self, changed: int) -> Kept:
        """Give the answers that nothing of what was changed went into."""
        rest = Kept()
        for question, known in self.items():
            rest[question] = known.copy()
        if not self.eras and sum(map(len, self.values())) <= _FEW:
            every = [
                (known, about) for known in rest.values() for about, answer in known.items() if answer[1] & changed
            ]
            for known, about in every:
                del known[about]
            return rest
        for era in (*self.eras, self._newest()):
            rest._keep(era if not era.made_of & changed else rest._leave(era, changed))
        rest._sizes = {question: len(known) for question, known in rest.items()}
        return rest

    def _newest(self) -> Era:
        sizes = self._sizes
        newest = {question: len(known) - sizes.get(question, 0) for question, known in self.items()}
        keys = [
            (question, about) for question, many in newest.items() for about in islice(reversed(self[question]), many)
        ]
        return self._era(keys)

    def _era(self, keys: Sequence[tuple[str, Any]]) -> Era:
        made_of = 0
        for question, about in keys:
            made_of |= self[question][about][1]
        return Era(made_of, keys)

    def _leave(self, era: Era, changed: int) -> Era:
        """Leave answers of an era behind; some of them were left behind, or worked out again, before."""
        stays = []
        for question, about in era.keys:
            answer = self[question].get(about)
            if answer and answer[1] & changed:
                del self[question][about]
            elif answer:
                stays.append((question, about))
        return self._era(stays)

    def _keep(self, era: Era) -> None:
        """Add an era; small ones are put together, so that there are never many."""
        while self.eras and len(self.eras[-1].keys) <= 2 * len(era.keys):
            era = Era(self.eras[-1].made_of | era.made_of, [*self.eras[-1].keys, *era.keys])
            self.eras = self.eras[:-1]
        self.eras = (*self.eras, era)


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

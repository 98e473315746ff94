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

from functools import partial, wraps
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeAlias, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

_Answer: TypeAlias = tuple[Any, int, int, int]
"""What a question came to; what it was made of, on which questions it leans, and at which age of the case it did."""
_Known: TypeAlias = dict[Any, _Answer]
"""Answers to one question by what they are about."""

_OLDEST: Final = 32
"""At this age of a case, those of its answers that still hold are taken out, so that the others do not add up."""
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
            value, seen, leans, age = known[about]
            leans = (leans | self.leans) & ~(1 << number)
            known[about] = (value, seen | self.seen, leans, age)
            if leans:
                self.lean(known, about, leans)

    def turn_round(self, known: _Known, about: Hashable, value: Any, work: Callable[[Any], Any]) -> Any:  # noqa: ANN401  # any
        """Answer a question that was read while it was under way: again, until it comes out as it was read.

        One that leans on others under way as well is asked again with those.
        """
        number = self.depth - 1
        own, age = 1 << number, known[about][3]
        for _ in range(_MOST_ROUNDS):
            if value == known[about][0]:
                self.release(number)
                break
            self.forget(number)
            if self.leans != own:
                break
            known[about] = (value, 0, own, age)
            self.leans = 0
            value = work(about)
        self.forget(number)
        self.leans &= ~own
        return value


_QUESTIONS: Final[list[str]] = []
"""All questions of which the answers are kept."""


class Answers:
    """What is kept of a case at all its ages, and of the cases that grew out of it."""

    __slots__ = ("ages", "known")

    def __init__(self) -> None:
        self.known: dict[str, _Known] = {question: {} for question in _QUESTIONS}
        """The answers to each question."""
        self.ages: list[Sequence[int]] = [()]
        """Of each age, what is other than at each age before."""


class Kept:
    """The answers to questions about a case at one age of it: it grows older with what is recorded, and they stay.

    An answer of another age holds as long as nothing of what it was made of is other at that age than at this one.
    The cases that grew out of each other have their answers together; where two differ, the one that was asked last has
    its answer kept.
    """

    __slots__ = ("age", "answers", "since")

    def __init__(self, answers: Answers | None = None, age: int = 0, since: Sequence[int] = ()) -> None:
        self.answers = Answers() if answers is None else answers
        self.age = age
        self.since = since
        """What is other than at each of the ages before."""

    def grown(self, changed: int) -> Kept:
        """Give what is kept of the case after something in it was changed."""
        if not changed:
            return self
        if len(self.answers.ages) > _OLDEST:
            self._begin_anew()
        ages, own = self.answers.ages, self.age
        since = [before | changed for before in self.since]
        since.append(changed)
        if own + 1 < len(ages):
            since += [later[own] | changed for later in ages[own + 1 :]]
        ages.append(since)
        return Kept(self.answers, len(ages) - 1, since)

    def _begin_anew(self) -> None:
        """Take the answers that hold at this age to a place of their own, and leave the others behind."""
        answers = Answers()
        for question, known in self.answers.known.items():
            holding = ((about, answer) for about, answer in known.items() if self.holds(answer))
            answers.known[question] = {about: (answer[0], answer[1], 0, 0) for about, answer in holding}
        self.answers, self.age, self.since = answers, 0, ()

    def holds(self, answer: _Answer) -> bool:
        """Whether an answer is one at this age."""
        age, own = answer[3], self.age
        return age == own or not (self.since[age] if age < own else self.answers.ages[age][own]) & answer[1]

    def value(self, question: str, about: Hashable) -> Any:  # noqa: ANN401  # whatever is asked
        """Give the answer to a question, if it was asked before."""
        answer = self.answers.known[question].get(about)
        return answer[0] if answer and self.holds(answer) else None


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
        _QUESTIONS.append(question)

        @wraps(work)
        def read(self: _Of, about: _About) -> _Value:
            kept, stack = self.kept, self.stack
            known, own = kept.answers.known[question], kept.age
            answer = known.get(about)
            if answer:
                value: _Value
                value, seen, leans, age = answer
                # As `Kept.holds` says it: at each look, a call would take as long as all else.
                if age == own or not (kept.since[age] if age < own else kept.answers.ages[age][own]) & seen:
                    stack.seen |= seen
                    if leans:
                        stack.leans |= leans
                    return value
            seen, leans, number = stack.seen, stack.leans, stack.depth
            known[about] = (undecided, 0, 1 << number, own)
            stack.depth, stack.seen, stack.leans = number + 1, 0, 0
            value = work(self, about)
            if stack.leans >> number:
                value = stack.turn_round(known, about, value, partial(work, self))
            stack.depth = number
            known[about] = (value, stack.seen, stack.leans, own)
            if stack.leans:
                stack.lean(known, about, stack.leans)
                stack.leans |= leans
            else:
                stack.leans = leans
            stack.seen |= seen
            return value

        return read

    return decorate

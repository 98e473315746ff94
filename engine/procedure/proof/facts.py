"""When does a fact have a value, when is it settled that it has none, and which value can it be, as statements.

INVARIANT: what is claimed of a fact holds at every moment of every case without corrections (design 5.1).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from engine.frozen import NamedTuple
from engine.procedure.proof.formula import FALSE, TRUE
from engine.procedure.proof.readings import Presence, Truth
from engine.procedure.proof.scales import Bounds, Scale

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from engine.condition import Condition
    from engine.condition.tree import ComparingSign
    from engine.procedure.model import Fact, Procedure
    from engine.procedure.proof.formula import Name, Theory
    from engine.procedure.proof.readings import Readings


class Around(Protocol):
    """What the statements about facts need to know of the rest."""

    @property
    def theory(self) -> Theory:
        """Where to say it."""

    @property
    def readings(self) -> Readings:
        """Statements about conditions."""

    @property
    def procedure(self) -> Procedure:
        """Whose facts they are."""

    def is_seen(self, home: tuple[str, ...]) -> bool:
        """Whether what is told at a home is one thing, seen from here, and not one for each element."""

    def is_out_of_ask(self, fact: Fact) -> int:
        """Say that a fact that was not told is none, because nobody will ask it any more."""

    def later(self, name: Name, statement: Callable[[], int]) -> int:
        """Give an atom that will be said to be the same as a statement."""

    def postpone(self, claims: Callable[[], None]) -> None:
        """Make claims when all that is being made now is there."""


class Row(NamedTuple):
    """A row of a worked-out fact: the statement that it decides, and its value."""

    decides: int
    value: Condition


class Facts:
    """Statements about facts; each fact is made once."""

    def __init__(self, around: Around) -> None:
        self._around = around
        self._presences: dict[str, Presence] = {}
        self._says: dict[tuple[str, ComparingSign, Any], int] = {}
        self._chosen: dict[tuple[str, str], int] = {}
        self.scales: dict[str, Scale] = {}

    def presence(self, name: str) -> Presence:
        """Say whether a fact has a value."""
        if name not in self._presences:
            fact = self._around.procedure.facts[name]
            self._presences[name] = self._worked_out(fact) if fact.is_worked_out else self._told(fact)
        return self._presences[name]

    def says(self, name: str, sign: ComparingSign, value: Any) -> int:  # noqa: ANN401  a constant of the fact's type
        """Say how the value of a fact, if it has one, compares with a fixed one."""
        said = (name, sign, value)
        if said not in self._says:
            fact = self._around.procedure.facts[name]
            self._says[said] = (
                self._say_worked_out(fact, sign, value) if fact.is_worked_out else self._say(fact, sign, value)
            )
        return self._says[said]

    def includes(self, name: str, option: str) -> int:
        """Say that an option is among those chosen, if any are."""
        if (name, option) not in self._chosen:
            self._chosen[name, option] = self._around.theory.atom(("chosen", name, option))
        return self._chosen[name, option]

    # -- facts that are told -----------------------------------------------------------------------------------

    def _told(self, fact: Fact) -> Presence:
        told = self._around.theory.atom(("told", fact.id), likely=True)
        none = self._around.theory.atom(("none", fact.id))
        self._around.theory.claim(-told, -none)
        if self._around.is_seen(fact.home):
            self._around.postpone(lambda: self._claim(fact, Presence(told, none)))
        return Presence(told, none)

    def _claim(self, fact: Fact, presence: Presence) -> None:
        theory, (told, none) = self._around.theory, presence
        applies = self._applies(fact)
        theory.imply(told, applies.true)
        theory.imply(applies.false, none)
        theory.imply(none, *applies)
        theory.imply(theory.every((applies.true, self._around.is_out_of_ask(fact))), told, none)
        if fact.required and fact.id in self._around.procedure.opens_with:
            theory.imply(applies.true, told)

    def _applies(self, fact: Fact) -> Truth:
        return self._around.readings.condition(fact.when) if fact.when else Truth(TRUE, FALSE)

    def _say(self, fact: Fact, sign: ComparingSign, value: Any) -> int:  # noqa: ANN401  as `says`
        if fact.options is not None and value not in fact.options:
            return FALSE if sign == "=" else TRUE  # compared by way of a worked-out fact that has more options
        scale = self.scales.setdefault(fact.id, Scale(self._around.theory, ("fact", fact.id), bounds(fact)))
        return scale.says(sign, position(fact, value))

    # -- facts that are worked out -----------------------------------------------------------------------------

    def _worked_out(self, fact: Fact) -> Presence:
        around = self._around

        def told() -> int:
            return around.theory.some(
                around.theory.every((row.decides, around.readings.value(row.value).told)) for row in self._rows(fact)
            )

        def none() -> int:
            rows = list(self._rows(fact))
            decided = [around.theory.every((row.decides, around.readings.value(row.value).none)) for row in rows]
            return around.theory.some((self._applies(fact).false, *decided, self._no_row(fact)))

        return Presence(
            around.later(("worked out", fact.id), told), around.later(("nothing to work out", fact.id), none)
        )

    def _say_worked_out(self, fact: Fact, sign: ComparingSign, value: Any) -> int:  # noqa: ANN401  as `says`
        around = self._around

        def says() -> int:
            return around.theory.some(
                around.theory.every((row.decides, around.readings.compared(row.value, sign, value)))
                for row in self._rows(fact)
            )

        return around.later(("worked out as", fact.id), says)

    def _rows(self, fact: Fact) -> Iterator[Row]:
        """Give the rows: the first whose `when` is true decides, where all before it are false."""
        reached = [self._applies(fact).true]
        for value, when in fact.value:
            truth = self._around.readings.condition(when) if when else Truth(TRUE, FALSE)
            yield Row(self._around.theory.every((*reached, truth.true)), value)
            reached.append(truth.false)

    def _no_row(self, fact: Fact) -> int:
        whens = [self._around.readings.condition(when).false if when else FALSE for _, when in fact.value]
        return self._around.theory.every((self._applies(fact).true, *whens))


def bounds(fact: Fact) -> Bounds:
    """Give what a told value can be at least and at most."""
    if fact.options is not None:
        return Bounds(0, len(fact.options) - 1, whole=True)
    if fact.kind == "yes_no":
        return Bounds(0, 1, whole=True)
    return Bounds(fact.minimum, fact.maximum)


def position(fact: Fact, value: Any) -> Any:  # noqa: ANN401  as `Facts.says`
    """Give the place of a fixed value on the scale of a fact: of an option its number, of no and yes 0 and 1."""
    if fact.options is not None:
        return list(fact.options).index(value)
    return int(value) if fact.kind == "yes_no" else value

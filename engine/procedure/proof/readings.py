"""When is a condition true, and when false, as statements: where neither holds, it is not known yet.

INVARIANT: no term is both true and false, and what is said of it holds in every case (design 5.1, 5.2).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Protocol

from engine.condition.comparing import MIRRORED, TESTS
from engine.condition.terms import (
    Arithmetic,
    ArrivalTerm,
    ClockTerm,
    Compare,
    Constant,
    Count,
    FactTerm,
    Holds,
    Includes,
    Junction,
    Known,
    Not,
    OneOf,
    Passed,
    StepTerm,
    TimeTerm,
    Total,
    walk,
)
from engine.frozen import NamedTuple
from engine.procedure.proof.formula import FALSE, TRUE
from engine.procedure.proof.scales import Bounds, Scale

if TYPE_CHECKING:
    from engine.condition import Condition, Phrase
    from engine.condition.reading import StepVerb
    from engine.condition.terms import Anchor, Term
    from engine.condition.tree import ComparingSign
    from engine.procedure.proof.formula import Theory


class Truth(NamedTuple):
    """The statements that something is true, and that it is false."""

    true: int
    false: int


class Presence(NamedTuple):
    """The statements that there is a value, and that it is settled that there is none."""

    told: int
    none: int


class Names(Protocol):
    """What the names in a condition stand for."""

    def presence(self, fact: str) -> Presence:
        """Say whether a fact has a value."""

    def says(self, fact: str, sign: ComparingSign, value: Any) -> int:  # noqa: ANN401  a constant of the fact's type
        """Say how the value of a fact, if it has one, compares with a fixed one."""

    def includes(self, fact: str, option: str) -> int:
        """Say that an option is among those chosen, if any are."""

    def step(self, name: str, verb: StepVerb) -> Truth:
        """Say whether a step is settled so."""

    def came(self, arrival: str) -> int:
        """Say that an arrival has come."""


_ALWAYS: Final = Presence(TRUE, FALSE)
_COUNTS: Final = Bounds(lowest=0, whole=True)


class Readings:
    """Statements about conditions; the same term always gives the same ones, unless it reads the clock."""

    def __init__(self, theory: Theory, names: Names) -> None:
        self._theory = theory
        self._names = names
        self._scales: dict[object, Scale] = {}
        self._atoms: dict[object, int] = {}
        self._loose: dict[int, Truth] = {}
        self._text = ""

    def condition(self, condition: Condition) -> Truth:
        """Say whether a condition is true."""
        self._text = condition.text
        return self.truth(condition.tree)

    def value(self, condition: Condition) -> Presence:
        """Say whether a value that is worked out is there."""
        self._text = condition.text
        return self.presence(condition.tree)

    def compared(self, condition: Condition, sign: ComparingSign, value: Any) -> int:  # noqa: ANN401  as `says`
        """Say how a value that is worked out, if it is there, compares with a fixed one."""
        self._text = condition.text
        return self.says(condition.tree, sign, value)

    def anchored(self, phrase: Phrase) -> Presence:
        """Say whether there is what a moment is counted from."""
        self._text = phrase.text
        return self._anchor(phrase.term.anchor)

    # -- verdicts ----------------------------------------------------------------------------------------------

    def truth(self, term: Term) -> Truth:
        """Say whether a term is true."""
        match term:
            case Constant():
                return Truth(TRUE, FALSE) if term.value else Truth(FALSE, TRUE)
            case FactTerm():
                return self._decided(self.presence(term), self.says(term, "=", value=True))
            case StepTerm():
                return self._names.step(term.name, term.verb)
            case ArrivalTerm():
                return Truth(self._names.came(term.name), FALSE)
            case Not():
                true, false = self.truth(term.operand)
                return Truth(false, true)
            case Junction():
                return self._junction(term)
            case _:
                return self._leaf(term)

    def _junction(self, term: Junction) -> Truth:
        truths = [self.truth(operand) for operand in term.operands]
        true, false = [one.true for one in truths], [one.false for one in truths]
        if term.word == "and":
            return Truth(self._theory.every(true), self._theory.some(false))
        return Truth(self._theory.some(true), self._theory.every(false))

    def _leaf(self, term: Term) -> Truth:
        if any(isinstance(one, ClockTerm) for one in walk(term)):
            return self._open(term, fresh=True)  # what it says now need not be what it said before
        match term:
            case Holds():
                return self.truth(term.fact)
            case Known():
                return Truth(*self.presence(term.fact))
            case Compare():
                return self._compare(term)
            case OneOf():
                presence = self.presence(term.operand)
                among = self._theory.some(self.says(term.operand, "=", one.value) for one in term.members)
                return self._decided(presence, -among if term.negated else among)
            case Includes():
                return self._decided(self.presence(term.fact), self._names.includes(term.fact.name, term.option))
            case Passed():
                return Truth(self.passed(term.moment), self._anchor(term.moment.anchor).none)
            case _:
                return self._open(term)

    def _compare(self, term: Compare) -> Truth:
        left, sign, right = term.left, term.sign, term.right
        if is_fixed(left):
            left, sign, right = right, MIRRORED[sign], left
        match left, right:
            case Count(), Constant(setting=None, value=value):
                return self._count(left, sign, value)
            case (Count(), _) | (_, Count()):
                return self._loosely(self._pair(left, sign, right), term)
            case _, Constant(setting=None, value=value):
                return self._decided(self.presence(left), self.says(left, sign, value))
            case _:
                return self._decided(self._both(left, right), self._pair(left, sign, right))

    def _count(self, term: Count, sign: ComparingSign, value: Any) -> Truth:  # noqa: ANN401  a number
        """A count is decided as soon as all numbers it can still become say the same."""
        words, name = self._words(term), key(term)
        few = self._scales.setdefault(("fewest", name), Scale(self._theory, ("value", words), _COUNTS))
        most = self._scales.setdefault(("most", name), Scale(self._theory, ("value", words), _COUNTS))
        for less in ("<", "<="):
            self._theory.imply(most.says(less, value), few.says(less, value))
        match sign:
            case ">" | ">=":
                return Truth(few.says(sign, value), -most.says(sign, value))
            case "<" | "<=":
                return Truth(most.says(sign, value), -few.says(sign, value))
            case _:
                true = self._theory.every((few.says(">=", value), most.says("<=", value)))
                false = self._theory.some((few.says(">", value), most.says("<", value)))
                return Truth(true, false) if sign == "=" else Truth(false, true)

    def _decided(self, presence: Presence, so: int) -> Truth:
        """With none a comparison is false, with unknown it is unknown."""
        true = self._theory.every((presence.told, so))
        return Truth(true, self._theory.some((presence.none, self._theory.every((presence.told, -so)))))

    def _loosely(self, so: int, term: Term) -> Truth:
        """What is decided before all is known may say so, or the opposite, or nothing yet."""
        if so not in self._loose:
            true, false = (self._theory.atom((what, self._words(term)), likely=True) for what in ("true", "false"))
            self._theory.imply(true, so)
            self._theory.imply(false, -so)
            self._loose[so], self._loose[-so] = Truth(true, false), Truth(false, true)
        return self._loose[so]

    def passed(self, moment: TimeTerm) -> int:
        """Say that a moment has come."""
        passed = self._atom("passed", moment, likely=True)
        self._theory.imply(passed, self._anchor(moment.anchor).told)
        return passed

    def _open(self, term: Term, *, fresh: bool = False) -> Truth:
        """Say nothing of a term but that it is not both true and false."""
        true = (
            self._theory.atom(("true", self._words(term)), likely=True)
            if fresh
            else self._atom("true", term, likely=True)
        )
        false = self._theory.atom(("false", self._words(term))) if fresh else self._atom("false", term)
        self._theory.claim(-true, -false)
        return Truth(true, false)

    # -- values ------------------------------------------------------------------------------------------------

    def presence(self, term: Term) -> Presence:
        """Say whether a term has a value."""
        match term:
            case FactTerm():
                return self._names.presence(term.name)
            case TimeTerm():
                return self._anchor(term.anchor)
            case Constant() | ClockTerm():
                return _ALWAYS
            case Arithmetic():
                return self._arithmetic(term)
            case Count():
                return Presence(self._atom("counted", term, likely=True), FALSE)
            case Total():
                told, none = self._atom("counted", term, likely=True), self._atom("nothing", term)
                self._theory.claim(-told, -none)
                return Presence(told, none)
            case _:
                return Presence(self._theory.some(self.truth(term)), FALSE)

    def says(self, term: Term, sign: ComparingSign, value: Any) -> int:  # noqa: ANN401  a constant of the term's type
        """Say how the value of a term, if it has one, compares with a fixed one."""
        match term:
            case FactTerm():
                return self._names.says(term.name, sign, value)
            case Constant() if is_fixed(term):
                return TRUE if TESTS[sign](term.value, value) else FALSE
            case Count():
                return self._scale(term, _COUNTS).says(sign, value)
            case Constant() | TimeTerm() | ClockTerm() | Arithmetic() | Total():
                return self._scale(term, Bounds()).says(sign, value)
            case _:
                return self.truth(term).true if TESTS[sign](1, int(value)) else -self.truth(term).true

    def _arithmetic(self, term: Arithmetic) -> Presence:
        """A quotient may have no result, and a result may be too large to be one."""
        both = self._both(term.left, term.right)
        nothing = self._atom("nothing", term)
        told = self._theory.every((both.told, -nothing))
        return Presence(told, self._theory.some((both.none, self._theory.every((both.told, nothing)))))

    def _both(self, left: Term, right: Term) -> Presence:
        """None wins over unknown: it stays so whatever the other turns out to be."""
        one, other = self.presence(left), self.presence(right)
        told = self._theory.every((one.told, other.told))
        return Presence(told, self._theory.some((one.none, other.none)))

    def _anchor(self, anchor: Anchor) -> Presence:
        match anchor:
            case StepTerm() | ArrivalTerm():
                return Presence(*self.truth(anchor))
            case _:
                return self.presence(anchor)

    def _pair(self, left: Term, sign: ComparingSign, right: Term) -> int:
        """Say how two values compare: as their difference compares with nothing."""
        one, other = key(left), key(right)
        if repr(one) > repr(other):
            left, sign, right, one, other = right, MIRRORED[sign], left, other, one
        words = (self._words(left), self._words(right))
        found = self._scales.setdefault((one, other), Scale(self._theory, ("pair", *words), Bounds()))
        return found.says(sign, 0)

    def _scale(self, term: Term, bounds: Bounds) -> Scale:
        name = key(term)
        if name not in self._scales:
            self._scales[name] = Scale(self._theory, ("value", self._words(term)), bounds)
        return self._scales[name]

    def _atom(self, what: str, term: Term, *, likely: bool = False) -> int:
        name = (what, key(term))
        if name not in self._atoms:
            self._atoms[name] = self._theory.atom((what, self._words(term)), likely=likely)
        return self._atoms[name]

    def _words(self, term: Term) -> str:
        return term.text if isinstance(term, TimeTerm) else self._text[term.start : term.end]


def is_fixed(term: Term) -> bool:
    """Whether a term stands in the text and is none of the numbers that an office may change."""
    return isinstance(term, Constant) and term.setting is None


def key(term: object) -> object:
    """Give what two terms have in common that say the same at different places of a text."""
    if not isinstance(term, tuple):
        return term
    if hasattr(term, "start"):
        return (type(term).__name__, *map(key, term[:-2]))
    return tuple(map(key, term))

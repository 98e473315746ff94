"""What is not put into words: the values of private facts in lists, reasons and refusals, and all that was told freely.

Notes and reasons are words of people about people; where values are hidden from somebody altogether, they are as well.

INVARIANT: hiding changes words and shown values, never a status, a verdict or what is recorded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engine.frozen import NamedTuple, dataclass, field

if TYPE_CHECKING:
    from engine.case.agenda import Missing
    from engine.case.derive import Derivation
    from engine.case.refusals import Because
    from engine.case.tree import Node, Segments
    from engine.condition import Condition, Phrase
    from engine.procedure.model import Fact

MASK: Final = "····"
"""What stands for a value, or for words, that are not shown."""

_SHORT: Final = 3
"""Of a word that is shorter, even the first letter would say too much."""
_MOST_WORDS: Final = 3
_IN_WORDS: Final = ("text", "long_text")


class Discretion(NamedTuple):
    """What a derivation keeps to itself when it is put into words.

    Args:
        values: The values of private facts.
        words: What people wrote in their own words: reasons.
    """

    values: bool = False
    words: bool = False


OPENLY: Final = Discretion()
HIDDEN: Final = Discretion(values=True, words=True)


@dataclass(slots=True)
class Said:
    """What of a derivation was put into words already: what holds of many steps is said once.

    Args:
        discretion: What was kept back from these words.
        lacking: What conditions would have to know (see `missing`).
        traced: What decided conditions (see `explain`).
        reasons: Why a step is called for, or not, by its own conditions.
        firsts: What keeps those that come after a step waiting.
    """

    discretion: Discretion
    lacking: dict[tuple[Condition, Segments], tuple[Missing, ...]] = field(default_factory=dict)
    traced: dict[tuple[Condition, Segments], tuple[Because, ...]] = field(default_factory=dict)
    reasons: dict[tuple[Node, bool], tuple[Because, ...]] = field(default_factory=dict)
    firsts: dict[Node, Node] = field(default_factory=dict)


def masked(fact: Fact, shown: str) -> str:
    """Hide a private value; of text, the first letters of up to three words stay, so that staff know whom they mean."""
    if fact.kind not in _IN_WORDS or not shown:
        return MASK if shown else ""
    return " ".join(_initial(word) for word in shown.split()[:_MOST_WORDS])


def _initial(word: str) -> str:
    return f"{word[0]}···" if len(word) >= _SHORT and word[0].isalpha() else MASK


def hides(derivation: Derivation, fact: Fact) -> bool:
    """Whether the value of a fact is not shown."""
    return fact.private and derivation.discretion.values


def hides_date(derivation: Derivation, phrase: Phrase) -> bool:
    """Whether a moment is not shown, because it would tell a private date."""
    facts = derivation.procedure.facts
    return derivation.discretion.values and any(facts[name].private for name in phrase.reads.facts)

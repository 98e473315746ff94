"""What has an author declared, so that the names in a condition mean something?

The procedure side hands this in; conditions never see a procedure.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from engine.frozen import NamedTuple, dataclass, field

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet
    from decimal import Decimal

Kind: TypeAlias = Literal[
    "text",
    "long_text",
    "yes_no",
    "choice",
    "choices",
    "number",
    "money",
    "date",
    "time",
    "datetime",
    "phone",
    "email",
    "file",
    "person",
    "list",
]

Use: TypeAlias = Literal["gate", "free"]
"""Where a condition stands. A `gate` (`when`, `until`) may not flip without a correction, so it cannot read the clock
as `now` or `today`; anywhere else (`value`, `due`, `wait_for`) is `free`."""


class FactType(NamedTuple):
    """The type of a fact, or of what a condition works out.

    Args:
        kind: As the author writes it.
        options: Of a choice or choices, the ids.
        of: Of a list, the names of the facts that are told for each element.
    """

    kind: Kind
    options: tuple[str, ...] = ()
    of: tuple[str, ...] = ()


YES_NO: Final = FactType("yes_no")
NUMBER: Final = FactType("number")
MONEY: Final = FactType("money")
DATE: Final = FactType("date")
DATETIME: Final = FactType("datetime")


@dataclass(frozen=True)
class Declarations:
    """All names that a condition at one place of a procedure may use.

    Args:
        facts: Every fact of the procedure, those of list elements too, with its type.
        settings: The numbers an office may change, as they stand.
        steps: Ids of all steps.
        arrivals: Ids of all arrivals.
        home: The lists and repeated steps (`call#`) in whose element or attempt the condition stands, so that it may
            read what belongs to these.
        homes: The same of each fact that is not simply one of a list's.
        around: The same of each step.
    """

    facts: Mapping[str, FactType] = field(default_factory=dict)
    settings: Mapping[str, int | Decimal] = field(default_factory=dict)
    steps: AbstractSet[str] = frozenset()
    arrivals: AbstractSet[str] = frozenset()
    home: tuple[str, ...] = ()
    homes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    around: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @cached_property
    def lists(self) -> Mapping[str, str]:
        """The list to whose elements a fact belongs, by the name of the fact."""
        return {name: owner for owner, type_ in self.facts.items() for name in type_.of}

    def home_of(self, name: str) -> tuple[str, ...]:
        """Give the lists and repeated steps around a fact."""
        owner = self.lists.get(name)
        return self.homes.get(name) or ((*self.home_of(owner), owner) if owner else ())


Family: TypeAlias = Literal["truth", "amount", "day", "time", "words", "choice"]

FAMILIES: Final[dict[Kind, Family]] = {
    "yes_no": "truth",
    **dict.fromkeys(("number", "money"), "amount"),
    **dict.fromkeys(("date", "datetime"), "day"),
    "time": "time",
    **dict.fromkeys(("text", "long_text", "phone", "email", "person"), "words"),
    "choice": "choice",
}
"""What can be compared with what: two of one family. A file, choices and a list can be compared with nothing."""

ORDERED: Final[frozenset[Family]] = frozenset({"amount", "day", "time"})

SPOKEN: Final[dict[Kind, str]] = {
    "text": "a text",
    "long_text": "a text",
    "yes_no": "a yes or no",
    "choice": "a choice",
    "choices": "a choice of several",
    "number": "a number",
    "money": "an amount of money",
    "date": "a date",
    "time": "a time of day",
    "datetime": "a date with a time",
    "phone": "a phone number",
    "email": "an e-mail address",
    "file": "a file",
    "person": "a person",
    "list": "a list",
}
"""What to call a kind in a sentence."""

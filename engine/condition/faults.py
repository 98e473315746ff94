"""What can be wrong with a condition: every sentence about one, as `engine.messages` has them for the document.

INVARIANT: a code stands here or in `engine.messages`, never in both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from engine.diagnostics import Fault, Sentence, clean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Part = TypeVar("Part")
Checked = TypeVar("Checked")

_WORK_OUT: Final = "work a part of it out as a fact of its own, with `value:`"

SYNTAX: Final[dict[str, Sentence]] = {
    # How much there may be of it.
    "condition-empty": Sentence(
        "nothing is written here", "write a condition such as `balance > 0`, or leave the key out"
    ),
    "condition-too-long": Sentence(
        "this has {length} characters, more than the {limit} that a condition may have", _WORK_OUT
    ),
    "condition-too-big": Sentence("this has more than the {limit} parts that a condition may have", _WORK_OUT),
    "condition-too-deep": Sentence("this is nested more than {limit} levels deep", _WORK_OUT),
    # Its characters and words.
    "odd-character": Sentence(
        "`{found}` is not used in conditions", 'a text goes into straight quotes, as in `"A & B"`'
    ),
    "other-spelling": Sentence("`{found}` is not how this is written here", "write `{right}`"),
    "open-quote": Sentence("this quote is not closed", "put the same quote at the end of the text"),
    "not-a-number": Sentence(
        "`{found}` is not a number", "write digits only, with a point before decimals, as in `1250.50`"
    ),
    "not-a-day": Sentence("`{found}` is not a day of the calendar", "write year, month and day, as in `2026-01-31`"),
    "not-a-time": Sentence("`{found}` is not a time of day", "write hours and minutes, as in `09:30`"),
    # How they are put together.
    "out-of-place": Sentence("`{found}` cannot stand here"),
    "breaks-off": Sentence("something is missing after `{found}`"),
    "open-bracket": Sentence("this `{found}` is not closed", "add `{right}` where it ends"),
    "empty-choice": Sentence(
        "nothing stands between these brackets", "name what it may be, as in `[moving, insurance]`"
    ),
    "mixed-and-or": Sentence(
        "`and` and `or` stand side by side, which people read differently",
        "put parentheses around what belongs together, as in `a and (b or c)`",
    ),
    "chained-comparison": Sentence(
        "this compares a second time", "write two comparisons with `and`, as in `0 < size and size < 9`"
    ),
    "unknown-function": Sentence(
        "`{name}(...)` is not something a condition can work out",
        "these can be: `count`, `sum`, `any`, `every`, `lowest`, `highest`, `done`, `skipped`, `gave_up`, `settled`",
    ),
    "unknown-unit": Sentence(
        "`{found}` is not a unit of time",
        "hours, days, weeks, months, business hours and business days are",
    ),
    "time-without-anchor": Sentence(
        "this does not say from when to count",
        "write `after` or `before` and a date, step or arrival, as in `3 days after visit`",
    ),
    "not-a-moment": Sentence("this is not a moment", "write it like `3 business days after request`, or name a date"),
}

TYPES: Final[dict[str, Sentence]] = {
    # Names.
    "unknown-fact": Sentence("`{name}` is used here, but no fact declares it"),
    "unknown-step": Sentence("`{name}` is used here, but there is no such step"),
    "unknown-option": Sentence("`{name}` is not an option of `{fact}`", "its options are {options}"),
    "unknown-anchor": Sentence("`{name}` is counted from here, but no date, step or arrival has this name"),
    "unknown-amount": Sentence(
        "`{name}` is not a number among the settings", "write a number, or add it to `settings:`"
    ),
    "step-alone": Sentence(
        "`{name}` is a step, which is not true or false", "write `done({name})` or `settled({name})`"
    ),
    "element-out-of-reach": Sentence(
        "`{name}` belongs to each element of `{list}`, and here it is not clear of which",
        "look at all of them, as in `count({list} where ...)`",
    ),
    # What goes with what.
    "not-yes-or-no": Sentence("this is {kind}, which is not true or false"),
    "not-comparable": Sentence("{left} and {right} cannot be compared"),
    "not-ordered": Sentence("{kind} has no order, so `{sign}` says nothing", "ask with `is`, `is not` or `in`"),
    "choice-with-sign": Sentence("`{sign}` does not go with a choice"),
    "not-an-option": Sentence("this is not an option of `{fact}`", "its options are {options}"),
    "not-fixed": Sentence(
        "only numbers, texts, dates and options can stand in these brackets", "write comparisons with `or` instead"
    ),
    "not-of-choices": Sentence("`includes` does not go with {kind}", "use it where several options can be chosen"),
    "choices-need-includes": Sentence("several options of `{name}` can be chosen at once"),
    "not-calculable": Sentence("`{sign}` does not go with {left} and {right}"),
    "not-a-list": Sentence("`{name}` is {kind}, not a list"),
    "known-of-what": Sentence("only of a fact it can be said that it is known", "name one fact before `is known`"),
    # Lists.
    "count-of": Sentence("`count` counts elements, not what they hold", "write `count({list} where ...)`"),
    "of-missing": Sentence("`{function}` does not say of what", "write `{function}(... of {list})`"),
    "nothing-asked": Sentence(
        "`{function}({list})` does not say what to look for", "write `{function}({list} where ...)`"
    ),
    "list-within-list": Sentence(
        "`{name}` would be gone through anew for each element of `{list}`",
        "work it out in a fact of its own, and write the name of that fact here",
    ),
    "lost-within-list": Sentence(
        "`{name}` cannot be read in these parentheses, where an element of `{list}` is meant",
        "compare outside of the parentheses, as in `highest(price of goods) > size`",
    ),
    "not-summable": Sentence("{kind} cannot be added up", "name a number or an amount of money"),
    "no-order-for-extreme": Sentence(
        "{kind} has no lowest or highest", "name a number, an amount of money, a date or a time"
    ),
    # Time.
    "amount-not-whole": Sentence(
        "`{found}` is not a whole number from 0 to {limit}", "write a whole number of a smaller unit"
    ),
    "anchor-not-a-date": Sentence(
        "`{name}` is {kind}, from which no time can be counted", "count from a date, a step or an arrival"
    ),
    "flips-with-time": Sentence(
        "`{name}` changes by itself, and this may not",
        "write it like `30 days after letter_on`, which becomes true and stays so",
    ),
}

MESSAGES: Final[dict[str, Sentence]] = SYNTAX | TYPES


class FaultError(Exception):
    """Ends the reading of a text, or of a part of it, with what is wrong; never leaves this package."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__(*faults)
        self.faults = faults

    @property
    def in_order(self) -> tuple[Fault, ...]:
        """What is wrong, by place."""
        return tuple(sorted(self.faults, key=lambda one: (one.start, one.end)))


def each(check: Callable[[Part], Checked], parts: Iterable[Part]) -> list[Checked]:
    """Check several parts, so that what is wrong in one does not hide the others.

    Raises:
        FaultError: With the faults of all of them.
    """
    checked: list[Checked] = []
    faults: list[Fault] = []
    for part in parts:
        try:
            checked.append(check(part))
        except FaultError as error:
            faults += error.faults
    if faults:
        raise FaultError(*faults)
    return checked


def fault(code: str, start: int, end: int, instead: str | None = None, **words: object) -> Fault:
    """Make the fault with this code, its sentences filled with the words.

    Args:
        code: A key of `MESSAGES`.
        start: Where it begins in the text, from 0.
        end: The offset after its last character.
        instead: Help that fits better than the usual one, such as a suggestion.
        **words: What stands in the braces of the sentences.
    """
    sentence = MESSAGES[code]
    shown = {name: clean(str(word)) for name, word in words.items()}
    usual = sentence.help.format(**shown) if sentence.help else None
    return Fault(code, start, end, sentence.message.format(**shown), instead or usual)

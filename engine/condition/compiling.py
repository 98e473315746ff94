"""How does the text of a condition, a value or a time become something that can be read in a case?

INVARIANT: a `Condition` or `Phrase` can only be had from here, typed; reading one never fails.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.condition.check import term, verdict
from engine.condition.condition import Condition, Phrase
from engine.condition.faults import FaultError, fault
from engine.condition.naming import Place, fact, moment
from engine.condition.syntax import parse
from engine.condition.terms import TimeTerm, type_of
from engine.condition.tree import Name, TimeAway
from engine.condition.types import DATETIME

if TYPE_CHECKING:
    from engine.condition.check import Check
    from engine.condition.tree import Written
    from engine.condition.types import Declarations, Use
    from engine.diagnostics import Fault


def compile_condition(text: str, declarations: Declarations, use: Use) -> Condition | tuple[Fault, ...]:
    """Make a condition of a text, or tell what is wrong with it.

    Args:
        text: What the author wrote.
        declarations: What the names in it can stand for.
        use: `gate` where it may not flip by itself (`when`, `until`), else `free`.
    """
    return _compile(Place(text, declarations, use, declarations.home), verdict)


def compile_value(text: str, declarations: Declarations) -> Condition | tuple[Fault, ...]:
    """Make a value of any type of a text, or tell what is wrong with it."""
    return _compile(Place(text, declarations, "free", declarations.home), term)


def compile_phrase(text: str, declarations: Declarations) -> Phrase | tuple[Fault, ...]:
    """Make a moment of a text, or tell what is wrong with it; one that moves on with `now` or `today` is none."""
    try:
        found = _phrase(Place(text, declarations, "gate", declarations.home), parse(text))
    except FaultError as error:
        return error.in_order
    return Phrase(text, found)


def _compile(place: Place, check: Check) -> Condition | tuple[Fault, ...]:
    try:
        checked = check(place, parse(place.text))
    except FaultError as error:
        return error.in_order
    return Condition(place.text, type_of(checked), checked)


def _phrase(place: Place, tree: Written) -> TimeTerm:
    help_, declared = None, place.declarations
    match tree:
        case TimeAway():
            return moment(place, tree)
        case Name(name=name) if name not in declared.facts and name in declared.steps | declared.arrivals:
            help_ = f"write `0 days after {name}`"
        case Name():
            found = fact(place, tree)
            if found.type.kind in {"date", "datetime"}:
                return TimeTerm(0, "days", "after", found, DATETIME, place.text, None, tree.start, tree.end)
        case _:
            pass
    raise FaultError(fault("not-a-moment", tree.start, tree.end, help_))

"""Does every name in a condition mean something, and does every part fit the next?

INVARIANT: what comes out without a fault can be evaluated in every scope that fits the declarations.
"""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from engine.condition import fits
from engine.condition.faults import FaultError, each, fault
from engine.condition.naming import Place, list_fact, moment, option, resolve, step
from engine.condition.terms import (
    ArrivalTerm,
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
    Quantifier,
    TimeTerm,
    Total,
    type_of,
)
from engine.condition.tree import (
    Calculation,
    Comparison,
    Inclusion,
    Joined,
    KnownTest,
    ListCall,
    Literally,
    Membership,
    Minus,
    Name,
    Negation,
    StepCall,
    TimeAway,
)
from engine.condition.types import FAMILIES, ORDERED, SPOKEN, FactType

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    from engine.condition.terms import Term, VerdictTerm
    from engine.condition.tree import Written

    Check: TypeAlias = Callable[[Place, Written], Term]


def term(place: Place, written: Written) -> Term:
    """Resolve and type what was written, as a value of any type.

    Raises:
        FaultError: Something in it means nothing, or does not fit.
    """
    match written:
        case Literally():
            return Constant(written.value, FactType(written.kind), None, written.start, written.end)
        case Name():
            return resolve(place, written)
        case Minus():
            return _minus(place, written)
        case Calculation():
            left, right = each(partial(term, place), (written.left, written.right))
            return fits.calculated(written, left, right)
        case ListCall():
            return _list_call(place, written)
        case TimeAway():
            return moment(place, written)
        case _:
            return _truth(place, written)


def verdict(place: Place, written: Written) -> Term:
    """Resolve and type what was written, as something that is true or false.

    Raises:
        FaultError: It is not, or something in it means nothing or does not fit.
    """
    found = term(place, written)
    match found:
        case FactTerm(type=FactType(kind="yes_no")):
            return Holds(found, found.start, found.end)
        case TimeTerm():
            return Passed(found, found.start, found.end)
        case _ if type_of(found).kind == "yes_no":
            return found
        case _:
            spoken = SPOKEN[type_of(found).kind]
            help_ = _verdict_help(found)
            raise FaultError(fault("not-yes-or-no", found.start, found.end, help_, kind=spoken))


def _truth(
    place: Place, written: Comparison | Membership | Inclusion | KnownTest | Negation | Joined | StepCall
) -> VerdictTerm:
    start, end = written.start, written.end
    match written:
        case Comparison():
            return _comparison(place, written)
        case Membership():
            return _membership(place, written)
        case Inclusion():
            return _inclusion(place, written)
        case KnownTest():
            known = Known(_known(place, written.operand), start, end)
            return Not(known, start, end) if written.negated else known
        case Negation():
            return Not(verdict(place, written.operand), start, end)
        case Joined():
            operands = each(partial(verdict, place), written.operands)
            return Junction(written.word, tuple(operands), start, end)
        case _:
            return step(place, written.step, written.verb)._replace(start=start, end=end)


def _minus(place: Place, written: Minus) -> Term:
    operand, start = term(place, written.operand), written.start
    match operand:
        case Constant(value=int() | Decimal() as value, type=FactType(kind="number")):
            return operand._replace(value=-value, start=start)
        case _:
            nothing = Literally(0, "number", start, start)
            calculation = Calculation("-", nothing, written.operand, start, written.end)
            return fits.calculated(calculation, term(place, nothing), operand)


def _comparison(place: Place, written: Comparison) -> Compare:
    if isinstance(written.left, Name):
        left = resolve(place, written.left)
        if isinstance(left, FactTerm) and left.type.options:
            return _chosen(place, written, left)
    left, right = each(partial(term, place), (written.left, written.right))
    return fits.compared(written, left, right)


def _chosen(place: Place, written: Comparison, left: FactTerm) -> Compare:
    """Compare a choice with one of its options."""
    spelled, right = written.spelled, written.right
    negation, word = "" if written.sign == "=" else "not ", place.text[right.start : right.end]
    if left.type.kind == "choices":
        help_ = f"write `{negation}{left.name} includes {word}`"
        raise FaultError(fault("choices-need-includes", left.start, left.end, help_, name=left.name))
    if written.sign not in {"=", "!="}:
        kind = SPOKEN[left.type.kind]
        raise FaultError(fault("not-ordered", spelled.start, spelled.end, kind=kind, sign=spelled.name))
    meant = option(place, left, right)
    if spelled.name in {"=", "!="}:
        help_ = f"write `{left.name} is {negation}{word}`"
        raise FaultError(fault("choice-with-sign", spelled.start, spelled.end, help_, sign=spelled.name))
    return Compare(written.sign, left, meant, written.start, written.end)


def _membership(place: Place, written: Membership) -> OneOf:
    operand = term(place, written.operand)
    if isinstance(operand, FactTerm) and operand.type.kind == "choices":
        help_ = f"write `{operand.name} includes ...`, joined by `or`"
        raise FaultError(fault("choices-need-includes", operand.start, operand.end, help_, name=operand.name))
    check = partial(_member, place, operand)
    members = tuple(each(check, written.members))
    return OneOf(operand, members, written.negated, written.start, written.end)


def _member(place: Place, operand: Term, written: Written) -> Constant:
    if isinstance(operand, FactTerm) and operand.type.kind == "choice":
        return option(place, operand, written)
    member = term(place, written)
    if not isinstance(member, Constant):
        raise FaultError(fault("not-fixed", member.start, member.end))
    fits.are_comparable(operand, member, member.start, member.end)
    return member


def _inclusion(place: Place, written: Inclusion) -> Includes:
    operand = term(place, written.operand)
    if not isinstance(operand, FactTerm) or operand.type.kind != "choices":
        kind = SPOKEN[type_of(operand).kind]
        raise FaultError(fault("not-of-choices", operand.start, operand.end, kind=kind))
    meant = option(place, operand, written.option)
    return Includes(operand, str(meant.value), written.start, written.end)


def _known(place: Place, written: Written) -> FactTerm:
    if isinstance(written, Name):
        found = resolve(place, written)
        if isinstance(found, FactTerm):
            return found
        if isinstance(found, ArrivalTerm):
            help_ = f"`{found.name}` alone is true once it has come"
            raise FaultError(fault("known-of-what", found.start, found.end, help_))
    raise FaultError(fault("known-of-what", written.start, written.end))


def _verdict_help(found: Term) -> str:
    name = found.name if isinstance(found, FactTerm) else "this"
    match type_of(found):
        case FactType(kind="choice", options=(first, *_)):
            return f"compare it, as in `{name} is {first}`"
        case FactType(kind="choices", options=(first, *_)):
            return f"compare it, as in `{name} includes {first}`"
        case FactType(kind="list"):
            return f"write `count({name}) > 0`"
        case FactType(kind="number" | "money"):
            return "compare it, as in `balance > 0`"
        case FactType(kind="date" | "datetime") if isinstance(found, FactTerm):
            return f"write `0 days after {name}`, which is true once it has come"
        case _:
            return "compare it, or ask whether it `is known`"


def _list_call(place: Place, written: ListCall) -> Count | Quantifier | Total:
    name = list_fact(place, written.list).name
    inner = place._replace(home=(*place.declarations.home_of(name), name), list=name)
    check_of = verdict if written.function in {"any", "every"} else term
    of, where = each(partial(_optional, inner), ((check_of, written.of), (verdict, written.where)))
    match written.function:
        case "count":
            return _count(written, of, where)
        case "any" | "every" as word:
            predicate = _predicate(written, of, where)
            return Quantifier(word, predicate, name, written.start, written.end)
        case function if of is None:
            start, end = written.list.start, written.list.end
            raise FaultError(fault("of-missing", start, end, function=function, list=name))
        case function:
            _check_total(function, of)
            return Total(function, of, name, where, type_of(of), written.start, written.end)


def _optional(place: Place, part: tuple[Check, Written | None]) -> Term | None:
    check, written = part
    return None if written is None else check(place, written)


def _count(written: ListCall, of: Term | None, where: Term | None) -> Count:
    if of is not None:
        raise FaultError(fault("count-of", of.start, of.end, list=written.list.name))
    return Count(written.list.name, where, written.start, written.end)


def _predicate(written: ListCall, of: Term | None, where: Term | None) -> Term:
    """Join what is asked of each element and of which elements it is asked."""
    start, end = written.start, written.end
    if where is None or of is None:
        only = of if where is None else where
        if only is None:
            words = {"function": written.function, "list": written.list.name}
            raise FaultError(fault("nothing-asked", start, end, **words))
        return only
    if written.function == "any":
        return Junction("and", (where, of), start, end)
    return Junction("or", (Not(where, where.start, where.end), of), start, end)


def _check_total(function: str, of: Term) -> None:
    kind = type_of(of).kind
    family = FAMILIES.get(kind)
    if function == "sum" and family != "amount":
        raise FaultError(fault("not-summable", of.start, of.end, kind=SPOKEN[kind]))
    if family not in ORDERED:
        raise FaultError(fault("no-order-for-extreme", of.start, of.end, kind=SPOKEN[kind]))

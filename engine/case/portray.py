"""The agenda of a case, made from its derivation: everything a person or a script is shown of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.case.agenda import (
    SETTLED,
    Agenda,
    ArrivalView,
    Ask,
    FactView,
    Missing,
    Option,
    SignatureView,
    StepView,
)
from engine.case.answers import as_kept
from engine.case.barring import barred
from engine.case.derive import derive
from engine.case.discretion import MASK, hides
from engine.case.documents import documents
from engine.case.dues import dues
from engine.case.ending import is_all_settled
from engine.case.explain import explain_step, fill, key_of, segments_of, where_of
from engine.case.flags import asks_something, flags, is_duty
from engine.case.lists import show_fact, shown_json
from engine.case.missing import missing
from engine.case.people import may_hand_to, who
from engine.case.signing import approvals
from engine.case.tree import place_from
from engine.case.typed import Misread, hint, read_text
from engine.case.values import type_out
from engine.condition.reading import NONE, UNKNOWN, Absent
from engine.condition.truth import latest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from engine.case.agenda import AskState
    from engine.case.derive import Derivation
    from engine.case.office import Office
    from engine.case.state import Case
    from engine.case.tellings import Coming
    from engine.case.tree import Node, Segments
    from engine.condition.reading import Value
    from engine.procedure.model import Arrival, Fact, Procedure


def agenda(procedure: Procedure, case: Case, now: datetime, office: Office, *, reasons: bool = True) -> Agenda:
    """Say what is open, what waits, what is settled, and (with `reasons`) why."""
    return portray(derive(procedure, case, now, office), reasons=reasons)


def portray(derivation: Derivation, *, reasons: bool = True) -> Agenda:
    """Make the agenda of a derived case."""
    case, procedure = derivation.case, derivation.procedure
    steps = tuple(_step(derivation, node, reasons=reasons) for node in derivation.tree.roots)
    every = [(step, root.is_called) for root in steps for step in root.walk()]
    leaves = [step for step, _ in every if not step.steps]
    awaited = [step for step, is_called in every if is_called]
    return Agenda(
        case=case.id,
        procedure=procedure.id,
        version=case.version,
        digest=case.digest,
        title=procedure.title,
        status=case.status,
        outcome=case.outcome,
        outcome_title=_outcome_title(procedure, case.outcome),
        ending=derivation.ending.outcome.id if derivation.ending else None,
        seq=case.seq,
        opened=case.opened,
        now=derivation.now,
        parent=case.parent,
        facts=tuple(_facts(derivation)),
        steps=steps,
        open=tuple(step.at for step in leaves if _is_open(derivation, step)),
        due=() if is_shut(case) else tuple(dues(derivation)),
        arrivals=tuple(_arrival(derivation, arrival) for arrival in procedure.arrivals.values()),
        missing=tuple(_all_missing(awaited)),
        documents=tuple(documents(derivation)),
        masked=derivation.discretion.values,
    )


def is_shut(case: Case) -> bool:
    """Whether a case takes no more answers."""
    return case.status in ("closed", "cancelled")


def is_over(derivation: Derivation) -> bool:
    """Whether nothing is left to do or to wait for, so that the case closes (design 5.4.8)."""
    if not is_all_settled(derivation):
        return False
    return not any(is_duty(derivation, node) for node in derivation.tree.walk() if node.kind == "leaf")


def open_leaves(derivation: Derivation) -> Iterator[Node]:
    """Give the steps to do that are open, in the order of the file; what was not reached yet is not looked at."""
    yield from _open_among(derivation, _ahead(derivation))
    yield from _open_among(derivation, derivation.tree.any_time)


def _open_among(derivation: Derivation, nodes: Sequence[Node]) -> Iterator[Node]:
    for node in nodes:
        if node.earlier and derivation.passed(node.earlier).value is not True:
            return  # nor is any that comes after it
        if node.kind == "leaf":
            if derivation.standing(node).status == "open":
                yield node
        elif derivation.gate(node).value is True:
            yield from _open_among(derivation, node.children)


def _ahead(derivation: Derivation) -> Sequence[Node]:
    """Give the steps of the sequence but for those that are over: of a long one that is most, as was seen before."""
    nodes, over = derivation.tree.sequence, derivation.over
    if over and derivation.passed(nodes[over - 1]).value is not True:
        over = 0
    for node in nodes[over:]:
        if node.kind != "leaf" or node.step.optional or (over and not node.earlier) or not derivation.settled(node):
            break
        over += 1
    derivation.over = over
    return nodes[over:]


def unskippable(derivation: Derivation, node: Node) -> Node | None:
    """Give the step that keeps one from being skipped: itself, what is around it or what is left to do in it."""
    for one in node.line() if node.kind == "leaf" else (*node.line(), *node.walk()):
        if not one.step.skippable and not derivation.standing(one).is_settled:
            return one
    return None


def _is_open(derivation: Derivation, step: StepView) -> bool:
    node = derivation.tree.by_address[step.at]
    if node.kind != "leaf" or derivation.case.status != "open":
        return False
    return step.status == "open" or asks_something(node.step, step.flags)


def _outcome_title(procedure: Procedure, name: str | None) -> str | None:
    titles = {outcome.id: outcome.title for outcome in procedure.outcomes}
    return titles.get(name, name) if name else None


def _all_missing(steps: list[StepView]) -> Iterator[Missing]:
    """Leave out the steps that will be done in their turn, but not those that would have to be done otherwise."""
    unsettled = {step.at for step in steps if step.status not in SETTLED}
    every = dict.fromkeys(one for step in steps for one in step.missing)
    yield from (one for one in every if one.kind != "step" or one.name not in unsettled)


def _step(derivation: Derivation, node: Node, *, reasons: bool) -> StepView:
    standing = derivation.standing(node)
    step = node.step
    mark = derivation.case.marks.get(node.address)
    subcase = derivation.case.subcases.get(node.address)
    speaks = node.kind == "leaf"
    able = who(derivation, node)
    return StepView(
        at=node.address,
        id=step.id,
        title=fill(step.title, derivation, node.segments),
        status=standing.status,
        since=standing.since if standing.status != "waiting" else _waits_since(derivation, node),
        who=able,
        asks=tuple(ask(derivation, name, node.segments) for name in step.ask) if speaks else (),
        missing=missing(derivation, node) if reasons else (),
        flags=flags(derivation, node),
        because=explain_step(derivation, node) if reasons else (),
        steps=tuple(_step(derivation, child, reasons=reasons) for child in node.children),
        say=fill(step.say, derivation, node.segments) if step.say and speaks else "",
        do=tuple(fill(text, derivation, node.segments) for text in step.do) if speaks else (),
        prints=step.print if speaks else (),
        may_hand_to=tuple(role for role in may_hand_to(node) if (role,) != able),
        taken_by=taking.by if (taking := derivation.case.taken.get(node.address)) else None,
        is_called=not node.any_time or derivation.called(node).value is True,
        optional=step.optional,
        skippable=not unskippable(derivation, node),
        opens_case=bool(step.open_case) and speaks,
        subcase=subcase.case if subcase else None,
        marked_by=mark.by if mark else None,
        reason=_words(derivation, mark.reason) if mark else "",
        signatures=tuple(_signatures(derivation, node)) if step.sign else (),
        signatures_needed=step.sign.at_least if step.sign else 0,
        barred=barred(derivation, node) if speaks else (),
    )


def _waits_since(derivation: Derivation, node: Node) -> datetime | None:
    """When the last of what a step waited for, and was not the last, came about; else when the case was opened."""
    readings = [derivation.called(node)]
    readings += [derivation.gate(node.parent)] if node.parent else []
    readings += [derivation.passed(node.earlier)] if node.earlier else []
    since = derivation.case.opened
    for reading in readings:
        since = latest(since, reading.since if reading.value is True else None)
    return since


def _signatures(derivation: Derivation, node: Node) -> Iterator[SignatureView]:
    """Of each person the signature that counts, or else the last word."""
    counting = {signature.by: signature for signature in approvals(derivation, node)}
    last = {signature.by: signature for signature in derivation.case.signatures.get(node.address, ())}
    for one in (last | counting).values():
        reason = _words(derivation, one.reason)
        yield SignatureView(one.by, one.approved, one.by in counting, one.since, reason)


def _words(derivation: Derivation, told: str) -> str:
    """What somebody wrote in their own words, as it may be shown."""
    return MASK if told and derivation.discretion.words else told


def ask(derivation: Derivation, name: str, segments: Segments) -> Ask:
    """Show one question as it stands at a place."""
    fact = derivation.procedure.facts[name]
    value = derivation.fact(name, segments).value
    is_told = not isinstance(value, Absent)
    place = place_from(derivation.home(name, segments) or ())
    return Ask(
        fact=name,
        at=place,
        key=key_of(place, name),
        question=fact.question or fact.label,
        help=fact.help,
        type=fact.kind,
        required=fact.required,
        private=fact.private,
        options=_options(derivation, fact),
        state="told" if is_told else _ask_state(derivation, fact, segments, value),
        value=shown_json(derivation, fact, segments) if is_told else None,
        shown=show_fact(derivation, fact, segments) if is_told else "",
        offered=_offered(derivation, fact),
        of=tuple(question(derivation, inner) for inner in _of_element(derivation.procedure, fact)),
        hint=hint(fact, derivation.office),
    )


def _offered(derivation: Derivation, fact: Fact) -> str | None:
    """What the procedure offers, as it would be typed in this office."""
    if fact.starts_as is None or fact.kind not in ("number", "money", "date", "time", "datetime"):
        return fact.starts_as
    try:
        value = read_text(fact.starts_as, fact, as_kept(derivation.office), derivation.now)
    except Misread:
        return fact.starts_as
    return type_out(fact, value, derivation.office)


def _of_element(procedure: Procedure, fact: Fact) -> list[Fact]:
    """What is asked of an element when it is added: all but what a step asks later, or what is worked out."""
    told = [procedure.facts[inner] for inner in fact.of if not procedure.facts[inner].is_worked_out]
    return [inner for inner in told if not inner.asked_in] or told


def question(derivation: Derivation, fact: Fact) -> Ask:
    """Show a question that stands nowhere yet, such as those of an element to be added."""
    return Ask(
        fact=fact.id,
        at="",
        key=fact.id,
        question=fact.question or fact.label,
        help=fact.help,
        type=fact.kind,
        required=fact.required,
        private=fact.private,
        options=_options(derivation, fact),
        state="asked",
        value=None,
        shown="",
        offered=_offered(derivation, fact),
        hint=hint(fact, derivation.office),
    )


def _ask_state(derivation: Derivation, fact: Fact, segments: Segments, value: Value) -> AskState:
    if value is NONE:
        return "none"
    is_later = fact.when is not None and derivation.read_at(fact.when, segments).value is UNKNOWN
    return "later" if is_later else "asked"


def _options(derivation: Derivation, fact: Fact) -> tuple[Option, ...]:
    if fact.kind == "person":
        return tuple(Option(person.name, person.full_name) for person in derivation.office.staff.values())
    if fact.kind == "yes_no":
        return (Option("yes", "yes"), Option("no", "no"))
    return tuple(Option(name, label) for name, label in (fact.options or {}).items())


def _facts(derivation: Derivation) -> Iterator[FactView]:
    for fact in derivation.procedure.facts.values():
        for segments in _places(derivation, fact):
            value = derivation.fact(fact.id, segments).value
            if value is not UNKNOWN:
                yield _fact(derivation, fact, segments)


def _places(derivation: Derivation, fact: Fact) -> list[Segments]:
    """Every place where a fact may be told: each element that is there, each attempt that was begun."""
    places: list[Segments] = [()]
    for part in fact.home:
        places = [(*place, (part, number)) for place in places for number in _numbers(derivation, part, place)]
    return places


def _numbers(derivation: Derivation, part: str, place: Segments) -> list[int]:
    if part.endswith("#"):
        nodes = derivation.tree.by_id.get(part.rstrip("#"), ())
        inner = [child for node in nodes if node.is_many and node.segments == place for child in node.children]
        return [child.segments[-1][1] for child in inner if not (child.element and child.element.removed)]
    elements = derivation.case.elements.get((place_from(place), part), ())
    return [element.number for element in elements if not element.removed]


def _fact(derivation: Derivation, fact: Fact, segments: Segments) -> FactView:
    answer = derivation.answer(segments, fact.id)
    place = place_from(segments)
    value = derivation.fact(fact.id, segments).value
    return FactView(
        fact=fact.id,
        at=place,
        value=None if isinstance(value, Absent) else shown_json(derivation, fact, segments),
        told_by=answer.by if answer else None,
        told_at=answer.told_at if answer else None,
        title=fact.label,
        shown="" if isinstance(value, Absent) else show_fact(derivation, fact, segments),
        private=fact.private,
        key=key_of(place, fact.id),
        worked_out=fact.is_worked_out,
        where=where_of(derivation, segments),
        typed="" if hides(derivation, fact) else type_out(fact, value, derivation.office),
    )


def _arrival(derivation: Derivation, arrival: Arrival) -> ArrivalView:
    comings = [one for one in derivation.case.arrivals if one.arrival == arrival.id and not one.withdrawn]
    first = {one.place: one.number for one in reversed(comings)}
    again = [one.number for one in comings if not arrival.many and first[one.place] != one.number]
    facts = derivation.procedure.facts
    return ArrivalView(
        id=arrival.id,
        title=arrival.title,
        brings=tuple(question(derivation, facts[name]) for name in arrival.brings),
        comings=tuple(coming.number for coming in comings if coming.number not in again),
        since=comings[0].since if comings else None,
        duplicates=tuple(again),
        conflicts=tuple(dict.fromkeys(key for coming in comings for key in _conflicts(derivation, coming))),
    )


def _conflicts(derivation: Derivation, coming: Coming) -> Iterator[str]:
    """What an arrival said otherwise than was told."""
    segments = segments_of(coming.place)
    for name, value in coming.brought.items():
        told = derivation.answer(segments, name)
        if told and told.value != value:
            yield key_of(place_from(derivation.home(name, segments) or ()), name)

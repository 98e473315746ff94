"""Random conditions that are well typed, and random worlds to read them in."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time
from functools import lru_cache, partial
from typing import TYPE_CHECKING, TypeAlias, get_args

from hypothesis import strategies as st

from engine.condition.calendar import UNITS
from engine.condition.reading import NONE, UNKNOWN, Elements, Reading, StepVerb
from engine.condition.tokens import MOST_CHARACTERS
from tests.condition.worlds import NAMES, START, World, condition, hour

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from engine.condition import Condition, FactType, Reads, Use
    from engine.condition.reading import Leaf, Plain, Value

Texts: TypeAlias = "st.SearchStrategy[str]"
Steps: TypeAlias = "dict[tuple[str, StepVerb], Reading]"

VERBS: tuple[StepVerb, ...] = get_args(StepVerb)

numbers = st.integers(-3, 5) | st.integers() | st.decimals(-5, 5, places=2)
money = st.decimals(-5, 5, places=2) | st.decimals(allow_nan=False, allow_infinity=False)
dates = st.dates(date(2026, 2, 27), date(2026, 3, 5)) | st.dates()
moments = st.integers(-50, 50).map(hour) | st.datetimes(timezones=st.just(START.tzinfo))
words = st.sampled_from(["", "a", "b"])


def values(type_: FactType) -> st.SearchStrategy[Plain]:
    """Give values that a fact of a type can have."""
    match type_.kind:
        case "number":
            return numbers
        case "money":
            return money
        case "yes_no" | "list":
            return st.booleans()
        case "choice":
            return st.sampled_from(type_.options)
        case "choices":
            return st.sets(st.sampled_from(type_.options)).map(lambda chosen: tuple(sorted(chosen)))
        case "date":
            return dates
        case "datetime":
            return moments
        case "time":
            return st.sampled_from([time(9), time(9, 30), time(17)])
        case _:
            return words


def readings(known: st.SearchStrategy[Plain], hours: st.SearchStrategy[float]) -> st.SearchStrategy[Reading]:
    """Give readings that are told, none or unknown, as of some hour."""
    values_: st.SearchStrategy[Value] = known | st.just(NONE)
    return st.just(Reading(UNKNOWN, None)) | st.builds(Reading, values_, hours.map(hour))


early = st.integers(0, 9)
late = st.integers(11, 20)


def facts(names: Iterable[str], hours: st.SearchStrategy[float] = early) -> st.SearchStrategy[dict[str, Reading]]:
    """Give readings of facts."""
    return st.fixed_dictionaries({name: readings(values(NAMES.facts[name]), hours) for name in sorted(names)})


@st.composite
def steps(draw: st.DrawFn, reads: Reads, hours: st.SearchStrategy[float] = early) -> Steps:
    """Give readings of steps: unknown, or settled in one way."""
    found: Steps = {}
    for name in sorted({name for name, _ in reads.steps}):
        way = draw(st.sampled_from([None, "done", "skipped", "gave_up", "not needed"]))
        if way:
            since = hour(draw(hours))
            found |= {(name, verb): Reading(verb in {way, "settled"}, since) for verb in VERBS}
    return found


def arrivals(reads: Reads, hours: st.SearchStrategy[float] = early) -> st.SearchStrategy[dict[str, Reading]]:
    """Give readings of arrivals: each has come, or not yet."""
    came = hours.map(lambda number: Reading(value=True, since=hour(number)))
    return st.fixed_dictionaries({}, optional=dict.fromkeys(sorted(reads.arrivals), came))


@st.composite
def worlds(draw: st.DrawFn, reads: Reads) -> World:
    """Give a world at hour 10, in which some of what a condition reads was told in the hours before."""
    world = World(draw(facts(reads.facts - NAMES.lists.keys())), draw(steps(reads)), draw(arrivals(reads)))
    if reads.lists:
        elements = [draw(element(number, world, reads)) for number in range(draw(st.integers(0, 3)))]
        joined = [hour(draw(early)) for _ in elements]
        complete = draw(st.booleans())
        since = max([hour(draw(early)), *joined]) if complete else None
        world.lists = {"quotes": Elements(elements, complete, since, joined)}
    return world


def element(
    number: int, world: World, reads: Reads, hours: st.SearchStrategy[float] = early
) -> st.SearchStrategy[World]:
    """Give an element of `quotes`."""
    told = facts(reads.facts & NAMES.lists.keys(), hours)
    return told.map(lambda found: inside(world, World(found, place=f"quotes[{number}]")))


def inside(world: World, one: World) -> World:
    """Move an element into a world."""
    return replace(one, steps=world.steps, arrivals=world.arrivals, now=world.now, outer=world)


@st.composite
def learned(draw: st.DrawFn, world: World, reads: Reads, now: float = 20) -> World:
    """Give a world in which more is known than in another, all of it told later."""
    settled = {name for name, _ in world.steps}
    later = draw(steps(reads, late))
    more = World(
        _learned(world.facts, draw(facts(world.facts, late))),
        {**world.steps, **{step: reading for step, reading in later.items() if step[0] not in settled}},
        {**draw(arrivals(reads, late)), **world.arrivals},
        now=hour(now),
    )
    _, complete, since, joined = world.elements("quotes")
    grown = [
        inside(more, replace(one, facts=_learned(one.facts, draw(facts(one.facts, late))))) for one in _quotes(world)
    ]
    if not complete:
        added = draw(st.integers(0, 2))
        grown += [draw(element(len(grown) + number, more, reads, late)) for number in range(added)]
        joined = [*joined, *(hour(draw(late)) for _ in range(added))]
        complete = draw(st.booleans())
        since = hour(20) if complete else None
    more.lists = {"quotes": Elements(grown, complete, since, joined)}
    return more


def _learned(before: Mapping[str, Reading], after: Mapping[str, Reading]) -> dict[str, Reading]:
    return {name: after[name] if reading.value is UNKNOWN else reading for name, reading in before.items()}


@st.composite
def everything_told(draw: st.DrawFn, reads: Reads) -> World:
    """Give a world in which nothing is unknown any more, long after."""
    world = World(_told(draw(facts(reads.facts - NAMES.lists.keys()))), now=datetime(9999, 1, 1, tzinfo=UTC))
    world.steps = {
        (name, verb): Reading(verb == "settled" or draw(st.booleans()), hour(1))
        for name in NAMES.steps
        for verb in VERBS
    }
    world.arrivals = {name: Reading(value=True, since=hour(2)) for name in NAMES.arrivals}
    elements = [draw(element(number, world, reads)) for number in range(draw(st.integers(0, 3)))]
    known = [inside(world, replace(one, facts=_told(one.facts))) for one in elements]
    world.lists = {"quotes": Elements(known, complete=True, since=hour(3))}
    return world


def _told(found: Mapping[str, Reading]) -> dict[str, Reading]:
    return {name: Reading(NONE, hour(0)) if reading.value is UNKNOWN else reading for name, reading in found.items()}


# What is written: one strategy for each type, to some depth, inside an element or not, with the clock or without.


@lru_cache
def number_texts(depth: int, *, inside: bool, clock: bool) -> Texts:
    """Write a number."""
    leaves = st.sampled_from(["0", "1", "2.5", "limit", "size", "other_size", *(["amount"] if inside else [])])
    if not depth:
        return leaves
    below = partial(number_texts, depth - 1, clock=clock)
    day = day_texts(depth - 1, inside=inside, clock=clock)
    sign = st.sampled_from("+-*/")
    nested = [
        _written("({} {} {})", below(inside=inside), sign, below(inside=inside)),
        _written("-{}", below(inside=inside)),
        _written("({} - {})", day, day),
    ]
    if not inside:
        where = truth_texts(depth - 1, inside=True, clock=clock)
        nested += [
            st.just("count(quotes)"),
            _written("count(quotes where {})", where),
            *_over_quotes(below(inside=True), where),
        ]
    return leaves | st.one_of(nested)


@lru_cache
def money_texts(depth: int, *, inside: bool, clock: bool) -> Texts:
    """Write an amount of money."""
    leaves = st.sampled_from(["balance", *(["price"] if inside else [])])
    if not depth:
        return leaves
    below = money_texts(depth - 1, inside=inside, clock=clock)
    number = number_texts(depth - 1, inside=inside, clock=clock)
    nested = [_written("({} - {})", below, below), _written("({} * {})", below, number), _written("-{}", below)]
    if not inside:
        where = truth_texts(depth - 1, inside=True, clock=clock)
        nested += _over_quotes(money_texts(depth - 1, inside=True, clock=clock), where)
    return leaves | st.one_of(nested)


def _over_quotes(of: Texts, where: Texts) -> list[Texts]:
    function = st.sampled_from(["sum", "lowest", "highest"])
    return [_written("{}({} of quotes)", function, of), _written("{}({} of quotes where {})", function, of, where)]


@lru_cache
def day_texts(depth: int, *, inside: bool, clock: bool) -> Texts:
    """Write a date, or a date with a time."""
    clocks = ["now", "today"] if clock else []
    element_dates = ["quoted_on"] if inside else []
    leaves = st.sampled_from(["letter_on", "sent_on", "visit", "2026-03-02", *clocks, *element_dates])
    if not depth:
        return leaves
    anchors = st.sampled_from(["letter_on", "visit", "call", "request", "letter", *clocks, *element_dates])
    direction = st.sampled_from(["after", "before"])
    amount = st.sampled_from(["0", "1", "2", "limit", "1000000"])
    return leaves | _written("{} {} {} {}", amount, st.sampled_from(UNITS), direction, anchors)


@lru_cache
def truth_texts(depth: int, *, inside: bool, clock: bool) -> Texts:
    """Write something that is true or false."""
    elements = ["written", "written is known", "price is not known"] if inside else []
    leaves = st.sampled_from([*_TRUTHS, *elements])
    if not depth:
        return leaves
    below = partial(truth_texts, depth - 1, clock=clock)
    sign = st.sampled_from(["=", "!=", "<", "<=", ">", ">=", "is", "is not"])
    nested = [
        _written("not {}", below(inside=inside)),
        _written("({} and {})", below(inside=inside), below(inside=inside)),
        _written("({} or {})", below(inside=inside), below(inside=inside)),
        *(
            _written(
                "({} {} {})",
                texts(depth - 1, inside=inside, clock=clock),
                sign,
                texts(depth - 1, inside=inside, clock=clock),
            )
            for texts in (number_texts, money_texts, day_texts)
        ),
        _written("({} in [1, 2.5, limit])", number_texts(depth - 1, inside=inside, clock=clock)),
        _written("({} not in [2026-03-02, 2026-03-03])", day_texts(depth - 1, inside=inside, clock=clock)),
        day_texts(1, inside=inside, clock=clock).filter(lambda text: " " in text),
    ]
    if not inside:
        where, number = below(inside=True), number_texts(depth - 1, inside=False, clock=clock)
        nested += [
            _written("any({} of quotes)", where),
            _written("any({} of quotes where {})", where, where),
            _written("every(quotes where {})", where),
            _written("every({} of quotes where {})", where, where),
            _written("count(quotes where {}) {} {}", where, sign, number).map("({})".format),
            _written("({} {} count(quotes))", number, sign),
        ]
    return leaves | st.one_of(nested)


def _written(form: str, *parts: Texts) -> Texts:
    return st.builds(form.format, *parts)


_TRUTHS = [
    *("yes", "fixable", "repaired", "letter", "fax", "done(call)", "skipped(request)", "settled(after)"),
    *("reason is moving", "reason is not other", "reason not in [moving, insurance]", "symptoms includes pain"),
    *("plan is known", "plan = 'a'", "plan is not phone", "at < 09:30", "quotes is known", "fixable is repaired"),
    *("fixable = yes", "doctor in ['a', 'b']", "balance is not known"),
]


def conditions(use: Use = "free") -> st.SearchStrategy[Condition]:
    """Give conditions for a use."""
    texts = truth_texts(3, inside=False, clock=use == "free")
    return texts.filter(lambda text: len(text) <= MOST_CHARACTERS).map(lambda text: condition(text, use))


# What stays while the rest changes.


@st.composite
def changed_but(draw: st.DrawFn, leaves: Iterable[Leaf], world: World, reads: Reads) -> World:
    """Give a world where only these leaves are as in another, at the same moment."""
    return _pinned(draw(worlds(reads)), leaves, world)


@st.composite
def learned_but(draw: st.DrawFn, leaves: Iterable[Leaf], world: World, reads: Reads) -> World:
    """Give a world where more is known than in another, but these leaves are still missing, at the same moment."""
    return _pinned(draw(learned(world, reads, now=10)), leaves, world)


def _pinned(world: World, leaves: Iterable[Leaf], old: World) -> World:
    """Take what the leaves are about from an old world."""
    leaves = list(leaves)
    was = {one.place: one for one in _quotes(old)}
    elements = {one.place: one for one in _quotes(world)}
    before, after = old.elements("quotes"), world.elements("quotes")
    needed = {leaf.place for leaf in leaves} & was.keys()
    if any(leaf.kind == "list" for leaf in leaves):
        after, needed, elements = before, set(was), {place: elements.get(place, was[place]) for place in was}
    elements |= {place: inside(world, was[place]) for place in needed - elements.keys()}
    for leaf in leaves:
        _pin(elements.get(leaf.place, world), leaf, was.get(leaf.place, old))
    if old.lists:
        world.lists = {"quotes": Elements(list(elements.values()), after.complete, after.since)}
    return world


def _quotes(world: World) -> list[World]:
    return [one for one in world.elements("quotes").scopes if isinstance(one, World)]


def _pin(world: World, leaf: Leaf, old: World) -> None:
    match leaf.kind:
        case "fact":
            world.facts = {**world.facts, leaf.name: old.fact(leaf.name)}
        case "step" if leaf.verb:
            world.steps = {**world.steps, (leaf.name, leaf.verb): old.step(leaf.name, leaf.verb)}
        case "arrival":
            world.arrivals = {**world.arrivals, leaf.name: old.arrival(leaf.name)}
        case _:
            pass

"""Leads a made-up case to where something is to be seen, by the engine itself: an example that is told was tried.

INVARIANT: what is given back was played from the opening on, every act was taken, and at its end that was seen.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING, Final, TypeAlias
from zoneinfo import ZoneInfo

from engine.case import commands
from engine.case.answers import CANNOT_BE_TOLD
from engine.case.commands import Asked
from engine.case.decide import decide
from engine.case.derive import derive
from engine.case.office import Office, Person
from engine.case.portray import agenda
from engine.case.refusals import Refusal
from engine.case.state import Case, replay
from engine.condition import Condition
from engine.condition.calendar import Calendar
from engine.condition.reading import NONE, UNKNOWN
from engine.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from engine.case.agenda import Agenda, Ask
    from engine.case.commands import Command
    from engine.case.derive import Derivation
    from engine.case.events import Json
    from engine.case.tree import Node
    from engine.condition import Phrase
    from engine.condition.reading import Plain
    from engine.procedure.model import Procedure
    from engine.procedure.proof.wishes import Sight, Wish

_START: Final = datetime(2026, 11, 2, 9, 0, tzinfo=ZoneInfo("UTC"))
_PEOPLE: Final = ("one", "two", "three", "four")
_PAUSES: Final = (*[timedelta(days=1)] * 4, timedelta(days=7), timedelta(days=31), timedelta(days=400))
_LARGE: Final = Decimal(1000)
_OF_PEOPLE: Final = frozenset({"not-your-step", "did-the-other-step", "may-not-sign", "signed-already"})
_MOST_ACTS: Final = 200
_MOST_PLAYED: Final = 2_000
"""Commands that one example may cost; each takes a fraction of a millisecond."""

Act: TypeAlias = "Command | timedelta"
Ways: TypeAlias = "Sequence[Callable[[Agenda], Iterator[Command]]]"


@dataclass(frozen=True, slots=True)
class _Played:
    """A case so far."""

    case: Case
    now: datetime
    requests: int = 0


def try_out(procedure: Procedure, wish: Wish, sight: Sight) -> tuple[str, ...] | None:
    """Give the acts, in words, after which something is seen; as few as are needed. None if that does not work out."""
    acts = acts_for(procedure, wish, sight)
    return tuple(_say(act, wish) for act in _together(acts)) if acts else None


def acts_for(procedure: Procedure, wish: Wish, sight: Sight) -> list[Act] | None:
    """As `try_out`, but give the acts themselves: commands, and times that go by."""
    larger = wish._replace(answers={**wish.answers, **dict.fromkeys(wish.free, _LARGE)})
    tried = _Trial(procedure, wish, sight).run()
    return _Trial(procedure, larger, sight).run() if tried is None and wish.free else tried


class _TooLongError(Exception):
    """So much was tried that it is given up."""


class _Trial:
    def __init__(self, procedure: Procedure, wish: Wish, sight: Sight) -> None:
        self.procedure = procedure
        self.wish = wish
        self.sight = sight
        roles = frozenset(procedure.roles)
        staff = {name: Person(name, name, roles) for name in _PEOPLE}
        self.office = Office("Trial", Calendar(ZoneInfo("UTC")), staff, practice=True)
        self.played = 0

    def run(self) -> list[Act] | None:
        try:
            found = next(filter(None, (self._lead(ways, late) for ways, late in _orders(self))), None)
        except _TooLongError:
            return None
        return self._fewest(found) if found else None

    def _lead(self, ways: Ways, late: Ways) -> list[Act] | None:
        """Take whatever is wished for and can be taken, in an order of preference, until it is seen.

        Args:
            ways: What to do as soon as it can be done.
            late: What to do only when no time has to pass any more.
        """
        acts: list[Act] = [self._opening()]
        played = self._take(_Played(Case(), _START), acts[0])
        pauses = iter(_PAUSES)
        while played and len(acts) < _MOST_ACTS:
            if self._is_seen(played):
                return acts
            act, following = self._next(played, ways)
            if following is None:
                act = next(pauses, None)
                following = self._take(played, act) if act else None
            if following is None:
                act, following = self._next(played, late)
            if act is None or following is None:
                return None
            acts.append(act)
            played = following
        return None

    def _next(self, played: _Played, ways: Ways) -> tuple[Act | None, _Played | None]:
        view = agenda(self.procedure, played.case, played.now, self.office)
        for way in ways:
            for act in way(view):
                following = self._take(played, act)
                if following and following.case.seq > played.case.seq:
                    return act, following
        return None, None

    def _take(self, played: _Played, act: Act) -> _Played | None:
        """Carry out an act, by whoever may; None if it is refused."""
        self.played += 1
        if self.played > _MOST_PLAYED:
            raise _TooLongError
        now = played.now + (act if isinstance(act, timedelta) else timedelta(minutes=1))
        command = commands.Tick() if isinstance(act, timedelta) else act
        for actor in _PEOPLE:
            asked = Asked(self.office, actor, now, f"{played.requests}")
            decided = decide(self.procedure, played.case, command, asked)
            if not isinstance(decided, Refusal):
                return _Played(replay(decided, played.case), now, played.requests + 1)
            if decided.code not in _OF_PEOPLE:
                return None
        return None

    def _fewest(self, acts: list[Act]) -> list[Act]:
        """Leave out what is not needed to see it."""
        kept = list(acts)
        try:
            for at in range(len(acts) - 1, 0, -1):
                fewer = [*kept[:at], *kept[at + 1 :]]
                if self._leads(fewer):
                    kept = fewer
        except _TooLongError:
            pass
        return kept

    def _leads(self, acts: list[Act]) -> bool:
        played: _Played | None = _Played(Case(), _START)
        for act in acts:
            played = self._take(played, act) if played else None
        return played is not None and self._is_seen(played)

    # -- what can be done ----------------------------------------------------------------------------------------

    def _opening(self) -> Command:
        facts = self.procedure.facts
        told = {
            name: self._answer(name) for name in self.procedure.opens_with if self.wish.answers.get(name, 0) is not None
        }
        unasked = [name for name in self.wish.answers if not facts[name].asked_in and not facts[name].brought_by]
        by_opener = {
            name: self._answer(name)
            for name in unasked
            if self.wish.answers[name] is not None
            and not facts[name].home
            and facts[name].kind != "list"
            and not facts[name].is_worked_out
        }
        return commands.OpenCase("trial", told | by_opener, parent="opener" if by_opener else None)

    def answers(self, view: Agenda) -> Iterator[Command]:
        """Answer what is asked of open steps, as wished."""
        for step in view.walk():
            for ask in step.asks if step.status == "open" else ():
                if ask.state in {"asked", "later"} and self._is_wished(ask):
                    yield commands.RecordAnswers({ask.key: self._answer(ask.fact)})

    def unasked(self, view: Agenda) -> Iterator[Command]:
        """Tell also what no open step asks yet, as wished."""
        told = {fact.fact for fact in view.facts}
        for name in self.wish.answers:
            fact = self.procedure.facts[name]
            if name not in told and not fact.home and not fact.is_worked_out:
                yield commands.RecordAnswers({name: self._answer(name)})

    def steps(self, view: Agenda) -> Iterator[Command]:
        """Do open steps that are to be done."""
        for step in view.walk():
            if step.status == "open" and not step.steps and self._is_to_be_done(step.id):
                if step.signatures_needed:
                    yield from (commands.SignStep(step.at) for _ in range(1))
                told = {ask.key: self._answer(ask.fact) for ask in step.asks if self._is_needed(ask)}
                subcase = commands.NewCase(f"sub{view.seq}", self.procedure) if step.opens_case else None
                yield commands.MarkDone(step.at, told, subcase)

    def _is_to_be_done(self, step: str) -> bool:
        if step in self.wish.fates:
            return self.wish.fates[step] == "done"
        return step not in self.wish.left and step != self.sight.step

    def skips(self, view: Agenda) -> Iterator[Command]:
        """Skip what is to be skipped."""
        for step in view.walk():
            if step.status in {"open", "waiting"} and self.wish.fates.get(step.id) == "skipped":
                yield commands.SkipStep(step.at, "so wished")

    def arrivals(self, view: Agenda) -> Iterator[Command]:
        """Let come what is to come."""
        for one in view.arrivals:
            if one.id in self.wish.came and not one.comings:
                yield from (commands.RecordArrival(f"{place}{one.id}", {}) for place in ("", *_places(view)))

    def _is_wished(self, ask: Ask) -> bool:
        return ask.fact in self.wish.answers

    def _is_needed(self, ask: Ask) -> bool:
        return ask.state in {"asked", "later"} and (ask.required or self._is_wished(ask))

    def _answer(self, name: str) -> Json:
        fact = self.procedure.facts[name]
        if name in self.wish.answers:
            value = self.wish.answers[name]
        elif fact.required:
            value = "2026" if fact.format else _USUAL.get(fact.kind, "something")
            value = next(iter(fact.options), "") if fact.kind == "choice" and fact.options else value
        else:
            value = None
        if fact.kind == "list":
            return [self._element(fact.of)] if self.wish.answers.get(name, 1) is not None else []
        if value is None and fact.required:
            return CANNOT_BE_TOLD
        if fact.kind in {"person", "file"}:
            return _PEOPLE[0] if value is not None else None
        return _kept(value)

    def _element(self, names: tuple[str, ...]) -> dict[str, Json]:
        facts = [self.procedure.facts[name] for name in names]
        return {fact.id: self._answer(fact.id) for fact in facts if not fact.asked_in and not fact.is_worked_out}

    # -- what is seen --------------------------------------------------------------------------------------------

    def _is_seen(self, played: _Played) -> bool:
        found = derive(self.procedure, played.case, played.now, self.office)
        nodes = [node for node in found.tree.walk() if node.step.id == self.sight.step]
        return any(self._is_seen_at(found, node) for node in nodes)

    def _is_seen_at(self, found: Derivation, node: Node) -> bool:
        settled, sight = found.settled(node), self.sight
        if sight.status == "undone":
            return settled is not None and settled.status != "done"
        if settled or found.case.status != "open":
            return False
        if sight.status == "waiting":
            above = node.parent is None or found.gate(node.parent).value is True
            before = node.earlier is None or found.passed(node.earlier).value is True
            called = found.applies(node).value is True
            return above and before and called and all(self._is_never(found, node, one) for one in sight.never)
        if found.gate(node).value is not True:
            return False
        if sight.untrue and found.read(sight.untrue, node).value is True:
            return False
        return not sight.unknown or found.fact(sight.unknown, node.segments).value is UNKNOWN

    @staticmethod
    def _is_never(found: Derivation, node: Node, wait: Condition | Phrase) -> bool:
        if isinstance(wait, Condition):
            return found.read(wait, node).value is False
        return wait.anchor_reading(found.clock_view(node.segments)).value is NONE


def _places(view: Agenda) -> Iterator[str]:
    """Give the places of elements, in which something may come for them alone."""
    for fact in view.facts:
        if isinstance(fact.value, list):
            yield from (f"{fact.key}[{number}]/" for number in range(1, len(fact.value) + 1))


def _orders(trial: _Trial) -> Iterator[tuple[Ways, Ways]]:
    """Give orders in which to do what is wished."""
    yield (trial.answers, trial.steps, trial.skips, trial.arrivals, trial.unasked), ()
    yield (trial.skips, trial.answers, trial.steps, trial.unasked), (trial.arrivals,)
    yield (trial.arrivals, trial.skips, trial.answers, trial.steps, trial.unasked), ()
    yield (trial.skips, trial.unasked, trial.answers, trial.arrivals, trial.steps), ()


_USUAL: Final[dict[str, Plain]] = {
    "yes_no": True,
    "number": 1,
    "money": Decimal(1),
    "date": date(2026, 11, 9),
    "time": time(12),
    "datetime": datetime(2026, 11, 9, 12),  # noqa: DTZ001  in the office's zone
    "phone": "555-0100",
    "email": "pat@example.com",
}


def _kept(value: Plain | None) -> Json:
    match value:
        case None | bool() | int() | str():
            return value
        case tuple():
            return list(value)
        case Decimal():
            return f"{value:f}"
        case datetime():
            return value.strftime("%Y-%m-%d %H:%M")
        case time():
            return value.strftime("%H:%M")
        case _:
            return value.isoformat()


def _together(acts: list[Act]) -> Iterator[Act]:
    """Count days together that go by without anything else."""
    for goes_by, several in groupby(acts, key=lambda act: isinstance(act, timedelta)):
        if goes_by:
            yield sum((one for one in several if isinstance(one, timedelta)), timedelta())
        else:
            yield from several


def _say(act: Act, wish: Wish) -> str:
    """Put an act into words."""
    match act:
        case timedelta():
            return f"{act.days} days go by" if act.days > 1 else "a day goes by"
        case commands.OpenCase(told=told):
            return f"the case is opened{_with(told, wish)}"
        case commands.RecordAnswers(told=told):
            return ", ".join(f"`{key}` is {_shown(value)}" for key, value in told.items())
        case commands.MarkDone(step=step, told=told):
            return f"`{step}` is done{_with(told, wish)}"
        case commands.SignStep(step=step):
            return f"`{step}` is signed"
        case commands.SkipStep(step=step):
            return f"`{step}` is skipped"
        case commands.RecordArrival(arrival=arrival):
            return f"`{arrival}` comes"
        case _:
            return type(act).__name__


def _with(told: object, wish: Wish) -> str:
    """Put answers into words, those on which something hangs."""
    pairs = told.items() if isinstance(told, dict) else ()
    said = [f"`{key}` {_shown(value)}" for key, value in pairs if key in wish.answers and value not in _IDLE]
    return f" with {', '.join(said)}" if said else ""


_IDLE: Final = ("something", "555-0100", "pat@example.com", _PEOPLE[0])


def _shown(value: Json) -> str:
    if value is None:
        return "left blank"
    if value == CANNOT_BE_TOLD:
        return "not to be told"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "told" if value in _IDLE or isinstance(value, (list, dict)) else str(value)

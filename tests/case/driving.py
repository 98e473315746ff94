"""Works on generated cases: sequences of commands, mostly what the agenda offers, sometimes nonsense."""

from __future__ import annotations

import random  # noqa: TID251  # made up from a seed, the same every time
import re
from dataclasses import dataclass, field
from datetime import UTC, timedelta
from typing import TYPE_CHECKING, Final, TypeVar

from hypothesis import strategies as st

from engine.case import commands
from engine.case.commands import Asked
from engine.case.decide import decide
from engine.case.portray import agenda
from engine.case.refusals import Refusal
from engine.case.state import Case, replay
from tests.case.known import OPTIONS, Author
from tests.case.procedures import Writer, texts
from tests.case.support import OFFICE, STAFF, START, ZONE, read
from tests.case.yaml_text import to_yaml

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from hypothesis.strategies import DrawFn

    from engine.case.agenda import Agenda, Ask, StepView
    from engine.case.commands import Command
    from engine.case.events import Json, Recorded
    from engine.procedure.model import Fact, Procedure
    from tests.case.known import Choose

T = TypeVar("T")

SECRET = "Qz7secret"  # noqa: S105  # a marker word, to be found where it must not be
"""Stands in every private text that is told."""

TEXTS: Final[tuple[Json, ...]] = tuple(f"{SECRET} {number}" for number in range(3))
KEPT: Final[dict[str, tuple[Json, ...]]] = {
    "yes_no": (True, False),
    "choice": OPTIONS,
    "choices": (["red"], ["green", "blue"]),
    "number": (1, 3, 0),
    "money": ("1.25", "9.00"),
    "date": ("2026-11-03", "2026-12-01"),
    "person": ("ann", "ben"),
    "time": ("09:30:00", "17:00:00"),
    "datetime": ("2026-11-03T09:30:00-05:00", "2026-11-05T17:00:00-05:00"),
    "phone": ("+1 202-555-0101", "+1 202-555-0102"),
    "email": ("kim@example.com", "lee@example.org"),
    "file": ("letter.pdf", "photo.png"),
}
"""Values of a type, as they are kept."""

FORMATTED: Final[tuple[Json, ...]] = ("20260", "19990")
"""Texts that fit each named format but that of a year."""

TYPED: Final[dict[str, tuple[Json, ...]]] = {
    "yes_no": ("no", "Y"),
    "choices": ("red,blue",),
    "number": ("2.5", "-1"),
    "money": ("$1,200.50", "0"),
    "date": ("today", "11/23/2026"),
}
"""Values of a type, as people type them."""

PAUSES = (*[timedelta(minutes=3)] * 4, timedelta(0), timedelta(hours=20), timedelta(days=4), timedelta(days=40))


def later(moment: datetime, pause: timedelta) -> datetime:
    """Let time pass, also over a night in which the clocks are changed; nobody works in the hour that comes twice.

    Python takes no moment of that hour for equal to the same one in another zone.
    """
    found = (moment.astimezone(UTC) + pause).astimezone(ZONE)
    comes_twice = found.utcoffset() != found.replace(fold=1 - found.fold).utcoffset()
    return later(found, timedelta(hours=2)) if comes_twice else found


@dataclass(frozen=True)
class Turn:
    """One command: the case before and after it, and what was decided. They are numbered from 0."""

    before: Case
    command: Command
    asked: Asked
    decided: tuple[Recorded, ...] | Refusal
    after: Case
    number: int

    @property
    def log(self) -> tuple[Recorded, ...]:
        """What was added to the log."""
        return () if isinstance(self.decided, Refusal) else self.decided


@dataclass
class Run:
    """A case from its opening on, with every turn that was tried."""

    text: str
    procedure: Procedure
    turns: list[Turn] = field(default_factory=list)
    views: dict[tuple[int, datetime, bool], tuple[Case, Agenda]] = field(default_factory=dict, repr=False)
    choose: Choose | None = None
    """Chooses a few of what there is to try in a long run; without it, all is tried."""

    @property
    def log(self) -> tuple[Recorded, ...]:
        """Everything that was recorded."""
        return tuple(entry for turn in self.turns for entry in turn.log)

    @property
    def case(self) -> Case:
        """The case at the end."""
        return self.turns[-1].after if self.turns else Case()

    @property
    def now(self) -> datetime:
        """The moment of the last command."""
        return self.turns[-1].asked.now

    def agenda(self, case: Case, now: datetime) -> Agenda:
        """Give an agenda of the case; it is made once."""
        return self._view(case, now, reasons=True)

    def look(self, case: Case, now: datetime) -> Agenda:
        """Give an agenda of the case without reasons; it is made once."""
        return self._view(case, now, reasons=False)

    def _view(self, case: Case, now: datetime, *, reasons: bool) -> Agenda:
        key = (id(case), now, reasons)
        if key not in self.views:
            self.views[key] = (case, agenda(self.procedure, case, now, OFFICE, reasons=reasons))
        return self.views[key][1]

    def next_look(self, turn: Turn) -> datetime | None:
        """Say when the case was looked at next, after a command."""
        later = self.turns[turn.number + 1 : turn.number + 2]
        return later[0].asked.now if later else None

    def upto(self, turns: int) -> Run:
        """Give the beginning of a run."""
        return Run(self.text, self.procedure, self.turns[:turns], self.views, self.choose)

    def some(self, all_: Sequence[T], most: int) -> Sequence[T]:
        """Give so many of them that were chosen, or all of a short run's."""
        if not self.choose or len(all_) <= most:
            return all_
        return [all_[self.choose(0, len(all_) - 1)] for _ in range(most)]

    def take(self, command: Command, asked: Asked) -> Turn:
        """Have a command decided, and record what was decided."""
        decided = decide(self.procedure, self.case, command, asked)
        after = self.case if isinstance(decided, Refusal) else replay(decided, self.case)
        turn = Turn(self.case, command, asked, decided, after, len(self.turns))
        self.turns.append(turn)
        return turn

    def __repr__(self) -> str:
        """Show what is needed to play it again."""
        said = [re.sub(r"procedure=Procedure\(.*\)", "...", repr(turn.command)) for turn in self.turns]
        turns = [
            f"  {turn.asked.now:%d %H:%M} {turn.asked.actor} {say}" for turn, say in zip(self.turns, said, strict=True)
        ]
        refused = [f"\n      {turn.decided.code}" if isinstance(turn.decided, Refusal) else "" for turn in self.turns]
        lines = [turn + code for turn, code in zip(turns, refused, strict=True)]
        return "\n".join(["", self.text, *lines])


@st.composite
def runs(draw: DrawFn, most: int = 12, without: frozenset[str] = frozenset()) -> Run:
    """Play a generated procedure with up to so many commands."""
    text = draw(texts(without))
    return play(text, lambda least, most: draw(st.integers(least, most)), draw(st.integers(most // 3, most)))


def seeded(seed: int, commands_: int) -> Run:
    """Play a procedure with so many commands, all made up from one number."""
    choose = random.Random(seed).randint  # noqa: S311  # nothing secret
    return play(to_yaml(Writer(choose).procedure()), choose, commands_ - 1)


def play(text: str, choose: Choose, more: int) -> Run:
    """Play a procedure: open a case, then as many commands."""
    driver = Driver(choose, Run(text, read(text)))
    driver.open()
    for _ in range(more):
        driver.go_on()
    return driver.run


class Driver(Author):
    """Chooses commands for a run, one after the other."""

    def __init__(self, choose: Choose, run: Run) -> None:
        super().__init__(choose)
        self.run = run
        self.time = START
        self.asked = 0

    def open(self) -> None:
        """Open the case."""
        facts = self.run.procedure.facts
        told = {name: good_value(self, facts[name]) for name in self.run.procedure.opens_with}
        self.run.take(commands.OpenCase("C1", told), self._asking(OFFICE.staff["cal"].name))

    def go_on(self) -> Turn:
        """Choose and try one more command."""
        self.time = later(self.time, self.pick(PAUSES))
        view = self.run.look(self.run.case, self.time)
        maker = self.pick(self._ways(view))
        command = maker()
        actor = self._actor_for(view, command)
        happened = later(self.time, -self.pick(PAUSES)) if self.chance(8) else None
        return self.run.take(command, self._asking(actor, happened))

    def _asking(self, actor: str, happened: datetime | None = None) -> Asked:
        self.asked += 1
        return Asked(OFFICE, actor, self.time, f"request-{self.asked}", happened)

    def _actor_for(self, view: Agenda, command: Command) -> str:
        step = view.step(getattr(command, "step", None) or "")
        if not step or self.chance(10):
            return self.pick(tuple(STAFF))
        able = [name for name, person in STAFF.items() if name in step.who or person.roles.intersection(step.who)]
        return self.pick(able or ["cal", *STAFF])

    # -- what there is to do ---------------------------------------------------------------------------------

    def _ways(self, view: Agenda) -> list[Callable[[], Command]]:
        if view.status in ("closed", "cancelled"):
            return [lambda: commands.ReopenCase("not over"), *self._always(view)]
        if view.status == "on hold":
            return [commands.ResumeCase, commands.ResumeCase, *self._always(view)]
        ways: list[Callable[[], Command]] = []
        leaves = [step for step in view.walk() if step.at in view.open]
        if leaves:
            ways += [lambda: self._work(self.pick(leaves))] * 10
        ways += [*self._corrections(view), *self._always(view)]
        unsettled = [step for step in view.walk() if step.status in ("open", "waiting")]
        if unsettled:
            ways.append(lambda: commands.SkipStep(self.pick(unsettled).at, "not now"))
            ways.append(lambda: commands.MarkDone(self.pick(unsettled).at))
        keys = [ask.key for step in view.walk() for ask in step.asks if ask.state in ("asked", "later")]
        if keys:
            ways += [lambda: self._answer(self.pick(keys))] * 2
        rare: tuple[Command, ...] = (commands.HoldCase("holidays"), commands.CancelCase("no longer"))
        return [*ways, lambda: rare[self.chance(15)]]

    def _always(self, view: Agenda) -> list[Callable[[], Command]]:
        ways: list[Callable[[], Command]] = [
            commands.Tick,
            lambda: commands.AddNote("called", self.pick([None, *(step.at for step in view.walk())])),
            self._nonsense,
        ]
        if view.arrivals:
            ways += [lambda: self._arrive(view)] * 3
        came = [number for one in view.arrivals for number in one.comings]
        if came:
            ways.append(lambda: commands.WithdrawArrival(str(self.pick(came)), "by mistake"))
        subcases = [step.at for step in view.walk() if step.subcase]
        if subcases:
            ways += [lambda: self._subcase(self.pick(subcases))] * 2
        return ways

    def _corrections(self, view: Agenda) -> list[Callable[[], Command]]:
        ways: list[Callable[[], Command]] = []
        told = [fact for fact in view.facts if fact.told_by and not isinstance(fact.value, list)]
        if told:
            ways += [lambda: self._amend(self.pick(told).key)] * 3
        lists = [fact for fact in view.facts if isinstance(fact.value, list) and fact.fact.startswith("l")]
        if lists:
            ways.append(lambda: self._add(self.pick(lists).key))
        elements = [f"{fact.key}[{number}]" for fact in lists for number in range(1, 4)]
        if elements:
            ways.append(lambda: commands.RemoveElement(self.pick(elements), "not needed"))
        marked = [step.at for step in view.walk() if step.marked_by]
        if marked:
            ways.append(lambda: commands.RedoStep(self.pick(marked), "again"))
        flagged = [step.at for step in view.walk() if step.flags]
        if flagged:
            ways += [lambda: commands.ConfirmStep(self.pick(flagged))] * 2
        return ways

    # -- single commands -------------------------------------------------------------------------------------

    def _work(self, step: StepView) -> Command:
        if step.status != "open":
            return commands.ConfirmStep(step.at)
        ways = ["done", "done", "done", "answer", "take"]
        ways += ["sign", "sign"] if step.signatures_needed else []
        ways += ["hand"] if step.may_hand_to else []
        match self.pick(ways):
            case "answer" if step.asks:
                return self._answer(self.pick(step.asks).key)
            case "take":
                return commands.TakeStep(step.at)
            case "sign":
                return commands.SignStep(step.at, approved=self.chance(80))
            case "hand":
                return commands.HandStep(step.at, self.pick(step.may_hand_to))
            case _:
                asks = [ask for ask in step.asks if ask.state in ("asked", "later")]
                told = {ask.key: self.value_of(ask) for ask in asks if ask.required or self.chance(60)}
                subcase = commands.NewCase(f"C1-{self.asked}", self.run.procedure) if step.opens_case else None
                return commands.MarkDone(step.at, told, subcase)

    def _answer(self, key: str) -> Command:
        return commands.RecordAnswers({key: self._value(key)})

    def _amend(self, key: str) -> Command:
        place, _, name = key.rpartition("/")
        answer, fact = self.run.case.answer(place, name), self.run.procedure.facts[name]
        return commands.AmendAnswer(key, good_value(self, fact, answer.value if answer else None), "misheard")

    def _value(self, key: str) -> Json:
        fact = self.run.procedure.facts[key.rpartition("/")[2]]
        if not fact.required and self.chance(20):
            return None
        return [self._element(fact.of)] * self.upto(2) if fact.kind == "list" else good_value(self, fact)

    def value_of(self, ask: Ask) -> Json:
        """Give an answer to a question that is taken."""
        if not ask.required and self.chance(20):
            return None
        if ask.type == "list":
            return [self._element(tuple(one.fact for one in ask.of)) for _ in range(self.upto(2))]
        return good_value(self, self.run.procedure.facts[ask.fact])

    def _element(self, names: tuple[str, ...]) -> dict[str, Json]:
        facts = [self.run.procedure.facts[name] for name in names]
        told = [fact for fact in facts if fact.required and not fact.asked_in]
        return {fact.id: good_value(self, fact) for fact in told}

    def _add(self, key: str) -> Command:
        fact = self.run.procedure.facts[key.rpartition("/")[2]]
        return commands.AddElement(key, self._element(fact.of))

    def _arrive(self, view: Agenda) -> Command:
        arrival = self.pick(view.arrivals)
        elements = [f"{fact.key}[1]" for fact in view.facts if isinstance(fact.value, list) and fact.fact[0] == "l"]
        place = f"{self.pick(elements)}/" if elements and self.chance(40) else ""
        facts = self.run.procedure.facts
        brought = {ask.key: good_value(self, facts[ask.fact]) for ask in arrival.brings if self.chance(80)}
        return commands.RecordArrival(f"{place}{arrival.id}", brought)

    def _subcase(self, at: str) -> Command:
        return commands.RecordSubcase(at, self.pick(("closed", "cancelled", "open", "on hold")), None)

    def _nonsense(self) -> Command:
        names = [*self.run.procedure.by_id, "s1[9]", "s2#7", "nobody", ""]
        facts = [*self.run.procedure.facts, "l1[7]/e1", "nothing", "/", "s1/f2"]
        values: list[Json] = [SECRET, "", None, True, 7, -1, ["red"], {"e1": SECRET}, [{"e1": SECRET}], []]
        value = self.pick(values)
        step, fact = self.pick(names), self.pick(facts)
        odd: list[Command] = [
            commands.MarkDone(step),
            commands.MarkDone(step, {fact: value}),
            commands.RecordAnswers({fact: value}),
            commands.AmendAnswer(fact, value, "odd"),
            commands.SkipStep(step, self.pick(["", "why not"])),
            commands.RedoStep(step),
            commands.ConfirmStep(step),
            commands.SignStep(step),
            commands.TakeStep(step),
            commands.HandStep(step, self.pick(["boss", "nobody"])),
            commands.AddElement(fact, {"e1": SECRET}),
            commands.RemoveElement(fact, "odd"),
            commands.RecordArrival(self.pick(["a1", "l1[1]/a1", "none"]), {fact: value}),
            commands.ReopenCase("odd"),
            commands.ResumeCase(),
            commands.RecordDocument("chart_notes", "0" * 64),
            commands.RecordSubcase(step, "closed", None),
            commands.MoveCase(self.run.procedure),
        ]
        return self.pick(odd)


def kept_values(fact: Fact) -> tuple[Json, ...]:
    """Give values that a fact takes, in their kept form."""
    if fact.format:
        return ("2026", "1999") if fact.format == "year" else FORMATTED
    return KEPT.get(fact.kind, TEXTS)


def good_value(author: Author, fact: Fact, other_than: Json = None) -> Json:
    """Give a value that a fact takes, in its kept form or at times as people type it."""
    typed = TYPED.get(fact.kind, ()) if other_than is None else ()
    return author.pick([value for value in (*kept_values(fact), *typed) if value != other_than])

"""Works on cases of any procedure: takes what the agenda offers, at random, in an office where everybody may do all."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final, TypeVar
from zoneinfo import ZoneInfo

from engine.case import commands
from engine.case.commands import Asked
from engine.case.decide import decide
from engine.case.derive import derive
from engine.case.office import Office, Person
from engine.case.portray import agenda
from engine.case.refusals import Refusal
from engine.case.state import Case, replay
from engine.condition.calendar import Calendar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from engine.case.agenda import Agenda, Ask, StepView
    from engine.case.commands import Command
    from engine.case.derive import Derivation
    from engine.case.events import Json
    from engine.procedure.model import Procedure

T = TypeVar("T")

PEOPLE: Final = ("one", "two", "three", "four")
START: Final = datetime(2026, 11, 2, 9, 0, tzinfo=ZoneInfo("UTC"))
PAUSES: Final = (
    *[timedelta(minutes=5)] * 6,
    timedelta(days=1),
    timedelta(days=6),
    timedelta(days=40),
    timedelta(days=200),
)
VALUES: Final[dict[str, tuple[Json, ...]]] = {
    "yes_no": (True, False),
    "number": (0, 1, 2, 7, 100),
    "money": ("0", "1.00", "50.00", "75.50", "1000.00"),
    "date": ("2026-11-03", "2026-12-24"),
    "datetime": ("2026-11-04 10:00", "2026-12-24 16:00"),
    "time": ("09:30",),
    "phone": ("555-0100",),
    "email": ("pat@example.com",),
    "person": PEOPLE,
    "file": ("?",),
}


class Roamer:
    """One case, worked on at random.

    Args:
        procedure: What the case is of.
        choose: Gives a number below another one.
        opening: How to open the case; None: that is chosen as well.
    """

    def __init__(
        self, procedure: Procedure, choose: Callable[[int], int], opening: commands.OpenCase | None = None
    ) -> None:
        staff = {name: Person(name, name.title(), frozenset(procedure.roles)) for name in PEOPLE}
        self.office = Office("Practice", Calendar(START.tzinfo or ZoneInfo("UTC")), staff, practice=True)
        self.procedure = procedure
        self.choose = choose
        self.case = Case()
        self.now = START
        self.asked = 0
        self.acts: list[Command] = []
        self.take(opening or commands.OpenCase("C1", {name: self.value(name) for name in procedure.opens_with}))

    @property
    def view(self) -> Agenda:
        """The agenda of now."""
        return agenda(self.procedure, self.case, self.now, self.office)

    @property
    def derivation(self) -> Derivation:
        """The case as it stands."""
        return derive(self.procedure, self.case, self.now, self.office)

    def pick(self, choices: Sequence[T]) -> T:
        """Choose one."""
        return choices[self.choose(len(choices))]

    def go_on(self) -> None:
        """Choose one more command, and have it carried out by whoever may."""
        self.now += self.pick(PAUSES)
        view = self.view
        leaves = [step for step in view.walk() if step.at in view.open and step.status == "open"]
        ways: list[Callable[[], Command]] = [commands.Tick]
        if leaves:
            ways += [lambda: self._work(self.pick(leaves))] * 8
        unsettled = [step for step in view.walk() if step.status in {"open", "waiting"}]
        if unsettled:
            ways.append(lambda: commands.SkipStep(self.pick(unsettled).at, "not now"))
        if view.arrivals:
            ways.append(lambda: commands.RecordArrival(self.pick(view.arrivals).id, {}))
        keys = [one.key for step in view.walk() for one in step.missing if one.key]
        if keys:
            ways.append(lambda: self._tell(self.pick(keys)))
        self.take(self.pick(ways)())

    def play(self, act: Command | timedelta) -> None:
        """Take a command that was chosen elsewhere, or let time go by; what is taken must be carried out."""
        self.now += act if isinstance(act, timedelta) else timedelta(minutes=1)
        before = len(self.acts)
        self.take(commands.Tick() if isinstance(act, timedelta) else act)
        assert len(self.acts) == before + 1, act

    def take(self, command: Command) -> None:
        """Have a command carried out by the first who may; if nobody may, nothing happens."""
        for actor in PEOPLE:
            self.asked += 1
            decided = decide(self.procedure, self.case, command, Asked(self.office, actor, self.now, f"r{self.asked}"))
            if not isinstance(decided, Refusal):
                self.case = replay(decided, self.case)
                self.acts.append(command)
                return

    def _work(self, step: StepView) -> Command:
        if step.signatures_needed and self.choose(2):
            return commands.SignStep(step.at)
        asks = [ask for ask in step.asks if ask.state in {"asked", "later"}]
        if asks and self.choose(2):
            return self._tell(self.pick(asks).key)
        told = {ask.key: self._answer(ask) for ask in asks if ask.required or self.choose(2)}
        subcase = commands.NewCase(f"C1-{self.asked}", self.procedure) if step.opens_case else None
        return commands.MarkDone(step.at, told, subcase)

    def _tell(self, key: str) -> Command:
        return commands.RecordAnswers({key: self.value(key.rpartition("/")[2])})

    def _answer(self, ask: Ask) -> Json:
        return self.value(ask.fact)

    def value(self, name: str) -> Json:
        """Give an answer to a question, at times that there is none to be had."""
        fact = self.procedure.facts[name]
        if not self.choose(12):
            return "?" if fact.required else None
        if fact.kind == "list":
            facts = [self.procedure.facts[one] for one in fact.of]
            told = [one for one in facts if not one.asked_in and not one.is_worked_out]
            return [{one.id: self.value(one.id) for one in told} for _ in range(self.choose(3))]
        if fact.options is not None:
            option = self.pick(list(fact.options))
            return [option] if fact.kind == "choices" else option
        return "2026" if fact.format else self.pick(VALUES.get(fact.kind, ("something", "something else")))

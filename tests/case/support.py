"""A practice office for the core's tests, and a desk without a store: one case in memory, with a clock that is set."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from textwrap import dedent
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from engine.case import commands
from engine.case.commands import Asked
from engine.case.decide import decide
from engine.case.derive import Derivation, derive
from engine.case.office import Office, Person
from engine.case.portray import agenda
from engine.case.refusals import Refusal
from engine.case.state import Case, replay
from engine.condition.calendar import Calendar
from engine.procedure.load import Loaded, load

if TYPE_CHECKING:
    from engine.case.agenda import Agenda, StepView
    from engine.case.commands import Command
    from engine.case.events import Event, Json, Recorded
    from engine.procedure.model import Procedure

ZONE = ZoneInfo("America/New_York")
START = datetime(2026, 11, 2, 9, 0, tzinfo=ZONE)
"""A Monday morning."""

STAFF = {
    "ann": Person("ann", "Ann Front", frozenset({"front"})),
    "ben": Person("ben", "Ben Boss", frozenset({"boss"})),
    "cal": Person("cal", "Cal Both", frozenset({"front", "boss"})),
    "dan": Person("dan", "Dan None", frozenset()),
}
OFFICE = Office("Practice", Calendar(ZONE), STAFF, practice=True)


@lru_cache(maxsize=256)
def read(text: str) -> Procedure:
    """Load a procedure that is well formed."""
    loaded = load(text, "generated.yaml")
    assert isinstance(loaded, Loaded), loaded
    return loaded.procedure


def procedure(steps: str, facts: str = "", rest: str = "") -> Procedure:
    """Load a small procedure; each part is a block of the file, indented as it likes."""
    head = "procedure: small\nversion: 1\ntitle: Small\nroles:\n  front: Front desk\n  boss: Office manager\n"
    parts = [head, dedent(rest), "steps:\n", _indented(steps)]
    if facts:
        parts += ["facts:\n", _indented(facts)]
    return read("".join(parts))


def _indented(block: str) -> str:
    return "".join(f"  {line}\n" for line in dedent(block).strip("\n").splitlines())


@dataclass
class Play:
    """One case, worked on as at a desk. Times are those of the practice office."""

    procedure: Procedure
    told: dict[str, Json] = field(default_factory=dict)
    now: datetime = START
    case: Case = field(default_factory=Case)
    log: list[Recorded] = field(default_factory=list)
    requests: int = 0

    def __post_init__(self) -> None:
        """Open the case."""
        self.events(commands.OpenCase("C1", self.told))

    def do(
        self,
        command: Command,
        actor: str = "cal",
        happened: datetime | None = None,
        expect: int | None = None,
        request: str | None = None,
    ) -> list[Event] | Refusal:
        """Decide a command and record what was decided."""
        self.requests += 1
        asked = Asked(OFFICE, actor, self.now, request or f"r{self.requests}", happened, expect)
        decided = decide(self.procedure, self.case, command, asked)
        if isinstance(decided, Refusal):
            return decided
        self.log += decided
        self.case = replay(decided, self.case)
        return [entry.event for entry in decided]

    def events(self, command: Command, actor: str = "cal", happened: datetime | None = None) -> list[Event]:
        """Give what happened by a command that is carried out."""
        decided = self.do(command, actor, happened)
        assert not isinstance(decided, Refusal), decided
        return decided

    def refusal(self, command: Command, actor: str = "cal") -> Refusal:
        """Give why a command was refused."""
        refused = self.do(command, actor)
        assert isinstance(refused, Refusal), refused
        return refused

    def later(self, **distance: float) -> Play:
        """Let time pass."""
        self.now += timedelta(**distance)
        return self

    def answer(self, **told: Json) -> Play:
        """Tell facts of the case."""
        return self.tell(told)

    def tell(self, told: dict[str, Json]) -> Play:
        """Tell facts by their keys."""
        self.events(commands.RecordAnswers(told))
        return self

    def done(self, *steps: str, actor: str = "cal", **told: Json) -> Play:
        """Mark steps done, with the answers they still ask."""
        for step in steps:
            self.events(commands.MarkDone(step, told), actor)
        return self

    def amend(self, **told: Json) -> Play:
        """Correct answers."""
        for fact, value in told.items():
            self.events(commands.AmendAnswer(fact, value, "misheard"))
        return self

    def arrive(self, arrival: str, happened: datetime | None = None, **brought: Json) -> Play:
        """Record an arrival."""
        self.events(commands.RecordArrival(arrival, brought), happened=happened)
        return self

    @property
    def derivation(self) -> Derivation:
        """The case as it stands."""
        return derive(self.procedure, self.case, self.now, OFFICE)

    @property
    def agenda(self) -> Agenda:
        """The agenda of now."""
        return agenda(self.procedure, self.case, self.now, OFFICE)

    @property
    def statuses(self) -> dict[str, str]:
        """How each step instance stands, by its address."""
        return {step.at: step.status for step in self.agenda.walk()}

    def status(self, at: str) -> str:
        """How a step instance stands."""
        return self.step(at).status

    def step(self, at: str) -> StepView:
        """Give a step of the agenda."""
        step = self.agenda.step(at)
        assert step, at
        return step

    def value(self, key: str) -> Json:
        """Give the kept value of a fact, `unknown` if nobody knows it."""
        values: dict[str, Json] = {fact.key: fact.value for fact in self.agenda.facts}
        return values.get(key, "unknown")

"""The ten-step job for cuecard: its whole engine in memory, and with the store."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path as File
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from bench.job import ARRIVAL
from engine.case.commands import Asked, Command, MarkDone, OpenCase, RecordArrival
from engine.case.decide import decide
from engine.case.growing import follow
from engine.case.office import Office, Person
from engine.case.portray import open_leaves
from engine.case.refusals import Refusal
from engine.case.state import Case, replay
from engine.condition.calendar import Calendar
from engine.procedure.load import load

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from bench.job import Path
    from engine.case.events import Recorded
    from engine.procedure.model import Procedure
    from engine.store import Store

ZONE: Final = ZoneInfo("America/New_York")
NOW: Final = datetime(2026, 11, 23, 10, 0, tzinfo=ZONE)
ROLES: Final = frozenset({"front_desk", "billing", "office_manager"})
OFFICE: Final = Office("Bench", Calendar(ZONE), {"pat": Person("pat", "Pat Example", ROLES)}, practice=True)
FIRST: Final = "BEN-CH00"
JOB: Final = File(__file__).parent / "job.yaml"


def read(text: str, name: str) -> Procedure:
    """Read a procedure that has no mistakes."""
    loaded = load(text, name)
    assert not isinstance(loaded, tuple), loaded
    return loaded.procedure


def open_step(procedure: Procedure, case: Case, now: datetime) -> str | None:
    """Give the first step that is open."""
    if case.status != "open":
        return None
    return next((node.address for node in open_leaves(follow(procedure, case, now, OFFICE))), None)


class Cuecard:
    """The whole engine: each submission is checked, decided, folded, and the open step asked for."""

    name = "cuecard"

    def __init__(self) -> None:
        self._procedure = read(JOB.read_text(encoding="utf-8"), "job.yaml")

    def play(self, path: Path) -> list[str | None]:
        """Play a path."""
        return [opened for _, opened in self.go(path, FIRST)]

    def go(self, path: Path, case_id: str) -> Iterator[tuple[tuple[Recorded, ...], str | None]]:
        """Play a path, and give what each submission records and which step is open then."""
        case = Case()
        for number, command in enumerate(_commands(path, case_id)):
            now = NOW + timedelta(minutes=number)
            decided = decide(self._procedure, case, command, Asked(OFFICE, "pat", now, f"r{number}"))
            assert not isinstance(decided, Refusal), (command, decided)
            case = replay(decided, case)
            yield decided, open_step(self._procedure, case, now)
        assert case.status == "closed", case.status

    def keep(self, path: Path, case: str, store: Store) -> list[str | None]:
        """Play a path with a store: decide, then make it durable."""
        opened = []
        for entries, step in self.go(path, case):
            if entries[0].seq == 1:
                store.create(case, entries)
            else:
                store.append(case, entries, expected=entries[0].seq - 1)
            opened.append(step)
        return opened


def _commands(path: Path, case: str) -> Iterator[Command]:
    yield OpenCase(case, {"patient": "Robin Sample", "phone": "555-0134"})
    for step, told in path.submissions:
        given = {name: _typed(value) for name, value in told.items()}
        yield RecordArrival(ARRIVAL) if step == ARRIVAL else MarkDone(step, given)


def _typed(value: Any) -> str:  # noqa: ANN401  # what the other engines take as it is, a person types
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)

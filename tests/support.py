"""A practice office for tests: who works there, its clock, and the procedures that ship, read once.

Nobody in it is real; phone numbers are 555-01xx.
"""

from __future__ import annotations

from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from engine.case.keeping import broken_promises
from engine.case.office import Office, Person
from engine.condition.calendar import Calendar
from engine.procedure.load import load_and_check
from engine.rehearsal.stage import Stage

if TYPE_CHECKING:
    from engine.case.derive import Derivation
    from engine.procedure.model import Procedure

ROOT: Final = Path(__file__).resolve().parent.parent
PROCEDURES: Final = ROOT / "procedures"
DOCUMENTS: Final = PROCEDURES / "documents"

ZONE: Final = ZoneInfo("America/New_York")
MONDAY: Final = datetime(2026, 11, 2, 9, 0, tzinfo=ZONE)
"""A Monday morning, the day after the clocks were put back."""

_STAFF: Final = (
    Person("pat", "Pat Example", frozenset({"front_desk"})),
    Person("sam", "Sam Sample", frozenset({"front_desk"})),
    Person("billie", "Billie Pattern", frozenset({"billing"})),
    Person("olive", "Olive Placeholder", frozenset({"office_manager"})),
    Person("tc_example", "Terry Coordinator", frozenset({"treatment_coordinator"})),
    Person("dr_example", "Dr. Dana Example", frozenset({"doctor"})),
    Person("dr_sample", "Dr. Sasha Sample", frozenset({"doctor"})),
)
OFFICE: Final = Office("Practice Dental", Calendar(ZONE), {one.name: one for one in _STAFF}, practice=True)

OFFICE_YAML: Final = """\
office: Practice Dental
practice: true
zone: America/New_York
currency: "$"
staff:
""" + "".join(
    f"  - name: {one.name}\n    full_name: {one.full_name}\n    roles:\n"
    + "".join(f"      - {role}\n" for role in sorted(one.roles))
    for one in _STAFF
)
"""The same office as a file."""


@cache
def shipped(name: str) -> Procedure:
    """Load one of the procedures that ship, by its id."""
    path = PROCEDURES / f"{name}.yaml"
    loaded = load_and_check(path.read_text(encoding="utf-8"), f"procedures/{name}.yaml")
    assert not isinstance(loaded, tuple), "\n".join(f"{one.span.line}: {one.message}" for one in loaded)
    return loaded.procedure


def stage_of(name: str) -> Stage:
    """Give a stage for cases of one of the procedures that ship; after each act its promises have to hold."""
    return Stage({name: shipped(name)}, name, OFFICE, "pat", MONDAY, watch=_keeps_its_promises)


def _keeps_its_promises(derivation: Derivation) -> None:
    assert [] == broken_promises(derivation)

"""The ten-step job as every engine of the comparison plays it: paths through it, and what each has to come to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

ARRIVAL: Final = "written_request"
"""The one submission that is no step."""


@dataclass(frozen=True)
class Path:
    """One way through the job: what is submitted, and which step is open after the opening and each submission."""

    name: str
    submissions: Sequence[tuple[str, dict[str, Any]]]
    opens: Sequence[str | None]


class Engine(Protocol):
    """An engine of the comparison."""

    name: str

    def play(self, path: Path) -> list[str | None]:
        """Play a path from the opening on, and give the step that is open after each submission; None at the end."""
        ...


def path(reason: str, owed: int, booked: int) -> Path:
    """Make the way through the job that some answers lead to."""
    moves = reason == "moving"
    steps: list[tuple[str, dict[str, Any]]] = [("why", {"reason": reason, "words": "a new job"})]
    if moves:
        steps.append(("where", {"destination": "Far Dental", "city": "Far"}))
    steps.append(("family", {"relatives": 0, "relatives_words": "none"}))
    steps.append(("balance", {"owed": owed, "plan": False}))
    if owed > 0:
        steps.append(("settle", {"settled_how": "paid", "settled_by": "pat"}))
    steps.append(("visits", {"booked": booked, "next_visit": "none"}))
    if booked > 0 and reason != "stays":
        steps.append(("cancel", {"cancelled": True, "cancelled_by": "pat"}))
    steps.append(("notes", {"conversation": "kind", "coordinator": "pat", "doctor": "sam"}))
    steps += [(ARRIVAL, {}), ("request", {}), ("send", {})]
    if reason in ("moving", "specialist"):
        steps.append(("inactivate", {}))
    order = [name for name, _ in steps if name != ARRIVAL]
    opens: list[str | None] = [order[0]]
    done = 0
    for name, _ in steps:
        done += name != ARRIVAL
        following = order[done] if done < len(order) else None
        waits = following == "request" and name != ARRIVAL
        opens.append(None if waits else following)
    return Path(f"{reason}, owes {owed}, {booked} visits", tuple(steps), tuple(opens))


ORDINARY: Final = path("moving", 0, 0)
"""The path that is timed: ten steps but for those that do not apply."""

PATHS: Final = (ORDINARY, path("moving", 25, 2), path("other", 0, 0), path("specialist", 10, 0), path("stays", 0, 3))


def check(engine: Engine) -> None:
    """See that an engine gives the same results as all others, on every path; else it is not timed."""
    for one in PATHS:
        found = engine.play(one)
        assert list(one.opens) == found, f"{engine.name}, {one.name}: {found} instead of {list(one.opens)}"

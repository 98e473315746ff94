"""Where we are: the steps of each stage, numbered through, those that stand alike drawn together."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, Final

from cli.run.page import Stage, Stretch
from engine.case.agenda import SETTLED
from engine.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.case.agenda import Agenda, StepView

MOST_STAGES: Final = 4
"""A longer trail shows only the stage where the person is, and sums up the rest."""

_NOT_KNOWN: Final = re.compile(r"\[[a-z0-9 ]+\]")
_ATTEMPT: Final = re.compile(r"#([0-9]+)$")

LOOSE: Final = "Steps"
"""The title of a stage of top-level steps that hold no steps."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One step of the trail, with its number."""

    number: int
    stage: str
    step: StepView

    def holds(self, at: str | None) -> bool:
        """Whether a step is this one or stands inside it."""
        return any(step.at == at for step in self.step.walk())


def units(agenda: Agenda) -> tuple[Unit, ...]:
    """Number the steps of the trail: those inside the top-level stages, and top-level steps that hold none."""
    pairs = [(top.title if top.steps else LOOSE, step) for top in agenda.called for step in (top.steps or (top,))]
    return tuple(Unit(number, stage, step) for number, (stage, step) in enumerate(pairs, 1))


def unit_of(agenda: Agenda, at: str | None) -> Unit | None:
    """Give the step of the trail that an address stands in."""
    return next((unit for unit in units(agenda) if unit.holds(at)), None)


def trail(agenda: Agenda, at: str | None) -> tuple[Stage, ...]:
    """Draw the trail, with the person at an address."""
    stages = [(title, list(members)) for title, members in groupby(units(agenda), lambda unit: unit.stage)]
    if len(stages) <= MOST_STAGES:
        return tuple(Stage(title, tuple(_stretches(members, at))) for title, members in stages)
    here = [
        (title, members)
        for title, members in stages
        if any(unit.holds(at) for unit in members) or (at is None and title == stages[0][0])
    ]
    rest = [unit for stage in stages if stage not in here for unit in stage[1]]
    shown = [Stage(title, tuple(_stretches(members, at))) for title, members in here]
    return (*shown, Stage(f"{len(stages) - len(here)} other parts", (Stretch(_sum(rest)),)))


def word(step: StepView) -> str:
    """Give the status of a step in a word; settled with a flag: `to look at`."""
    flagged = any(flag.code != "open-again" for below in step.walk() for flag in below.flags)
    return "to look at" if flagged else step.status


def _stretches(members: list[Unit], at: str | None) -> Iterator[Stretch]:
    for text, run in groupby(members, lambda unit: "HERE" if unit.holds(at) else word(unit.step)):
        numbers = [unit.number for unit in run]
        span = str(numbers[0]) if len(numbers) == 1 else f"{numbers[0]}-{numbers[-1]}"
        yield Stretch(f"{span} {text}", is_here=text == "HERE")


def _sum(members: list[Unit]) -> str:
    settled = sum(unit.step.status in SETTLED for unit in members)
    return f"{settled} of {len(members)} settled"


def heading(agenda: Agenda, step: StepView) -> str:
    """Say which step this is: its number, and the groups it stands in: `6. Before you hang up > Check the balance`."""
    unit = unit_of(agenda, step.at)
    if not unit:
        return step.title
    line = [one for one in unit.step.walk() if any(below.at == step.at for below in one.walk())]
    titles = [one.title for one in line if one.at == step.at or one.id != step.id]
    number = _ATTEMPT.search(step.at)
    again = f", attempt {number[1]}" if number and number[1] != "1" else ""
    return f"{unit.number}. {' > '.join(titles)}{again}"


def plain_title(step: StepView) -> str:
    """Give a title in which values that are not known yet are left out: `Open a case for …`."""
    return _NOT_KNOWN.sub("…", step.title)


def still(agenda: Agenda, at: str) -> tuple[str, tuple[str, ...]]:
    """Give the title of the stage an address stands in, and what in it is not settled yet, but for the address itself.

    Steps of the same group are named one by one, later ones by their own title.
    """
    here = unit_of(agenda, at)
    if not here:
        return "", ()
    left = [unit for unit in units(agenda) if unit.stage == here.stage and unit.step.status not in SETTLED]
    return here.stage, tuple(dict.fromkeys(title for unit in left for title in _left(unit, here, at)))


def _left(unit: Unit, here: Unit, at: str) -> list[str]:
    if unit.number != here.number:
        return [plain_title(unit.step)]
    leaves = [step for step in unit.step.walk() if not step.steps]
    return [plain_title(step) for step in leaves if step.at != at and step.status not in SETTLED]
